"""Age and validity of processes."""

from __future__ import annotations

from datetime import date

from tanji.background.audits.subject import Checked, Head, Subject, remark
from tanji.background.audits.thresholds import threshold, words
from tanji.errors import Text
from tanji.model.finding import Finding, Severity

_HINT_AGE = Text(zh="请更新数据，或说明其仍适用的理由", en="Renew the data, or say why they still hold")
_HINT_DATE = Text(zh="请改正有效期", en="Correct the period of validity")


def dates(subject: Subject) -> Checked:
    """Processes that are old on the day of the audit, begin after it, end before they begin, or state no time.

    A year without end (`9999`) says nothing of age: then the beginning counts.
    """
    found = [finding for head in subject.heads if (finding := _remark(head, subject.on))]
    return Checked(tuple(found), len(subject.heads))


def _remark(head: Head, on: date) -> Finding | None:
    begins, ends = (_date(head.document.get(key)) for key in ("valid_from", "valid_until"))
    if begins is None and ends is None:
        text = Text(zh="没有说明年份", en="it states no year")
        return remark("AUD-153", head, text, _HINT_DATE)
    if begins is not None and ends is not None and ends < begins:
        text = Text(
            zh=f"有效期止于 {ends}，早于开始 {begins}", en=f"its validity ends {ends}, before it begins {begins}"
        )
        return remark("AUD-152", head, text, _HINT_DATE, severity=Severity.error)
    if begins is not None and begins > on:
        text = Text(zh=f"有效期自 {begins} 开始，在审核日之后", en=f"its validity begins {begins}, after the audit")
        return remark("AUD-154", head, text, _HINT_DATE)
    endless = ends is None or str(ends.year) in words("never_ending")
    stands_for = begins if endless and begins is not None else ends
    if stands_for is not None and on.year - stands_for.year > threshold("age_years"):
        age = on.year - stands_for.year
        text = Text(
            zh=f"数据截至 {stands_for.year} 年，已 {age} 年", en=f"its data are of {stands_for.year}, {age} years ago"
        )
        return remark("AUD-151", head, text, _HINT_AGE, severity=Severity.note)
    return None


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
