"""One stream of random numbers for every draw: PCG64DXSM, started from the seed and the number of the draw.

Variable v of a draw takes the v-th number of its stream, whatever else is drawn: its 52 highest bits and a half, as a
share of 1, and from it the quantile of its distribution. So draw d of variable v depends on (seed, d, v) alone:

    raw = PCG64DXSM(SeedSequence(seed, spawn_key=(d,))).random_raw(v + 1)[v]
    X = quantile(((raw >> 12) + 0.5) / 2⁵²)
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tanji.errors import Text
from tanji.lca.draws import UnfitDraws
from tanji.lca.system import Floats, Ints

Words = NDArray[np.uint64]

_MULTIPLIER: Final = 0xDA942042E4DD58B5
"""Of PCG64DXSM's step: state × multiplier + increment, modulo 2¹²⁸."""
_MODULUS: Final = 1 << 128
_WORD: Final = (1 << 64) - 1
NEAR: Final = 1024
"""Leaps up to here have a table of their own; a power of 2."""
_WORTH: Final = 1000
"""Numbers after which leaping costs less than drawing them for nothing."""


def generator(seed: int, draw: int) -> np.random.PCG64DXSM:
    """The stream of one draw. Refuses UnfitDraws for a negative seed or draw."""
    if seed < 0 or draw < 0:
        raise UnfitDraws(
            Text(
                zh=f"随机种子 {seed} 与抽样序号 {draw} 不能为负", en=f"Seed {seed} and draw {draw} must not be negative"
            )
        )
    return np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=(draw,)))


def states(seed: int, draws: range) -> Words:
    """State and increment of each draw's stream, (draws, 4): upper and lower words."""
    found = np.empty((len(draws), 4), dtype=np.uint64)
    for row, draw in enumerate(draws):
        inside: Any = generator(seed, draw).state["state"]
        state, increment = int(inside["state"]), int(inside["inc"])
        found[row] = state >> 64, state & _WORD, increment >> 64, increment & _WORD
    return found


def leaps(upto: int) -> tuple[Words, Words]:
    """Leaps over 0, 1, … NEAR - 1 numbers, and over multiples of NEAR, that together reach any below `upto`.

    A leap over k numbers is state × M + increment × S with M = m^k and S = 1 + m + … + m^(k - 1); a row has the upper
    and lower words of M and S. Source: Brown (1994), Random number generation with arbitrary strides, Trans. Am. Nucl.
    Soc. 71.
    """
    return _leaps(_MULTIPLIER, 1, NEAR), _leaps(*_leap(NEAR), upto // NEAR + 1)


def _leaps(multiplier: int, plus: int, count: int) -> Words:
    table = np.empty((count, 4), dtype=np.uint64)
    power, total = 1, 0
    for row in range(count):
        table[row] = power >> 64, power & _WORD, total >> 64, total & _WORD
        power, total = power * multiplier % _MODULUS, (total * multiplier + plus) % _MODULUS
    return table


def _leap(length: int) -> tuple[int, int]:
    power, total, step, plus = 1, 0, _MULTIPLIER, 1
    while length:
        if length & 1:
            power, total = power * step % _MODULUS, (total * step + plus) % _MODULUS
        step, plus = step * step % _MODULUS, plus * (step + 1) % _MODULUS
        length >>= 1
    return power, total


def runs(variables: Ints) -> list[tuple[int, int]]:
    """Stretches (first, last + 1) of a stream that hold all variables, with what is between near ones."""
    if not len(variables):
        return []
    cuts = np.flatnonzero(np.diff(variables) > _WORTH)
    first, last = np.concatenate(([0], cuts + 1)), np.concatenate((cuts, [len(variables) - 1]))
    return list(zip(variables[first].tolist(), (variables[last] + 1).tolist(), strict=True))


def uniforms(seed: int, draws: range, variables: Ints) -> Floats:
    """Numbers in (0, 1) of ascending variables, (variables, draws)."""
    stretches = runs(variables)
    stretch = np.concatenate([np.arange(first, last) for first, last in stretches]) if stretches else variables
    place = np.searchsorted(stretch, variables)
    found = np.empty((len(variables), len(draws)))
    for column, draw in enumerate(draws):
        bits, at, parts = generator(seed, draw), 0, []
        for first, last in stretches:
            bits.advance(first - at)
            parts.append(bits.random_raw(last - first))
            at = last
        if parts:
            found[:, column] = ((np.concatenate(parts)[place] >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return found
