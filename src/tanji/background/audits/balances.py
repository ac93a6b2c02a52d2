"""Mass, energy and carbon in and out of a process, where its data allow to compare them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any, Final

from tanji.background.audits.subject import Checked, Head, Subject, remark
from tanji.background.audits.thresholds import fuel, holds, threshold
from tanji.background.measure import converted
from tanji.errors import Text
from tanji.model.finding import Finding

Row = Mapping[str, Any]

_CARBON: Final = {"carbon-dioxide": 12.011 / 44.009, "methane": 12.011 / 16.043}
"""Kg carbon per kg: standard atomic weights (IUPAC 2021, abridged)."""
_CHECK_MASS = Text(zh="请核对投入产出的数量与单位", en="Check amounts and units of what goes in and out")
_CHECK_FUEL = Text(zh="请核对燃料投入与排放量的数量与单位", en="Check amounts and units of fuels and emissions")


def masses(subject: Subject) -> Checked:
    """Mass out against mass in, without water and air and with CO2 counted as its carbon.

    Judged where the reference product is a mass and no input of material is given otherwise (by volume, area, item).
    """
    found: list[Finding] = []
    skipped, limit = len(subject.heads), threshold("mass_ratio")
    for head, rows in subject.by_process():
        kept = [row for row in rows if not row["avoided"] and not holds("left_out", row["called"] or "")]
        if not any(row["is_reference"] and row["kg"] for row in kept) or any(map(_unweighed, kept)):
            continue
        into = fsum(_mass(row) for row in kept if row["direction"] == "input")
        out = fsum(_mass(row) for row in kept if row["direction"] == "output")
        if into <= 0 or out <= 0:
            continue
        skipped -= 1
        if not 1 / limit <= out / into <= limit:
            text = Text(
                zh=f"产出质量 {out:.4g} kg，投入质量 {into:.4g} kg，相差 {max(out / into, into / out):.3g} 倍",
                en=f"{out:.4g} kg come out and {into:.4g} kg go in, {max(out / into, into / out):.3g} times apart",
            )
            found.append(remark("AUD-101", head, text, _CHECK_MASS))
    return Checked(tuple(found), len(subject.heads), skipped)


def energies(subject: Subject) -> Checked:
    """Energy given against energy taken in, fuels by their net calorific value.

    Judged where the reference product is energy, some energy goes in, and no other material outweighs the known fuels.
    """
    found: list[Finding] = []
    skipped, limit = len(subject.heads), threshold("energy_ratio")
    for head, rows in subject.by_process():
        if not any(row["is_reference"] and row["mj"] and row["direction"] == "output" for row in rows):
            continue
        products = [row for row in rows if row["kind"] == "product" and row["direction"] == "output"]
        given = fsum(row["mj"] or 0.0 for row in products if not row["avoided"])
        taken = fsum(_energy(row) for row in rows if row["direction"] == "input")
        if taken <= 0 or _other_material(rows):
            continue
        skipped -= 1
        if given > limit * taken:
            text = Text(
                zh=f"产出能量 {given:.4g} MJ，多于投入的 {taken:.4g} MJ",
                en=f"it gives {given:.4g} MJ and takes in only {taken:.4g} MJ",
            )
            found.append(remark("AUD-102", head, text, _CHECK_FUEL))
    return Checked(tuple(found), len(subject.heads), skipped)


def carbons(subject: Subject) -> Checked:
    """Fossil carbon emitted against the carbon of the fuels burned.

    Judged for burning, transport and power by name, where fuels go in that `data/fuels.csv` knows.
    """
    found: list[Finding] = []
    skipped = len(subject.heads)
    for head, rows in subject.by_process():
        if not _burns(rows):
            continue
        fuels = [(row, amount) for row in rows if (amount := _fuel_carbon(row)) is not None]
        taken = fsum(amount for _, amount in fuels)
        if taken <= 0:
            continue
        skipped -= 1
        emitted = fsum(_fossil_carbon(row) for row in rows)
        if emitted > threshold("carbon_high") * taken or (
            emitted < threshold("carbon_low") * taken and not _other_material(rows)
        ):
            found.append(_carbon_remark(head, emitted, taken))
    return Checked(tuple(found), len(subject.heads), skipped)


def _carbon_remark(head: Head, emitted: float, taken: float) -> Finding:
    text = Text(
        zh=f"排放的化石碳 {emitted:.4g} kg，燃料含碳 {taken:.4g} kg",
        en=f"{emitted:.4g} kg fossil carbon are emitted, the fuels hold {taken:.4g} kg",
    )
    return remark("AUD-103", head, text, _CHECK_FUEL)


def _other_material(rows: Sequence[Row]) -> bool:
    """Whether material goes in that is no known fuel and weighs more than the known fuels: wood, waste, ore."""
    inputs = [row for row in rows if row["direction"] == "input" and row["kind"] == "product"]
    fuels = fsum(_fuel_mass(row) or 0.0 for row in inputs if fuel(row["called"] or ""))
    others = fsum(row["kg"] or 0.0 for row in inputs if not fuel(row["called"] or ""))
    return others > fuels


def _burns(rows: Sequence[Row]) -> bool:
    names = [row["called"] or row["flow_name"] for row in rows if row["is_reference"]]
    return any(holds("burned", name) and not holds("not_burned", name) for name in names)


def _unweighed(row: Row) -> bool:
    """Material that goes in and whose mass is not known."""
    material = row["kind"] == "product" and row["direction"] == "input" and row["kg"] is None
    unit = row["flow_unit"] or row["unit"]
    return material and any(converted(unit, to) is not None for to in ("m3", "m2", "item"))


def _mass(row: Row) -> float:
    mass = row["kg"] or 0.0
    if row["kind"] == "elementary" and (row["gas"] or "").startswith("carbon-dioxide"):
        return mass * _CARBON["carbon-dioxide"]
    return float(mass)


def _energy(row: Row) -> float:
    if row["mj"] is not None:
        return float(row["mj"])
    burned, mass = fuel(row["called"] or ""), _fuel_mass(row)
    return 0.0 if burned is None or mass is None else mass * burned.energy


def _fuel_carbon(row: Row) -> float | None:
    """Kg carbon of a fuel that goes in."""
    burned = fuel(row["called"] or "")
    if burned is None or row["direction"] != "input" or row["kind"] != "product":
        return None
    if row["mj"] is not None:
        return float(row["mj"]) / 1000 * burned.carbon
    mass = _fuel_mass(row)
    return None if mass is None else mass * burned.energy / 1000 * burned.carbon


def _fuel_mass(row: Row) -> float | None:
    if row["kg"] is not None:
        return float(row["kg"])
    burned = fuel(row["called"] or "")
    per_unit = converted(row["flow_unit"] or "", "m3")
    if burned is None or burned.density is None or per_unit is None or row["measured"] is None:
        return None
    return float(row["measured"]) * per_unit * burned.density


def _fossil_carbon(row: Row) -> float:
    gas = row["gas"] or ""
    if row["direction"] != "output" or not gas.endswith("-fossil"):
        return 0.0
    return (row["kg"] or 0.0) * _CARBON.get(gas.removesuffix("-fossil"), 0.0)
