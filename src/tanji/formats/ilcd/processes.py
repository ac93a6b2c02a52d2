"""Processes: plain trees to documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.ilcd import messages
from tanji.formats.ilcd.fields import (
    Named,
    at,
    bare,
    checked,
    items,
    made_text,
    made_texts,
    number,
    picked,
    pruned,
    reference,
    target,
    text,
    year,
)
from tanji.formats.ilcd.flows import category_of, made_category
from tanji.formats.ilcd.kinds import Body, uuid_of
from tanji.formats.ilcd.known import Known, names_of, version_of
from tanji.formats.ilcd.lines import Lines, build_line, made_uncertainty, numbers, uncertainty
from tanji.formats.ilcd.rest import KEY, keep, left
from tanji.formats.ilcd.sources import publication
from tanji.formats.olca import formulas
from tanji.formats.olca.judge import Judge

_KINDS = {"LCI result": "lci_result", "EPD": "lci_result"}
_KINDS |= dict.fromkeys(
    (
        "Unit process, single operation",
        "Unit process, black box",
        "Partly terminated system",
        "Avoided product system",
    ),
    "unit_process",
)
_TYPES = {"unit_process": "Unit process, single operation", "lci_result": "LCI result"}
_BOUNDS = ("minimumValue", "maximumValue")
_AGREE = 1e-6


class Processes:
    """Makes process documents."""

    def __init__(self, flows: dict[str, Known], named: Mapping[str, Named], sources: set[str], judge: Judge) -> None:
        self._flows, self._named, self._sources, self._judge = flows, named, sources, judge

    def read(self, body: Body, identity: str) -> dict[str, Any]:
        """A process document with its extra. Faulty: an exchange without flow or direction, a number that is none."""
        names = names_of("processDataSet", body)
        if not names:
            self._judge.gather("ILC-127", "note", messages.no_name, identity)
            names = {"en": identity}
        name = checked(names.get("zh") or names.get("en") or next(iter(names.values())), "name")
        lines = Lines(body, name, self._flows, self._judge)
        referred = self._reference(body, lines, name)
        exchanges = lines.documents(referred)
        self._look(exchanges, referred, name)
        information = at(body, "processInformation", "dataSetInformation")
        place = at(body, "processInformation", "geography", "locationOfOperationSupplyOrProduction")
        technology = at(body, "processInformation", "technology", "technologyDescriptionAndIncludedProcesses")
        allocation = lines.allocation(exchanges)
        document = {
            "id": identity,
            "version": version_of(body) or "1",
            "names": names,
            "kind": self._kind(body, name),
            "reference": referred,
            "exchanges": exchanges,
            "location": text(at(place, "@location")) or None,
            "valid_from": self._year(body, "common:referenceYear", "01-01", name),
            "valid_until": self._year(body, "common:dataSetValidUntil", "12-31", name),
            "technology": picked(technology),
            "description": picked(at(information, "common:generalComment")),
            "category": category_of(information),
            "default_allocation": "causal" if allocation else None,
            "allocation": allocation,
            "parameters": _parameters(body),
            "sources": self._references(body),
            "licence": _licence(body),
            "extra": {},
        }
        self._compare(document, name)
        self._keep(document, body, lines)
        return document

    def _keep(self, document: dict[str, Any], body: Body, lines: Lines) -> None:
        """Put what the document does not say into its extra, and into those of its exchanges."""
        shares = shares_of(document)
        ids = numbers(line["id"] for line in document["exchanges"])
        for line, item in zip(document["exchanges"], lines.bodies, strict=True):
            told = line | {"flow_name": ""} if line["flow"] in self._named else line
            built = build_line(told, ids[line["id"]], line["amount"], shares.get(line["id"], ()))
            line["extra"] = {}
            keep(line["extra"], bare(item, self._named), built)
        listed = body.get("exchanges")
        around = {key: value for key, value in listed.items() if key != "exchange"} if isinstance(listed, dict) else {}
        original = {key: value for key, value in body.items() if key != "exchanges"}
        rest = left(bare(original, self._named), bare(build_process(document, ids), self._named)) or {}
        if around or lines.skipped:
            rest["exchanges"] = around | ({"exchange": bare(lines.skipped, self._named)} if lines.skipped else {})
        if rest:
            document["extra"][KEY] = rest

    def _reference(self, body: Body, lines: Lines, name: str) -> str | None:
        stated = items(at(body, "processInformation", "quantitativeReference", "referenceToReferenceFlow"))
        found = [identity for item in stated if (identity := lines.find(text(item)))]
        if len(found) < len(stated):
            message = Text(
                zh="定量参考所指的交换不存在或没有数量",
                en="Its quantitative reference names an exchange that is not there or has no amount",
            )
            self._judge.say("ILC-128", "warning", message, process=name)
        if not found:
            message = Text(
                zh="没有定量参考，不能作为供应方", en="It has no quantitative reference and can supply nothing"
            )
            self._judge.say("ILC-110", "warning", message, process=name)
        elif len(found) > 1:
            message = Text(
                zh=f"有 {len(found)} 个定量参考，采用第一个",
                en=f"It has {len(found)} quantitative references; the first is taken",
            )
            self._judge.say("ILC-121", "warning", message, process=name)
        return found[0] if found else None

    def _look(self, exchanges: list[dict[str, Any]], referred: str | None, name: str) -> None:
        """Say what is odd about the reference, and which lines stand there twice."""
        seen = set()
        for line in exchanges:
            key = (line["flow"], line["direction"], line["location"], line["amount"], line["description"])
            if key in seen:
                self._judge.gather("ILC-132", "note", messages.twice, f"{name}: {line['flow_name']}")
            seen.add(key)
        chosen = [line for line in exchanges if line["id"] == referred]
        if not chosen:
            return
        line = chosen[0]
        known = self._flows.get(line["flow"])
        for odd, code, zh, en in (
            (line["amount"] == 0, "ILC-131", "定量参考的数量为 0", "The amount of its quantitative reference is 0"),
            (line["direction"] == "input", "ILC-129", "定量参考是输入", "Its quantitative reference is an input"),
            (
                known is not None and known.kind == "elementary",
                "ILC-130",
                "定量参考是基本流",
                "Its quantitative reference is an elementary flow",
            ),
        ):
            if odd:
                self._judge.say(code, "warning", Text(zh=zh, en=en), process=name, flow=line["flow_name"])

    def _kind(self, body: Body, name: str) -> str:
        stated = text(at(body, "modellingAndValidation", "LCIMethodAndAllocation", "typeOfDataSet"))
        if stated not in _KINDS:
            self._judge.gather("ILC-135", "note", messages.no_type, f"{name} ({stated[:40]})")
        if stated == "EPD":
            self._judge.gather("ILC-137", "note", messages.epd, name)
        return _KINDS.get(stated, "unit_process")

    def _year(self, body: Body, member: str, day: str, name: str) -> str | None:
        stated = at(body, "processInformation", "time", member)
        found = year(stated)
        if found is None and text(stated):
            self._judge.gather("ILC-120", "note", messages.no_year, f"{name}: {text(stated)[:40]}")
        return f"{found:04}-{day}" if found else None

    def _references(self, body: Body) -> list[str]:
        path = ("modellingAndValidation", "dataSourcesTreatmentAndRepresentativeness", "referenceToDataSource")
        found = []
        for item in items(at(body, *path)):
            identity = target(item)
            if identity is None:
                continue
            if identity not in self._sources:
                shown = picked(at(item, "common:shortDescription")) or identity
                self._judge.gather("ILC-116", "note", messages.no_source, shown)
            found.append(identity)
        return list(dict.fromkeys(found))

    def _compare(self, document: dict[str, Any], name: str) -> None:
        """Compute the formulas, and say where the stated amount is another one. The stated amount is kept."""
        stated = [(item["name"], item["formula"], item["value"]) for item in document["parameters"]]
        stated += [(line["flow_name"], line["formula"], line["amount"]) for line in document["exchanges"]]
        if not any(formula for _, formula, _ in stated):
            return
        parameters = document["parameters"]
        waiting = {item["name"].strip().lower(): item["formula"] for item in parameters if item["formula"]}
        given = {item["name"].strip().lower(): item["value"] for item in parameters if item["value"] is not None}
        values, _ = formulas.resolve(waiting, {key: value for key, value in given.items() if key not in waiting})
        for what, formula, amount in stated:
            if not formula or amount is None:
                continue
            try:
                computed = formulas.value(formula, values)
            except Refusal as refusal:
                self._judge.gather("ILC-113", "note", messages.not_computed, f"{name}: {what} ({refusal.message.en})")
                continue
            if abs(computed - amount) > _AGREE * max(abs(computed), abs(amount)):
                message = Text(
                    zh=f"公式“{formula}”得 {computed:g}，文件写的是 {amount:g}；采用文件中的数值",
                    en=f'The formula "{formula}" gives {computed:g}; the file states {amount:g}, which is kept',
                )
                self._judge.say("ILC-112", "warning", message, process=name, flow=what)


def _licence(body: Body) -> str | None:
    return text(at(body, "administrativeInformation", "publicationAndOwnership", "common:licenseType")) or None


def _parameters(body: Body) -> list[dict[str, Any]]:
    made = []
    for item in items(at(body, "processInformation", "mathematicalRelations", "variableParameter")):
        name = text(at(item, "@name"))
        if not name:
            continue
        value = number(item.get("meanValue"), "meanValue")
        made.append(
            {
                "name": name,
                "value": value,
                "formula": text(item.get("formula")) or None,
                "description": picked(item.get("comment")),
                "uncertainty": uncertainty(item, value, _BOUNDS),
            }
        )
    return made


def shares_of(document: Body) -> dict[str, list[tuple[str, float]]]:
    """The causal allocation factors of each exchange, by the internal number of the co-product."""
    ids = numbers(line["id"] for line in document["exchanges"])
    products: dict[str, str] = {}
    for line in sorted(document["exchanges"], key=lambda line: line["direction"] != "output"):
        products.setdefault(line["flow"], ids[line["id"]])
    made: dict[str, list[tuple[str, float]]] = {}
    for factor in document.get("allocation", []):
        product, line_id = products.get(factor["product"]), factor.get("exchange")
        if factor["method"] == "causal" and line_id in ids and product is not None:
            made.setdefault(line_id, []).append((product, factor["value"]))
    return made


def build_process(document: Body, ids: Mapping[str, str]) -> Body:
    """The plain tree that says what a process document says, without its exchanges."""
    begun, ended = document.get("valid_from"), document.get("valid_until")
    parameters = [
        {
            "@name": item["name"],
            "formula": item.get("formula"),
            "meanValue": item.get("value"),
            **made_uncertainty(item.get("uncertainty"), item.get("value"), _BOUNDS),
            "comment": made_text(item.get("description")),
        }
        for item in document.get("parameters", [])
    ]
    made: Body = pruned(
        {
            "@version": "1.1",
            "processInformation": {
                "dataSetInformation": {
                    "common:UUID": uuid_of(document["id"]),
                    "name": {"baseName": made_texts(document["names"])},
                    "classificationInformation": made_category(document.get("category", [])),
                    "common:generalComment": made_text(document.get("description")),
                },
                "quantitativeReference": {
                    "@type": "Reference flow(s)",
                    "referenceToReferenceFlow": ids.get(document.get("reference") or ""),
                },
                "time": {
                    "common:referenceYear": date.fromisoformat(begun).strftime("%Y") if begun else None,
                    "common:dataSetValidUntil": date.fromisoformat(ended).strftime("%Y") if ended else None,
                },
                "geography": {"locationOfOperationSupplyOrProduction": {"@location": document.get("location")}},
                "technology": {"technologyDescriptionAndIncludedProcesses": made_text(document.get("technology"))},
                "mathematicalRelations": {"variableParameter": parameters},
            },
            "modellingAndValidation": {
                "LCIMethodAndAllocation": {"typeOfDataSet": _TYPES[document["kind"]]},
                "dataSourcesTreatmentAndRepresentativeness": {
                    "referenceToDataSource": [reference("source data set", each) for each in document["sources"]]
                },
            },
            "administrativeInformation": publication(document),
        }
    )
    return made
