"""Lines of a study per unit of analysis, through steps, yields, co-products and recycled shares."""

import pytest
from tests.assess.studies import activity, study

from tanji.assess.amounts import BadStudy
from tanji.assess.expand import amount_in, expand, share
from tanji.errors import Text
from tanji.model.quantity import UnitMismatch
from tanji.model.study import ActivityKind, Output, ProcessLink, Step, StepLink

HERE = Text(zh="此处", en="here")


def lines(*activities, **more):
    return {line.id: line.amount for line in expand(study(*activities, **more))}


def step(id_, amount=1.0, unit="kg", **more):
    return Step(id=id_, output=Output(amount=amount, unit=unit), **more)


def test_a_line_is_scaled_from_the_batch_to_the_reference_flow():
    assert lines(activity(amount=500.0), output=Output(amount=100, unit="item"), reference_flow=2.0) == {"steel": 10.0}


def test_an_assembly_is_no_line_but_multiplies_its_parts():
    frame = activity("frame", 3.0, "item", kind=ActivityKind.assembly)
    assert lines(frame, activity(parent="frame")) == {"steel": 6.0}


def test_steps_are_followed_and_their_yield_divides():
    cast = step("cast", yield_percent=80)
    taken = activity("casting", 2.0, "kg", link=StepLink(step="cast"))
    assert lines(taken, activity("iron", 1.1, step="cast"), steps=(cast,)) == {"iron": pytest.approx(2.75)}


def test_a_part_of_an_assembly_belongs_to_the_step_of_its_assembly():
    taken = activity("casting", 2.0, "kg", link=StepLink(step="cast"))
    mould = activity("mould", 1.0, "item", kind=ActivityKind.assembly, step="cast")
    sand = activity("sand", 3.0, parent="mould")
    assert lines(taken, mould, sand, steps=(step("cast"),)) == {"sand": 6.0}


def test_amounts_between_steps_are_converted():
    taken = activity("casting", 2000.0, "g", link=StepLink(step="cast"))
    assert lines(taken, activity("iron", 1.0, step="cast"), steps=(step("cast"),))["iron"] == pytest.approx(2.0)


def test_pieces_are_converted_by_the_mass_of_one():
    taken = activity("screws", 10.0, "item", unit_mass_kg=0.02, link=StepLink(step="cast"))
    assert lines(taken, activity("iron", 1.0, step="cast"), steps=(step("cast"),))["iron"] == pytest.approx(0.2)
    with pytest.raises(UnitMismatch):
        amount_in(1.0, "item", "kg")


def test_steps_that_take_from_each_other_are_solved():
    # a takes 0.5 b, b takes 0.5 a: one a needs 1 / (1 - 0.25) runs
    a = activity("b in a", 0.5, "kg", step="a", link=StepLink(step="b"))
    b = activity("a in b", 0.5, "kg", step="b", link=StepLink(step="a"))
    taken = activity("a", 1.0, "kg", link=StepLink(step="a"))
    ore = activity("ore", 3.0, step="a")
    assert lines(taken, a, b, ore, steps=(step("a"), step("b")))["ore"] == pytest.approx(4.0)


def test_steps_that_use_up_what_they_make_are_refused_by_name():
    a = activity("b in a", 1.0, "kg", step="a", link=StepLink(step="b"))
    b = activity("a in b", 1.5, "kg", step="b", link=StepLink(step="a"))
    taken = activity("a", 1.0, "kg", link=StepLink(step="a"))
    with pytest.raises(BadStudy, match="a, b"):
        lines(taken, a, b, steps=(step("a"), step("b")))


def test_an_unknown_step_is_refused_by_name():
    with pytest.raises(BadStudy, match="'forge'"):
        lines(activity("casting", 1.0, link=StepLink(step="forge")))


def test_co_products_share_by_mass_and_the_product_carries_its_part():
    co = (Output(amount=1, unit="kg", names={"en": "slag"}),)
    assert lines(activity(amount=8.0), output=Output(amount=3, unit="kg"), co_products=co, allocation="mass") == {
        "steel": pytest.approx(8 * 0.75 / 3)
    }


def test_a_chp_gives_heat_and_power_and_both_together_carry_all_of_its_fuel():
    chp = Step(
        id="chp",
        output=Output(amount=30, unit="kWh"),
        co_products=(Output(id="heat", amount=180, unit="MJ"),),
        allocation="energy",
    )
    power = activity("power", 30.0, "kWh", kind=ActivityKind.electricity, link=StepLink(step="chp"))
    heat = activity("heat", 180.0, "MJ", kind=ActivityKind.heat, link=StepLink(step="chp", output="heat"))
    gas = activity("gas", 100.0, "kWh", kind=ActivityKind.fuel, step="chp")
    assert lines(power, gas, steps=(chp,))["gas"] == pytest.approx(100 * 108 / 288)
    assert lines(power, heat, gas, steps=(chp,))["gas"] == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("outputs", "allocation", "shares"),
    [
        ((Output(amount=1, unit="t"), Output(amount=1000, unit="kg")), "mass", (0.5, 0.5)),
        ((Output(amount=1, unit="item", value=30), Output(amount=2, unit="item", value=10)), "economic", (0.75, 0.25)),
        ((Output(amount=1, unit="item"),), "none", (1.0,)),
    ],
)
def test_shares_sum_to_one(outputs, allocation, shares):
    assert share(outputs, allocation, HERE) == pytest.approx(shares)


@pytest.mark.parametrize(("allocation", "word"), [("none", "allocation"), ("mass", "mass"), ("economic", "value")])
def test_co_products_without_what_they_are_allocated_by_are_refused(allocation, word):
    outputs = (Output(amount=1, unit="item"), Output(amount=2, unit="item"))
    with pytest.raises(BadStudy, match=word):
        share(outputs, allocation, HERE)


def test_a_recycled_share_with_its_own_process_becomes_a_line_of_its_own():
    primary, recycled = ProcessLink(database="d", process="p"), ProcessLink(database="d", process="r")
    steel = activity(amount=10.0, recycled_percent=30, link=primary, recycled_link=recycled)
    made = expand(study(steel))
    assert [(line.id, line.amount, line.link) for line in made] == [
        ("steel", 7.0, primary),
        ("steel:recycled", 3.0, recycled),
    ]
    assert lines(activity(recycled_percent=30)) == {"steel": 2.0}
