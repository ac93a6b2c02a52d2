"""The benchmarks on a small database: our side always, the peers where they are installed."""

import json

import numpy as np
import pytest

from benchmarks import analytic, databases, demands, ours, run, trees
from benchmarks.measure import Pair, Row, row
from benchmarks.synthetic import synthetic
from benchmarks.table import met, show
from tanji import lca

N = 400


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    made = synthetic(N)
    place = tmp_path_factory.mktemp("benchmark") / "ours"
    ours.store(place, made)
    return databases.Stored(made.label, N, place, place / "no peer", 7)


def dense(stored):
    """Intensities by plain elimination from the coefficients of the generator."""
    made = synthetic(N)
    a, b = np.zeros((N, N)), np.zeros((made.flows, N))
    np.add.at(a, made.technosphere[:2], made.technosphere[2])
    np.add.at(b, made.biosphere[:2], made.biosphere[2])
    factors = np.zeros(made.flows)
    factors[made.characterization[1]] = made.characterization[2]
    return np.linalg.solve(a.T, factors @ b), np.sign(np.diag(a))


def test_the_release_on_the_shelf_has_the_scores_of_the_generated_matrices(stored):
    expected, sign = dense(stored)
    assert ours.all_intensities(stored.ours) == pytest.approx(expected, rel=1e-9)
    assert ours.first_score(stored.ours, 7) == pytest.approx(expected[7] * sign[7], rel=1e-9)


def test_its_matrices_are_kept_before_any_clock_runs(stored):
    assert list(stored.ours.rglob("arrays.bin"))


def test_demands_are_scored_as_a_portfolio(stored):
    expected, _ = dense(stored)
    drawn = demands.drawn(N, 30)
    assert drawn == demands.drawn(N, 30)
    by_hand = [sum(amount * expected[process] for process, amount in each.items()) for each in drawn]
    assert demands._ours(stored, drawn) == pytest.approx(by_hand, rel=1e-9)


def test_a_tree_of_the_benchmark_follows_rounds_to_the_cut_off(stored):
    system = ours.in_memory(stored.ours)
    process = trees.greatest(system)
    found = trees.scores(trees.grown(system, process))
    total = abs(found[process,])
    assert len(found) > 1
    assert all(abs(score) >= trees.CUTOFF * total for score in found.values())
    intensity = ours.intensities(system)
    inputs = system.A[:, [process]].toarray()[:, 0] / -system.reference[process]
    inputs[process] = 0
    large = {(process, int(j)) for j in np.flatnonzero(np.abs(inputs * intensity) >= trees.CUTOFF * total)}
    assert {path for path in found if len(path) == 2} == large


def test_first_order_is_within_its_goal_of_monte_carlo(stored):
    rows = analytic.rows(stored, draws=3000)
    assert [each.task for each in rows] == [analytic.TASK, analytic.BOTH]
    assert all(each.error <= analytic.CLOSE for each in rows)


def test_every_row_is_of_the_part_that_its_task_begins_with():
    assert {run._part("tree: cut-off 0.001, same tree"), run._part("demands: open")} == {"trees", "demands"}
    assert run._part(analytic.TASK) == "analytic"
    assert run._part("cold start: open, first score") == "matrices"
    assert set(run.BEGINNINGS.values()) <= set(run.PARTS)


def test_goals_are_ratios_or_the_most_that_something_may_take():
    def made(task, ours_s, goal, error=0.0):
        return Row(task, "s", 1, "p", "c", 1.0, ours_s, 1.0 / ours_s, goal, error)

    assert met(made("cold start", 0.02, 25.0)) is True
    assert met(made("cold start", 0.05, 25.0)) is False
    assert met(made("cold start", 0.05, None)) is None
    assert met(made(analytic.TASK, 0.04, 0.05, error=0.03)) is True
    assert met(made(analytic.TASK, 0.04, 0.05, error=0.06)) is False
    assert met(made(analytic.TASK, 0.06, 0.05)) is False


def test_the_table_is_printed(capsys):
    pair = Pair(0.5, 0.01, 1.0, 1.0)
    show([row("cold start", ("synthetic-400", N), ("numpy", "LCA"), pair, goal=25.0)], "here")
    printed = capsys.readouterr().out
    assert "50×" in printed
    assert "yes" in printed


def test_the_peers_agree_where_they_are_installed(tmp_path):
    pytest.importorskip("bw2calc")
    pytest.importorskip("bw_graph_tools")
    small = databases.made_up(N, tmp_path)
    rows = [*demands.rows(small, 20), *trees.rows(small)]
    assert len(rows) == 3
    assert all(each.error < 1e-9 for each in rows)
    json.dumps([each.task for each in rows])
    assert isinstance(ours.in_memory(small.ours), lca.System)
