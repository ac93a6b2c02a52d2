"""A study laid out as the items and rows of a workbook, by the keys of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanji.formats.study.book import CellContent, Content
from tanji.formats.study.links import spelled_link, spelled_ref, spelled_release, spelled_source
from tanji.formats.study.numbers import spelled
from tanji.formats.study.scores import spelled_scores
from tanji.formats.study.spread import spelled_spread
from tanji.model.process import Uncertainty
from tanji.model.quantity import ENERGY, QuantityKind, find_unit
from tanji.model.study import (
    Activity,
    ActivityKind,
    DataSource,
    Output,
    OwnFactor,
    Period,
    Stage,
    Step,
    Study,
)

_SHEET = {
    ActivityKind.assembly: "bom",
    ActivityKind.material: "bom",
    ActivityKind.packaging: "bom",
    ActivityKind.service: "bom",
    ActivityKind.electricity: "energy",
    ActivityKind.heat: "energy",
    ActivityKind.fuel: "energy",
    ActivityKind.transport: "transport",
    ActivityKind.use_energy: "use",
    ActivityKind.refrigerant: "use",
    ActivityKind.waste: "use",
}
_LATE = frozenset({Stage.use, Stage.end_of_life})
Row = dict[str, CellContent]


def lay_out(study: Study) -> Content:
    """The items of the product and the rows of all sheets."""
    rows: dict[str, list[Mapping[str, CellContent]]] = {key: [] for key in ("bom", "energy", "transport", "use")}
    for activity in study.activities:
        rows[sheet_of(activity)] += _lines(activity)
    rows["steps"] = [row for step in study.steps for row in _step(step)]
    rows["steps"] += [_co_product(output, None) for output in study.co_products]
    rows["parameters"] = [
        {
            "name": p.name,
            "value": p.value,
            "formula": p.formula,
            "unit": p.unit,
            "uncertainty": spelled_spread(p.uncertainty),
            "description": p.description,
        }
        for p in study.parameters
    ]
    rows["scope"] = _scope(study)
    return Content(form=_form(study), rows=rows)


def sheet_of(activity: Activity) -> str:
    """The sheet that a line stands on."""
    if activity.kind is ActivityKind.direct_emission:
        return "use" if activity.stage in _LATE else "energy"
    return _SHEET[activity.kind]


def _form(study: Study) -> Row:
    product, maker, output = study.product, study.product.maker, study.output
    codes = "; ".join(f"{code.system}: {code.code}" for code in product.codes)
    other = maker.other_id if maker else None
    form: Row = {
        "name_zh": _first(product.names),
        "name_en": _second(product.names),
        "model": product.model,
        "codes": codes or None,
        "maker": maker.name if maker else None,
        "maker_uscc": maker.uscc if maker else None,
        "maker_other_id": f"{other.system}: {other.code}" if other else None,
        "maker_location": maker.location if maker else None,
        "mass_kg": product.mass_kg,
        "biogenic_carbon_kg": product.biogenic_carbon_kg,
        "biogenic_carbon_packaging_kg": product.biogenic_carbon_packaging_kg,
        "unit_kind": study.unit.kind,
        "unit_amount": study.unit.amount,
        "unit": study.unit.unit,
        "unit_text_zh": study.unit.description.get("zh"),
        "unit_text_en": study.unit.description.get("en"),
        "output_amount": output.amount,
        "output_unit": output.unit,
        "output_name_zh": _first(output.names),
        "output_name_en": _second(output.names),
        "output_mass_kg": output.mass_kg,
        "output_energy_mj": output.energy_mj,
        "output_value": output.value,
        "reference_flow": study.reference_flow,
    }
    return form | _goal(study)


def _goal(study: Study) -> Row:
    named = study.names != study.product.names
    return {
        "study_id": study.id,
        "study_version": study.version,
        "study_name_zh": _first(study.names) if named else None,
        "study_name_en": _second(study.names) if named else None,
        "goal": study.goal,
        "audience": study.audience,
        "boundary": study.boundary,
        "allocation": study.allocation,
        "location": study.location,
        "period": _period(study.period),
        "service_years": study.service_years,
        "loss_basis": study.loss_basis,
        "method": study.method,
        "releases": "; ".join(spelled_release(use) for use in study.releases) or None,
        "meters": "; ".join(spelled_ref(ref) for ref in study.meters or ()) or None,
        "derived_from": spelled_ref(study.derived_from) if study.derived_from else None,
        "scenario": study.scenario,
    }


def _first(names: Mapping[str, str]) -> str | None:
    """The name of the first column: the Chinese one, or the only one."""
    return names.get("zh") or (names.get("en") if len(names) == 1 else None)


def _second(names: Mapping[str, str]) -> str | None:
    return names.get("en") if "zh" in names else None


def _period(period: Period | None) -> str | None:
    return spelled((period.start, period.end)) if period else None


def _lines(activity: Activity) -> list[Row]:
    """The row of a line; one a reading where it has readings."""
    row = _line(activity)
    if not activity.readings:
        return [row]
    return [
        row
        | {
            "amount": reading.amount,
            "period": _period(reading.period),
            "meter": reading.meter or activity.meter,
            "reading_method": reading.method,
        }
        for reading in activity.readings
    ]


def _line(activity: Activity) -> Row:
    row: Row = {
        "id": activity.id,
        "kind": _kind(activity),
        "name_zh": _first(activity.names),
        "name_en": _second(activity.names),
        "parent": activity.parent,
        "part_no": activity.part_no,
        "material": activity.material,
        "supplier": activity.supplier,
        "origin": activity.origin,
        "amount": activity.amount,
        "unit": activity.unit,
        "quantity_kind": activity.quantity_kind,
        "formula": activity.formula,
        "loss_percent": activity.loss_percent,
        "unit_mass_kg": activity.unit_mass_kg,
        "recycled_percent": activity.recycled_percent,
        "recycled_link": spelled_link(activity.recycled_link),
        "stage": activity.stage,
        "step": activity.step,
        "link": spelled_link(activity.link),
        "gas": activity.gas,
        "gas_origin": activity.gas_origin,
        "aircraft": "yes" if activity.aircraft else None,
        "evidence": "; ".join(activity.evidence) or None,
        "note": activity.note,
        "uncertainty": spelled_spread(activity.uncertainty),
        "factor_uncertainty": spelled_spread(_of_factor(activity)),
        "quality": spelled_scores(activity.quality),
        "factor_quality": spelled_scores(activity.quality, factor=True),
        "meter": activity.meter,
    }
    if activity.kind is ActivityKind.transport:
        row |= {"mode": row["name_zh"], "name_zh": activity.material, "material": None}
    row |= _own(activity.link) | _data(activity.data) | _terms(activity)
    needs_amount = sheet_of(activity) in {"bom", "energy"} or activity.kind in {
        ActivityKind.waste,
        ActivityKind.direct_emission,
    }
    if activity.amount is None and activity.formula is None and needs_amount:
        row["amount"] = "不可得"
    return row


def _of_factor(activity: Activity) -> Uncertainty | None:
    """The uncertainty of the own factor, or of the factor of the background."""
    return activity.link.uncertainty if isinstance(activity.link, OwnFactor) else activity.factor_uncertainty


def _kind(activity: Activity) -> str | None:
    if activity.kind is ActivityKind.transport:
        return None
    if activity.kind is not ActivityKind.use_energy:
        return activity.kind
    return "use_electricity" if measured(activity) is QuantityKind.energy_electricity else "use_fuel"


def measured(activity: Activity) -> QuantityKind | None:
    """The quantity kind of a line, with what its kind implies where the study leaves it open."""
    unit = find_unit(activity.unit) if activity.unit else None
    if activity.quantity_kind is not None or unit is None or not set(unit.kinds) & ENERGY:
        return activity.quantity_kind
    implied = {
        ActivityKind.electricity: QuantityKind.energy_electricity,
        ActivityKind.use_energy: QuantityKind.energy_electricity,
        ActivityKind.heat: QuantityKind.energy_heat,
    }
    return implied.get(activity.kind)


def _own(link: Any) -> Row:
    if not isinstance(link, OwnFactor):
        return {}
    source = link.source
    return {
        "own_value": link.value,
        "own_unit": f"kgCO2e/{link.unit}",
        "own_source": spelled_source(source) or "-",
        "own_type": source.type,
        "own_factor_kind": link.factor_kind,
        "own_quantity_kind": link.quantity_kind,
        "own_location": link.location,
        "own_year": link.year,
        "own_opened": source.opened,
        "own_status": source.status,
        "own_period": _period(source.period),
    }


def _data(data: DataSource | None) -> Row:
    if data is None:
        return {}
    return {
        "data_type": data.type,
        "publisher": data.publisher,
        "document": data.document,
        "source_year": data.year,
        "source_place": data.place,
        "opened": data.opened,
        "status": data.status,
        "data_period": _period(data.period),
    }


def _terms(activity: Activity) -> Row:
    """The terms of a transport, of use, of a refrigerant, of electricity."""
    row: Row = {}
    if activity.transport:
        row |= {"mass_kg": activity.transport.mass_kg, "distance_km": activity.transport.distance_km}
    if activity.use:
        row |= activity.use.model_dump()
    if activity.refrigerant:
        row |= activity.refrigerant.model_dump()
    terms = activity.electricity
    if terms:
        instrument = terms.instrument
        row |= {"treatment": terms.treatment, "grid_link": spelled_link(terms.grid)}
        if instrument:
            row |= {f"instrument_{key}": getattr(instrument, key) for key in ("kind", "number", "kwh", "market")}
            row["instrument_period"] = _period(instrument.period)
    return row


def _step(step: Step) -> list[Row]:
    output = step.output
    row: Row = {
        "row_kind": "step",
        "step": step.id,
        "name_zh": _first(step.names),
        "name_en": _second(step.names),
        "output_name_zh": _first(output.names),
        "output_name_en": _second(output.names),
        "allocation": step.allocation,
        "yield_percent": step.yield_percent,
        "mix": "yes" if step.mix else None,
    }
    return [row | _output(output), *(_co_product(output, step.id) for output in step.co_products)]


def _co_product(output: Output, step: str | None) -> Row:
    names = {"name_zh": _first(output.names), "name_en": _second(output.names)}
    return {"row_kind": "co_product", "step": step, **names, **_output(output)}


def _output(output: Output) -> Row:
    return {
        "output_id": output.id,
        "amount": output.amount,
        "unit": output.unit,
        "mass_kg": output.mass_kg,
        "energy_mj": output.energy_mj,
        "value": output.value,
    }


def _scope(study: Study) -> list[Mapping[str, CellContent]]:
    rows: list[Mapping[str, CellContent]] = [
        {"row_kind": "cut_off", "name": c.name, "text": c.reason, "share_percent": c.share_percent, "basis": c.basis}
        for c in study.cut_offs
    ]
    rows += [{"row_kind": "assumption", "text": text} for text in study.assumptions]
    rows += [{"row_kind": "limitation", "text": text} for text in study.limitations]
    rows += [{"row_kind": "excluded_stage", "name": k, "text": text} for k, text in study.excluded_stages.items()]
    rows += [
        {"row_kind": "evidence", "name": e.file, "evidence_id": e.id, "text": e.title, "sha256": e.sha256}
        for e in study.evidence
    ]
    return rows
