"""Quantity: an amount with a unit and a quantity kind. The one unit registry.

Units come from people and files, so a unit string is never parsed: it is looked up as a whole in an allow-list
(`data/units.csv`), and only the unit found there reaches pint. The dimension alone can not tell electricity from
fuel energy, so the quantity kind travels with the unit.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tanji.errors import Refusal, Text
from tanji.model.document import Value

if TYPE_CHECKING:
    import pint


class UnknownUnit(Refusal):
    """A unit string that is not in the allow-list."""

    code = "UNI-001"


class UnitMismatch(Refusal):
    """Two units, or two quantity kinds, that can not be taken for each other."""

    code = "UNI-002"


class QuantityKind(StrEnum):
    """What is measured; units of one dimension may belong to several kinds."""

    mass = "mass"
    volume = "volume"
    volume_normal = "volume_normal"
    energy_electricity = "energy_electricity"
    energy_heat = "energy_heat"
    energy_fuel_ncv = "energy_fuel_ncv"
    energy_fuel_gcv = "energy_fuel_gcv"
    transport_freight = "transport_freight"
    transport_passenger = "transport_passenger"
    distance_vehicle = "distance_vehicle"
    counted = "count"
    area = "area"
    length = "length"
    time = "time"
    area_time = "area_time"
    volume_time = "volume_time"
    length_time = "length_time"
    mass_time = "mass_time"
    count_time = "count_time"
    radioactivity = "radioactivity"
    substance = "substance"
    money_usd = "money_usd"
    money_cny = "money_cny"
    dimensionless = "dimensionless"


ENERGY = frozenset(kind for kind in QuantityKind if kind.startswith("energy_"))
"""The kinds that one unit of energy may have: which one it is must be said, never guessed."""


class Unit(NamedTuple):
    """A unit of the registry: its symbol, its name in pint, and the quantity kinds it can measure."""

    symbol: str
    pint_name: str
    kinds: tuple[QuantityKind, ...]
    source: str


class Quantity(Value):
    """An amount with its unit and, where the unit leaves it open, its kind."""

    amount: float
    unit: str
    kind: QuantityKind | None = None

    def to(self, unit: str, kind: QuantityKind | None = None) -> Quantity:
        """The same quantity in another unit. Refuses UnknownUnit, and UnitMismatch where dimension or kind differ.

        A kind that is not given is the only one that its unit measures; kWh of electricity and MJ of fuel are known
        to differ only where they are given.

        >>> Quantity(amount=2, unit="吨").to("kg").amount
        2000.0
        """
        own, wanted = self.kind or kind_of(self.unit), kind or kind_of(unit)
        if own and wanted and own is not wanted:
            raise UnitMismatch(
                Text(
                    zh=f"“{kind_names()[own].zh}”不能当作“{kind_names()[wanted].zh}”",
                    en=f"{kind_names()[own].en} can not be taken for {kind_names()[wanted].en}",
                ),
                Text(
                    zh="请改用同类的量，或补充换算所需的数据（如效率、发热量、密度）。",
                    en="Use a quantity of the same kind, or give what the conversion needs (such as efficiency).",
                ),
            )
        return Quantity(amount=convert(self.amount, self.unit, unit), unit=get_unit(unit).symbol, kind=wanted or own)


def fold(text: str) -> str:
    """A unit string as it is looked up: full-width folded, trimmed, white space single.

    >>> fold(" ｋＷｈ ")
    'kWh'
    """
    return " ".join(unicodedata.normalize("NFKC", text.replace("㎡", "m2").replace("㎥", "m3")).split())


@cache
def units() -> Mapping[str, Unit]:
    """The registry: every unit by its symbol."""
    return MappingProxyType(
        {
            row["unit"]: Unit(
                row["unit"], row["pint"], tuple(QuantityKind(kind) for kind in row["kinds"].split()), row["source"]
            )
            for row in _rows("units.csv")
        }
    )


@cache
def aliases() -> Mapping[str, str]:
    """Every accepted spelling, folded, to its unit symbol."""
    table: dict[str, str] = {}
    for row in _rows("units.csv"):
        for spelling in (row["unit"], *row["aliases"].split("|")):
            table[fold(spelling)] = row["unit"]
    return MappingProxyType(table)


_CASE_DECIDES = frozenset({"mg", "mt", "ml", "mj", "mwh", "mcal", "cal"})
"""M is a million and m a thousandth, a Cal 1000 cal: in another case than the registry's these say nothing for sure."""


@cache
def _whatever_case() -> Mapping[str, str]:
    """Spellings whose case decides nothing: "KWH" is one, "MJ" (as mJ?) and single letters are not."""
    found: dict[str, set[str]] = {}
    for spelling, symbol in aliases().items():
        found.setdefault(spelling.lower(), set()).add(symbol)
    return {
        low: symbols.pop()
        for low, symbols in found.items()
        if len(symbols) == 1 and len(low) > 1 and low not in _CASE_DECIDES
    }


@cache
def kind_names() -> Mapping[QuantityKind, Text]:
    """The quantity kinds in words."""
    return MappingProxyType(
        {QuantityKind(row["kind"]): Text(zh=row["zh"], en=row["en"]) for row in _rows("quantity_kinds.csv")}
    )


@cache
def reference_unit(kind: QuantityKind) -> str:
    """The unit in which releases keep amounts of a kind."""
    return next(row["unit"] for row in _rows("quantity_kinds.csv") if row["kind"] == kind)


def find_unit(text: str) -> Unit | None:
    """The unit that a string names as a whole, if the allow-list has it.

    >>> find_unit("千瓦时").symbol, find_unit("kWh/t")
    ('kWh', None)
    """
    folded = fold(text)
    symbol = aliases().get(folded) or _whatever_case().get(folded.lower())
    return units()[symbol] if symbol else None


def get_unit(text: str) -> Unit:
    """The unit that a string names as a whole. Refuses UnknownUnit, with similar units as a hint."""
    unit = find_unit(text)
    if unit is None:
        raise UnknownUnit(Text(zh=f"不认识单位“{text}”", en=f'Unknown unit "{text}"'), _similar(text))
    return unit


def factor(unit: str, to: str) -> float:
    """How many `to` one `unit` is. Refuses UnitMismatch where the dimensions differ.

    >>> factor("度", "MJ"), factor("吨", "kg")
    (3.6, 1000.0)
    """
    return _factor(get_unit(unit).symbol, get_unit(to).symbol)


def convert(amount: float, unit: str, to: str) -> float:
    """An amount in another unit of the same dimension."""
    return amount * factor(unit, to)


def same_kind(unit: str, kind: QuantityKind) -> bool:
    """Whether a unit can measure a quantity kind."""
    return kind in get_unit(unit).kinds


def kind_of(unit: str) -> QuantityKind | None:
    """The kind that a unit measures, if it leaves no choice; None for a unit of energy."""
    kinds = get_unit(unit).kinds
    return kinds[0] if len(kinds) == 1 else None


@cache
def _factor(unit: str, to: str) -> float:
    import pint

    registry = _registry()
    try:
        converted = registry.Quantity(1.0, units()[unit].pint_name).to(units()[to].pint_name)
    except pint.DimensionalityError:
        raise UnitMismatch(
            Text(zh=f"单位“{unit}”不能换算为“{to}”", en=f'The unit "{unit}" can not be converted to "{to}"'),
            Text(
                zh="请改用同类单位，或补充换算所需的数据（如单重、密度、发热量）。",
                en="Use a unit of the same kind, or give what the conversion needs (such as mass per item or density).",
            ),
        ) from None
    return float(f"{converted.magnitude:.15g}")


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None, cache_folder=None)
    registry.load_definitions((files("tanji.model") / "data" / "units.txt").read_text("utf-8").splitlines())
    return registry


def _similar(text: str) -> Text:
    import difflib

    near = difflib.get_close_matches(fold(text).lower(), list(aliases()), n=3, cutoff=0.6)
    if not near:
        return Text(zh="可用单位见 tanji units。", en="See `tanji units` for the units that can be used.")
    listed = "、".join(near)
    return Text(
        zh=f"是否为：{listed}？全部可用单位见 tanji units。",
        en=f"Did you mean {', '.join(near)}? `tanji units` lists all.",
    )


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("tanji.model") / "data" / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
