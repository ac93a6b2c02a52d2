"""Measured beside calculated emissions: outside of the combined uncertainty is flagged."""

import pytest

from tanji.assess.measured import UnfitMeasurement, beside


def test_a_difference_within_twice_the_combined_u_agrees():
    found = beside((104.0, 3.0), (100.0, 4.0), unit="t")
    assert (found.difference, found.u, found.agrees) == (4, 5, True)
    assert found.en == pytest.approx(0.4)
    assert found.finding.code == "CEM-102"


def test_a_difference_beyond_it_is_flagged():
    found = beside((111.0, 3.0), (100.0, 4.0), unit="t")
    assert not found.agrees
    assert (found.finding.code, found.finding.severity) == ("CEM-103", "warning")


def test_without_an_uncertainty_nothing_is_said():
    found = beside((111.0, 3.0), (100.0, None), unit="t")
    assert (found.agrees, found.u, found.finding.code) == (None, None, "CEM-101")


@pytest.mark.parametrize("given", [((float("nan"), 1.0), (1.0, 1.0)), ((1.0, -1.0), (1.0, 1.0))])
def test_unfit_figures_are_refused(given):
    with pytest.raises(UnfitMeasurement):
        beside(*given, unit="t")
