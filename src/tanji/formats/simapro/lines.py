"""The text of a SimaPro CSV file in its encoding, and its rows with their line numbers."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from tanji.errors import Refusal, Text
from tanji.formats.olca.judge import Judge

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GB_PAIRS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*")
_LETTERS = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe]){2,}")
_WESTERN = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_FIELD = 1 << 20
_RECORD = 2000
"""Most lines of one quoted text; more is a quote that does not close."""
_NEW_LINE = "\x7f"
"""Stands for a line break inside of a cell."""


class NotText(Refusal):
    """A file whose bytes are not text."""

    code = "SIM-002"


class Row(NamedTuple):
    """The cells of a row and the line at which it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def title(self) -> str:
        """The first cell, trimmed."""
        return self.cells[0].strip() if self.cells else ""

    @property
    def alone(self) -> bool:
        """Whether nothing stands behind the first cell."""
        return not any(cell.strip() for cell in self.cells[1:])


def decode(data: bytes, name: str, judge: Judge) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else two-byte Chinese, else Windows-1252.

    SimaPro writes in the code page of its machine and does not say which; anything but UTF-8 is a finding.
    Refuses NotText: zero bytes, a byte order mark that lies.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _not_text(name) from None
        encoding = "gb18030" if _GB_PAIRS.fullmatch(data) and _LETTERS.search(data) else "windows-1252"
        text = data.decode("gb18030", "replace") if encoding == "gb18030" else _western(data)
        message = Text(zh=f"文件未注明编码，按 {encoding} 读取", en=f"Its encoding is not stated; read as {encoding}")
        judge.say("SIM-104", "note", message, file=name)
    if "\0" in text:
        raise _not_text(name)
    return text


def _western(data: bytes) -> str:
    """Windows-1252, with the five bytes that it leaves undefined kept as Latin-1 has them."""
    return data.decode("latin-1").translate(_WESTERN)


def rows(lines: list[str], first: int, separator: str, judge: Judge) -> Iterator[Row]:
    """The rows from a line on; a line break inside of a cell is one, however it is written.

    A quote that does not close within its block is taken as a sign, and said.
    """
    csv.field_size_limit(_FIELD)
    at = first
    while at < len(lines):
        last = _end(lines, at, separator) if '"' in lines[at] else at
        if last is None:
            judge.gather("SIM-106", "warning", _open_quote, f"line {at + 1}")
            cells = lines[at].split(separator)
            last = at
        else:
            cells = _cells("\n".join(lines[at : last + 1]), separator)
        broken = any(_NEW_LINE in line for line in lines[at : last + 1])
        yield Row(at + 1, tuple(cell.replace(_NEW_LINE, "\n") for cell in cells) if broken else tuple(cells))
        at = last + 1


def _cells(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:  # a cell longer than is allowed
        return text.split(separator)


def _end(lines: list[str], at: int, separator: str) -> int | None:
    """The line at which the row ends that begins at a line; None where its quote does not close."""
    inside = False
    for place in range(at, min(at + _RECORD, len(lines))):
        if place > at and lines[place].strip(separator + " \t") == "End":
            return None
        inside = _quoted(lines[place], separator, inside=inside)
        if not inside:
            return place
    return None


def _quoted(line: str, separator: str, *, inside: bool) -> bool:
    """Whether a line ends inside of quotes; a quote opens only at the beginning of a cell."""
    if '"' not in line:
        return inside
    fresh = True
    for sign in line:
        if inside:
            inside = sign != '"'
            fresh = not inside  # a doubled quote opens again
        elif sign == '"' and fresh:
            inside = True
        else:
            fresh = sign == separator
    return inside


def _open_quote(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 处引号没有成对，按普通字符读取：{shown}",
        en=f"{number} quotes do not close and are taken as plain signs: {shown}",
    )


def _not_text(name: str) -> NotText:
    return NotText(
        Text(zh=f"“{name}”不是文本文件", en=f'"{name}" is not a text file'),
        Text(zh="请在 SimaPro 中以 CSV 格式导出，并选择该文件。", en="Export from SimaPro as CSV and give that file."),
    )
