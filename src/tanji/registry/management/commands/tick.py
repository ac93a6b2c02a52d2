"""`tanji-server tick`: one round of what time does by itself; run by the worker, or once an hour by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tanji.registry.ticking import tick


class Command(BaseCommand):
    """Let periods lapse and to-dos become due."""

    help = "Let periods of cases lapse and to-dos become due / 使案卷期限到期、待办生效"

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Run one round and say what it did."""
        done = tick()
        self.stdout.write(f"{done.cases} cases, {done.lapsed} lapsed, {done.forgotten} keys forgotten")
