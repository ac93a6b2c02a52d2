"""Two products, scenarios or years draw by draw: how often the second is lower, and by how much they differ.

Draw d of all that both share (background, factors, parameters, meters, figures of a common study) is one draw, so that
what is uncertain for both alike does not blur the difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tanji.assess.compare import NotComparable, scale_of
from tanji.assess.uncertainty.propagate import Propagation
from tanji.errors import Text
from tanji.lca.draws import summary
from tanji.lca.system import Floats
from tanji.model.uncertain import Interval, UncertaintyResult


@dataclass(frozen=True, slots=True)
class Difference:
    """After − before, in kg CO2e per unit of analysis of the first."""

    mean: float
    median: float
    sd: float
    interval: Interval
    lower: float
    """Share of the draws in which the second is lower; draws that are equal are in neither share."""
    higher: float


@dataclass(frozen=True, slots=True, eq=False)
class PairedResult:
    """The difference draw by draw, and what it would look like if each product had its own draws of the datasets."""

    draws: int
    seed: int
    shared: Difference
    apart: Difference | None
    """Missing where `after` was not propagated with `apart`."""
    differences: Floats
    """After − before in each draw."""


class NotPaired(NotComparable):
    """Two propagations that were not drawn from the same seed or background, so that their draws are no pairs."""

    code = "CAL-008"


def compared(before: Propagation, after: Propagation) -> PairedResult:
    """The difference of two propagations draw by draw; where one has more draws, those that both have.

    Refuses NotPaired: other seeds, another release of the same database; NotComparable: other units of analysis.
    """
    fitting(before.result, after.result)
    scale = scale_of(before.unit, after.unit)
    draws = min(len(before.totals), len(after.totals))
    first = before.totals[:draws]
    differences = after.totals[:draws] * scale - first
    apart = None if after.apart is None else _difference(after.apart[:draws] * scale - first)
    return PairedResult(draws, before.result.seed, _difference(differences), apart, differences)


def _difference(values: Floats) -> Difference:
    said = summary(values)
    interval = Interval(low=said.low, high=said.high, coverage=0.95)
    lower, higher = float(np.mean(values < 0)), float(np.mean(values > 0))
    return Difference(said.mean, said.median, said.sd, interval, lower, higher)


def fitting(first: UncertaintyResult, second: UncertaintyResult) -> None:
    """Nothing, if draws of these two are pairs. Refuses NotPaired."""
    if first.seed != second.seed:
        raise NotPaired(
            Text(
                zh=f"两个碳足迹的种子不同：{first.seed} 与 {second.seed}，不能逐次配对",
                en=f"The two footprints were drawn from different seeds, {first.seed} and {second.seed}: no pairs",
            ),
            Text(
                zh=f"请用同一种子重算其中一个：tanji calc … --uncertainty {first.draws} --seed {first.seed}",
                en=f"Compute one again with the other's: tanji calc … --uncertainty {first.draws} --seed {first.seed}",
            ),
        )
    known = {ref.id: ref for ref in first.background}
    for ref in second.background:
        other = known.get(ref.id)
        if other is not None and other.digest != ref.digest:
            raise NotPaired(
                Text(
                    zh=f"两个碳足迹用了 {ref.id} 的不同发布版：{other.version} 与 {ref.version}，背景抽样不相通",
                    en=f"The two use different releases of {ref.id}, {other.version} and {ref.version}: their draws of"
                    " the background have nothing in common",
                ),
                Text(
                    zh=f"请用同一发布版重算其中一个：tanji calc … --release {ref.id}@{ref.version}",
                    en=f"Compute one again on the other's: tanji calc … --release {ref.id}@{ref.version}",
                ),
            )
