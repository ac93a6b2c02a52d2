"""How much of a study and of its inventory is in the total; everything that is not, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from tanji.assess.expand import Line, amount_in
from tanji.assess.supply import Supply
from tanji.background.opened import Opened
from tanji.model.footprint import Coverage, FlowAmount, LineScore, Unlinked, UpstreamGap
from tanji.model.method import Method
from tanji.model.quantity import UnitMismatch, UnknownUnit
from tanji.model.study import PRIMARY, ActivityKind

WITH_MASS = frozenset({ActivityKind.material, ActivityKind.packaging})
"""The kinds whose mass counts in the mass share."""
LISTED = 50
"""How many uncharacterised flows and upstream gaps a footprint names; the counts are whole."""

_REASONS = {
    "amount": {"zh": "数量未知", "en": "the amount is not known"},
    "unit": {"zh": "缺少单位", "en": "the unit is missing"},
    "gas": {"zh": "方法中没有该气体的 GWP", "en": "the method has no GWP for this gas"},
    "link": {"zh": "未匹配到背景数据", "en": "no background data are linked"},
}


def mass_kg(line: Line) -> float | None:
    """Mass of a line per unit of analysis in kg, where its unit or the mass of one piece gives it."""
    if line.amount is None or line.unit is None:
        return None
    try:
        return amount_in(line.amount, line.unit, "kg", line.activity.unit_mass_kg)
    except (UnitMismatch, UnknownUnit):
        return None


def unlinked(line: Line, materials_kg: float) -> Unlinked:
    """The entry of a line that is not in the total, with the reason and its share of the mass of all materials."""
    linked = "gas" if line.activity.gas is not None and line.link is None else "link"
    why = "amount" if line.amount is None else "unit" if line.unit is None else linked
    mass = mass_kg(line) if line.activity.kind in WITH_MASS else None
    return Unlinked(
        activity=line.id,
        names=line.activity.names,
        stage=line.activity.stage,
        amount=line.amount,
        unit=line.unit,
        mass_kg=mass,
        mass_share=None if mass is None or not materials_kg else mass / materials_kg,
        reason=_REASONS[why],
    )


def cover(
    lines: Sequence[tuple[Line, Supply | None]],
    scored: Sequence[LineScore],
    background: Mapping[str, Opened],
    method: Method,
) -> Coverage:
    """The coverage of a footprint whose lines have these supplies."""
    weighed = [(line, supply, mass_kg(line)) for line, supply in lines if line.activity.kind in WITH_MASS]
    known = fsum(mass for _, _, mass in weighed if mass is not None)
    linked = fsum(mass for line, supply, mass in weighed if mass is not None and _counts(line, supply))
    inventory = _inventory(lines, background, method)
    return Coverage(
        lines=len(lines),
        linked=len(scored),
        unlinked=tuple(unlinked(line, known) for line, supply in lines if not _counts(line, supply)),
        linked_mass_share=linked / known if known else None,
        mass_unknown=sum(mass is None for _, _, mass in weighed),
        primary_share=_primary(scored),
        **inventory,
    )


def _counts(line: Line, supply: Supply | None) -> bool:
    return supply is not None and line.amount is not None


def _primary(scored: Iterable[LineScore]) -> float | None:
    size = {True: 0.0, False: 0.0}
    for line in scored:
        size[line.data is not None and line.data.type in PRIMARY] += abs(line.score.total)
    whole = size[True] + size[False]
    return size[True] / whole if whole else None


def _inventory(
    lines: Sequence[tuple[Line, Supply | None]], background: Mapping[str, Opened], method: Method
) -> dict[str, object]:
    """What the background leaves out: flows without a factor, inputs without a supplier. One solve a release."""
    demand: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line, supply in lines:
        if supply is not None and supply.listing is not None and line.amount is not None:
            demand[supply.listing.database][supply.listing.process] += line.amount * supply.demand
    flows: list[FlowAmount] = []
    gaps: list[UpstreamGap] = []
    count, gap_count, kilograms = 0, 0, []
    for database, wanted in sorted(demand.items()):
        found = background[database].gaps(wanted, method)
        flows += found.uncharacterised
        gaps += found.upstream_gaps
        count += found.uncharacterised_count
        gap_count += found.upstream_gap_count
        kilograms += [] if found.uncharacterised_air_kg is None else [found.uncharacterised_air_kg]
    return {
        "uncharacterised": tuple(flows[:LISTED]),
        "uncharacterised_count": count,
        "uncharacterised_air_kg": fsum(kilograms) if kilograms else None,
        "upstream_gaps": tuple(gaps[:LISTED]),
        "upstream_gap_count": gap_count,
    }
