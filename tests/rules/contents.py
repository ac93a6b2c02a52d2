"""Small packs with typed content, and studies that they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tanji.model.content import Content
from tanji.model.ruleset import Pack, Ruleset
from tanji.model.study import Product, Study
from tanji.rules.check import check
from tanji.rules.resolve import merged

ON = date(2026, 1, 1)
PRODUCT = Product(names={"zh": "零件", "en": "Part"})
WHERE = {"source": "s", "clause": "1"}


def content(**sections: Mapping[str, Any]) -> Content:
    """Content with a clause in each section where none is given."""
    return Content.model_validate({name: {"clause": WHERE, **body} for name, body in sections.items()})


def entry(identity: str, **members: Any) -> dict[str, Any]:
    """An entry of a section."""
    return {"id": identity, "names": {"zh": f"项{identity}", "en": identity}, "clause": WHERE, **members}


def process(identity: str, need: str = "required", **members: Any) -> dict[str, Any]:
    """A unit process, of raw materials where nothing else is said."""
    return entry(identity, **{"stage": "raw_material", "need": need, **members})


def made(identity: str, *, parameters: Any = (), **sections: Mapping[str, Any]) -> Pack:
    """A pack that says only this."""
    body = {
        "id": identity,
        "names": {"zh": identity, "en": identity},
        "level": "product",
        "kind": "national",
        "status": "draft",
        "sources": [{"id": "s", "publisher": "p", "title": {"zh": "文", "en": f"Document of {identity}"}}],
        "parameters": parameters,
    }
    return Pack.model_validate(body).model_copy(update={"content": content(**sections)})


def parameter(identity: str, value: Any, **members: Any) -> dict[str, Any]:
    """A parameter with one value, in force since long."""
    values = [{"since": "2020-01-01", "value": value, "clause": WHERE}]
    return {"id": identity, "names": {"zh": "参数", "en": identity}, "values": values, **members}


def stack(*packs: Pack) -> Ruleset:
    """The rule set of packs, the lowest first."""
    return merged(packs, PRODUCT, on=ON)


def line(identity: str, kind: str = "material", stage: str = "raw_material", **members: Any) -> dict[str, Any]:
    """A line of a study, billed in 2025."""
    return {
        "id": identity,
        "kind": kind,
        "names": {"zh": identity, "en": identity},
        "stage": stage,
        "amount": 1.0,
        "unit": "kg",
        "data": {"type": "bill", "publisher": "p", "year": 2025},
        **members,
    }


def study(*lines: dict[str, Any], **members: Any) -> Study:
    """A study of the year 2025 with these lines."""
    return Study.model_validate(
        {
            "id": "s",
            "names": {"zh": "研究"},
            "product": {"names": {"zh": "零件"}},
            "unit": {"kind": "declared", "amount": 1.0, "unit": "t"},
            "output": {"amount": 1.0, "unit": "t"},
            "boundary": "cradle_to_gate",
            "location": "CN",
            "period": {"start": "2025-01-01", "end": "2025-12-31"},
            "activities": list(lines),
            "method": "ar6-gwp100",
            **members,
        }
    )


def outcomes(ruleset: Ruleset, given: Study, footprint: Any = None) -> dict[str, str]:
    """What each rule says of a study, the worst where it says several things."""
    order = ["fail", "indeterminate", "pass", "verifier", "not_applicable"]
    found: dict[str, str] = {}
    for verdict in check(given, ruleset, footprint, engine="test").verdicts:
        old = found.get(verdict.rule, "not_applicable")
        found[verdict.rule] = min(old, verdict.outcome, key=order.index)
    return found
