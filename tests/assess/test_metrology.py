"""From meters to uncertainties: class, calibration, expiry, gaps, methods; every figure derived by hand."""

from datetime import UTC, date, datetime
from math import sqrt

import pytest
from tests.assess.studies import study

from tanji.assess.metrology import metered
from tanji.assess.register import class_uncertainty
from tanji.assess.traceability import rules
from tanji.model.document import digest, ref
from tanji.model.figure import DataSource, DataType, Period, Reading, ReadingMethod
from tanji.model.meter import Calibration, CalibrationPoint, Correction, Item, Meter, Series, SignedFile, Standard, Sum
from tanji.model.study import Activity, ActivityKind, Stage

YEAR = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))
METER = Meter(id="m", unit="kWh", serial="S1", accuracy_class=0.5)
POINT = CalibrationPoint(correction=0.2, expanded=0.1, k=2, unit="%")
GOOD = Calibration(
    id="c",
    certificate="c",
    laboratory="Lab",
    accreditation="L1",
    performed=date(2023, 6, 1),
    due=date(2025, 5, 31),
    meter="m",
    points=(POINT,),
)


def _activity(**given):
    given = {"meter": "m", "amount": 1200.0, "unit": "kWh", **given}
    return Activity(id="a", kind=ActivityKind.electricity, names={"en": "power"}, stage=Stage.production, **given)


def _metered(activity, *documents):
    made = study(activity, period=YEAR, meters=tuple(ref(each) for each in documents))
    return metered(made, {digest(each): each for each in documents})["a"]


def _codes(found):
    return [finding.code for finding in found.findings]


def _months(meter="m", amount=100.0, method=None):
    ends = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return tuple(
        Reading(
            period=Period(start=date(2024, month, 1), end=date(2024, month, day)),
            amount=amount,
            meter=meter,
            method=method,
        )
        for month, day in enumerate(ends, 1)
    )


def test_a_class_is_a_rectangular_distribution():
    found = _metered(_activity(), METER)
    assert class_uncertainty(0.5) == pytest.approx(0.005 / sqrt(3))
    assert found.uncertainty.kind == "uniform"
    assert (found.uncertainty.minimum, found.uncertainty.maximum) == pytest.approx((0.995, 1.005))
    assert (found.key, found.level) == ("meter:m", 2)
    assert found.parts[0].systematic == pytest.approx(0.0028867513)


def test_twelve_readings_of_one_meter_are_as_uncertain_as_one():
    one = _metered(_activity(), METER)
    twelve = _metered(_activity(readings=_months()), METER)
    assert twelve.uncertainty == one.uncertainty


def test_two_meters_are_independent_so_their_halves_add_as_squares():
    other = Meter(id="n", unit="kWh", accuracy_class=0.5)
    readings = (*_months("m")[:6], *_months("n")[6:])
    found = _metered(_activity(readings=readings), METER, other)
    assert found.key == "meter:m+n"
    assert found.uncertainty.sd == pytest.approx(0.005 / sqrt(3) / sqrt(2))
    assert [part.share for part in found.parts] == [0.5, 0.5]


def test_a_calibration_replaces_the_class_and_shifts_the_distribution():
    found = _metered(_activity(), METER, GOOD)
    assert (found.uncertainty.kind, found.uncertainty.mean, found.uncertainty.sd) == ("normal", 1.002, 0.0005)
    assert found.level == 3
    assert "MET-110" in _codes(found)


def test_a_correction_that_is_applied_already_shifts_nothing():
    found = _metered(_activity(), METER, GOOD.model_copy(update={"applied": True}))
    assert found.uncertainty.mean == 1
    assert "MET-110" not in _codes(found)


def test_points_that_differ_widen_u_by_their_spread():
    points = (POINT, POINT.model_copy(update={"correction": 0.4}))
    found = _metered(_activity(), METER, GOOD.model_copy(update={"points": points}))
    assert found.uncertainty.mean == pytest.approx(1.003)
    assert found.uncertainty.sd == pytest.approx(sqrt(0.0005**2 + 0.001**2 / 3))


def test_points_in_units_count_relative_to_where_they_are():
    point = CalibrationPoint(at=50, at_unit="kWh", correction=100, expanded=200, k=2, unit="Wh")
    found = _metered(_activity(), METER, GOOD.model_copy(update={"points": (point,)}))
    assert (found.uncertainty.mean, found.uncertainty.sd) == pytest.approx((1.002, 0.002))


def test_an_expired_calibration_widens_u_lowers_the_level_and_alarms():
    old = GOOD.model_copy(update={"due": date(2024, 6, 30)})
    found = _metered(_activity(), METER, old)
    days = (date(2024, 12, 31) - date(2024, 6, 30)).days
    assert found.uncertainty.sd == pytest.approx(0.0005 * (1 + 0.5 * days / 365.25))
    assert found.level == 2
    assert "MET-105" in _codes(found)
    assert rules().expired.factor(100_000) == rules().expired.most


def test_without_a_due_date_or_an_accreditation_the_level_is_2_at_most():
    assert _metered(_activity(), METER, GOOD.model_copy(update={"due": None})).level == 2
    assert _metered(_activity(), METER, GOOD.model_copy(update={"accreditation": None})).level == 2


def test_level_4_needs_a_signature_that_somebody_checked_and_a_chain():
    file = SignedFile(name="a.xml", sha256="0" * 64, format="DCC 3.3.0", signature="YQ==")
    signed = {"file": file, "standards": (Standard(certificate="s"),)}
    unchecked = _metered(_activity(), METER, GOOD.model_copy(update=signed))
    assert unchecked.level == 3
    assert "MET-108" in _codes(unchecked)
    checked = file.model_copy(update={"checked_by": "Lab, 2024-02-01, xmlsec1"})
    assert _metered(_activity(), METER, GOOD.model_copy(update={**signed, "file": checked})).level == 4


def test_a_verification_keeps_the_class_and_is_level_3():
    record = GOOD.model_copy(update={"kind": "verification", "points": (), "conformity": "pass"})
    found = _metered(_activity(), METER, record)
    assert found.level == 3
    assert found.uncertainty.kind == "uniform"
    failed = _metered(_activity(), METER, record.model_copy(update={"conformity": "fail"}))
    assert failed.level == 1
    assert "MET-104" in _codes(failed)


def test_of_several_calibrations_the_last_one_before_the_end_counts():
    older = GOOD.model_copy(update={"id": "o", "performed": date(2021, 1, 1), "due": date(2023, 1, 1)})
    later = GOOD.model_copy(update={"id": "l", "performed": date(2025, 2, 1), "due": date(2027, 1, 1)})
    found = _metered(_activity(), METER, older, later, GOOD)
    assert "MET-105" not in _codes(found)
    assert "MET-106" in _codes(_metered(_activity(), METER, later))


def test_a_certificate_is_found_by_serial_number():
    own = GOOD.model_copy(update={"meter": None, "items": (Item(identifications=("S1",)),)})
    assert _metered(_activity(), METER, own).level == 3


def test_a_meter_that_is_not_registered_or_of_which_nothing_is_known_is_unquantified():
    unknown = _metered(_activity())
    assert (unknown.uncertainty, unknown.level, _codes(unknown)) == (None, 1, ["MET-101"])
    bare = _metered(_activity(), Meter(id="m", unit="kWh"))
    assert (bare.uncertainty, bare.level, _codes(bare)) == (None, 1, ["MET-102"])


def test_the_resolution_of_a_counter_is_random_and_counts_once_over_the_year():
    meter = METER.model_copy(update={"decimals": 0, "current_ratio": 40.0})
    found = _metered(_activity(readings=_months(method=ReadingMethod.cumulative_difference)), meter)
    assert found.parts[0].random == pytest.approx(40 / sqrt(6) / 1200)
    assert found.uncertainty.kind == "normal"


def test_what_was_filled_in_has_its_own_rule():
    readings = (*_months()[:11], *_months(method=ReadingMethod.gap_filled)[11:])
    found = _metered(_activity(readings=readings), METER)
    assert found.parts[0].random == pytest.approx(0.2 / 12 / sqrt(3))
    assert found.level == 1
    assert "MET-113" in _codes(found)


@pytest.mark.parametrize(("method", "level"), [(ReadingMethod.estimate, 0), (ReadingMethod.invoice, 1)])
def test_estimates_and_bills_leave_the_line_unquantified(method, level):
    found = _metered(_activity(readings=_months(method=method)), METER)
    assert (found.uncertainty, found.level) == (None, level)
    assert "MET-112" in _codes(found)


def test_readings_outside_of_the_range_are_flagged():
    meter = METER.model_copy(update={"low": 1.0, "range_of": "hour"})
    found = _metered(_activity(readings=_months()), meter)  # 100 kWh a month are 0.13 to 0.14 kWh an hour
    assert _codes(found).count("MET-116") == 12
    other = _metered(_activity(readings=_months()), METER.model_copy(update={"high": 99.0}))
    assert _codes(other).count("MET-116") == 12


def test_a_line_that_is_called_calibrated_must_be():
    data = DataSource(type=DataType.calibrated)
    assert "MET-111" in _codes(_metered(_activity(data=data), METER))
    assert "MET-111" not in _codes(_metered(_activity(data=data), METER, GOOD))


def _series(**given):
    first, last = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    return Series(
        id="s",
        meter="m",
        unit="kWh",
        method=ReadingMethod.direct,
        zone="UTC",
        first=first,
        last=last,
        interval_s=900,
        readings=2976,
        file="s.csv",
        sha256="0" * 64,
        amount=100.0,
        **{"gap_share": 0.0, "sums": (Sum(start=first, end=last, amount=100.0, covered=1.0),), **given},
    )


@pytest.mark.parametrize(("share", "level"), [(0.04, 2), (0.06, 2), (0.21, 1), (0.6, 0)])
def test_gaps_of_the_series_cap_the_level(share, level):
    found = _metered(_activity(), METER, _series(gap_share=share))
    assert found.level == level
    assert ("MET-114" in _codes(found)) is (share > 0.05)


def test_what_was_put_into_a_series_is_uncertain_by_its_rule():
    filled = Correction(kind="gap_filled", count=3, amount=10.0)
    found = _metered(_activity(), METER, _series(corrections=(filled,)))
    assert found.parts[0].random == pytest.approx(0.1 * 0.2 / sqrt(3))


def test_a_month_that_is_not_what_its_series_says_is_found():
    assert "MET-109" not in _codes(_metered(_activity(readings=_months()), METER, _series()))
    assert "MET-109" in _codes(_metered(_activity(readings=_months(amount=101.0)), METER, _series()))


def test_a_line_without_a_meter_is_not_in_the_answer():
    made = study(_activity(meter=None), period=YEAR)
    assert metered(made, {}) == {}
