"""Every coefficient of a release says which exchange it comes from."""

import pytest
from tests.background.packages import (
    CO2,
    gives,
    heijungs_and_suh,
    package,
    process,
    product,
    publish_here,
    takes,
)


def _traced(opened, matrix):
    """(row, column, value, id of the exchange, id of its process) of every coefficient."""
    exchanges, documents = opened.table("exchanges"), opened.table("processes")["id"]
    for row, column, value, place in opened.table(matrix).iter_rows():
        exchange = exchanges.row(place, named=True)
        yield row, column, value, exchange, documents[exchange["process"]]


def test_every_coefficient_names_its_exchange(tmp_path):
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    found = [(row, column, value, e["flow"], owner) for row, column, value, e, owner in _traced(opened, "technosphere")]
    assert found == [
        (0, 0, 10.0, "electricity", "power"),
        (1, 0, -2.0, "fuel", "power"),
        (1, 1, 100.0, "fuel", "refinery"),
    ]
    for _, column, value, exchange, owner in _traced(opened, "biosphere"):
        assert owner == opened.listings[column].process
        assert abs(value) == exchange["amount"]


def test_allocated_columns_share_the_exchange(tmp_path):
    made = package(
        [product("a"), product("b"), product("c"), CO2],
        [
            process("both", gives("a", 1), gives("b", 3), takes("c", 8), gives("co2", 4)),
            process("c-maker", gives("c", 1), gives("co2", 2)),
        ],
    )
    opened = publish_here(tmp_path, made, allocation="mass").opened
    inputs = [each for each in _traced(opened, "technosphere") if each[3]["flow"] == "c" and each[4] == "both"]
    assert [value for _, _, value, _, _ in inputs] == [-2.0, -6.0]
    assert len({exchange["id"] for _, _, _, exchange, _ in inputs}) == 1
    references = [each[3]["flow"] for each in _traced(opened, "technosphere") if each[0] == each[1]]
    assert references == ["a", "b", "c"]


def test_a_reference_given_in_two_lines_is_two_coefficients_of_one_place(tmp_path):
    made = package([product("a"), CO2], [process("p", gives("a", 1), gives("a", 2), gives("co2", 6))])
    opened = publish_here(tmp_path, made).opened
    assert [(value, e["amount"]) for _, _, value, e, _ in _traced(opened, "technosphere")] == [(1, 1), (2, 2)]
    assert opened.system().A.toarray() == pytest.approx(3.0)
