import numpy as np
import pytest
from scipy.sparse import csc_array
from tests.lca.systems import dense, heijungs_and_suh, random_loops

from tanji.lca import Index, Triples, inspect, system
from tanji.lca.inspect import radius


def names(places):
    return [place.name for place in places]


def test_a_sound_system_without_loops_has_nothing_to_report():
    found = inspect(heijungs_and_suh())
    assert (found.loops, found.singular, found.without_reference, found.duplicates) == ((), (), (), ())
    assert found.solvable
    assert (found.processes, found.coefficients) == (2, 3)


def test_a_loop_is_reported_by_name_with_its_radius():
    # Z = [[0, 1/2], [1/8, 0]]: eigenvalues +- sqrt(1/16).
    found = inspect(dense([[2, -1, 0], [-0.25, 2, 0], [0, -1, 1]], names=["power", "fuel", "steel"]))
    (loop,) = found.loops
    assert names(loop.processes) == ["power", "fuel"]
    assert loop.radius == pytest.approx(0.25)
    assert loop.productive
    assert not loop.is_bound


def test_an_input_of_zero_closes_no_loop():
    made = system(
        Triples.of([(0, 0, 1.0), (1, 1, 1.0), (1, 0, -0.5), (0, 1, 0.0)]),
        Triples.of([(0, 0, 1.0)]),
        Triples.of([(0, 0, 1.0)]),
        processes=Index(["power", "fuel"]),
        flows=Index(["CO2"]),
        indicators=Index(["GWP"]),
    )
    assert inspect(made).loops == ()


def test_the_radius_does_not_depend_on_units():
    plain = inspect(dense([[1, -0.5], [-0.5, 1]])).loops[0].radius
    in_grams = inspect(dense([[1, -0.5e-9], [-0.5e9, 1]])).loops[0].radius
    assert plain == pytest.approx(0.5)
    assert in_grams == pytest.approx(0.5)


def test_a_loop_that_uses_more_than_it_makes_is_solvable_but_not_productive():
    found = inspect(dense([[1, -2], [-2, 1]]))
    assert found.unproductive == found.loops
    assert found.loops[0].radius == pytest.approx(2)
    assert found.solvable


def test_a_loop_through_waste_treatment_counts_like_any_other():
    # 1 unit gives off 3 kg waste, treating 1 kg takes 0.1 units: 0.3 come back, over two steps.
    (loop,) = inspect(dense([[1, -0.1], [3, -1]])).loops
    assert loop.radius == pytest.approx(np.sqrt(0.3))


def test_two_credits_in_a_loop_can_bring_the_radius_down():
    # Z = [[0, 1, -1], [1, 0, 0], [1, 0, 0]]: the two ways round cancel, all eigenvalues are zero.
    (loop,) = inspect(dense([[1, -1, 1], [-1, 1, 0], [-1, 0, 1]])).loops
    assert loop.radius == pytest.approx(0, abs=1e-6)


def test_singular_blocks_are_named():
    found = inspect(dense([[1, -1, 0], [-1, 1, 0], [0, 0, 0]], names=["power", "fuel", "ghost"]))
    assert [names(group) for group in found.singular] == [["ghost"], ["power", "fuel"]]
    assert names(found.without_reference) == names(found.empty_columns) == names(found.empty_rows) == ["ghost"]
    assert not found.solvable


def test_a_loop_with_a_missing_reference_has_no_radius():
    (loop,) = inspect(dense([[0, -1], [-1, 1]])).loops
    assert loop.radius is None
    assert not loop.productive


def test_own_use_treatment_and_processes_without_exchanges_are_told():
    made = system(
        Triples.of([(0, 0, 4.0), (0, 0, -1.0), (1, 1, -1.0), (1, 0, 2.0), (2, 2, 1.0)]),
        Triples.of([(0, 1, 1.0)]),
        Triples.of([(0, 0, 1.0)]),
        processes=Index(["plant", "landfill", "stub"]),
        flows=Index(["CH4"]),
        indicators=Index(["GWP"]),
    )
    found = inspect(made)
    assert [(own.process.name, own.share) for own in found.own_use] == [("plant", 0.25)]
    assert names(found.negative_reference) == ["landfill"]
    assert names(found.without_exchanges) == ["stub"]


def test_processes_with_the_same_exchanges_per_unit_are_duplicates():
    a = [[1, 0, 0, 0], [-0.3, 1, 0, 0], [-0.3, 0, 1, 0], [0, -3, -0.6, 2]]
    found = inspect(dense(a, b=[[5, 10, 2, 7]]))
    assert found.duplicates == ()
    found = inspect(dense(a, b=[[5, 10, 10, 7]]))
    assert found.duplicates == ()
    a[3][2] = -3
    assert [names(group) for group in inspect(dense(a, b=[[5, 10, 10, 7]])).duplicates] == [["p1", "p2"]]


@pytest.mark.parametrize("target", [0.7, 0.999, 1.4])
def test_the_radius_of_a_large_loop_is_found(target):
    (loop,) = inspect(dense(random_loops(450, seed=2, radius=target).toarray())).loops
    assert loop.radius == pytest.approx(target, rel=1e-6)
    assert loop.productive == (target < 1)


def test_the_radius_of_a_large_ring_is_found_although_it_swings():
    ring = csc_array((np.full(500, 0.5), (np.arange(500), (np.arange(500) + 1) % 500)), shape=(500, 500))
    assert radius(ring) == (pytest.approx(0.5), False)


def test_the_radius_of_a_large_signed_loop_is_found():
    z = (np.eye(450) - random_loops(450, seed=4, radius=0.9).toarray()) * np.where(
        np.random.default_rng(1).random((450, 450)) < 0.3, -1, 1
    )
    found, is_bound = radius(csc_array(z))
    assert found == pytest.approx(np.abs(np.linalg.eigvals(z)).max(), rel=1e-6)
    assert not is_bound
