"""Logs: one JSON object a line on stderr, with the number of the request, without personal data.

An exception is told by its type and the places it came through. Its message is left out, and so are the messages of
databases, mail and forms: they repeat what people have entered.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

Event = MutableMapping[str, Any]
DEPTH: Final = 40
"""Places of an exception that are told, the innermost."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
QUIET: Final = {"axes": logging.CRITICAL, "django.request": logging.ERROR, "django.security": logging.ERROR}
"""axes writes names and addresses of people who fail to sign in: its tables keep them, logs do not. Django tells the
address of each page that is not there, which `answered` does without the address."""


def logging_settings(level: str) -> None:
    """Let everything that logs, ours and others', write the same lines."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                places,
                without_addresses,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if getattr(each, "tanji", False)]:
        root.removeHandler(old)
    handler.tanji = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)


def places(logger: Any, method: str, event: Event) -> Event:
    """An exception as its type and the places it came through."""
    del logger, method
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)[-DEPTH:]
        event["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def without_addresses(logger: Any, method: str, event: Event) -> Event:
    """Texts without e-mail addresses.

    >>> without_addresses(None, "info", {"event": "mail to li.wei@example.com failed"})
    {'event': 'mail to …@… failed'}
    """
    del logger, method
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = MAIL.sub("…@…", value)
    return event
