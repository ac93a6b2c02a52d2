"""What a report is written from, and the words that its chapters share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tanji.errors import Language, Text
from tanji.model.document import Names
from tanji.model.footprint import Footprint
from tanji.model.ruleset import Conformity, ResolvedParameter, Ruleset, Verdict
from tanji.model.statement import Statement
from tanji.model.study import DataSource, Study
from tanji.reports.figures import significant
from tanji.reports.words import DATA_TYPES, STATUSES, name


@dataclass(frozen=True, slots=True)
class Given:
    """A footprint with the study that it is of; what else there is: conformity with its rules, statement, draws."""

    footprint: Footprint
    study: Study
    language: Language
    conformity: Conformity | None = None
    ruleset: Ruleset | None = None
    statement: Statement | None = None
    draws: tuple[float, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)

    def say(self, zh: str, en: str) -> str:
        """A sentence in the language of the report."""
        return Text(zh=zh, en=en).of(self.language)

    def of(self, text: Text) -> str:
        """A text in the language of the report."""
        return text.of(self.language)

    def name(self, names: Names) -> str:
        """A name in the language of the report, or in another where it has none."""
        return name(names, self.language)

    def listed(self, parts: list[str]) -> str:
        """Parts after one another."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def cited(self, verdict: Verdict | ResolvedParameter) -> str:
        """The document of a clause as people cite it, else the id of the source."""
        return self.name(verdict.document) if verdict.document else verdict.clause.source

    @property
    def per(self) -> str:
        """The unit that figures are per: `kg CO₂e / 1 kWh`."""
        unit = self.footprint.unit
        return f"kg CO₂e/{significant(unit.amount, trim=True)} {unit.unit}"

    def source(self, data: DataSource | None) -> str:
        """Where a figure comes from, in one line."""
        if data is None:
            return self.say("未注明", "not stated")
        parts = [self.of(DATA_TYPES[data.type]), data.publisher, data.document, data.year, data.place]
        said = [str(part) for part in parts if part]
        return f"{', '.join(said)} ({self.of(STATUSES[data.status])})"

    def missing(self, text: str | None) -> str:
        """A text, or that it was not given: what is missing is said."""
        return text or self.say("（未提供）", "(not given)")
