"""The methods: which there are, what they count, what they refuse."""

import pytest

from tanji.model.flow import CarbonOrigin
from tanji.starter.methods import DEFAULT, UnknownMethod, gases, method, methods

CONVENTIONS = {
    "carbon-dioxide-biogenic": 1,
    "carbon-dioxide-uptake": -1,
    "carbon-dioxide-land-use": 1,
    "co2e-unsplit": 1,
}


def test_there_are_eight_methods_and_the_default_is_one():
    assert list(methods()) == [
        "ar4-gwp20", "ar4-gwp100", "ar4-gwp500", "ar5-gwp20", "ar5-gwp100", "ar6-gwp20", "ar6-gwp100", "ar6-gwp500",
    ]  # fmt: skip
    assert DEFAULT in methods()


@pytest.mark.parametrize("name", methods())
def test_every_method_is_complete_in_itself(name):
    made = methods()[name]
    ids = [factor.gas for factor in made.factors]
    assert len(ids) == len(set(ids))
    assert {gas: made.find(gas).value for gas in CONVENTIONS} == CONVENTIONS
    assert made.find("carbon-dioxide-fossil").value == 1
    assert all(factor.names["zh"] and factor.names["en"] and factor.source and factor.place for factor in made.factors)
    assert all(factor.value > 0 for factor in made.factors if factor.gas not in CONVENTIONS and factor.value), name
    assert f"{made.report.lower()}-gwp{made.horizon}" == name


@pytest.mark.parametrize(
    ("name", "fossil", "biogenic"),
    [
        ("ar4-gwp20", 72, 72), ("ar4-gwp100", 25, 25), ("ar4-gwp500", 7.6, 7.6),
        ("ar5-gwp20", 85, 84), ("ar5-gwp100", 30, 28),
        ("ar6-gwp20", 82.5, 79.7), ("ar6-gwp100", 29.8, 27.0), ("ar6-gwp500", 10.0, 7.2),
    ],
)  # fmt: skip
def test_fossil_and_other_methane_are_told_apart(name, fossil, biogenic):
    assert method(name).find("methane-fossil").value == fossil
    assert method(name).find("methane-biogenic").value == biogenic
    assert method(name).find("methane-land-use").value == biogenic


def test_the_gases_of_facts_known_by_heart():
    made = method("ar6-gwp100")
    known = {
        "nitrous-oxide": 273, "sulfur-hexafluoride": 25200, "nitrogen-trifluoride": 17400, "pfc-14": 7380,
        "pfc-116": 12400, "hfc-134a": 1530, "hfc-32": 771, "hfc-125": 3740, "hfc-23": 14600,
    }  # fmt: skip
    assert {gas: made.find(gas).value for gas in known} == known


def test_a_gas_that_a_report_does_not_value_is_missing_and_not_zero():
    assert method("ar4-gwp100").find("hfo-1234yf") is None
    assert method("ar6-gwp100").find("hfo-1234yf").value == 0.501


def test_ar5_over_500_years_is_refused_with_the_reason():
    with pytest.raises(UnknownMethod) as refused:
        method("ar5-gwp500")
    assert "no potentials over 500 years" in refused.value.message.en
    assert "500 年" in refused.value.message.zh


def test_an_unknown_method_names_those_there_are():
    with pytest.raises(UnknownMethod) as refused:
        method("cml-2016")
    assert "ar6-gwp100" in refused.value.hint.en


def test_a_method_is_found_whatever_its_case():
    assert method(" AR6-GWP100 ").id == "ar6-gwp100"


def test_every_gas_says_where_its_carbon_comes_from():
    made = method(DEFAULT)
    assert made.find("carbon-dioxide-biogenic").origin is CarbonOrigin.biogenic
    assert made.find("methane-biogenic").origin is CarbonOrigin.biogenic
    assert made.find("carbon-dioxide-land-use").origin is CarbonOrigin.land_use
    assert made.find("methane-fossil").origin is CarbonOrigin.fossil


def test_gas_ids_are_plain_and_cas_numbers_have_their_check_digit():
    for gas, row in gases().items():
        assert gas == gas.lower()
        assert not set(gas) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
        if row["cas"]:
            digits = row["cas"].replace("-", "")
            total = sum(int(digit) * place for place, digit in enumerate(reversed(digits[:-1]), 1))
            assert total % 10 == int(digits[-1]), gas
