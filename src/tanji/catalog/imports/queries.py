"""What an import shows: the file as it is read by its plan, its counts, what it would change."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.catalog import evidence
from tanji.catalog.imports.diff import Difference, difference
from tanji.catalog.matching.propose import Proposal, proposals
from tanji.catalog.models import Draft, Import, ImportScheme
from tanji.formats.bom.failed import write_failed
from tanji.formats.bom.identify import Known, sheet_of
from tanji.formats.bom.plan import Plan, plan_of
from tanji.formats.bom.read import BomRead, data_rows, read_bom
from tanji.formats.bom.units import Figures, UnitFound, figures, units_found
from tanji.formats.study.record import Record
from tanji.formats.table import Table, read_tables

ERROR_FILE = "错误行.xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The file of an import with its tables and the plan by which it is read."""

    row: Import
    tables: tuple[Table, ...]
    plan: Plan

    @property
    def table(self) -> Table:
        """The sheet of the plan."""
        return sheet_of(self.tables, self.plan)

    @property
    def data_rows(self) -> frozenset[int]:
        """The numbers of the rows that hold data."""
        return frozenset(row.number_ for row in data_rows(self.tables, self.plan, Record("")))

    @property
    def units(self) -> tuple[UnitFound, ...]:
        """The distinct units of the file."""
        return units_found(self.table, self.plan, self.data_rows)

    @property
    def figures(self) -> Figures:
        """How the figures of the file are written."""
        return figures(self.table, self.plan, self.data_rows)


@dataclass(frozen=True, slots=True)
class Seen:
    """An import as it would be taken now."""

    sheet: Sheet
    read: BomRead
    diff: Difference


def get_import(acting: Acting, import_: UUID) -> Import:
    """An import of the organisation, with its draft and its file. Refuses NotFound, NotAllowed."""
    require(acting, "view", "study")
    rows = Import.objects.filter(organisation=acting.organisation, pk=import_, archived=None)
    found = rows.select_related("draft", "draft__product", "evidence").first()
    if found is None:
        raise NotFound
    return found


def imports_of(acting: Acting, draft: Draft) -> Sequence[Import]:
    """The imports of a draft, the newest first."""
    require(acting, "view", "study")
    rows = Import.objects.filter(organisation=acting.organisation, draft=draft, archived=None)
    return list(rows.select_related("evidence").order_by("-created"))


def schemes(acting: Acting) -> Sequence[ImportScheme]:
    """How the organisation's files are read (导入方案), the newest first."""
    require(acting, "view", "study")
    return list(ImportScheme.objects.filter(organisation=acting.organisation, archived=None).order_by("-created"))


def sheet(acting: Acting, row: Import) -> Sheet:
    """The file of an import, parsed in the child. Refuses what reading refuses, and BadPlan."""
    return Sheet(row, tables_of(acting, row.evidence.id), plan_of(row.plan["reading"]))


def look(acting: Acting, row: Import) -> Seen:
    """The import as it would be taken now. Refuses what reading refuses, and BadPlan."""
    found = sheet(acting, row)
    there: list[dict[str, Any]] = row.draft.body.get("activities", [])
    read = read_bom(found.tables, found.plan, row.evidence.name, product=called(row.draft), known=numbers(there))
    failed = frozenset(branch.id for branch in read.failed.values())
    diff = difference(
        there, read.activities, columns=frozenset(found.plan.columns), part=found.plan.part, failed=failed
    )
    return Seen(found, read, diff)


def proposed(acting: Acting, seen: Seen) -> tuple[Proposal, ...]:
    """What the lines could take that the import would add or change, the weightiest first."""
    found = proposals(acting, seen.sheet.row.draft.body, seen.diff.lines)
    fresh = {line["id"] for line in seen.diff.added} | {each.after["id"] for each in seen.diff.changed}
    wanted = [each for each in found if each.activity.id in fresh]
    return tuple(sorted(wanted, key=lambda each: (each.weight is None, -abs(each.weight or 0.0), each.activity.id)))


def error_rows(acting: Acting, row: Import) -> bytes:
    """The rows that could not be taken, as a workbook with red cells and reasons."""
    seen = look(acting, row)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / ERROR_FILE
        write_failed(seen.sheet.tables, seen.sheet.plan, seen.read, target)
        return target.read_bytes()


def tables_of(acting: Acting, evidence_id: UUID) -> tuple[Table, ...]:
    """The tables of a kept file, under the name with which it came."""
    with _named(acting, evidence_id) as path:
        return read_tables(path)


def known_before(acting: Acting, scheme: UUID | None = None) -> Known:
    """What the organisation has said of its files: of one scheme, or of the newest. Refuses NotFound."""
    rows = [row for row in schemes(acting) if scheme is None or row.id == scheme]
    if not rows:
        if scheme is not None:
            raise NotFound
        return Known()
    said = rows[0].plan
    units = {text: (rule["unit"], rule["factor"]) for text, rule in said.get("units", {}).items()}
    return Known(said.get("headers", {}), units, said.get("decimal", "point"))


def called(draft: Draft) -> list[str]:
    """What the product of a draft is called; it is no parent of lines."""
    product = draft.product
    return [text for text in (product.name, product.name_en, product.model) if text]


def numbers(lines: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Ids of lines and part numbers that one line alone has, to the ids."""
    often = Counter(line["part_no"] for line in lines if line.get("part_no"))
    found = {line["part_no"]: line["id"] for line in lines if often[line.get("part_no")] == 1}
    return found | {line["id"]: line["id"] for line in lines}


@contextmanager
def _named(acting: Acting, evidence_id: UUID) -> Iterator[Path]:
    found, place = evidence.opened(acting, evidence_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / found.name
        shutil.copyfile(place, path)
        yield path
