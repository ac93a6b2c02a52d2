"""The terminal that a command speaks to: in one language, as tables for people or as JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tanji.cli.console import console
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from tanji.cli.steps import Steps


@dataclass(frozen=True)
class Terminal:
    """Language, home of the releases, and form of the answer of one run."""

    language: Language
    home: Path
    json: bool

    @cached_property
    def console(self) -> Console:
        """Where the answer goes."""
        return console(sys.stdout)

    def text(self, text: Text) -> str:
        """A sentence in the language of this terminal."""
        return text.of(self.language)

    def show(self, *parts: RenderableType | Text | None) -> None:
        """Show parts of an answer to people; nothing where a program asked. None is left out."""
        if self.json:
            return
        for part in parts:
            if part is not None:
                self._print(self.text(part) if isinstance(part, Text) else part)

    def _print(self, part: RenderableType) -> None:
        """Print a part; into a file or pipe without the blanks that fill up its lines."""
        if sys.stdout.isatty():
            self.console.print(part)
            return
        with self.console.capture() as captured:
            self.console.print(part)
        sys.stdout.write("\n".join(line.rstrip() for line in captured.get().split("\n")))

    def answer(self, body: Any) -> None:
        """Give the whole answer to a program, as one JSON value on the standard output."""
        if self.json:
            sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False) + "\n")

    def steps(self) -> Steps:
        """The steps of long work, shown while it lasts."""
        from tanji.cli.steps import Steps

        return Steps(self.language, visible=sys.stderr.isatty() and not self.json)


def home(given: str | None) -> Path:
    """Where releases and documents are kept: as given, else TANJI_HOME, else the user's data folder."""
    chosen = given or os.environ.get("TANJI_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_data_path("tanji", appauthor=False)
