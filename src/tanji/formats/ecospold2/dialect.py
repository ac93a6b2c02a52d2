"""Datasets of EcoSpold 2 as plain process documents."""

from __future__ import annotations

from typing import Any, ClassVar

from tanji.errors import Refusal
from tanji.formats.ecospold.body import Order, Taken, merged
from tanji.formats.ecospold.book import Sayings
from tanji.formats.ecospold.extension import OPEN
from tanji.formats.ecospold.facts import cas, day, made_id, quantity_kind
from tanji.formats.ecospold.judge import Faulty, Where
from tanji.formats.ecospold.reading import Reading
from tanji.formats.ecospold2 import allocation, master, parameters
from tanji.formats.ecospold2.exchanges import BY_PRODUCT, Group, Lines, text_of, turn
from tanji.formats.ecospold2.tables import access, order
from tanji.formats.ecospold2.words import chosen, names, prose
from tanji.formats.xml import Element

_VERSION = ("majorRelease", "minorRelease", "majorRevision", "minorRevision")
_OLD_CATEGORIES = "EcoSpold01Categories"


class NotEcoSpold2(Refusal):
    """A file, archive or folder without any dataset of EcoSpold 2."""

    code = "EST-001"


class EcoSpold2:
    """The dialect of EcoSpold 2."""

    version: ClassVar[int] = 2
    prefix: ClassVar[str] = "EST"
    refusal: ClassVar[type[Refusal]] = NotEcoSpold2
    order: ClassVar[Order] = order()
    datasets: ClassVar[frozenset[str]] = frozenset({"activityDataset", "childActivityDataset"})

    def __init__(self, reading: Reading) -> None:
        self._reading, self._judge = reading, reading.judge
        self._properties: dict[str, tuple[bool, list[dict[str, Any]]]] = {}
        self._activities: set[str] = set()
        self._links: dict[str, Where] = {}
        self._sources: dict[str, Element] = {}
        self._places: dict[str, Element] = {}

    def process(self, dataset: Taken, where: Where) -> dict[str, Any] | None:
        """A process document. Faulty: no activity, no name, an exchange that can not be read."""
        description = dataset.child("activityDescription")
        activity = description.child("activity") if description else None
        if description is None or activity is None:
            raise Faulty(109, where, name="activity")
        spoken = names(activity, "activityName")
        name = chosen(spoken)
        if not name.strip():
            raise Faulty(107, where)
        place = where.at(process=name)
        lines = Lines(self._judge, self._reading.book, self._properties)
        flow_data, told, rests = self._flow_data(dataset, lines, place)
        reference = self._reference(lines, place)
        head = self._head(description, activity, place)
        method, factors = allocation.shares(
            lines, activity.element.get("masterAllocationPropertyId"), self._judge, place
        )
        document = {
            "id": self._identity(activity, (name, head["location"] or ""), reference, place),
            "names": spoken,
            **head,
            "reference": reference["id"] if reference else None,
            "exchanges": lines.documents,
            "default_allocation": method,
            "allocation": factors,
            "parameters": told,
            **self._administration(dataset, lines),
        }
        extra = {**(dataset.left() or {}), **({"flowData": flow_data} if flow_data else {})}
        if dataset.element.local == "childActivityDataset":
            extra["element"] = "childActivityDataset"
            self._judge.gather(131, place)
        if any(rests):
            extra["parameters"] = rests
        return {**document, "extra": extra}

    def flow(self, identity: str, kind: str, said: Sayings) -> dict[str, Any]:
        """A flow document of what was said of it."""
        spoken, elementary = said["name"], kind == "elementary"
        synonyms = [text_of(item).strip() for item in said.get("synonym", ())]
        number = said.get("@casNumber")
        extra = {key: said[key] for key in ("synonym", "classification", "compartment") if said.get(key)}
        if number and cas(number) != number:
            extra["@casNumber"] = number
        return {
            "names": spoken,
            "quantity_kind": quantity_kind(chosen(spoken), self._reading.book.units[identity], elementary=elementary),
            "properties": self._properties.get(identity, (False, []))[1],
            "cas": cas(number),
            "formula": said.get("@formula"),
            "synonyms": [text for text in dict.fromkeys(synonyms) if text],
            "category": _category(said.get("classification", ())),
            "compartment": _compartment(said.get("compartment")),
            "extra": extra,
        }

    def is_open(self, document: dict[str, Any]) -> bool:
        """Whether a negative amount waits until it is known whether its flow is waste."""
        return any(OPEN in line for line in document["exchanges"])

    def close(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with its negative amounts of waste turned."""
        for line in document["exchanges"]:
            if OPEN not in line:
                continue
            direction, file = line.pop(OPEN)
            place = Where(file, chosen(document["names"]), line["flow_name"])
            if self._reading.book.kinds.get(line["flow"]) == "waste":
                code = text_of(line["extra"].get(f"{direction}Group")) or ("5" if direction == "input" else "0")
                turn(line, Group(direction, code))
                self._judge.gather(133, place)
            else:
                self._judge.gather(132, place)
        return document

    def master(self, root: Element, where: Where) -> bool:
        """Keep the sources and places of a file of master data; of others, count it and say so."""
        if root.local not in master.READ | master.COUNTED:
            return False
        if root.local in master.COUNTED:
            self._judge.count("files", "skipped")
            self._judge.gather(145, where)
            return True
        self._judge.count("files", "imported")
        self._sources |= master.items(root, "source")
        self._places |= master.items(root, "geography")
        return True

    def end(self) -> None:
        """Take from the master data what datasets named; say which suppliers are named but were not read."""
        for identity, known in self._reading.sources.items():
            if identity in self._sources:
                known.update(master.source(self._sources[identity]))
        for identity, place in self._reading.places.items():
            if identity in self._places and (name := master.place(self._places[identity])):
                place["name"] = name
        for link, where in self._links.items():
            if link not in self._activities:
                self._judge.gather(136, where)

    def _flow_data(self, dataset: Taken, lines: Lines, where: Where) -> tuple[Any, list[dict[str, Any]], list[Any]]:
        left: Any = {}
        told: list[dict[str, Any]] = []
        rests: list[Any] = []
        for data in dataset.take("flowData"):
            exchanges = [*data.take("intermediateExchange"), *data.take("elementaryExchange")]
            found = data.take("parameter")
            elements = [taken.element for taken in exchanges], [taken.element for taken in found]
            for taken in exchanges:
                lines.add(taken, where)
            documents, others = parameters.read(found, self._judge, where)
            told += documents
            rests += others
            parameters.check(*elements, self._judge, where)
            if any(True for _ in data.element.all("impactIndicator")):
                self._judge.gather(137, where)
            rest = data.left()
            left = merged(left, rest) if rest else left
        for link, line in zip(lines.links, lines.documents, strict=True):
            if link:
                self._links.setdefault(link, where.at(flow=line["flow_name"]))
        return left, told, rests

    def _reference(self, lines: Lines, where: Where) -> dict[str, Any] | None:
        """The reference product: of several the first whose amount is not zero."""
        marked = [line for line, group in zip(lines.documents, lines.groups, strict=True) if group == ("output", "0")]
        if not marked:
            self._judge.say(110, where)
            return None
        amounting = [line for line in marked if line["amount"] != 0]
        found = next(iter(amounting or marked))
        if len(amounting) > 1:
            self._judge.say(116, where, count=len(amounting), name=found["flow_name"])
        elif not amounting:
            self._judge.say(130, where.at(flow=found["flow_name"]))
        return found

    def _identity(self, activity: Taken, facts: tuple[str, str], reference: dict[str, Any] | None, where: Where) -> str:
        stated = (activity.attribute("id") or "").strip()
        if not stated:
            self._judge.gather(134, where)
            stated = made_id("ecospold2", "activity", *facts)
        self._activities.add(stated)
        return f"{stated}_{reference['flow']}" if reference else stated

    def _head(self, description: Taken, activity: Taken, where: Where) -> dict[str, Any]:
        """Kind, place, time, technology, description, category."""
        kind = activity.attribute("type")
        if kind not in {None, "1", "2"}:
            activity.put_back({"type": str(kind)})
        technology = description.child("technology")
        classes = list(description.element.all("classification"))
        return {
            "kind": "lci_result" if kind == "2" else "unit_process",
            "location": self._location(description, where),
            **self._dates(description, where),
            "technology": prose(technology.child("comment")) if technology else None,
            "description": prose(activity.child("generalComment")),
            "category": _category(
                [
                    {
                        "classificationSystem": next((found.text for found in item.all("classificationSystem")), ""),
                        "classificationValue": next((found.text for found in item.all("classificationValue")), ""),
                    }
                    for item in classes
                ]
            ),
        }

    def _location(self, description: Taken, where: Where) -> str | None:
        geography = description.child("geography")
        if geography is None:
            return None
        spoken = names(geography, "shortname")
        location = chosen(spoken)
        others = {language: text for language, text in spoken.items() if text != location}
        geography.give([child for child in geography.element.all("shortname") if child.text in others.values()])
        if not location.strip():
            self._judge.gather(127, where)
            location = "GLO"
        identity = geography.element.get("geographyId") or location
        self._reading.places.setdefault(identity, {"id": identity, "code": location})
        return location

    def _dates(self, description: Taken, where: Where) -> dict[str, Any]:
        period = description.child("timePeriod")
        if period is None:
            return {}
        stated = {name: value for name in ("startDate", "endDate") if (value := period.attribute(name)) is not None}
        start, end = day(stated.get("startDate"), end=False), day(stated.get("endDate"), end=True)
        wrong = [name for name, found in (("startDate", start), ("endDate", end)) if name in stated and found is None]
        if wrong or (start and end and start > end):
            self._judge.gather(120, where, f"{where.words}: {', '.join(stated.values())}")
            period.put_back(stated)
            return {}
        return {"valid_from": start, "valid_until": end}

    def _administration(self, dataset: Taken, lines: Lines) -> dict[str, Any]:
        """Version, licence and sources; the attributes stay in `extra`."""
        told = dataset.element.find("administrativeInformation", "dataGeneratorAndPublication")
        about = dataset.element.find("administrativeInformation", "fileAttributes")
        parts = [(about.get(name) or "") if about is not None else "" for name in _VERSION]
        cited = list(lines.sources)
        licence = None
        if told is not None:
            if identity := told.get("publishedSourceId"):
                year, author = told.get("publishedSourceYear"), told.get("publishedSourceFirstAuthor")
                cited.insert(0, (identity, year or "", author or ""))
            words = ["copyright protected"] if told.get("isCopyrightProtected") in {"true", "1"} else []
            open_to = access().get(told.get("accessRestrictedTo") or "")
            licence = "; ".join([*words, *([f"access: {open_to}"] if open_to else [])]) or None
        for identity, year, author in cited:
            known = self._reading.sources.setdefault(identity, {"id": identity, "publisher": "", "title": {}})
            known.setdefault("year", int(year[:4]) if year[:4].isascii() and year[:4].isdecimal() else None)
            known.setdefault("note", author or None)
        version = ".".join(parts) if all(parts) else "1"
        return {"version": version, "licence": licence, "sources": list(dict.fromkeys(item[0] for item in cited))}


def _category(classifications: Any) -> list[str]:
    """The path of a classification: the old categories, else the first that says more than how it is allocated."""
    told = [
        (text_of(item.get("classificationSystem")).strip(), text_of(item.get("classificationValue")).strip())
        for item in classifications
        if isinstance(item, dict)
    ]
    for system, value in sorted(told, key=lambda pair: pair[0] != _OLD_CATEGORIES):
        if value and system != BY_PRODUCT:
            return [part for part in value.split("/") if part] if system == _OLD_CATEGORIES else [value]
    return []


def _compartment(body: Any) -> list[str]:
    if not isinstance(body, dict):
        return []
    parts = [text_of(body.get(name)).strip().lower() for name in ("compartment", "subcompartment")]
    return [part for part in parts if part]
