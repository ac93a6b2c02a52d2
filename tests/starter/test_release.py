"""The starter database as a release: the same wherever it is built, complete, and linked throughout."""

import pytest

from tanji.background.match import EXACT, Want, match
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind
from tanji.starter.methods import method
from tanji.starter.package import DATABASE, package
from tanji.starter.release import OtherStarter, expected_digest, starter
from tanji.starter.tables import version

WHOLE = frozenset({FactorKind.life_cycle})


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return starter(Shelf(tmp_path_factory.mktemp("home")))


def test_the_release_has_the_digest_that_is_written_down(opened):
    assert opened.ref.digest == expected_digest(), "the tables changed: run tools/starter_digest.py"


def test_it_is_published_once_and_then_found(tmp_path):
    shelf = Shelf(tmp_path)
    first = starter(shelf)
    assert starter(shelf).ref == first.ref
    assert [(release.id, release.version) for release in shelf.databases()] == [(DATABASE, version())]


def test_another_content_under_its_name_is_refused_with_the_way_out(tmp_path):
    shelf = Shelf(tmp_path)
    publish(
        package().model_copy(update={"processes": package().processes[:10]}),
        shelf,
        database=DATABASE,
        version=version(),
        names={"en": "Other"},
    )
    with pytest.raises(OtherStarter, match=f"tanji db remove {DATABASE}@"):
        starter(shelf)


def test_every_process_is_in_it_and_every_input_has_its_supplier(opened):
    assert len(opened.listings) == len(package().processes)
    assert opened.manifest.quality["linked_share"] == 1
    assert opened.manifest.quality["ambiguous_inputs"] == 0
    assert opened.manifest.quality["loops"] == 0
    assert not opened.report().errors
    assert not opened.check().findings


def test_the_manifest_names_owner_licence_and_attribution(opened):
    manifest = opened.manifest
    assert manifest.names["zh"] == "碳迹内置背景数据库"
    assert manifest.owner
    assert "Open Government Licence" in manifest.licence
    assert "Open Government Licence" in manifest.attribution


def test_a_listing_carries_what_a_person_must_see(opened):
    listing = opened.get("uk-hgv-all-avg")
    assert (listing.unit, listing.location, listing.year) == ("t.km", "GB", 2025)
    assert listing.licence == "Open Government Licence v3.0"
    assert "Factors by Category, rows" in listing.source
    assert listing.gwp_basis == "AR5"
    assert "average laden" in listing.technology
    assert "公路运输" in listing.aliases
    assert opened.get("ipcc-anthracite-combustion").uncertainty.startswith("CO2: 94600-101000")
    assert "0.89939" in opened.get("uk-air-freight-long-haul-operation").note


@pytest.mark.parametrize(
    ("process", "total"),
    [
        ("cn-electricity-2024", 0.5777),
        ("uk-water-supply", 0.1913),
        ("uk-pp-primary", 2.57757172),
        ("uk-waste-household-landfill", 0.49724244),
        ("fr-steel-primary", 2.211),
    ],
)
def test_a_figure_published_as_co2e_is_the_same_in_every_method(opened, process, total):
    for name in ("ar4-gwp100", "ar5-gwp100", "ar6-gwp20"):
        assert opened.score(process, method(name)).total == pytest.approx(total)


def test_split_gases_follow_the_method(opened):
    published = 2.66155 + 0.62409
    fossil_methane_counts_more = 0.00029 / 28 * 2
    ar5 = opened.score("uk-diesel-burned-l", method("ar5-gwp100"))
    assert ar5.total == pytest.approx(published + fossil_methane_counts_more, abs=1e-5)
    ar6 = opened.score("uk-diesel-burned-l", method("ar6-gwp100"))
    assert ar6.total == pytest.approx(2.62818 + 0.00029 / 28 * 29.8 + 0.03308 / 265 * 273 + 0.62409)
    assert opened.score("release-r410a", method("ar6-gwp100")).total == pytest.approx(0.5 * 771 + 0.5 * 3740)


def test_aircraft_and_biogenic_carbon_have_lines_of_their_own(opened):
    flown = opened.score("uk-air-freight-long-haul", method("ar6-gwp100"))
    assert 0 < flown.aircraft < flown.total
    wood = opened.score("uk-wood-pellets-burned-t", method("ar6-gwp100"))
    assert wood.biogenic_co2 == pytest.approx(1.67718)
    assert wood.total == pytest.approx(0.05519389 + 0.177)


def test_every_gas_of_the_database_is_recognised(opened):
    gaps = opened.gaps(
        {"release-r404a": 1.0, "uk-wood-pellets-burned-t": 1.0, "cn-electricity-2024": 1.0}, method("ar6-gwp100")
    )
    assert gaps.uncharacterised_count == 0


def test_electricity_is_matched_by_its_everyday_name_and_never_to_grid_co2(opened):
    want = Want("kWh", QuantityKind.energy_electricity, WHOLE, location="CN", year=2024)
    best = match("电力", [opened], want=want)[0]
    assert best.listing.process == "cn-electricity-2024"
    every = match("电力二氧化碳排放因子", [opened], want=want, limit=50)
    assert not [found for found in every if found.listing.factor_kind is FactorKind.grid_co2]


@pytest.mark.parametrize(
    ("name", "unit", "kind", "process"),
    [
        ("公路运输", "t.km", QuantityKind.transport_freight, "uk-hgv-all-avg"),
        ("聚丙烯", "kg", QuantityKind.mass, "uk-pp-primary"),
        ("钢材", "kg", QuantityKind.mass, "fr-steel-primary"),
        ("铝锭", "kg", QuantityKind.mass, "glo-aluminium-primary-2022"),
        ("瓦楞纸箱", "kg", QuantityKind.mass, "uk-board-primary"),
        ("柴油", "L", QuantityKind.volume, "uk-diesel-burned-l"),
        ("自来水", "m3", QuantityKind.volume, "uk-water-supply"),
    ],
)
def test_words_of_a_factory_are_matched_exactly(opened, name, unit, kind, process):
    assert match(name, [opened], want=Want(unit, kind, WHOLE, location="CN"))[0].listing.process == process


@pytest.mark.parametrize(
    ("name", "process"),
    [
        ("冷轧板", "fr-steel-primary"),
        ("铜管", "fr-copper-primary"),
        ("铝型材", "glo-aluminium-primary-2022"),
        ("ABS", "uk-plastics-average-primary"),
        ("EPS", "uk-ps-primary"),
    ],
)
def test_an_approximation_is_proposed_and_never_taken_for_the_thing_itself(opened, name, process):
    best = match(name, [opened], want=Want("kg", QuantityKind.mass, WHOLE, location="CN"))[0]
    assert best.listing.process == process
    assert best.score < EXACT
    assert "近似" in best.reason_zh
