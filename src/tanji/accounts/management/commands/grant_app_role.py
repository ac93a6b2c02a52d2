"""`tanji-server grant_app_role NAME`: what the role under which the server runs may do, given by the owner."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tanji.accounts.roles import grant


class Command(BaseCommand):
    """Gives a role of PostgreSQL the rows, not the tables."""

    help = "Gives the role under which the server runs what it needs; run as the owner (TANJI_OWNER_DATABASE_URL)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name of the role."""
        parser.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, and say so."""
        del args
        grant(options["role"])
        self.stdout.write(f"{options['role']}: 已授权 / granted")
