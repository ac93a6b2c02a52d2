"""Process blocks of a SimaPro file as plain documents."""

from __future__ import annotations

import re
import uuid
from typing import Any

from tanji.errors import Text
from tanji.formats.olca.flows import names
from tanji.formats.olca.judge import Faulty
from tanji.formats.simapro.blocks import Block, Section, sections, sections_of
from tanji.formats.simapro.exchanges import Exchanges
from tanji.formats.simapro.flows import location
from tanji.formats.simapro.header import Header
from tanji.formats.simapro.numbers import declared
from tanji.formats.simapro.parameters import Scope, needed, scope
from tanji.formats.simapro.sources import Literature
from tanji.formats.simapro.tools import Tools

_SPACE = uuid.UUID("a3a3f1ac-5f0a-5d0c-8f5b-0f3f0a3f7e11")
_SPAN = re.compile(r"(\d{4})\s*(?:-|–|to)\s*(\d{4})|(\d{4})")
_UNSAID = {"", "unspecified", "unknown"}
_TAKEN = {"Process identifier", "Process name", "Comment", "Technology", "Category type"}
_MAX_ALLOCATION_GAP = 1e-3


class Processes:
    """Makes process documents from their blocks."""

    def __init__(self, tools: Tools, header: Header, above: Scope, literature: Literature) -> None:
        self._tools, self._header, self._above, self._literature = tools, header, above, literature
        self._global = {document["name"].lower(): document for document in above.documents}
        self._seen: set[str] = set()

    def document(self, block: Block) -> dict[str, Any]:
        """A process document. Faulty: a row that is not as it must be, an amount that can not be computed."""
        found = sections_of(block, old=self._header.old)
        texts = {section.title: section.text for section in found if _use(section) in {"text", ""}}
        own = self._parameters(found)
        exchanges = Exchanges(self._tools, own.values)
        lines = exchanges.documents(found)
        products = exchanges.products
        first = products[0].line if products else None
        name = texts.get("Process name") or (first.name if first else "") or block.title
        category = [texts.get("Category type", ""), *(first.category.split("\\") if first else ())]
        document = {
            "id": self._identity(texts, name, block),
            "names": names(name),
            "kind": self._kind(texts, exchanges, name),
            "reference": lines[0]["id"] if products else None,
            "exchanges": lines,
            "location": location(first.name) if first else None,
            "technology": _said(texts.get("Technology")),
            "description": texts.get("Comment") or None,
            "category": [part.strip() for part in category if part.strip()],
            "sources": self._literature.cited(found, name),
            "extra": self._extra(found, texts, exchanges, own) | {"line": block.line},
        }
        document |= _period(texts.get("Time period", "")) | self._allocation(texts, exchanges, name)
        document["parameters"] = [*self._needed(own, lines), *own.documents]
        _declare(document)
        if not products:
            self._tools.judge.say("SIM-119", "warning", _no_product(), process=name, row=str(block.line))
        return document

    def _identity(self, texts: dict[str, str], name: str, block: Block) -> str:
        stated = texts.get("Process identifier", "") or texts.get("PlatformId", "")
        identity = stated[:500] or str(uuid.uuid5(_SPACE, name))
        if identity in self._seen:
            message = Text(
                zh=f"过程标识“{identity}”重复，已保留前者",
                en=f'The process identifier "{identity}" stands there twice; the first was kept',
            )
            raise Faulty("SIM-102", message, member=f"line {block.line}")
        self._seen.add(identity)
        return identity

    def _kind(self, texts: dict[str, str], exchanges: Exchanges, name: str) -> str:
        if texts.get("Type", "").lower() not in {"system", "system process"}:
            return "unit_process"
        if exchanges.has_inputs:
            self._tools.judge.gather("SIM-130", "note", _not_a_result, name)
            return "unit_process"
        return "lci_result"

    def _parameters(self, found: list[Section]) -> Scope:
        by_use = {
            use: [row for section in found if _use(section) == use for row in section.rows] for use in _PARAMETERS
        }
        tools = (self._tools.numbers, self._tools.judge)
        return scope(by_use[_PARAMETERS[0]], by_use[_PARAMETERS[1]], self._above.values, tools)

    def _needed(self, own: Scope, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The parameters of database and project that the formulas of the process need."""
        known = {document["name"].lower() for document in own.documents}
        wanted: dict[str, dict[str, Any]] = {}
        for document in (*own.documents, *lines):
            if document.get("formula"):
                wanted |= needed(document["formula"], self._global)
        return [document for name, document in wanted.items() if name not in known]

    def _allocation(self, texts: dict[str, str], exchanges: Exchanges, name: str) -> dict[str, Any]:
        products = exchanges.products
        if len(products) < 2:
            return {}
        stated = texts.get("Multiple output allocation", "").lower()
        method = "economic" if "economic" in stated else "physical"
        if "economic" not in stated and "physical" not in stated:
            self._tools.judge.gather("SIM-121", "note", _no_basis, name)
        shares = [(product.flow, product.share) for product in products if product.share is not None]
        total = sum(share for _, share in shares)
        if len(shares) < len(products) or abs(total - 1) > _MAX_ALLOCATION_GAP:
            message = Text(
                zh=f"产品的分配比例之和为 {total:.2%}，不是 100%",
                en=f"The allocation of its products adds up to {total:.2%}, not to 100 %",
            )
            self._tools.judge.say("SIM-120", "warning", message, process=name)
        factors = [{"method": method, "product": flow, "value": share} for flow, share in shares]
        return {"default_allocation": method, "allocation": factors}

    def _extra(self, found: list[Section], texts: dict[str, str], exchanges: Exchanges, own: Scope) -> dict[str, Any]:
        kept: dict[str, Any] = {
            title: text
            for title, text in texts.items()
            if title not in _TAKEN and text and text.lower() not in _UNSAID and title in sections()
        }
        if "Date" in kept:
            day = self._header.day(kept["Date"])
            if day:
                kept["Date"] = day.isoformat()
            else:
                self._tools.judge.gather("SIM-129", "note", _no_day, kept["Date"][:40])
        if unknown := [section for section in found if not _use(section)]:
            for section in unknown:
                self._tools.judge.gather("SIM-109", "note", _unknown, f"{section.title[:60]}, line {section.line}")
            kept["sections"] = [[section.title, *(list(row.cells) for row in section.rows)] for section in unknown]
        if exchanges.fractions:
            kept["fractions"] = exchanges.fractions
        if own.extra:
            kept["parameters"] = own.extra
        return kept


_PARAMETERS = ("input_parameters", "calculated_parameters")


def _use(section: Section) -> str:
    known = sections().get(section.title)
    return known.use if known else ""


def _declare(document: dict[str, Any]) -> None:
    """Spell the names in all formulas as the parameters are spelled."""
    known = {item["name"].lower(): item["name"] for item in document["parameters"]}
    if known:
        document["parameters"] = [
            item | {"formula": declared(item["formula"], known)} if item.get("formula") else item
            for item in document["parameters"]
        ]
        for line in document["exchanges"]:
            if line["formula"]:
                line["formula"] = declared(line["formula"], known)


def _said(text: str | None) -> str | None:
    return text if text and text.lower() not in _UNSAID else None


def _period(text: str) -> dict[str, str]:
    """First and last day of a time period such as 2005-2009."""
    found = _SPAN.search(text)
    if found is None:
        return {}
    first, last = int(found[1] or found[3]), int(found[2] or found[3])
    if not 1000 < first <= last:
        return {}
    return {"valid_from": f"{first:04}-01-01", "valid_until": f"{last:04}-12-31"}


def _no_product() -> Text:
    return Text(zh="没有产品，不能作为供应方", en="It has no product and can supply nothing")


def _not_a_result(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个标为 System 的过程仍有上游输入，按单元过程读取：{shown}",
        en=f"{number} processes are called System but have inputs; they are read as unit processes: {shown}",
    )


def _no_basis(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个多产品过程未说明分配依据，比例按 physical 记录：{shown}",
        en=f"{number} processes do not say by what their products share; the shares stand as physical ones: {shown}",
    )


def _no_day(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个日期无法识别，原样保留：{shown}",
        en=f"{number} dates were not understood and are kept as they stand: {shown}",
    )


def _unknown(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个小节的标题不认识，原样保留：{shown}",
        en=f"{number} sections have a title that is not known; they are kept as they stand: {shown}",
    )
