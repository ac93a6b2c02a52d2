"""`tanji-server prepare`: tables, static files, the starter database; demo data where TANJI_DEMO is set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from tanji.catalog.shelves import public_shelf
from tanji.config.databases import refuse_unsafe


class Command(BaseCommand):
    """Make an installation ready to serve; as often as one likes. Refuses a database that would lose work."""

    help = "Make everything ready to serve / 启动前的准备"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the database first: nothing is written into one that is not safe."""
        del args, options
        refuse_unsafe(connection)
        if not settings.TANJI.owner_database_url:
            call_command("migrate", verbosity=0, skip_checks=True)
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
        public_shelf()
        if settings.TANJI.demo:
            call_command("demo", quiet=True, stdout=self.stdout)
