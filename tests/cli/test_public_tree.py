"""The contribution tree as everybody may see it, and readers who try to compute what it withholds."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.background.packages import method
from tests.background.readers import nearest_of
from tests.background.test_withhold import (  # noqa: F401 - fixtures
    BEHIND,
    CLOSED,
    FACTORS,
    _footprint,
    background,
    closed,
    free,
)

from tanji import lca
from tanji.background.rights_rules import rights_rules
from tanji.background.withhold import public
from tanji.cli.branches import Ending, Following, branches, rows
from tanji.cli.explain import _body

SHUT = frozenset({"resin", "fibre", "glue", "tape"})
FOLLOWING = Following(lca.Limits(cutoff=0.0, depth=9, nodes=1000))
LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(FACTORS)),
        st.sampled_from(["raw_material", "production", "use"]),
        st.one_of(st.floats(0.01, 100), st.floats(-3, 3).map(lambda power: 10.0**power)),
    ),
    min_size=1,
    max_size=7,
)


def shown(footprint, background):  # noqa: F811 - the fixture
    view = public(footprint, background)
    return view, branches(footprint, background, method(), FOLLOWING, view=view)


def near(footprint, view, tree):
    """What readers can estimate of the tree to within the share of the rules, by the sums that it shows."""
    stages = {stage.stage: branch.score for stage, branch in zip(footprint.stages, tree, strict=True)}
    found = nearest_of(footprint, view, {"total": view.score.total, **stages}, BEHIND, CLOSED)
    return {name: error for name, error in found.items() if error < rights_rules().within * (1 - 1e-6)}


@settings(max_examples=150, deadline=None)
@given(lines=LINES)
@example(lines=[("fibre", "raw_material", 417.0), ("glue", "raw_material", 0.01)])
@example(lines=[("fibre", "raw_material", 417.0), ("glue", "raw_material", 0.01), ("power", "use", 100.0)])
def test_no_withheld_value_can_be_computed_or_estimated_from_the_tree(lines, background):  # noqa: F811
    footprint = _footprint(background, *((f"a{place}", *line) for place, line in enumerate(lines)))
    view, tree = shown(footprint, background)
    assert near(footprint, view, tree) == {}
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
