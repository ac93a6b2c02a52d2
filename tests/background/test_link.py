import pytest
from tests.background.packages import (
    CO2,
    elementary,
    gives,
    method,
    package,
    process,
    product,
    publish_here,
    takes,
    waste,
)

from tanji.background.publish import prepared


def _suppliers(made, allocation="reference"):
    """Which process supplies each linked exchange, by consumer and flow."""
    work = prepared(made, allocation)
    return {
        (work.processes[found.process].id, work.processes[found.process].exchanges[found.exchange].flow): (
            work.allocated.products[found.supplier].id,
            found.decided_by.value,
        )
        for found in work.linked.links
    }


def _mills(*locations):
    return [
        process(f"mill {name}", gives("steel", 1), names={"en": f"Mill {name}"}, location=place)
        for name, place in locations
    ]


FLOWS = [product("steel"), product("part"), CO2]


def test_the_only_process_with_this_product_supplies_it():
    made = package(FLOWS, [*_mills(("a", None)), process("shop", gives("part", 1), takes("steel", 2))])
    assert _suppliers(made) == {("shop", "steel"): ("mill a", "only")}


def test_the_supplier_that_the_source_names_comes_first():
    shop = process("shop", gives("part", 1), takes("steel", 2, provider="mill b"), location="DE")
    made = package(FLOWS, [*_mills(("a", "DE"), ("b", "CN")), shop])
    assert _suppliers(made)["shop", "steel"] == ("mill b", "named")


def test_of_several_the_only_one_at_the_same_location_supplies():
    shop = process("shop", gives("part", 1), takes("steel", 2), location="CN")
    made = package(FLOWS, [*_mills(("a", "DE"), ("b", "CN")), shop])
    assert _suppliers(made)["shop", "steel"] == ("mill b", "location")


def test_the_location_of_an_exchange_goes_before_that_of_its_process():
    shop = process("shop", gives("part", 1), takes("steel", 2, location="DE"), location="CN")
    made = package(FLOWS, [*_mills(("a", "DE"), ("b", "CN")), shop])
    assert _suppliers(made)["shop", "steel"] == ("mill a", "location")


def test_of_several_elsewhere_the_first_by_name_supplies_and_is_reported(tmp_path):
    shop = process("shop", gives("part", 1), takes("steel", 2), location="FR")
    made = package(FLOWS, [*_mills(("b", "CN"), ("a", "DE")), shop])
    assert _suppliers(made)["shop", "steel"] == ("mill a", "first_name")
    published = publish_here(tmp_path, made)
    row = published.opened.table("ambiguous").row(0, named=True)
    assert (row["chosen"], row["decided_by"], row["eligible"]) == ("mill a", "first_name", 2)
    assert row["candidates"].split("\n") == ["mill a", "mill b"]
    assert "BGD-106" in {each.code for each in published.report.findings}


def test_an_input_without_supplier_stays_unlinked_by_name(tmp_path):
    made = package(FLOWS, [process("shop", gives("part", 1), takes("steel", 2), gives("co2", 1))])
    published = publish_here(tmp_path, made)
    assert published.opened.table("unlinked").rows() == [
        ("shop", "2", "steel", "steel", "input", 2.0, "kg", "no_supplier")
    ]
    assert published.report.counts["inputs"].model_dump() == {"read": 1, "imported": 0, "skipped": 1, "failed": 0}
    assert published.opened.manifest.quality["linked_share"] == 0


def test_a_named_supplier_that_is_absent_is_reported_and_the_rules_decide(tmp_path):
    shop = process("shop", gives("part", 1), takes("steel", 2, provider="gone"))
    published = publish_here(tmp_path, package(FLOWS, [*_mills(("a", None)), shop]))
    assert published.opened.table("links")["decided_by"].to_list() == ["only"]
    assert "BGD-108" in {each.code for each in published.report.findings}


def test_an_input_of_its_own_product_comes_from_another_process_where_there_is_one():
    grid = process("grid", gives("power", 1, "kWh"), takes("power", 0.1, "kWh"))
    plant = process("plant", gives("power", 1, "kWh"))
    flows = [product("power", "kWh")]
    assert _suppliers(package(flows, [grid, plant]))["grid", "power"] == ("plant", "only")
    assert _suppliers(package(flows, [grid]))["grid", "power"] == ("grid", "only")


def test_own_use_is_reported_with_its_share(tmp_path):
    grid = process("grid", gives("power", 1, "kWh"), takes("power", 0.1, "kWh"), gives("co2", 9))
    published = publish_here(tmp_path, package([product("power", "kWh"), CO2], [grid]))
    assert "10.00%" in next(each.message.en for each in published.report.findings if each.code == "BGD-115")
    assert published.opened.score("grid", method()).total == pytest.approx(10, rel=1e-15)


def test_waste_goes_to_the_treatment_and_an_avoided_treatment_the_other_way(tmp_path):
    made = package(
        [product("part"), waste("scrap"), CO2],
        [
            process("treatment", takes("scrap", 1), gives("co2", 5)),
            process("messy", gives("part", 1), gives("scrap", 2)),
            process("collector", gives("part2", 1), takes("scrap", 2, avoided=True)),
        ],
    )
    made = made.model_copy(update={"flows": (*made.flows, product("part2"))})
    opened = publish_here(tmp_path, made).opened
    assert opened.score("messy", method()).total == 10
    assert opened.score("collector", method()).total == -10


def test_waste_without_treatment_is_unlinked():
    work = prepared(package([product("part"), waste("scrap")], [process("shop", gives("part", 1), gives("scrap", 2))]))
    assert [each.reason for each in work.compiled.unlinked] == ["no_supplier"]


def test_an_unknown_flow_is_reported():
    work = prepared(package([product("part")], [process("shop", gives("part", 1), takes("mystery", 2))]))
    assert [each.reason for each in work.compiled.unlinked] == ["flow_unknown"]


def test_an_elementary_flow_that_goes_both_ways_has_two_rows(tmp_path):
    water = elementary("water", "Water", ("water",))
    made = package([product("part"), water], [process("shop", gives("part", 1), takes("water", 3), gives("water", 2))])
    opened = publish_here(tmp_path, made).opened
    assert opened.table("elementary")["id"].to_list() == ["water|input", "water"]
    assert opened.table("biosphere")["value"].to_list() == [3, 2]


def test_exchanges_that_share_an_id_are_told_apart(tmp_path):
    shop = process("shop", gives("part", 1), takes("steel", 2), gives("co2", 3))
    same = tuple(exchange.model_copy(update={"id": "1"}) for exchange in shop.exchanges)
    made = package(FLOWS, [*_mills(("a", None)), shop.model_copy(update={"exchanges": same})])
    opened = publish_here(tmp_path, made).opened
    assert len(opened.table("links")) == 1
    assert opened.score("shop", method()).total == 3
