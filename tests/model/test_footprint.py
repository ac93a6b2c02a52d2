import pytest

from tanji.model.footprint import Score
from tanji.model.method import GASES, LINES, Indicator


def test_a_score_has_a_line_for_every_indicator_in_their_order():
    assert list(Score.model_fields) == [line.value for line in Indicator]
    assert (*LINES, *GASES) == tuple(Indicator)


def test_a_score_of_values_leaves_the_other_lines_at_nothing():
    made = Score.of({Indicator.total: 2, Indicator.fossil: 2})
    assert (made.total, made.fossil, made.land_use) == (2, 2, 0)


def test_the_sum_is_exact_whatever_the_order():
    parts = [Score(total=value) for value in (1e16, 1.0, -1e16, 0.1, 0.2, 0.3)]
    assert Score.sum(parts).total == Score.sum(reversed(parts)).total == pytest.approx(1.6, rel=1e-15)
    assert Score.sum([]) == Score()


def test_a_multiple_counts_on_every_line():
    one = Score(**{line.value: float(place + 1) for place, line in enumerate(Indicator)})
    assert one.times(3) == Score.sum([one, one, one])
    assert one.times(0) == Score()


def test_biogenic_carbon_dioxide_is_beside_the_total_and_can_be_added():
    wood = Score(total=1, fossil=0.75, biogenic_emissions=2.25, biogenic_co2=2, biogenic_removals=-1.5)
    assert wood.total == wood.fossil + wood.land_use + wood.biogenic_emissions - wood.biogenic_co2
    assert wood.with_biogenic == 1.5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "many"])
def test_a_score_is_a_finite_number(value):
    with pytest.raises(ValueError, match="total"):
        Score(total=value)
