"""Amounts read from meters of a register: one draw for a meter, its own for what is random."""

from datetime import date
from math import sqrt

import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import drawn, factor, normal

from tanji.model.document import digest, ref
from tanji.model.meter import Calibration, CalibrationPoint, Meter
from tanji.model.study import Period, Reading

YEAR = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))


def metered(*documents, **lines):
    """A study with lines of electricity (kWh) read from meters of these documents."""
    given = [
        activity(name, None, "kWh", readings=readings, kind="electricity", link=factor(0.5, "kWh"))
        for name, readings in lines.items()
    ]
    made = study(*given, period=YEAR, meters=tuple(ref(each) for each in documents))
    return drawn(made, draws=20_000, inputs={digest(each): each for each in documents})


def reading(amount, meter):
    return Reading(period=YEAR, amount=amount, meter=meter)


def meter(name, accuracy_class=None, **more):
    return Meter(id=name, unit="kWh", accuracy_class=accuracy_class, **more)


def test_a_class_is_a_rectangle_drawn_once_for_all_lines_of_the_meter():
    found = metered(meter("m", 1.0), a=(reading(100.0, "m"),), b=(reading(100.0, "m"),))
    assert found.result.first_order_sd == pytest.approx(200 * 0.5 * 0.01 / sqrt(3))
    assert found.totals.max() <= 100 * 1.01 + 1e-9
    assert [share.source for share in found.result.shares] == ["meter:m"]


def test_two_meters_of_one_line_are_two_sources():
    found = metered(meter("m", 1.0), meter("n", 1.0), a=(reading(100.0, "m"), reading(300.0, "n")))
    u = 0.5 * 0.01 / sqrt(3)
    assert found.result.first_order_sd == pytest.approx(u * sqrt(100**2 + 300**2))
    assert [share.source for share in found.result.shares] == ["meter:n", "meter:m"]


def test_what_is_random_is_drawn_for_each_line():
    # a counter that shows whole kWh: the difference of two readings has u = 1/√6
    found = metered(meter("m", 0.0001, decimals=0), a=(reading(10.0, "m"),), b=(reading(10.0, "m"),))
    assert found.result.first_order_sd == pytest.approx(0.5 * sqrt(2) / sqrt(6), rel=1e-3)
    assert {share.source for share in found.result.shares} == {"meter:m", "line:a", "line:b"}


def test_a_correction_of_the_calibration_moves_the_mean_and_is_explained():
    calibration = Calibration(
        id="c",
        certificate="2024-1",
        laboratory="Lab",
        accreditation="L1",
        performed=date(2024, 1, 1),
        due=date(2025, 1, 1),
        meter="m",
        points=(CalibrationPoint(correction=2.0, expanded=0.2, k=2.0, unit="%"),),
    )
    result = metered(meter("m"), calibration, a=(reading(100.0, "m"),)).result
    assert result.nominal == 50.0
    assert result.mean == pytest.approx(51.0, rel=1e-3)
    assert "not centred on the nominal value: meter m (+2 %)" in result.why["en"]


def test_a_meter_that_is_not_in_the_register_leaves_the_amount_unquantified():
    result = metered(meter("m", 1.0), a=(reading(100.0, "other"),)).result
    assert [(row.activity, row.what) for row in result.unquantified] == [("a", "both")]


def test_what_a_line_states_goes_before_its_meter_but_is_drawn_with_it():
    device = meter("m", 1.0)
    line = activity("a", 100.0, "kWh", kind="electricity", meter="m", uncertainty=normal(0.1), link=factor(0.5, "kWh"))
    made = study(line, period=YEAR, meters=(ref(device),))
    result = drawn(made, inputs={digest(device): device}).result
    assert result.first_order_sd == pytest.approx(5.0)
    assert result.shares[0].source == "meter:m"
