"""A seeded synthetic background database, shaped like a large real one, for measuring.

Structure (n processes; the numbers in brackets are for n = 23,000):

- A *core* of 53 % of the processes forms one strongly connected block: a ring through all of them. Half of the inputs
  are drawn by a power law of popularity from 250 hubs (electricity, diesel, transport), the other half from the own
  sector, that is from neighbours on the ring, at a geometric distance of 20 on average.
- The other 47 % are *downstream*: each takes inputs from the hubs, from its sector of the core and from earlier
  downstream processes of the sector, thus belongs to no loop.
- Hubs and sectors are what lets direct solvers work at all: with the inputs of the core drawn from anywhere, PARDISO
  took more than ten times as long on 10,000 processes as it does here on 23,000, and the comparison would flatter us.
- Inputs per process: lognormal, mean 14.3 (330,000 off-diagonal coefficients). Amounts: lognormal over four orders of
  magnitude, then scaled by one factor so that the spectral radius of the core is 0.70.
- Every product has a unit of its own size (10^N(0, 1.5)), so that nothing is well scaled by accident. One percent of
  the reference products is waste (negative reference, its producers give it off); two percent of the downstream
  coefficients are avoided products (positive off-diagonals).
- Elementary exchanges: lognormal, mean 26.4 per process (607,000) over max(400, n / 10) flows by a power law; 200 of
  the flows are greenhouse gases, with factors from 1 to 25,000 for one indicator.

Real databases are wired differently, and direct solvers swing more than tenfold with the wiring. A ratio from here
holds for this structure; it is reported beside a real database.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Coordinates = tuple[Ints, Ints, Floats]

CORE, RADIUS, INPUTS, EXCHANGES, GASES = 0.53, 0.70, 14.3, 26.4, 200
HUBS, NEAR = 250, 20


@dataclass(frozen=True)
class Matrices:
    """Three sparse matrices in coordinates (row, column, value), repeated entries to be added up."""

    label: str
    n: int
    flows: int
    indicators: int
    technosphere: Coordinates
    biosphere: Coordinates
    characterization: Coordinates


def synthetic(n: int, seed: int = 20260101) -> Matrices:
    """The database described above: technosphere n x n, biosphere flows x n, characterization 1 x flows."""
    rng = np.random.default_rng(seed)
    core = int(CORE * n)
    row, col = _wiring(rng, n, core)
    z = rng.lognormal(-3.0, 2.0, len(row))
    z *= RADIUS / _radius((row, col, z), core)
    avoided = (rng.random(len(row)) < 0.02) & (col >= core)
    z = np.where(avoided, -z, z)
    unit = 10.0 ** rng.normal(0.0, 1.5, n)
    reference = np.where(rng.random(n) < 0.5, 1.0, 10.0 ** rng.uniform(-1, 3, n)) * np.where(
        rng.random(n) < 0.01, -1, 1
    )
    # A negative reference turns the sign of its column and of its row alike: the producer gives the waste off.
    sign = np.sign(reference)
    value = -z * unit[row] / unit[col] * np.abs(reference)[col] * sign[row]
    every = np.arange(n)
    place = rng.permutation(n)  # a real database is not sorted by depth
    technosphere = (place[np.r_[row, every]], place[np.r_[col, every]], np.r_[value, reference])
    flows = max(2 * GASES, n // 10)
    flow, process, amount = _exchanges(rng, n, flows, np.abs(reference) / unit)
    biosphere = (flow, place[process], amount)
    gwp = 10.0 ** rng.uniform(0, np.log10(25_000), GASES)
    gas = np.sort(rng.choice(flows, GASES, replace=False))
    return Matrices(
        f"synthetic-{n}", n, flows, 1, technosphere, biosphere, (np.zeros(GASES, np.int64), gas.astype(np.int64), gwp)
    )


def _wiring(rng: np.random.Generator, n: int, core: int) -> tuple[Ints, Ints]:
    """Rows (inputs) and columns (consumers) of the off-diagonal coefficients, without repetition."""
    count = np.maximum(1, np.round(rng.lognormal(np.log(INPUTS) - 0.26, 0.8, n))).astype(np.int64)
    col = np.repeat(np.arange(n), count)
    hubs = rng.permutation(core)[:HUBS]
    row = hubs[_power_law(rng, len(hubs), len(col))]
    near = rng.geometric(1 / NEAR, len(col)) * np.where(rng.random(len(col)) < 0.5, 1, -1)
    own_sector = rng.random(len(col)) < 0.5
    inside, outside = own_sector & (col < core), own_sector & (col >= core)
    row[inside] = (col[inside] + near[inside]) % core
    # Downstream: from the same sector of the core, or from earlier downstream processes of the sector.
    earlier = outside & (rng.random(len(col)) < 0.8) & (col - np.abs(near) >= core)
    row[outside] = ((col[outside] - core) * core // (n - core) + near[outside]) % core
    row[earlier] = col[earlier] - np.abs(near[earlier])
    ring = np.arange(core)
    row, col = np.r_[row, np.roll(ring, 1)], np.r_[col, ring]
    keep = row != col
    pair = np.unique(row[keep] * n + col[keep])
    return pair // n, pair % n


def _power_law(rng: np.random.Generator, size: int, draws: int) -> Ints:
    return np.minimum(size - 1, (size * rng.random(draws) ** 2.5)).astype(np.int64)


def _radius(z: Coordinates, core: int) -> float:
    row, col, value = z
    inside = (row < core) & (col < core)
    row, col, value = row[inside], col[inside], value[inside]
    x = np.ones(core)
    radius = 0.0
    for _ in range(200):
        y = np.bincount(row, value * x[col], core) + 0.5 * x
        radius, x = y.sum() / x.sum(), y / y.sum()
    return radius - 0.5


def _exchanges(rng: np.random.Generator, n: int, flows: int, size: Floats) -> Coordinates:
    count = np.maximum(1, np.round(rng.lognormal(np.log(EXCHANGES) - 0.5, 1.0, n))).astype(np.int64)
    col = np.repeat(np.arange(n), count)
    pair = np.unique(_power_law(rng, flows, len(col)) * n + col)
    row, col = pair // n, pair % n
    return row, col, rng.lognormal(-5.0, 2.0, len(row)) * size[col]
