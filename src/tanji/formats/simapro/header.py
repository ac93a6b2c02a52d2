"""The header of a SimaPro CSV file: version, kind of export, separators, date format, libraries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from tanji.errors import Refusal, Text
from tanji.formats.olca.judge import Judge

_BRACES = re.compile(r'\s*"?\{(.*)\}"?[;,\t\s]*')
_VERSION = re.compile(r"SimaPro\s+(\d[\w.]*)")
_OLD = re.compile(r'"?SimaPro\s+(\d[\d.]*)"?([;,\t])')
_SEPARATORS = {
    "semicolon": ";",
    "point-virgule": ";",
    "punto e virgola": ";",
    "strichpunkt": ";",
    "semikolon": ";",
    "comma": ",",
    "virgule": ",",
    "virgola": ",",
    "komma": ",",
    "tab": "\t",
    "tabulator": "\t",
    ";": ";",
    ",": ",",
}
_LINES = 200
_PARTS = re.compile(r"\d+")


class NotSimapro(Refusal):
    """A file that does not begin with the header of a SimaPro CSV export."""

    code = "SIM-001"


@dataclass(slots=True)
class Header:
    """What the header states; `first` is the line at which the body begins, from 0."""

    version: str
    kind: str | None = None
    separator: str = ";"
    decimal: str = "."
    date_format: str | None = None
    libraries: list[str] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    first: int = 0
    old: bool = False
    """The older layout: no braces, values beside their titles, the amount before the unit, no End."""

    def day(self, text: str) -> date | None:
        """The date that a text is by the stated format (day, month and year without doubt), else None."""
        parts = [int(part) for part in _PARTS.findall(text)[:3] if len(part) <= 4]
        if len(parts) != 3:
            return None
        order = sorted("dMy", key=(self.date_format or "").find) if self.date_format else self._order(parts)
        found = dict(zip(order, parts, strict=True)) if order else {}
        try:
            return date(found["y"], found["M"], found["d"])
        except (KeyError, ValueError):
            return None

    def _order(self, parts: list[int]) -> str | None:
        if parts[0] > 31:
            return "yMd"
        if parts[0] > 12 >= parts[1]:
            return "dMy"
        return "Mdy" if parts[1] > 12 >= parts[0] else None


def read_header(lines: list[str], name: str, judge: Judge) -> Header:
    """The header of a file. Refuses NotSimapro. A separator or decimal sign that is not stated is a finding."""
    start = next((place for place, line in enumerate(lines[:_LINES]) if line.strip()), 0)
    first = lines[start] if lines else ""
    if old := _OLD.match(first):
        return _old(lines, start, old, judge)
    version = _VERSION.match(_inside(first) or "")
    if version is None:
        raise NotSimapro(
            Text(zh=f"“{name}”不是 SimaPro CSV 文件", en=f'"{name}" is not a SimaPro CSV file'),
            Text(
                zh="它应以 {SimaPro …} 开始；请在 SimaPro 中以 CSV 格式导出。",
                en="It should begin with {SimaPro …}: export from SimaPro as CSV.",
            ),
        )
    header = Header(version[1], first=start + 1)
    for line in lines[start + 1 : start + _LINES]:
        text = _inside(line)
        if text is None:
            break
        header.first += 1
        _take(text, header)
    _complete(header, lines, judge)
    return header


def _inside(line: str) -> str | None:
    found = _BRACES.fullmatch(line)
    return found[1].strip() if found else None


def _take(text: str, header: Header) -> None:
    name, colon, value = text.partition(": ")
    if not colon and text.endswith(":"):
        name, colon, value = text[:-1], ":", ""
    if not colon:
        if text.startswith("Library "):
            header.libraries.append(text.removeprefix("Library ").strip().strip("'"))
        elif header.kind is None:
            header.kind = text.lower()
        else:
            header.stated[text] = ""
        return
    header.stated[name.strip()] = value.strip()


def _complete(header: Header, lines: list[str], judge: Judge) -> None:
    stated = header.stated
    separator = _SEPARATORS.get(stated.get("CSV separator", "").lower())
    if separator is None:
        separator = _likely(lines[header.first : header.first + 1000])
        _unstated(judge, "CSV separator", {"\t": "tab"}.get(separator, separator))
    decimal = stated.get("Decimal separator")
    if decimal not in {".", ","}:
        decimal = "."
        _unstated(judge, "Decimal separator", decimal)
    header.separator, header.decimal = separator, decimal
    shape = stated.get("Short date format")
    header.date_format = shape if shape and all(letter in shape for letter in "dMy") else None


def _likely(lines: list[str]) -> str:
    """The separator that most lines have several times; names have commas too, but seldom three."""
    return max(";\t,", key=lambda sign: sum(line.count(sign) > 2 for line in lines))


def _old(lines: list[str], start: int, found: re.Match[str], judge: Judge) -> Header:
    header = Header(found[1], separator=found[2], first=start, old=True)
    cells = [cell.strip().strip('"') for cell in lines[start].split(found[2])]
    header.kind = cells[1].lower() if len(cells) > 1 and cells[1] else None
    for name, value in pairwise(cells[2:]):
        if name.endswith(":"):
            header.stated[name[:-1]] = value
    for place in range(start + 1, min(start + _LINES, len(lines))):
        title, *rest = (cell.strip().strip('"') for cell in lines[place].split(header.separator))
        header.first = place
        if not any(rest) and title:
            break
    _unstated(judge, "Decimal separator", header.decimal)
    return header


def _unstated(judge: Judge, name: str, taken: str) -> None:
    message = Text(
        zh=f"文件头未注明 {name}，按“{taken}”读取", en=f'The header does not state "{name}"; "{taken}" is taken'
    )
    judge.say("SIM-105", "note", message, member=name)
