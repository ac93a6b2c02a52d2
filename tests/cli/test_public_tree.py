"""The contribution tree as everybody may see it, and readers who try to compute what it withholds."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.background.packages import method
from tests.background.test_withhold import FACTORS, _footprint, background, closed, free  # noqa: F401 - fixtures

from tanji import lca
from tanji.background.disclosure import recoverable
from tanji.background.withhold import public
from tanji.cli.branches import Ending, Following, branches, rows
from tanji.cli.explain import _body

SHUT = frozenset({"resin", "fibre", "glue", "tape"})
FOLLOWING = Following(lca.Limits(cutoff=0.0, depth=9, nodes=1000))
LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(FACTORS)),
        st.sampled_from(["raw_material", "production", "use"]),
        st.floats(0.01, 100),
    ),
    min_size=1,
    max_size=7,
)


def shown(footprint, background):  # noqa: F811 - the fixture
    view = public(footprint, background)
    return view, branches(footprint, background, method(), FOLLOWING, view=view)


def computed(footprint, view, tree):
    """What two readers can compute of the tree: one who knows every amount, and one who knows none."""
    process = {line.activity: line.listing.process for line in footprint.lines}
    amount = {line.activity: line.amount for line in footprint.lines}
    withheld = {line.activity: line.withheld for line in view.lines if line.withheld}
    stages = {stage.stage: branch.score for stage, branch in zip(footprint.stages, tree, strict=True)}
    knows, guesses = [], []
    for name, score in [("total", view.score.total), *stages.items()]:
        inside = [line.activity for line in footprint.lines if name in {"total", line.stage}]
        inside = [activity for activity in inside if activity in withheld]
        if score is None or not inside:
            continue
        row = {}
        for activity in inside:
            known = withheld[activity] == "rights"
            key = process[activity] if known else activity
            row[key] = row.get(key, 0.0) + (amount[activity] if known else 1.0)
        knows.append(row)
        guesses.append(dict.fromkeys(inside, 1.0))
    return recoverable(knows) & SHUT, {x for x in recoverable(guesses) if withheld[x] == "rights"}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(lines=LINES)
def test_no_withheld_value_can_be_computed_from_the_tree(lines, background):  # noqa: F811
    footprint = _footprint(background, *((f"a{place}", *line) for place, line in enumerate(lines)))
    view, tree = shown(footprint, background)
    assert computed(footprint, view, tree) == (frozenset(), set())
    every = [branch for top in tree for branch in rows(top)]
    for branch in every:
        if branch.end in {Ending.rights, Ending.protects}:
            assert (branch.score, branch.share, branch.amount, branch.direct) == (None,) * 4
            assert branch.below == []
    below = [branch for top in tree for line in top.below for branch in rows(line) if branch.score is not None]
    assert not {branch.process for branch in below} & {f"closed:{name}" for name in SHUT}
    if view.score.total is None:
        assert all(branch.share is None for branch in every)
    forbidden = {line.score.total for line in footprint.lines if line.listing.process in SHUT}
    figures = {x for top in tree for line in top.below for b in rows(line) for x in (b.score, b.direct, b.share)}
    assert not forbidden & figures


def test_the_order_of_the_rows_says_nothing_of_what_is_withheld(background):  # noqa: F811
    lines = [("z", "resin", 50.0), ("y", "power", 1.0), ("x", "fibre", 0.1), ("w", "wood", 40.0)]
    footprint = _footprint(background, *((a, name, "raw_material", amount) for a, name, amount in lines))
    _, tree = shown(footprint, background)
    assert [branch.names["en"] for branch in tree[0].below] == ["w", "y", "x", "z"]
    assert [branch.number for branch in tree[0].below] == ["1.1", "1.2", "1.3", "1.4"]


def test_a_tree_of_open_processes_is_the_same_with_and_without_public(background):  # noqa: F811
    footprint = _footprint(background, ("a", "power", "production", 2.0), ("b", "wood", "raw_material", 3.0))
    _, tree = shown(footprint, background)
    assert tree == branches(footprint, background, method(), FOLLOWING)


def test_without_the_total_nothing_has_a_share_and_the_cut_off_is_of_what_is_shown(background):  # noqa: F811
    footprint = _footprint(background, ("a", "resin", "raw_material", 2.0))
    view, tree = shown(footprint, background)
    assert view.score.total is None
    assert [branch.score for top in tree for branch in rows(top)] == [None, None]
    assert "3.14" not in json.dumps([_body(branch) for branch in tree])
    assert tree[0].below[0].process == "closed:resin"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_drawn_in_both_languages(language, background):  # noqa: F811
    from rich.console import Console

    from tanji.cli.draw.tree import public_heading, tree

    footprint = _footprint(background, ("a", "resin", "raw_material", 2.0), ("b", "power", "production", 5.0))
    view, found = shown(footprint, background)
    console = Console(width=100, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(public_heading(view, language), tree(found, language))
    assert {"zh": "按数据权利不公开", "en": "withheld by rights"}[language] in captured.get()
