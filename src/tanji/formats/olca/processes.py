"""Processes of a package as plain documents: documentation, allocation, parameters, formulas."""

from __future__ import annotations

from datetime import date
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.olca import formulas, raw
from tanji.formats.olca.exchanges import Lines, parameter
from tanji.formats.olca.flows import Flows, Places, Tree, names
from tanji.formats.olca.judge import Judge
from tanji.formats.olca.measure import typed
from tanji.formats.olca.schema import restore

_KINDS = {"UNIT_PROCESS": "unit_process", "LCI_RESULT": "lci_result"}
_ALLOCATIONS = {
    "PHYSICAL_ALLOCATION": "physical",
    "ECONOMIC_ALLOCATION": "economic",
    "CAUSAL_ALLOCATION": "causal",
    "NO_ALLOCATION": "none",
}
_AGREE = 1e-6


class Processes:
    """Makes process documents from their objects."""

    def __init__(self, flows: Flows, tree: Tree, places: Places, judge: Judge) -> None:
        self._flows, self._tree, self._places, self._judge = flows, tree, places, judge
        self.sources: frozenset[str] = frozenset()
        self.globals: dict[str, float] = {}

    def document(self, body: dict[str, Any]) -> dict[str, Any]:
        """A process document. Faulty: a member of a wrong type, a flow that is not in the package."""
        process = typed(body, raw.Process)
        lines = Lines(process, body, self._judge)
        exchanges = lines.documents(self._flows, self._places)
        written = process.process_documentation or raw.Documentation()
        extra = raw.rest(body, raw.Process)
        document = {
            "id": process.id,
            "version": process.version or "1",
            "names": names(process.name),
            "kind": self._kind(process, extra),
            "reference": lines.reference,
            "exchanges": exchanges,
            "location": self._places.code(process.location),
            "technology": written.technology_description,
            "description": process.description,
            "category": self._tree.path(body.get("category")),
            "default_allocation": _default(process, extra),
            "sources": self._sources(written),
            "allocation": _allocation(process, body, lines, extra),
            "parameters": _parameters(body, extra),
            "extra": extra,
        }
        self._documented(document, written, body.get("processDocumentation", {}), process.name)
        self._compare(document, process)
        return restore("Process", document)

    def _kind(self, process: raw.Process, extra: dict[str, Any]) -> str:
        if process.process_type not in _KINDS and process.process_type:
            extra["processType"] = process.process_type
        return _KINDS.get(process.process_type or "", "unit_process")

    def _sources(self, written: raw.Documentation) -> list[str]:
        refs = [*written.sources, *([written.publication] if written.publication else [])]
        for ref in refs:
            if ref.id not in self.sources:
                self._judge.gather("OLC-116", "note", _missing_source, ref.name or ref.id)
        return list(dict.fromkeys(ref.id for ref in refs))

    def _documented(
        self, document: dict[str, Any], written: raw.Documentation, body: dict[str, Any], name: str
    ) -> None:
        left = raw.rest(body, raw.Documentation)
        if "publication" in body:
            left["publication"] = body["publication"]
        for ours, theirs, stated in (
            ("valid_from", "validFrom", written.valid_from),
            ("valid_until", "validUntil", written.valid_until),
        ):
            try:
                document[ours] = date.fromisoformat(stated[:10]).isoformat() if stated else None
            except ValueError:
                self._judge.gather("OLC-120", "note", _no_date, f"{name}: {stated}")
                left[theirs] = stated
        if left:
            document["extra"]["processDocumentation"] = left

    def _compare(self, document: dict[str, Any], process: raw.Process) -> None:
        """Compute the formulas, and say where the stated amount is another one. The stated amount is kept."""
        if not any(line["formula"] for line in document["exchanges"]) and not document["parameters"]:
            return
        values, failed = self._values(process)
        for name, why in failed.items():
            self._judge.gather("OLC-113", "note", _not_computed, f"{process.name}: {name} ({why})")
        stated = [(item.name, item.formula, item.value) for item in process.parameters if not item.is_input_parameter]
        stated += [(line["flow_name"], line["formula"], line["amount"]) for line in document["exchanges"]]
        for name, formula, amount in stated:
            if not formula or amount is None:
                continue
            try:
                computed = formulas.value(formula, values)
            except Refusal as refusal:
                self._judge.gather("OLC-113", "note", _not_computed, f"{process.name}: {refusal.message.en}")
                continue
            if abs(computed - amount) > _AGREE * max(abs(computed), abs(amount)):
                message = Text(
                    zh=f"公式“{formula}”得 {computed:g}，文件写的是 {amount:g}；采用文件中的数值",
                    en=f'The formula "{formula}" gives {computed:g}; the file states {amount:g}, which is kept',
                )
                self._judge.say("OLC-112", "warning", message, process=process.name, flow=name)

    def _values(self, process: raw.Process) -> tuple[dict[str, float], dict[str, str]]:
        known, waiting = dict(self.globals), {}
        for item in process.parameters:
            name = item.name.strip().lower()
            if item.formula and not item.is_input_parameter:
                waiting[name] = item.formula
            elif item.value is not None:
                known[name] = item.value
        return formulas.resolve(waiting, known)


def _default(process: raw.Process, extra: dict[str, Any]) -> str | None:
    stated = process.default_allocation_method
    if stated and stated not in _ALLOCATIONS:
        extra["defaultAllocationMethod"] = stated
    return _ALLOCATIONS.get(stated or "")


def _allocation(
    process: raw.Process, body: dict[str, Any], lines: Lines, extra: dict[str, Any]
) -> list[dict[str, Any]]:
    """The allocation factors that name a method and a product; the others stay whole in `extra`."""
    documents: list[dict[str, Any]] = []
    others, details = [], {}
    for factor, item in zip(process.allocation_factors, body.get("allocationFactors", []), strict=True):
        method = _ALLOCATIONS.get(factor.allocation_type)
        if method in {None, "none"} or factor.product is None:
            others.append(item)
            continue
        if rest := raw.rest(item, raw.AllocationFactor):
            details[str(len(documents))] = rest
        exchange = lines.find(factor.exchange) if factor.exchange else None
        documents.append({"method": method, "product": factor.product.id, "exchange": exchange, "value": factor.value})
    if others:
        extra["allocationFactors"] = others
        lines.judge.gather("OLC-123", "note", _no_product, process.name)
    if details:
        extra["allocationDetails"] = details
    return documents


def _parameters(body: dict[str, Any], extra: dict[str, Any]) -> list[dict[str, Any]]:
    made = [parameter(item) for item in body.get("parameters", [])]
    if left := {document["name"]: rest for document, rest in made if rest}:
        extra["parameters"] = left
    return [document for document, _ in made]


def _missing_source(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 处引用的来源不在包中：{shown}",
        en=f"{number} references lead to sources that are not in the package: {shown}",
    )


def _no_date(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个日期无法识别，原样保留：{shown}",
        en=f"{number} dates were not understood and are kept as they stand: {shown}",
    )


def _not_computed(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个公式无法计算，采用文件中的数值：{shown}",
        en=f"{number} formulas could not be computed; the stated amounts are kept: {shown}",
    )


def _no_product(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个过程的分配系数未指明产品或方法，原样保留、不采用：{shown}",
        en=f"{number} processes have allocation factors without product or method; they are kept but not used: {shown}",
    )
