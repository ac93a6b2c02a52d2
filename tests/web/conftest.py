"""The browser for tests of the pages."""

from tests.web.browser import browsing, chromium

__all__ = ["browsing", "chromium"]
