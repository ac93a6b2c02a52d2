"""From the sample to a statement: what is computed, who may declare, what another firm sees."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Conflict, NotAllowed, NotFound
from tanji.assess.declare import NotDeclarable
from tanji.catalog import drafts
from tanji.catalog.documents import load_as
from tanji.catalog.jobs import get_job, run_waiting
from tanji.errors import Text
from tanji.model.statement import Statement
from tanji.procedures.advance import NotAllowed as Hindered
from tanji.registry import studies
from tanji.registry.queries import case_about, events, get_case
from tanji.registry.studies.computing import NotReady
from tanji.registry.studies.rules import rules_of

WHAT = Text(zh="测试修改", en="Changed by a test")


def doubled(body: dict[str, Any]) -> None:
    """Twice the steel."""
    next(each for each in body["activities"] if each["id"] == "steel")["amount"] *= 2


def test_the_sample_is_a_computed_study_with_its_documents(accountant: Acting) -> None:
    draft = studies.sample(accountant)
    found = studies.latest(accountant, draft)
    assert found is not None
    assert found.footprint.score.total == pytest.approx(543.467304067, rel=1e-11)
    assert found.conformity.footprint is not None
    assert found.conformity.footprint.digest == draft.footprint
    assert found.footprint.maker == "示例电器厂"
    assert draft.frozen_revision == draft.revision
    case = case_about(accountant, draft.id)
    assert case is not None
    assert case.state == "computed"


def test_nothing_is_matched_by_name_when_a_draft_is_computed(accountant: Acting) -> None:
    draft = studies.sample(accountant)

    def unlink(body: dict[str, Any]) -> None:
        next(each for each in body["activities"] if each["id"] == "steel").pop("link")

    row = studies.change(accountant, draft.id, draft.revision, unlink, what=WHAT)
    found = studies.compute_now(accountant, row)
    assert [each.activity for each in found.footprint.coverage.unlinked] == ["steel", "use-detergent"]


def test_the_uncertainty_follows_as_a_second_result_of_the_same_revision(accountant: Acting) -> None:
    draft = studies.sample(accountant)
    first = studies.latest(accountant, draft)
    assert first is not None
    second = studies.spread(accountant, draft, first)
    draft.refresh_from_db()
    assert draft.footprint == second.digest != first.digest
    assert second.footprint.uncertainty is not None
    assert second.footprint.uncertainty.interval.low < second.footprint.score.total
    totals = studies.draws(accountant, second.digest)
    assert totals is not None
    assert float(totals.mean()) == pytest.approx(second.footprint.uncertainty.mean, rel=1e-9)
    assert [each.digest for each in studies.versions(accountant, draft)] == [second.digest]
    assert studies.version(accountant, draft, first.digest).footprint == first.footprint


def test_a_change_makes_the_result_stale_and_undo_brings_the_body_back(accountant: Acting) -> None:
    draft = studies.sample(accountant)
    body = deepcopy(draft.body)
    changed = studies.change(accountant, draft.id, draft.revision, doubled, what=WHAT)
    assert changed.frozen_revision != changed.revision
    case = case_about(accountant, draft.id)
    assert case is not None
    assert case.state == "draft"
    back = studies.take_back(accountant, draft.id, changed.revision)
    assert back.body == body


def test_an_unfinished_draft_is_not_computed_and_says_what_is_missing(accountant: Acting) -> None:
    product = studies.create_product(accountant, "水壶", codes=[{"system": "HS 2022", "code": "851679"}])
    draft = studies.create_draft(accountant, product, "水壶 2026")
    with pytest.raises(NotReady) as refused:
        studies.compute_now(accountant, draft)
    assert refused.value.findings
    assert draft.footprint == ""


def test_a_new_study_takes_unit_and_boundary_from_the_rules_of_its_product(accountant: Acting) -> None:
    product = studies.create_product(accountant, "磷酸铁锂电池包", codes=[{"system": "HS 2022", "code": "850760"}])
    draft = studies.create_draft(accountant, product, "电池包")
    rules = rules_of(accountant, draft)
    assert "example-lithium-ion-battery" in [pack.id for pack in rules.packs]
    assert rules.content is not None
    assert rules.content.unit is not None
    assert draft.body["unit"]["unit"] in rules.content.unit.units


def test_own_data_that_break_a_rule_block_declaring_and_nothing_is_stored(accountant: Acting, approver: Acting) -> None:
    draft = studies.sample(accountant)
    assert studies.readiness(approver, draft).blocking
    with pytest.raises(NotDeclarable):
        studies.declare(approver, draft.id)
    draft.refresh_from_db()
    assert draft.statement == ""
    assert "study.declared" not in [each.kind for each in events(approver, draft.id)]


def test_somebody_else_than_who_computed_declares_and_then_nothing_can_be_changed(
    accountant: Acting, approver: Acting
) -> None:
    draft = studies.sample(accountant)
    with pytest.raises(NotAllowed):
        studies.declare(accountant, draft.id, estimate=True)
    digest = studies.declare(approver, draft.id, estimate=True)
    statement = load_as(Statement, approver, digest)
    assert statement.estimate
    assert statement.footprint.digest == draft.footprint
    assert statement.declared_by == "示例电器厂"
    with pytest.raises(Conflict):
        studies.change(accountant, draft.id, draft.revision, doubled, what=WHAT)
    draft.refresh_from_db()
    with pytest.raises(Conflict):
        studies.compute_now(accountant, draft)
    with pytest.raises(Conflict):
        studies.archive_draft(accountant, draft.id)
    with pytest.raises(Conflict):
        studies.archive_product(accountant, draft.product_id)


def test_a_declared_study_is_seen_by_its_own_organisation_alone(
    accountant: Acting, approver: Acting, stranger: Acting
) -> None:
    draft = studies.sample(accountant)
    studies.declare(approver, draft.id, estimate=True)
    case = case_about(approver, draft.id)
    assert case is not None
    assert case.state == "declared"
    assert case_about(stranger, draft.id) is None
    with pytest.raises(NotFound):
        get_case(stranger, case.id)


def test_who_computed_may_not_declare_even_as_approver(firm: object, accountant: Acting) -> None:
    both = Acting(accountant.person, accountant.organisation, frozenset({"accountant", "approver"}))
    draft = studies.sample(both)
    with pytest.raises(Hindered):
        studies.declare(both, draft.id, estimate=True)


def test_a_result_that_is_stale_can_not_be_declared(accountant: Acting, approver: Acting) -> None:
    draft = studies.sample(accountant)
    studies.change(accountant, draft.id, draft.revision, doubled, what=WHAT)
    with pytest.raises(Conflict):
        studies.declare(approver, draft.id, estimate=True)


def test_a_scenario_is_changed_and_computed_without_touching_its_base(accountant: Acting) -> None:
    base = studies.sample(accountant)
    before = studies.latest(accountant, base)
    scenario = studies.derive(accountant, base.id, "双倍钢材")
    changed = studies.change(accountant, scenario.id, scenario.revision, doubled, what=WHAT)
    after = studies.compute_now(accountant, changed)
    assert before is not None
    steel = next(line.score.total for line in before.footprint.lines if line.activity == "steel")
    assert after.footprint.score.total - before.footprint.score.total == pytest.approx(steel, rel=1e-9)
    assert after.study.derived_from is not None
    assert after.study.derived_from.digest == base.study
    base.refresh_from_db()
    assert base.footprint == before.digest


def test_another_firm_finds_nothing(accountant: Acting, stranger: Acting) -> None:
    draft = studies.sample(accountant)
    for look in (
        lambda: drafts.get_draft(stranger, draft.id),
        lambda: studies.derive(stranger, draft.id, "x"),
        lambda: studies.compute_now(stranger, draft),
        lambda: studies.declare(stranger, draft.id),
        lambda: studies.archive_product(stranger, draft.product_id),
        lambda: studies.create_draft(stranger, draft.product, "x"),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_product_is_put_away_and_brought_back(accountant: Acting) -> None:
    product = studies.create_product(accountant, "水壶")
    studies.archive_product(accountant, product.id)
    assert drafts.products(accountant) == []
    studies.restore_product(accountant, product.id)
    assert drafts.products(accountant) == [product]


def test_the_worker_stores_the_first_result_then_the_uncertainty_in_named_steps(accountant: Acting) -> None:
    draft = studies.sample(accountant)
    run_waiting()
    changed = studies.change(accountant, draft.id, draft.revision, doubled, what=WHAT)
    asked = studies.compute(accountant, changed)
    assert studies.compute(accountant, changed).id == asked.id
    assert run_waiting() == 1
    done = get_job(accountant, asked.id)
    assert done.state == "done", done.failure
    assert [step["zh"] for step in done.steps] == ["检查", "冻结输入", "求解", "不确定性", "整理结果"]
    changed.refresh_from_db()
    assert changed.footprint == done.result["footprint"] != done.checkpoint["footprint"]
    first = studies.version(accountant, changed, done.checkpoint["footprint"])
    last = studies.version(accountant, changed, changed.footprint)
    assert first.footprint.uncertainty is None
    assert last.footprint.uncertainty is not None
    assert last.footprint.score == first.footprint.score


def test_a_job_for_an_unfinished_draft_fails_with_what_is_missing(accountant: Acting) -> None:
    product = studies.create_product(accountant, "水壶")
    draft = studies.create_draft(accountant, product, "水壶 2026")
    asked = studies.compute(accountant, draft)
    run_waiting()
    failed = get_job(accountant, asked.id)
    assert failed.state == "failed"
    assert failed.failure["code"] == "STU-004"
