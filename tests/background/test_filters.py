import pytest
from tests.background.packages import CO2, gives, package, process, product, publish_here

from tanji.background.filters import Filter, find
from tanji.model.process import FactorKind, ProcessKind
from tanji.model.source import Status


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    flows = [product("al"), product("power", "kWh"), CO2]

    def made(id_, flow, unit, zh, en, **more):
        return process(id_, gives(flow, 1, unit), gives("co2", 1), names={"zh": zh, "en": en}, **more)

    one = [
        made("al-cn", "al", "kg", "原铝锭", "Aluminium ingot", location="CN", valid_from="2023-01-01", licence="CC0"),
        made("al-gd", "al", "kg", "再生铝锭", "Secondary aluminium", location="CN-GD", valid_from="2015-01-01"),
    ]
    other = [
        made("power", "power", "kWh", "铝厂用电", "Power of an aluminium smelter", kind=ProcessKind.lci_result),
        made("co2", "power", "kWh", "电网排放因子", "Grid factor", factor_kind=FactorKind.grid_co2, status="verified"),
    ]
    first = publish_here(folder, package(flows, one), "one").opened
    return [first, publish_here(folder, package(flows, other), "two").opened]


def _found(databases, text, **where):
    return [each.listing.process for each in find(text, databases, where=Filter(**where))]


def test_two_chinese_characters_find_all_that_hold_them_in_every_database(databases):
    assert set(_found(databases, "铝锭")) == {"al-cn", "al-gd"}
    assert _found(databases, "电网") == ["co2"]
    assert set(_found(databases, "铝")) == {"al-cn", "al-gd", "power"}


def test_english_finds_across_databases_too(databases):
    assert set(_found(databases, "aluminium")) == {"al-cn", "al-gd", "power"}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"place": "cn"}, {"al-cn", "al-gd"}),
        ({"place": "CN-GD"}, {"al-gd"}),
        ({"place": "C"}, set()),
        ({"years": (2020, None)}, {"al-cn"}),
        ({"years": (None, 2020)}, {"al-gd"}),
        ({"years": (2015, 2023)}, {"al-cn", "al-gd"}),
        ({"unit": "MJ"}, {"power", "co2"}),
        ({"unit": "t"}, {"al-cn", "al-gd"}),
        ({"kinds": frozenset({FactorKind.grid_co2})}, {"co2"}),
        ({"process_kind": ProcessKind.lci_result}, {"power"}),
        ({"status": Status.verified}, {"co2"}),
        ({"licence": "cc0"}, {"al-cn"}),
        ({"place": "CN", "years": (2020, None), "licence": "none"}, set()),
        ({}, {"al-cn", "al-gd", "power", "co2"}),
    ],
)
def test_a_filter_alone_lists_what_fits_it(databases, where, found):
    assert set(_found(databases, "", **where)) == found


def test_words_and_filters_hold_together(databases):
    assert _found(databases, "铝锭", place="CN-GD") == ["al-gd"]
    assert _found(databases, "aluminium", unit="kWh") == ["power"]


def test_words_that_are_few_in_a_database_are_looked_for_in_part(databases):
    assert _found(databases, "aluminium ingot secondary")[0] in {"al-cn", "al-gd"}


def test_no_more_are_listed_than_asked_for(databases):
    assert len(find("", databases, limit=2)) == 2
    assert len(find("铝", databases, limit=1)) == 1
