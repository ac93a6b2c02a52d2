"""The data picker (优先选用具有计量溯源性的数据): the most traceable data are the default; others need a reason.

Order: calibrated > metered > bill > … > estimate > secondary (`data/metrology.yaml`). An expired calibration makes
calibrated data metered ones, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tanji.assess.traceability import rules
from tanji.errors import Refusal, Text
from tanji.model.document import Names
from tanji.model.figure import DataType
from tanji.model.finding import Finding, note, warning


class NothingToPick(Refusal):
    """No candidate was given, or one was chosen that is not among them."""

    code = "PCK-001"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One source of a figure. level: of traceability; expired: days since its calibration was due."""

    id: str
    type: DataType
    level: int = 0
    expired: int = 0
    names: Names = field(default_factory=dict)

    @property
    def grade(self) -> str:
        """Its grade in the order of the picker, lowered where the calibration has expired."""
        own = rules().grades[self.type]
        return "metered" if own == "calibrated" and self.expired > 0 else own

    @property
    def rank(self) -> tuple[int, int, int]:
        """The smaller the better: grade, then level, then days of expiry."""
        return rules().order.index(self.grade), -self.level, max(self.expired, 0)


@dataclass(frozen=True, slots=True)
class Picked:
    """Which candidate is best, which one is taken, why, and what is to be said of it."""

    best: Candidate
    taken: Candidate
    reason: str | None
    findings: tuple[Finding, ...]


def pick(candidates: Sequence[Candidate], *, chosen: str | None = None, reason: str | None = None) -> Picked:
    """The best candidate, or the one chosen: a lower one without a reason is a warning, with one a note of it.

    Refuses NothingToPick.
    """
    if not candidates:
        raise _nothing(Text(zh="没有候选数据", en="There are no data to pick from"))
    best = min(candidates, key=lambda each: each.rank)
    taken = best if chosen is None else next((each for each in candidates if each.id == chosen), None)
    if taken is None:
        raise _nothing(Text(zh=f"候选数据中没有“{chosen}”", en=f'"{chosen}" is not among the data'))
    findings = [_expired(each) for each in candidates if rules().grades[each.type] == "calibrated" and each.expired > 0]
    said = reason.strip() if reason else ""
    if taken.rank > best.rank:
        findings.append(_lower(best, taken, said))
    return Picked(best, taken, said or None, tuple(findings))


def _lower(best: Candidate, taken: Candidate, reason: str) -> Finding:
    words = rules().words
    better, worse = words[best.grade], words[taken.grade]
    zh = f"选用了“{taken.id}”（{worse.zh}），而“{best.id}”（{better.zh}）溯源性更好"
    en = f'"{taken.id}" ({worse.en}) was taken though "{best.id}" ({better.en}) is more traceable'
    if reason:
        return note("MET-122", Text(zh=f"{zh}；理由：{reason}", en=f"{en}; the reason: {reason}"))
    return warning(
        "MET-121",
        Text(zh=f"{zh}，未说明理由", en=f"{en}, and no reason was given"),
        Text(zh="请说明理由，或改用溯源性更好的数据。", en="Give the reason, or take the better data."),
    )


def _expired(each: Candidate) -> Finding:
    return warning(
        "MET-123",
        Text(
            zh=f"“{each.id}”的校准已过期 {each.expired} 天，按计量数据而非已校准数据排序",
            en=f'The calibration of "{each.id}" expired {each.expired} days before: it ranks as metered',
        ),
        Text(zh="请送检。", en="Have it calibrated."),
    )


def _nothing(message: Text) -> NothingToPick:
    return NothingToPick(message, Text(zh="请检查候选数据。", en="Check the candidates."))
