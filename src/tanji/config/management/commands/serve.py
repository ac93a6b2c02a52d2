"""`tanji-server serve`: the pages and the worker, in one command."""

from __future__ import annotations

import os
import sys
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tanji.cli.language import detect
from tanji.config import serving
from tanji.config.environment import environment
from tanji.errors import Text


class Command(BaseCommand):
    """Make everything ready and serve until Ctrl-C."""

    help = "Serve the pages and do long work / 启动网页与后台任务"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Address, demo, parts."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on / 监听地址")
        parser.add_argument("--port", type=int, default=8000, help="port / 端口")
        parser.add_argument("--demo", action="store_true", help="demo data with known passwords / 演示数据")
        parser.add_argument("--without-worker", action="store_true", help="pages alone / 仅网页，不启动后台任务")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start, watch, end."""
        del args
        known, host, port = environment(), options["host"], options["port"]
        demo = options["demo"] or known.demo
        if demo:
            serving.refuse_open_demo(known, host)
        serving.data_folder(known.data)
        serving.prepare(known, self.say, demo=demo)
        stop = Event()
        serving.on_signals(stop)
        children = serving.Children(stop, self.say)
        env = serving.surroundings(known, demo=demo)

        def worker() -> None:
            children.start("worker", serving.tanji_server("worker"), env)

        children.start("pages", serving.pages(known, host, port), env | serving.measured(known))
        if not options["without_worker"]:
            worker()
        if children.answering(host, port):
            self._welcome(f"http://{host if ':' not in host else f'[{host}]'}:{port}/", demo=demo)
        try:
            code = children.watch(worker)
        finally:
            children.end()
        self.say(Text(zh="已停止", en="Stopped"))
        if code:
            sys.exit(code)

    def say(self, text: Text) -> None:
        """A sentence in the language of the terminal."""
        self.stdout.write(text.of(detect(os.environ)))
        self.stdout.flush()

    def _welcome(self, address: str, *, demo: bool) -> None:
        from tanji.config.demo import accounts_told

        self.say(Text(zh=f"\n碳迹已启动：{address}", en=f"\nTanji is at {address}"))
        if demo:
            self.say(accounts_told())
        self.say(Text(zh="按 Ctrl-C 停止。", en="Ctrl-C ends it."))
