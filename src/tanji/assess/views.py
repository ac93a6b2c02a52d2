"""One footprint as several methods count it, with the difference explained line by line and no silent translation.

What each view counts is data (`data/views.yaml`). A view whose condition does not hold is refused; one that is given
always carries its caveats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum
from typing import Any, Final, Literal

from pydantic import Field

from tanji.errors import Refusal, Text
from tanji.model.document import Names, Value
from tanji.model.footprint import Footprint, LineScore
from tanji.model.source import Status
from tanji.model.study import Stage

CARBON_TO_CO2: Final = 44.0 / 12.0
"""kg CO2 per kg C (IPCC 2006 GL, vol. 4)."""
TOLERANCE: Final = 0.05
"""Relative difference between net uptake and carbon held that is told; a convention of Tanji, as in the base pack."""


class NotTranslatable(Refusal):
    """A view of a footprint whose conditions do not hold, or that there is not."""

    code = "VIW-001"


class Caveat(Value):
    """What a reader of the view has to know."""

    zh: str
    en: str


class View(Value):
    """What a method counts: which stages, and which share of biogenic CO2 out and in."""

    id: str
    zh: str
    en: str
    status: Status
    source: str
    stages: Literal["boundary"] | tuple[Stage, ...]
    biogenic_co2: float
    biogenic_removals: float
    methods: tuple[str, ...]
    """Methods of characterisation with which a footprint may be seen so."""
    caveats: tuple[Caveat, ...] = Field(min_length=1)


class Aspect(Value):
    """What several methods ask on one aspect, by method."""

    aspect: Names
    methods: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One line in a view: what it counts there, and why that is not its total."""

    activity: str
    names: Mapping[str, str]
    total: float
    counted: float
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A footprint in one view, in kg CO2e per its unit of analysis; the lines add up to the value."""

    view: View
    value: float
    lines: tuple[SeenLine, ...]
    remarks: tuple[Text, ...] = ()
    """What of this footprint makes the figure doubtful in this view."""


def views() -> tuple[View, ...]:
    """Every view, in the order of the file."""
    return tuple(View.model_validate(each) for each in _table()["views"])


def aspects() -> tuple[Aspect, ...]:
    """What the methods ask, aspect by aspect."""
    return tuple(
        Aspect(aspect=each["aspect"], methods={name: said for name, said in each.items() if name != "aspect"})
        for each in _table()["differences"]
    )


def seen(footprint: Footprint, view: View) -> Seen:
    """The footprint as a method counts it. Refuses NotTranslatable where the method of characterisation is another."""
    if footprint.method.id not in view.methods:
        raise NotTranslatable(
            Text(
                zh=f"“{view.zh}”要求特征化方法为 {'、'.join(view.methods)}，这份碳足迹用的是 {footprint.method.id}",
                en=f"{view.en} asks for {', '.join(view.methods)}; this footprint used {footprint.method.id}",
            ),
            Text(zh="请用该方法重新计算。", en="Compute again with that method."),
        )
    lines = tuple(_line(line, view) for line in footprint.lines)
    return Seen(view, fsum(line.counted for line in lines), lines, tuple(_remarks(footprint, view)))


def _remarks(footprint: Footprint, view: View) -> Iterator[Text]:
    """Whether the net uptake that a view counts is what the product holds."""
    if not (view.biogenic_removals and view.biogenic_co2):
        return
    inside = [line.score for line in footprint.lines if view.stages == "boundary" or line.stage in view.stages]
    net = fsum(value for score in inside for value in (score.biogenic_removals, score.biogenic_co2))
    if not net:
        return
    if footprint.biogenic_carbon_kg is None:
        yield Text(
            zh=f"净吸收 {net:.4g} kg 没有产品生物碳含量可以核对",
            en=f"The net uptake of {net:.4g} kg can not be checked: the biogenic carbon of the product is not stated",
        )
        return
    held = -footprint.biogenic_carbon_kg * CARBON_TO_CO2
    if abs(net - held) > TOLERANCE * max(abs(held), abs(net)):
        yield Text(
            zh=f"净吸收 {net:.4g} kg 与产品生物碳含量折合的 {held:.4g} kg 不符",
            en=f"The net uptake of {net:.4g} kg is not what the product's biogenic carbon comes to, {held:.4g} kg",
        )


def view(identity: str) -> View:
    """The view of an id. Refuses NotTranslatable, naming those there are."""
    known = {each.id: each for each in views()}
    if identity not in known:
        raise NotTranslatable(
            Text(zh=f"没有视图“{identity}”", en=f"There is no view {identity!r}"),
            Text(zh=f"已有：{'、'.join(known)}", en=f"There are: {', '.join(known)}"),
        )
    return known[identity]


def _line(line: LineScore, view: View) -> SeenLine:
    total = line.score.total
    if view.stages != "boundary" and line.stage not in view.stages:
        why = Text(zh="该阶段不在此方法的边界内", en="its stage lies outside this method's boundary")
        return SeenLine(line.activity, line.names, total, 0.0, why)
    extra = view.biogenic_co2 * line.score.biogenic_co2 + view.biogenic_removals * line.score.biogenic_removals
    reason = Text(zh="计入生物源二氧化碳的净值", en="biogenic CO2, in and out, is counted") if extra else None
    return SeenLine(line.activity, line.names, total, total + extra, reason)


@cache
def _table() -> dict[str, Any]:
    from ruamel.yaml import YAML

    text = (files("tanji.assess") / "data" / "views.yaml").read_text("utf-8")
    table: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return table
