"""Findings and counts while reading. The sentences stand in `data/findings.csv`, by the number after the prefix."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Where:
    """Where something was found: file, process, flow, member."""

    file: str
    process: str | None = None
    flow: str | None = None
    member: str | None = None

    def at(self, *, process: str | None = None, flow: str | None = None, member: str | None = None) -> Where:
        """The same place, told more closely."""
        return Where(self.file, process or self.process, flow or self.flow, member or self.member)

    @property
    def words(self) -> str:
        """The place as an example among others."""
        return ": ".join(part for part in (self.file, self.process, self.flow, self.member) if part)


class Faulty(Exception):
    """A dataset that can not become a document: the number of the finding, where, and the values of its sentence."""

    def __init__(self, number: int, where: Where, /, **values: object) -> None:
        super().__init__(number)
        self.number, self.where, self.values = number, where, values


class Judge:
    """Collects what a read finds, and counts what became of each dataset, exchange and file."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._findings: list[dict[str, Any]] = []
        self._gathered: dict[int, tuple[Where, int, list[str]]] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def say(self, number: int, where: Where, /, **values: object) -> None:
        """One finding at one place."""
        row = _sentences()[number]
        place = {"file": where.file, "process": where.process, "flow": where.flow, "member": where.member}
        finding: dict[str, Any] = {
            "code": f"{self._prefix}-{number}",
            "severity": row["severity"],
            "message": _filled(row["zh"], row["en"], values),
            "place": {name: value[:300] for name, value in place.items() if value},
        }
        if row["hint_en"]:
            finding["hint"] = {"zh": row["hint_zh"], "en": row["hint_en"]}
        self._findings.append(finding)

    def gather(self, number: int, where: Where, example: str | None = None) -> None:
        """One of many alike: at the end they are one finding with their number, the first of them and its place."""
        first, count, shown = self._gathered.get(number, (where, 0, []))
        if len(shown) < 4 and (told := example or where.words) not in shown:
            shown.append(told)
        self._gathered[number] = (first, count + 1, shown)

    def fault(self, fault: Faulty) -> None:
        """The finding of a dataset that failed."""
        self.say(fault.number, fault.where, **fault.values)

    def count(self, kind: str, became: str, number: int = 1) -> None:
        """Count things as imported, skipped or failed."""
        if number:
            counts = self._counts.setdefault(kind, {"read": 0, "imported": 0, "skipped": 0, "failed": 0})
            counts["read"] += number
            counts[became] += number

    def report(self) -> dict[str, Any]:
        """The report as plain data."""
        for number, (where, count, shown) in sorted(self._gathered.items()):
            examples = "; ".join(text[:200] for text in shown[:3]) + (" …" if len(shown) > 3 else "")
            self.say(number, where, number=count, shown=examples)
        self._gathered.clear()
        return {"findings": self._findings, "counts": self._counts}


def _filled(zh: str, en: str, values: dict[str, object]) -> dict[str, str]:
    told = {name: str(value)[:700] for name, value in values.items()}
    return {"zh": zh.format(**told), "en": en.format(**told)}


@cache
def _sentences() -> dict[int, dict[str, str]]:
    text = (files("tanji.formats.ecospold") / "data" / "findings.csv").read_text("utf-8")
    return {int(row["number"]): row for row in csv.DictReader(text.splitlines())}
