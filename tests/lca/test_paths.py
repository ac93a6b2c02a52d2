import numpy as np
import pytest
from tests.lca.systems import dense, heijungs_and_suh, random_loops

from tanji.lca import (
    End,
    Limits,
    UnfitIntensity,
    direct_contributions,
    expand,
    factorize,
    intensities,
    tree,
)

ALL = Limits(cutoff=0, depth=100, nodes=10_000)


def grown(made, demand, limits=ALL, indicator=0):
    row = intensities(made, factorize(made))[indicator]
    return row, tree(made, row, demand, limits, indicator=indicator)


def test_the_tree_of_heijungs_and_suh():
    # 1000 kWh: 100 kg CO2 of the plant itself, 200 l fuel with 0.1 kg each.
    _, found = grown(heijungs_and_suh(), [1000, 0])
    assert found.total == pytest.approx(120)
    (plant,) = found.branches.nodes
    assert (plant.process, plant.amount, plant.end) == (0, 1000, None)
    assert plant.direct == pytest.approx(100)
    (fuel,) = plant.branches.nodes
    assert (fuel.process, fuel.amount, fuel.end, fuel.path) == (1, 200, End.LEAF, (0,))
    assert fuel.score == fuel.direct == pytest.approx(20)
    assert fuel.share == pytest.approx(1 / 6)


def test_branches_come_by_absolute_share_with_credits_apart():
    made = dense([[1, 0, 0, 0], [-1, 1, 0, 0], [2, 0, 1, 0], [-1, 0, 0, 1]], b=[[1, 3, 4, 10]])
    _, found = grown(made, [1, 0, 0, 0])
    below = found.branches.nodes[0].branches
    assert [(node.process, node.score) for node in below.nodes] == [(3, 10), (2, -8), (1, 3)]
    assert [node.process for node in below.positive] == [3, 1]
    assert [node.process for node in below.negative] == [2]
    assert [node.share for node in below.nodes] == pytest.approx([10 / 6, -8 / 6, 3 / 6])


def test_what_is_below_the_cutoff_is_kept_in_a_rest_by_sign_and_can_be_expanded():
    made = dense([[1, 0, 0, 0], [-1, 1, 0, 0], [1, 0, 1, 0], [-1, 0, 0, 1]], b=[[100, 3, 4, 5]])
    limits = Limits(cutoff=0.06)
    row, found = grown(made, [1, 0, 0, 0], limits)
    (node,) = found.branches.nodes
    assert node.branches.nodes == ()
    assert [(rest.score, rest.end, len(rest.inputs)) for rest in node.branches.rests] == [
        (8, End.CUTOFF, 2),
        (-4, End.CUTOFF, 1),
    ]
    shown = expand(made, row, node.branches.rests[0], limits, basis=found.basis)
    assert [(n.process, n.score, n.end, n.path) for n in shown.nodes] == [
        (3, 5, End.LEAF, (0,)),
        (1, 3, End.LEAF, (0,)),
    ]
    assert shown.score == node.branches.rests[0].score


def test_a_branch_that_meets_itself_ends_as_a_loop_with_all_its_rounds():
    # p0 takes 0.5 p1, p1 takes 0.5 p0; each emits 1: score of p0 = 1 / (1 - 0.5) = 2.
    row, found = grown(dense([[1, -0.5], [-0.5, 1]]), [1, 0])
    again = found.branches.nodes[0].branches.nodes[0].branches.nodes[0]
    assert (again.process, again.amount, again.end) == (0, 0.25, End.LOOP)
    assert again.score == pytest.approx(0.5)
    further = expand(dense([[1, -0.5], [-0.5, 1]]), row, again, ALL, basis=found.basis)
    assert further.score == pytest.approx(again.score - again.direct)
    assert further.nodes[0].end is End.LOOP


def chain_of(n):
    return dense(np.eye(n) - np.eye(n, k=-1))


def test_a_branch_ends_at_the_depth_and_can_be_expanded_from_there():
    made = chain_of(6)
    row, found = grown(made, np.eye(6)[0], Limits(cutoff=0, depth=2))
    last = found.branches.nodes[0].branches.nodes[0]
    assert (last.end, last.score, last.direct) == (End.DEPTH, 5, 1)
    more = expand(made, row, last, Limits(cutoff=0, depth=3), basis=found.basis)
    assert more.score == 4
    assert more.nodes[0].branches.nodes[0].branches.nodes[0].end is End.DEPTH


def test_the_number_of_nodes_is_limited_and_the_greatest_come_first():
    a = np.eye(6)
    a[1:, 0] = -1
    _, found = grown(dense(a, b=[[0, 1, 2, 3, 4, 5]]), np.eye(6)[0], Limits(cutoff=0, nodes=3))
    below = found.branches.nodes[0].branches
    assert [node.score for node in below.nodes] == [5, 4]
    assert [(rest.score, rest.end) for rest in below.rests] == [(6, End.LIMIT)]
    _, found = grown(chain_of(4), np.eye(4)[0], Limits(cutoff=0, nodes=2))
    assert found.branches.nodes[0].branches.nodes[0].end is End.LIMIT


def test_a_process_without_reference_amount_ends_its_branch():
    # Each of the two makes the other's product; what it needs per unit of its own is not defined.
    _, found = grown(dense([[0, 1], [1, 0]]), [1, 0])
    assert [(node.end, node.score, node.direct) for node in found.branches.nodes] == [(End.NO_REFERENCE, 1, 0)]


def test_treatment_appears_with_a_negative_amount_and_a_positive_score():
    _, found = grown(dense([[1, 0], [3, -1]], b=[[1, 2]]), [1, 0])
    (treatment,) = found.branches.nodes[0].branches.nodes
    assert (treatment.amount, treatment.score, treatment.direct) == (-3, 6, 6)


def test_a_total_that_cancels_out_takes_its_shares_of_the_gross_sum():
    _, found = grown(dense(np.eye(2), b=[[1, 1]]), [1, -1])
    assert (found.total, found.basis) == (0, 2)
    assert [node.share for node in found.branches.nodes] == [0.5, -0.5]


def test_nothing_asked_or_nothing_emitted_grows_no_nodes():
    _, found = grown(chain_of(3), np.zeros(3))
    assert (found.total, found.branches.nodes) == (0, ())
    _, found = grown(dense(np.eye(2), b=[[0, 0]]), [1, 0], Limits())
    assert found.branches.nodes == ()
    assert len(found.branches.rests[0].inputs) == 1


@pytest.mark.parametrize("limits", [ALL, Limits(), Limits(cutoff=0.05), Limits(cutoff=0, depth=3), Limits(0, 99, 50)])
def test_the_parts_of_a_large_tree_add_up_to_its_total(limits):
    rng = np.random.default_rng(1)
    made = dense(random_loops(120, 1, radius=0.9).toarray(), rng.normal(size=(3, 120)), rng.normal(size=(1, 3)))
    _, found = grown(made, np.eye(120)[5], limits)
    parts = list(found.branches.parts())
    assert abs(sum(parts) - found.total) <= 1e-12 * sum(map(abs, parts))


def test_direct_contributions_by_process_and_by_flow_have_the_same_total():
    made = dense([[10, 0], [-2, 100]], b=[[1, 10], [0.1, 2]], c=[[1, 5]])
    found = direct_contributions(made, factorize(made), [1000, 0])
    # 100 runs * (1 + 0.5) and 2 runs * (10 + 10); by flow 120 * 1 and 14 * 5.
    assert found.by_process == pytest.approx([150, 40])
    assert found.by_flow == pytest.approx([120, 70])
    assert found.total == pytest.approx(190)


def test_intensities_of_another_system_are_refused():
    made = heijungs_and_suh()
    row = intensities(made, factorize(made))[0]
    with pytest.raises(UnfitIntensity, match="fuel"):
        tree(made, row * [1, 1.001], [1000, 0])
    with pytest.raises(UnfitIntensity):
        tree(made, row, [1000, 0], indicator=1)
    with pytest.raises(UnfitIntensity):
        tree(made, row[:1], [1000, 0])
    with pytest.raises(UnfitIntensity):
        tree(made, [np.nan, 1], [1000, 0])
