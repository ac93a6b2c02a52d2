"""What a cell says of an uncertainty, read into a distribution and written back.

±5%          95 % of a normal distribution lie within ± 5 % of the figure; ±0.3 the same in its own unit
U=5% k=2     expanded uncertainty with its coverage factor; u=2% standard uncertainty
GSD 1.2      lognormal with the figure as median; GSD² 1.44 the square of it
normal(100, 2)  lognormal(100, 1.2)  tri(90, 100, 120)  uni(90, 110)  pert(90, 100, 120)  disc(90:1, 110:3)
× tri(0.9, 1, 1.2)   or in percent: tri(90%, 100%, 120%): multiples of the figure
normal(100, 2) [95, ]   truncated
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from tanji.errors import Text
from tanji.formats.study.numbers import fold
from tanji.model.process import Uncertainty

COVERED: Final = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution on both sides."""
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_PLUS_MINUS: Final = re.compile(rf"(?:±|\+/-|\+-)\s*({_NUMBER})\s*(%?)")
_EXPANDED: Final = re.compile(rf"U\s*[=:]?\s*({_NUMBER})\s*(%?)\s*[,;(]?\s*k\s*[=:]?\s*({_NUMBER})\s*\)?")
_ALONE: Final = re.compile(rf"U\s*[=:]?\s*{_NUMBER}\s*%?")
_STANDARD: Final = re.compile(rf"(?:u|[uU]_?c|sd|SD|标准不确定度|标准差|normal|正态)\s*[=:]?\s*({_NUMBER})\s*(%?)")
_GEOMETRIC: Final = re.compile(
    rf"(?:gsd|σg|几何标准差|lognormal|对数正态)\s*(2|\^2|的平方)?(?:\s*[=:]\s*|\s+)({_NUMBER})", re.IGNORECASE
)
_CALL: Final = re.compile(
    r"(×|x\s|\*|相对|relative\b)?\s*([a-z]+|[\u4e00-\u9fff]+)\s*\(([^()]*)\)\s*(\[[^\[\]]*\])?", re.IGNORECASE
)
_PARTS: Final = re.compile(r"\s*[,;、]\s*")
_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "normal": ("normal", "norm", "n", "正态", "正态分布"),
        "lognormal": ("lognormal", "logn", "对数正态", "对数正态分布"),
        "triangular": ("tri", "triangular", "三角", "三角分布"),
        "uniform": ("uni", "uniform", "rect", "rectangular", "均匀", "矩形", "均匀分布", "矩形分布"),
        "pert": ("pert", "beta-pert", "贝塔", "pert分布"),
        "discrete": ("disc", "discrete", "离散", "离散分布"),
    }
)
_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "normal": ("mean", "sd"),
        "lognormal": ("median", "gsd"),
        "triangular": ("minimum", "mode", "maximum"),
        "uniform": ("minimum", "maximum"),
        "pert": ("minimum", "mode", "maximum"),
    }
)
_WRITTEN: Final = {"triangular": "tri", "uniform": "uni", "discrete": "disc"}
_LONGEST: Final = 500
_RATIO: Final = frozenset({"gsd"})
"""Members that are no amounts: a percentage of them makes no sense."""


@dataclass(frozen=True, slots=True)
class NoSpread:
    """Why a text is no uncertainty."""

    why: Text


def spread_of(text: str, figure: float | None) -> Uncertainty | NoSpread:
    """The uncertainty that a cell spells, of a figure that may be unknown.

    >>> spread_of("U=5% k=2", 100.0).sd, spread_of("GSD² 1.44", None).gsd, spread_of("±0.3", 4.0).mean
    (0.025, 1.2, 4.0)
    >>> spread_of("U=5%", 100.0).why.en
    'the coverage factor k is missing'
    """
    said = fold(text.replace("GSD²", "GSD2").replace("Ｕ", "U")) if len(text) <= _LONGEST else ""
    for form, read in _FORMS:
        match = form.fullmatch(said)
        if match:
            try:
                found = read(match, figure)
            except ValidationError:  # 1e999
                return NoSpread(Text(zh="数值过大", en="a number is too large"))
            return _checked(found) if isinstance(found, Uncertainty) else found
    if _ALONE.fullmatch(said):
        return NoSpread(Text(zh="缺少包含因子 k", en="the coverage factor k is missing"))
    return NoSpread(Text(zh="不是认识的写法", en="it is none of the known forms"))


def spelled_spread(spread: Uncertainty | None) -> str | None:
    """An uncertainty as a cell spells it, so that it reads back the same.

    >>> spelled_spread(Uncertainty(kind="normal", relative=True, mean=1, sd=0.025))
    '× normal(1, 0.025)'
    """
    if spread is None:
        return None
    if spread.kind == "discrete":
        pairs = zip(spread.values or (), spread.weights or (), strict=False)
        inside = ", ".join(f"{_shown(value)}:{_shown(weight)}" for value, weight in pairs)
    else:
        inside = ", ".join(_shown(getattr(spread, member)) for member in _MEMBERS[spread.kind])
    ends = ""
    if spread.kind in {"normal", "lognormal"} and (spread.minimum is not None or spread.maximum is not None):
        ends = f" [{_shown(spread.minimum)}, {_shown(spread.maximum)}]"
    return f"{'× ' if spread.relative else ''}{_WRITTEN.get(spread.kind, spread.kind)}({inside}){ends}"


def centred(spread: Uncertainty, figure: float) -> bool:
    """Whether a figure lies where its distribution may be: not below its lower end, not above its upper one."""
    value = 1.0 if spread.relative else figure
    ends = (spread.minimum, spread.maximum)
    if spread.kind == "discrete" and spread.values:
        ends = (min(spread.values), max(spread.values))
    return not ((ends[0] is not None and value < ends[0]) or (ends[1] is not None and value > ends[1]))


def scaled(spread: Uncertainty, factor: float) -> Uncertainty:
    """The uncertainty of a figure that is given in another unit; a relative one stays."""
    if spread.relative or factor == 1.0:
        return spread
    changed: dict[str, Any] = {
        member: float(f"{value * factor:.15g}")
        for member in ("median", "mean", "sd", "mode", "minimum", "maximum")
        if (value := getattr(spread, member)) is not None
    }
    if spread.values is not None:
        changed["values"] = tuple(float(f"{value * factor:.15g}") for value in spread.values)
    return spread.model_copy(update=changed)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.16G}".replace("E+", "E")


def _about(half: float, percent: str, figure: float | None) -> Uncertainty | NoSpread:
    """A normal distribution about the figure with this standard deviation."""
    if percent:
        return Uncertainty(kind="normal", relative=True, mean=1.0, sd=float(f"{half / 100:.15g}"))
    if figure is None:
        return NoSpread(Text(zh="数量未知时只能用百分数", en="without a known amount it must be in percent"))
    return Uncertainty(kind="normal", mean=figure, sd=float(f"{half:.15g}"))


def _plus_minus(match: re.Match[str], figure: float | None) -> Uncertainty | NoSpread:
    return _about(abs(float(match[1])) / COVERED, match[2], figure)


def _expanded(match: re.Match[str], figure: float | None) -> Uncertainty | NoSpread:
    k = float(match[3])
    if k <= 0:
        return NoSpread(Text(zh="包含因子 k 须大于 0", en="the coverage factor k must be above 0"))
    return _about(abs(float(match[1])) / k, match[2], figure)


def _standard(match: re.Match[str], figure: float | None) -> Uncertainty | NoSpread:
    return _about(abs(float(match[1])), match[2], figure)


def _geometric(match: re.Match[str], figure: float | None) -> Uncertainty | NoSpread:  # noqa: ARG001 - one signature
    value = float(match[2])
    gsd = float(f"{sqrt(value):.15g}") if match[1] and value > 0 else value
    if gsd <= 0:
        return NoSpread(Text(zh="几何标准差须不小于 1", en="a geometric standard deviation is at least 1"))
    return Uncertainty(kind="lognormal", relative=True, median=1.0, gsd=gsd)


def _call(match: re.Match[str], figure: float | None) -> Uncertainty | NoSpread:  # noqa: ARG001 - one signature
    kind = next((kind for kind, names in _KINDS.items() if match[2].lower() in names), None)
    if kind is None:
        return NoSpread(Text(zh=f"没有“{match[2]}”这种分布", en=f'there is no distribution "{match[2]}"'))
    parts = [part for part in _PARTS.split(match[3].strip()) if part]
    if kind == "discrete":
        return _discrete(parts, relative=bool(match[1]))
    members = _MEMBERS[kind]
    numbers = [_amount(part) for part in parts]
    if len(numbers) != len(members) or any(number is None for number in numbers):
        count = len(members)
        return NoSpread(Text(zh=f"{match[2]} 需要 {count} 个数", en=f"{match[2]} takes {count} numbers"))
    given = {member: number for member, number in zip(members, numbers, strict=True) if number is not None}
    return _made(kind, given, match[4], relative=bool(match[1]))


def _made(
    kind: Any, given: dict[str, tuple[float, bool]], ends: str | None, *, relative: bool
) -> Uncertainty | NoSpread:
    if ends:
        low, _, high = ends[1:-1].replace("，", ",").partition(",")
        for member, part in (("minimum", low.strip()), ("maximum", high.strip())):
            number = _amount(part) if part else None
            if part and (number is None or member in given):
                return NoSpread(Text(zh="截断写成 [下限, 上限]", en="a truncation is written [low, high]"))
            if number is not None:
                given[member] = number
    percents = {percent for member, (value, percent) in given.items() if member not in _RATIO and value != 0}
    if len(percents) > 1:
        return NoSpread(Text(zh="百分数和数值混在一起", en="it mixes percentages and amounts"))
    scale = 100.0 if percents == {True} else 1.0
    numbers = {
        member: value if member in _RATIO else float(f"{value / scale:.15g}") for member, (value, _) in given.items()
    }
    if numbers.get("sd", 0.0) < 0 or numbers.get("gsd", 1.0) <= 0:
        return NoSpread(Text(zh="标准差不能为负，几何标准差不小于 1", en="an sd is not negative, a gsd is at least 1"))
    return Uncertainty(kind=kind, relative=True if relative or percents == {True} else None, **numbers)


def _discrete(parts: Sequence[str], *, relative: bool) -> Uncertainty | NoSpread:
    pairs = []
    for part in parts:
        value, _, weight = part.partition(":")
        number, share = _amount(value), _amount(weight or "1")
        if number is None or share is None:
            return NoSpread(Text(zh="离散分布写成 disc(值:权重, …)", en="write disc(value:weight, …)"))
        pairs.append((number, share[0]))
    percents = {percent for (_, percent), _ in pairs}
    if len(percents) != 1:
        return NoSpread(Text(zh="离散分布写成 disc(值:权重, …)", en="write disc(value:weight, …)"))
    scale = 100.0 if percents == {True} else 1.0
    return Uncertainty(
        kind="discrete",
        relative=True if relative or percents == {True} else None,
        values=tuple(float(f"{value / scale:.15g}") for (value, _), _ in pairs),
        weights=tuple(weight for _, weight in pairs),
    )


def _amount(part: str) -> tuple[float, bool] | None:
    """A number, and whether it is a percentage."""
    match = re.fullmatch(rf"({_NUMBER})\s*(%?)", part.strip())
    return (float(match[1]), bool(match[2])) if match and isfinite(float(match[1])) else None


def _checked(spread: Uncertainty) -> Uncertainty | NoSpread:
    """The same distribution, if there is such a one."""
    return next((NoSpread(why) for fails, why in _FAULTS if fails(spread)), spread)


def _ends(spread: Uncertainty) -> tuple[float, float] | None:
    return None if spread.minimum is None or spread.maximum is None else (spread.minimum, spread.maximum)


def _empty(spread: Uncertainty) -> bool:
    ends = _ends(spread)
    return ends is not None and ends[0] >= ends[1]


def _outside(spread: Uncertainty) -> bool:
    ends = _ends(spread)
    return ends is not None and spread.mode is not None and not ends[0] <= spread.mode <= ends[1]


def _deviations(spread: Uncertainty) -> bool:
    """Whether relative ends look like deviations (−10 %, +10 %) instead of multiples (90 %, 110 %)."""
    ends = _ends(spread)
    return bool(spread.relative) and ends is not None and ends[0] < 0 and ends[1] < 1


_FAULTS: Final[tuple[tuple[Callable[[Uncertainty], bool], Text], ...]] = (
    (
        lambda spread: spread.gsd is not None and spread.gsd < 1,
        Text(zh="几何标准差须不小于 1", en="a geometric standard deviation is at least 1"),
    ),
    (
        lambda spread: spread.kind == "lognormal" and not spread.median,
        Text(zh="对数正态的中位数不能是 0", en="the median of a lognormal is not 0"),
    ),
    (_empty, Text(zh="下限须小于上限", en="the lower end must be below the upper one")),
    (_outside, Text(zh="众数须在两端之间", en="the mode must lie between the ends")),
    (
        _deviations,
        Text(
            zh="百分数是原值的倍数：−10 % 到 +10 % 写成 90%, 110%",
            en="percentages are multiples of the figure: write 90%, 110% for −10 % to +10 %",
        ),
    ),
    (
        lambda spread: spread.weights is not None and (min(spread.weights) < 0 or sum(spread.weights) <= 0),
        Text(zh="权重须为正", en="weights must be positive"),
    ),
)

_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], float | None], Uncertainty | NoSpread]], ...]] = (
    (_PLUS_MINUS, _plus_minus),
    (_EXPANDED, _expanded),
    (_GEOMETRIC, _geometric),
    (_STANDARD, _standard),
    (_CALL, _call),
)
