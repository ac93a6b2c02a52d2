"""A report as the result of a job keeps it: how many of what, and the first findings whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tanji.model.finding import Finding, Report, Severity

MOST = 500


def told(report: Report, *, most: int = MOST) -> dict[str, Any]:
    """Counts by kind, findings by severity and code, and the first of them, errors first."""
    severities = Counter(finding.severity.value for finding in report.findings)
    codes = Counter((finding.code, finding.severity.value) for finding in report.findings)
    return {
        "counts": {name: counts.model_dump() for name, counts in report.counts.items()},
        "severities": {each.value: severities[each.value] for each in Severity},
        "codes": [[code, severity, count] for (code, severity), count in codes.most_common()],
        "findings": [each.model_dump(mode="json", exclude_none=True) for each in sorted_(report)[:most]],
    }


def sorted_(report: Report) -> list[Finding]:
    """The findings of a report: errors first, then warnings, then notes, each in the order in which they were found."""
    order = list(Severity)
    return sorted(report.findings, key=lambda finding: order.index(finding.severity))
