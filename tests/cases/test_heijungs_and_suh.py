"""Heijungs & Suh (2002), The Computational Structure of Life Cycle Assessment, ch. 2: electricity and fuel.

Production of electricity takes 2 l fuel and gives 10 kWh, 1 kg CO2 and 0.1 kg SO2; production of fuel takes 50 l crude
oil and gives 100 l fuel, 10 kg CO2 and 2 kg SO2. Demand: 1000 kWh. The book's rows are fuel, electricity and its
columns electricity, fuel; here a process stands at the position of its own product. The numbers are worked out
at each test.
"""

from fractions import Fraction

import pytest
from scipy.sparse import csc_array

from tanji.lca import Index, Triples, expand, factorize, intensities, inventory, scores, supply, system, tree

ELECTRICITY, FUEL = 0, 1
CO2, SO2, CRUDE = 0, 1, 2


@pytest.fixture
def made():
    return system(
        Triples.of([(ELECTRICITY, ELECTRICITY, 10), (FUEL, ELECTRICITY, -2), (FUEL, FUEL, 100)]),
        Triples.of([(CO2, 0, 1), (SO2, 0, 0.1), (CO2, 1, 10), (SO2, 1, 2), (CRUDE, 1, -50)]),
        Triples.of([(0, CO2, 1), (1, SO2, 1), (2, CRUDE, 1)]),
        processes=Index(["electricity", "fuel"]),
        flows=Index(["CO2", "SO2", "crude oil"]),
        indicators=Index(["CO2", "SO2", "crude oil"]),
    )


def exact(demand):
    """Supply and inventory in fractions: what rounding may not change."""
    plant = Fraction(demand, 10)
    refinery = plant * 2 / 100
    return (plant, refinery), (plant + 10 * refinery, plant / 10 + 2 * refinery, -50 * refinery)


def test_the_scaling_vector(made):
    # s = (100, 2): 1000 / 10 runs of the plant take 200 l fuel, 2 runs of the refinery.
    assert supply(factorize(made), [1000, 0]).tolist() == [float(x) for x in exact(1000)[0]] == [100, 2]


def test_the_inventory_vector(made):
    # g = (100 * 1 + 2 * 10, 100 * 0.1 + 2 * 2, 2 * -50) = (120 kg CO2, 14 kg SO2, -100 l crude oil).
    found = inventory(made, factorize(made), [1000, 0])
    assert found.tolist() == [float(x) for x in exact(1000)[1]] == [120, 14, -100]


def test_intensities_give_the_inventory_without_the_forward_solve(made):
    # 0.12 kg CO2/kWh and 0.1 kg CO2/l.
    found = intensities(made, factorize(made))
    assert found @ [1000, 0] == pytest.approx([120, 14, -100], rel=1e-15)
    assert found[CO2] == pytest.approx([0.12, 0.1], rel=1e-15)


def test_the_tree_splits_120_kg_into_100_and_20(made):
    row = intensities(made, factorize(made))[CO2]
    (plant,) = tree(made, row, [1000, 0]).branches.nodes
    (fuel,) = plant.branches.nodes
    assert (plant.score, plant.direct, fuel.score) == pytest.approx((120, 100, 20), rel=1e-15)
    assert expand(made, row, fuel, basis=120).nodes == ()


def test_an_avoided_product_is_subtracted():
    # Heat and power by substitution: 10 kWh come with 18 MJ heat, which a boiler would make with 0.1 kg CO2/MJ.
    # Nothing of the boiler is built: it runs -180 times for 100 runs of the plant. 100 * 1 - 1800 * 0.1 = -80 kg.
    plant = system(
        Triples.of([(0, 0, 10), (1, 0, 18), (1, 1, 1)]),
        Triples.of([(0, 0, 1), (0, 1, 0.1)]),
        Triples.of([(0, 0, 1)]),
        processes=Index(["power with heat", "boiler"]),
        flows=Index(["CO2"]),
        indicators=Index(["CO2"]),
    )
    factor = factorize(plant)
    assert supply(factor, [1000, 0]) == pytest.approx([100, -1800], rel=1e-15)
    assert scores(plant, factor, [1000, 0]) == pytest.approx([-80], rel=1e-14)


def test_a_system_that_needs_more_than_it_makes_still_has_its_solution():
    # 1 of each product takes 2 of the other: s = A⁻¹ f with A⁻¹ = [[1, 2], [2, 1]] / (1 - 4), all negative.
    factor = factorize(csc_array([[1.0, -2.0], [-2.0, 1.0]]))
    assert factor.solve([3.0, 0.0]) == pytest.approx([-1, -2], rel=1e-15)
