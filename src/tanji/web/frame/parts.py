"""What the components under `tanji/part/` are given: plain values, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from tanji.errors import Text

T = TypeVar("T")
Words = Text | str
NOTHING = Text(zh="没有内容。", en="Nothing here.")
Cell = Words | float | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and whether it holds figures (set to the right), codes or words."""

    head: Words
    kind: Literal["word", "figure", "code", "state", "date", "share"] = "word"
    unit: Words = ""
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, where its first cell leads, whether it is a total."""

    cells: Sequence[Cell]
    href: str = ""
    total: bool = False
    level: int = 0
    """How deep in a tree: indents the first cell."""
    bar: float | None = None
    """A share from 0 to 1 drawn as a bar in the last cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, for `part/table.html`."""

    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: Words = ""
    hide_caption: bool = False
    empty: Words = NOTHING

    @property
    def lines(self) -> Sequence[tuple[Row, Sequence[tuple[Column, Cell]]]]:
        """Every row with its cells beside their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a road or of a job: for `part/stepper.html` and `part/progress.html`."""

    name: Words
    state: Literal["done", "current", "waiting", "failed", "running", "cancelled"]
    href: str = ""
    detail: Words = ""
    """What to say beside it: the time it took, 「已抽样 3 200 / 10 000」."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job that runs elsewhere, for `part/progress.html`; the poll answers 286 once it has ended."""

    title: Words
    steps: Sequence[Step]
    poll: str
    """Address that gives this part again."""
    ended: bool = False
    cancel: str = ""
    """Address to post to, to stop it."""
    done: int | None = None
    total: int | None = None
    every: int = 2
    """Seconds between two looks."""
    failure: Words = ""
    result: str = ""
    """Where to go on when it is done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be mended: what, where, why, how, code; for `part/errors.html`."""

    message: Words
    field: str = ""
    """Id of the field that the line leads to."""
    code: str = ""
    hint: Words = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: for crumbs, tabs, actions."""

    name: Words
    href: str
    icon: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Something to do: for the home page and the task centre."""

    title: Words
    href: str
    action: Words
    owner: Words = ""
    due: date | None = None
    overdue: bool = False
    detail: Words = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a long list, for `part/pager.html`."""

    number: int
    count: int
    total: int
    first: int = 0
    last: int = 0
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def previous(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.count else None


def paged(items: Sequence[T], *, asked: str | None, size: int = 20) -> tuple[Sequence[T], Pages]:
    """The items of one page, and where that is; a page that there is not becomes the nearest that there is."""
    count = max(1, -(-len(items) // size))
    wanted = int(asked) if asked and asked.isdecimal() and len(asked) < 9 else 1
    number = min(max(wanted, 1), count)
    begin = (number - 1) * size
    shown = items[begin : begin + size]
    return shown, Pages(number, count, len(items), first=begin + 1 if shown else 0, last=begin + len(shown))


def faults_of(form: object) -> Sequence[Fault]:
    """The errors of a Django form as lines that lead to their fields."""
    errors = getattr(form, "errors", {})
    found = []
    for name, lines in errors.items():
        bound = None if name == "__all__" else form[name]  # type: ignore[index]
        for line in lines:
            label = f"{bound.label}: " if bound is not None and bound.label else ""
            found.append(Fault(f"{label}{line}", field=bound.id_for_label if bound is not None else ""))
    return found
