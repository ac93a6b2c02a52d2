"""The sheet of the product, or the lines `# item: value` at the head of a CSV file: items by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tanji.formats.study.columns import column, headers, plain, words
from tanji.formats.study.headings import find_heading, known
from tanji.formats.study.messages import At
from tanji.formats.study.record import Record
from tanji.formats.study.rows import Row, written
from tanji.formats.table import Cell, Table, column_name

_NAMES = frozenset({"name_zh", "name_en"})


@dataclass(slots=True, eq=False)
class Form(Row):
    """The items of the product as one row, each of which stands in a row of its own."""

    labels: dict[str, str] = field(default_factory=dict)
    """What the file calls each item."""
    empty: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Row and column where the value of an item would stand."""

    def at(self, key: str | None = None) -> At:
        """The place of an item's value."""
        if key is None:
            return At(sheet=self.title)
        label = self.labels.get(key, column("product", key).header.zh)
        cell = self.cells.get(key)
        if cell is None and key in self.empty:
            row, index = self.empty[key]
            return At(sheet=self.title, row=row, letters=column_name(index), header=label)
        if cell is None:
            return At(sheet=self.title, header=label)
        return At(sheet=self.title, row=cell.row, letters=column_name(cell.column), header=label)

    def put(self, key: str, cell: Cell, label: str) -> None:
        """Keep an item. A second value is a finding: a second name is a second product."""
        if key in self.cells:
            at = At(sheet=self.title, row=cell.row, letters=column_name(cell.column), header=label)
            if key in _NAMES:
                self.record.found("IMP-057", at, value=written(cell.value), other=self.raw(key))
            else:
                self.record.found("IMP-005", at, other=self.labels[key], name=column("product", key).header)
            return
        self.cells = {**self.cells, key: cell}
        self.labels[key] = label


def empty_form(title: str, record: Record) -> Form:
    """A form without any item."""
    return Form("product", title, 0, {}, {}, record)


def read_product(table: Table, form: Form) -> None:
    """Put the items of the sheet into the form; unknown items are notes, rows without a value are not counted."""
    values, asides, first = _value_columns(table)
    for number in sorted(table.rows):
        cells = {index: cell for index, cell in table.rows[number].items() if written(cell.value).strip()}
        if number <= first or not cells:
            continue
        label = _label(cells)
        value = _value(cells, label, values)
        if value is None:
            if label is not None:
                form.empty.setdefault(label[0], (number, values[0] if values else label[1].column + 1))
            continue
        if label is None:
            name = next(iter(cells.values()))
            if name is not value:
                form.record.read(form.title, number, skipped=True)
                form.record.found("IMP-087", At(sheet=form.title, row=number), value=written(name.value))
            continue
        form.record.read(form.title, number)
        key, cell = label
        form.put(key, value, " ".join(written(cell.value).split()))
        _second(form, key, cells, (value, asides))


def read_comments(table: Table, form: Form, title: str) -> Table:
    """Put the lines `# item: value` above the header of a table into the form; gives the rest of the table."""
    heading = find_heading(table, "bom") or max(table.rows, default=0) + 1
    rest: dict[int, Mapping[int, Cell]] = {}
    for number, row in table.rows.items():
        first = row[min(row)] if row else None
        text = first.value.strip() if first is not None and isinstance(first.value, str) else ""
        if first is None or number >= heading or not text.startswith(("#", "＃")):
            rest[number] = row
            continue
        form.title = title
        text = text.lstrip("#＃").strip()
        name, _, value = text.replace("：", ":").partition(":")
        others = [written(row[index].value).strip() for index in sorted(row)[1:]]
        value = ",".join(part for part in [value.strip(), *others] if part)
        found = headers("product").get(plain(name))
        if found is None:
            form.record.read(form.title, number, skipped=True)
            if value:
                form.record.found("IMP-087", At(sheet=form.title, row=number), value=name)
        elif value:
            form.record.read(form.title, number)
            form.put(found.key, Cell(number, first.column, value), name.strip())
    return Table(table.name, rest, table.hidden, table.merged)


def value_column(table: Table) -> int:
    """The column of the sheet of the product that values stand in: the one that says so, else the second."""
    values, _, _ = _value_columns(table)
    return values[0] if values else 2


def _value_columns(table: Table) -> tuple[list[int], set[int], int]:
    """The columns that hold values and those that hold examples and help, with the row that says so."""
    for number in sorted(table.rows)[:10]:
        row = table.rows[number]
        said = {index: plain(written(cell.value)) for index, cell in row.items()}
        values = [index for index, text in said.items() if _is(text, "value")]
        labels = [index for index, cell in row.items() if known("product", cell)]
        if values and not (labels and min(labels) < min(values) and len(said) <= 2):
            return values, {index for index, text in said.items() if _is(text, "aside")}, number
    return [], set(), 0


def _is(text: str, meaning: str) -> bool:
    return any(part.strip() in words(meaning) for part in (text, *text.split("/")))


def _label(cells: Mapping[int, Cell]) -> tuple[str, Cell] | None:
    for index in sorted(cells):
        found = known("product", cells[index])
        if found is not None:
            return found.key, cells[index]
    return None


def _value(cells: Mapping[int, Cell], label: tuple[str, Cell] | None, values: list[int]) -> Cell | None:
    if values:
        return cells.get(values[0])
    if label is None:
        return cells[sorted(cells)[1]] if len(cells) > 1 else None
    key, cell = label
    for index in sorted(cells):
        other = cells[index]
        if index > cell.column and getattr(known("product", other), "key", None) != key:
            return other
    return None


def _second(form: Form, key: str, cells: Mapping[int, Cell], where: tuple[Cell, set[int]]) -> None:
    """A second name to the right of the first is a second product, unless its column is an example or help."""
    value, asides = where
    if key not in _NAMES or not asides:
        return
    for index, cell in sorted(cells.items()):
        if index > value.column and index not in asides and not _is(plain(written(cell.value)), "aside"):
            form.put(key, cell, form.labels[key])
            return
