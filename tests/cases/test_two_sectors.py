"""The open model of Leontief with two sectors, worked out here in exact fractions, of no book: x = (I - Z)⁻¹ y."""

from fractions import Fraction

import pytest
from tests.lca.systems import dense

from tanji.lca import factorize, inspect, intensities, supply

Z = [[Fraction(15, 100), Fraction(25, 100)], [Fraction(20, 100), Fraction(5, 100)]]


def leontief_inverse():
    (a, b), (c, d) = [[(i == j) - Z[i][j] for j in range(2)] for i in range(2)]
    determinant = a * d - b * c
    return [[d / determinant, -b / determinant], [-c / determinant, a / determinant]]


@pytest.fixture
def economy():
    return dense([[1 - 0.15, -0.25], [-0.20, 1 - 0.05]], b=[[1, 1]], names=["agriculture", "manufacturing"])


def test_the_inverse_is_exact(economy):
    factor = factorize(economy)
    columns = [supply(factor, [1, 0]).tolist(), supply(factor, [0, 1]).tolist()]
    exact = [[float(row[k]) for row in leontief_inverse()] for k in range(2)]
    assert columns[0] == pytest.approx(exact[0], rel=1e-15)
    assert columns[1] == pytest.approx(exact[1], rel=1e-15)
    assert [[round(x, 4) for x in column] for column in columns] == [[1.2541, 0.2640], [0.3300, 1.1221]]


def test_multipliers_are_the_sums_of_its_columns(economy):
    exact = [float(sum(row[k] for row in leontief_inverse())) for k in range(2)]
    assert intensities(economy, factorize(economy))[0] == pytest.approx(exact, rel=1e-15)


def test_the_loop_is_productive_with_its_radius(economy):
    # Own use is netted in A: Z' = [[0, 0.25 / 0.95], [0.20 / 0.85, 0]], radius sqrt of the product.
    (loop,) = inspect(economy).loops
    assert loop.radius == pytest.approx((0.25 / 0.95 * 0.20 / 0.85) ** 0.5, rel=1e-12)
    assert loop.productive
