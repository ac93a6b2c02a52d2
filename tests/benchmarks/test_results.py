import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measure import Row, apart
from benchmarks.synthetic import CORE, RADIUS, synthetic
from tanji.lca import Index, Triples, inspect, system

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "latest.json"


def test_the_synthetic_database_is_as_it_says():
    made = synthetic(1500)
    found = inspect(
        system(
            Triples(*made.technosphere),
            Triples(*made.biosphere),
            Triples(*made.characterization),
            processes=Index(map(str, range(made.n))),
            flows=Index(map(str, range(made.flows))),
            indicators=Index(["gwp"]),
        )
    )
    (loop,) = found.loops
    assert len(loop.processes) == int(CORE * made.n)
    assert loop.radius == pytest.approx(RADIUS, abs=0.01)
    assert 0.8 < found.coefficients / (made.n * 15.3) < 1.2
    assert found.negative_reference


def test_the_same_seed_gives_the_same_database():
    one, two, other = synthetic(800), synthetic(800), synthetic(800, seed=7)
    assert all(np.array_equal(a, b) for a, b in zip(one.technosphere, two.technosphere, strict=True))
    assert not np.array_equal(one.technosphere[2], other.technosphere[2])


def test_differences_are_relative_and_two_zeros_are_equal():
    assert apart([1, 0], [1, 0]) == 0
    assert apart([2.0, 0], [1.0, 0]) == 0.5
    assert apart(1.0, 0.0) == 1


def test_the_kept_results_have_a_row_for_each_task_and_agree_with_the_peer():
    rows = [Row(**row) for row in json.loads(RESULTS.read_text(encoding="utf-8"))]
    assert {row.system for row in rows} >= {"uslci", "synthetic-23000"}
    first_order = [
        row for row in rows if row.task.startswith("analytic")
    ]  # against Monte Carlo, which is no exact peer
    assert all(row.error < (0.05 if row in first_order else 1e-9) for row in rows)
    assert {row.task.partition(":")[0] for row in rows} >= {"montecarlo", "analytic", "portfolio", "import", "search"}
    assert all(row.ratio == pytest.approx(row.peer_s / row.ours_s, rel=0.02) for row in rows)
