"""What holds for every system: random ones with loops, credits, treatments and units of any size."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_array

from tanji.lca import Index, Limits, System, direct_contributions, expand, factorize, intensities, scores, tree

quick = settings(max_examples=60, deadline=None)


@st.composite
def systems(draw):
    """A system whose supply exists: the absolute inputs of a product never reach what is made of it."""
    n = draw(st.integers(1, 12))
    seed = draw(st.integers(0, 2**32 - 1))
    filled = draw(st.floats(0.05, 0.9))
    rng = np.random.default_rng(seed)
    z = rng.lognormal(0, 2, (n, n)) * (rng.random((n, n)) < filled)
    np.fill_diagonal(z, 0)
    z *= draw(st.sampled_from([0.3, 0.9, 0.99])) / np.maximum(z.sum(axis=0), 1e-9)
    z *= np.where(rng.random((n, n)) < 0.2, -1, 1)
    unit = 10.0 ** rng.uniform(-3, 3, n)
    reference = 10.0 ** rng.uniform(-2, 2, n) * np.where(rng.random(n) < 0.2, -1, 1)
    a = (np.eye(n) - z * unit[:, None] / unit) * np.sign(reference)[:, None] * np.abs(reference)
    flows, kinds = 4, 2
    b = rng.normal(size=(flows, n)) * (rng.random((flows, n)) < 0.7)
    c = rng.normal(size=(kinds, flows))
    return assembled(a, b, c), rng


def assembled(a, b, c):
    return System(
        A=csc_array(a),
        B=csc_array(b),
        C=csc_array(c),
        processes=Index(map(str, range(len(a)))),
        flows=Index(map(str, range(len(b)))),
        indicators=Index(map(str, range(len(c)))),
    )


def gross(system, factor, demand):
    """Sum of absolute direct contributions: what rounding is measured against."""
    supply = factor.solve(demand)
    return abs(system.C) @ (abs(system.B) @ np.abs(supply)) + 1e-300


@quick
@given(systems())
def test_scores_are_linear_in_the_demand(drawn):
    system, rng = drawn
    factor = factorize(system)
    f, g = rng.normal(size=(2, len(system)))
    both = scores(system, factor, 3 * f - 2 * g)
    apart = 3 * scores(system, factor, f) - 2 * scores(system, factor, g)
    assert np.all(np.abs(both - apart) <= 1e-10 * (gross(system, factor, f) + gross(system, factor, g)))


@quick
@given(systems())
def test_forward_and_adjoint_agree(drawn):
    system, rng = drawn
    factor = factorize(system)
    f = rng.normal(size=(len(system), 3))
    gap = np.abs(scores(system, factor, f) - intensities(system, factor) @ f)
    assert np.all(gap <= 1e-10 * gross(system, factor, f))


@quick
@given(systems())
def test_the_order_of_processes_does_not_matter(drawn):
    system, rng = drawn
    shuffled = rng.permutation(len(system))
    other = assembled(system.A.toarray()[shuffled][:, shuffled], system.B.toarray()[:, shuffled], system.C.toarray())
    f = rng.normal(size=len(system))
    factor = factorize(system)
    gap = np.abs(scores(system, factor, f) - scores(other, factorize(other), f[shuffled]))
    assert np.all(gap <= 1e-10 * gross(system, factor, f))


@quick
@given(systems(), st.floats(-9, 9))
def test_a_change_of_unit_changes_nothing(drawn, power):
    system, rng = drawn
    changed = rng.integers(len(system))
    scale = np.ones(len(system))
    scale[changed] = 10.0**power
    other = assembled(system.A.toarray() * scale[:, None], system.B.toarray(), system.C.toarray())
    f = rng.normal(size=len(system))
    factor = factorize(system)
    gap = np.abs(scores(system, factor, f) - scores(other, factorize(other), f * scale))
    assert np.all(gap <= 1e-9 * gross(system, factor, f))


@quick
@given(systems())
def test_the_run_that_a_process_is_given_for_does_not_matter(drawn):
    system, rng = drawn
    longer = 10.0 ** rng.uniform(-6, 6, len(system))
    other = assembled(system.A.toarray() * longer, system.B.toarray() * longer, system.C.toarray())
    f = rng.normal(size=len(system))
    factor = factorize(system)
    gap = np.abs(scores(system, factor, f) - scores(other, factorize(other), f))
    assert np.all(gap <= 1e-9 * gross(system, factor, f))


@quick
@given(systems(), st.sampled_from([0.0, 1e-3, 0.1]), st.integers(1, 6), st.integers(1, 200))
def test_the_parts_of_a_tree_and_of_everything_expanded_add_up(drawn, cutoff, depth, nodes):
    system, rng = drawn
    limits = Limits(cutoff=cutoff, depth=depth, nodes=nodes)
    f = rng.normal(size=len(system)) * (rng.random(len(system)) < 0.5)
    row = intensities(system, factorize(system))[1]
    found = tree(system, row, f, limits, indicator=1)
    parts = list(found.branches.parts())
    assert abs(sum(parts) - found.total) <= 1e-12 * sum(map(abs, parts))
    open_ = list(found.branches.nodes)
    while open_:
        node = open_.pop()
        open_.extend(node.branches.nodes)
        below = expand(system, row, node, limits, basis=found.basis, indicator=1) if node.end else node.branches
        parts = [node.direct, *below.parts()]
        assert abs(sum(parts) - node.score) <= 1e-12 * sum(map(abs, parts))
        for rest in node.branches.rests:
            parts = list(expand(system, row, rest, limits, basis=found.basis, indicator=1).parts())
            assert abs(sum(parts) - rest.score) <= 1e-12 * sum(map(abs, parts))


@quick
@given(systems())
def test_direct_contributions_add_up_to_the_score(drawn):
    system, rng = drawn
    factor = factorize(system)
    f = rng.normal(size=len(system))
    found = direct_contributions(system, factor, f)
    size = gross(system, factor, f)[0]
    assert abs(found.by_process.sum() - found.total) <= 1e-12 * size
    assert abs(found.by_flow.sum() - scores(system, factor, f)[0]) <= 1e-12 * size
