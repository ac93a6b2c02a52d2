"""`tanji-server demo`: people, organisations and a sample product to try Tanji with."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tanji.cli.language import detect
from tanji.config.demo import accounts_told, fill
from tanji.errors import Text


class Command(BaseCommand):
    """Add what is missing of the demo; what is there stays."""

    help = "Put in demo data, as often as you like / 放入演示数据，可重复执行"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--quiet`: say nothing of the accounts."""
        parser.add_argument("--quiet", action="store_true", help="do not list the accounts / 不列出账户")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, and tell what was added."""
        del args
        done = fill()
        told = Text(
            zh=f"新增机构 {done.organisations}、人员 {done.people}、示例产品 {done.samples}",
            en=f"Added: {done.organisations} organisations, {done.people} people, {done.samples} sample products",
        )
        self._say(told)
        if done.password:
            self._say(
                Text(
                    zh=f"新建账户的密码（只显示这一次）：{done.password}",
                    en=f"Password of the new accounts, shown only now: {done.password}",
                )
            )
        if settings.TANJI.demo and not options["quiet"]:
            self._say(accounts_told())

    def _say(self, text: Text) -> None:
        self.stdout.write(text.of(detect(os.environ)))
