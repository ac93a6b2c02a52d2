"""Findings and counts while reading, as plain data; the parent makes a Report of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tanji.errors import Text

Make = Callable[[int, str], Text]


class Faulty(Exception):
    """An object that can not become a document: why, and where in it."""

    def __init__(self, code: str, message: Text, *, flow: str | None = None, member: str | None = None) -> None:
        super().__init__(message.en)
        self.code, self.message, self.flow, self.member = code, message, flow, member


class Judge:
    """Collects what a read finds, and counts what became of each object."""

    def __init__(self) -> None:
        self._findings: list[dict[str, Any]] = []
        self._gathered: dict[str, tuple[str, Make, list[str]]] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def say(self, code: str, severity: str, message: Text, **place: str | None) -> None:
        """One finding at one place."""
        told = {name: value for name, value in place.items() if value}
        self._findings.append(
            {"code": code, "severity": severity, "message": {"zh": message.zh, "en": message.en}, "place": told}
        )

    def gather(self, code: str, severity: str, make: Make, example: str) -> None:
        """One of many alike: at the end they are one finding, with their number and the first of them."""
        self._gathered.setdefault(code, (severity, make, []))[2].append(example)

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
        for code, (severity, make, examples) in self._gathered.items():
            distinct = list(dict.fromkeys(examples))
            shown = "; ".join(distinct[:3]) + (" …" if len(distinct) > 3 else "")
            self.say(code, severity, make(len(examples), shown))
        self._gathered.clear()
        return {"findings": self._findings, "counts": self._counts}
