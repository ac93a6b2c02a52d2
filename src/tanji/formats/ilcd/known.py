"""What data sets refer to: names of others, flow properties with their units, flows with their conversion."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import NamedTuple

from tanji.errors import Text
from tanji.formats.ilcd.fields import Named, at, composite, items, number, target, text, texts
from tanji.formats.ilcd.kinds import Body, kinds, rows
from tanji.formats.olca.judge import Faulty, Judge
from tanji.formats.olca.measure import Property
from tanji.model.quantity import find_unit

Bodies = Mapping[str, Mapping[str, Body]]
"""Plain trees by root and id."""


def names_of(root: str, body: Body) -> dict[str, str]:
    """The name of a data set by language."""
    information = at(body, kinds()[root].section, "dataSetInformation")
    if not isinstance(information, dict):
        return {}
    if "name" in information:
        return composite(information["name"])
    return texts(information.get("common:name") or information.get("common:shortName"))


def version_of(body: Body) -> str | None:
    """The version that a data set states."""
    stated = text(at(body, "administrativeInformation", "publicationAndOwnership", "common:dataSetVersion"))
    return stated or None


def named(bodies: Bodies, *roots: str) -> dict[str, Named]:
    """Names and versions of all data sets of some kinds, by id."""
    return {
        identity: (names_of(root, body), version_of(body))
        for root in roots
        for identity, body in bodies.get(root, {}).items()
    }


class Known(NamedTuple):
    """A flow as processes need it: amounts of it are in `unit`, each of which is `scale` of its reference unit."""

    name: str
    kind: str
    unit: str
    scale: float

    def convert(self, amount: float) -> float | None:
        """An amount of an exchange in the flow's reference unit."""
        found = amount * self.scale
        return found if isfinite(found) else None


class Measures:
    """The flow properties of a package with their reference units."""

    def __init__(self, bodies: Bodies, judge: Judge) -> None:
        self._properties, self._groups = bodies.get("flowPropertyDataSet", {}), bodies.get("unitGroupDataSet", {})
        self._judge = judge
        self._made: dict[str, Property | None] = {}
        self.named = named(bodies, "flowPropertyDataSet")

    def find(self, identity: str) -> Property | None:
        """A flow property of the package, else of ILCD's own list, if either has it with a unit."""
        if identity not in self._made:
            self._made[identity] = self._make(identity)
        return self._made[identity]

    def _make(self, identity: str) -> Property | None:
        body = self._properties.get(identity)
        name = next(iter(names_of("flowPropertyDataSet", body).values()), "") if body else ""
        group = self._group(body) if body else None
        if group is None:
            return self._listed(identity, name)
        unit = _reference_unit(group)
        if unit is None:
            return None
        return _property(identity, name or identity, unit)

    def _group(self, body: Body) -> Body | None:
        path = ("flowPropertiesInformation", "quantitativeReference", "referenceToReferenceUnitGroup")
        identity = target(at(body, *path))
        return self._groups.get(identity) if identity else None

    def _listed(self, identity: str, name: str) -> Property | None:
        row = next((row for row in rows("properties.csv") if row["id"] == identity), None)
        if row is None:
            return None
        self._judge.gather("ILC-126", "note", _from_list, f"{name or row['name']} [{row['unit']}]")
        return _property(identity, name or row["name"], row["unit"])


def _property(identity: str, name: str, unit: str) -> Property:
    known = find_unit(unit)
    return Property(identity, name, known.symbol if known else unit, unit, frozenset(), {}, {})


def _reference_unit(group: Body) -> str | None:
    """The name of a unit group's reference unit; None where it has none, or one that is not 1."""
    wanted = text(at(group, "unitGroupInformation", "quantitativeReference", "referenceToReferenceUnit"))
    for unit in items(at(group, "units", "unit")):
        if isinstance(unit, dict) and unit.get("@dataSetInternalID") == wanted:
            try:
                sound = number(unit.get("meanValue"), "meanValue") in (1.0, None)
            except Faulty:
                return None
            return (text(unit.get("name")) or None) if sound else None
    return None


def no_unit(what: str) -> Faulty:
    """A flow whose unit can not be known."""
    return Faulty(
        "ILC-104",
        Text(
            zh=f"参考流属性“{what}”或其单位组不在包中，因而没有单位",
            en=f'Its reference flow property "{what}" or the unit group is not in the package, so it has no unit',
        ),
    )


def _from_list(count: int, shown: str) -> Text:
    return Text(
        zh=f"{count} 个流属性或其单位组不在包中，单位取自 ILCD 参考清单：{shown}",
        en=f"{count} flow properties or their unit groups are not in the package; their units are those of "
        f"ILCD's reference list: {shown}",
    )
