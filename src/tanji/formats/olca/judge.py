"""Findings and counts while reading, as plain data; the parent makes a Report of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from tanji.errors import Text

Make = Callable[[int, str], Text]
_PACKAGE: Final = "tanji.formats."
_SHOWN: Final = 3


class Faulty(Exception):
    """An object that can not become a document: why, and where in it."""

    def __init__(self, code: str, message: Text, *, flow: str | None = None, member: str | None = None) -> None:
        super().__init__(message.en)
        self.code, self.message, self.flow, self.member = code, message, flow, member


class _Gathered:
    """Many alike: how severe, how they are told, how many, and the first of them (one more than is shown)."""

    def __init__(self, severity: str, make: Make) -> None:
        self.severity, self.make, self.number = severity, make, 0
        self.examples: list[str] = []

    def add(self, example: str) -> None:
        self.number += 1
        if len(self.examples) <= _SHOWN and example not in self.examples:
            self.examples.append(example)

    @property
    def message(self) -> Text:
        shown = "; ".join(self.examples[:_SHOWN]) + (" …" if len(self.examples) > _SHOWN else "")
        return self.make(self.number, shown)


class Judge:
    """Collects what a read finds, and counts what became of each object."""

    def __init__(self) -> None:
        self._findings: list[dict[str, Any]] = []
        self._gathered: dict[str, _Gathered] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def say(self, code: str, severity: str, message: Text, **place: str | None) -> None:
        """One finding at one place."""
        told = {name: value for name, value in place.items() if value}
        self._findings.append(
            {"code": code, "severity": severity, "message": {"zh": message.zh, "en": message.en}, "place": told}
        )

    def gather(self, code: str, severity: str, make: Make, example: str) -> None:
        """One of many alike: at the end they are one finding, with their number and the first of them."""
        if code not in self._gathered:
            self._gathered[code] = _Gathered(severity, make)
        self._gathered[code].add(example)

    def fail(self, kind: str, fault: Faulty, **place: str | None) -> None:
        """An object that failed: an error finding and a count."""
        self.say(fault.code, "error", fault.message, **{"flow": fault.flow, "member": fault.member, **place})
        self.count(kind, "failed")

    def count(self, kind: str, became: str, number: int = 1) -> None:
        """Count objects as imported, skipped or failed."""
        if number:
            counts = self._counts.setdefault(kind, {"read": 0, "imported": 0, "skipped": 0, "failed": 0})
            counts["read"] += number
            counts[became] += number

    def report(self) -> dict[str, Any]:
        """The report as plain data."""
        for code, gathered in self._gathered.items():
            self.say(code, gathered.severity, gathered.message)
        self._gathered.clear()
        return {"findings": self._findings, "counts": self._counts}

    def state(self) -> dict[str, Any]:
        """All that was found and counted so far, as plain data that `restore` takes."""
        gathered = {
            code: [each.severity, f"{each.make.__module__}:{each.make.__qualname__}", each.number, list(each.examples)]
            for code, each in self._gathered.items()
        }
        return {
            "findings": list(self._findings),
            "gathered": gathered,
            "counts": {kind: dict(counts) for kind, counts in self._counts.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a state, in place of what was found and counted here."""
        self._findings = list(state["findings"])
        self._counts = {kind: dict(counts) for kind, counts in state["counts"].items()}
        self._gathered = {}
        for code, (severity, make, number, examples) in state["gathered"].items():
            gathered = self._gathered[code] = _Gathered(severity, _maker(make))
            gathered.number, gathered.examples = number, list(examples)


def _maker(named: str) -> Make:
    """The function of a reader that "module:function" names; nothing outside the readers is ever loaded."""
    module, _, name = named.partition(":")
    if not module.startswith(_PACKAGE) or not name.isidentifier():
        raise ValueError(named)
    made: Make = getattr(importlib.import_module(module), name)
    return made
