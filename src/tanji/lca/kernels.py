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

from tanji.lca.streams import NEAR
from tanji.lca.system import Floats, Ints

WIDTH = 8
CHUNK = 64
_MULTIPLIER = np.uint64(0xDA942042E4DD58B5)
_MAGIC = 6755399441055744.0  # 1.5 × 2⁵²: adding it rounds to a whole number
_LOG2E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 0.693147180369123816490, 1.90821492927058770002e-10
_LARGEST, _FAR = 700.0, 100.0
_MANTISSA, _ONE, _SQRT2 = (1 << 52) - 1, 1023 << 52, 1.4142135623730951


@intrinsic
def _upper_half(typing: Any, a: Any, b: Any) -> Any:  # noqa: ARG001
    """Upper 64 bits of a product of two numbers of 64 bits."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), code


_high: Any = _upper_half


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _product(a_high: Any, a_low: Any, b_high: Any, b_low: Any) -> Any:
    """Product of two numbers of 128 bits, modulo 2¹²⁸."""
    return _high(a_low, b_low) + a_high * b_low + a_low * b_high, a_low * b_low


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _leap(state: Any, increment: Any, leap: Any) -> Any:
    """A state after a leap (multiplier and sum, each as two words) of a stream with this increment."""
    high, low = _product(leap[0], leap[1], state[0], state[1])
    more_high, more_low = _product(leap[2], leap[3], increment[0], increment[1])
    low += more_low
    return high + more_high + (np.uint64(1) if low < more_low else np.uint64(0)), low


@njit(nogil=True, cache=True, error_model="numpy")
def _raw(stream: Any, first: int, last: int, out: Floats) -> None:
    """Numbers in (0, 1) of variables first to last, (variables, lanes): the 52 highest bits, plus a half.

    Source of PCG64DXSM: O'Neill (2014), HMC-CS-2014-0905, and NumPy's pcg64.h (the output of 2019, DXSM).
    """
    states, leaps, variables = stream
    near, far = leaps
    one, shift = np.uint64(1), np.uint64(32)
    for w in range(WIDTH):
        up, down = states[w, 2], states[w, 3]
        high, low = states[w, 0], states[w, 1]
        before = -2
        for v in range(first, last):
            number = variables[v]
            if number != before + 1:
                high, low = _leap((states[w, 0], states[w, 1]), (up, down), near[number & (NEAR - 1)])
                high, low = _leap((high, low), (up, down), far[number // NEAR])
            before = number
            x = high
            x ^= x >> shift
            x *= _MULTIPLIER
            x ^= x >> np.uint64(48)
            x *= low | one
            out[v - first, w] = (np.float64(np.int64(x >> np.uint64(12))) + 0.5) * 2.0**-52
            high = high * _MULTIPLIER + _high(low, _MULTIPLIER)
            low = low * _MULTIPLIER
            low += down
            high += up + (one if low < down else np.uint64(0))


@njit(nogil=True, cache=True, error_model="numpy")
def _logarithms(x: Floats, bits: Ints, work: Any, count: int) -> None:
    """Log of x in place, for normal numbers; `bits` is x seen as whole numbers. 2 artanh of (m - 1) / (m + 1)."""
    power, mantissa, mantissa_bits = work
    for i in range(count):
        power[i] = np.float64((bits[i] >> 52) - 1023)
        mantissa_bits[i] = (bits[i] & _MANTISSA) | _ONE
    for i in range(count):
        m = mantissa[i]
        large = m > _SQRT2
        k = power[i] + (1.0 if large else 0.0)
        m = 0.5 * m if large else m
        s = (m - 1.0) / (m + 1.0)
        q = s * s
        x[i] = k * _LN2_HIGH + (2.0 * s * (1.0 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q / 21)))))))))) + k * _LN2_LOW)  # noqa: E501  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _middle(r: Any) -> Any:
    return (((((((2.50908092873012267270e3 * r + 3.34305755835881281050e4) * r + 6.72657709270087008530e4) * r + 4.59219539315498714570e4) * r + 1.37316937655094611250e4) * r + 1.97159095030655144270e3) * r + 1.33141667891784377450e2) * r + 3.38713287279636660800) / (((((((5.22649527885285456100e3 * r + 2.87290857357219426740e4) * r + 3.93078958000927106100e4) * r + 2.12137943015865958670e4) * r + 5.39419602142475110770e3) * r + 6.87187007492057908300e2) * r + 4.23133307016009112520e1) * r + 1.0)  # noqa: E501  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _outer(t: Any) -> Any:
    return (((((((7.74545014278341407640e-4 * t + 2.27238449892691845833e-2) * t + 2.41780725177450611770e-1) * t + 1.27045825245236838258) * t + 3.64784832476320460504) * t + 5.76949722146069140550) * t + 4.63033784615654529590) * t + 1.42343711074968357734) / (((((((1.05075007164441684324e-9 * t + 5.47593808499534494600e-4) * t + 1.51986665636164571966e-2) * t + 1.48103976427480074590e-1) * t + 6.89767334985100004550e-1) * t + 1.67638483018380384940) * t + 2.05319162663775882187) * t + 1.0)  # noqa: E501  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _outermost(t: Any) -> Any:
    return (((((((2.01033439929228813265e-7 * t + 2.71155556874348757815e-5) * t + 1.24266094738807843860e-3) * t + 2.65321895265761230930e-2) * t + 2.96560571828504891230e-1) * t + 1.78482653991729133580) * t + 5.46378491116411436990) * t + 6.65790464350110377720) / (((((((2.04426310338993978564e-15 * t + 1.42151175831644588870e-7) * t + 1.84631831751005468180e-5) * t + 7.86869131145613259100e-4) * t + 1.48753612908506148525e-2) * t + 1.36929880922735805310e-1) * t + 5.99832206555887937690e-1) * t + 1.0)  # noqa: E501  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy")
def _tails(u: Floats, work: Any, z: Floats) -> None:
    """Quantiles of the standard normal outside the middle, gathered and put back."""
    r, bits, place, logs = work
    count = 0
    for i in range(len(u)):
        place[count] = i
        count += abs(u[i] - 0.5) > 0.425
    for k in range(count):
        r[k] = min(u[place[k]], 1.0 - u[place[k]])
    _logarithms(r, bits, logs, count)
    for k in range(count):
        t = sqrt(-r[k]) - 1.6
        r[k] = _outer(t) if t <= 3.4 else _FAR
    for k in range(count):
        far = r[k]
        if far == _FAR:  # a share below exp(-25)
            far = _outermost(sqrt(-log(min(u[place[k]], 1.0 - u[place[k]]))) - 5.0)
        z[place[k]] = far if u[place[k]] > 0.5 else -far


@njit(nogil=True, cache=True, error_model="numpy")
def _normals(u: Floats, work: Any, z: Floats) -> None:
    """Quantiles of the standard normal. Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37(3)."""
    for i in range(len(u)):
        q = u[i] - 0.5
        z[i] = q * _middle(0.180625 - q * q)
    _tails(u, work, z)


@njit(nogil=True, cache=True, error_model="numpy")
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


@njit(nogil=True, cache=True, error_model="numpy")
def _triangular(a: float, b: float, c: float, u: float) -> float:
    left, whole = b - a, c - a
    share = u * whole
    return a + sqrt(share * left) if share < left else c - sqrt((1.0 - u) * whole * (whole - left))


@njit(nogil=True, cache=True, error_model="numpy")
def _values(law: Any, span: Any, u: Floats, work: Any) -> None:  # noqa: C901
    """Values of variables first to last from their uniform numbers. Kind 1: a exp(b z); 2: a + b z; 3: triangular;
    4: uniform.
    """
    kind, a, b, c, _number, _given = law
    (first, last), (x, z, power, bits, place, logs) = span, work
    count = (last - first) * WIDTH
    _normals(u.reshape(-1)[:count], (power, bits, place, logs), z)
    for v in range(first, last):
        at, sigma = v - first, b[v] if kind[v] == 1 else 0.0
        for w in range(WIDTH):
            x[at, w] = sigma * z[at * WIDTH + w]
    _exponentials(x.reshape(-1)[:count], power, bits)
    for v in range(first, last):
        at, start, spread = v - first, a[v], b[v]
        if kind[v] == 1:
            for w in range(WIDTH):
                x[at, w] *= start
        elif kind[v] == 2:
            for w in range(WIDTH):
                x[at, w] = start + spread * z[at * WIDTH + w]
        elif kind[v] == 3:
            for w in range(WIDTH):
                x[at, w] = _triangular(a[v], b[v], c[v], u[at, w])
        else:
            for w in range(WIDTH):
                x[at, w] = start + (spread - start) * u[at, w]


@njit(nogil=True, cache=True, error_model="numpy")
def uniforms(stream: Any, out: Floats) -> None:
    """Uniform numbers of variables, (variables, lanes)."""
    _raw(stream, 0, len(stream[2]), out)


@njit(nogil=True, cache=True, error_model="numpy")
def _add(span: Any, x: Floats, parts: Any, tables: Any) -> None:
    """The parts of variables first to last, added to the table."""
    _base, _upto, starts, target, scale, factor = parts
    (first, last), (factors, table) = span, tables
    sums = np.empty(WIDTH)  # apart from the table, which lets the compiler use vectors
    for v in range(first, last):
        at = v - first
        for part in range(starts[v], starts[v + 1]):
            row, by, times = target[part], factor[part], scale[part]
            if by < 0:
                for w in range(WIDTH):
                    sums[w] = table[row, w] + times * x[at, w]
            else:
                for w in range(WIDTH):
                    sums[w] = table[row, w] + times * x[at, w] * factors[by, w]
            for w in range(WIDTH):
                table[row, w] = sums[w]


@njit(nogil=True, cache=True, error_model="numpy")
def _begin(base: Floats, first: int, last: int, table: Floats) -> None:
    for row in range(first, last):
        value = base[row]
        for w in range(WIDTH):
            table[row, w] = value


@njit(nogil=True, cache=True, error_model="numpy")
def draw(stream: Any, law: Any, parts: Any, tables: Any) -> None:
    """The table of a batch: its base, and scale × X × factor for all parts.

    `stream`: states, leaps and variables. `law`: kinds and numbers of the variables; which of them have their values
    already, and these. `parts`: base, rows that must have begun before each chunk is added, starts of the parts of each
    variable, their targets, scales and factors. `tables`: that of the factors, and the one to fill.
    """
    variables, number, values = stream[2], law[4], law[5]
    base, upto, table = parts[0], parts[1], tables[1]
    u, x = np.empty((CHUNK, WIDTH)), np.empty((CHUNK, WIDTH))
    z, power, place = np.empty(CHUNK * WIDTH), np.empty(CHUNK * WIDTH), np.empty(CHUNK * WIDTH + 1, dtype=np.int64)
    exponent, mantissa = np.empty(CHUNK * WIDTH), np.empty(CHUNK * WIDTH)
    logs = (exponent, mantissa, mantissa.view(np.int64))
    begun = 0
    for first in range(0, len(variables), CHUNK):
        last = min(len(variables), first + CHUNK)
        _raw(stream, first, last, u)
        _values(law, (first, last), u, (x, z, power, power.view(np.int64), place, logs))
        _begin(base, begun, upto[first // CHUNK], table)
        begun = upto[first // CHUNK]
        for v in range(first, last):
            if number[v] >= 0:
                for w in range(WIDTH):
                    x[v - first, w] = values[number[v], w]
        _add((first, last), x, parts, tables)
    _begin(base, begun, len(base), table)


@njit(nogil=True, cache=True, error_model="numpy")
def add_exact(parts: Any, factors: Floats, table: Floats) -> None:
    """Parts (target, scale, factor) without a variable, that follow a factor."""
    target, scale, factor = parts
    for part in range(len(target)):
        for w in range(WIDTH):
            table[target[part], w] += scale[part] * factors[factor[part], w]
