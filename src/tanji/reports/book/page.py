"""What a report is made of. Every figure that is shown has one text, made here, so that all forms show the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tanji.errors import Language
from tanji.reports.figures import THIN, percent, significant


@dataclass(frozen=True, slots=True)
class Number:
    """A figure: its value in full, and the text that every form of the report shows."""

    value: float
    text: str


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `notice` stands out, as a warning or a disclaimer does."""

    text: str
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; `numeric` are the columns that stand right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    """Shares of the width; equal where empty."""
    note: str = ""

    @property
    def numeric(self) -> tuple[int, ...]:
        """Columns whose cells are figures, or missing ones."""
        columns = list(zip(*self.rows, strict=True))
        return tuple(
            place
            for place, cells in enumerate(columns)
            if any(isinstance(cell, Number) for cell in cells)
            and all(isinstance(cell, Number) or cell == "—" for cell in cells)
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, with what it says in words; its figures stand in a table beside it."""

    title: str
    svg: str
    words: str


Block = Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section with its blocks and the sections below it."""

    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def every(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for inner in self.sections:
            yield from inner.every()


@dataclass(frozen=True, slots=True)
class Book:
    """A report in one language: cover, sections, and the digest that its code on the cover leads to."""

    language: Language
    title: str
    product: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    digest: str
    disclaimer: str
    dated: date = date(1970, 1, 1)
    """Of the statement, else the last day of the data: files carry it, so that the same report has the same bytes."""
    mark: str = ""
    """What stands across every page of an estimate."""
    summary: tuple[Block, ...] = field(default_factory=tuple)

    def every(self) -> Iterator[Section]:
        """All sections in order."""
        for section in self.sections:
            yield from section.every()

    def tables(self) -> Iterator[Table]:
        """All tables in order, that of the summary first."""
        yield from (block for block in self.summary if isinstance(block, Table))
        for section in self.every():
            yield from (block for block in section.blocks if isinstance(block, Table))


def number(value: float | None) -> Cell:
    """A figure with four significant digits, or a dash where it is missing.

    Rounded to even at the last digit, as GB/T 8170-2008 asks (number unverified); the value stays whole.
    """
    return "—" if value is None else Number(value, significant(value))


def share(value: float | None) -> Cell:
    """A share of 1 as a percentage, or a dash where it is missing."""
    return "—" if value is None else Number(value, percent(value))


def plain(text: str) -> str:
    """A text of a figure with ordinary spaces, for comparing one form with another."""
    return text.replace(THIN, " ").replace("\u00a0", " ")
