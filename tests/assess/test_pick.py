"""The data picker takes the most traceable data; taking less needs a reason."""

import pytest

from tanji.assess.pick import Candidate, NothingToPick, pick
from tanji.model.figure import DataType

ALL = [
    Candidate("secondary", DataType.literature),
    Candidate("estimate", DataType.estimate),
    Candidate("bill", DataType.bill, 1),
    Candidate("metered", DataType.metered, 2),
    Candidate("calibrated", DataType.calibrated, 3),
]


def test_the_order_is_calibrated_metered_bill_estimate_secondary():
    left = list(ALL)
    order = []
    while left:
        best = pick(left).best
        order.append(best.id)
        left.remove(best)
    assert order == ["calibrated", "metered", "bill", "estimate", "secondary"]


def test_a_lower_choice_without_a_reason_is_a_warning_and_with_one_a_note():
    silent = pick(ALL, chosen="bill")
    assert [(f.code, f.severity) for f in silent.findings] == [("MET-121", "warning")]
    told = pick(ALL, chosen="bill", reason="the meter serves two tenants")
    assert [(f.code, f.severity) for f in told.findings] == [("MET-122", "note")]
    assert "two tenants" in told.findings[0].message.en
    assert pick(ALL, chosen="bill", reason="  ").findings[0].code == "MET-121"


def test_an_expired_calibration_ranks_as_metered_and_alarms():
    expired = Candidate("old", DataType.calibrated, 2, expired=40)
    better = Candidate("metered", DataType.metered, 3)
    found = pick([expired, better])
    assert found.best.id == "metered"
    assert [finding.code for finding in found.findings] == ["MET-123"]
    assert pick([expired, Candidate("bill", DataType.bill)]).best.id == "old"


def test_nothing_to_pick_from_and_an_unknown_choice_are_refused():
    with pytest.raises(NothingToPick):
        pick([])
    with pytest.raises(NothingToPick, match="phone"):
        pick(ALL, chosen="phone")
