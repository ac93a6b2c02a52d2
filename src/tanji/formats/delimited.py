"""The cells of a CSV file; it runs inside the child process.

UTF-8 with or without byte order mark, UTF-16 with one, else GB18030; the separator is the comma, semicolon or tab that
the first rows use most evenly. Row numbers count records, as a spreadsheet shows them. All values are text.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.sheet import CELLS, LENGTH, Cell, column_name, pack

_BYTES = 64 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotText(Refusal):
    """A CSV file whose bytes are not text in UTF-8, UTF-16 or GB18030."""

    code = "TAB-006"


class BadDelimited(Refusal):
    """A CSV file that is too large, has too long a cell, or quotes that do not close."""

    code = "TAB-007"


def tables(path: Path) -> Iterator[dict[str, Any]]:
    """The one table of a CSV file, as {name, hidden, merged, cells}. Refuses NotText, BadDelimited."""
    with path.open("rb") as file:
        data = file.read(_BYTES + 1)
    if len(data) > _BYTES:
        raise _bad(path, Text(zh=f"超过 {_BYTES >> 20} MiB", en=f"it is more than {_BYTES >> 20} MiB"))
    text = decode(data, path.name)
    yield {"name": None, "hidden": False, "merged": [], "cells": [pack(cell) for cell in _cells(text, path)]}


def decode(data: bytes, name: str) -> str:
    """The text of a file, by its byte order mark, else as UTF-8, else as GB18030. Refuses NotText."""
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise NotText(
        Text(
            zh=f"“{name}”不是 UTF-8、UTF-16 或 GB18030 文本",
            en=f'"{name}" is not text in UTF-8, UTF-16 or GB18030',
        ),
        Text(
            zh="请另存为“CSV UTF-8（逗号分隔）”，或改用 .xlsx。",
            en='Save it as "CSV UTF-8 (comma delimited)", or use .xlsx.',
        ),
    )


def separator(text: str) -> str:
    r"""The comma, semicolon or tab that the first rows have, outside of quotes, most evenly.

    >>> separator('名称;数量\n"铝, 锭";1,5\n')
    ';'
    """
    counts: dict[str, list[int]] = {",": [], ";": [], "\t": []}
    for line in text.splitlines()[:20]:
        bare = "".join(line.split('"')[::2])
        for sign, found in counts.items():
            if bare.strip():
                found.append(bare.count(sign))
    return max(counts, key=lambda sign: (min(counts[sign], default=0), sum(counts[sign]), sign == ","))


def _cells(text: str, path: Path) -> Iterator[Cell]:
    csv.field_size_limit(LENGTH)
    count = 0
    try:
        for row, values in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True), 1
        ):
            for column, value in enumerate(values, 1):
                if value == "":
                    continue
                count += 1
                if count > CELLS:
                    raise _bad(path, Text(zh=f"超过 {CELLS} 个单元格", en=f"it has more than {CELLS} cells"))
                if len(value) > LENGTH:
                    place = f"{column_name(column)}{row}"
                    raise _bad(path, Text(zh=f"单元格 {place} 过长", en=f"cell {place} is too long"))
                yield Cell(row, column, value)
    except csv.Error as error:
        raise _bad(path, Text(zh=f"格式有误（{error}）", en=f"its form is wrong ({error})")) from None


def _bad(path: Path, why: Text) -> BadDelimited:
    return BadDelimited(
        Text(zh=f"无法读取 CSV 文件“{path.name}”：{why.zh}", en=f'CSV file "{path.name}" can not be read: {why.en}'),
        Text(
            zh="请检查引号是否成对，或改用 .xlsx。",
            en="Check that quotes come in pairs, or use .xlsx.",
        ),
    )
