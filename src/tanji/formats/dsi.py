r"""Quantities of the Digital SI (D-SI): value, unit such as `\kilo\watt\hour`, and uncertainty, from XML.

Read: `si:real`, `si:constant`, `si:realListXMLList`, `si:list` of reals, the first form of a `si:hybrid` whose unit we
know; with expanded or standard uncertainty or a coverage interval, as D-SI 2 (`measurementUncertaintyUnivariate`) and
D-SI 1 (`expandedUnc`, `coverageInterval`) write them. Complex quantities and multivariate uncertainty are refused by
name. Source: D-SI metadata model 1.3 (doi 10.5281/zenodo.4003413, title page only was opened) and the elements as they
stand in DCC 3.2.0 examples of PTB (repository siemens/pydcc); no XSD was at hand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import isfinite
from pathlib import Path
from statistics import NormalDist
from typing import Any, Final

from tanji.errors import Progress, Refusal, Text
from tanji.formats.xml import Element, Limits, tree
from tanji.model import quantity

SI: Final = "https://ptb.de/si"
LARGEST: Final = 10_000
"""Values of one list at most."""
_TOKEN: Final = re.compile(r"\\([a-z]+)(?:\{(-?\d{1,3})\})?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LIMITS: Final = Limits(total_bytes=8 << 20, elements=200_000)


class UnknownDsiUnit(Refusal):
    """A unit string that is no D-SI unit, or one that stands for no unit of the registry."""

    code = "DSI-001"


class UnfitDsi(Refusal):
    """A D-SI quantity without a number or a unit, with more values than allowed, or of a kind that is not read."""

    code = "DSI-002"


@dataclass(frozen=True, slots=True)
class Real:
    """One real quantity: value and unit as stated, the uncertainty in the same unit where it has one.

    `expanded` = `k` × `standard`; of a coverage interval `low` and `high` are kept.
    """

    value: float
    unit: str
    label: str | None = None
    expanded: float | None = None
    k: float | None = None
    coverage: float | None = None
    standard: float | None = None
    distribution: str | None = None
    low: float | None = None
    high: float | None = None
    moment: str | None = None

    def to(self, unit: str) -> Real:
        """The same quantity in a unit of our registry. Refuses UnknownDsiUnit, UnknownUnit, UnitMismatch."""
        times = quantity.factor(ours(self.unit), unit)
        scaled = {
            name: own * times
            for name in ("expanded", "standard", "low", "high")
            if (own := getattr(self, name)) is not None
        }
        return replace(self, value=self.value * times, unit=unit, **scaled)


def parsed(text: str) -> tuple[tuple[str, str, int], ...]:
    r"""A D-SI unit as (prefix, unit, exponent), in its order. Refuses UnknownDsiUnit, naming the part.

    >>> parsed(r"\kilo\watt\hour"), parsed(r"\metre\tothe{-3}"), parsed(r"\metre\per\second")
    ((('kilo', 'watt', 1), ('', 'hour', 1)), (('', 'metre', -3),), (('', 'metre', 1), ('', 'second', -1)))
    """
    parts: list[tuple[str, str, int]] = []
    prefix, sign, place = "", 1, 0
    roles, text = _roles(), text.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        name, power = (found[1], found[2]) if found else (text[place : place + 20], None)
        role = roles.get(name) if found and power is None else None
        if found and name == "tothe" and power is not None and parts and not prefix:
            before = parts.pop()
            parts.append((*before[:2], before[2] * int(power)))
        elif name == "per" and found and power is None and parts and not prefix and sign == 1:
            sign = -1
        elif role == "prefix" and not prefix:
            prefix = name
        elif role == "unit":
            parts.append((prefix, name, sign))
            prefix, sign = "", 1
        else:
            raise _unknown(text, name)
        place = found.end() if found else len(text)
    if not parts or prefix or sign != 1:
        raise _unknown(text, prefix or text)
    return tuple(parts)


def ours(text: str) -> str:
    r"""The unit of our registry that a D-SI unit stands for: the order of its factors does not matter.

    >>> ours(r"\kilo\watt\hour"), ours(r"\hour\kilo\watt"), ours(r"\metre\tothe{3}")
    ('kWh', 'kWh', 'm3')
    """
    own = text.partition("|")[0].strip()
    symbol = _ours().get(tuple(sorted(parsed(own))))
    if symbol is None:
        raise UnknownDsiUnit(
            Text(zh=f"D-SI 单位“{text}”在单位表中没有对应的单位", en=f'No unit of the registry stands for "{text}"'),
            Text(zh="该量仍按原文保留；可用单位见 tanji units。", en="`tanji units` lists what there is."),
        )
    return symbol


def factor(unit: str, to: str) -> float:
    r"""How many `to` one `unit` is, both as D-SI units.

    >>> factor(r"\kilo\watt\hour", r"\mega\joule")
    3.6
    """
    return quantity.factor(ours(unit), ours(to))


def read(path: Path, *, progress: Progress | None = None) -> tuple[Real, ...]:
    """The quantities of a D-SI XML file, parsed in a child process.

    Refuses UnfitDsi, and what `xml` and `child` refuse.
    """
    from tanji.formats.child import run

    parts = run("tanji.formats.dsi:parse_file", {"path": str(path)}, progress=progress)
    return tuple(Real(**part) for part in parts)


def parse_file(path: str, progress: Progress) -> list[dict[str, Any]]:  # noqa: ARG001 - every job takes it
    """The job that runs in the child: the quantities of a file as plain data."""
    from dataclasses import asdict

    file = Path(path)
    with file.open("rb") as opened:
        data = opened.read(_LIMITS.total_bytes + 1)
    return [asdict(each) for each in parse(data, file.name)]


def parse(data: bytes, name: str) -> tuple[Real, ...]:
    """The quantities of D-SI XML. Refuses UnfitDsi where there is none, and what `xml.tree` refuses."""
    root = tree(data, name, limits=_LIMITS)
    if root.namespace != SI:
        raise _unfit(name, Text(zh="最外层元素不属于 D-SI", en="its outermost element is not of D-SI"))
    return tuple(reals(root, name))


def reals(element: Element, name: str) -> Iterator[Real]:
    """The real quantities of a D-SI element, in order. `name` is what refusals call the file."""
    if element.local in {"real", "constant"}:
        yield _real(element, name)
    elif element.local == "realListXMLList":
        yield from _listed(element, name)
    elif element.local == "list":
        for child in element.children:
            yield from reals(child, name)
    elif element.local == "hybrid":
        yield from reals(_first_known(element, name), name)
    else:
        what = element.local
        raise _unfit(
            f"{name}:{element.line}",
            Text(
                zh=f"不读取 D-SI 的 {what}（如复数量、多元不确定度）",
                en=f'"{what}" of D-SI is not read (such as complex)',
            ),
        )


def _first_known(element: Element, name: str) -> Element:
    """The first form of a hybrid whose unit our registry has, else its first form."""
    if not element.children:
        raise _unfit(name, Text(zh="hybrid 中没有量", en="a hybrid without quantities"))
    for child in element.children:
        unit = child.find("unit") or child.find("unitXMLList")
        try:
            ours(unit.words if unit else "")
        except UnknownDsiUnit:
            continue
        return child
    return element.children[0]


def _real(element: Element, name: str) -> Real:
    value, unit = _number(element.find("value"), name, element), element.find("unit")
    if value is None or unit is None or not unit.words:
        raise _unfit(f"{name}:{element.line}", Text(zh="缺少数值或单位", en="the value or the unit is missing"))
    made = Real(value, unit.words, _words(element, "label"), moment=_words(element, "dateTime"))
    return _with_uncertainty(made, element, name)


def _with_uncertainty(made: Real, element: Element, name: str) -> Real:
    univariate = element.find("measurementUncertaintyUnivariate")
    for parent, prefix in ((univariate, "MU"), (element, "Unc")):
        if parent is None:
            continue
        if (at := parent.find(f"expanded{prefix}")) is not None:
            value = at.find("valueExpandedMU") or at.find("uncertainty")
            u, k = _number(value, name, at, least=0.0), _number(at.find("coverageFactor"), name, at, least=0.0)
            return replace(
                made, expanded=u, k=k or None, standard=u / k if u is not None and k else None, **_about(at, name)
            )
        if (at := parent.find(f"standard{prefix}")) is not None:
            value = at.find("valueStandardMU") or at.find("uncertainty")
            u = _number(value, name, at, least=0.0)
            return replace(made, expanded=u, k=1.0, standard=u, **_about(at, name))
        found = parent.find(f"coverageInterval{'MU' if prefix == 'MU' else ''}")
        if found is not None:
            return _with_interval(made, found, name)
    return made


def _with_interval(made: Real, at: Element, name: str) -> Real:
    """U is half the interval; k is U/u where u is stated, else that of the stated or normal distribution."""
    low, high = _number(at.find("intervalMin"), name, at), _number(at.find("intervalMax"), name, at)
    stated = at.find("standardMU") or at.find("uncertainty")
    u, about = _number(stated, name, at, least=0.0), _about(at, name)
    if low is None or high is None or high < low:
        raise _unfit(f"{name}:{at.line}", Text(zh="包含区间不完整或颠倒", en="a coverage interval is not whole"))
    half = (high - low) / 2
    if u is None and about["coverage"] and about["distribution"] in {None, "normal"}:
        u = half / NormalDist().inv_cdf(0.5 + about["coverage"] / 2)
    return replace(made, expanded=half, k=half / u if u else None, standard=u, low=low, high=high, **about)


def _about(at: Element, name: str) -> dict[str, Any]:
    coverage = _number(at.find("coverageProbability"), name, at)
    if coverage is not None and not 0 < coverage < 1:
        raise _unfit(
            f"{name}:{at.line}", Text(zh="包含概率不在 0 与 1 之间", en="a coverage probability is not in 0 to 1")
        )
    return {"coverage": coverage, "distribution": _words(at, "distribution")}


def _listed(element: Element, name: str) -> Iterator[Real]:
    """The quantities of lists of numbers; a list with one entry holds for all."""
    values = (_words(element, "valueXMLList") or "").split()
    if not values or len(values) > LARGEST:
        raise _unfit(f"{name}:{element.line}", Text(zh="列表为空或过长", en="a list is empty or too long"))
    wide = {child.local: _spread(child, len(values), name) for child in element.children if not child.children}
    deep = [(path, each) for child in element.children if child.children for path, each in _leaves(child, ())]
    leaves = [(path, each, _spread(each, len(values), name)) for path, each in deep]
    for place in range(len(values)):
        made = Element(f"{{{SI}}}real", line=element.line)
        made.children = [Element(_singular(key), text=texts[place]) for key, texts in wide.items()]
        for path, _, texts in leaves:
            _put(made, path, texts[place])
        yield _real(made, name)


def _leaves(element: Element, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Element]]:
    path = (*above, element.local)
    if not element.children:
        yield path, element
    for child in element.children:
        yield from _leaves(child, path)


def _put(made: Element, path: tuple[str, ...], text: str) -> None:
    for key in path:
        named = _singular(key)
        found = made.find(named)
        if found is None:
            found = Element(named, line=made.line)
            made.children.append(found)
        made = found
    made.text = text


def _spread(element: Element, number: int, name: str) -> list[str]:
    texts = element.words.split()
    if len(texts) not in {1, number}:
        raise _unfit(
            f"{name}:{element.line}",
            Text(zh=f"{element.local} 的个数与数值个数不符", en=f"{element.local} has another length than the values"),
        )
    return texts * number if len(texts) == 1 else texts


def _singular(name: str) -> str:
    return f"{{{SI}}}{name.removesuffix('XMLList')}"


def _words(element: Element, name: str) -> str | None:
    found = element.find(name)
    return found.words or None if found is not None else None


def _number(element: Element | None, name: str, near: Element, *, least: float | None = None) -> float | None:
    """The number of an element; None where there is no element. Refuses what is no finite decimal number."""
    if element is None:
        return None
    text = element.words
    value = float(text) if _NUMBER.fullmatch(text) else float("nan")
    if not isfinite(value) or (least is not None and value < least):
        raise _unfit(f"{name}:{near.line}", Text(zh=f"“{text[:40]}”不是合适的数", en=f'"{text[:40]}" is no fit number'))
    return value


@cache
def _roles() -> dict[str, str]:
    return {row["token"]: row["role"] for row in _rows("dsi_units.csv")}


@cache
def _ours() -> dict[tuple[tuple[str, str, int], ...], str]:
    return {tuple(sorted(parsed(row["dsi"]))): row["unit"] for row in _rows("dsi_ours.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("tanji.formats") / "data" / name).read_text("utf-8").splitlines()))


def _unknown(text: str, part: str) -> UnknownDsiUnit:
    shown = text[:60]
    return UnknownDsiUnit(
        Text(
            zh=f"“{shown}”不是 D-SI 单位：认不出“{part[:20]}”",
            en=f'"{shown}" is no D-SI unit: "{part[:20]}" is not known',
        ),
        Text(
            zh=r"词头与单位分开写，如 \kilo\watt\hour；次方写作 \tothe{3}。",
            en=r"Write prefix and unit apart, as in \kilo\watt\hour; powers as \tothe{3}.",
        ),
    )


def _unfit(where: str, why: Text) -> UnfitDsi:
    return UnfitDsi(
        Text(
            zh=f"“{where}”中的 D-SI 量无法读取：{why.zh}", en=f'A D-SI quantity of "{where}" can not be read: {why.en}'
        ),
        Text(zh="请向出具方索取正确的文件。", en="Ask who issued the file for a correct one."),
    )
