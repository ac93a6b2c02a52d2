"""From a pasted bill to a first footprint: imported, matched, computed; lines left without data are told, not zero."""

from __future__ import annotations

import pytest

from tanji.catalog import drafts, imports, matching
from tanji.registry import studies

pytestmark = pytest.mark.django_db
BILL = (
    "层级\t料号\t品名\t用量\t单位\n1\tA\t门组件\t2\t套\n2\tB\t玻璃\t1.5\t公斤\n2\tC\t铜\t0.2\tkg\n1\tD\t某种怪物\t1\tkg"
)


def test_an_imported_bill_is_computed(accountant, draft):
    body = {
        "product": {"names": {"zh": "洗衣机"}, "mass_kg": 4.4},
        "unit": {"kind": "declared", "amount": 1, "unit": "件"},
        "output": {"amount": 1, "unit": "件"},
        "boundary": "cradle_to_gate",
        "location": "GB",
    }
    made = studies.create_draft(accountant, draft.product, "洗衣机 BOM", body)
    row = imports.start(accountant, made.id, "", text=BILL)
    imports.finish(accountant, row.id, made.revision, save=studies.change)
    made.refresh_from_db()
    for line in ("B", "C"):
        queue = matching.queue(accountant, made)
        best = next(w for w in queue.waiting if w.proposal.activity.id == line).proposal.candidates[0].listing
        chosen = (best.database, best.process)
        matching.choose(accountant, made.id, made.revision, line=line, chosen=chosen, save=studies.change)
        made.refresh_from_db()
    matching.leave_missing(accountant, made.id, made.revision, "D", save=studies.change)
    made.refresh_from_db()
    read = drafts.freeze(made)
    assert read.report.errors == ()
    assert [activity.parent for activity in read.study.activities] == [None, "A", "A", None]
    found = studies.compute_now(accountant, made).footprint
    shares = {line.activity: line.score.total for line in found.lines if line.score is not None}
    assert found.score.total == pytest.approx(sum(shares.values()))
    assert set(shares) == {"B", "C"}
