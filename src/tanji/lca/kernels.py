"""The compiled loops of `simulate`: draws of one batch side by side, without the GIL, kept on disk.

Lane w of every array is one draw; lanes never meet, so a draw has the same bits in every batch. Operations are those of
IEEE 754 in the order written (no fused or reassociated ones).
"""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import numpy as np
from numba import njit, types
from numba.core.cgutils import ir  # type: ignore[attr-defined]
from numba.extending import intrinsic

from tanji.lca.system import Floats, Ints

WIDTH = 8
CHUNK = 64
_LOW32 = np.uint64(0xFFFFFFFF)
_MULTIPLIER = np.uint64(0xDA942042E4DD58B5)
_MAGIC = 6755399441055744.0  # 1.5 × 2⁵²: adding it rounds to a whole number
_LOG2E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 0.693147180369123816490, 1.90821492927058770002e-10
_LARGEST = 700.0


@intrinsic
def _upper_half(typing: Any, a: Any, b: Any) -> Any:  # noqa: ARG001
    """Upper 64 bits of a product of two numbers of 64 bits."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), code


_high: Any = _upper_half


@njit(nogil=True, cache=True, inline="always")
def _product(a_high: Any, a_low: Any, b_high: Any, b_low: Any) -> Any:
    """Product of two numbers of 128 bits, modulo 2¹²⁸."""
    return _high(a_low, b_low) + a_high * b_low + a_low * b_high, a_low * b_low


@njit(nogil=True, cache=True)
def _raw(states: Any, jump: Any, out: Floats, at: int) -> None:
    """The next number of every lane's PCG64DXSM in (0, 1), after a jump (multiplier and sum; none if they are 0).

    Source: numpy/random/src/pcg64 (O'Neill's PCG with the DXSM output of 2019); the 52 highest bits, plus a half.
    """
    one, shift = np.uint64(1), np.uint64(32)
    for w in range(WIDTH):
        high, low, up, down = states[w, 0], states[w, 1], states[w, 2], states[w, 3]
        if jump[1]:  # a multiplier is odd: no jump has 0
            high, low = _product(jump[0], jump[1], high, low)
            more_high, more_low = _product(jump[2], jump[3], up, down)
            low += more_low
            high += more_high + (one if low < more_low else np.uint64(0))
        x = high
        x ^= x >> shift
        x *= _MULTIPLIER
        x ^= x >> np.uint64(48)
        x *= low | one
        out[at, w] = (np.float64(np.int64(x >> np.uint64(12))) + 0.5) * 2.0**-52
        high = high * _MULTIPLIER + _high(low, _MULTIPLIER)
        low = low * _MULTIPLIER
        low += down
        high += up + (one if low < down else np.uint64(0))
        states[w, 0], states[w, 1] = high, low


@njit(nogil=True, cache=True)
def _tail(u: float) -> float:
    """Quantile of the standard normal outside the middle. Source: Wichura (1988), Algorithm AS 241, Appl. Stat. 37."""
    r = sqrt(-log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        z = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r + 4.63033784615654529590) * r + 1.42343711074968357734) / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r + 2.05319162663775882187) * r + 1.0)  # noqa: E501  # fmt: skip
    else:
        r -= 5.0
        z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r + 5.46378491116411436990) * r + 6.65790464350110377720) / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r + 5.99832206555887937690e-1) * r + 1.0)  # noqa: E501  # fmt: skip
    return z if u > 0.5 else -z


@njit(nogil=True, cache=True)
def _normals(u: Floats, z: Floats) -> None:
    """Quantiles of the standard normal (AS 241): the middle for all, then the tails one by one."""
    for i in range(len(u)):
        q = u[i] - 0.5
        r = 0.180625 - q * q
        z[i] = q * (((((((2.50908092873012267270e3 * r + 3.34305755835881281050e4) * r + 6.72657709270087008530e4) * r + 4.59219539315498714570e4) * r + 1.37316937655094611250e4) * r + 1.97159095030655144270e3) * r + 1.33141667891784377450e2) * r + 3.38713287279636660800) / (((((((5.22649527885285456100e3 * r + 2.87290857357219426740e4) * r + 3.93078958000927106100e4) * r + 2.12137943015865958670e4) * r + 5.39419602142475110770e3) * r + 6.87187007492057908300e2) * r + 4.23133307016009112520e1) * r + 1.0)  # noqa: E501  # fmt: skip
    for i in range(len(u)):
        if abs(u[i] - 0.5) > 0.425:
            z[i] = _tail(u[i])


@njit(nogil=True, cache=True)
def _exponentials(x: Floats, power: Floats, bits: Ints) -> None:
    """Exp of x in place: 2^k times a Taylor sum of degree 13; `bits` is `power` seen as whole numbers."""
    for i in range(len(x)):
        t = min(max(x[i], -_LARGEST), _LARGEST)
        k = (t * _LOG2E + _MAGIC) - _MAGIC
        r = (t - k * _LN2_HIGH) - k * _LN2_LOW
        x[i] = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r * (1 / 6227020800)))))))))))))  # noqa: E501  # fmt: skip
        bits[i] = (np.int64(k) + 1023) << 52
    for i in range(len(x)):
        x[i] *= power[i]


@njit(nogil=True, cache=True)
def _values(kind: Ints, a: Floats, b: Floats, c: Floats, first: int, last: int, u: Floats, work: Any, x: Floats) -> None:  # noqa: PLR0917, E501  # fmt: skip
    """Values of variables first to last from their uniform numbers. Kind 1: a exp(b z); 2: a + b z; 3: triangular;
    4: uniform.
    """
    z, power, bits = work
    count = (last - first) * WIDTH
    flat = x.reshape(-1)
    _normals(u.reshape(-1)[:count], z[:count])
    for v in range(first, last):
        at = v - first
        for w in range(WIDTH):
            x[at, w] = b[v] * z[at * WIDTH + w] if kind[v] == 1 else 0.0
    _exponentials(flat[:count], power[:count], bits[:count])
    for v in range(first, last):
        at = v - first
        if kind[v] == 1:
            for w in range(WIDTH):
                x[at, w] *= a[v]
        elif kind[v] == 2:
            for w in range(WIDTH):
                x[at, w] = a[v] + b[v] * z[at * WIDTH + w]
        elif kind[v] == 3:
            left, whole = b[v] - a[v], c[v] - a[v]
            for w in range(WIDTH):
                share = u[at, w] * whole
                if share < left:
                    x[at, w] = a[v] + sqrt(share * left)
                else:
                    x[at, w] = c[v] - sqrt((1.0 - u[at, w]) * whole * (whole - left))
        elif kind[v] == 4:
            for w in range(WIDTH):
                x[at, w] = a[v] + (b[v] - a[v]) * u[at, w]


@njit(nogil=True, cache=True)
def uniforms(states: Any, jumps: Any, jump: Ints, out: Floats) -> None:
    """Uniform numbers of variables, (variables, lanes); `jump[v]` is the row of `jumps` to take before variable v."""
    for v in range(len(jump)):
        _raw(states, jumps[jump[v]], out, v)


@njit(nogil=True, cache=True)
def draw(states: Any, jumps: Any, jump: Ints, law: Any, given: Any, parts: Any, factors: Floats, table: Floats) -> None:  # noqa: PLR0917  # fmt: skip
    """The table of a batch: its base, and scale × X × factor for all parts.

    `given` are the numbers of variables whose values are `values` already (kind 0 in `law`).
    """
    kind, a, b, c = law
    number, values = given
    base, starts, target, scale, factor = parts
    for row in range(len(base)):
        for w in range(WIDTH):
            table[row, w] = base[row]
    for part in range(starts[0]):
        for w in range(WIDTH):
            table[target[part], w] += scale[part] * factors[factor[part], w]
    u, x = np.empty((CHUNK, WIDTH)), np.empty((CHUNK, WIDTH))
    z, power = np.empty(CHUNK * WIDTH), np.empty(CHUNK * WIDTH)
    bits = power.view(np.int64)
    for first in range(0, len(jump), CHUNK):
        last = min(len(jump), first + CHUNK)
        for v in range(first, last):
            _raw(states, jumps[jump[v]], u, v - first)
        _values(kind, a, b, c, first, last, u, (z, power, bits), x)
        for v in range(first, last):
            if number[v] >= 0:
                for w in range(WIDTH):
                    x[v - first, w] = values[number[v], w]
            for part in range(starts[v], starts[v + 1]):
                row, by = target[part], factor[part]
                if by < 0:
                    for w in range(WIDTH):
                        table[row, w] += scale[part] * x[v - first, w]
                else:
                    for w in range(WIDTH):
                        table[row, w] += scale[part] * x[v - first, w] * factors[by, w]
