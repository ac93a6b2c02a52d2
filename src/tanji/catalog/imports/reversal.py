"""An import taken back: its lines go, those that it changed or removed are as they were, all else stays."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict
from tanji.catalog import drafts
from tanji.catalog.imports.actions import Saving
from tanji.catalog.imports.diff import BILL
from tanji.catalog.imports.queries import get_import
from tanji.catalog.models import DraftChange, Import
from tanji.errors import Text

UNDO_DAYS: Final = 30


def undoable(row: Import) -> bool:
    """Whether an import is done, not taken back, and not older than 30 days."""
    return (
        row.done is not None
        and row.undone is None
        and bool(row.found.get("saved"))
        and timezone.now() - row.done <= timedelta(days=UNDO_DAYS)
    )


def take_back(acting: Acting, import_: UUID, revision: int, *, save: Saving = drafts.save) -> Import:
    """Take an import back in one saving; what was done to other lines since then stays.

    Refuses Conflict after 30 days, for one that is not done or taken back already, and as `drafts.save`.
    """
    require(acting, "edit", "study")
    with transaction.atomic():
        row = get_import(acting, import_)
        Import.objects.select_for_update().filter(pk=row.pk).first()
        row.refresh_from_db(fields=["done", "undone", "found"])
        if not undoable(row):
            raise Conflict(
                Text(zh="这次导入不能撤销", en="This import can not be taken back"),
                Text(
                    zh="未完成、已撤销或已超过 30 天。", en="It is not done, taken back already, or older than 30 days."
                ),
            )
        before = DraftChange.objects.get(draft=row.draft, revision=row.found["revision"]).before
        what = Text(zh=f"撤销导入 {row.evidence.name}", en=f"Took back the import of {row.evidence.name}")
        save(acting, row.draft.id, revision, lambda body: restore(body, before, row.found["diff"]), what=what)
        row.undone = timezone.now()
        row.save(update_fields=["undone"])
    return row


def restore(body: dict[str, Any], before: dict[str, Any], diff: dict[str, Any]) -> None:
    """The lines of a body without an import: added ones gone, changed and removed ones as they were."""
    old = {line["id"]: line for line in before.get("activities", [])}
    added, mended = set(diff["added"]), set(diff["changed"])
    lines = [
        deepcopy(old[line["id"]]) if line["id"] in mended and line["id"] in old else line
        for line in body.get("activities", [])
        if line["id"] not in added
    ]
    there = {line["id"] for line in lines}
    lines += [deepcopy(old[id_]) for id_ in diff["removed"] if id_ in old and id_ not in there]
    ids = {line["id"] for line in lines}
    parents = {line.get("parent") for line in lines}
    for line in lines:
        if line.get("parent") is not None and line["parent"] not in ids:
            line.pop("parent")
        was = old.get(line["id"], {}).get("kind")
        if line["id"] not in parents and line.get("kind") == "assembly" and was in BILL:
            line["kind"] = was
    body["activities"] = lines
