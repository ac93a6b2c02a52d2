"""Measured emissions (CEMS) beside calculated ones: a difference outside of its uncertainty is flagged."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

from tanji.errors import Refusal, Text
from tanji.model.finding import Finding, note, warning


class UnfitMeasurement(Refusal):
    """Figures that can not be put side by side: not finite, or an uncertainty below 0."""

    code = "CEM-001"


@dataclass(frozen=True, slots=True)
class Beside:
    """A measured and a calculated amount of the same gas, plant and period, in one unit.

    u: of their difference, √(u₁² + u₂²), as they are independent; en: difference / (k·u).
    agrees: |difference| ≤ k·u; None where no uncertainty is known.
    """

    measured: float
    calculated: float
    difference: float
    relative: float | None
    u: float | None
    k: float
    en: float | None
    agrees: bool | None
    finding: Finding


def beside(
    measured: tuple[float, float | None], calculated: tuple[float, float | None], *, unit: str, k: float = 2.0
) -> Beside:
    """Compare a measured with a calculated amount, each with its standard uncertainty (None: not stated).

    Refuses UnfitMeasurement.
    """
    (one, u_one), (other, u_other) = measured, calculated
    known = [u for u in (u_one, u_other) if u is not None]
    if not all(isfinite(figure) for figure in (one, other, *known)) or min(known, default=0.0) < 0 or not k > 0:
        raise UnfitMeasurement(
            Text(zh="数值或不确定度不合要求", en="A figure or its uncertainty is unfit"),
            Text(zh="请检查测量值和不确定度。", en="Check the measured value and its uncertainty."),
        )
    off = one - other
    u = sqrt(sum(each**2 for each in known)) if len(known) == 2 else None
    en = off / (k * u) if u else None
    agrees = None if u is None else abs(off) <= k * u
    share = off / other if other else None
    return Beside(one, other, off, share, u, k, en, agrees, _finding(off, share, (u, k, agrees), unit))


def _finding(off: float, share: float | None, spread: tuple[float | None, float, bool | None], unit: str) -> Finding:
    u, k, agrees = spread
    of = f" ({share:+.1%})" if share is not None else ""
    said = f"{off:+.4g} {unit}{of}"
    if u is None:
        return warning(
            "CEM-101",
            Text(
                zh=f"测量减核算为 {said}，但至少一方未给出不确定度，无法判断",
                en=f"Measured less calculated is {said}; without both uncertainties nothing can be said of it",
            ),
            Text(zh="请给出双方的标准不确定度。", en="State the uncertainty of both."),
        )
    limit = f"{k * u:.4g} {unit}"
    if agrees:
        return note(
            "CEM-102",
            Text(
                zh=f"测量减核算为 {said}，在合成扩展不确定度 {limit} 之内",
                en=f"Measured less calculated is {said}, within the combined expanded uncertainty of {limit}",
            ),
        )
    return warning(
        "CEM-103",
        Text(
            zh=f"测量减核算为 {said}，超出合成扩展不确定度 {limit}",
            en=f"Measured less calculated is {said}, outside of the combined expanded uncertainty of {limit}",
        ),
        Text(
            zh="请核对边界、燃料、因子、流量计和监测系统的校准。",
            en="Check boundary, fuel, factors, and the calibration of flow meter and analyser.",
        ),
    )
