"""Which packs hold for a product, and why."""

from datetime import date

import pytest

from tanji.model.ruleset import Pack
from tanji.model.study import Code, Product
from tanji.rules.difference import difference
from tanji.rules.pack import pack
from tanji.rules.register import catalogue, lists, registered, targets
from tanji.rules.resolve import NoGeneralRule, resolve

ON = date(2026, 1, 1)
GENERAL = pack("gbt-24067-2024")
PRODUCT = Product(names={"zh": "汽车轮胎", "en": "Car tyre"}, codes=(Code(system="HS 2022", code="4011.10"),))


def made(identity: str, kind: str, **members) -> Pack:
    body = {
        "id": identity,
        "number": identity.upper(),
        "names": {"zh": "温室气体 产品碳足迹量化方法与要求 轮胎", "en": "Tyres"},
        "level": "product",
        "kind": kind,
        "status": "in_force",
        "codes": [{"system": "HS 2022", "code": "4011"}],
        "builds_on": ["gbt-24067-2024"],
    }
    return Pack.model_validate(body | members)


def chosen(*packs: Pack, place: str | None = None, product: Product = PRODUCT) -> list[str]:
    return [entry.id for entry in resolve([GENERAL, *packs], product, on=ON, place=place).packs]


def test_without_a_product_rule_the_general_one_holds_alone():
    found = resolve([GENERAL], PRODUCT, on=ON)
    assert [entry.id for entry in found.packs] == ["gbt-24067-2024"]
    assert "general one alone" in found.why[-1]["en"]


@pytest.mark.parametrize(
    ("first", "second"), [("national", "industry"), ("industry", "group"), ("national", "group"), ("group", "local")]
)
def test_precedence_is_national_industry_adopted_group_local(first, second):
    one, other = made("one", first, adopted="list 1"), made("other", second, adopted="list 1")
    assert chosen(other, one, place="CN-37") == ["gbt-24067-2024", "one"]


def test_a_group_standard_on_no_list_does_not_apply_and_is_told():
    found = resolve([GENERAL, made("t-1", "group")], PRODUCT, on=ON)
    assert len(found.packs) == 1
    assert any("no recommended list" in said["en"] for said in found.why)


def test_a_local_rule_on_a_nationally_covered_product_is_a_conflict():
    found = resolve(
        [GENERAL, made("gb", "national"), made("db37", "local", place="CN-37")], PRODUCT, on=ON, place="CN-37"
    )
    assert [entry.id for entry in found.packs] == ["gbt-24067-2024", "gb"]
    assert len(found.conflicts) == 1


def test_a_local_rule_holds_only_in_its_place():
    local = made("db37", "local", place="CN-37")
    assert chosen(local, place="CN-37") == ["gbt-24067-2024", "db37"]
    assert chosen(local, place="CN-11") == ["gbt-24067-2024"]
    assert chosen(local) == ["gbt-24067-2024"]


def test_days_of_force_are_kept():
    assert chosen(made("gb", "national", effective="2026-06-01")) == ["gbt-24067-2024"]
    assert chosen(made("gb", "national", until="2025-12-31")) == ["gbt-24067-2024"]
    assert chosen(made("gb", "national", status="withdrawn")) == ["gbt-24067-2024"]


def test_a_broader_code_does_not_apply_by_itself():
    broad = made("gb", "national", codes=[{"system": "HS 2022", "code": "40", "relation": "broader"}])
    assert chosen(broad) == ["gbt-24067-2024"]


def test_another_classification_does_not_match():
    other = Product(names={"zh": "螺母"}, codes=(Code(system="GB/T 4754-2017", code="4011"),))
    assert chosen(made("gb", "national"), product=other) == ["gbt-24067-2024"]


def test_a_name_is_enough_where_there_is_no_code():
    assert chosen(made("gb", "national", codes=[], words=["轮胎"])) == ["gbt-24067-2024", "gb"]


def test_a_product_pack_replaces_parameters_of_the_general_one():
    parameter = GENERAL.parameters[0].model_dump(mode="json")
    parameter["values"][0]["value"] = 0.5
    found = resolve([GENERAL, made("gb", "national", parameters=[parameter])], PRODUCT, on=ON)
    assert found.values()["cut_off_item_percent"] == 0.5
    assert found.values()["cut_off_total_percent"] == 5.0


def test_the_same_packs_give_the_same_rule_set():
    assert resolve([GENERAL], PRODUCT, on=ON) == resolve([GENERAL], PRODUCT, on=ON)


def test_without_a_general_pack_nothing_is_resolved():
    with pytest.raises(NoGeneralRule):
        resolve([made("gb", "national")], PRODUCT, on=ON)


def test_a_difference_is_told_in_words():
    parameter = GENERAL.parameters[0]
    value = parameter.values[0].model_copy(update={"value": 2.0})
    changed = parameter.model_copy(update={"values": (value,)})
    rules = tuple(rule for rule in GENERAL.rules if rule.id != "period.stated")
    after = GENERAL.model_copy(update={"parameters": (changed, *GENERAL.parameters[1:]), "rules": rules})
    said = [text.en for text in difference(GENERAL, after)]
    assert said == [
        "The parameter cut_off_item_percent from 2024-10-01: 1.0 → 2.0",
        "The rule period.stated is gone",
    ]
    assert difference(GENERAL, GENERAL) == ()


def test_the_register_holds_what_public_pages_name():
    assert len(catalogue()) == 17
    assert sum(each.rules for each in lists()) == 111
    assert {(each.year, each.rules) for each in targets()} >= {(2025, 50), (2030, 200), (2027, 100), (2027, 200)}
    assert all(each.source and each.number for each in registered())
