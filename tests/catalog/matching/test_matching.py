"""The queue: weightiest first, three candidates with reasons, choices that can be undone, gaps that are counted."""

from __future__ import annotations

import pytest
from tests.catalog.people import member

from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.catalog import drafts, matching
from tanji.catalog.models import Draft, Product
from tanji.catalog.shelves import open_release
from tanji.model.quantity import factor
from tanji.starter.methods import method

pytestmark = pytest.mark.django_db


def line(id_, name, amount, unit="kg", **more):
    kind = more.pop("kind", "material")
    return {
        "id": id_,
        "kind": kind,
        "names": {"zh": name},
        "stage": "raw_material",
        "amount": amount,
        "unit": unit,
        **more,
    }


LINES = [
    line("A", "组件", 2, "套", kind="assembly"),
    line("P1", "玻璃", 0.5),
    line("P2", "玻璃", 0.1),
    line("P3", "铜线", 3, parent="A"),
    line("P4", "没有名字的怪物", 9),
    line("P5", "玻璃", 4, "件"),
    {"id": "P6", "kind": "material"},
]


@pytest.fixture
def maker():
    return member("maker", "accountant")


@pytest.fixture
def draft(maker):
    product = Product.objects.create(organisation=maker.organisation, name="窗")
    return Draft.objects.create(organisation=maker.organisation, product=product, name="窗", body={"activities": LINES})


def links(draft):
    body = Draft.objects.get(pk=draft.pk).body
    return {each["id"]: each["link"]["process"] for each in body["activities"] if "link" in each}


def ids(maker, draft):
    return [each.proposal.activity.id for each in matching.queue(maker, drafts.get_draft(maker, draft.id)).waiting]


def first(maker, draft, id_):
    found = matching.queue(maker, drafts.get_draft(maker, draft.id)).waiting
    return next(each for each in found if each.proposal.activity.id == id_)


def test_the_queue_is_sorted_by_what_a_line_may_weigh_and_its_counts_add_up(maker, draft):
    queue = matching.queue(maker, draft)
    assert [each.proposal.activity.id for each in queue.waiting][:3] == ["P3", "P1", "P2"]
    assert (queue.total, len(queue.waiting), queue.linked, queue.incomplete, len(queue.missing)) == (6, 5, 0, 1, 0)
    copper = queue.waiting[0].proposal
    assert copper.amount.value == 6
    best = copper.candidates[0].listing
    per_unit = open_release(maker, best.database).score(best.process, method("ar6-gwp100")).total
    assert copper.weight == pytest.approx(6 * per_unit * factor("kg", best.unit))
    assert len(copper.candidates) <= 3
    assert copper.candidates[0].reason_zh
    assert copper.candidates[0].reason_en


def test_a_process_is_taken_for_one_line_or_for_all_of_the_same_thing(maker, draft):
    waiting = first(maker, draft, "P1")
    assert waiting.others == 1
    best = waiting.proposal.candidates[0].listing
    assert matching.choose(maker, draft.id, 1, line="P1", chosen=(best.database, best.process), same=True) == 2
    assert links(draft) == {"P1": best.process, "P2": best.process}
    link = Draft.objects.get(pk=draft.pk).body["activities"][1]["link"]
    assert link["decided_by"] == "accepted"
    assert link["score"] > 0.8
    assert link["reason"]
    drafts.undo(maker, draft.id, 2)
    assert links(draft) == {}


def test_no_data_is_recorded_counted_and_never_zero(maker, draft):
    assert matching.leave_missing(maker, draft.id, 1, "P4") == 1
    row = drafts.get_draft(maker, draft.id)
    queue = matching.queue(maker, row)
    assert [each.activity.id for each in queue.missing] == ["P4"]
    assert "P4" not in ids(maker, draft)
    assert row.body["activities"][4]["amount"] == 9
    assert "work" not in drafts.body_of(row)
    matching.reconsider(maker, draft.id, 2, "P4")
    assert "P4" in ids(maker, draft)


def test_accepting_above_a_threshold_leaves_gaps_and_doubtful_ones_alone(maker, draft):
    matching.leave_missing(maker, draft.id, 1, "P2")
    waiting = matching.queue(maker, drafts.get_draft(maker, draft.id)).waiting
    sure = {w.proposal.activity.id for w in waiting if matching.reaches(w.proposal.candidates, 0.9)}
    assert "P1" in sure
    assert not sure & {"P2", "P4"}
    assert matching.accept_above(maker, draft.id, 2, 0.9) == len(sure)
    assert set(links(draft)) == sure
    assert matching.accept_above(maker, draft.id, 3, 0.9) == 0
    with pytest.raises(Invalid):
        matching.accept_above(maker, draft.id, 3, 0.1)


def test_a_process_that_measures_something_else_is_refused(maker, draft):
    with pytest.raises(Invalid, match="can not serve"):
        matching.choose(maker, draft.id, 1, line="P1", chosen=("starter", "cn-electricity-2024"))
    with pytest.raises(NotFound):
        matching.choose(maker, draft.id, 1, line="P1", chosen=("starter", "no-such-process"))
    with pytest.raises(NotFound):
        matching.choose(maker, draft.id, 1, line="P1", chosen=("nowhere", "x"))
    assert links(draft) == {}


def test_a_search_finds_only_what_can_serve(maker, draft):
    proposal, hits = matching.find(maker, draft, "P4", "铜")
    assert proposal.activity.id == "P4"
    assert hits
    assert all(hit.listing.unit in {"kg", "t"} for hit in hits)
    assert matching.find(maker, draft, "P4", "电力")[1] == ()
    chosen = hits[0].listing
    matching.choose(maker, draft.id, 1, line="P4", chosen=(chosen.database, chosen.process))
    assert links(draft) == {"P4": chosen.process}
    with pytest.raises(NotFound):
        matching.find(maker, drafts.get_draft(maker, draft.id), "P4", "铜")


def test_a_chosen_process_can_be_put_back(maker, draft):
    matching.accept_above(maker, draft.id, 1, 0.9)
    assert "P1" not in ids(maker, draft)
    matching.reconsider(maker, draft.id, 2, "P1")
    assert "P1" in ids(maker, draft)


def test_others_neither_see_nor_choose(maker, draft):
    rival = member("rival", "accountant")
    with pytest.raises(NotFound):
        matching.choose(rival, draft.id, 1, line="P1", chosen=("starter", "x"))
    with pytest.raises(NotFound):
        matching.accept_above(rival, draft.id, 1, 0.9)
    with pytest.raises(NotAllowed):
        matching.leave_missing(member("reads", "reader", of=maker.organisation), draft.id, 1, "P1")
    matching.leave_missing(maker, draft.id, 1, "P1")
    with pytest.raises(Conflict):
        matching.leave_missing(maker, draft.id, 1, "P2")
