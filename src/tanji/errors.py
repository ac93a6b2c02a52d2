"""What every package may say when it must refuse: a code, a message, a hint, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in Chinese and English.

    >>> Text(zh="缺少单位", en="The unit is missing").of("en")
    'The unit is missing'
    """

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


class Refusal(Exception):
    """Something impossible or not allowed was asked for.

    Subclasses stand in the module that raises them and give `code`, which a door translates once
    into an exit code, an HTTP status or a page. `message` says what, where and why; `hint` what to do.
    """

    code: ClassVar[str] = "TAN-000"

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        parts = [f"{self.code} {self.message.en}"]
        return " ".join([*parts, self.hint.en] if self.hint else parts)


Progress = Callable[[Text, int, int | None], None]
"""How long work tells how far it is: the step in words, how many are done, how many there are (None: unknown)."""
