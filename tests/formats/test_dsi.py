"""D-SI quantities: units against our registry, uncertainties of both generations. All files here are invented."""

import pytest

from tanji.formats.dsi import UnfitDsi, UnknownDsiUnit, factor, ours, parse, parsed, read

SI = 'xmlns:si="https://ptb.de/si"'


def _real(inner, unit=r"\kilo\watt\hour", value="100"):
    return f"<si:real {SI}><si:value>{value}</si:value><si:unit>{unit}</si:unit>{inner}</si:real>".encode()


@pytest.mark.parametrize(
    ("unit", "symbol"),
    [
        (r"\kilo\watt\hour", "kWh"),
        (r"\hour\kilo\watt", "kWh"),
        (r"\mega\watt\hour", "MWh"),
        (r"\metre\tothe{3}", "m3"),
        (r"\metre\tothe{2}", "m2"),
        (r"\kilogram", "kg"),
        (r"\tonne", "t"),
        (r"\giga\joule", "GJ"),
        (r"\percent", "%"),
        (r"\one", "1"),
        (r"\kilogram|KGM", "kg"),
    ],
)
def test_a_dsi_unit_is_one_of_ours(unit, symbol):
    assert ours(unit) == symbol


@pytest.mark.parametrize(
    "unit",
    [
        r"\kilowatt\hour",
        r"\kilo",
        "kWh",
        "",
        r"\kilo\kilo\gram",
        r"\metre\per",
        r"\tothe{2}",
        r"\metre\tothe{x}",
        "|mmHg",
    ],
)
def test_what_is_no_dsi_unit_is_refused(unit):
    with pytest.raises(UnknownDsiUnit):
        ours(unit)


def test_a_dsi_unit_that_our_registry_lacks_is_refused_though_it_is_one():
    assert parsed(r"\milli\gram\metre\tothe{-3}") == (("milli", "gram", 1), ("", "metre", -3))
    with pytest.raises(UnknownDsiUnit, match="registry"):
        ours(r"\milli\gram\metre\tothe{-3}")


def test_the_factor_says_how_many_of_the_second_one_of_the_first_is():
    assert factor(r"\kilo\watt\hour", r"\mega\joule") == 3.6
    assert factor(r"\mega\joule", r"\kilo\watt\hour") == pytest.approx(1 / 3.6)


def test_an_expanded_uncertainty_gives_the_standard_one():
    inner = (
        "<si:measurementUncertaintyUnivariate><si:expandedMU><si:valueExpandedMU>0.8</si:valueExpandedMU>"
        "<si:coverageFactor>2</si:coverageFactor><si:coverageProbability>0.95</si:coverageProbability>"
        "<si:distribution>normal</si:distribution></si:expandedMU></si:measurementUncertaintyUnivariate>"
    )
    (real,) = parse(_real(inner), "a.xml")
    assert (real.value, real.expanded, real.k, real.standard, real.coverage) == (100, 0.8, 2, 0.4, 0.95)
    assert real.to("MJ").expanded == pytest.approx(2.88)
    assert real.to("MJ").value == pytest.approx(360)


def test_the_older_form_says_the_same():
    inner = (
        "<si:expandedUnc><si:uncertainty>0.8</si:uncertainty><si:coverageFactor>2</si:coverageFactor></si:expandedUnc>"
    )
    (real,) = parse(_real(inner), "a.xml")
    assert real.standard == 0.4


def test_a_standard_uncertainty_stays_itself():
    inner = (
        "<si:measurementUncertaintyUnivariate><si:standardMU><si:valueStandardMU>0.4</si:valueStandardMU>"
        "</si:standardMU></si:measurementUncertaintyUnivariate>"
    )
    (real,) = parse(_real(inner), "a.xml")
    assert (real.standard, real.k) == (0.4, 1)


def test_a_coverage_interval_gives_u_by_its_probability():
    inner = (
        "<si:measurementUncertaintyUnivariate><si:coverageIntervalMU><si:intervalMin>98.04</si:intervalMin>"
        "<si:intervalMax>101.96</si:intervalMax><si:coverageProbability>0.95</si:coverageProbability>"
        "</si:coverageIntervalMU></si:measurementUncertaintyUnivariate>"
    )
    (real,) = parse(_real(inner), "a.xml")
    assert real.standard == pytest.approx(1.0, abs=1e-4)
    assert (real.low, real.high) == (98.04, 101.96)


def test_one_entry_of_a_list_holds_for_all_of_it():
    data = (
        f"<si:realListXMLList {SI}><si:valueXMLList>1 2 3</si:valueXMLList><si:unitXMLList>\\kilogram</si:unitXMLList>"
        "<si:expandedUncXMLList><si:uncertaintyXMLList>0.1 0.2 0.3</si:uncertaintyXMLList>"
        "<si:coverageFactorXMLList>2</si:coverageFactorXMLList></si:expandedUncXMLList></si:realListXMLList>"
    ).encode()
    reals = parse(data, "a.xml")
    assert [real.value for real in reals] == [1, 2, 3]
    assert [real.expanded for real in reals] == [0.1, 0.2, 0.3]
    assert {real.unit for real in reals} == {r"\kilogram"}


def test_of_a_hybrid_the_form_with_a_unit_that_we_know_is_taken():
    data = (
        f"<si:hybrid {SI}><si:real><si:value>1</si:value><si:unit>\\pascal</si:unit></si:real>"
        "<si:real><si:value>2</si:value><si:unit>\\kilogram</si:unit></si:real></si:hybrid>"
    ).encode()
    assert [real.value for real in parse(data, "a.xml")] == [2]


@pytest.mark.parametrize("value", ["NaN", "INF", "1,5", "", "0x10", "1e999", "１"])
def test_what_is_no_finite_decimal_number_is_refused(value):
    with pytest.raises(UnfitDsi):
        parse(_real("", value=value), "a.xml")


def test_complex_quantities_are_refused_by_name():
    with pytest.raises(UnfitDsi, match="complex"):
        parse(f"<si:complex {SI}><si:valueReal>1</si:valueReal></si:complex>".encode(), "a.xml")


def test_a_list_whose_parts_differ_in_length_is_refused():
    data = (
        f"<si:realListXMLList {SI}><si:valueXMLList>1 2 3</si:valueXMLList>"
        "<si:unitXMLList>\\one \\one</si:unitXMLList></si:realListXMLList>"
    )
    with pytest.raises(UnfitDsi, match="length"):
        parse(data.encode(), "a.xml")


def test_a_file_is_read_in_the_child(tmp_path):
    (tmp_path / "a.xml").write_bytes(_real(""))
    assert [real.value for real in read(tmp_path / "a.xml")] == [100]
    (tmp_path / "b.xml").write_bytes(b"<other/>")
    with pytest.raises(UnfitDsi, match="D-SI"):
        read(tmp_path / "b.xml")
