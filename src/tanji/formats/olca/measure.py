"""Units, flow properties and places of a package: what an amount is in the flow's reference unit."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from tanji.errors import Text
from tanji.formats.olca import raw
from tanji.formats.olca.judge import Faulty, Judge
from tanji.model.quantity import ENERGY, QuantityKind, UnitMismatch, factor, find_unit

T = TypeVar("T", bound=msgspec.Struct)
_AGREE = 5e-3
"""Calories and thermal units differ by up to this much between definitions; more is another unit."""
_PROPERTY_KINDS = {
    "net calorific value": QuantityKind.energy_fuel_ncv,
    "lower calorific value": QuantityKind.energy_fuel_ncv,
    "gross calorific value": QuantityKind.energy_fuel_gcv,
    "upper calorific value": QuantityKind.energy_fuel_gcv,
    "length": QuantityKind.length,
    "vehicle transport": QuantityKind.distance_vehicle,
}


class Property(NamedTuple):
    """A flow property with its reference unit and how many of it each unit is, by id and by name."""

    id: str
    name: str
    unit: str
    first: str
    """The reference unit by its name in the file; `unit` is its symbol in our registry."""
    doubtful: frozenset[str]
    """Units whose amount is not what our registry says."""
    by_id: dict[str, tuple[str, float]]
    by_name: dict[str, float]

    def in_reference(self, unit: raw.Ref | None) -> tuple[str, float | None]:
        """The name of a unit, and how many reference units it is (None: not in the group)."""
        if unit is None:
            return self.first, 1.0
        if unit.id in self.by_id:
            return self.by_id[unit.id]
        return unit.name, self.by_name.get(unit.name)


class Measures:
    """The flow properties of a package, each made when first asked for."""

    def __init__(self, properties: dict[str, dict[str, Any]], groups: dict[str, dict[str, Any]], judge: Judge) -> None:
        self._properties, self._groups, self._judge = properties, groups, judge
        self._made: dict[str, Property] = {}

    def get(self, ref: raw.Ref) -> Property:
        """The flow property of a reference. Faulty: the property or its unit group is not in the package."""
        if ref.id not in self._made:
            self._made[ref.id] = self._make(ref)
        return self._made[ref.id]

    def _make(self, ref: raw.Ref) -> Property:
        body = self._properties.get(ref.id)
        if body is None:
            raise dangling("flow property", "流属性", ref)
        found = typed(body, raw.FlowProperty)
        group = self._groups.get(found.unit_group.id)
        if group is None:
            raise dangling("unit group", "单位组", found.unit_group)
        units = typed(group, raw.UnitGroup).units
        first = next((unit for unit in units if unit.is_ref_unit), None)
        if first is None:
            raise Faulty(
                "OLC-104",
                Text(
                    zh=f"单位组“{found.unit_group.name}”没有参考单位",
                    en=f'Unit group "{found.unit_group.name}" has no reference unit',
                ),
            )
        doubtful = self._compare(units, first)
        known = find_unit(first.name)
        return Property(
            found.id,
            found.name,
            known.symbol if known else first.name,
            first.name,
            doubtful,
            {unit.id: (unit.name, unit.conversion_factor) for unit in units if unit.id},
            {unit.name: unit.conversion_factor for unit in units},
        )

    def _compare(self, units: list[raw.Unit], first: raw.Unit) -> frozenset[str]:
        doubtful = set()
        for unit in units if find_unit(first.name) else ():
            if find_unit(unit.name) and not _agree(unit.name, first.name, unit.conversion_factor):
                shown = f"{unit.name} = {unit.conversion_factor!r} {first.name}"
                self._judge.gather("OLC-115", "note", _other_unit, shown)
                doubtful.add(unit.name)
        return frozenset(doubtful)


@cache
def _agree(unit: str, first: str, stated: float) -> bool:
    ours, reference = find_unit(unit), find_unit(first)
    if ours is None or reference is None:
        return False
    try:
        known = factor(ours.symbol, reference.symbol)
    except UnitMismatch:
        return False
    return abs(known - stated) <= _AGREE * abs(known)


def quantity_kind(name: str, kind: str, measured: Property) -> QuantityKind | None:
    """What a flow's reference unit measures, where that is certain.

    An energy flow whose name begins with "Electricity" is electricity; calorific values say themselves what they are;
    other energy stays open.
    """
    unit = find_unit(measured.unit)
    if unit is None:
        return None
    if len(unit.kinds) == 1:
        return unit.kinds[0]
    electricity = name.strip().lower().startswith(("electricity", "电力"))
    if electricity and kind != "elementary" and ENERGY & set(unit.kinds):
        return QuantityKind.energy_electricity
    stated = _PROPERTY_KINDS.get(measured.name.strip().lower())
    return stated if stated in unit.kinds else None


def typed(body: dict[str, Any], kind: type[T]) -> T:
    """An object as its struct. Faulty: a member is missing or of a wrong type."""
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise Faulty(
            "OLC-105", Text(zh=f"成员不合模式：{error}", en=f"A member is not as the schema says: {error}")
        ) from None


def dangling(what: str, zh: str, ref: raw.Ref) -> Faulty:
    """A reference to what the package does not have."""
    shown = ref.name.strip() or ref.id
    return Faulty("OLC-104", Text(zh=f"引用的{zh}“{shown}”不在包中", en=f'The {what} "{shown}" is not in the package'))


def _other_unit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个单位在文件中的含义与单位表不同，按文件换算：{shown}",
        en=f"{number} units mean another amount in the file than in the unit registry; the file's is used: {shown}",
    )
