import pytest

from tanji.model.process import Direction, Exchange, Process, Uncertainty


def exchange(id_="1", **members):
    return Exchange(
        **{"id": id_, "flow": "f", "flow_name": "n", "direction": Direction.input, "amount": 1, "unit": "kg"} | members
    )


def test_the_reference_is_one_of_the_exchanges_or_missing():
    lines = (exchange("1"), exchange("2", direction="output"))
    assert Process(id="p", names={}, reference="2", exchanges=lines).reference_exchange() is lines[1]
    assert Process(id="p", names={}, exchanges=lines).reference_exchange() is None
    assert Process(id="p", names={}, reference="3", exchanges=lines).reference_exchange() is None


def test_an_amount_may_be_negative_but_not_missing_and_not_infinite():
    assert exchange(amount=-2).amount == -2
    for amount in (None, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="amount"):
            exchange(amount=amount)


def test_a_conversion_that_is_not_known_is_missing():
    assert exchange().reference_amount is None


@pytest.mark.parametrize("members", [{"gsd": 0}, {"gsd": -1}, {"sd": -1}, {"kind": "beta"}])
def test_a_spread_is_positive_and_its_distribution_known(members):
    with pytest.raises(ValueError, match=next(iter(members))):
        Uncertainty(**{"kind": "normal"} | members)
