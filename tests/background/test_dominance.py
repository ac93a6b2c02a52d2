"""The p % rule: sums that give a value away though they do not state it."""

import random

import pytest
from tests.background.readers import nearest

from tanji.background.dominance import estimable
from tanji.background.rights_rules import rights_rules


def test_the_example_of_the_handbook():
    """Handbook on Statistical Disclosure Control (2024), section 4.2, example 2: off by 15.4 %, so safe at p = 10."""
    cell = {"first": 52_000.0, "second": 50_000.0, "others": 8_000.0}
    assert estimable([cell], 0.10) == frozenset()
    assert estimable([cell], 0.16) == {"first"}


def test_the_second_largest_estimates_the_largest_and_the_other_way_round():
    """Example 1 of the same section: 50,000 and 49,000 of 100,000."""
    cell = {"first": 50_000.0, "second": 49_000.0, "others": 1_000.0}
    assert estimable([cell], 0.10) == {"first", "second"}


def test_fibre_beside_a_little_glue_is_given_away():
    assert estimable([{"fibre": 417.0, "glue": 0.01}], 0.1) == {"fibre", "glue"}
    assert estimable([{"fibre": 417.0, "glue": 0.01, "tape": 0.01}], 0.1) == {"fibre"}


def test_a_sum_and_a_part_of_it_give_their_difference():
    inner = {"a": 5.0, "b": 5.0, "c": 5.0}
    assert estimable([inner], 0.1) == frozenset()
    assert estimable([inner, inner | {"d": 9.0}], 0.1) == {"d"}


def test_two_sums_of_the_same_parts_in_other_shares_are_solved():
    three = {"a": 5.0, "b": 5.0, "c": 5.0}
    assert estimable([three, {"a": 10.0, "b": 5.0, "c": 5.0}], 0.1) == {"a", "b", "c"}


def test_what_everybody_knows_in_part_hides_nothing():
    parts = {"a": 5.0, "b": 5.0, "c": 5.0}
    assert estimable([parts], 0.1, silent={"c"}) == {"a", "b"}


def test_who_holds_several_parts_knows_them_together():
    parts = {"a": 5.0, "b": 5.0, "c": 5.0}
    assert estimable([parts], 0.1, holdings=[{"a", "b"}]) == {"c"}


def test_savings_count_by_their_size():
    assert estimable([{"a": 5.0, "b": -5.0, "c": -4.0}], 0.1) == frozenset()
    assert estimable([{"a": 5.0, "b": -0.1, "c": 0.1}], 0.1) == {"a"}


def test_nothing_emitted_by_all_is_no_secret_but_by_all_others_is():
    assert estimable([{"a": 0.0, "b": 0.0, "c": 0.0}], 0.1) == frozenset()
    assert estimable([{"a": 1.0, "b": 0.0, "c": 0.0}], 0.1) == {"a"}
    assert estimable([], 0.1) == frozenset()


@pytest.mark.parametrize("seed", range(60))
def test_it_finds_what_a_search_of_all_combinations_finds(seed):
    chance = random.Random(seed)
    sizes = {f"u{n}": 10 ** chance.uniform(-2, 2) for n in range(chance.randint(2, 6))}
    some = [{name: chance.uniform(-1, 9) for name in sizes if chance.random() < 0.7} for _ in range(3)]
    rows = [row for row in some if row]
    holding = chance.sample(sorted(sizes), k=2)
    parts = [{name: value * sizes[name] for name, value in row.items()} for row in rows]
    best = nearest(rows, sizes, [holding])
    assert estimable(parts, 0.1, holdings=[holding]) == {name for name, error in best.items() if error < 0.1}


def test_the_rules_say_their_figure_and_its_source():
    rules = rights_rules()
    assert (rules.id, rules.percent, rules.within) == ("tanji-rights/1", 10, 0.1)
    assert "equation 4.2" in rules.source
