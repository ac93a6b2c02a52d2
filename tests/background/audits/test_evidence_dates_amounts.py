from datetime import date

import pytest
from tests.background.audits.subjects import said, subject
from tests.background.packages import gives, process, takes

from tanji.background.audits import amounts, dates, evidence
from tanji.model.process import Uncertainty
from tanji.model.source import Source

GOOD = Source(id="good", publisher="MEE", title={"zh": "公告"}, year=2025)
EMPTY = Source(id="empty", publisher="?", title={"en": " "})


def _mill(**more):
    return process("mill", gives("steel", 1), **more)


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        ((2020, 1, 1), (2024, 12, 31), None),
        ((2001, 1, 1), (2010, 12, 31), "AUD-151"),
        ((2001, 1, 1), (9999, 1, 1), "AUD-151"),
        ((2020, 1, 1), (9999, 1, 1), None),
        ((2020, 1, 1), (2019, 1, 1), "AUD-152"),
        (None, None, "AUD-153"),
        ((2030, 1, 1), (2031, 1, 1), "AUD-154"),
        (None, (2024, 1, 1), None),
    ],
)
def test_validity_is_told_by_the_day_of_the_audit(tmp_path, begins, ends, code):
    mill = _mill(valid_from=begins and date(*begins), valid_until=ends and date(*ends))
    assert said(dates.dates(subject(tmp_path, mill))) == ([(code, "mill")] if code else [])


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"sources": ("good",)}, []),
        ({"place": "Annex 2, table 1"}, []),
        ({}, ["AUD-161"]),
        ({"sources": ("gone", "good")}, ["AUD-162"]),
        ({"sources": ("empty",)}, ["AUD-163"]),
        ({"sources": ("empty", "good")}, []),
    ],
)
def test_every_process_has_a_source_that_is_there_and_says_something(tmp_path, more, codes):
    checked = evidence.sources(subject(tmp_path, _mill(**more), sources=[GOOD, EMPTY]))
    assert said(checked) == [(code, "mill") for code in codes]


def test_a_supplier_that_is_named_is_there(tmp_path):
    mine = process("mine", gives("ore", 1))
    mill = process("mill", gives("steel", 1), takes("ore", 1, provider="mine"), takes("ore", 2, provider="gone"))
    checked = evidence.providers(subject(tmp_path, mine, mill))
    assert (said(checked), checked.read) == ([("AUD-164", "mill")], 2)


@pytest.mark.parametrize(("place", "found"), [("CN-ZJ", 0), ("浙江", 0), (None, 0), ("RER", 0), ("Plant 7", 1)])
def test_places_are_known(tmp_path, place, found):
    assert len(evidence.places(subject(tmp_path, _mill(location=place))).findings) == found


def test_an_emission_below_zero_is_remarked(tmp_path):
    mill = process("mill", gives("steel", 1), gives("co2", -2), gives("ch4", 1))
    assert said(amounts.signs(subject(tmp_path, mill))) == [("AUD-171", "mill")]


@pytest.mark.parametrize(
    ("spread", "found"),
    [
        ({"kind": "lognormal", "median": 2.0, "gsd": 1.2}, False),
        ({"kind": "lognormal", "median": 2.0, "gsd": 0.5}, True),
        ({"kind": "triangular", "minimum": 1.0, "mode": 2.0, "maximum": 3.0}, False),
        ({"kind": "triangular", "minimum": 3.0, "mode": 2.0, "maximum": 1.0}, True),
        ({"kind": "uniform", "minimum": 2.5, "maximum": 1e12}, True),
        ({"kind": "uniform", "minimum": 2.0, "maximum": 2.0}, False),
        ({"kind": "uniform", "minimum": 0.0, "maximum": 1e6}, True),
        ({"kind": "lognormal", "median": 2000.0, "gsd": 1.2}, True),
        ({"kind": "triangular", "relative": True, "minimum": 0.9, "mode": 1.0, "maximum": 1.1}, False),
    ],
)
def test_distributions_are_possible(tmp_path, spread, found):
    mill = process("mill", gives("steel", 1), takes("ore", 2, uncertainty=Uncertainty(**spread)))
    assert said(amounts.distributions(subject(tmp_path, mill))) == ([("AUD-172", "mill")] if found else [])
