"""A method that gives a factor to each flow of its own list: what counts, on which line, and what is missing."""

import pytest
from tests.background.packages import elementary, gives, method, package, process, product, publish_here, takes

from tanji.background.characterise import gases_by_flow
from tanji.background.flow_factors import Contradiction, NothingListed, by_gas, lines
from tanji.model.flow import CarbonOrigin
from tanji.model.method import GASES, FlowFactor, Indicator

FLOWS = (
    elementary("co2", "Carbon dioxide, fossil"),
    elementary("co2-bio", "Carbon dioxide, biogenic"),
    elementary("co2-air", "Carbon dioxide, in air", ("resource", "in air")),
    elementary("co2-land", "Carbon dioxide, land transformation"),
    elementary("ch4-bio", "Methane, biogenic"),
    elementary("n2o-water", "Nitrous oxide", ("water",)),
    elementary("radon", "Radon-222", unit="Bq"),
    elementary("so2", "Sulfur dioxide"),
)


def factor(flow, value, direction="output", **more):
    return FlowFactor(flow=flow, direction=direction, value=value, **more)


def by_flow(*factors):
    return method({}, "by-flow").model_copy(update={"flows": factors})


def _opened(folder, *exchanges, **more):
    made = process("steel", gives("steel", 2), *exchanges, **more)
    return publish_here(folder, package([product("steel"), *FLOWS], [made])).opened


def _score(opened, *factors):
    return opened.score("steel", by_flow(*factors))


def _adds_up(score):
    values = score.model_dump()
    parts = values["fossil"] + values["land_use"] + values["biogenic_emissions"] - values["biogenic_co2"]
    return score.total == pytest.approx(parts) == pytest.approx(sum(values[line.value] for line in GASES))


def test_a_factor_is_per_reference_unit_of_its_flow_without_a_step_over_kilograms(tmp_path):
    score = _score(_opened(tmp_path, gives("radon", 10, "Bq")), factor("radon", 3.0))
    assert (score.total, score.fossil, score.fluorinated) == (15.0, 15.0, 15.0)


def test_every_line_adds_up_to_the_total(tmp_path):
    opened = _opened(
        tmp_path,
        gives("co2", 4),
        gives("co2-bio", 6),
        takes("co2-air", 8),
        gives("co2-land", 2),
        gives("ch4-bio", 1),
        gives("radon", 2, "Bq"),
        gives("so2", 100),
    )
    score = _score(
        opened,
        factor("co2", 1.0),
        factor("co2-bio", 1.0),
        factor("co2-air", -1.0, "input"),
        factor("co2-land", 1.0),
        factor("ch4-bio", 27.0, origin=CarbonOrigin.biogenic),
        factor("radon", 5.0),
    )
    assert (score.fossil, score.land_use) == (2.0 + 5.0, 1.0)
    assert (score.biogenic_emissions, score.biogenic_co2, score.biogenic_removals) == (3.0 + 13.5, 3.0, -4.0)
    assert (score.co2, score.ch4, score.fluorinated) == (3.0, 13.5, 5.0)
    assert score.total == 7.0 + 1.0 + 13.5
    assert _adds_up(score)


def test_biogenic_co2_that_counts_zero_leaves_its_lines_at_zero(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), gives("co2-bio", 6))
    score = _score(opened, factor("co2", 1.0), factor("co2-bio", 0.0, origin=CarbonOrigin.biogenic))
    assert (score.total, score.biogenic_co2) == (2.0, 0.0)
    assert _adds_up(score)


def test_direction_and_value_count_as_they_stand(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), takes("co2-land", 6))
    taken = factor("co2-land", -1.0, "input", origin=CarbonOrigin.land_use)
    score = _score(opened, factor("co2", 1.0), taken)
    assert (score.land_use, score.total) == (-3.0, -1.0)
    assert _score(opened, factor("co2", 1.0), factor("co2-land", -1.0)).total == 2.0
    assert _adds_up(score)


def test_what_an_aircraft_emits_has_its_line(tmp_path):
    score = _score(_opened(tmp_path, gives("co2", 4), aircraft=True), factor("co2", 1.0))
    assert (score.aircraft, score.total) == (2.0, 2.0)


def test_the_factor_of_the_place_goes_before_the_one_of_everywhere(tmp_path):
    opened = _opened(tmp_path, gives("co2", 2, location="CN"), gives("co2", 4), gives("co2", 6, location="DE"))
    assert _score(opened, factor("co2", 1.0), factor("co2", 10.0, location="CN")).total == 10.0 + 2.0 + 3.0
    assert _score(opened, factor("co2", 10.0, location="CN")).total == 10.0
    lacking = opened.gaps({"steel": 1.0}, by_flow(factor("co2", 10.0, location="CN"))).uncharacterised
    assert [(each.name, each.amount) for each in lacking] == [("Carbon dioxide, fossil", 5.0)]


def test_by_a_method_of_gases_it_does_not_matter_where_exchanges_take_place(tmp_path):
    here = _opened(tmp_path / "a", gives("co2", 2, location="CN"), gives("co2", 4))
    there = _opened(tmp_path / "b", gives("co2", 6))
    assert here.score("steel", method()) == there.score("steel", method())


def test_a_flow_that_is_not_listed_does_not_count_and_is_said(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), gives("ch4-bio", 1), gives("so2", 6), gives("n2o-water", 2))
    chosen = by_flow(factor("co2", 1.0))
    assert opened.score("steel", chosen).total == 2.0
    gaps = opened.gaps({"steel": 1.0}, chosen)
    assert {flow.name for flow in gaps.uncharacterised} == {"Methane, biogenic", "Sulfur dioxide", "Nitrous oxide"}
    assert (gaps.uncharacterised_count, gaps.uncharacterised_air_kg) == (3, 3.5)


def test_a_flow_with_the_factor_zero_is_not_missing_whatever_its_medium(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), gives("n2o-water", 2))
    chosen = by_flow(factor("co2", 0.0), factor("n2o-water", 273.0))
    score = opened.score("steel", chosen)
    assert (score.n2o, score.total) == (273.0, 273.0)
    assert opened.gaps({"steel": 1.0}, chosen).uncharacterised_count == 0


def test_a_method_that_lists_no_flow_of_the_database_is_refused_rather_than_giving_zero(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4))
    with pytest.raises(NothingListed):
        opened.score("steel", by_flow(factor("elsewhere", 1.0)))
    without_gases = _opened(tmp_path / "other", gives("so2", 4))
    assert without_gases.score("steel", by_flow(factor("elsewhere", 1.0))).total == 0.0


def _published(gas):
    """The id of a flow of published lists that is a gas."""
    return next(flow for flow, known in gases_by_flow().items() if known == gas)


def test_a_release_of_another_list_of_flows_is_counted_by_its_gases(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), gives("ch4-bio", 1), gives("n2o-water", 2), gives("so2", 3))
    chosen = by_flow(factor(_published("carbon-dioxide-fossil"), 1.0), factor(_published("methane-biogenic"), 27.0))
    score = opened.score("steel", chosen)
    assert (score.fossil, score.biogenic_emissions, score.total, score.n2o) == (2.0, 13.5, 15.5, 0.0)
    assert by_gas(opened.table("elementary"), chosen)
    assert not by_gas(opened.table("elementary"), by_flow(factor("co2", 1.0)))
    assert not by_gas(opened.table("elementary"), method())
    lacking = {each.name for each in opened.gaps({"steel": 1.0}, chosen).uncharacterised}
    assert lacking == {"Nitrous oxide", "Sulfur dioxide"}


def test_one_flow_that_the_method_lists_is_enough_for_its_own_flows_to_count_alone(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4), gives("ch4-bio", 1))
    chosen = by_flow(factor("co2", 1.0), factor(_published("methane-biogenic"), 27.0))
    assert opened.score("steel", chosen).total == 2.0


def test_two_values_for_one_flow_are_refused(tmp_path):
    opened = _opened(tmp_path, gives("co2", 4))
    with pytest.raises(Contradiction, match="co2"):
        opened.score("steel", by_flow(factor("co2", 1.0), factor("co2", 2.0)))
    assert _score(opened, factor("co2", 1.0), factor("co2", 1.0)).total == 2.0


@pytest.mark.parametrize(
    ("gas", "origin", "direction", "expected"),
    [
        (None, "unspecified", "output", "total fossil fluorinated"),
        ("hfc-134a", "unspecified", "output", "total fossil fluorinated"),
        ("nitrous-oxide", "biogenic", "output", "total biogenic_emissions n2o"),
        ("methane-fossil", "land_use", "output", "total land_use ch4"),
        ("methane-biogenic", "unspecified", "output", "total biogenic_emissions ch4"),
        ("co2e-unsplit", "unspecified", "output", "total fossil unsplit"),
        ("carbon-dioxide-uptake", "unspecified", "input", "biogenic_removals"),
        ("carbon-dioxide-uptake", "land_use", "input", "total land_use co2"),
        ("carbon-dioxide-uptake", "fossil", "input", "total fossil co2"),
        ("carbon-dioxide-fossil", "biogenic", "output", "biogenic_emissions biogenic_co2"),
        ("carbon-dioxide-biogenic", "unspecified", "input", "biogenic_removals"),
    ],
)
def test_origin_is_as_the_method_says_else_as_the_gas_implies(gas, origin, direction, expected):
    found = lines(gas, factor("x", 1.0, direction, origin=CarbonOrigin(origin)))
    assert [line.value for line in found] == expected.split()
    assert set(lines(gas, factor("x", 1.0, direction, origin=CarbonOrigin(origin)), aircraft=True)) - set(found) <= {
        Indicator.aircraft
    }
