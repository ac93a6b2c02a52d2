"""Read a table of factors into a package; the file is parsed in a child process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from tanji.errors import Progress, Refusal, Text
from tanji.formats.factors.cells import Header, RowReader, as_text, finding
from tanji.formats.factors.columns import UNSPLIT, named
from tanji.formats.factors.documents import Documents, documents, gas_flow
from tanji.formats.journal import Work
from tanji.formats.study.columns import plain
from tanji.formats.table import Cell, Table, column_name, read_tables
from tanji.model.finding import Counts, Finding, Report
from tanji.model.finding import Place as Where
from tanji.model.package import Package, Place

FORMAT: Final = "tanji-factors/1"
_SEARCHED = 30
_NEEDED = frozenset({"id", "unit"})
_SHOWN = 3
_EXAMPLES = frozenset({"示例", "example", "示例 example", "例"})


class NotAFactorTable(Refusal):
    """A workbook or CSV file without a row of headers that names the columns of a factor table."""

    code = "FAC-001"


def read(path: Path, *, progress: Progress | None = None, work: Work | None = None) -> Package:  # noqa: ARG001
    """The factors of a workbook or CSV file: each row with a source becomes a process, its product a flow.

    What the value is for is output (or, of a treatment, input) 1 of the stated unit; gases go to the air, in kg.
    A value in CO2e alone is the gas `co2e-unsplit`; a grid factor of CO2 alone is CO2. Rows with an error are left out
    and said by sheet, row and column; rows marked as an example are skipped. Columns of other names are kept.
    work: not used; a table is read in a moment.
    Refuses NotAFactorTable, and what `table` and `child` refuse.
    """
    return package_of(read_tables(path, progress=progress), path)


def package_of(tables: Iterable[Table], path: Path) -> Package:
    """The factors of the tables of a file; see `read`. Refuses NotAFactorTable."""
    reading = _Reading(path.name)
    for table in tables:
        reading.table(table)
    if not reading.tables:
        raise NotAFactorTable(
            Text(
                zh=f"“{path.name}”中没有因子表：找不到含“编号”“单位”等列名的一行",
                en=f'"{path.name}" holds no table of factors: no row names columns such as ID and Unit',
            ),
            Text(zh="请使用因子表模板。", en="Use the template of the factor table."),
        )
    return reading.package(hashlib.sha256(path.read_bytes()).hexdigest())


class _Reading:
    """What has been read of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.tables = 0
        self._found: dict[str, Documents] = {}
        self._places: dict[str, str] = {}
        self._findings: list[Finding] = []
        self._failed = self._skipped = 0

    def table(self, table: Table) -> None:
        """Take every row under a row of headers, if the table has one."""
        at = next((row for row in sorted(table.rows)[:_SEARCHED] if _keys(table.rows[row]) >= _NEEDED), None)
        if at is None:
            return
        self.tables += 1
        headers, first = self._headers(table, at), at + 1
        if len(_keys(table.rows.get(first, {})) & set(headers)) * 2 > len(headers):
            first += 1
        for row, cells in _spread(table):
            if row >= first:
                given = {key: cells[header.at] for key, header in headers.items() if header.at in cells}
                given = {key: cell for key, cell in given.items() if not _blank(cell)}
                if given:
                    self._row(RowReader(self._file, table.name, row, given, headers))

    def _headers(self, table: Table, at: int) -> dict[str, Header]:
        headers: dict[str, Header] = {}
        used = {cell.column for row, cells in table.rows.items() if row > at for cell in cells.values()}
        for index in sorted(set(table.rows[at]) | used):
            cell = table.rows[at].get(index)
            text = " ".join(as_text(cell.value).split()) if cell else column_name(index)
            column = named(as_text(cell.value)) if cell else None
            place = Where(file=self._file, sheet=table.name, row=at, column=text[:200])
            if column is not None and column.key not in headers:
                headers[column.key] = Header(column, index, text)
                continue
            headers[f"column {index}"] = Header(None, index, text)
            code = "FAC-114" if column is None else "FAC-120"
            self._findings.append(finding(code, place, value=text[:200]))
        return headers

    def _row(self, row: RowReader) -> None:
        mark = row.cells.get("mark")
        if mark is not None and plain(as_text(mark.value)) in _EXAMPLES:
            self._skipped += 1
            return
        made = documents(row)
        identity = row.text("id")
        if made is not None and identity in self._found:
            row.found("FAC-111", "id", identity, self._places[identity])
            made = None
        self._findings += row.findings
        if made is None:
            self._failed += 1
            return
        self._found[identity] = made
        self._places[identity] = f"{row.sheet or row.file} {row.row}"

    def package(self, sha256: str) -> Package:
        """The package of all rows that are sound."""
        made = list(self._found.values())
        emissions = [line for row in made for line in row.process.exchanges[1:]]
        regions = sorted({row.process.location for row in made if row.process.location})
        sources = {row.source.id: row.source for row in made}
        self._unsplit(made)
        read = len(made) + self._failed + self._skipped
        counts = {"processes": Counts(read=read, imported=len(made), skipped=self._skipped, failed=self._failed)}
        return Package(
            format=FORMAT,
            file=self._file,
            sha256=sha256,
            flows=(*(gas_flow(gas) for gas in sorted({line.flow for line in emissions})), *(row.flow for row in made)),
            processes=tuple(row.process for row in made),
            sources=tuple(sources.values()),
            places=tuple(Place(id=code, code=code, name=code) for code in regions),
            report=Report(findings=tuple(self._findings), counts=counts),
        )

    def _unsplit(self, made: list[Documents]) -> None:
        odd = [
            row.process.id
            for row in made
            if row.process.exchanges[1].flow == UNSPLIT and row.process.extra.get("gwp_basis") == "not stated"
        ]
        if odd:
            shown = ", ".join(odd[:_SHOWN]) + (" …" if len(odd) > _SHOWN else "")
            self._findings.append(finding("FAC-118", Where(file=self._file), value=len(odd), suggestion=shown))


def _keys(cells: Mapping[int, Cell]) -> set[str]:
    texts = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
    return {column.key for text in texts if len(text) <= 200 and (column := named(text))}


def _blank(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not cell.value.strip()


def _spread(table: Table) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows of a table; the value of cells that are merged downwards stands in each row that has others."""
    rows = {row: dict(cells) for row, cells in table.rows.items()}
    for top, left, bottom, right in table.merged:
        cell = table.find(top, left)
        if cell is not None and left == right:
            for row in range(top, bottom + 1):
                if row in rows:
                    rows[row].setdefault(left, Cell(row, left, cell.value, percent=cell.percent))
    yield from sorted(rows.items())
