from datetime import date

import pytest

from tanji.model.study import (
    Activity,
    ActivityKind,
    Boundary,
    Organisation,
    Output,
    Period,
    Product,
    RefrigerantTerms,
    Stage,
    Step,
    Study,
    UnitOfAnalysis,
    UseTerms,
)


def activity(**members):
    return Activity(id="a", kind=ActivityKind.material, names={"zh": "铝"}, stage=Stage.raw_material, **members)


def study(**members):
    return Study(
        id="s",
        names={"zh": "铝锭"},
        product=Product(names={"zh": "铝锭"}),
        unit=UnitOfAnalysis(kind="declared", amount=1, unit="t"),
        output=Output(amount=1, unit="t"),
        boundary=Boundary.cradle_to_gate,
        **members,
    )


def test_a_period_has_both_its_days_and_runs_forwards():
    assert Period(start=date(2024, 1, 1), end=date(2024, 12, 31)).days == 366
    assert Period(start=date(2024, 5, 1), end=date(2024, 5, 1)).days == 1
    with pytest.raises(ValueError, match="before it starts"):
        Period(start=date(2024, 5, 2), end=date(2024, 5, 1))


@pytest.mark.parametrize("terms", [{"per_year": 200.0}, {"power_kw": 1.0, "hours_per_year": 100.0}, {"per_year": 0.0}])
def test_use_is_given_per_year_or_by_power_and_hours(terms):
    assert UseTerms(years=10, **terms).years == 10


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"power_kw": 1.0},
        {"hours_per_year": 100.0},
        {"per_year": 200.0, "power_kw": 1.0},
        {"per_year": 200.0, "hours_per_year": 1.0},
        {"per_year": 200.0, "power_kw": 1.0, "hours_per_year": 100.0},
    ],
)
def test_use_that_is_given_by_halves_or_twice_is_refused(terms):
    with pytest.raises(ValueError, match="give either"):
        UseTerms(years=10, **terms)


@pytest.mark.parametrize("loss", [-0.1, 100, 150, float("nan"), float("inf")])
def test_a_loss_is_less_than_all(loss):
    with pytest.raises(ValueError, match="loss_percent"):
        activity(loss_percent=loss)
    assert activity(loss_percent=0).loss_percent == 0
    assert activity().loss_percent is None


@pytest.mark.parametrize("given", [0, -1, 100.1])
def test_a_yield_is_more_than_nothing_and_at_most_all(given):
    with pytest.raises(ValueError, match="yield_percent"):
        Step(id="s", output=Output(amount=1, unit="kg"), yield_percent=given)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_output_and_a_unit_of_analysis_are_more_than_nothing(amount):
    with pytest.raises(ValueError, match="amount"):
        Output(amount=amount, unit="kg")
    with pytest.raises(ValueError, match="amount"):
        UnitOfAnalysis(kind="functional", amount=amount, unit="kWh")


def test_shares_stay_between_nothing_and_all():
    with pytest.raises(ValueError, match="recycled_percent"):
        activity(recycled_percent=101)
    with pytest.raises(ValueError, match="recovered_percent"):
        RefrigerantTerms(charge_kg=1, leak_percent_per_year=2, years=10, recovered_percent=-1)


def test_the_credit_code_of_a_maker_is_checked():
    assert Organisation(name="厂", uscc="91330100799655058b").uscc == "91330100799655058B"
    with pytest.raises(ValueError, match="check character"):
        Organisation(name="厂", uscc="91330100799655058A")


def test_an_amount_that_is_not_known_is_missing_and_not_zero():
    assert activity().amount is None
    assert activity() != activity(amount=0)


def test_a_link_is_read_by_its_kind_and_nothing_else_is_taken():
    step = activity(link={"kind": "step", "step": "casting"})
    assert step.link.step == "casting"
    with pytest.raises(ValueError, match="link"):
        activity(link={"kind": "magic", "step": "casting"})
    with pytest.raises(ValueError, match="database"):
        activity(link={"kind": "process", "process": "cn-electricity-2024"})


def test_defaults_are_those_of_a_study_that_says_nothing_special():
    made = study()
    assert (made.method, made.recycling, made.loss_basis, made.reference_flow) == ("ar6-gwp100", "cut_off", "net", 1)
