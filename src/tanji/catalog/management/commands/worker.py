"""`tanji-server worker`: does the long work."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tanji.catalog.jobs import run_waiting, work


class Command(BaseCommand):
    """Do jobs until SIGTERM or SIGINT; with --once those that wait now."""

    help = "Do long work / 执行后台任务"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once`: end when nothing waits any more."""
        parser.add_argument(
            "--once", action="store_true", help="end when nothing waits any more / 做完等待中的任务后退出"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        del args
        if options["once"]:
            count = run_waiting()
            self.stdout.write(f"完成 {count} 项任务 / {count} jobs done")
            return
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            del number, frame
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        work(stop)
