import pytest

from tanji.model.quantity import (
    Quantity,
    QuantityKind,
    UnitMismatch,
    UnknownUnit,
    aliases,
    convert,
    factor,
    find_unit,
    fold,
    get_unit,
    kind_names,
    kind_of,
    reference_unit,
    same_kind,
    units,
)


def symbol(text):
    unit = find_unit(text)
    return unit.symbol if unit else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("千瓦时", "kWh"),
        ("度", "kWh"),
        ("吨", "t"),
        ("公斤", "kg"),
        ("千克", "kg"),
        ("斤", "jin"),
        ("件", "item"),
        ("台", "item"),
        ("吨公里", "t.km"),
        ("吨·公里", "t.km"),
        ("Nm³", "Nm3"),
        ("标方", "Nm3"),
        ("立方米", "m3"),
        ("㎥", "m3"),
        ("m³", "m3"),
        ("㎡", "m2"),
        ("ｋＷｈ", "kWh"),
        ("ｋｇ", "kg"),
        ("  kWh ", "kWh"),
        ("metric  tons", "t"),
        ("KWH", "kWh"),
        ("tkm", "t.km"),
        ("t·km", "t.km"),
        ("µg", "ug"),
        ("μg", "ug"),
        ("吨标准煤", "tce"),
        ("％", "%"),
        ("￥", "CNY"),
    ],
)
def test_everyday_spellings_are_known(text, expected):
    assert symbol(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1 Nm³",
        "1e3 kg",
        "kg CO2e",
        "kWh/t",
        "kg*kg",
        "kg**99",
        "kg;t",
        "",
        " ",
        "foo",
        "10^6",
        "__class__",
        "kg\x00",
        "℃",
    ],
)
def test_a_string_is_looked_up_as_a_whole_and_never_parsed(text):
    assert find_unit(text) is None
    with pytest.raises(UnknownUnit):
        get_unit(text)


@pytest.mark.parametrize("text", ["MG", "ML", "Ml", "mt", "Mt", "mJ", "mj", "mwh", "Cal", "H", "M", "K", "D", "P"])
def test_where_the_case_decides_nothing_is_guessed(text):
    assert find_unit(text) is None


def test_milli_and_mega_are_kept_apart():
    assert (symbol("mg"), symbol("Mg"), symbol("MT"), symbol("mL"), symbol("MJ")) == ("mg", "t", "t", "mL", "MJ")
    assert (symbol("mWh"), symbol("MWh"), symbol("MWH")) == ("mWh", "MWh", "MWh")
    assert factor("MWh", "mWh") == 1e9


def test_an_unknown_unit_is_answered_with_similar_ones():
    with pytest.raises(UnknownUnit) as refused:
        get_unit("kgg")
    assert "kg" in refused.value.hint.en
    assert "kg" in refused.value.hint.zh


def test_no_spelling_stands_for_two_units():
    spelled = {}
    for unit in units().values():
        spelled.setdefault(fold(unit.symbol), set()).add(unit.symbol)
    assert all(len(symbols) == 1 for symbols in spelled.values())
    assert all(aliases()[fold(unit)] == unit for unit in units())


@pytest.mark.parametrize("unit", units())
def test_every_unit_converts_to_the_reference_unit_of_each_kind_it_measures(unit):
    assert units()[unit].source
    for kind in units()[unit].kinds:
        reference = reference_unit(kind)
        assert factor(unit, reference) > 0
        assert factor(unit, reference) * factor(reference, unit) == pytest.approx(1, rel=1e-14)


@pytest.mark.parametrize("kind", QuantityKind)
def test_every_kind_has_a_name_and_a_reference_unit_that_measures_it(kind):
    assert same_kind(reference_unit(kind), kind)
    assert kind_names()[kind].zh
    assert kind_names()[kind].en


# NIST Special Publication 811 (2008), appendix B.8, "Factors for units listed alphabetically": seven digits.
@pytest.mark.parametrize(
    ("unit", "to", "published"),
    [
        ("btu", "J", 1.055056e3),
        ("cal", "J", 4.1868),
        ("therm", "J", 1.05506e8),
        ("kWh", "J", 3.6e6),
        ("lb", "kg", 4.535924e-1),
        ("oz", "kg", 2.834952e-2),
        ("sh tn", "kg", 9.071847e2),
        ("long tn", "kg", 1.016047e3),
        ("t", "kg", 1e3),
        ("in", "m", 2.54e-2),
        ("ft", "m", 3.048e-1),
        ("mi", "m", 1.609344e3),
        ("nmi", "m", 1.852e3),
        ("ft2", "m2", 9.290304e-2),
        ("ha", "m2", 1e4),
        ("ft3", "m3", 2.831685e-2),
        ("gal", "m3", 3.785412e-3),
        ("gal (imp)", "m3", 4.54609e-3),
        ("bbl", "m3", 1.589873e-1),
        ("L", "m3", 1e-3),
        ("d", "s", 8.64e4),
        ("a", "s", 3.1536e7),
    ],
)
def test_factors_are_those_of_nist(unit, to, published):
    digits = 1e-5 if unit == "therm" else 5e-7
    assert factor(unit, to) == pytest.approx(published, rel=digits)


@pytest.mark.parametrize(
    ("unit", "to", "expected"),
    [
        ("度", "MJ", 3.6),
        ("吨", "kg", 1000),
        ("斤", "kg", 0.5),
        ("万千瓦时", "kWh", 1e4),
        ("吨公里", "kg.km", 1000),
        ("tce", "GJ", 29.3076),
        ("亩", "ha", 1 / 15),
        ("%", "1", 0.01),
        ("万元", "元", 1e4),
        ("sh tn.mi", "t.km", 0.90718474 * 1.609344),
    ],
)
def test_factors_that_can_be_checked_by_hand(unit, to, expected):
    assert factor(unit, to) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "to"),
    [("kWh", "kg"), ("Nm3", "m3"), ("t.km", "p.km"), ("t", "item"), ("m2", "m2.a"), ("CNY", "USD"), ("kg", "t.km")],
)
def test_units_of_different_dimension_do_not_convert(unit, to):
    with pytest.raises(UnitMismatch) as refused:
        convert(1, unit, to)
    assert refused.value.hint is not None


def test_a_unit_of_energy_does_not_say_which_energy():
    assert kind_of("MJ") is None
    assert kind_of("kg") is QuantityKind.mass
    assert kind_of("万千瓦时") is QuantityKind.energy_electricity
    assert not same_kind("t", QuantityKind.energy_electricity)


def test_electricity_can_not_be_taken_for_fuel_although_the_units_convert():
    electricity = Quantity(amount=10, unit="kWh", kind=QuantityKind.energy_electricity)
    assert electricity.to("MJ", QuantityKind.energy_electricity).amount == 36
    for kind in (QuantityKind.energy_fuel_ncv, QuantityKind.energy_fuel_gcv, QuantityKind.energy_heat):
        with pytest.raises(UnitMismatch, match="electricity can not be taken for"):
            electricity.to("MJ", kind)


def test_a_quantity_keeps_its_kind_and_the_symbol_of_its_unit():
    got = Quantity(amount=3, unit="度", kind=QuantityKind.energy_electricity).to("兆瓦时")
    assert (got.amount, got.unit, got.kind) == (pytest.approx(0.003), "MWh", QuantityKind.energy_electricity)
    with pytest.raises(UnitMismatch):
        Quantity(amount=1, unit="kg").to("m3")
