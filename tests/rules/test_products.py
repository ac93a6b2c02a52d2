"""The illustrative product packs: thirty products find theirs, and each worked case keeps general and product rules."""

from datetime import date

import pytest

from tanji.model.footprint import Footprint
from tanji.model.ruleset import Level, PackStatus
from tanji.model.study import Code, Product, Study
from tanji.rules.check import check
from tanji.rules.pack import packs
from tanji.rules.resolve import resolve

ON = date(2026, 6, 1)
PRODUCTS = [name for name, one in packs().items() if one.level is Level.product]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("储能锂离子电池系统", None, "example-lithium-ion-battery"),
        ("动力电池包 52 kWh", None, "example-lithium-ion-battery"),
        ("Lithium-ion battery cell", None, "example-lithium-ion-battery"),
        ("电芯", "8507.60", "example-lithium-ion-battery"),
        ("电芯 LFP", "85076000", "example-lithium-ion-battery"),
        ("单晶光伏组件 580 W", None, "example-photovoltaic-module"),
        ("PV module, bifacial", None, "example-photovoltaic-module"),
        ("双玻组件", "8541.43", "example-photovoltaic-module"),
        ("热轧卷 SPHC", None, "example-steel-blast-furnace"),
        ("Hot-rolled coil", None, "example-steel-blast-furnace"),
        ("中厚板", "7208.51", "example-steel-blast-furnace"),
        ("连铸方坯", "7207.11", "example-steel-blast-furnace"),
        ("重熔用铝锭", None, "example-primary-aluminium"),
        ("Primary aluminium, P1020", None, "example-primary-aluminium"),
        ("未锻轧铝", "7601.10", "example-primary-aluminium"),
        ("普通硅酸盐水泥 P·O 42.5", None, "example-cement"),
        ("Portland cement", None, "example-cement"),
        ("熟料", None, "example-cement"),
        ("胶凝材料", "2523.29", "example-cement"),
        ("半钢子午线轮胎", None, "example-tyre"),
        ("Truck tyre", None, "example-tyre"),
        ("充气橡胶制品", "4011.20", "example-tyre"),
        ("分体式房间空调器", None, "example-room-air-conditioner"),
        ("Room air conditioner 3.5 kW", None, "example-room-air-conditioner"),
        ("挂机", "8415.10", "example-room-air-conditioner"),
        ("棉针织 T 恤", None, "example-textile"),
        ("Cotton knit shirt", None, "example-textile"),
        ("汗衫", "6109.10", "example-textile"),
        ("木质地板", None, None),
        ("洗衣机", "8450.11", None),
        ("燃气轮机", "8411.82", None),
    ],
)
def test_a_product_finds_its_pack_and_is_told_why(name, code, expected):
    codes = () if code is None else (Code(system="HS 2022", code=code),)
    found = resolve(packs().values(), Product(names={"zh": name, "en": name}, codes=codes), on=ON)
    assert [entry.id for entry in found.packs] == ["gbt-24067-2024", *([expected] if expected else [])]
    assert found.why
    assert found.why[0]["zh"]


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_worked_case_keeps_the_general_rules_and_its_own(name):
    body = packs()[name].base_case
    study, footprint = Study.model_validate(body["study"]), Footprint.model_validate(body["footprint"])
    rules = resolve(packs().values(), study.product, on=ON)
    assert name in {entry.id for entry in rules.packs}
    found = check(study, rules, footprint, engine="test")
    assert [v.rule for v in found.verdicts if v.outcome in {"fail", "indeterminate"}] == []


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_pack_never_pretends_to_be_the_standard(name):
    one = packs()[name]
    assert one.status is PackStatus.illustrative
    assert one.number is None
    assert "示例" in one.names["zh"]
    assert one.disclaimer is not None
    assert all(rule.clause.status == "unverified" for rule in one.rules)
