"""A study from a file: read, its lines matched by name where the name decides, kept as a draft; or nothing at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.assess.connect import connect
from tanji.catalog import drafts
from tanji.catalog.models import Draft
from tanji.catalog.shelves import releases
from tanji.errors import Refusal, Text
from tanji.formats.study import read
from tanji.model.finding import Report
from tanji.model.study import Study
from tanji.registry import studies
from tanji.registry.actions import record


class NotImported(Refusal):
    """A file in which something is wrong: nothing of it was taken; the findings say where and what to do."""

    code = "REG-002"

    def __init__(self, name: str, report: Report) -> None:
        count = len(report.errors)
        super().__init__(
            Text(zh=f"“{name}”有 {count} 处错误，未导入", en=f"{name} has {count} errors; nothing was taken"),
            Text(zh="请按 findings 逐处改正后再导入。", en="Correct what the findings name and send it again."),
        )
        self.findings = report.findings
        self.report = report


class Imported(NamedTuple):
    """What importing gave."""

    draft: Draft
    report: Report
    matched: int
    """Lines that got a background process by their name."""
    unmatched: int
    """Lines that need one and have none."""


def import_study(acting: Acting, path: Path, *, product: UUID | None = None) -> Imported:
    """Read a file into a new draft, under a product that is there or a new one by the names of the file.

    Refuses NotAllowed, NotFound, NotImported with all findings, and what reading the file refuses.
    """
    require(acting, "create", "study")
    under = None if product is None else drafts.get_product(acting, product)
    found = read(path)
    if found.study is None:
        raise NotImported(path.name, found.report)
    connected = connect(found.study, releases(acting))
    outcomes = Counter(match.outcome for match in connected.matches)
    unmatched = outcomes["none"] + outcomes["proposed"]
    matched = outcomes["exact"] + outcomes["accepted"]
    study, names = connected.study, connected.study.product.names
    with transaction.atomic():
        if under is None:
            codes = [{"system": code.system, "code": code.code} for code in study.product.codes]
            named = names.get("zh") or next(iter(names.values()), study.id)
            under = studies.create_product(acting, named, name_en=names.get("en", ""), codes=codes)
        title = study.names.get("zh") or next(iter(study.names.values()), "")
        row = studies.create_draft(acting, under, title or under.name, _body(study))
        record(acting, "study.imported", row.pk, body={"file": path.name, "matched": matched, "unmatched": unmatched})
    return Imported(row, found.report, matched, unmatched)


def _body(study: Study) -> dict[str, object]:
    body = study.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in body.items() if name not in {"id", "version", "releases"}}
