"""What 1 % more of each figure does to a total."""

import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import factor, parameter
from tests.background.packages import method

from tanji.assess.uncertainty.sensitivity import sensitivity
from tanji.model.study import ActivityKind, Output, Step, StepLink


def found(made):
    return {each.source: each for each in sensitivity(made, {}, method())}


def test_the_elasticity_of_a_line_is_its_share_and_the_largest_stands_first():
    by_source = found(study(activity("a", 1.0, link=factor(3.0)), activity("b", 1.0, link=factor(7.0))))
    assert list(by_source) == ["line:b", "line:a"]
    assert by_source["line:b"].elasticity == pytest.approx(0.7)
    assert by_source["line:b"].effect == pytest.approx(0.07)


def test_a_parameter_moves_all_that_its_formulas_reach():
    made = study(
        activity("a", None, formula="x ^ 2", link=factor(3.0)),
        activity("b", 1.0, link=factor(9.0)),
        parameters=(parameter("x", 1.0),),
    )
    assert found(made)["parameter:x"].elasticity == pytest.approx(2 * 3 / 12, rel=1e-4)


def test_assemblies_and_flows_between_steps_move_what_stands_on_them():
    made = study(
        activity("frame", 2.0, "item", kind=ActivityKind.assembly),
        activity("tube", 1.0, parent="frame", link=factor(1.0)),
        activity("casting", 3.0, link=StepLink(step="cast")),
        activity("iron", 1.0, step="cast", link=factor(1.0)),
        steps=(Step(id="cast", output=Output(amount=1.0, unit="kg")),),
    )
    by_source = found(made)
    assert by_source["line:frame"].elasticity == pytest.approx(0.4)
    assert by_source["line:casting"].elasticity == pytest.approx(0.6)
    assert by_source["line:iron"].elasticity == pytest.approx(0.6)
