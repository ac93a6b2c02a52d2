"""Limits and lists of words of the audits: `data/audit_thresholds.csv`, `audit_words.csv`, `fuels.csv`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tanji.background.names import folded


class Fuel(NamedTuple):
    """A fuel: MJ per kg (net), kg carbon per GJ (net), kg per m³ where it is measured by volume."""

    energy: float
    carbon: float
    density: float | None


def threshold(key: str) -> float:
    """The limit of a key, in the unit that the table gives."""
    return _thresholds()[key]


def words(use: str) -> tuple[str, ...]:
    """The folded words of one use."""
    return tuple(folded(row["word"]) for row in _rows("audit_words.csv") if row["use"] == use)


@cache
def holds(use: str, name: str) -> bool:
    """Whether a name holds a word of one use.

    >>> holds("burned", "Natural gas, combusted in boiler"), holds("left_out", "Steel")
    (True, False)
    """
    said = folded(name)
    return any(word in said for word in words(use))


@cache
def fuel(name: str) -> Fuel | None:
    """The fuel that a flow is by the beginning of its name; nothing where the fuel is said to be burned already.

    >>> fuel("Diesel, at refinery").energy, fuel("Diesel, combusted in boiler"), fuel("Steel")
    (43.0, None, None)
    """
    said = folded(name)
    if holds("burned", name):
        return None
    return next((found for begins, found in _fuels() if said.startswith(begins)), None)


@cache
def _thresholds() -> dict[str, float]:
    return {row["key"]: float(row["value"]) for row in _rows("audit_thresholds.csv")}


@cache
def _fuels() -> tuple[tuple[str, Fuel], ...]:
    return tuple(
        (
            folded(row["begins"]),
            Fuel(
                float(row["net_calorific_mj_kg"]),
                float(row["carbon_kg_gj"]),
                float(row["density_kg_m3"]) if row["density_kg_m3"] else None,
            ),
        )
        for row in _rows("fuels.csv")
    )


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("tanji.background") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
