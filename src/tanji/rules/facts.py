"""What a rule may look at: the study, its footprint, and what follows from them by plain counting.

Members that are missing are absent, never zero or empty; numbers are floating-point numbers throughout.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from datetime import date
from math import fsum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from tanji.model.document import Value
from tanji.model.footprint import Footprint
from tanji.model.study import PRIMARY, ActivityKind, Boundary, DataType, Stage, Study

_STAGES: Mapping[Boundary, tuple[Stage, ...]] = {
    Boundary.cradle_to_gate: (Stage.raw_material, Stage.production),
    Boundary.cradle_to_grave: tuple(Stage),
    Boundary.gate_to_gate: (Stage.production,),
}
_OWN = frozenset({ActivityKind.electricity, ActivityKind.heat, ActivityKind.fuel, ActivityKind.direct_emission})


class Derived(Value):
    """What follows from a study and its footprint."""

    period_days: float | None = None
    period_year: float | None = None
    """The year in which the study's period ends; the age of data is counted up to it."""
    stages_required: tuple[str, ...] = ()
    """Stages of the boundary."""
    stages_covered: tuple[str, ...] = ()
    """Stages that hold at least one activity."""
    stages_unexplained: tuple[str, ...] = ()
    """Required, not covered, and not excluded with a reason."""
    cut_off_percent: float = 0.0
    """Sum of the estimated shares of all cut-offs that state one."""
    cut_off_largest_percent: float = 0.0
    cut_offs_without_share: tuple[str, ...] = ()
    own_lines: tuple[str, ...] = ()
    """Activities of production under the maker's control: energy, fuels, direct emissions."""
    own_lines_secondary: tuple[str, ...] = ()
    """Those of them whose figures are not primary, or say nothing of their source."""
    lines_without_source: tuple[str, ...] = ()
    lines_without_evidence: tuple[str, ...] = ()
    """Primary figures without a piece of evidence."""
    estimates: tuple[str, ...] = ()
    land_based: bool | None = None
    """Whether any contribution stands on the line of land use or of biogenic carbon."""
    aircraft_lines: tuple[str, ...] = ()
    instruments_without_grid: tuple[str, ...] = ()
    """Contract electricity for which no grid average is kept beside it."""
    instruments_without_number: tuple[str, ...] = ()
    claimed_twice: tuple[str, ...] = ()
    """Numbers of contractual instruments that several activities claim."""
    use_without_profile: bool = False
    """The use stage is in the boundary and holds no activity with terms of use."""
    split_sum: float | None = None
    """fossil + land use + (biogenic emissions − biogenic CO2), to be held against the total."""
    stage_sum: float | None = None
    materials_kg: float | None = None
    """Mass of all materials per unit of analysis, losses included; missing where the mass of one is not known."""
    product_kg: float | None = None
    """Net mass of the product per unit of analysis."""
    linked_share: float | None = None
    """Of the lines."""
    unverified_factors: tuple[str, ...] = ()


class Facts(Value):
    """The shape of what expressions see; `parameter` and `item` come with the rule."""

    study: Study
    footprint: Footprint | None = None
    derived: Derived


def facts(study: Study, footprint: Footprint | None = None) -> dict[str, Any]:
    """Study, footprint and what follows from them as plain values; `footprint` is absent where there is none."""
    made: dict[str, Any] = {"study": _plain(study), "derived": _plain(derived(study, footprint))}
    if footprint is not None:
        made["footprint"] = _plain(footprint)
    return made


def derived(study: Study, footprint: Footprint | None = None) -> Derived:
    """What follows from a study, and from its footprint where there is one."""
    required = _STAGES[study.boundary]
    lines = [activity for activity in study.activities if activity.kind is not ActivityKind.assembly]
    covered = {activity.stage for activity in lines}
    shares = [cut.share_percent for cut in study.cut_offs if cut.share_percent is not None]
    numbers = [each.electricity.instrument.number for each in lines if each.electricity and each.electricity.instrument]
    claimed = [number for number in numbers if number]
    own = [each for each in lines if each.kind in _OWN and each.stage is Stage.production]
    return Derived(
        period_days=None if study.period is None else float(study.period.days),
        period_year=None if study.period is None else float(study.period.end.year),
        stages_required=tuple(required),
        stages_covered=tuple(stage for stage in Stage if stage in covered),
        stages_unexplained=tuple(s for s in required if s not in covered and not study.excluded_stages.get(s)),
        cut_off_percent=fsum(shares),
        cut_off_largest_percent=max(shares, default=0.0),
        cut_offs_without_share=tuple(cut.name for cut in study.cut_offs if cut.share_percent is None),
        own_lines=_ids(own),
        own_lines_secondary=_ids(each for each in own if each.data is None or each.data.type not in PRIMARY),
        lines_without_source=_ids(each for each in lines if each.data is None),
        lines_without_evidence=_ids(
            each for each in lines if each.data is not None and each.data.type in PRIMARY and not each.evidence
        ),
        estimates=_ids(
            each for each in lines if each.data and each.data.type in {DataType.estimate, DataType.assumption}
        ),
        aircraft_lines=_ids(each for each in lines if each.aircraft),
        instruments_without_grid=_ids(
            e for e in lines if e.electricity and e.electricity.treatment != "grid" and e.electricity.grid is None
        ),
        instruments_without_number=_ids(
            each
            for each in lines
            if each.electricity
            and each.electricity.treatment == "instrument"
            and (each.electricity.instrument is None or not each.electricity.instrument.number)
        ),
        claimed_twice=tuple(sorted({number for number in claimed if claimed.count(number) > 1})),
        use_without_profile=Stage.use in required and not any(each.use or each.refrigerant for each in lines),
        product_kg=None if study.product.mass_kg is None else study.product.mass_kg * study.reference_flow,
        **_of_result(footprint),
    )


def _of_result(footprint: Footprint | None) -> dict[str, Any]:
    if footprint is None:
        return {}
    score, coverage = footprint.score, footprint.coverage
    materials = [line.mass_kg for line in footprint.lines if line.kind is ActivityKind.material]
    materials += [gap.mass_kg for gap in coverage.unlinked if gap.mass_kg is not None]
    known = [mass for mass in materials if mass is not None]
    return {
        "materials_kg": fsum(known) if known and len(known) == len(materials) and not coverage.mass_unknown else None,
        "split_sum": fsum((score.fossil, score.land_use, score.biogenic_emissions, -score.biogenic_co2)),
        "stage_sum": fsum(stage.score.total for stage in footprint.stages),
        "linked_share": coverage.linked / coverage.lines if coverage.lines else None,
        "unverified_factors": tuple(line.activity for line in footprint.lines if line.factor_unverified),
        "land_based": score.land_use != 0.0 or score.biogenic_co2 != 0.0 or score.biogenic_removals != 0.0,
    }


def _ids(activities: Any) -> tuple[str, ...]:
    return tuple(activity.id for activity in activities)


def _plain(document: BaseModel) -> Any:
    return floats(document.model_dump(mode="json", exclude_none=True))


def floats(value: Any) -> Any:
    """The same plain value with every number as a floating-point number; CEL does not mix two kinds."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): floats(inner) for key, inner in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [floats(inner) for inner in value]


def missing_member(parts: Sequence[str], model: Any = Facts) -> str | None:
    """The first name of a path that the facts never have, or None where the path can be.

    >>> missing_member(("study", "unit", "amount")), missing_member(("study", "unit", "ammount"))
    (None, 'ammount')
    """
    shapes = [model]
    for part in parts:
        shapes = [inner for shape in shapes for inner in _members(shape, part)]
        if not shapes:
            return part
    return None


def _members(shape: Any, part: str) -> list[Any]:
    """What one name (or `*`) leads to from a type; Any leads to Any, a plain value leads nowhere."""
    origin, inner = get_origin(shape), get_args(shape)
    found: list[Any] = []
    if shape is Any:
        found = [Any]
    elif origin in {Union, types.UnionType}:
        found = [each for choice in inner for each in _members(choice, part)]
    elif origin is Annotated:
        found = _members(inner[0], part)
    elif origin in {tuple, list}:
        found = [inner[0]] if part == "*" else []
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        found = [inner[1]]
    elif isinstance(shape, type) and issubclass(shape, BaseModel) and part in shape.model_fields:
        found = [shape.model_fields[part].annotation]
    return found
