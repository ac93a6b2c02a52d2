"""`tanji-server ready`: is the database safe, are its tables up to date, is the starter database there?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tanji.catalog.shelves import public_shelf
from tanji.config.databases import refuse_unsafe


class Command(BaseCommand):
    """Refuse what would lose data or break; publish the starter database on the public shelf."""

    help = "Check the database and warm the shelf / 检查数据库并准备内置数据库"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Check; exit code 1 where something is not as it must be."""
        del args, options
        refuse_unsafe(connection)
        executor = MigrationExecutor(connection)
        if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                f"tanji-server migrate: {len(waiting)} migrations wait / 还有 {len(waiting)} 项数据表升级"
            )
        public_shelf()
