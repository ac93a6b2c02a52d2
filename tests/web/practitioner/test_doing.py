"""What a practitioner does, without scripts: forms that post, answers that lead on, errors with 422."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.web.practitioner.conftest import browser

from tanji.accounts.acting import Acting
from tanji.catalog import drafts
from tanji.catalog.jobs import run_waiting
from tanji.registry import studies

LINE = {"name": "不锈钢", "kind": "material", "stage": "raw_material", "amount": "2.5", "unit": "kg"}


def test_the_sample_opens_with_its_result_in_one_click(visitor: Client, accountant: Acting) -> None:
    answer = visitor.post("/products/sample/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0].endswith("/results/")
    assert "543.5" in answer.content.decode()
    assert "洗涤用电占 61.4" in answer.content.decode()


def test_a_product_and_its_study_are_made_by_forms(visitor: Client, accountant: Acting) -> None:
    wrong = visitor.post("/products/new/", {"name": "电池包", "codes": "XX 850760"})
    assert wrong.status_code == 422
    made = visitor.post("/products/new/", {"name": "磷酸铁锂电池包", "codes": "HS 2022 850760"})
    assert made.status_code == 302
    product = drafts.products(accountant)[0]
    study = visitor.post(f"/products/{product.id}/studies/", {"name": "电池包 2026"}, follow=True)
    assert "example-lithium-ion-battery" in study.content.decode()
    draft = drafts.drafts(accountant)[0]
    cards = visitor.get(f"/studies/{draft.id}/data/energy/").content.decode()
    assert "制造用电" in cards


def test_a_line_is_added_linked_changed_removed_and_brought_back(
    visitor: Client, accountant: Acting, draft: studies.Draft
) -> None:
    base = f"/studies/{draft.id}/data/materials/"
    added = visitor.post(f"{base}add/", LINE | {"revision": draft.revision})
    assert added.status_code == 302
    draft.refresh_from_db()
    line = draft.body["activities"][-1]
    assert (line["amount"], line["unit"], line["names"]["zh"]) == (2.5, "kg", "不锈钢")
    chosen = visitor.post(
        f"{base}{line['id']}/factor/", {"revision": draft.revision, "link": "starter:fr-steel-primary"}
    )
    assert chosen.status_code == 302
    draft.refresh_from_db()
    more = {
        "loss_percent": "5",
        "data_type": "bill",
        "document": "发票",
        "spread_percent": "4",
        "score_completeness": "2",
    }
    visitor.post(f"{base}{line['id']}/", LINE | more | {"revision": draft.revision})
    draft.refresh_from_db()
    line = draft.body["activities"][-1]
    assert line["link"]["process"] == "fr-steel-primary"
    assert line["loss_percent"] == 5.0
    assert line["data"] == {"type": "bill", "document": "发票"}
    assert line["uncertainty"] == {"kind": "normal", "relative": True, "mean": 1.0, "sd": 0.02}
    assert line["quality"] == {"scheme": "cn-two-table", "scores": {"completeness": 2.0}}
    assert drafts.freeze(draft).study is not None
    visitor.post(f"{base}{line['id']}/remove/", {"revision": draft.revision})
    draft.refresh_from_db()
    assert line["id"] not in [each["id"] for each in draft.body["activities"]]
    visitor.post(f"/studies/{draft.id}/undo/", {"revision": draft.revision})
    draft.refresh_from_db()
    assert draft.body["activities"][-1] == line


def test_saving_a_form_without_a_change_changes_nothing(visitor: Client, draft: studies.Draft) -> None:
    for card, line in (("materials", "steel"), ("use", "use-electricity"), ("transport", "delivery")):
        page = visitor.get(f"/studies/{draft.id}/data/{card}/{line}/")
        form = page.context["form"]
        shown = {name: form[name].value() for name in form.fields}
        sent = {name: value for name, value in shown.items() if value is not None}
        assert visitor.post(f"/studies/{draft.id}/data/{card}/{line}/", sent).status_code == 302
        before = draft.body
        draft.refresh_from_db()
        assert draft.body == before
        assert draft.revision == 1


def test_a_form_that_is_wrong_comes_back_with_422_and_what_is_wrong(visitor: Client, draft: studies.Draft) -> None:
    wrong = visitor.post(
        f"/studies/{draft.id}/data/materials/add/", LINE | {"revision": draft.revision, "unit": "lumps"}
    )
    assert wrong.status_code == 422
    assert "lumps" in wrong.content.decode()
    assert 'href="#id_unit"' in wrong.content.decode()


def test_who_saves_over_somebody_elses_change_is_told(visitor: Client, draft: studies.Draft) -> None:
    path = f"/studies/{draft.id}/data/materials/add/"
    assert visitor.post(path, LINE | {"revision": draft.revision}).status_code == 302
    assert visitor.post(path, LINE | {"revision": draft.revision}).status_code == 409


def test_a_change_makes_the_result_stale_until_it_is_computed_again(
    visitor: Client, accountant: Acting, draft: studies.Draft
) -> None:
    old = draft.footprint
    visitor.post(
        f"/studies/{draft.id}/data/materials/steel/",
        {
            "name": "钢板与钢件",
            "kind": "material",
            "stage": "raw_material",
            "amount": "30",
            "unit": "kg",
            "revision": 1,
        },
    )
    stale = visitor.get(f"/studies/{draft.id}/results/").content.decode()
    assert "已改动，需重新计算" in stale
    assert "543.5" in stale
    visitor.post(f"/studies/{draft.id}/compute/")
    run_waiting()
    fresh = visitor.get(f"/studies/{draft.id}/results/").content.decode()
    assert "521.4" in fresh
    then = visitor.get(f"/studies/{draft.id}/results/?footprint={old}").content.decode()
    assert "543.5" in then
    assert visitor.get(f"/studies/{draft.id}/results/?footprint=sha256:{'0' * 64}").status_code == 404


def test_a_scenario_is_derived_and_compared(visitor: Client, accountant: Acting, draft: studies.Draft) -> None:
    visitor.post(f"/studies/{draft.id}/scenarios/", {"name": "少用钢"})
    scenario = next(each for each in drafts.drafts(accountant) if each.scenario_of_id == draft.id)
    steel = {"name": "钢板与钢件", "name_en": "Steel", "kind": "material", "stage": "raw_material", "unit": "kg"}
    path = f"/studies/{scenario.id}/data/materials/steel/"
    visitor.post(path, steel | {"amount": "30", "revision": scenario.revision, "data_type": "literature"})
    visitor.post(f"/studies/{scenario.id}/compute/")
    run_waiting()
    text = visitor.get(f"/studies/{draft.id}/scenarios/compare/{scenario.id}/").content.decode()
    assert "降低 4.1" in text
    assert "钢板与钢件（数量）" in text
    assert "少用钢" in visitor.get(f"/studies/{draft.id}/results/").content.decode()


def test_an_approver_declares_and_the_study_is_closed(visitor: Client, approver: Acting, draft: studies.Draft) -> None:
    assert visitor.post(f"/studies/{draft.id}/statement/", {"estimate": "1"}).status_code == 403
    other = browser(approver)
    page = other.get(f"/studies/{draft.id}/statement/").content.decode()
    assert "自有数据有 2 处不符合" in page
    assert other.post(f"/studies/{draft.id}/statement/").status_code == 422
    assert other.post(f"/studies/{draft.id}/statement/", {"estimate": "1"}, follow=True).status_code == 200
    assert "估算，不得用于认证" in other.get(f"/studies/{draft.id}/statement/").content.decode()
    closed = visitor.post(f"/studies/{draft.id}/data/materials/add/", LINE | {"revision": draft.revision})
    assert closed.status_code == 409


def test_a_study_that_keeps_the_rules_is_declared_without_a_notice(
    visitor: Client, accountant: Acting, approver: Acting, draft: studies.Draft
) -> None:
    line = {"name": "总装用电", "kind": "electricity", "stage": "production", "amount": "30", "unit": "kWh"}
    scores = {f"score_{name}": "1" for name in ("source", "completeness", "temporal")}
    source = {"data_type": "metered", "document": "抄表记录", "year": "2024"}
    path = f"/studies/{draft.id}/data/energy/assembly/"
    assert visitor.post(path, line | scores | source | {"revision": draft.revision}).status_code == 302
    visitor.post(f"/studies/{draft.id}/compute/")
    run_waiting()
    other = browser(approver)
    assert other.post(f"/studies/{draft.id}/statement/").status_code == 302
    draft.refresh_from_db()
    statement = studies.statement_of(approver, draft)
    assert statement is not None
    assert not statement.estimate
    assert statement.quality is not None


def test_an_unfinished_study_says_what_is_missing_and_where(visitor: Client, accountant: Acting) -> None:
    product = studies.create_product(accountant, "水壶")
    draft = studies.create_draft(accountant, product, "水壶 2026")
    page = visitor.get(f"/studies/{draft.id}/compute/").content.decode()
    assert "IMP-006" in page
    assert f'href="/studies/{draft.id}/data/"' in page


@pytest.mark.parametrize("name", ["footprint.json", "study.json", "conformity.json"])
def test_documents_are_given_as_they_are_stored(visitor: Client, draft: studies.Draft, name: str) -> None:
    answer = visitor.get(f"/studies/{draft.id}/report/{name}")
    assert answer.status_code == 200
    assert json.loads(answer.content)["schema"].startswith(f"tanji/{name.removesuffix('.json')}/")
    assert visitor.get(f"/studies/{draft.id}/report/fr.pdf").status_code == 404


def test_a_result_without_any_stated_uncertainty_has_no_histogram_and_says_why(visitor, accountant):
    product = studies.create_product(accountant, "钢管")
    body = {
        "unit": {"kind": "declared", "amount": 1.0, "unit": "kg"},
        "output": {"amount": 1.0, "unit": "kg"},
        "boundary": "cradle_to_gate",
        "activities": [
            {
                "id": "steel",
                "kind": "material",
                "names": {"zh": "钢"},
                "stage": "raw_material",
                "amount": 1.1,
                "unit": "kg",
                "link": {"kind": "own_factor", "value": 2.0, "unit": "kg", "source": {"type": "assumption"}},
            }
        ],
    }
    draft = studies.create_draft(accountant, product, "试算", body)
    studies.compute(accountant, draft)
    run_waiting()
    page = visitor.get(f"/studies/{draft.id}/results/uncertainty/").content.decode()
    assert "区间为零不代表结果准确" in page
    assert 'data-chart="draws-data"' not in page
