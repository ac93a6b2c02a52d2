"""Which greenhouse gas an elementary flow is, and on which lines of the footprint it counts.

Its id in a published list of flows decides first (`data/gas_ids.csv`), then its CAS number with its medium, then its
name or refrigerant code (`data/gas_flows.csv`, each row with its source). A CAS number does not tell fossil from
biogenic: of one substance the name says where the carbon comes from. Names are compared folded: case, full width and
white space do not matter. Only what goes to the air, or to no stated medium, counts as an emission; CO2 taken from the
air is an uptake. The same gas to water or soil has no factor and is reported as uncharacterised.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, cast

from tanji.background.measure import converted
from tanji.background.names import folded
from tanji.model.flow import Flow
from tanji.model.method import Indicator, Method
from tanji.model.process import Direction

Medium = Literal["air", "water", "soil", "resource", "other", "unstated"]

UPTAKE: Final = "carbon-dioxide-uptake"
RULES: Final = "tanji-gas-flows/2"

_CODE = re.compile(r"(?:hfc|hcfc|cfc|pfc|hfo|hcfo|halon|hfe|hcfe|r)[- ]?(\d[\w()-]*)")
_SUFFIX = re.compile(r"\s*[\[(（][^\[(（]*[\])）]$")


_ORIGINS = ("-fossil", "-biogenic", "-land-use", "-uptake")


class Known(NamedTuple):
    """Which gas a flow is, and by what; `otherwise` is the gas that its name says where that is another substance."""

    gas: str | None
    by: Literal["id", "cas", "name"] | None = None
    otherwise: str | None = None


class Emission(NamedTuple):
    """What an elementary flow in one direction is: its gas, if it is one that counts, and with which sign."""

    gas: str | None
    sign: float
    """+1 as emitted (or taken up, for an uptake); -1 where it moves against its usual direction."""
    medium: Medium
    other_medium: bool
    """A greenhouse gas by name that goes to water, soil or a deposit: it has no factor."""


def emission(flow: Flow, direction: Direction) -> Emission:
    """The gas that an elementary flow is, by name, code or CAS number, in one direction of exchange.

    >>> from tanji.model.flow import FlowKind
    >>> co2 = Flow(id="1", names={"en": "Carbon dioxide, fossil "}, kind=FlowKind.elementary, unit="kg",
    ...            compartment=("air", "unspecified"))
    >>> emission(co2, Direction.output).gas
    'carbon-dioxide-fossil'
    """
    where = medium(flow.compartment)
    gas = gas_of(flow)
    inward = direction is Direction.input
    if gas is not None and _from_air(flow, gas, inward=inward, where=where):
        return Emission(UPTAKE, 1.0 if inward else -1.0, where, other_medium=False)
    if gas is None or gas == UPTAKE or (inward and where != "air"):
        return Emission(None, 1.0, where, other_medium=False)
    if where not in {"air", "unstated"}:
        return Emission(None, 1.0, where, other_medium=where != "resource")
    return Emission(gas, -1.0 if inward else 1.0, where, other_medium=False)


def known(flow: Flow) -> Known:
    """The greenhouse gas that a flow is by its id, CAS number or names, in this order, whatever its medium.

    >>> from tanji.model.flow import FlowKind
    >>> known(Flow(id="1", names={"en": "Methane, biogenic"}, kind=FlowKind.elementary, unit="kg", cas="74-82-8"))
    Known(gas='methane-biogenic', by='name', otherwise=None)
    """
    named = _by_name(flow)
    listed = _ids().get(flow.id)
    by: Literal["id", "cas"] = "id"
    if listed is None and flow.cas:
        listed, by = _rules()[2].get(_plain_cas(flow.cas)), "cas"
    if listed is None:
        return Known(named, "name" if named else None)
    if named is None or named == listed:
        return Known(listed, by)
    if substance(named) != substance(listed):
        return Known(listed, by, named)
    return Known(listed, by) if by == "id" else Known(named, "name")


def gas_of(flow: Flow) -> str | None:
    """The greenhouse gas that a flow is, whatever its medium."""
    return known(flow).gas


def substance(gas: str) -> str:
    """A gas without the origin of its carbon.

    >>> substance("methane-biogenic"), substance("hfc-134a")
    ('methane', 'hfc-134a')
    """
    return next((gas.removesuffix(origin) for origin in _ORIGINS if gas.endswith(origin)), gas)


def _by_name(flow: Flow) -> str | None:
    names, codes, _ = _rules()
    for name in (folded(name) for name in (*flow.names.values(), *flow.synonyms)):
        found = names.get(name) or _by_code(name, codes)
        if found:
            return found
    return None


def medium(compartment: Sequence[str]) -> Medium:
    """Air, water, soil or a resource: the first part of a compartment that says so, from wide to narrow.

    >>> medium(("Elementary flows", "Emission to air", "unspecified")), medium(("resource", "in air")), medium(())
    ('air', 'resource', 'unstated')
    """
    table = _media()
    return next((table[part] for part in map(folded, compartment) if part in table), "unstated")


def lines(gas: str) -> tuple[Indicator, ...]:
    """The lines of the footprint on which a gas counts, apart from that of aircraft."""
    table = _lines()
    return table.get(gas, table["*"])


def gases_by_flow() -> Mapping[str, str]:
    """The gas of each flow of published lists, by id; all of these flows are measured in kg."""
    return _ids()


def gas_score(gas: str, method: Method, *, aircraft: bool = False) -> Mapping[Indicator, float] | None:
    """Kg CO2e on each line for 1 kg of a gas; None where the method has no factor for it."""
    factor = method.find(gas)
    return None if factor is None else gas_lines(gas, factor.value, aircraft=aircraft)


def gas_lines(gas: str, value: float, *, aircraft: bool = False) -> Mapping[Indicator, float]:
    """The factor of a gas on each line where the gas counts."""
    scores = dict.fromkeys(lines(gas), value)
    if aircraft and Indicator.total in scores:
        scores[Indicator.aircraft] = value
    return MappingProxyType(scores)


def kilograms(flow: Flow) -> float | None:
    """How many kg one reference unit of a flow is, or None where it is not measured by mass."""
    return converted(flow.unit, "kg")


def _from_air(flow: Flow, gas: str, *, inward: bool, where: Medium) -> bool:
    """CO2 that the source calls taken from the air, or a resource whose compartment is the air."""
    if gas == UPTAKE:
        return inward or where in {"resource", "unstated"}
    in_air = any(folded(part) in {"in air", "natural resources from air"} for part in flow.compartment)
    return gas.startswith("carbon-dioxide-") and where == "resource" and in_air


def _by_code(name: str, codes: Mapping[str, str]) -> str | None:
    last = name.rsplit(", ", 1)[-1]
    for text in (last, _SUFFIX.sub("", last)):
        if _CODE.fullmatch(text):
            found = codes.get(re.sub(r"^([a-z]+)[- ]?(?=\d)", r"\1-", text))
            if found:
                return found
    return None


def _plain_cas(cas: str) -> str:
    return cas.strip().lstrip("0")


@cache
def _rules() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = {"name": {}, "code": {}, "cas": {}}
    for row in _rows("gas_flows.csv"):
        value = row["value"] if row["match"] == "cas" else folded(row["value"])
        tables[row["match"]][value] = row["gas"]
    return tables["name"], tables["code"], tables["cas"]


@cache
def _ids() -> Mapping[str, str]:
    return {row["id"]: row["gas"] for row in _rows("gas_ids.csv")}


@cache
def _media() -> Mapping[str, Medium]:
    return {folded(row["part"]): cast("Medium", row["medium"]) for row in _rows("media.csv")}


@cache
def _lines() -> Mapping[str, tuple[Indicator, ...]]:
    return {row["gas"]: tuple(Indicator(line) for line in row["lines"].split()) for row in _rows("gas_lines.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("tanji.background") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
