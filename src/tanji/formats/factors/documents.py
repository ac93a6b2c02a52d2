"""A row of the table as documents: the flow of its product, the process, the source."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any, NamedTuple

from tanji.formats.factors.cells import RowReader
from tanji.formats.factors.columns import GAS_COLUMNS, UNSPLIT, choices, column, gases
from tanji.formats.factors.figures import Figure, basis, figures
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Direction, Exchange, FactorKind, Process
from tanji.model.quantity import QuantityKind, Unit, find_unit
from tanji.model.source import Source, Status

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SOURCE = ("publisher", "document", "document_year", "place")
_LISTED = frozenset({*GAS_COLUMNS, "other_gases"})
"""Where one of these is filled in, the value of a row is only the published sum."""
_SPLIT = re.compile(r"[|｜]")


class Documents(NamedTuple):
    """What one row gives."""

    flow: Flow
    process: Process
    source: Source


def documents(row: RowReader) -> Documents | None:
    """The documents of a row; None where anything was found that stops it."""
    names = {key: text for key in ("zh", "en") if (text := row.text(f"name_{key}"))}
    if not names:
        row.missing("FAC-101", column("name_zh"))
    for key in ("id", "unit", "factor_kind"):
        if key not in row.cells:
            row.missing("FAC-101", column(key))
    for key in _SOURCE:
        if key not in row.cells:
            row.missing("FAC-102", column(key))
    kind = row.choice("factor_kind", "factor_kind")
    unit, measured = _unit(row)
    found = figures(row, kind)
    source = _source(row)
    facts, years = _facts(row, found), row.years("year")
    members = _members(row)
    if row.failed or kind is None or unit is None or measured is None or source is None:
        return None
    flow = Flow(
        id=f"{row.text('id')}-product",
        names=names,
        kind=FlowKind.waste if kind == "treatment" else FlowKind.product,
        unit=unit.symbol,
        quantity_kind=measured,
        location=members.get("location"),
    )
    lines = [_reference(flow, row.text("unit")), *(_emission(figure, at) for at, figure in enumerate(found, 2))]
    process = Process(
        id=row.text("id"),
        names=names,
        factor_kind=FactorKind(kind),
        reference="1",
        exchanges=tuple(lines),
        valid_from=date(years[0], 1, 1) if years else None,
        valid_until=date(years[1], 12, 31) if years else None,
        sources=(source.id,),
        extra=facts,
        **members,
    )
    return Documents(flow, process, source)


def gas_flow(gas: str) -> Flow:
    """The elementary flow of a gas, as the starter database has it."""
    row = gases()[gas]
    return Flow(
        id=gas,
        names={"zh": row.zh, "en": row.en},
        kind=FlowKind.elementary,
        unit="kg",
        quantity_kind=QuantityKind.mass,
        compartment=("air", "unspecified"),
        cas=row.cas or None,
        formula=row.formula or None,
    )


def _unit(row: RowReader) -> tuple[Unit | None, QuantityKind | None]:
    text, stated = row.text("unit"), row.choice("quantity_kind", "quantity_kind")
    if not text:
        return None, None
    unit = find_unit(text)
    if unit is None:
        row.found("FAC-104", "unit", text[:80])
        return None, None
    if stated is None:
        if len(unit.kinds) > 1:
            named = [choices("quantity_kind")[kind] for kind in unit.kinds]
            row.found("FAC-105", "unit", text, ", ".join(f"{name.zh} {name.en}" for name in named))
            return unit, None
        return unit, unit.kinds[0]
    if stated not in unit.kinds:
        row.found("FAC-106", "quantity_kind", text, choices("quantity_kind")[stated].zh)
        return unit, None
    return unit, QuantityKind(stated)


def _source(row: RowReader) -> Source | None:
    years = row.years("document_year")
    if years is not None and years[0] != years[1]:
        row.found("FAC-112", "document_year", row.text("document_year"))
    title = row.text("document")
    members = {key: row.text(key) or None for key in ("document_no", "url", "licence", "attribution")}
    if years is None or not title or not row.text("publisher"):
        return None
    parts = [row.text("publisher"), title, str(years[0]), *(members[key] or "" for key in sorted(members))]
    return Source(
        id="source-" + hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16],
        publisher=row.text("publisher"),
        title={"zh" if _CHINESE.search(title) else "en": title},
        year=years[0],
        **members,
    )


def _members(row: RowReader) -> dict[str, Any]:
    """The members of a process that stand in a cell of their own."""
    status, aircraft = row.choice("status", "status"), row.choice("aircraft", "yes_no")
    return {
        "version": row.text("version") or "1",
        "location": row.text("region") or None,
        "technology": row.text("technology") or None,
        "description": row.text("boundary") or None,
        "category": tuple(part.strip() for part in row.text("category").split("/") if part.strip()),
        "place": row.text("place") or None,
        "licence": row.text("licence") or None,
        "status": Status(status or "unverified"),
        "aliases": tuple(part.strip() for part in _SPLIT.split(row.text("aliases")) if part.strip()),
        "aircraft": aircraft == "yes",
    }


def _facts(row: RowReader, found: list[Figure]) -> dict[str, Any]:
    facts: dict[str, Any] = {key: row.text(key) for key in ("boundary", "note", "uncertainty") if row.text(key)}
    if stated := basis(row):
        facts["gwp_basis"] = stated
    elif any(figure.gas == UNSPLIT for figure in found):
        facts["gwp_basis"] = "not stated"
    value = row.number("value") if _LISTED & row.cells.keys() else None
    if value is not None:
        facts["published_total"] = value
    for key in ("gwp_ch4", "gwp_n2o"):
        if (own := row.number(key)) is not None:
            facts[key] = own
    others = {key: row.text(key) for key, header in row.headers.items() if header.column is None}
    if kept := {row.headers[key].text: text for key, text in others.items() if text}:
        facts["columns"] = kept
    return facts


def _reference(flow: Flow, unit: str) -> Exchange:
    return Exchange(
        id="1",
        flow=flow.id,
        flow_name=flow.names.get("en") or next(iter(flow.names.values())),
        direction=Direction.input if flow.kind is FlowKind.waste else Direction.output,
        amount=1.0,
        unit=unit,
        reference_amount=1.0,
    )


def _emission(figure: Figure, number: int) -> Exchange:
    extra = {} if figure.published is None else {"published": figure.published, "gwp": figure.gwp}
    return Exchange(
        id=str(number),
        flow=figure.gas,
        flow_name=gases()[figure.gas].en,
        direction=Direction.output,
        amount=figure.kg,
        unit="kg",
        reference_amount=figure.kg,
        extra=extra,
    )
