"""Meter series: what is done to readings is named, what looks wrong is flagged. All data are made here."""

import math
import time

import numpy as np
import polars as pl
import pytest
from tests.formats.series.tables import START, counter, csv

from tanji.formats.series import Asked, BadSeries, read
from tanji.formats.series.check import check
from tanji.formats.series.judge import judge
from tanji.formats.series.reader import document
from tanji.formats.series.table import load, readings

COLUMNS = {"time": "time", "value": "value"}
PLAIN = Asked("kWh")


def _found(frame, asked=PLAIN, columns=COLUMNS):
    return check(readings(frame, columns, asked, "a"), asked, "a")


def _codes(frame, asked=PLAIN, columns=COLUMNS):
    return [finding.code for finding in judge(_found(frame, asked, columns), asked, "a").findings]


def _day(steps=96):
    """Amounts with a course of the day and a little unrest, so that no two are the same."""
    return [2 + math.sin(2 * math.pi * step / 96) + 0.05 * math.sin(step * 1.7) for step in range(steps)]


def _total(amounts):
    return np.concatenate(([0.0], np.cumsum(amounts))).tolist()


def test_a_good_counter_gives_its_difference_and_no_finding():
    frame = counter(_total(_day(300)))
    found = _found(frame)
    assert found["amount"] == pytest.approx(sum(_day(300)))
    assert found["interval_s"] == 900
    assert _codes(frame) == []


def test_the_ratio_of_the_transformers_multiplies_the_difference():
    assert _found(counter([0.0, 1, 2, 3]), Asked("kWh", ratio=40))["amount"] == 120


def test_amounts_add_up():
    found = _found(counter([1.0, 2, 3, 4]), Asked("kWh", kind="amounts"))
    assert found["amount"] == 10


def test_a_gap_of_a_counter_loses_nothing_and_is_named():
    frame = counter([0.0, 1, 2, 7, 8], times=[0, 1, 2, 7, 8])
    found = _found(frame)
    assert found["amount"] == 8
    assert (found["missing"], found["gap_amount"]) == (4, 5)
    assert found["gap_share"] == pytest.approx(4 / 8)
    assert "SER-115" in _codes(frame)
    made = document(found, PLAIN, meter="m", file="a", sha256="0" * 64)
    assert [(each.kind, each.count, each.amount) for each in made.corrections] == [("gap_interpolated", 4, 5)]


def test_a_gap_of_amounts_stays_empty_unless_filling_is_asked_for():
    frame = counter([2.0, 2.1, 4, 4.1], times=[0, 1, 4, 5])
    plain, filled = Asked("kWh", kind="amounts"), Asked("kWh", kind="amounts", fill="linear")
    assert _found(frame, plain)["amount"] == pytest.approx(12.2)
    found = _found(frame, filled)
    assert found["amount"] == pytest.approx(12.2 + 2 * (2.1 + 4) / 2)
    made = document(found, filled, meter="m", file="a", sha256="0" * 64)
    assert [(each.kind, each.count) for each in made.corrections] == [("gap_filled", 2)]


def test_a_counter_that_rolls_over_goes_on():
    frame = counter([97.0, 98, 99, 0, 1, 2])
    found = _found(frame, Asked("kWh", modulus=100))
    assert found["amount"] == 5
    assert found["rows_of"]["rolled"] == {"count": 1, "rows": [3]}
    assert _codes(frame, Asked("kWh", modulus=100)) == ["SER-107"]


def test_a_fall_that_is_no_roll_over_is_a_reset_whose_amount_is_unknown():
    frame = counter([50.0, 51, 52, 3, 4, 5])
    for asked in (PLAIN, Asked("kWh", modulus=100)):
        found = _found(frame, asked)
        assert found["amount"] == 4
        assert found["rows_of"]["reset"]["count"] == 1
        assert "SER-108" in _codes(frame, asked)


def test_one_reading_out_of_line_is_left_out_and_named():
    values = _total(_day(50))
    good = values[-1]
    values[20] = 9000.0
    frame = counter(values)
    found = _found(frame)
    assert found["amount"] == pytest.approx(good)
    assert found["rows_of"]["counter_spike"] == {"count": 1, "rows": [21]}
    assert "SER-106" in _codes(frame)


def test_rows_out_of_order_are_sorted_and_named():
    frame = counter([0.0, 1, 2, 3, 4], times=[0, 2, 1, 3, 4])
    frame = frame.with_columns(pl.Series("value", [0.0, 2, 1, 3, 4]))
    assert _found(frame)["amount"] == 4
    assert _found(frame)["rows_of"]["reordered"] == {"count": 1, "rows": [3]}
    assert "SER-103" in _codes(frame)


def test_repeats_count_once_and_conflicts_take_the_first():
    frame = counter([0.0, 1, 1, 2, 9, 3, 4], times=[0, 1, 1, 2, 2, 3, 4])
    found = _found(frame)
    assert found["amount"] == 4
    assert found["rows_of"]["repeated"]["rows"] == [3]
    assert found["rows_of"]["conflicting"]["rows"] == [5]
    report = judge(found, PLAIN, "a")
    counts = report.counts["readings"]
    assert (counts.read, counts.imported, counts.skipped, counts.failed) == (7, 5, 2, 0)


def test_what_can_not_be_read_fails_by_row(tmp_path):
    (tmp_path / "a.csv").write_text(
        "time,value\n2025-01-01T00:00:00Z,1\nnonsense,2\n2025-01-01T00:30:00Z,none\n2025-01-01T00:45:00Z,3\n"
        "2025-01-01T01:00:00Z,4\n",
        "utf-8",
    )
    found = check(load(tmp_path / "a.csv", PLAIN), PLAIN, "a.csv")
    assert found["rows_of"]["unreadable"] == {"count": 2, "rows": [2, 3]}
    counts = judge(found, PLAIN, "a.csv").counts["readings"]
    assert (counts.read, counts.imported, counts.failed) == (5, 3, 2)


def test_bad_marks_of_quality_do_not_count_and_lost_messages_are_said():
    frame = counter([0.0, 1, 99, 3, 4]).with_columns(
        pl.Series("quality", ["good", "good", "bad", "good", "good"]), pl.Series("seq", [1, 2, 3, 6, 7])
    )
    columns = {**COLUMNS, "quality": "quality", "sequence": "seq"}
    found = _found(frame, PLAIN, columns)
    assert (found["rows_of"]["quality"]["rows"], found["lost"]) == ([3], 2)
    assert {"SER-102", "SER-116"} <= set(_codes(frame, PLAIN, columns))


def test_a_spike_of_amounts_is_flagged_and_counted():
    values = _day()
    values[40] = 90.0
    found = _found(counter(values), Asked("kWh", kind="amounts"))
    assert found["flags"]["spike"]["count"] == 1
    assert found["flags"]["spike"]["values"] == [90.0]
    assert found["amount"] == pytest.approx(sum(values))


def test_a_stuck_value_and_a_standstill_are_two_things():
    values = [*_day(60), *[1.5] * 30, *_day(60), *[0.0] * 100, *_day(30)]
    found = _found(counter(values), Asked("kWh", kind="amounts"))
    assert found["flags"]["stuck"]["count"] == 30
    assert found["flags"]["zero"]["count"] == 100


def test_amounts_outside_of_the_range_are_flagged_by_the_hour():
    asked = Asked("kWh", kind="amounts", low=4.0, high=20.0, hourly=True)
    found = _found(counter([0.5, 2.0, 2.1, 6.0, 0.0]), asked)
    assert (found["flags"]["below"]["count"], found["flags"]["above"]["count"]) == (1, 1)


def test_times_without_a_zone_need_one(tmp_path):
    frame = counter(_total(_day(10))).with_columns(pl.col("time").dt.replace_time_zone(None))
    frame.write_csv(tmp_path / "a.csv")
    with pytest.raises(BadSeries, match="zone"):
        load(tmp_path / "a.csv", PLAIN)
    given = load(tmp_path / "a.csv", Asked("kWh", zone="Asia/Shanghai"))
    assert int(given.time[0]) == int(START.timestamp() * 1e6) - 8 * 3600 * 1_000_000
    with pytest.raises(BadSeries, match="Mars"):
        load(tmp_path / "a.csv", Asked("kWh", zone="Mars/Base"))


def test_an_hour_that_a_clock_change_makes_ambiguous_is_not_guessed(tmp_path):
    (tmp_path / "a.csv").write_text(
        "time,value\n2025-10-26 01:30,1\n2025-10-26 02:30,2\n2025-10-26 03:30,3\n2025-10-26 04:30,4\n", "utf-8"
    )
    given = load(tmp_path / "a.csv", Asked("kWh", zone="Europe/Berlin"))
    assert given.unreadable.tolist() == [2]


def test_months_begin_in_the_zone_and_add_up():
    frame = counter(_total([1.0] * 24 * 40), minutes=60)
    found = _found(frame, Asked("kWh", zone="Asia/Shanghai"))
    sums = found["sums"]
    assert [each["start"][:10] for each in sums] == ["2025-01-01", "2025-02-01"]
    assert [each["amount"] for each in sums] == pytest.approx([24 * 31 - 8, 24 * 9 + 8])
    assert sum(each["amount"] for each in sums) == pytest.approx(found["amount"])
    assert sums[0]["covered"] == pytest.approx((24 * 31 - 8) / (24 * 31))


def test_a_file_without_the_columns_or_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(BadSeries, match=r"x, y"):
        read(tmp_path / "a.csv", PLAIN, meter="m")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(BadSeries):
        read(tmp_path / "b.parquet", PLAIN, meter="m")
    (tmp_path / "c.csv").write_text("time,value\n2025-01-01T00:00:00Z,1\n", "utf-8")
    with pytest.raises(BadSeries, match="three"):
        read(tmp_path / "c.csv", PLAIN, meter="m")


def test_csv_and_parquet_give_the_same_series(tmp_path):
    frame = counter(_total(_day(200)))
    frame.write_parquet(tmp_path / "a.parquet")
    one = read(csv(frame, tmp_path / "a.csv"), PLAIN, meter="m")
    other = read(tmp_path / "a.parquet", PLAIN, meter="m")
    left_out = {"file", "sha256"}
    assert one.series.model_dump(exclude=left_out) == other.series.model_dump(exclude=left_out)
    assert len(one.picture["mean"]) == 200


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-16", "\t")])
def test_chinese_exports_are_read_as_they_come(tmp_path, encoding, mark):
    rows = [mark.join(("采集时间", "示数")), *(mark.join((f"2025/01/01 00:{15 * i:02}", f"{i}.5")) for i in range(4))]
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode(encoding))
    found = read(tmp_path / "a.csv", Asked("kWh", zone="Asia/Shanghai"), meter="m")
    assert (found.series.amount, found.series.readings) == (3, 4)


def test_a_million_readings_are_checked_and_every_fault_is_found():
    """Seeded faults in 10⁶ quarter-hours: each is found where it was put, nothing else is."""
    n = 1_000_000
    unrest = np.random.default_rng(1).normal(0, 0.1, n)
    step = np.round(3 + np.sin(2 * np.pi * np.arange(n) / 96) + unrest.clip(-0.4, 0.4), 4)
    step[700_000:700_050] = 2.5
    step[300_000] = 60.0
    value = np.cumsum(step) % 1_000_000.0
    kept = np.ones(n, dtype=bool)
    kept[500_000:500_020] = False
    begin = np.datetime64(START.replace(tzinfo=None), "us")
    stamps = begin + np.arange(n) * np.timedelta64(60, "s")
    frame = pl.DataFrame({"time": stamps, "value": value}).with_columns(pl.col("time").dt.replace_time_zone("UTC"))
    start = time.perf_counter()
    found = _found(frame.filter(pl.Series(kept)), Asked("kWh", modulus=1_000_000))
    assert time.perf_counter() - start < 60
    assert found["amount"] == pytest.approx(float(step[1:].sum()))
    assert found["missing"] == 20
    assert found["rows_of"]["rolled"]["count"] == int(step.sum() // 1_000_000)
    assert found["flags"]["spike"]["count"] == 1
    assert found["flags"]["stuck"]["count"] == 50
    assert found["rows_of"]["reset"]["count"] == 0
