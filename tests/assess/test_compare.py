"""What makes the difference between two footprints."""

import pytest
from tests.assess.backgrounds import background
from tests.assess.studies import activity, study
from tests.background.packages import method

from tanji.assess.calculate import calculate
from tanji.assess.compare import NotComparable, compare
from tanji.assess.verify import verify
from tanji.model.study import ActivityKind, ProcessLink, Stage, UnitOfAnalysis


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return background(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def footprint(opened):
    return lambda *activities, **more: calculate(
        study(*activities, **more), {"db": opened}, method(), engine="tanji test"
    )


def power(amount, process, unit="kWh"):
    link = ProcessLink(database="db", process=process)
    return activity("power", amount, unit, kind=ActivityKind.electricity, stage=Stage.production, link=link)


def steel(amount):
    return activity("steel", amount, link=ProcessLink(database="db", process="steel"))


def test_a_new_factor_at_the_same_amount_is_named_as_the_cause(footprint):
    found = compare(footprint(power(10.0, "power")), footprint(power(10.0, "wind")))
    [change] = found.changes
    assert (change.cause, change.by_amount, change.by_factor) == ("factor", 0.0, pytest.approx(-5.9))
    assert (change.factor_before, change.factor_after) == ("db:power", "db:wind")


def test_amount_and_factor_are_told_apart_and_add_up(footprint):
    found = compare(footprint(power(10.0, "power"), steel(1.0)), footprint(power(36.0, "wind", "MJ"), steel(2.0)))
    by = {change.activity: change for change in found.changes}
    assert by["power"].cause == "factor"
    assert (by["steel"].cause, by["steel"].by_amount) == ("amount", pytest.approx(2.9))
    assert sum(change.difference for change in found.changes) == pytest.approx(found.difference)


def test_lines_that_came_or_went_count_whole(footprint):
    found = compare(footprint(steel(1.0)), footprint(power(10.0, "power")))
    assert {change.activity: (change.cause, change.difference) for change in found.changes} == {
        "steel": ("removed", pytest.approx(-2.9)),
        "power": ("added", pytest.approx(6.0)),
    }


def test_units_of_analysis_are_converted_or_refused(footprint):
    kilogram, tonne = (UnitOfAnalysis(kind="declared", amount=1, unit=unit) for unit in ("kg", "t"))
    found = compare(footprint(steel(1.0), unit=kilogram), footprint(steel(1000.0), unit=tonne))
    assert found.difference == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(NotComparable):
        compare(footprint(steel(1.0), unit=kilogram), footprint(steel(1.0)))


def test_other_methods_are_refused(footprint, opened):
    other = calculate(study(steel(1.0)), {"db": opened}, method(identity="other"), engine="tanji test")
    with pytest.raises(NotComparable, match="methods"):
        compare(footprint(steel(1.0)), other)


def test_a_footprint_verifies_against_itself(footprint):
    assert verify(footprint(steel(1.0)), footprint(steel(1.0))).identical


def test_one_changed_digit_is_found_with_its_place_and_size(footprint):
    true = footprint(steel(1.0), power(1.0, "power"))
    lines = (true.lines[0], true.lines[1].model_copy(update={"amount": 1.000000001}))
    found = verify(true.model_copy(update={"lines": lines}), true)
    assert not found.identical
    [difference] = found.differences
    assert (difference.member, difference.claimed, difference.recomputed) == ("lines[1].amount", 1.000000001, 1.0)
    assert difference.relative == pytest.approx(1e-9, rel=1e-6)


def test_a_line_that_was_left_out_is_found(footprint):
    true = footprint(steel(1.0), power(1.0, "power"))
    found = verify(true.model_copy(update={"lines": true.lines[:1]}), true)
    assert {difference.member for difference in found.differences} == {"lines[1]"}
