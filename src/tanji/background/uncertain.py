"""A release as an uncertain system: what `tanji.lca` draws from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from tanji.background.characterise import gas_score
from tanji.background.columns import as_text
from tanji.background.stated import DRAWN, stated
from tanji.background.variables import Moves, Variable, Variables
from tanji.lca.distribution import Distributions, Kind
from tanji.lca.simulate import Contributions, Uncertain
from tanji.lca.system import System
from tanji.model.method import GasFactor, Indicator, Method

_KINDS: Final = {
    "lognormal": Kind.LOGNORMAL,
    "normal": Kind.NORMAL,
    "triangular": Kind.TRIANGULAR,
    "uniform": Kind.UNIFORM,
    "pert": Kind.PERT,
    "discrete": Kind.DISCRETE,
}
_INDICATORS: Final = tuple(Indicator)


@dataclass(frozen=True, slots=True)
class Factors:
    """The uncertain factors of a method, and how C follows them: (indicator, row of B, factor, scale)."""

    frame: pl.DataFrame
    factors: Sequence[GasFactor]
    entries: Sequence[tuple[int, int, int, float]]


def factors(method: Method, elementary: pl.DataFrame) -> Factors:
    """The factors of gases that state an uncertainty, as variables; every flow of a gas follows the same one.

    A statement that can not be drawn from leaves its factor exact.
    """
    stating = [] if method.flows is not None else [each for each in method.factors if each.uncertainty is not None]
    said = [
        as_text(each.uncertainty.model_dump(mode="json", exclude_none=True)) for each in stating if each.uncertainty
    ]
    found = stated([each.value for each in stating], pl.Series(said, dtype=pl.String))
    drawn = found["verdict"].is_in(sorted(DRAWN)).to_numpy()
    taken = [each for each, is_drawn in zip(stating, drawn, strict=True) if is_drawn]
    numbers = {each.gas: number for number, each in enumerate(taken)}
    entries = []
    columns = ("gas", "sign", "kilograms", "aircraft")
    for row, (gas, sign, kilograms, aircraft) in enumerate(elementary.select(columns).iter_rows()):
        if gas in numbers and kilograms is not None:
            for line, value in (gas_score(gas, method, aircraft=aircraft) or {}).items():
                number = numbers[gas]
                scale = value / taken[number].value * sign * kilograms
                entries.append((_INDICATORS.index(line), row, number, scale))
    return Factors(found.filter(pl.Series(drawn, dtype=pl.Boolean)), taken, entries)


def names(found: Variables, method_factors: Factors) -> list[Variable]:
    """What each variable of `uncertain` is; of a characterisation factor `process` is empty and `name` its gas."""
    return [*found.names, *(Variable("", None, each.gas) for each in method_factors.factors)]


def uncertain(system: System, found: Variables, method_factors: Factors) -> Uncertain | None:
    """The uncertain system of a release; None where nothing in it is uncertain."""
    own = len(found.frame)
    if not own and not method_factors.factors:
        return None
    frame = found.frame.select(method_factors.frame.columns)
    return Uncertain(
        system,
        _distributions(pl.concat([frame, method_factors.frame])),
        _contributions(found.technosphere),
        _contributions(found.biosphere),
        _characterisation(system, method_factors, own),
    )


def _distributions(frame: pl.DataFrame) -> Distributions:
    kinds = [_KINDS[kind] for kind in frame["kind"]]
    tables = {
        row: (frame["values"][row].to_numpy(), frame["weights"][row].to_numpy())
        for row, kind in enumerate(kinds)
        if kind is Kind.DISCRETE
    }
    a, b, c, low, high = (frame[name].fill_nan(0.0).to_numpy() for name in ("a", "b", "c", "low", "high"))
    return Distributions(np.array(kinds, dtype=np.int64), a, b, c, low, high, tables)


def _contributions(moves: Moves) -> Contributions:
    return Contributions(moves.row, moves.column, moves.variable, moves.scale)


def _characterisation(system: System, method_factors: Factors, own: int) -> Contributions:
    """C with the places of uncertain factors as multiples of theirs, and all others as they are."""
    c = system.C.tocoo()
    moving = {(indicator, row) for indicator, row, _, _ in method_factors.entries}
    exact = [
        (int(indicator), int(row), -1, float(value))
        for indicator, row, value in zip(c.row, c.col, c.data, strict=True)
        if (int(indicator), int(row)) not in moving
    ]
    every = exact + [(indicator, row, own + number, scale) for indicator, row, number, scale in method_factors.entries]
    table = np.array(every, dtype=np.float64).reshape(-1, 4)
    whole = table[:, :3].astype(np.int64)
    return Contributions(whole[:, 0], whole[:, 1], whole[:, 2], table[:, 3])
