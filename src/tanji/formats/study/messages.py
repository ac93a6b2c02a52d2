"""What reading a study may find: every code with its one meaning, in words, and the place it is said of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from tanji.errors import Text
from tanji.model.finding import Finding, Place, Severity

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding; `{at}` is the place, other braces are filled with what was found there."""

    code: str
    message: Text
    hint: Text | None = None
    severity: Severity = Severity.error


class At(NamedTuple):
    """Where something was found: in a cell (with its letters and header), a row, a sheet, or a member of a document."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    letters: str | None = None
    header: str | None = None
    member: str | None = None

    def place(self) -> Place:
        """As a finding keeps it: the column is the header in the file, or its letters where it has none."""
        return Place(
            file=self.file, sheet=self.sheet, row=self.row, column=self.header or self.letters, member=self.member
        )

    def text(self) -> Text:
        """In words, with the letters of the column."""
        if self.member is not None:
            return Text(zh=f"“{self.member}”", en=f'"{self.member}"')
        zh = (f"工作表“{self.sheet}”" if self.sheet else "") + (f"第 {self.row} 行" if self.row else "")
        en = [f'sheet "{self.sheet}"' if self.sheet else "", f"row {self.row}" if self.row else ""]
        if self.letters or self.header:
            zh += (f" {self.letters} 列" if self.letters else "") + (f"“{self.header}”" if self.header else "")
            quoted = f' "{self.header}"' if self.header else ""
            en.append(f"column {self.letters}{quoted}" if self.letters else f"column{quoted}")
        said = ", ".join(part for part in en if part)
        return Text(zh=zh or f"文件“{self.file}”", en=said[:1].upper() + said[1:] if said else f'File "{self.file}"')


Fact = str | float | Text


def row_text(row: int) -> Text:
    """A row in words."""
    return Text(zh=f"第 {row} 行", en=f"row {row}")


def table(*kinds: Kind) -> Mapping[str, Kind]:
    """Kinds of findings by code."""
    return MappingProxyType({kind.code: kind for kind in kinds})


def say(kind: Kind, at: At, facts: Mapping[str, Fact], severity: Severity | None = None) -> Finding:
    """A finding of a kind at a place, with its braces filled in."""
    return Finding(
        code=kind.code,
        severity=severity or kind.severity,
        message=_filled(kind.message, at, facts),
        hint=None if kind.hint is None else _filled(kind.hint, at, facts),
        place=at.place(),
    )


def _filled(text: Text, at: At, facts: Mapping[str, Fact]) -> Text:
    place = at.text()
    return Text(
        zh=text.zh.format(at=place.zh, **{name: _shown(fact, "zh") for name, fact in facts.items()}),
        en=text.en.format(at=place.en, **{name: _shown(fact, "en") for name, fact in facts.items()}),
    )


def _shown(fact: Fact, language: str) -> str:
    if isinstance(fact, Text):
        return fact.zh if language == "zh" else fact.en
    text = f"{fact:.6g}" if isinstance(fact, float) else str(fact)
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
