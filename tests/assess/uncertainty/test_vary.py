"""Draw by draw, the arithmetic over arrays is that of a study whose figures are the drawn ones."""

import numpy as np
import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import drawn, factor, lognormal, normal, parameter
from tests.background.packages import method

from tanji.assess.calculate import calculate
from tanji.assess.supply import Suppliers
from tanji.assess.uncertainty.background import Sampled
from tanji.assess.uncertainty.formulas import BadDraw
from tanji.assess.uncertainty.state import Given, state, suppliers
from tanji.assess.uncertainty.streams import Streams
from tanji.assess.uncertainty.vary import Draws, total
from tanji.model.process import Uncertainty
from tanji.model.study import ActivityKind, Output, Step, StepLink


def step(id_, amount=1.0, **more):
    return Step(id=id_, output=Output(amount=amount, unit="kg"), **more)


def intricate():
    """Assemblies, steps in a loop, yields, co-products, losses, a recycled share, formulas of formulas."""
    lines = (
        activity("frame", 2.0, "item", kind=ActivityKind.assembly, uncertainty=normal(0.1)),
        activity("tube", 3.0, parent="frame", link=factor(2.0), uncertainty=lognormal(1.1), loss_percent=4),
        activity("bolts", 5.0, parent="frame", link=factor(1.5), recycled_percent=40, recycled_link=factor(0.5)),
        activity("cast", None, formula="k * 0.8", link=StepLink(step="cast")),
        activity("iron", 1.1, step="cast", link=factor(1.9), uncertainty=normal(0.05)),
        activity("returns", 0.2, step="cast", link=StepLink(step="clean"), uncertainty=lognormal(1.3)),
        activity("scrap", 0.5, step="clean", link=StepLink(step="cast"), uncertainty=normal(0.2)),
        activity("acid", None, formula="2 ^ h", step="clean", link=factor(0.3)),
        activity("heat", 4.0, "MJ", quantity_kind="energy_heat", link=StepLink(step="chp", output="heat")),
        activity("gas", 10.0, step="chp", link=factor(0.2), uncertainty=normal(0.1)),
    )
    chp = step(
        "chp", co_products=(Output(id="heat", amount=5.0, unit="MJ", mass_kg=1.0),), allocation="mass"
    ).model_copy(update={"output": Output(amount=1.0, unit="kg", mass_kg=3.0)})
    return study(
        *lines,
        steps=(step("cast", yield_percent=90), step("clean", 2.0), chp),
        parameters=(parameter("k", 1.5, normal(0.1)), parameter("h", formula="k + 1")),
        loss_basis="gross",
        reference_flow=3.0,
        output=Output(amount=2.0, unit="item"),
    )


def made(given):
    return state(given, Given(suppliers(Suppliers({}, method())), Sampled({}, method(), 1)))


def test_without_draws_it_is_the_total_of_the_footprint():
    nominal = calculate(intricate(), {}, method(), engine="x").score.total
    assert total(made(intricate()), Draws()) == pytest.approx(nominal, rel=1e-11)


def test_each_draw_is_the_footprint_of_the_study_with_the_drawn_figures():
    stated = made(intricate())
    block = Streams(Sampled({}, method(), 1)).block(5)
    values = {name: block.of(spread) for name, spread in stated.parameters.items()}
    amounts = {id_: block.of(term.spreads[0]) for id_, (term,) in stated.amounts.items()}
    totals = total(stated, block)
    for draw in range(5):
        again = intricate().model_copy(
            update={
                "activities": tuple(
                    each.model_copy(update={"amount": each.amount * float(amounts[each.id][draw])})
                    if each.id in amounts
                    else each
                    for each in intricate().activities
                ),
                "parameters": tuple(
                    each.model_copy(update={"value": each.value * float(values[each.name][draw])})
                    if each.name in values
                    else each
                    for each in intricate().parameters
                ),
            }
        )
        assert totals[draw] == pytest.approx(calculate(again, {}, method(), engine="x").score.total, rel=1e-11)
    assert np.ptp(totals) > 0.01 * totals.mean()


def test_an_uncertain_assembly_moves_all_its_parts_together():
    frame = activity("frame", 1.0, "item", kind=ActivityKind.assembly, uncertainty=normal(0.1))
    parts = [activity(f"{n}", 10.0, parent="frame", link=factor()) for n in range(4)]
    result = drawn(study(frame, *parts)).result
    assert result.first_order_sd == pytest.approx(4.0)
    assert [share.source for share in result.shares] == ["line:frame"]


def test_an_absolute_uncertainty_of_an_amount_of_nothing_is_added():
    made_ = study(activity("a", 0.0, uncertainty=Uncertainty(kind="uniform", minimum=0, maximum=2), link=factor(3.0)))
    result = drawn(made_).result
    assert (result.nominal, result.first_order_mean) == (0.0, 3.0)


def test_draws_in_which_steps_use_up_what_they_make_are_refused_with_their_count():
    a = activity("b in a", 0.9, step="a", link=StepLink(step="b"), uncertainty=normal(0.1))
    b = activity("a in b", 0.9, step="b", link=StepLink(step="a"))
    taken = activity("a", 1.0, link=StepLink(step="a"))
    with pytest.raises(BadDraw, match="use up what they make"):
        drawn(study(taken, a, b, activity("x", 1.0, step="a", link=factor()), steps=(step("a"), step("b"))))


def test_draws_and_first_order_agree_where_a_study_is_nearly_linear():
    result = drawn(intricate(), draws=50_000).result
    assert result.first_order_sd == pytest.approx(result.sd, rel=0.05)
    assert result.first_order_mean == pytest.approx(result.mean, rel=0.01)
    assert sum(share.share for share in result.shares) == pytest.approx(1.0)
