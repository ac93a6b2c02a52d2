"""The starter database: every row complete, every unit and kind at home, every sum right."""

import re
from collections import Counter

import pytest

from tanji.model.flow import FlowKind
from tanji.model.process import Direction, FactorKind
from tanji.model.quantity import get_unit, same_kind
from tanji.model.source import Status
from tanji.starter.methods import methods
from tanji.starter.package import GROUPS, package
from tanji.starter.processes import CONTROL
from tanji.starter.sources import sources
from tanji.starter.tables import rows, version

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROCESSES = {process.id: process for process in package().processes}
FLOWS = {flow.id: flow for flow in package().flows}
EMISSIONS = [row for group in GROUPS for row in rows(f"emissions_{group}.csv")]


def kilograms(process):
    """kg of each gas of one process and of its inputs, as its own exchanges give them."""
    found = Counter()
    for exchange in process.exchanges:
        if FLOWS[exchange.flow].kind is FlowKind.elementary:
            found[exchange.flow] += exchange.amount
        elif exchange.provider:
            share = exchange.amount / PROCESSES[exchange.provider].reference_exchange().amount
            for gas, amount in kilograms(PROCESSES[exchange.provider]).items():
                found[gas] += amount * share
    return found


def test_there_are_at_least_250_figures_and_no_id_twice():
    assert len(package().processes) == len(PROCESSES) >= 250
    assert len(package().flows) == len(FLOWS)
    assert len([row for row in EMISSIONS if row["gas"] != CONTROL]) > 800


def test_every_process_is_complete():
    for process in PROCESSES.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", process.id)
        assert CHINESE.search(process.names["zh"]), process.id
        assert not CHINESE.search(process.names["en"]), process.id
        assert process.version == version()
        assert process.location, process.id
        assert process.valid_from, process.id
        assert process.place, process.id
        assert process.licence, process.id
        assert process.sources, process.id
        assert process.category, process.id
        assert CHINESE.search(process.description), process.id


def test_units_are_of_the_registry_and_fit_the_kind():
    for process in PROCESSES.values():
        reference = process.reference_exchange()
        flow = FLOWS[reference.flow]
        assert same_kind(flow.unit, flow.quantity_kind), process.id
        assert get_unit(reference.unit)
        assert reference.reference_amount > 0
        treated = process.factor_kind is FactorKind.treatment
        assert (flow.kind is FlowKind.waste) == treated, process.id
        assert (reference.direction is Direction.input) == treated, process.id


def test_every_exchange_has_a_flow_and_every_supplier_exists():
    for process in PROCESSES.values():
        assert len({exchange.id for exchange in process.exchanges}) == len(process.exchanges), process.id
        assert len(process.exchanges) > 1, process.id
        for exchange in process.exchanges:
            assert exchange.flow in FLOWS
            assert exchange.amount >= 0
            if exchange.provider:
                assert PROCESSES[exchange.provider].reference_exchange().flow == exchange.flow


def test_names_are_not_given_twice():
    for language in ("zh", "en"):
        names = Counter(process.names[language] for process in PROCESSES.values())
        assert not [name for name, count in names.items() if count > 1]


def test_sources_say_publisher_title_year_and_licence():
    for source in sources().values():
        assert source.publisher
        assert source.title["zh"]
        assert source.title["en"]
        assert source.year
        assert source.licence
    assert sources()["defra-2025"].attribution
    used = {process.sources[0] for process in PROCESSES.values()}
    assert used <= set(sources())


def test_gases_of_the_database_have_a_factor_in_the_default_method():
    known = {factor.gas for factor in methods()["ar6-gwp100"].factors}
    emitted = {flow.id for flow in FLOWS.values() if flow.kind is FlowKind.elementary}
    assert emitted <= known


def test_the_parts_add_up_to_the_published_sum():
    ar5 = {factor.gas: factor.value for factor in methods()["ar5-gwp100"].factors}
    ar5["methane-fossil"] = 28  # the source has one methane
    for process in PROCESSES.values():
        lines = [row for row in EMISSIONS if row["process"] == process.id]
        published = [float(row["published"]) for row in lines if row["gas"] == CONTROL]
        if not published:
            continue
        found = sum(
            float(row["published"]) / float(row["gwp"]) * ar5[row["gas"]]
            if not row["mass"]
            else float(row["mass"]) * ar5[row["gas"]]
            for row in lines
            if row["gas"] not in {CONTROL, "carbon-dioxide-biogenic"}
        )
        rounding = 0.51 if process.id.startswith("release-r") else 2e-5
        assert found == pytest.approx(published[0], abs=rounding), process.id


def test_a_fuel_is_its_combustion_and_its_supply():
    total = kilograms(PROCESSES["uk-diesel-burned-l"])
    assert total["carbon-dioxide-fossil"] == 2.62818
    assert total["methane-fossil"] == pytest.approx(0.00029 / 28)
    assert total["nitrous-oxide"] == pytest.approx(0.03308 / 265)
    assert total["co2e-unsplit"] == 0.62409
    assert FactorKind.combustion is PROCESSES["uk-diesel-burned-l-combustion"].factor_kind
    assert FactorKind.upstream is PROCESSES["uk-diesel-burned-l-upstream"].factor_kind
    assert FactorKind.life_cycle is PROCESSES["uk-diesel-burned-l"].factor_kind


def test_net_and_gross_energy_are_different_quantities():
    net, gross = PROCESSES["uk-natural-gas-burned-ncv"], PROCESSES["uk-natural-gas-burned-gcv"]
    assert FLOWS[net.reference_exchange().flow].quantity_kind == "energy_fuel_ncv"
    assert FLOWS[gross.reference_exchange().flow].quantity_kind == "energy_fuel_gcv"
    assert kilograms(net)["carbon-dioxide-fossil"] > kilograms(gross)["carbon-dioxide-fossil"]


def test_electricity_of_china_is_a_footprint_and_grid_co2_is_not():
    footprint, grid = PROCESSES["cn-electricity-2024"], PROCESSES["cn-grid-co2-2023-national"]
    assert kilograms(footprint) == {"co2e-unsplit": 0.5777}
    assert footprint.factor_kind is FactorKind.life_cycle
    assert kilograms(grid) == {"carbon-dioxide-fossil": 0.5306}
    assert grid.factor_kind is FactorKind.grid_co2
    grids = [process for process in PROCESSES.values() if process.factor_kind is FactorKind.grid_co2]
    assert len(grids) == 40
    assert not [process.id for process in grids if process.aliases]


def test_biogenic_carbon_stands_on_its_own():
    wood = kilograms(PROCESSES["uk-wood-pellets-burned-t"])
    assert wood["carbon-dioxide-biogenic"] == 1677.18
    assert wood["co2e-unsplit"] == pytest.approx(55.19389 + 177.0)
    assert "carbon-dioxide-fossil" not in wood
    assert kilograms(PROCESSES["ipcc-wood-combustion"])["methane-biogenic"] == 30


def test_aircraft_are_marked_and_counted_without_radiative_forcing():
    flown = {process.id for process in PROCESSES.values() if process.aircraft}
    assert "uk-air-freight-long-haul-operation" in flown
    assert "uk-air-freight-long-haul-upstream" not in flown
    assert all(PROCESSES[name].factor_kind is FactorKind.combustion for name in flown)
    process = PROCESSES["uk-air-freight-long-haul-operation"]
    assert kilograms(process)["carbon-dioxide-fossil"] == 0.52583
    assert "0.89939" in process.extra["note"]


def test_freight_is_per_tonne_kilometre_with_the_load_stated():
    process = PROCESSES["uk-hgv-all-avg"]
    assert FLOWS[process.reference_exchange().flow].unit == "t.km"
    assert "average laden" in process.technology
    laden = [kilograms(PROCESSES[f"uk-hgv-all-{load}"])["carbon-dioxide-fossil"] for load in ("100", "avg", "50")]
    assert laden == sorted(laden)


def test_what_was_not_compared_with_its_document_says_so():
    assert PROCESSES["cn-electricity-2023-coal"].status is Status.unverified
    assert PROCESSES["cn-electricity-2023"].status is Status.verified
    assert PROCESSES["ipcc-anthracite-manufacturing-combustion"].status is Status.unverified
    assert PROCESSES["glo-aluminium-primary-2022"].status is Status.unverified


def test_an_alias_means_one_thing_for_one_quantity():
    seen = {}
    for process in PROCESSES.values():
        flow = FLOWS[process.reference_exchange().flow]
        for alias in process.aliases:
            key = (alias.lower(), flow.unit, flow.quantity_kind, process.factor_kind)
            other = seen.setdefault(key, process)
            assert other is process, (alias, other.id, process.id)


def test_words_of_a_factory_find_their_process():
    known = {alias for process in PROCESSES.values() for alias in process.aliases}
    materials = {"钢材", "铝锭", "PP", "PVC", "PET", "塑料", "纸箱", "瓦楞纸箱", "玻璃", "木材", "R32", "R410A"}
    others = {"电力", "水电", "柴油", "天然气", "自来水", "蒸汽", "公路运输", "铁路运输", "海运", "空运", "废塑料回收"}
    assert not (materials | others) - known


def test_no_alias_claims_what_the_figure_is_not():
    known = {alias for process in PROCESSES.values() for alias in process.aliases}
    assert not known & {"冷轧板", "冷轧钢板", "不锈钢", "ABS", "PC", "铝合金", "石墨", "碳酸锂", "高铁", "内河运输"}


def test_every_note_and_boundary_is_used_and_bilingual():
    listed = [row for group in GROUPS for row in rows(f"processes_{group}.csv")]
    used = {note for row in listed for note in row["notes"].split()}
    assert {row["note"] for row in rows("notes.csv")} == used
    assert {row["boundary"] for row in rows("boundaries.csv")} == {row["boundary"] for row in listed}
    for row in (*rows("notes.csv"), *rows("boundaries.csv")):
        assert CHINESE.search(row["zh"])
        assert not CHINESE.search(row["en"])
