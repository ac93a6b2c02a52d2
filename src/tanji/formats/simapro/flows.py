"""Flows of a SimaPro file: products and wastes by name, elementary flows by section, sub-compartment and name."""

from __future__ import annotations

import re
import uuid
from functools import lru_cache
from typing import Any

from tanji.errors import Text
from tanji.formats.olca.flows import names
from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.blocks import sections
from tanji.formats.simapro.rows import Line
from tanji.formats.simapro.substances import Substance, Substances, formula
from tanji.formats.simapro.units import Units

_SPACE = uuid.UUID("5f2f6c6e-0a6b-5c3f-9d5e-6d7a9b1c2e30")
_PLACE = re.compile(r"\{([^{}|]{2,60})\}|/([A-Z]{2,4}(?:-[A-Z]{2,3})?) [US]$")
_UNSPECIFIED = {"", "(unspecified)", "unspecified"}


class Flows:
    """The flows of one file, each made when first asked for; what its unit is, its producers say first."""

    def __init__(self, units: Units, substances: Substances, judge: Judge) -> None:
        self._units, self._substances, self._judge = units, substances, judge
        self._measured: dict[tuple[str, str], str] = {}
        self._producers: dict[tuple[str, str], int] = {}
        self.documents: dict[str, dict[str, Any]] = {}

    def produce(self, kind: str, line: Line) -> None:
        """Keep that a process gives a product or treats a waste, in the unit of its row."""
        key = (kind, _key(line.name))
        self._measured.setdefault(key, self._units.sound(line.unit))
        self._producers[key] = self._producers.get(key, 0) + 1

    def is_treated(self, name: str) -> bool:
        """Whether a process of the file treats a waste of this name."""
        return ("waste", _key(name)) in self._producers

    def exchanged(self, kind: str, line: Line) -> dict[str, Any]:
        """The flow of a product or waste row."""
        unit = self._measured.setdefault((kind, _key(line.name)), self._units.sound(line.unit))
        identity = _identity(kind, _key(line.name))
        if identity not in self.documents:
            place = location(line.name)
            self._make(identity, line.name, unit, kind=kind, location=place)
            if place:
                self._judge.gather("SIM-128", "note", _placed, f"{place}: {line.name.strip()}")
        return self.documents[identity]

    def emitted(self, section: str, line: Line) -> dict[str, Any]:
        """The flow of a row of an emission, resource or issue."""
        compartment = [sections()[section].about]
        if line.sub.lower() not in _UNSPECIFIED:
            compartment.append(line.sub)
        identity = _identity("elementary", *compartment, _key(line.name))
        if identity not in self.documents:
            about = self._substances.find(section, line.name)
            unit = self._units.sound((about.unit if about else "") or line.unit)
            made = self._make(identity, line.name, unit, kind="elementary", compartment=compartment)
            self._describe(made, about, line)
        return self.documents[identity]

    def report(self) -> None:
        """Say which products have several producers."""
        for (kind, name), number in self._producers.items():
            if number > 1:
                self._judge.gather("SIM-126", "note", _several, f"{name} ({number}, {kind})")

    def _make(self, identity: str, name: str, unit: str, **members: Any) -> dict[str, Any]:
        if name != name.strip():
            self._judge.gather("SIM-133", "note", _spaced, ascii(name) if name.isascii() else repr(name))
        kind = self._units.kind(name, unit) if members["kind"] != "elementary" else self._units.kind("", unit)
        self._judge.count("flows", "imported")
        document = {
            "id": identity,
            "names": names(name),
            "unit": self._units.symbol(unit),
            "quantity_kind": kind,
            "extra": {"unit": unit} if self._units.symbol(unit) != unit else {},
            **members,
        }
        self.documents[identity] = document
        document["file_unit"] = unit
        return document

    def _describe(self, made: dict[str, Any], about: Substance | None, line: Line) -> None:
        platform = (about.platform if about else "") or line.platform
        if platform:
            made["extra"]["platformId"] = platform
        if about is None:
            return
        if about.stated_cas and about.stated_cas != about.cas:
            made["extra"]["cas"] = about.stated_cas
        made["cas"], made["formula"], made["description"] = about.cas, formula(about.comment), about.comment or None


def location(name: str) -> str | None:
    """The place that a name carries as the libraries of SimaPro write it: in braces, or before U or S at the end.

    >>> location("Steel {RER}| production, U"), location("Transport, freight, rail/RER U"), location("Wool/US")
    ('RER', 'RER', None)
    """
    found = _PLACE.search(name.strip())
    return (found[1] or found[2]).strip() if found else None


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=1 << 16)
def _identity(*parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "\n".join(parts)))


def _placed(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个产品的地点取自名称：{shown}",
        en=f"{number} products have their place from their name: {shown}",
    )


def _several(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个产品有多个生产过程：{shown}",
        en=f"{number} products are given by several processes: {shown}",
    )


def _spaced(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个流的名称首尾有空格（已保留）：{shown}",
        en=f"{number} flows have names that begin or end with a space (kept): {shown}",
    )
