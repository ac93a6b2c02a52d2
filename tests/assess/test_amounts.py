"""Amounts of activities per output of their step."""

from datetime import date

import pytest
from tests.assess.studies import activity, study

from tanji.assess.amounts import BadStudy, amounts, leakage, parameters
from tanji.model.process import Parameter
from tanji.model.study import ActivityKind, Period, Reading, RefrigerantTerms, TransportTerms, UseTerms


def of(*activities, **more):
    return {key: value.value for key, value in amounts(study(*activities, **more)).items()}


def test_a_loss_of_the_net_amount_is_added_to_it():
    assert of(activity(amount=2.0, loss_percent=25)) == {"steel": 2.5}


def test_a_loss_of_the_gross_amount_divides_it():
    assert of(activity(amount=2.0, loss_percent=20), loss_basis="gross") == {"steel": 2.5}


def test_the_amount_of_a_part_is_multiplied_by_all_its_assemblies():
    legs = activity("legs", 4.0, "item", kind=ActivityKind.assembly)
    foot = activity("foot", 2.0, "item", kind=ActivityKind.assembly, parent="legs")
    rubber = activity("rubber", 0.5, "kg", parent="foot")
    assert of(legs, foot, rubber) == {"legs": 4.0, "foot": 8.0, "rubber": 4.0}


def test_an_unknown_amount_stays_unknown_and_is_not_zero():
    assert of(activity(amount=None)) == {"steel": None}
    holder = activity("holder", None, "item", kind=ActivityKind.assembly)
    assert of(holder, activity(parent="holder"))["steel"] is None


def test_zero_is_an_amount():
    assert of(activity(amount=0.0)) == {"steel": 0.0}


def test_a_missing_parent_is_named():
    with pytest.raises(BadStudy, match="'frame'"):
        of(activity(parent="frame"))


def test_parents_in_a_circle_are_refused_with_the_circle():
    a = activity("a", 1.0, "item", kind=ActivityKind.assembly, parent="b")
    b = activity("b", 1.0, "item", kind=ActivityKind.assembly, parent="a")
    with pytest.raises(BadStudy, match="a → b → a"):
        of(a, b)


def test_transport_is_mass_times_distance_in_tonne_kilometres():
    line = activity("truck", None, None, transport=TransportTerms(mass_kg=500, distance_km=300))
    assert amounts(study(line))["truck"] == (150.0, "t.km")


def test_readings_are_the_amount_where_none_is_given():
    months = [Reading(period=Period(start=date(2024, m, 1), end=date(2024, m, 28)), amount=10.0 * m) for m in (1, 2, 3)]
    assert of(activity("meter", None, "kWh", readings=tuple(months))) == {"meter": 60.0}


def test_energy_in_use_is_per_year_times_years():
    assert of(activity("use", None, "kWh", use=UseTerms(years=10, per_year=60))) == {"use": 600.0}


def test_energy_in_use_is_power_times_hours_times_years_in_the_unit_asked_for():
    terms = UseTerms(years=10, power_kw=0.5, hours_per_year=100)
    assert of(activity("use", None, "MWh", use=terms)) == {"use": pytest.approx(0.5)}
    assert amounts(study(activity("use", None, None, use=terms)))["use"] == (500.0, "kWh")


@pytest.mark.parametrize(
    ("leak", "years", "recovered", "kg"),
    [(0, 10, 0, 1.0), (0, 10, 100, 0.0), (2, 10, 50, 0.2 + 0.8 * 0.5), (20, 10, 80, 1.0)],
)
def test_refrigerant_leaks_over_the_years_and_at_the_end_but_never_more_than_the_charge(leak, years, recovered, kg):
    terms = RefrigerantTerms(charge_kg=1.0, leak_percent_per_year=leak, years=years, recovered_percent=recovered)
    assert leakage(terms) == pytest.approx(kg)


def test_a_formula_is_computed_from_parameters_that_are_formulas_themselves():
    given = (Parameter(name="面积", value=3.0), Parameter(name="密度", formula="面积 * 2"))
    assert of(activity(amount=None, formula="密度 + 1"), parameters=given) == {"steel": 7.0}


def test_a_formula_that_cannot_be_computed_names_the_line():
    with pytest.raises(BadStudy, match="steel"):
        of(activity(amount=None, formula="x / 0"), parameters=(Parameter(name="x", value=1.0),))


def test_a_parameter_with_neither_value_nor_formula_is_refused():
    with pytest.raises(BadStudy, match="leer"):
        parameters(study(parameters=(Parameter(name="leer"),)))
