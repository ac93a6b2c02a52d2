"""Exchanges of EcoSpold 2 as plain documents: groups, signs, and what each says of its flow.

Groups: 1 materials, 2 energy, 3 services, 4 environment, 5 technosphere in; 0 reference product, 2 by-product,
3 material for treatment, 4 environment, 5 stock out.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tanji.formats.ecospold.body import Taken, plain
from tanji.formats.ecospold.book import Book, Sayings
from tanji.formats.ecospold.extension import OPEN
from tanji.formats.ecospold.facts import cas, made_id, number
from tanji.formats.ecospold.judge import Faulty, Judge, Where
from tanji.formats.ecospold2 import spread
from tanji.formats.ecospold2.words import chosen, comment, names

BY_PRODUCT: Final = "By-product classification"
_GROUPS = frozenset("012345")


class Group(NamedTuple):
    """What a group says: the direction and its code."""

    direction: str
    code: str


class Lines:
    """Makes the exchange documents of one dataset."""

    def __init__(self, judge: Judge, book: Book, properties: dict[str, tuple[bool, list[dict[str, Any]]]]) -> None:
        self._judge, self._book, self._properties = judge, book, properties
        self.documents: list[dict[str, Any]] = []
        self.groups: list[Group] = []
        self.measures: list[dict[str, dict[str, Any]]] = []
        self.links: list[str | None] = []
        self.sources: list[tuple[str, str, str]] = []
        self._ids: set[str] = set()
        self._seen: set[tuple[Any, ...]] = set()

    def add(self, taken: Taken, where: Where) -> None:
        """One exchange. Faulty: no name, no group, no number."""
        elementary = taken.element.local == "elementaryExchange"
        spoken = names(taken, "name")
        name = chosen(spoken)
        if not name.strip():
            raise Faulty(107, where.at(member=f"{taken.element.local} {taken.element.get('id', '')}"))
        place = where.at(flow=name)
        if name != name.strip():
            self._judge.gather(128, place, repr(name))
        group = _group(taken, place)
        stated = taken.attribute("amount")
        amount = number(stated)
        if amount is None:
            raise Faulty(106, place, name="amount", value=stated or "")
        units = names(taken, "unitName")
        unit = chosen(units)
        spare = {language: text for language, text in units.items() if text != unit}
        flow, others = self._flow(taken, spoken, group, (amount, unit, place))
        document = {
            **self._identity(taken, place),
            "flow": flow,
            "flow_name": name,
            "direction": group.direction,
            "amount": amount,
            "unit": unit,
            "reference_amount": self._book.measure(flow, amount, unit, place),
            "formula": taken.attribute("mathematicalRelation") or None,
            "description": comment(taken),
            "pedigree": spread.pedigree(taken.element),
        }
        document["uncertainty"], unsound = spread.distribution(taken.element)
        if unsound:
            self._judge.gather(114, place)
        link = taken.attribute("activityLinkId")
        document["provider"] = f"{link}_{flow}" if link else None
        self._source(taken)
        extra = _dictionary(taken.left()) | ({"flow": others} if others else {})
        if spare:
            extra["unitName"] = [{"@xml:lang": language, "#text": text} for language, text in spare.items()]
        if group.code != ("4" if elementary else "5" if group.direction == "input" else "0"):
            extra["inputGroup" if group.direction == "input" else "outputGroup"] = group.code
        self._enter(document, group, (extra, link, place), elementary=elementary)

    def _enter(
        self,
        document: dict[str, Any],
        group: Group,
        about: tuple[dict[str, Any], str | None, Where],
        *,
        elementary: bool,
    ) -> None:
        extra, link, where = about
        told = (document["flow"], group, document["amount"], document["description"], link)
        if told in self._seen:
            self._judge.gather(122, where)
        self._seen.add(told)
        document["extra"] = {**document["extra"], **extra}
        if not elementary and document["amount"] < 0:
            if self._book.kinds[document["flow"]] == "waste":
                turn(document, group)
                self._judge.gather(133, where)
            else:
                document[OPEN] = [group.direction, where.file]
        self.groups.append(group)
        self.links.append(link)
        self.documents.append(document)

    def _identity(self, taken: Taken, where: Where) -> dict[str, Any]:
        stated = (taken.attribute("id") or "").strip()
        place = len(self.documents)
        identity, extra = stated or f"line-{place + 1}", {}
        if not stated:
            self._judge.gather(134, where)
        if identity in self._ids:
            extra["@id"] = stated
            identity = next(made for times in range(2, place + 3) if (made := f"{identity}-{times}") not in self._ids)
        self._ids.add(identity)
        return {"id": identity, "extra": extra}

    def _flow(
        self, taken: Taken, spoken: dict[str, str], group: Group, about: tuple[float, str, Where]
    ) -> tuple[str, dict[str, Any]]:
        """The id of an exchange's flow, and what it says of the flow otherwise than others."""
        amount, unit, where = about
        elementary = taken.element.local == "elementaryExchange"
        number_stated = taken.attribute("casNumber")
        sayings: Sayings = {
            "name": spoken,
            "@casNumber": number_stated,
            "@formula": taken.attribute("formula"),
            "synonym": [plain(child.element, taken.namespace) for child in taken.take("synonym")],
            "classification": [plain(child.element, taken.namespace) for child in taken.take("classification")],
            "compartment": next((plain(child.element, taken.namespace) for child in taken.take("compartment")), None),
        }
        stated = (taken.attribute("elementaryExchangeId" if elementary else "intermediateExchangeId") or "").strip()
        if not stated:
            self._judge.gather(134, where)
            stated = made_id("ecospold2", chosen(spoken).strip(), unit, str(sayings["compartment"] or ""))
        if number_stated and number_stated.strip() and stated not in self._book.said and cas(number_stated) is None:
            self._judge.gather(121, where, f"{where.words}: {number_stated}")
        reference = group == ("output", "0")
        kind = "elementary" if elementary else "product"
        if not elementary and (_is_waste(sayings["classification"]) or group == ("output", "3")):
            kind = "waste"
        others = self._book.see(stated, kind, sayings, where)
        if reference and not elementary:
            self._told_by_reference(stated, amount, where)
        self._measured(stated, taken, reference=reference)
        return stated, others

    def _told_by_reference(self, flow: str, amount: float, where: Where) -> None:
        """A negative reference product is waste that is treated."""
        signs = self._book.said[flow].setdefault("signs", [])
        sign = (amount > 0) - (amount < 0)
        if sign and sign not in signs:
            signs.append(sign)
            if sign < 0:
                self._book.kinds[flow] = "waste"
            if len(signs) == 2:
                self._judge.say(141, where)

    def _measured(self, flow: str, taken: Taken, *, reference: bool) -> None:
        """The properties of an exchange; those of a flow are those of its reference product, else of the first."""
        found: dict[str, dict[str, Any]] = {}
        for item in taken.element.all("property"):
            identity, amount = item.get("propertyId"), number(item.get("amount"))
            name, unit = (next((child.text for child in item.all(tag)), "") for tag in ("name", "unitName"))
            if identity and amount is not None and name:
                found.setdefault(identity, {"id": identity, "name": name, "unit": unit, "amount": amount})
        self.measures.append(found)
        if flow not in self._properties or (reference and not self._properties[flow][0]):
            told = [item for item in found.values() if item["unit"] not in {"", "dimensionless"}]
            self._properties[flow] = (reference, told)

    def _source(self, taken: Taken) -> None:
        element = taken.element
        if identity := element.get("sourceId"):
            self.sources.append((identity, element.get("sourceYear") or "", element.get("sourceFirstAuthor") or ""))


def turn(document: dict[str, Any], group: Group) -> None:
    """A negative amount of waste as a positive one in the other direction; the group of the source stays in `extra`."""
    document["direction"] = "output" if document["direction"] == "input" else "input"
    document["amount"] = -document["amount"]
    if document.get("reference_amount") is not None:
        document["reference_amount"] = -document["reference_amount"]
    if document.get("formula"):
        document["formula"] = negative(document["formula"])
    document["uncertainty"] = spread.turned(document.get("uncertainty"))
    document["extra"]["inputGroup" if group.direction == "input" else "outputGroup"] = group.code


def negative(formula: str) -> str:
    """The formula of the negative value; twice negative is the formula itself.

    >>> negative("2 * a"), negative(negative("2 * a"))
    ('-(2 * a)', '2 * a')
    """
    return formula[2:-1] if formula.startswith("-(") and _closes(formula) else f"-({formula})"


def _closes(formula: str) -> bool:
    """Whether the parenthesis that opens second closes last."""
    depth = 0
    for place, sign in enumerate(formula):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place > 0:
            return place == len(formula) - 1
    return False


def _is_waste(classifications: list[Any]) -> bool:
    for item in classifications:
        if isinstance(item, dict) and text_of(item.get("classificationSystem")) == BY_PRODUCT:
            return text_of(item.get("classificationValue")).strip().lower() == "waste"
    return False


def text_of(body: Any) -> str:
    """The text of an element's JSON; of several, of the first."""
    if isinstance(body, list):
        body = body[0] if body else ""
    return str(body.get("#text", "")) if isinstance(body, dict) else str(body or "")


def _group(taken: Taken, where: Where) -> Group:
    inputs = [found.text().strip() for found in taken.take("inputGroup")]
    outputs = [found.text().strip() for found in taken.take("outputGroup")]
    if len(inputs) + len(outputs) != 1 or not set(inputs + outputs) <= _GROUPS:
        raise Faulty(104, where, group="/".join([*inputs, *outputs]))
    return Group("input" if inputs else "output", (inputs or outputs)[0])


def _dictionary(left: Any) -> dict[str, Any]:
    return left if isinstance(left, dict) else {"#text": left} if left else {}
