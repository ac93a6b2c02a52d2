"""Findings of a reading as a table: where, what, why, how to mend it, code."""

from __future__ import annotations

from collections.abc import Sequence

from tanji.errors import Text
from tanji.model.finding import Finding, Severity
from tanji.web.frame.parts import Cell, Column, Row, Table

SEVERITY = {
    Severity.error: Text(zh="错误", en="Error"),
    Severity.warning: Text(zh="警告", en="Warning"),
    Severity.note: Text(zh="提示", en="Note"),
}
_HEADS = (
    Column(Text(zh="行", en="Row"), "figure"),
    Column(Text(zh="列", en="Column")),
    Column(Text(zh="发现", en="What was found")),
    Column(Text(zh="怎样改正", en="How to mend it")),
    Column(Text(zh="程度与代码", en="Seriousness and code"), "code"),
)


def finding_table(findings: Sequence[Finding]) -> Table:
    """The findings in their order."""
    rows = [Row(_cells(each)) for each in findings]
    caption = Text(zh="读取时的发现", en="What was found when reading")
    return Table(caption, _HEADS, rows, hide_caption=True, empty=Text(zh="没有发现问题。", en="Nothing was found."))


def _cells(finding: Finding) -> list[Cell]:
    place = finding.place
    row: Cell = str(place.row) if place.row else "–"
    said = SEVERITY[finding.severity]
    code = Text(zh=f"{said.zh} {finding.code}", en=f"{said.en} {finding.code}")
    return [row, place.column or "–", finding.message, finding.hint or "–", code]
