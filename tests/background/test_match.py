from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.background.packages import gives, package, process, product, publish_here

from tanji.background.match import EXACT, Want, _taken_off, match, serves
from tanji.model.listing import Listing
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind

LIFE_CYCLE = frozenset({FactorKind.life_cycle})


def want(unit="kg", kind=None, kinds=LIFE_CYCLE, **more):
    return Want(unit, kind, kinds, **more)


def _process(identity, flow, zh, en, unit="kg", **more):
    return process(identity, gives(flow, 1, unit), names={"zh": zh, "en": en}, **more)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    electricity, fuel = QuantityKind.energy_electricity, QuantityKind.energy_fuel_ncv
    flows = [
        product("el", "kWh", "Grid power", quantity_kind=electricity),
        product("gas", "kWh", "Natural gas heat content", quantity_kind=fuel),
        product("energy", "MJ", "Some energy"),
        product("al", "t", "Aluminium ingots"),
        product("steel", "kg", "Hot rolled coil", synonyms=("HRC",)),
        product("road", "t.km", "Road haul"),
    ]
    made = [
        _process("cn-power", "el", "全国电力平均", "Electricity, China", "kWh", location="CN"),
        _process("cn-co2", "el", "全国电力平均", "Electricity, China", "kWh", factor_kind=FactorKind.grid_co2),
        _process("gas-energy", "gas", "天然气", "Natural gas", "kWh"),
        _process("energy", "energy", "能量", "Energy", "MJ"),
        _process("al-gb", "al", "原铝锭", "Primary aluminium ingot", "t", location="GB", aliases=("电解铝", "铝锭")),
        _process("steel", "steel", "热轧钢卷", "Hot rolled steel coil", aliases=("热轧卷板",)),
        _process("steel-b", "steel", "冷轧钢卷", "Cold rolled steel coil"),
        _process("lorry", "road", "重型货车运输", "Lorry transport, >32 t", "t.km"),
    ]
    return publish_here(tmp_path_factory.mktemp("home"), package(flows, made)).opened


def _found(name, database, wanted, **more):
    return [(each.listing.process, each.score) for each in match(name, [database], want=wanted, **more)]


def test_an_equal_name_scores_one_in_either_language(database):
    assert _found("热轧钢卷", database, want())[0] == ("steel", 1.0)
    assert _found("hot rolled  STEEL coil", database, want())[0] == ("steel", 1.0)
    assert _found("Ｈｏｔ ｒｏｌｌｅｄ ｓｔｅｅｌ ｃｏｉｌ", database, want())[0] == ("steel", 1.0)


def test_an_alias_and_the_name_of_the_product_score_one(database):
    best = match("热轧卷板", [database], want=want())[0]
    assert (best.listing.process, best.score, best.reason_zh) == ("steel", 1.0, "别名一致")
    assert _found("HRC", database, want())[0] == ("steel", 1.0)


def test_another_place_takes_something_off_and_says_so(database):
    best = match("铝锭", [database], want=want(location="CN"))[0]
    assert best.score == pytest.approx(0.94)
    assert best.reason_zh == "别名一致；地域 GB，研究地域 CN"
    assert best.reason_en == "same alias; place GB, study in CN"


@pytest.mark.parametrize(("place", "score"), [("GB", 1.0), ("GB-WLS", 0.99), ("CN", 0.94), (None, 1.0)])
def test_a_province_lies_in_its_country(database, place, score):
    assert match("铝锭", [database], want=want(location=place))[0].score == score


def test_worldwide_figures_are_nearer_than_those_of_another_country(tmp_path):
    made = [_process(place, "steel", "钢", "Steel", location=place) for place in ("FR", "GLO")]
    opened = publish_here(tmp_path, package([product("steel")], made)).opened
    assert [each.listing.process for each in match("钢", [opened], want=want(location="CN"))] == ["GLO", "FR"]


def test_of_equal_names_the_nearest_place_goes_first(tmp_path):
    places = ["CN-ZJ", "CN", "RAS", "GLO", "CN-GD", "US"]
    made = [_process(f"p{9 - i}", "steel", "钢", "Steel", location=place) for i, place in enumerate(places)]
    opened = publish_here(tmp_path, package([product("steel")], made)).opened
    found = match("钢", [opened], want=want(location="浙江"), limit=9)
    assert [each.listing.location for each in found] == places
    assert [each.score for each in found] == [1.0, 0.99, 0.98, 0.97, 0.95, 0.94]


def _of_years(folder, *years, name="电力"):
    made = [
        _process(f"y{year}", "el", name, "Power", "kWh", valid_from=year and date(year, 1, 1))  # None: not stated
        for year in years
    ]
    return publish_here(folder, package([product("el", "kWh")], made)).opened


def test_of_equal_names_the_nearest_year_wins_and_is_no_tie(tmp_path):
    opened = _of_years(tmp_path, 2023, 2024)
    for year, first in ((2023, "y2023"), (2024, "y2024"), (2026, "y2024")):
        found = match("电力", [opened], want=want("kWh", year=year))
        assert found[0].listing.process == first
        assert found[0].score > found[1].score
        assert f"研究年份 {year}" in found[0].reason_zh


def test_the_year_is_not_mentioned_where_it_decides_nothing(tmp_path):
    opened = _of_years(tmp_path, 2023)
    found = match("电力", [opened], want=want("kWh", year=2025))
    assert (found[0].score, found[0].reason_en) == (0.996, "same name")
    assert match("电力", [opened], want=want("kWh", year=2035))[0].reason_en == "same name; year 2023, study of 2035"


def test_a_year_that_is_not_stated_comes_after_those_of_the_time(tmp_path):
    opened = _of_years(tmp_path, None, 2021, 2010)
    found = match("电力", [opened], want=want("kWh", year=2024))
    assert [each.listing.process for each in found] == ["y2021", "yNone", "y2010"]
    assert "未注明" in found[1].reason_zh


@given(year=st.integers(1990, 2030), wanted=st.integers(1990, 2030), place=st.sampled_from(["CN", "US", "GLO", None]))
def test_whatever_is_taken_off_an_equal_name_stays_above_likeness(year, wanted, place):
    listing = Listing(database="d", version="1", process="p", names={"en": "x"}, unit="kg", location=place, year=year)
    line = Want("kg", QuantityKind.mass, LIFE_CYCLE, location="CN", year=wanted)
    off, farther = _taken_off(listing, line), _taken_off(listing.model_copy(update={"year": year - 1}), line)
    assert 0 <= off <= 1 - EXACT + 1e-12
    assert farther >= off or wanted < year


def test_an_equal_name_stays_above_likeness_whatever_is_taken_off(database):
    assert _found("能量", database, want("MJ", QuantityKind.energy_heat, location="CN", year=1990))[0][1] >= EXACT
    assert all(score < EXACT for _, score in _found("热轧钢卷材", database, want()))


def test_electricity_is_not_proposed_for_fuel_nor_fuel_for_electricity(database):
    fuel = _found("天然气", database, want("kWh", QuantityKind.energy_fuel_ncv), limit=9)
    assert [process for process, _ in fuel] == ["gas-energy"]
    power = _found("全国电力平均", database, want("度", QuantityKind.energy_electricity), limit=9)
    assert [process for process, _ in power] == ["cn-power"]


def test_a_grid_co2_factor_is_proposed_only_where_it_is_wanted(database):
    kinds = frozenset({FactorKind.grid_co2})
    wanted = want("kWh", QuantityKind.energy_electricity, kinds)
    assert [process for process, _ in _found("全国电力平均", database, wanted)] == ["cn-co2"]


def test_a_kind_that_the_database_does_not_say_is_proposed_with_a_remark(database):
    best = match("能量", [database], want=want("kWh", QuantityKind.energy_heat))[0]
    assert (best.listing.process, best.score) == ("energy", 0.95)
    assert "量的种类" in best.reason_zh


def test_units_of_another_dimension_are_not_proposed(database):
    assert _found("Lorry transport, >32 t", database, want("kg")) != [("lorry", 1.0)]
    assert _found("Lorry transport, >32 t", database, want("吨公里"))[0] == ("lorry", 1.0)
    assert not serves(database.get("lorry"), want("kg"))
    assert serves(database.get("al-gb"), want("公斤"))


def test_likeness_is_ordered_and_explained(database):
    found = match("热轧钢卷材", [database], want=want())
    assert found[0].listing.process == "steel"
    assert 0.35 <= found[1].score < found[0].score < EXACT
    assert "相似" in found[0].reason_zh
    assert "like" in found[0].reason_en


def test_nothing_is_proposed_for_a_name_that_is_like_none(database):
    assert match("聚四氟乙烯", [database], want=want()) == ()
    assert match("  ", [database], want=want()) == ()


def test_the_material_helps_where_the_name_is_that_of_a_part(database):
    assert _found("壳体 A-01", database, want(material="铝锭"))[0] == ("al-gb", 1.0)


def test_equal_scores_stand_in_the_order_of_their_ids(database, tmp_path):
    other = publish_here(
        tmp_path,
        package(
            [product("steel")], [_process("steel", "steel", "热轧钢卷", "x"), _process("a", "steel", "热轧钢卷", "y")]
        ),
        database="another",
    ).opened
    for databases in ([database, other], [other, database]):
        found = match("热轧钢卷", databases, want=want())
        assert [(each.listing.database, each.listing.process) for each in found] == [
            ("another", "a"),
            ("another", "steel"),
            ("db", "steel"),
        ]


def test_search_finds_words_in_any_order_and_language(database):
    def found(text, **more):
        return [each.listing.process for each in database.search(text, **more)]

    assert found("coil cold")[0] == "steel-b"
    assert sorted(found("钢卷")) == ["steel", "steel-b"]
    assert found("电解铝") == ["al-gb"]
    assert found("cn-power") == ["cn-power"]
    assert len(found("steel coil", limit=1)) == 1
    assert found("热轧钢卷")[0] == "steel"
    assert found("zzzz") == []
    assert found(" ") == []


def test_search_takes_signs_as_they_are(database):
    assert [each.listing.process for each in database.search(">32 t")] == ["lorry"]
    assert database.search("[") == ()
