"""`tanji-server backup FILE.tar`: everything that the installation keeps, while it runs."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tanji.cli.language import detect
from tanji.config.backup import back_up
from tanji.errors import Text


class Command(BaseCommand):
    """Write a backup."""

    help = "Write a backup while everything runs / 备份，无需停机"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path, help="tar file to write, not there yet / 要写入的 tar 文件，须不存在")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up and tell how much."""
        del args
        done = back_up(settings.TANJI.data, options["file"].resolve(), version=version("tanji"))
        told = Text(
            zh=f"已备份 {done.files} 个文件，{done.size / 1e6:.1f} MB。备份含全部数据与密钥，请妥善保管。",
            en=f"{done.files} files, {done.size / 1e6:.1f} MB. All data and keys are in it: keep it as closely.",
        )
        self.stdout.write(told.of(detect(os.environ)))
