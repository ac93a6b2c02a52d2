"""A console for texts of strangers: what stands in a file is shown and never obeyed."""

from __future__ import annotations

import os
import unicodedata
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 110
"""Columns at most, so that figures stay near their names; as many where the output is no terminal."""


def console(stream: IO[str]) -> Console:
    """A console on which texts of files can do no harm: no markup, no emoji codes, no control characters."""
    from rich.console import Console
    from rich.text import Text as RichText

    class Plain(Console):
        """Shows strings as they are, without their control characters."""

        def render_str(self, text: str, **settings: Any) -> RichText:
            return super().render_str(printable(text), **settings)

    made = Plain(file=stream, markup=False, emoji=False, highlight=False)
    made.width = min(made.width, WIDEST) if stream.isatty() or os.environ.get("COLUMNS") else WIDEST
    return made


def printable(text: str) -> str:
    """A text without characters that steer a terminal or turn the direction of writing.

    >>> printable("steel" + chr(27) + "[2J")
    'steel[2J'
    """
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
