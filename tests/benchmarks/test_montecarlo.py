"""Monte Carlo of the benchmark on a small system: our side always, the peer where it is installed."""

import importlib.util

import numpy as np
import pytest

from benchmarks import montecarlo, montecarlo_peer
from benchmarks.measure import apart
from tanji.lca import factorize, intensities
from tanji.lca.simulate import sampled_intensities, system_at
from tanji.lca.streams import uniforms

N = 300


@pytest.fixture(scope="module")
def small():
    return montecarlo.made_up(N)


def test_every_exchange_is_a_lognormal_of_its_own(small):
    system = small.uncertain.system
    assert len(small.uncertain.variables) == system.A.nnz + system.B.nnz
    assert system.reference[small.process] > 0
    medians = system_at(small.uncertain, small.uncertain.variables.a)
    assert np.array_equal(medians.A.toarray(), system.A.toarray())


def test_draws_are_those_of_one_factorization_each(small):
    drawn = small.uncertain.variables.quantile(uniforms(1, range(3), np.arange(len(small.uncertain.variables))))
    for draw, values in enumerate(sampled_intensities(small.uncertain, draws=3, seed=1)):
        system = system_at(small.uncertain, drawn[:, draw])
        assert apart(values, intensities(system, factorize(system))) < 1e-9


def test_our_rows_are_measured_without_the_peer(small):
    rows = montecarlo.of(small, 20, peer=False)
    assert [row.task for row in rows] == ["montecarlo: 20 draws of every process", montecarlo.LIMIT]
    assert all(row.error < 1e-9 and row.ours_s > 0 for row in rows)
    assert rows[1].peer_s > 0


@pytest.mark.skipif(importlib.util.find_spec("bw2calc") is None, reason="bw2calc is not installed (make bench has it)")
@pytest.mark.filterwarnings("ignore")
def test_the_peer_agrees_on_shared_draws(small):
    rows = montecarlo.of(small, 20)
    assert [row.peer_class for row in rows[:3]] == list(montecarlo_peer.CLASSES)
    assert all(row.error < 1e-9 for row in rows)


def test_growth_is_an_exponent_of_n(small):
    def row(n, kind, theirs, own):
        each = montecarlo.Case(f"synthetic-{n}", small.uncertain, 0)
        made = montecarlo._row(each, montecarlo.ITERATION, kind, (theirs, own), error=0.0)
        return made.__class__(**{**made.__dict__, "n": n})

    found = montecarlo.growth([row(100, "LCA", 1.0, 0.1), row(1000, "LCA", 100.0, 1.0)])
    assert list(found.values()) == pytest.approx([1.0, 2.0])
