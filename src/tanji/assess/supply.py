"""What supplies a line: the score of one unit of it, in the line's unit, and whether it may be taken for it at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from tanji.assess.amounts import called
from tanji.assess.expand import Line, amount_in
from tanji.background import flow_factors
from tanji.background.characterise import gas_score
from tanji.background.opened import Opened
from tanji.errors import Refusal, Text
from tanji.model.document import Document, digest
from tanji.model.footprint import Footprint, Score
from tanji.model.listing import Listing
from tanji.model.method import Method
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind, UnitMismatch, UnknownUnit, kind_names, kind_of
from tanji.model.source import Status
from tanji.model.study import (
    ActivityKind,
    DataSource,
    FootprintLink,
    Link,
    OwnFactor,
    ProcessLink,
    Study,
    StudyLink,
)

D = TypeVar("D", bound=Document)


class Unsuitable(Refusal):
    """A line was given a factor that measures something else: CO2-only, another kind of energy, another dimension."""

    code = "CAL-002"


class MissingInput(Refusal):
    """A document, release or gas that a study names was not given, or is not there."""

    code = "CAL-003"


_WHOLE = frozenset({FactorKind.life_cycle})
ALLOWED: Mapping[ActivityKind, frozenset[FactorKind]] = {
    ActivityKind.material: _WHOLE | {FactorKind.upstream},
    ActivityKind.packaging: _WHOLE,
    ActivityKind.electricity: _WHOLE,
    ActivityKind.heat: _WHOLE,
    ActivityKind.fuel: _WHOLE | {FactorKind.combustion, FactorKind.upstream},
    ActivityKind.transport: _WHOLE,
    ActivityKind.use_energy: _WHOLE,
    ActivityKind.service: _WHOLE,
    ActivityKind.waste: _WHOLE | {FactorKind.treatment},
    ActivityKind.direct_emission: frozenset({FactorKind.direct, FactorKind.combustion}),
    ActivityKind.refrigerant: frozenset({FactorKind.direct}),
}
"""Which kinds of factor a kind of activity may take. CO2-only grid factors are in none of them."""

FACTOR_KINDS = {
    FactorKind.life_cycle: Text(zh="全生命周期", en="life cycle"),
    FactorKind.combustion: Text(zh="仅燃烧", en="combustion only"),
    FactorKind.upstream: Text(zh="仅上游", en="upstream only"),
    FactorKind.direct: Text(zh="直接排放", en="direct emission"),
    FactorKind.treatment: Text(zh="废物处理", en="waste treatment"),
    FactorKind.grid_co2: Text(zh="电网 CO2（仅直接排放、仅 CO2）", en="CO2-only grid factor"),
}


@dataclass(frozen=True, slots=True)
class Supply:
    """The score of one unit of a line, and where it comes from."""

    intensity: Score
    supplier: Literal["process", "own_factor", "footprint", "study", "gas"]
    listing: Listing | None = None
    source: str | None = None
    unverified: bool = False
    demand: float = 0.0
    """Of a background process or another study: units of it (units of analysis) per unit of the line."""


@dataclass(frozen=True, slots=True)
class Suppliers:
    """All that lines may be supplied by: opened releases by database, the method, other documents by digest."""

    background: Mapping[str, Opened]
    method: Method
    inputs: Mapping[str, Document] = field(default_factory=dict)
    footprint_of: Callable[[Study], Footprint] | None = None
    """How another study that is an input is computed."""

    def of(self, line: Line) -> Supply | None:
        """What supplies a line, or None where nothing does. Refuses Unsuitable, MissingInput, as the line says."""
        return None if line.unit is None else self.by(line.link, line)

    def by(self, link: Link | None, line: Line) -> Supply | None:
        """What supplies a line if it is linked so."""
        if isinstance(link, ProcessLink):
            return self._process(link, line)
        if isinstance(link, OwnFactor):
            return _own(link, line)
        if isinstance(link, FootprintLink):
            return _other(self._input(link.footprint.digest, Footprint, line), line, "footprint")
        if isinstance(link, StudyLink) and self.footprint_of is not None:
            return _other(self.footprint_of(self._input(link.study.digest, Study, line)), line, "study")
        return self._gas(line) if link is None and line.activity.gas is not None else None

    def _process(self, link: ProcessLink, line: Line) -> Supply:
        opened = self.background.get(link.database)
        name = called(line.activity)
        if opened is None:
            raise MissingInput(
                Text(
                    zh=f"{name.zh}链接到数据库“{link.database}”，但该数据库未打开",
                    en=f"{name.en} is linked to the database {link.database!r}, which is not open",
                ),
                Text(
                    zh="请用 --release 指定，或先用 tanji db import 导入。",
                    en="Name it with --release, or import it first with `tanji db import`.",
                ),
            )
        listing = opened.get(link.process)
        _fit(line, listing.factor_kind, listing.quantity_kind, listing.names)
        per_line = _units(line, listing.unit, listing.names)
        score = opened.score(link.process, self.method).times(per_line)
        unverified = listing.status is Status.unverified
        return Supply(score, "process", listing, listing.source, unverified, per_line)

    def _gas(self, line: Line) -> Supply | None:
        """The gas itself; None where the method has no GWP for it."""
        activity = line.activity
        if self.method.flows is not None:
            return self._listed(line)
        factor = self.method.find(activity.gas or "")
        if factor is None:
            return None
        lines = gas_score(factor.gas, self.method, aircraft=activity.aircraft)
        score = Score.of(lines or {}).times(_units(line, "kg", factor.names))
        source = f"{factor.source}, {factor.place}"
        return Supply(score, "gas", source=source, unverified=factor.status is Status.unverified)

    def _listed(self, line: Line) -> Supply | None:
        """The gas itself, by a method that gives factors by flow."""
        activity = line.activity
        gas = activity.gas or ""
        factor = flow_factors.of_gas(gas, self.method)
        if factor is None:
            return None
        on = flow_factors.lines(gas, factor, aircraft=activity.aircraft)
        score = Score.of(dict.fromkeys(on, factor.value)).times(_units(line, "kg", {"en": factor.name or gas}))
        name = self.method.names.get("en") or next(iter(self.method.names.values()), self.method.id)
        return Supply(score, "gas", source=f"{name} ({self.method.id} {self.method.version}), {factor.name or gas}")

    def _input(self, wanted: str, kind: type[D], line: Line) -> D:
        document = self.inputs.get(wanted)
        if not isinstance(document, kind) or digest(document) != wanted:
            name = called(line.activity)
            raise MissingInput(
                Text(
                    zh=f"{name.zh}需要文档 {wanted}，但没有提供",
                    en=f"{name.en} needs the document {wanted}, which was not given",
                ),
                Text(zh="请把供应商的文件一并提供。", en="Give the supplier's file along with the study."),
            )
        return document


def measured(line: Line) -> QuantityKind | None:
    """What a line measures: as it says, as its kind of activity implies, or as its unit leaves no choice."""
    activity = line.activity
    if activity.quantity_kind is not None:
        return activity.quantity_kind
    if activity.kind is ActivityKind.electricity:
        return QuantityKind.energy_electricity
    return kind_of(line.unit) if line.unit else None


def described(source: DataSource) -> str:
    """A source in one line: publisher, document, year, place."""
    year = None if source.year is None else str(source.year)
    return ", ".join(part for part in (source.publisher, source.document, year, source.place) if part)


def _either(names: Mapping[str, str]) -> Text:
    any_name = next(iter(names.values()), "?")
    return Text(zh=names.get("zh", any_name), en=names.get("en", any_name))


def _fit(line: Line, factor: FactorKind, kind: QuantityKind | None, names: Mapping[str, str]) -> None:
    """Nothing, if a factor of these kinds may stand for the line. Refuses Unsuitable."""
    name, other = called(line.activity), _either(names)
    if factor not in ALLOWED.get(line.activity.kind, frozenset()):
        what = FACTOR_KINDS[factor]
        raise Unsuitable(
            Text(
                zh=f"{name.zh}不能使用“{other.zh}”：它是{what.zh}因子，与产品碳足迹所需的量不同",
                en=f"{name.en} cannot take {other.en!r}: it is a factor of the kind {what.en}, another quantity",
            ),
            Text(
                zh="请改用适合该行的因子；电力须用全生命周期的电力碳足迹因子（CO2e）。",
                en="Choose a factor that fits the line; electricity takes a life-cycle CO2e footprint factor.",
            ),
        )
    weighed = line.activity.unit_mass_kg is not None and kind is QuantityKind.mass
    wanted = None if weighed else measured(line)
    if wanted is not None and kind is not None and wanted is not kind:
        says, is_ = kind_names()[wanted], kind_names()[kind]
        raise Unsuitable(
            Text(
                zh=f"{name.zh}是{says.zh}，不能使用“{other.zh}”（{is_.zh}）",
                en=f"{name.en} is {says.en}; {other.en!r} is for {is_.en}",
            ),
            Text(zh="请改用同一种量的因子。", en="Choose a factor for the same quantity."),
        )


def _units(line: Line, target: str, names: Mapping[str, str]) -> float:
    """How many units of the supplier one unit of the line is. Refuses Unsuitable."""
    try:
        return amount_in(1.0, line.unit or "", target, line.activity.unit_mass_kg)
    except (UnitMismatch, UnknownUnit) as refusal:
        if line.unit == target:  # a unit that only the database knows
            return 1.0
        name, other = called(line.activity), _either(names)
        raise Unsuitable(
            Text(
                zh=f"{name.zh}与“{other.zh}”单位不符：{refusal.message.zh}",
                en=f"{name.en} and {other.en!r} do not fit: {refusal.message.en}",
            ),
            refusal.hint,
        ) from None


def _own(link: OwnFactor, line: Line) -> Supply:
    source = described(link.source) or link.source.type.value
    _fit(line, link.factor_kind, link.quantity_kind, {"en": source})
    value = link.value * _units(line, link.unit, {"en": source})
    score = Score(total=value, fossil=value, unsplit=value)
    return Supply(score, "own_factor", source=source, unverified=link.source.status is Status.unverified)


def _other(footprint: Footprint, line: Line, supplier: Literal["footprint", "study"]) -> Supply:
    per_unit = _units(line, footprint.unit.unit, footprint.names) / footprint.unit.amount
    name = next(iter(footprint.names.values()), footprint.id)
    score = footprint.score.times(per_unit)
    return Supply(score, supplier, source=f"{name} ({digest(footprint)})", demand=per_unit)
