"""One row of a sheet read into the fields of an activity, by the kind of the row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tanji.errors import Text
from tanji.formats.study.columns import column, named, plain, sheets, spellings
from tanji.formats.study.links import read_link, read_own
from tanji.formats.study.numbers import is_missing
from tanji.formats.study.rows import Row
from tanji.formats.study.uncertain import read_figures
from tanji.model.finding import Place
from tanji.model.quantity import ENERGY, QuantityKind, get_unit, kind_names, kind_of
from tanji.model.source import Status
from tanji.model.study import (
    ActivityKind,
    DataSource,
    DataType,
    ElectricityTerms,
    Instrument,
    Period,
    ProcessLink,
    RefrigerantTerms,
    TransportTerms,
    UseTerms,
)

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ELECTRIC = ("treatment", "instrument_kind", "instrument_number", "instrument_kwh", "instrument_period",
             "instrument_market", "grid_link")  # fmt: skip
_STAGE_OF = {"use_electricity": "use", "use_fuel": "use", "refrigerant": "use", "waste": "end_of_life"}
_BROAD = "data_broad"


@dataclass(slots=True, eq=False)
class Line:
    """A row that becomes an activity: its fields so far, and what ties it to other rows."""

    row: Row
    fields: dict[str, Any]
    kind: str | None
    """As the sheet names it; None where it is not said."""
    id: str = ""
    level: int | None = None
    parent: Line | None = None
    period: Period | None = None
    """Of one reading among several."""
    method: str | None = None
    """How that reading was got."""
    year_total: float | None = None
    children: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What messages call it."""
        return next(iter(self.fields["names"].values()), "")


def read_line(row: Row, service_years: float | None) -> Line:
    """The activity of a row, without its id and its parent. What is wrong or missing is found on the row."""
    kind = "transport" if row.sheet == "transport" else row.choice("kind")
    if kind is None and row.sheet in {"energy", "use"} and not row.bad & {"kind"}:
        row.need("kind")
    fields = _common(row, kind)
    line = Line(row, fields, kind)
    if row.sheet == "bom":
        line.level = row.integer("level")
        fields["kind"] = ActivityKind(kind or "material")
        _amount(row, fields, required=True)
    elif row.sheet == "energy":
        fields["kind"] = ActivityKind(kind or "electricity")
        line.period, line.year_total = row.period("period"), row.number("year_total")
        line.method = row.choice("reading_method")
        if line.method is not None and line.period is None and "period" not in row.bad:
            row.say("IMP-100", "reading_method")
        _amount(row, fields, required=True)
        _energy(row, fields, kind)
    elif row.sheet == "transport":
        fields["kind"] = ActivityKind.transport
        _transport(row, fields)
    else:
        _use(row, line, service_years)
    read_figures(row, fields)
    return line


def _common(row: Row, kind: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "names": _names(row),
        "stage": row.choice("stage") or _default_stage(row, kind),
        "step": row.text("step"),
        "part_no": row.text("part_no"),
        "material": row.text("material"),
        "supplier": row.text("supplier"),
        "origin": row.text("origin"),
        "loss_percent": row.number("loss_percent"),
        "unit_mass_kg": row.number("unit_mass_kg"),
        "recycled_percent": row.number("recycled_percent"),
        "recycled_link": read_link(row, "recycled_link"),
        "aircraft": row.choice("aircraft") == "yes" or (row.sheet == "transport" and _mode(row) == "air"),
        "link": read_link(row, "link"),
        "data": _data(row),
        "evidence": row.texts("evidence"),
        "note": row.text("note"),
        "place": Place(file=row.record.file, sheet=row.title, row=row.number_),
    }
    own = read_own(row, waste=kind == "waste")
    if own is not None and fields["link"] is not None:
        row.fail(
            "IMP-074", "link", first=column(row.sheet, "link").header, second=column(row.sheet, "own_value").header
        )
    fields["link"] = fields["link"] or own
    if fields["recycled_percent"] and fields["recycled_link"] is None and own is None:
        row.say("IMP-078", "recycled_percent")
    return fields


def _names(row: Row) -> dict[str, str]:
    """The names by language; of a transport what moves it, since that is what a factor is for."""
    if row.sheet == "transport":
        mode, goods, en = row.text("mode"), row.text("name_zh"), row.text("name_en")
        if mode is None and goods is None and not row.bad & {"mode", "name_zh"}:
            row.need("mode")
        first = mode or goods
    else:
        first, en = row.text("name_zh"), row.text("name_en")
        if first is None and en is None and "name_zh" not in row.bad:
            row.fail("IMP-010", "name_zh")
    return names_of(first, en)


def names_of(first: str | None, en: str | None) -> dict[str, str]:
    """Names by language: the first one is Chinese where it has Chinese characters or another one is English."""
    if first and en is None and not _CHINESE.search(first):
        return {"en": first}
    return {language: text for language, text in (("zh", first), ("en", en)) if text}


def _mode(row: Row) -> str | None:
    return spellings("mode").get(plain(row.text("mode") or ""))


def _default_stage(row: Row, kind: str | None) -> str | None:
    stage = sheets()[row.sheet].stage or _STAGE_OF.get(kind or "")
    if stage is None and kind is not None and "stage" not in row.bad:
        row.need("stage")
    return stage


def _data(row: Row) -> DataSource | None:
    text = row.text("data_type")
    kind = spellings("data_type").get(plain(text)) if text else None
    if text and kind is None:
        kind = spellings(_BROAD).get(plain(text))
        if kind is None:
            kind = row.choice("data_type")
        else:
            row.say("IMP-043", "data_type", value=text, taken=named("data_type", kind))
    rest: dict[str, Any] = {
        "publisher": row.text("publisher"),
        "document": row.text("document"),
        "year": row.year("source_year"),
        "place": row.text("source_place"),
        "opened": row.text("opened"),
        "period": row.period("data_period"),
    }
    status = row.choice("status")
    if kind is None:
        if not any(rest.values()) and status is None:
            return None
        if "data_type" not in row.bad:
            row.say("IMP-077", "data_type")
        kind = DataType.assumption
    return DataSource(type=DataType(kind), status=Status(status or Status.unverified), **rest)


def _amount(row: Row, fields: dict[str, Any], *, required: bool) -> None:
    """Amount, unit, formula and quantity kind. An amount that is said to be unknown stays unknown."""
    fields["formula"] = row.text("formula")
    fields["amount"] = row.number("amount")
    fields["unit"] = row.unit("unit")
    header = row.headers.get("amount")
    if fields["unit"] is None and "unit" not in row.cells and header is not None:
        fields["unit"] = header.unit
    chosen = row.choice("quantity_kind")
    fields["quantity_kind"] = QuantityKind(chosen) if chosen else None
    if fields["formula"] is not None and fields["amount"] is not None:
        row.fail(
            "IMP-074", "formula", first=column(row.sheet, "amount").header, second=column(row.sheet, "formula").header
        )
    _blank(row, fields, required=required)
    unit, kind = fields["unit"], fields["quantity_kind"]
    if unit and kind and kind not in get_unit(unit).kinds:
        row.fail("IMP-068", "quantity_kind", value=kind_names()[kind], unit=unit)


def _blank(row: Row, fields: dict[str, Any], *, required: bool) -> None:
    if required and "amount" not in row.cells and fields["formula"] is None:
        row.fail("IMP-010", "amount")
    if required and fields["unit"] is None and "unit" not in row.bad:
        row.fail("IMP-010", "unit")
    if "amount" in row.cells and fields["amount"] is None and "amount" not in row.bad:
        row.say("IMP-024", "amount", value=row.raw("amount"))
    if fields["amount"] == 0:
        row.say("IMP-023", "amount")


def _energy(row: Row, fields: dict[str, Any], kind: str | None) -> None:
    if kind == "direct_emission":
        _gas(row, fields, needed=True)
    elif row.has("gas"):
        row.fail("IMP-073", "kind", kind=_kind_name(row, kind), missing=named("kind_energy", "direct_emission"))
    _measured(row, fields, {"electricity": QuantityKind.energy_electricity, "heat": QuantityKind.energy_heat}, kind)
    _electricity(row, fields, kind)


def _measured(row: Row, fields: dict[str, Any], implied: dict[str, QuantityKind], kind: str | None) -> None:
    """Which kind of energy it is: what the kind of the row implies, else what the row says, never a guess."""
    unit = fields["unit"]
    if unit is None or kind is None:
        return
    energy = bool(set(get_unit(unit).kinds) & ENERGY)
    wanted = implied.get(kind)
    said = fields["quantity_kind"]
    if wanted is QuantityKind.energy_electricity and not energy:
        row.fail("IMP-068", "unit", value=kind_names()[wanted], unit=unit)
    elif energy and wanted and said not in {None, wanted}:
        row.fail("IMP-068", "quantity_kind", value=kind_names()[said], unit=_kind_name(row, kind))
    elif energy and wanted:
        fields["quantity_kind"] = wanted
    elif energy and said is None and kind in {"fuel", "use_fuel"} and kind_of(unit) is None:
        row.fail("IMP-067", "quantity_kind", value=unit)


def _electricity(row: Row, fields: dict[str, Any], kind: str | None) -> None:
    """How electricity is treated; columns of electricity on another row are a finding."""
    used = [key for key in _ELECTRIC if row.has(key)]
    if used and kind not in {"electricity", "use_electricity"}:
        if kind is not None:
            header = column(row.sheet, used[0]).header
            row.fail("IMP-072", used[0], value=header, kind=_kind_name(row, kind))
        return
    if not used:
        return
    treatment = row.choice("treatment") or "grid"
    grid = read_link(row, "grid_link")
    if grid is not None and not isinstance(grid, ProcessLink):
        row.fail("IMP-033", "grid_link", value=row.raw("grid_link"))
        grid = None
    instrument = _instrument(row)
    if instrument is not None and treatment != "instrument":
        row.fail("IMP-072", "treatment", value=column(row.sheet, "instrument_kind").header,
                 kind=named("treatment", treatment))  # fmt: skip
    if treatment == "instrument" and (instrument is None or not (instrument.number and instrument.kwh)):
        row.say("IMP-069", "instrument_number")
    if treatment != "grid" and grid is None and "grid_link" not in row.bad:
        row.say("IMP-071", "grid_link")
    fields["electricity"] = ElectricityTerms(treatment=treatment, instrument=instrument, grid=grid)


def _instrument(row: Row) -> Instrument | None:
    number, kwh = row.text("instrument_number"), row.number("instrument_kwh")
    period, market, kind = row.period("instrument_period"), row.text("instrument_market"), row.text("instrument_kind")
    if not any((number, kwh is not None, period, market, kind)):
        return None
    return Instrument(kind=kind or row.raw("treatment"), number=number, kwh=kwh, period=period, market=market)


def _gas(row: Row, fields: dict[str, Any], *, needed: bool) -> None:
    fields["gas"], fields["gas_origin"] = row.gas("gas"), row.choice("gas_origin")
    if needed and fields["gas"] is None and "gas" not in row.bad and fields["link"] is None:
        row.fail("IMP-073", "gas", kind=_kind_name(row, "direct_emission"), missing=column(row.sheet, "gas").header)
    unit = fields.get("unit")
    if fields["gas"] and unit and QuantityKind.mass not in get_unit(unit).kinds:
        row.fail("IMP-079", "unit", value=unit)


def _transport(row: Row, fields: dict[str, Any]) -> None:
    mass, distance = row.number("mass_kg"), row.number("distance_km")
    if row.text("mode") and row.text("name_zh"):
        fields["material"] = fields["material"] or row.text("name_zh")
    _amount(row, fields, required=False)
    fields["unit"] = fields["unit"] or "t.km"
    if QuantityKind.transport_freight not in get_unit(fields["unit"]).kinds:
        row.fail("IMP-068", "unit", value=kind_names()[QuantityKind.transport_freight], unit=fields["unit"])
    if mass is not None and distance is not None:
        fields["transport"] = TransportTerms(mass_kg=mass, distance_km=distance)
        for key, value in (("mass_kg", mass), ("distance_km", distance)):
            if value == 0:
                row.say("IMP-023", key)
        if fields["amount"] is not None or fields["formula"] is not None:
            both = Text(zh="质量和距离", en="mass and distance")
            row.fail("IMP-074", "amount", first=both, second=column("transport", "amount").header)
        return
    if fields["amount"] is None and fields["formula"] is None and "amount" not in row.cells:
        _incomplete_leg(row, {"mass_kg": mass, "distance_km": distance})


def _incomplete_leg(row: Row, terms: dict[str, float | None]) -> None:
    """A leg without mass or distance: unknown where the row says so, else a fault."""
    for key, value in terms.items():
        if key in row.bad or value is not None:
            continue
        if key in row.cells and is_missing(row.raw(key)):
            row.say("IMP-024", key, value=row.raw(key))
        else:
            row.fail("IMP-073", key, kind=_kind_name(row, "transport"), missing=column("transport", key).header)


def _use(row: Row, line: Line, service_years: float | None) -> None:
    fields, kind = line.fields, line.kind
    is_energy = kind in {"use_electricity", "use_fuel"}
    fields["kind"] = ActivityKind("use_energy" if is_energy or kind is None else kind)
    years = row.number("years", above_zero=is_energy)
    if years is None and "years" not in row.bad:
        years = service_years
    _amount(row, fields, required=kind in {"waste", "direct_emission"})
    if is_energy:
        _use_energy(row, line, years)
    elif kind == "refrigerant":
        _refrigerant(row, fields, years)
    elif kind == "direct_emission":
        _gas(row, fields, needed=True)
    _electricity(row, fields, kind)


def _use_energy(row: Row, line: Line, years: float | None) -> None:
    fields, kind = line.fields, line.kind
    per_year, power, hours = row.number("per_year"), row.number("power_kw"), row.number("hours_per_year")
    if power is not None and hours is not None:
        fields["unit"] = fields["unit"] or "kWh"
    elif fields["unit"] is None and "unit" not in row.bad:
        row.fail("IMP-010", "unit")
    _measured(row, fields, {"use_electricity": QuantityKind.energy_electricity}, kind)
    if fields["amount"] is not None or fields["formula"] is not None or "amount" in row.cells:
        if any(key in row.cells for key in ("per_year", "power_kw", "hours_per_year")):
            first, second = column("use", "amount").header, column("use", "per_year").header
            row.fail("IMP-074", "per_year", first=first, second=second)
        return
    if per_year is not None and (power is not None or hours is not None):
        first, second = column("use", "per_year").header, column("use", "power_kw").header
        row.fail("IMP-074", "power_kw", first=first, second=second)
        return
    if per_year is None and (power is None or hours is None):
        _lacking(row, kind, _first_missing(row, power, hours))
    elif years is None:
        _lacking(row, kind, "years")
    else:
        fields["use"] = UseTerms(years=years, per_year=per_year, power_kw=power, hours_per_year=hours)


def _first_missing(row: Row, power: float | None, hours: float | None) -> str:
    if "power_kw" in row.cells and power is None:
        return "power_kw"
    if power is not None:
        return "hours_per_year"
    return "power_kw" if hours is not None else "per_year"


def _refrigerant(row: Row, fields: dict[str, Any], years: float | None) -> None:
    if fields["amount"] is not None:
        row.fail("IMP-074", "amount", first=column("use", "amount").header, second=column("use", "charge_kg").header)
    fields["unit"] = None
    _gas(row, fields, needed=True)
    terms = {
        "charge_kg": row.number("charge_kg"),
        "leak_percent_per_year": row.number("leak_percent_per_year"),
        "years": years,
        "recovered_percent": row.number("recovered_percent"),
    }
    missing = [key for key, value in terms.items() if value is None]
    for key in missing:
        _lacking(row, "refrigerant", key)
    if not missing:
        fields["refrigerant"] = RefrigerantTerms(**terms)


def _lacking(row: Row, kind: str | None, key: str) -> None:
    if key not in row.bad:
        row.fail("IMP-073", key, kind=_kind_name(row, kind), missing=column(row.sheet, key).header)


def _kind_name(row: Row, kind: str | None) -> Text:
    return named(f"kind_{row.sheet}", kind) if kind else Text(zh="未填", en="not given")
