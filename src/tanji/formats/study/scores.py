"""What a cell says of data quality: a scheme, its scores in the order of its indicators or by name, and who scored.

pedigree: 2,1,3,1,2        ef-dqr: TeR=2 TiR=1        pedigree: 2,-,3,1,2 | 质量部
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.study.columns import plain, rows
from tanji.formats.study.numbers import fold, is_missing
from tanji.model.study import Quality

FACTOR = "factor:"
"""What the name of an indicator begins with where the score is of the factor."""
_SCHEME = re.compile(r"([A-Za-z0-9\u4e00-\u9fff][\w. \-]*?)\s*(?::|\(|=(?=\())\s*(.+?)\)?")
_NAMED = re.compile(r"([A-Za-z\u4e00-\u9fff][\w\- ]*?)\s*[=:]\s*(\d+(?:\.\d+)?)")
_PART = re.compile(r"\s*[,;、/ ]\s*")
_LONGEST = 500
_NONE = frozenset({"-", "–", "—", "?", "n", "na", "n/a"})


class Order(NamedTuple):
    """The indicators of a scheme in their order, of the amount and of the factor, and its scale."""

    scheme: str
    activity: tuple[str, ...]
    factor: tuple[str, ...]
    least: float
    most: float


class NoScores(NamedTuple):
    """Why a text holds no scores."""

    why: Text


@cache
def orders() -> Mapping[str, Order]:
    """The schemes whose order is known, by every spelling of their names."""
    found = {}
    for row in rows("quality_orders.csv"):
        sides = (tuple(row["activity"].split("|")), tuple(row["factor"].split("|")))
        order = Order(row["scheme"], *sides, float(row["least"]), float(row["most"]))
        for spelling in (row["scheme"], *row["synonyms"].split("|")):
            found[plain(spelling)] = order
    return MappingProxyType(found)


def scores_of(text: str, *, factor: bool = False) -> Quality | NoScores:
    """The scores that a cell spells, of the amount or of the factor.

    >>> dict(scores_of("pedigree: 2,1,-,1,2").scores)
    {'reliability': 2.0, 'completeness': 1.0, 'geographical': 1.0, 'technological': 2.0}
    """
    if len(text) > _LONGEST:
        return NoScores(Text(zh="文字过长", en="it is too long"))
    said, _, by = fold(text.replace("｜", "|")).partition("|")
    match = _SCHEME.fullmatch(said.strip())
    if match is None:
        return NoScores(Text(zh="缺少方案名称", en="the scheme is missing"))
    order = orders().get(plain(match[1]))
    scheme, body = order.scheme if order else plain(match[1]).replace(" ", "-"), match[2].strip()
    found = _by_name(body, order) if "=" in body else _in_order(body, order, factor=factor)
    if isinstance(found, NoScores):
        return found
    if order is not None and any(not order.least <= value <= order.most for value in found.values()):
        scale = f"{order.least:g}–{order.most:g}"
        return NoScores(Text(zh=f"分值须在 {scale} 之间", en=f"scores go from {scale}"))
    if not found:
        return NoScores(Text(zh="没有分值", en="it has no score"))
    prefix = FACTOR if factor else ""
    return Quality(scheme=scheme, scores={prefix + name: value for name, value in found.items()}, by=by.strip() or None)


def spelled_scores(quality: Quality | None, *, factor: bool = False) -> str | None:
    """Scores as a cell spells them; those of the factor, or those of the amount."""
    if quality is None:
        return None
    given = {
        name.removeprefix(FACTOR): value for name, value in quality.scores.items() if name.startswith(FACTOR) == factor
    }
    if not given:
        return None
    order = orders().get(plain(quality.scheme))
    names = () if order is None else order.factor if factor else order.activity
    if set(given) <= set(names) and list(given) == [name for name in names if name in given]:
        body = ",".join(f"{given[name]:.16G}" if name in given else "-" for name in names)
    else:
        body = " ".join(f"{name}={value:.16G}" for name, value in given.items())
    return f"{quality.scheme}: {body}" + (f" | {quality.by}" if quality.by else "")


def joined(amount: Quality | None, factor: Quality | None) -> Quality | NoScores | None:
    """The scores of both cells of a row as one; they must be by one scheme."""
    if amount is None or factor is None:
        return amount or factor
    if amount.scheme != factor.scheme:
        return NoScores(Text(zh="数量和因子的评分方案不同", en="amount and factor are scored by different schemes"))
    return Quality(scheme=amount.scheme, scores={**amount.scores, **factor.scores}, by=amount.by or factor.by)


def _in_order(body: str, order: Order | None, *, factor: bool) -> dict[str, float] | NoScores:
    if order is None:
        why = Text(
            zh="不认识该方案的指标次序，请写 指标=分值", en="the order of its indicators is not known; write name=score"
        )
        return NoScores(why)
    names = order.factor if factor else order.activity
    parts = _PART.split(body.strip("() "))
    if len(parts) != len(names):
        listed = "、".join(names)
        return NoScores(
            Text(zh=f"应有 {len(names)} 个分值：{listed}", en=f"{len(names)} scores are wanted: {', '.join(names)}")
        )
    found = {}
    for name, part in zip(names, parts, strict=True):
        if part in _NONE or is_missing(part):
            continue
        if not re.fullmatch(r"\d+(\.\d+)?", part):
            return NoScores(Text(zh=f"“{part}”不是分值", en=f'"{part}" is no score'))
        found[name] = float(part)
    return found


def _by_name(body: str, order: Order | None) -> dict[str, float] | NoScores:
    known = {plain(name): name for name in (*order.activity, *order.factor)} if order else None
    found: dict[str, float] = {}
    rest = _NAMED.sub("", body)
    for name, value in _NAMED.findall(body):
        key = name.strip() if known is None else known.get(plain(name))
        if key is None or key in found:
            listed = ", ".join(dict.fromkeys(known.values())) if known else name
            return NoScores(Text(zh=f"没有指标“{name}”，有 {listed}", en=f'there is no "{name}" but {listed}'))
        found[key] = float(value)
    if rest.strip(" ,;、/()"):
        return NoScores(Text(zh="写成 指标=分值", en="write name=score"))
    return found
