"""What is done again and again beside the jobs: functions that the configurations of the apps name in `rounds`."""

from __future__ import annotations

from time import monotonic
from typing import Final

import structlog
from django.apps import apps
from django.utils.module_loading import import_string

SECONDS: Final = 600
"""Between two rounds of one worker; several workers may do the same round, which has to bear it."""
log = structlog.get_logger("tanji.rounds")


class Rounds:
    """Goes round when it is time; a round that fails is logged and tried again next time."""

    def __init__(self) -> None:
        self._next = monotonic()

    def go(self) -> bool:
        """Go round, if it is time; whether it was."""
        if monotonic() < self._next:
            return False
        self._next = monotonic() + SECONDS
        for app in apps.get_app_configs():
            for path in getattr(app, "rounds", ()):
                try:
                    import_string(path)()
                except Exception:
                    log.exception("round_failed", round=path)
        return True
