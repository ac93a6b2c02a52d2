import numpy as np
import pytest
from scipy.sparse import csc_array

from tanji.lca import Index, System, Triples, UnfitSystem, system


def make(technosphere, biosphere=((0, 0, 1.0),), names=("steel works", "coal mine")):
    return system(
        Triples.of(technosphere),
        Triples.of(biosphere),
        Triples.of([(0, 0, 1.0)]),
        processes=Index(["steel", "coal"]),
        flows=Index(["CO2"]),
        indicators=Index(["GWP"]),
        names=names,
    )


UNIT = [(0, 0, 1.0), (1, 1, 1.0)]


def test_entries_of_one_place_are_added_up():
    made = make([*UNIT, (1, 0, -0.2), (1, 0, -0.3)])
    assert made.A[1, 0] == pytest.approx(-0.5)


def test_own_use_is_netted_and_its_share_kept():
    made = make([(0, 0, 10.0), (0, 0, -2.0), (1, 1, 1.0)])
    assert made.reference.tolist() == [8.0, 1.0]
    assert made.own_use.tolist() == [0.2, 0.0]


def test_a_process_is_called_by_its_name_or_else_its_key():
    assert make(UNIT).name(1) == "coal mine"
    assert make(UNIT, names=None).name(1) == "coal"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_amount_that_is_not_finite_is_refused_by_name(value):
    with pytest.raises(UnfitSystem, match="'coal' of 'steel works'"):
        make([*UNIT, (1, 0, value)])
    with pytest.raises(UnfitSystem, match="'CO2' of 'coal mine'"):
        make(UNIT, [(0, 1, value)])


@pytest.mark.parametrize("entry", [(2, 0, 1.0), (0, 2, 1.0), (-1, 0, 1.0)])
def test_a_position_outside_the_index_is_refused(entry):
    with pytest.raises(UnfitSystem, match="outside"):
        make([*UNIT, entry])


def test_columns_of_unequal_length_are_refused():
    ok = Triples([0], [0], [1.0])
    with pytest.raises(UnfitSystem, match="differ in length"):
        system(Triples([0, 0], [0], [1.0]), ok, ok, processes=Index("a"), flows=Index("b"), indicators=Index("c"))


def test_positions_that_are_not_integers_are_refused():
    ok = Triples([0], [0], [1.0])
    with pytest.raises(UnfitSystem, match="not integers"):
        system(Triples([0.5], [0], [1.0]), ok, ok, processes=Index("a"), flows=Index("b"), indicators=Index("c"))


def test_a_technosphere_that_is_not_square_is_refused():
    indexes = {"processes": Index("ab"), "flows": Index("x"), "indicators": Index("i")}
    with pytest.raises(UnfitSystem, match=r"A is 2 x 3, expected 2 x 2"):
        System(A=csc_array((2, 3)), B=csc_array((1, 2)), C=csc_array((1, 1)), **indexes)
    with pytest.raises(UnfitSystem, match=r"B is 1 x 3, expected 1 x 2"):
        System(A=csc_array((2, 2)), B=csc_array((1, 3)), C=csc_array((1, 1)), **indexes)


def test_names_must_be_as_many_as_processes():
    with pytest.raises(UnfitSystem, match="names"):
        make(UNIT, names=["only one"])


def test_an_empty_biosphere_is_a_system_without_emissions():
    assert make(UNIT, []).B.nnz == 0
