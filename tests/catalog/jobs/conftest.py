"""The PostgreSQL of the tests."""

from tests.postgres import postgres

__all__ = ["postgres"]
