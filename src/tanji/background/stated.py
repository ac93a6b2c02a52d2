"""What exchanges and parameters state of their uncertainty, as numbers to draw from, and what is wrong with it.

The amount is what a release counts, so a statement has to fit the amount that it stands beside:

- taken as it stands where the amount lies in its central 95 % (of a bounded one: between its ends);
- `moved`: it does not, but has the same sign; its spread is then kept in proportion, about the amount;
- `reversed`: its ends stand in the wrong order; they are taken in the right one;
- `no_spread`: a geometric standard deviation of 1, a standard deviation of 0, equal ends: an exact amount;
- not drawn, and so exact: `incomplete` (a number is missing), `unfit` (a geometric standard deviation below 1, a mode
  outside the ends, bounds that exclude the amount), `opposite` (the other sign than the amount, or a mean of 0),
  `absurd` (its mean, or the standard deviation of a normal, is more than `ABSURD` times the amount);
- `near_zero`: it may bring the amount of a reference product to zero, by which everything is divided; not drawn.

The limits are Tanji's own. Everything that is not taken as it stands is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Verdict = Literal["taken", "moved", "reversed", "no_spread", "incomplete", "unfit", "opposite", "absurd", "near_zero"]

DRAWN: Final[frozenset[Verdict]] = frozenset({"taken", "moved", "reversed"})
"""The verdicts by which a statement is drawn from."""
ABSURD: Final = 10.0
"""How many times the amount a mean or a normal's standard deviation may be."""
CENTRAL: Final = 1.959963984540054
"""Standard deviations to either side that hold 95 % of a normal distribution."""
ROUNDING: Final = 1e-2
"""How far, relative to the amount, a source's rounding may put it outside its own distribution."""
SAFE: Final = 5.0
"""Standard deviations between the mean of a normal and zero that keep a reference amount from zero."""

_NUMBERS: Final = ("median", "gsd", "mean", "sd", "mode", "minimum", "maximum")
_MEMBERS: Final = pl.Struct(
    {
        "kind": pl.String,
        "relative": pl.Boolean,
        **dict.fromkeys(_NUMBERS, pl.Float64),
        "values": pl.List(pl.Float64),
        "weights": pl.List(pl.Float64),
    }
)
_NONE: Final = np.zeros(0)
_BOUNDED: Final = ("triangular", "uniform", "pert")


def stated(amounts: Sequence[float] | Floats, statements: pl.Series) -> pl.DataFrame:
    """Statements (JSON, none null) as columns of numbers about their amounts, each with its `verdict`.

    Columns: `kind`, `a`, `b`, `c` (lognormal: median, geometric standard deviation; normal: mean, standard deviation;
    triangular and PERT: minimum, mode, maximum; uniform: minimum, maximum), `low`, `high` (truncation), `values`,
    `weights`, `verdict`, `least` and `most` (between which all but a few in a million draws lie).

    >>> stated([2.0], pl.Series(['{"gsd":1.5,"kind":"lognormal","median":2.0}'])).row(0)[:4]
    ('lognormal', 2.0, 1.5, nan)
    """
    said = pl.DataFrame({"said": statements.str.json_decode(_MEMBERS)}).unnest("said")
    made = _Numbers(np.asarray(amounts, dtype=np.float64), said)
    made.judge()
    return made.frame()


class _Numbers:
    """The numbers of all statements side by side, and what is found about each."""

    def __init__(self, amounts: Floats, said: pl.DataFrame) -> None:
        self.said = said
        self.amount = amounts
        self.kind = np.array([kind or "" for kind in said["kind"]], dtype=str)
        relative = said["relative"].fill_null(value=False).to_numpy()
        self.unit = np.where(relative, amounts, 1.0)
        scaled = {name: said[name].fill_null(np.nan).to_numpy() * self.unit for name in _NUMBERS if name != "gsd"}
        self.gsd = said["gsd"].fill_null(np.nan).to_numpy()
        self.sd = np.abs(scaled["sd"])
        self.median, self.mean, self.mode = (
            np.where(np.isnan(scaled[name]), amounts, scaled[name]) for name in ("median", "mean", "mode")
        )
        ends = np.sort(np.stack([scaled["minimum"], scaled["maximum"]]), axis=0)  # a NaN goes last
        both = ~np.isnan(ends[1])
        self.minimum = np.where(both, ends[0], scaled["minimum"])
        self.maximum = np.where(both, ends[1], scaled["maximum"])
        self.turned = both & (
            said["minimum"].fill_null(np.nan).to_numpy() > said["maximum"].fill_null(np.nan).to_numpy()
        )
        self.lists = self._lists()
        self.verdict = np.full(len(said), "taken", dtype=object)

    def of(self, *kinds: str) -> Flags:
        """Which statements are of these kinds."""
        found: Flags = np.isin(self.kind, kinds)
        return found

    def judge(self) -> None:
        """Find the verdict of each; the first that applies stays."""
        with np.errstate(all="ignore"):
            self._mark("incomplete", self._incomplete())
            self._mark("no_spread", self._no_spread())
            self._mark("unfit", self._unfit())
            centre = np.where(self.of("lognormal"), self.median, self._mean())
            self._mark("opposite", ~(centre * self.amount > 0))
            outside = self._outside()
            self._mark("moved", outside)
            self._move(self.amount / centre)
            ratio = np.abs(self._mean() / self.amount)
            wide = self.of("normal") & (self.sd > ABSURD * np.abs(self.amount))
            self._mark("absurd", ~((ratio <= ABSURD) & (ratio >= 1 / ABSURD)) | wide, over=("moved",))
            self._mark("reversed", self.turned)

    def reach(self) -> tuple[Floats, Floats]:
        """Between what each lies: its ends, or `SAFE` standard deviations to either side (of a lognormal: factors)."""
        low, high = self._ends()
        factor = self.gsd**SAFE
        ends = np.sort(np.stack([self.median / factor, self.median * factor]), axis=0)
        lognormal, normal = self.of("lognormal"), self.of("normal")
        least = np.select([lognormal, normal], [ends[0], self.mean - SAFE * self.sd], low)
        most = np.select([lognormal, normal], [ends[1], self.mean + SAFE * self.sd], high)
        cut = (np.where(normal, end, np.nan) for end in (self.minimum, self.maximum))
        return np.fmax(least, next(cut)), np.fmin(most, next(cut))

    def frame(self) -> pl.DataFrame:
        """The columns that `stated` gives, and between what each lies."""
        lognormal, normal, uniform = self.of("lognormal"), self.of("normal"), self.of("uniform")
        bounded = self.of(*_BOUNDED)
        nan = np.full(len(self.said), np.nan)
        free = lognormal | normal
        columns = {
            "a": np.select([lognormal, normal, bounded], [self.median, self.mean, self.minimum], nan),
            "b": np.select([lognormal, normal, uniform, bounded], [self.gsd, self.sd, self.maximum, self.mode], nan),
            "c": np.where(bounded & ~uniform, self.maximum, nan),
            "low": np.where(free & ~np.isnan(self.minimum), self.minimum, -np.inf),
            "high": np.where(free & ~np.isnan(self.maximum), self.maximum, np.inf),
        }
        made = pl.DataFrame({"kind": pl.Series(self.kind.tolist(), dtype=pl.String), **columns})
        least, most = self.reach()
        verdicts = pl.Series(self.verdict.tolist(), dtype=pl.String)
        ending = pl.DataFrame({"verdict": verdicts, "least": least, "most": most})
        return made.hstack(self._tables()).hstack(ending)

    def _tables(self) -> pl.DataFrame:
        """Values and weights of the discrete ones; null of all others."""
        rows = [int(row) for row in np.flatnonzero(self.of("discrete"))]
        lists = pl.List(pl.Float64)
        listed = pl.DataFrame(
            {
                "row": rows,
                "values": [self.lists[row][0].tolist() for row in rows],
                "weights": [self.lists[row][1].tolist() for row in rows],
            },
            schema={"row": pl.Int64, "values": lists, "weights": lists},
        )
        every = pl.DataFrame({"row": pl.int_range(len(self.said), eager=True, dtype=pl.Int64)})
        return every.join(listed, on="row", how="left", maintain_order="left").drop("row")

    def _lists(self) -> list[tuple[Floats, Floats]]:
        """Values, in the unit of the amount, and weights of the discrete ones; nothing of others."""
        found = [(_NONE, _NONE)] * len(self.said)
        for place in np.flatnonzero(self.of("discrete")):
            values, weights = self.said["values"][int(place)], self.said["weights"][int(place)]
            if values is not None and weights is not None:
                found[place] = (values.to_numpy() * self.unit[place], weights.to_numpy())
        return found

    def _mark(self, verdict: Verdict, where: Flags, over: tuple[str, ...] = ()) -> None:
        self.verdict[where & np.isin(self.verdict.astype(str), ("taken", *over))] = verdict

    def _incomplete(self) -> Flags:
        ends = np.isnan(self.minimum) | np.isnan(self.maximum)
        empty = np.array([len(values) == 0 or len(values) != len(weights) for values, weights in self.lists], np.bool_)
        found: Flags = (
            (self.of("lognormal") & np.isnan(self.gsd))
            | (self.of("normal") & np.isnan(self.sd))
            | (self.of(*_BOUNDED) & ends)
            | (self.of("discrete") & empty)
            | ~self.of("lognormal", "normal", "discrete", *_BOUNDED)
        )
        return found

    def _no_spread(self) -> Flags:
        low, high = self._ends()
        bounded = self.of(*_BOUNDED) | self.of("discrete")
        one, zero = self.of("lognormal") & (self.gsd == 1), self.of("normal") & (self.sd == 0)
        found: Flags = one | zero | (bounded & (low == high))
        return found

    def _unfit(self) -> Flags:
        free = self.of("lognormal", "normal")
        excluded = (self.amount < self.minimum) | (self.amount > self.maximum) | (self.minimum >= self.maximum)
        modal = self.of("triangular", "pert") & ~((self.minimum <= self.mode) & (self.mode <= self.maximum))
        weights = np.array([bool(len(w)) and bool(w.min() < 0 or w.sum() <= 0) for _, w in self.lists], np.bool_)
        low_gsd = self.of("lognormal") & ~(self.gsd > 1)
        found: Flags = low_gsd | (free & excluded) | modal | (self.of("discrete") & weights)
        return found

    def _ends(self) -> tuple[Floats, Floats]:
        """Lower and upper end of the bounded ones; NaN of the others."""
        low, high = self.minimum.copy(), self.maximum.copy()
        for place, (values, _) in enumerate(self.lists):
            if len(values):
                low[place], high[place] = values.min(), values.max()
        return low, high

    def _mean(self) -> Floats:
        """Mean of each, of truncated ones without their truncation."""
        discrete = np.full(len(self.said), np.nan)
        for place, (values, weights) in enumerate(self.lists):
            if len(values) and len(values) == len(weights):
                discrete[place] = values @ weights / weights.sum()
        log_sd = np.log(self.gsd)
        return np.select(
            [self.of(kind) for kind in ("lognormal", "normal", "triangular", "uniform", "pert")],
            [
                self.median * np.exp(log_sd**2 / 2),
                self.mean,
                (self.minimum + self.mode + self.maximum) / 3,
                (self.minimum + self.maximum) / 2,
                (self.minimum + 4 * self.mode + self.maximum) / 6,
            ],
            discrete,
        )

    def _outside(self) -> Flags:
        """Whether the amount lies outside the central 95 %, or the ends, by more than rounding."""
        slack = ROUNDING * np.abs(self.amount)
        low, high = self._ends()
        away = np.abs(np.log(self.amount / self.median)) > CENTRAL * np.log(self.gsd) + ROUNDING
        return np.select(
            [self.of("lognormal"), self.of("normal")],
            [away, np.abs(self.amount - self.mean) > CENTRAL * self.sd + slack],
            (self.amount < low - slack) | (self.amount > high + slack),
        )

    def _move(self, by: Floats) -> None:
        """Those that are to be moved, in proportion; their truncation is in the unit of the amount and stays."""
        moved = self.verdict == "moved"
        factor = np.where(moved, by, 1.0)
        self.median, self.mean, self.mode = self.median * factor, self.mean * factor, self.mode * factor
        self.sd = self.sd * np.abs(factor)
        ends = np.where(moved & self.of(*_BOUNDED), by, 1.0)
        self.minimum, self.maximum = self.minimum * ends, self.maximum * ends
        for place in np.flatnonzero(self.of("discrete") & moved):
            values, weights = self.lists[place]
            self.lists[place] = (values * factor[place], weights)
