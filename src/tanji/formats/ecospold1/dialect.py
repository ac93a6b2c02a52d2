"""Datasets of EcoSpold 1 as plain process documents."""

from __future__ import annotations

from typing import Any, ClassVar

from tanji.errors import Refusal
from tanji.formats.ecospold.body import Order, Taken
from tanji.formats.ecospold.book import Sayings
from tanji.formats.ecospold.facts import converted, day, made_id, number, symbol
from tanji.formats.ecospold.judge import Faulty, Where
from tanji.formats.ecospold.reading import Reading
from tanji.formats.ecospold1 import allocation
from tanji.formats.ecospold1.exchanges import Group, Languages, Lines, flow_document, names
from tanji.formats.ecospold1.tables import access, order
from tanji.formats.xml import Element

_NO_PROCESS = {"3", "4"}
_DATES = {"start": ("startYear", "startYearMonth", "startDate"), "end": ("endYear", "endYearMonth", "endDate")}
_AGREE = 1e-9


class NotEcoSpold1(Refusal):
    """A file, archive or folder without any dataset of EcoSpold 1."""

    code = "ESO-001"


class EcoSpold1:
    """The dialect of EcoSpold 1."""

    version: ClassVar[int] = 1
    prefix: ClassVar[str] = "ESO"
    refusal: ClassVar[type[Refusal]] = NotEcoSpold1
    order: ClassVar[Order] = order()
    datasets: ClassVar[frozenset[str]] = frozenset({"dataset"})

    def __init__(self, reading: Reading) -> None:
        self._reading, self._judge = reading, reading.judge

    def process(self, dataset: Taken, where: Where) -> dict[str, Any] | None:
        """A process document; None for impact categories and definitions of elementary flows, which are no processes.

        Faulty: no reference function, no name, an exchange that can not be read.
        """
        information = _path(dataset, "metaInformation", "processInformation")
        told = information.child("dataSetInformation") if information else None
        function = information.child("referenceFunction") if information else None
        kind = told.element.get("type", "1") if told else "1"
        if kind in _NO_PROCESS or (told and told.element.get("impactAssessmentResult") in {"true", "1"}):
            name = function.element.get("name") if function else None
            self._judge.gather(117, where.at(process=name))
            return None
        if information is None or function is None:
            raise Faulty(109, where, name="referenceFunction")
        name = function.element.get("name") or ""
        if not name.strip():
            raise Faulty(107, where)
        return self._document(dataset, information, function, where.at(process=name))

    def flow(self, identity: str, kind: str, said: Sayings) -> dict[str, Any]:
        """A flow document of what was said of it."""
        return flow_document(kind, said, self._reading.book.units[identity])

    def is_open(self, document: dict[str, Any]) -> bool:  # noqa: ARG002
        """Never: a dataset says all that its exchanges need."""
        return False

    def close(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document as it is."""
        return document

    def master(self, root: Element, where: Where) -> bool:  # noqa: ARG002 - EcoSpold 1 has none
        """EcoSpold 1 has no master data."""
        return False

    def end(self) -> None:
        """Nothing is left to say."""

    def _document(self, dataset: Taken, information: Taken, function: Taken, where: Where) -> dict[str, Any]:
        told = information.child("dataSetInformation")
        languages = Languages(
            *(told.element.get(key) if told else None for key in ("languageCode", "localLanguageCode"))
        )
        lines = Lines(self._judge, self._reading.book, languages)
        function_facts = dict(function.element.attributes)
        document = self._head(function, information, languages)
        location = self._location(information, lines, where)
        blocks = []
        for data in dataset.take("flowData"):
            for taken in data.take("exchange"):
                lines.add(taken, where)
            blocks += data.take("allocation")
        reference = self._reference(lines, function_facts, location, where)
        factors, kept = allocation.read(blocks, lines, self._judge, where)
        sources = self._sources(dataset, languages, where)
        licence = self._licence(dataset)
        dates = self._dates(information, where)
        extra = dataset.left() or {}
        return {
            "id": self._identity(dataset, function_facts, location),
            **document,
            **dates,
            "reference": reference,
            "exchanges": lines.documents,
            "location": location,
            "default_allocation": "causal" if factors else None,
            "allocation": factors,
            "sources": sources,
            "licence": licence,
            "extra": {**extra, **({"allocation": kept} if kept else {})},
        }

    def _identity(self, dataset: Taken, facts: dict[str, str], location: str | None) -> str:
        parts = [dataset.element.get("number") or "", facts["name"].strip(), location or "", facts.get("unit", "")]
        infrastructure = facts.get("infrastructureProcess") in {"true", "1"}
        return made_id("ecospold1", "process", *parts, "infrastructure" if infrastructure else "")

    def _head(self, function: Taken, information: Taken, languages: Languages) -> dict[str, Any]:
        """Names, description, category, technology, kind, version."""
        name, local = function.attribute("name") or "", function.attribute("localName")
        spoken = names(name, local, languages)
        if local and len(spoken) == 1:
            function.put_back({"localName": local})
        category, narrower = function.attribute("category"), function.attribute("subCategory")
        if narrower and not category:
            function.put_back({"subCategory": narrower})
        technology, told = information.child("technology"), information.child("dataSetInformation")
        kind = told.attribute("type") if told else None
        version = (told.attribute("version") if told else None) or ""
        if told and kind not in {None, "1", "2"}:
            told.put_back({"type": str(kind)})
        return {
            "names": spoken,
            "description": function.attribute("generalComment") or None,
            "category": [part for part in (category, narrower if category else None) if part],
            "technology": (technology.attribute("text") if technology else None) or None,
            "kind": "lci_result" if kind == "2" else "unit_process",
            "version": version.strip() or "1",
        }

    def _location(self, information: Taken, lines: Lines, where: Where) -> str | None:
        geography = information.child("geography")
        if geography is None:
            return None
        stated = geography.attribute("location")
        location = lines.location(stated if stated is not None else "", where)
        if location and location not in self._reading.places:
            self._reading.places[location] = {"id": location, "code": location}
        return location

    def _dates(self, information: Taken, where: Where) -> dict[str, Any]:
        period = information.child("timePeriod")
        if period is None:
            return {}
        found: dict[str, str | None] = {}
        stated: dict[str, str] = {}
        for side, tags in _DATES.items():
            for tag in tags:
                child = period.child(tag)
                if child is not None and child.element.words:
                    stated[tag] = child.element.words
                    found[side] = day(child.element.words, end=side == "end")
        start, end = found.get("start"), found.get("end")
        if (stated and None in found.values()) or (start and end and start > end):
            self._judge.gather(120, where, f"{where.words}: {', '.join(stated.values())}")
            return {}
        for tag in stated:
            if (child := period.child(tag)) is not None:
                child.text()
        return {"valid_from": start, "valid_until": end}

    def _reference(self, lines: Lines, facts: dict[str, str], location: str | None, where: Where) -> str | None:
        """The exchange of group 0, else the co-product that the reference function names, else one made of it."""
        name, unit = facts["name"].strip(), facts.get("unit", "")
        outputs = [
            (line, group)
            for line, group in zip(lines.documents, lines.groups, strict=True)
            if group.kind == "product" and group.direction == "output"
        ]
        marked = [line for line, group in outputs if group.code == "0"]
        named = [line for line, group in outputs if group.code in "02" and line["flow_name"].strip() == name]
        found = next((line for line in named if line in marked), None) or next(iter(marked or named), None)
        if found is None and facts.get("datasetRelatesToProduct") != "false":
            found = self._made(lines, facts, location, where)
        if found is None:
            self._judge.say(110, where)
            return None
        if len(marked) > 1:
            self._judge.say(116, where, count=len(marked), name=found["flow_name"])
        self._compare(found, name, unit, (number(facts.get("amount")), where))
        identity: str = found["id"]
        return identity

    def _made(self, lines: Lines, facts: dict[str, str], location: str | None, where: Where) -> dict[str, Any] | None:
        """The reference exchange that the reference function states, where the flow data have none."""
        amount, unit, name = number(facts.get("amount")), facts.get("unit", ""), facts["name"]
        if amount is None or not unit:
            return None
        self._judge.say(115, where)
        document = lines.made(name, amount, unit, (location, facts, where))
        lines.groups.append(Group("output", "product", "0"))
        lines.documents.append(document)
        return document

    def _compare(self, found: dict[str, Any], name: str, unit: str, stated: tuple[float | None, Where]) -> None:
        amount, where = stated
        if found["amount"] == 0:
            self._judge.say(130, where, flow=found["flow_name"])
        same = converted(amount, symbol(unit), symbol(found["unit"])) if amount is not None else found["amount"]
        agrees = same is not None and abs(same - found["amount"]) <= _AGREE * abs(found["amount"])
        if agrees and found["flow_name"].strip() != name:
            self._judge.gather(144, where, f"{where.words} ({found['flow_name']})")
        if not agrees:
            told = "" if amount is None else f"{amount:g} "
            other = f"{found['amount']:g} {found['unit']} {found['flow_name']}"
            self._judge.say(129, where, stated=f"{told}{unit} {name}", found=other)

    def _sources(self, dataset: Taken, languages: Languages, where: Where) -> list[str]:
        """The sources of a dataset; all that they say stays in `extra` too, by their numbers."""
        found = _path(dataset, "metaInformation", "modellingAndValidation")
        numbers, ids = set(), []
        for element in found.element.all("source") if found else ():
            facts = dict(element.attributes)
            numbers.add(facts.pop("number", ""))
            made = source(facts, languages.name)
            self._reading.sources.setdefault(made["id"], made)
            ids.append(made["id"])
        self._references(dataset, numbers, where)
        return list(dict.fromkeys(ids))

    def _references(self, dataset: Taken, sources: set[str], where: Where) -> None:
        people = _path(dataset, "metaInformation", "administrativeInformation")
        if people is None:
            return
        persons = {person.get("number") for person in people.element.all("person")}
        for tag in ("dataEntryBy", "dataGeneratorAndPublication"):
            found = people.element.find(tag)
            if found is not None and found.get("person") not in persons:
                self._judge.gather(135, where.at(member=f"{tag}/person"))
            if found is not None and found.get("referenceToPublishedSource") not in sources | {None}:
                self._judge.gather(135, where.at(member=f"{tag}/referenceToPublishedSource"))

    def _licence(self, dataset: Taken) -> str | None:
        """Copyright and access in words; the attributes stay in `extra`."""
        told = _path(dataset, "metaInformation", "administrativeInformation", "dataGeneratorAndPublication")
        if told is None:
            return None
        protected, open_to = told.element.get("copyright"), access().get(told.element.get("accessRestrictedTo") or "")
        words = {"true": "copyright protected", "1": "copyright protected"}.get(protected or "")
        return "; ".join([*([words] if words else []), *([f"access: {open_to}"] if open_to else [])]) or None


def source(facts: dict[str, str], spoken: str | None) -> dict[str, Any]:
    """A source document of a source's attributes, without its number."""
    authors = [facts[key] for key in ("firstAuthor", "additionalAuthors") if facts.get(key)]
    within = [
        facts[key] for key in ("titleOfAnthology", "journal", "volumeNo", "placeOfPublications") if facts.get(key)
    ]
    note = [*authors, *within, *([facts["text"]] if facts.get("text") else [])]
    year = facts.get("year", "")
    return {
        "id": made_id("ecospold1", "source", *(f"{key}={facts[key]}" for key in sorted(facts))),
        "publisher": facts.get("publisher", ""),
        "title": {spoken or "en": facts["title"]} if facts.get("title") else {},
        "year": int(year[:4]) if year[:4].isascii() and year[:4].isdecimal() else None,
        "note": "; ".join(note) or None,
    }


def _path(taken: Taken, *names: str) -> Taken | None:
    found: Taken | None = taken
    for name in names:
        found = found.child(name) if found is not None else None
    return found
