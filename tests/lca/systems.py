"""Tiny systems that can be checked by hand."""

import numpy as np
from scipy.sparse import csc_array

from tanji.lca import Index, System


def dense(a, b=None, c=None, names=None):
    """A system from dense rows; without B and C every process emits one unit, counted once."""
    a = np.asarray(a, dtype=float)
    b = np.ones((1, len(a))) if b is None else np.asarray(b, dtype=float)
    c = np.ones((1, len(b))) if c is None else np.asarray(c, dtype=float)
    return System(
        A=csc_array(a),
        B=csc_array(b),
        C=csc_array(c),
        processes=Index([f"p{j}" for j in range(len(a))]),
        flows=Index([f"e{k}" for k in range(len(b))]),
        indicators=Index([f"i{k}" for k in range(len(c))]),
        names=None if names is None else tuple(names),
    )


def heijungs_and_suh():
    """Heijungs & Suh (2002), ch. 2: 10 kWh take 2 l fuel, give 1 kg CO2, 0.1 kg SO2; 100 l fuel take 50 l crude oil,
    give 10 kg CO2, 2 kg SO2. Crude oil is taken from nature: negative. No characterization: each flow is an indicator.
    """
    a = [[10, 0], [-2, 100]]
    b = [[1, 10], [0.1, 2], [0, -50]]
    return dense(a, b, np.eye(3), names=["electricity", "fuel"])


def random_loops(n, seed, radius=0.7, inputs=6):
    """One strongly connected block of n processes with the given spectral radius of I - A."""
    rng = np.random.default_rng(seed)
    row = np.concatenate([rng.integers(0, n, inputs * n), np.roll(np.arange(n), 1)])
    col = np.concatenate([np.repeat(np.arange(n), inputs), np.arange(n)])
    z = csc_array((rng.lognormal(-2, 1, len(row)) * (row != col), (row, col)), shape=(n, n))
    x = np.ones(n)
    for _ in range(500):
        y = z @ x + x
        grown, x = y.sum() / x.sum() - 1, y / y.sum()
    return csc_array(csc_array(np.eye(n)) - z * (radius / grown))
