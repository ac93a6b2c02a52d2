"""`tanji-server restore FILE.tar`: a backup into an empty installation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tanji.cli.language import detect
from tanji.config.restore import restore
from tanji.errors import Text


class Command(BaseCommand):
    """Bring a backup back, whole or not at all."""

    help = "Bring a backup back into an empty installation / 恢复到空的安装"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to read."""
        parser.add_argument("file", type=Path, help="tar file of a backup / 备份的 tar 文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and tell what."""
        del args
        done = restore(options["file"].resolve(), settings.TANJI.data)
        told = Text(
            zh=f"已恢复 {done.files} 个文件（{done.made}，碳迹 {done.version}）。接着执行 tanji-server prepare。",
            en=f"{done.files} files are back (backup of {done.made}, Tanji {done.version}). Now: tanji-server prepare.",
        )
        self.stdout.write(told.of(detect(os.environ)))
