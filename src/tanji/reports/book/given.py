"""What a report is written from, and the words that its chapters share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tanji.errors import Language, Text
from tanji.model.document import Names
from tanji.model.footprint import Footprint
from tanji.model.method import Method
from tanji.model.ruleset import Conformity, ResolvedParameter, Ruleset, Verdict
from tanji.model.statement import Statement
from tanji.model.study import DataSource, Study
from tanji.reports.figures import significant
from tanji.reports.words import DATA_TYPES, STATUSES, name

NO_DRAWS = Text(
    zh="没有给出抽样结果，故没有直方图。",
    en="The draws were not given, so there is no histogram.",
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who gives a report out, under which number: what only the organisation knows."""

    number: str | None = None
    """In full; digits alone are the serial of `CFP-〔year〕-place-maker-serial`."""
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A footprint with the study that it is of; what else there is: conformity with its rules, statement, draws."""

    footprint: Footprint
    study: Study
    language: Language
    conformity: Conformity | None = None
    ruleset: Ruleset | None = None
    statement: Statement | None = None
    previous: Statement | None = None
    """The statement that `statement` replaces, where it is at hand."""
    method: Method | None = None
    draws: tuple[float, ...] = ()
    no_draws: Text = NO_DRAWS
    """Why there are no draws."""
    imprint: Imprint = Imprint()

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

    @property
    def dated(self) -> date:
        """The day of the statement, else the last day of the data: no report carries the day of the clock."""
        if self.statement is not None:
            return self.statement.declared_on
        period = self.footprint.period
        return date(1970, 1, 1) if period is None else date.fromisoformat(period[1])

    @property
    def number(self) -> str:
        """The number of the report; without one of the organisation, the id and version of the footprint."""
        said = self.imprint.number
        if said is None:
            return f"{self.footprint.id}@{self.footprint.version}"
        if not said.isdecimal():
            return said
        maker = self.study.product.maker
        code = None if maker is None else maker.uscc or (maker.other_id.code if maker.other_id else None)
        return f"CFP-〔{self.dated.year}〕-{self.footprint.location or '?'}-{code or '?'}-{said}"

    @property
    def spread(self) -> bool:
        """Whether the uncertainty says anything: some contribution states one, so the draws are not all the same."""
        result = self.footprint.uncertainty
        return result is not None and result.sd > 1e-9 * max(abs(result.mean), 1e-30)

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
