"""Exchanges of EcoSpold 1 as plain documents: groups, amounts, uncertainty, and what each says of its flow.

Groups: 1 materials, 2 energy, 3 services, 4 nature, 5 technosphere in; 0 reference product, 1 avoided product,
2 co-product, 3 waste to treatment, 4 nature out.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

from tanji.formats.ecospold.body import Taken
from tanji.formats.ecospold.book import Book, Sayings
from tanji.formats.ecospold.facts import cas, dimension, language, made_id, number, pedigree, quantity_kind
from tanji.formats.ecospold.judge import Faulty, Judge, Where

_FLOW_MEMBERS = ("category", "subCategory", "localCategory", "localSubCategory", "localName", "CASNumber", "formula")
_INPUTS, _OUTPUTS = frozenset("12345"), frozenset("01234")


class Languages(NamedTuple):
    """The language of names, and of local names."""

    name: str | None
    local: str | None


class Group(NamedTuple):
    """What a group says: the direction, the kind of flow, its code."""

    direction: str
    kind: str
    code: str


class Lines:
    """Makes the exchange documents of one dataset."""

    def __init__(self, judge: Judge, book: Book, languages: Languages) -> None:
        self._judge, self._book, self._languages = judge, book, languages
        self.documents: list[dict[str, Any]] = []
        self.groups: list[Group] = []
        self.numbers: dict[str, int] = {}
        self._seen: set[tuple[Any, ...]] = set()
        self._ids: set[str] = set()

    def add(self, taken: Taken, where: Where) -> None:
        """One exchange. Faulty: no name, no group, no number."""
        name = taken.attribute("name") or ""
        place = where.at(flow=name)
        if not name.strip():
            raise Faulty(107, where.at(member=f"exchange {taken.element.get('number', '')}"))
        if name != name.strip():
            self._judge.gather(128, place, repr(name))
        group = _group(taken, place)
        stated = taken.attribute("meanValue")
        amount = number(stated)
        if amount is None:
            raise Faulty(106, place, name="meanValue", value=stated or "")
        unit = taken.attribute("unit") or ""
        location = self.location(taken.attribute("location"), place)
        flow, others = self._flow(taken, name, group, (unit, location, place))
        document = {
            **self._identity(taken),
            "flow": flow,
            "flow_name": name,
            "direction": group.direction,
            "amount": amount,
            "unit": unit,
            "reference_amount": self._book.measure(flow, amount, unit, place),
            "avoided": group.kind == "product" and group.code == "1" and group.direction == "output",
            "location": location,
            "uncertainty": self._uncertainty(taken, amount, place),
        }
        comment = taken.attribute("generalComment")
        document |= {"description": comment, "pedigree": pedigree(comment)}
        extra = {**_dictionary(taken.left()), **{f"@{key}": value for key, value in others.items()}}
        if group.code not in _usual(group, reference=group.code == "0"):
            extra["inputGroup" if group.direction == "input" else "outputGroup"] = group.code
        self._enter(document, group, extra, place)

    def made(
        self, name: str, amount: float, unit: str, about: tuple[str | None, dict[str, str], Where]
    ) -> dict[str, Any]:
        """The reference exchange that a reference function states; the writer does not write it again."""
        location, facts, where = about
        infrastructure = facts.get("infrastructureProcess") in {"true", "1"}
        flow = flow_id(name, "product", unit, (location or "", "infrastructure" if infrastructure else ""))
        sayings = {key: facts.get(key) for key in _FLOW_MEMBERS}
        sayings |= {"infrastructureProcess": "true" if infrastructure else None, "location": location}
        if flow not in self._book.said:
            sayings["name"] = name
            sayings["language"], sayings["localLanguage"] = self._languages
        self._book.see(flow, "product", sayings, where)
        return {
            "id": "reference-function",
            "flow": flow,
            "flow_name": name,
            "direction": "output",
            "amount": amount,
            "unit": unit,
            "reference_amount": self._book.measure(flow, amount, unit, where),
            "location": location,
        }

    def location(self, stated: str | None, where: Where) -> str | None:
        """A place as stated; an empty one means the whole world."""
        if stated is not None and not stated.strip():
            self._judge.gather(127, where)
            return "GLO"
        return stated

    def find(self, stated: str | None) -> dict[str, Any] | None:
        """The exchange of a number."""
        place = self.numbers.get((stated or "").strip())
        return None if place is None else self.documents[place]

    def _enter(self, document: dict[str, Any], group: Group, extra: dict[str, Any], where: Where) -> None:
        told = (document["flow"], group, document["amount"], document["description"])
        if told in self._seen:
            self._judge.gather(122, where)
        self._seen.add(told)
        if document["amount"] < 0 and group.kind == "product":
            self._judge.gather(132, where)
        document["extra"] = {**document.pop("extra", {}), **extra}
        self.groups.append(group)
        self.documents.append(document)

    def _identity(self, taken: Taken) -> dict[str, Any]:
        stated = (taken.attribute("number") or "").strip()
        place = len(self.documents)
        identity = stated or f"line-{place + 1}"
        extra = {}
        self.numbers.setdefault(identity, place)
        if identity in self._ids:
            extra["@number"] = stated
            identity = next(made for times in range(2, place + 3) if (made := f"{identity}-{times}") not in self._ids)
        self._ids.add(identity)
        return {"id": identity, "extra": extra}

    def _flow(self, taken: Taken, name: str, group: Group, about: tuple[str, str | None, Where]) -> tuple[str, Sayings]:
        """The id of an exchange's flow, and what it says of the flow otherwise than others."""
        unit, location, where = about
        stated = taken.attribute("infrastructureProcess")
        infrastructure = stated in {"true", "1"}
        if stated is not None and not infrastructure:
            taken.put_back({"infrastructureProcess": stated})
        sayings: Sayings = {key: taken.attribute(key) for key in _FLOW_MEMBERS}
        sayings["infrastructureProcess"] = "true" if infrastructure else None
        if group.kind == "elementary":
            identity = flow_id(name, group.kind, unit, (sayings["category"] or "", sayings["subCategory"] or ""))
        else:
            identity = flow_id(name, group.kind, unit, (location or "", "infrastructure" if infrastructure else ""))
            sayings["location"] = location
        if identity not in self._book.said:
            sayings["name"] = name
            sayings["language"], sayings["localLanguage"] = self._languages
        if sayings["CASNumber"] and identity not in self._book.said and cas(sayings["CASNumber"]) is None:
            self._judge.gather(121, where, f"{where.words}: {sayings['CASNumber']}")
        others = self._book.see(identity, group.kind, sayings, where)
        return identity, {key: value for key, value in others.items() if key in _FLOW_MEMBERS}

    def _uncertainty(self, taken: Taken, mean: float, where: Where) -> dict[str, Any] | None:
        """The distribution; the attributes stay in `extra` where they are none, or do not come back from it exactly."""
        names = ("uncertaintyType", "standardDeviation95", "minValue", "maxValue", "mostLikelyValue")
        stated = {name: value for name in names if (value := taken.attribute(name)) is not None}
        found = distribution(stated, mean)
        if found is None:
            taken.put_back(stated)
            if stated.get("uncertaintyType", "0") != "0":
                self._judge.gather(114, where)
            return None
        made = uncertainty_attributes(found, mean)
        taken.put_back({name: value for name, value in stated.items() if number(made.get(name)) != number(value)})
        return found


def flow_id(name: str, kind: str, unit: str, others: tuple[str, str]) -> str:
    """The id of a flow, made of what tells it from others; others: its categories, or place and infrastructure."""
    return made_id("ecospold1", kind, name.strip(), dimension(unit), *(part.strip() for part in others))


def distribution(stated: dict[str, str], mean: float) -> dict[str, Any] | None:
    """The distribution that attributes state, or None.

    A lognormal has the square of its geometric standard deviation as standardDeviation95, a normal one twice its
    standard deviation.
    """
    values = {name: number(value) for name, value in stated.items()}
    spread, least, most = values.get("standardDeviation95"), values.get("minValue"), values.get("maxValue")
    kind = stated.get("uncertaintyType")
    if kind == "1" and spread is not None and spread >= 1:
        return {"kind": "lognormal", "median": mean, "gsd": sqrt(spread)}
    if kind == "2" and spread is not None and spread >= 0:
        return {"kind": "normal", "mean": mean, "sd": spread / 2}
    if least is None or most is None or least > most:
        return None
    if kind == "3":
        mode = values.get("mostLikelyValue")
        mode = 3 * mean - least - most if mode is None else mode
        return {"kind": "triangular", "mode": mode, "minimum": least, "maximum": most}
    return {"kind": "uniform", "minimum": least, "maximum": most} if kind == "4" else None


def uncertainty_attributes(found: dict[str, Any], mean: float) -> dict[str, str]:
    """The attributes of a distribution; none where EcoSpold 1 can not state it beside this mean."""
    kind = found.get("kind")
    if kind == "lognormal" and found.get("gsd") and found.get("median") == mean:
        return {"uncertaintyType": "1", "standardDeviation95": repr(found["gsd"] * found["gsd"])}
    if kind == "normal" and found.get("sd") is not None and found.get("mean") == mean:
        return {"uncertaintyType": "2", "standardDeviation95": repr(found["sd"] * 2)}
    if found.get("minimum") is None or found.get("maximum") is None:
        return {}
    ends = {"minValue": repr(found["minimum"]), "maxValue": repr(found["maximum"])}
    if kind == "triangular" and found.get("mode") is not None:
        return {"uncertaintyType": "3", **ends, "mostLikelyValue": repr(found["mode"])}
    return {"uncertaintyType": "4", **ends} if kind == "uniform" else {}


def flow_document(kind: str, said: Sayings, unit: str) -> dict[str, Any]:
    """A flow document of what exchanges say of it."""
    name, number_stated, formula = said["name"], said.get("CASNumber"), said.get("formula")
    spoken = names(name, said.get("localName"), Languages(said.get("language"), said.get("localLanguage")))
    category = [part for part in (said.get("category"), said.get("subCategory")) if part]
    extra = {f"@{key}": said[key] for key in ("localCategory", "localSubCategory") if said.get(key)}
    if said.get("localName") and len(spoken) == 1:
        extra["@localName"] = said["localName"]
    if said.get("infrastructureProcess"):
        extra["@infrastructureProcess"] = "true"
    if number_stated and cas(number_stated) != number_stated:
        extra["@CASNumber"] = number_stated
    if formula and is_no_formula(formula):
        extra["@formula"] = formula
    if not said.get("category") and said.get("subCategory"):
        extra["@subCategory"] = said["subCategory"]
    return {
        "names": spoken,
        "quantity_kind": quantity_kind(name, unit, elementary=kind == "elementary"),
        "cas": cas(number_stated),
        "formula": None if is_no_formula(formula) else formula,
        "category": category,
        "compartment": [part.strip().lower() for part in category] if kind == "elementary" else [],
        "location": said.get("location"),
        "extra": extra,
    }


def names(name: str, local: str | None, languages: Languages) -> dict[str, str]:
    """A name and its local name by language; the local one only where it says something else in another language."""
    first = language(name, languages.name)
    spoken = {first: name}
    if local and local != name and (other := language(local, languages.local or "de")) != first:
        spoken[other] = local
    return spoken


def is_no_formula(formula: str | None) -> bool:
    """Whether a formula is none: EcoAdmin wrote 0 where there is none."""
    return not formula or formula.strip() in {"", "0", "-"}


def _group(taken: Taken, where: Where) -> Group:
    inputs = [found.text().strip() for found in taken.take("inputGroup")]
    outputs = [found.text().strip() for found in taken.take("outputGroup")]
    sound = len(inputs) + len(outputs) == 1 and set(inputs) <= _INPUTS and set(outputs) <= _OUTPUTS
    if not sound:
        raise Faulty(104, where, group="/".join([*inputs, *outputs]))
    code = (inputs or outputs)[0]
    kind = "elementary" if code == "4" else "waste" if outputs and code == "3" else "product"
    return Group("input" if inputs else "output", kind, code)


def _usual(group: Group, *, reference: bool) -> str:
    """The codes that the writer gives by itself."""
    if group.direction == "input":
        return "4" if group.kind == "elementary" else "5"
    return {"elementary": "4", "waste": "3"}.get(group.kind, "0" if reference else "12")


def _dictionary(left: Any) -> dict[str, Any]:
    return left if isinstance(left, dict) else {"#text": left} if left else {}
