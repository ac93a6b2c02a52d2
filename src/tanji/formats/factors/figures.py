"""The gases of a row, in kg per unit: as given, or from CO2e by the potentials that the publisher used."""

from __future__ import annotations

import re
from math import isfinite
from typing import NamedTuple

from tanji.formats.factors.cells import RowReader
from tanji.formats.factors.columns import CO2, GAS_COLUMNS, OUTSIDE, UNSPLIT, Gas, find_gas, gases

_AGREE = 0.01
"""How far the sum of the gases may be from the value before it is said; publishers round."""
_REPORT = re.compile(r"AR\s*-?\s*([456])", re.IGNORECASE)
_OWN = {"methane-fossil": "gwp_ch4", "methane-biogenic": "gwp_ch4", "nitrous-oxide": "gwp_n2o"}


class Figure(NamedTuple):
    """A gas of a factor: kg of it per unit; CO2e and potential as published, where it was given so."""

    gas: str
    kg: float
    published: float | None = None
    gwp: float | None = None


def figures(row: RowReader, kind: str | None) -> list[Figure]:
    """The gases of a row; of a value alone `co2e-unsplit`, or CO2 where it is a grid factor of CO2."""
    value = row.number("value")
    if value is not None and value < 0:
        row.found("FAC-117", "value", value)
    given = [(find_gas(gas), row.number(key), key) for key, gas in GAS_COLUMNS.items()]
    listed = [
        (gas, amount, key) for gas, amount, key in (*given, *_others(row)) if gas is not None and amount is not None
    ]
    if not listed:
        if value is None:
            if not row.failed:
                row.found("FAC-110", None)
            return []
        return [Figure(CO2 if kind == "grid_co2" else UNSPLIT, value)]
    if kind == "grid_co2" and (odd := [gas.id for gas, _, _ in listed if gas.id != CO2]):
        row.found("FAC-121", None, ", ".join(odd))
    unit = row.choice("gas_unit", "gas_unit")
    if unit is None:
        if not row.text("gas_unit"):
            row.found("FAC-116", "gas_unit")
        return []
    made = [_figure(row, gas, amount, key if unit == "kgco2e" else "") for gas, amount, key in listed]
    kept = [figure for figure in made if figure is not None]
    if value is not None and len(kept) == len(made):
        _compare(row, kept, value)
    return kept


def basis(row: RowReader) -> str:
    """The IPCC report that a row names, as AR4, AR5 or AR6; else what stands there."""
    text = row.text("gwp_basis")
    found = _REPORT.fullmatch(text)
    return f"AR{found[1]}" if found else text


def _others(row: RowReader) -> list[tuple[Gas, float | None, str]]:
    found = []
    for part in re.split(r"[;；\n]", row.text("other_gases")):
        if not part.strip():
            continue
        name, colon, amount = part.replace("：", ":").rpartition(":")
        gas = find_gas(name)
        if gas is None or not colon:
            row.found("FAC-108", "other_gases", part.strip()[:80])
            continue
        found.append((gas, row.parsed("other_gases", amount.strip()), "other_gases"))
    return found


def _figure(row: RowReader, gas: Gas, amount: float, key: str) -> Figure | None:
    """A gas in kg; `key` is the column of a figure in CO2e, empty where it is in kg already."""
    if not key:
        return Figure(gas.id, amount)
    gwp = potential(row, gas)
    kg = amount / gwp if gwp else None
    if kg is None or not isfinite(kg):
        row.found("FAC-109", key, gas.en, basis(row) or "—")
        return None
    return Figure(gas.id, kg, amount, gwp)


def potential(row: RowReader, gas: Gas) -> float | None:
    """Kg CO2e of one kg of a gas: the publisher's own, else of the report that it names; 1 for CO2."""
    own = row.number(_OWN[gas.id]) if gas.id in _OWN else None
    if own is not None:
        return own if own > 0 else None
    if gas.id.startswith("carbon-dioxide") or gas.id == UNSPLIT:
        return 1.0
    return gas.gwp.get(basis(row))


def _compare(row: RowReader, kept: list[Figure], value: float) -> None:
    if basis(row) not in {"AR4", "AR5", "AR6"}:
        return
    total = 0.0
    for figure in kept:
        gwp = potential(row, gases()[figure.gas])
        if gwp is None:
            return
        total += 0.0 if figure.gas in OUTSIDE else figure.kg * gwp
    if abs(total - value) > _AGREE * max(abs(total), abs(value)):
        row.found("FAC-113", "value", f"{total:.6g}", basis(row))
