"""Blocks of a SimaPro CSV file, and the sections of a block, as rows with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.lines import Row

_END = "End"


class Known(NamedTuple):
    """A title that we know: what its rows are."""

    use: str
    about: str
    """Of a section: the compartment. Of a block of substances: the section that uses them."""


@dataclass(slots=True)
class Block:
    """A block with its rows; `use` is empty for a title that we do not know."""

    title: str
    line: int
    use: str
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A section of a block with its rows."""

    title: str
    line: int
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cells of its rows as one text."""
        return "\n".join("; ".join(cell.strip() for cell in row.cells if cell.strip()) for row in self.rows).strip()


def split(rows: Iterable[Row], judge: Judge, *, old: bool) -> Iterator[Block]:
    """The blocks of a file. A block that ends without `End` is whole all the same, and said (the file may be cut)."""
    block: Block | None = None
    for row in rows:
        ends = row.title == _END and row.alone
        if block is None:
            if ends or row.empty:
                continue
            block = _begin(row)
        elif ends:
            yield block
            block = None
        elif row.alone and row.title in blocks() and row.title not in sections() and _apart(block):
            if not old:
                judge.gather("SIM-107", "warning", _no_end, f"{block.title}, line {block.line}")
            yield block
            block = _begin(row)
        else:
            block.rows.append(row)
    if block is not None:
        if not old:
            judge.gather("SIM-107", "warning", _no_end, f"{block.title}, line {block.line}")
        yield block


def sections_of(block: Block, *, old: bool) -> list[Section]:
    """The sections of a block: a title, then its rows until an empty one. Values may stand beside their title."""
    found: list[Section] = []
    open_ = False
    for row in block.rows:
        if row.empty:
            open_ = False
        elif open_ and not (old and _single(found[-1].title) and row.title in sections()):
            found[-1].rows.append(row)
        else:
            found.append(Section(row.title, row.line))
            if not row.alone:
                found[-1].rows.append(Row(row.line, row.cells[1:]))
            open_ = True
    return found


@cache
def blocks() -> dict[str, Known]:
    """The known blocks by their title."""
    return {row["title"]: Known(row["use"], row["section"]) for row in _table("blocks.csv")}


@cache
def sections() -> dict[str, Known]:
    """The known sections of a process by their title."""
    return {row["title"]: Known(row["use"], row["compartment"]) for row in _table("sections.csv")}


def _begin(row: Row) -> Block:
    known = blocks().get(row.title)
    block = Block(row.title, row.line, known.use if known else "")
    if not row.alone:
        block.rows.append(Row(row.line, row.cells[1:]))
    return block


def _apart(block: Block) -> bool:
    """Whether the last row was empty: a title in the middle of rows is a name."""
    return not block.rows or block.rows[-1].empty


def _single(title: str) -> bool:
    known = sections().get(title)
    return known is not None and known.use in {"text", "literature"}


def _table(name: str) -> list[dict[str, str]]:
    text = (files("tanji.formats.simapro") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _no_end(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个数据块没有以 End 结束（文件可能被截断），已读部分采用：{shown}",
        en=f"{number} blocks do not end with End (the file may be cut short); what stands there is taken: {shown}",
    )
