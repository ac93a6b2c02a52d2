"""The sheet 问题: findings, inputs without a factor, flows not characterised, gaps further up, assumptions."""

from __future__ import annotations

from tanji.errors import Language, Text
from tanji.model.finding import Finding, Severity
from tanji.model.footprint import Footprint
from tanji.reports.sheet import Sheet
from tanji.reports.words import SEVERITIES, STAGES, name

RANK = tuple(Severity)


def issues(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 问题; each part says so where there is nothing to say."""
    _findings(sheet, footprint, language)
    _unlinked(sheet, footprint, language)
    _gaps(sheet, footprint, language)
    _said(sheet, footprint, language)


def _findings(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    head = (
        Text(zh="程度", en="Severity"),
        Text(zh="代码", en="Code"),
        Text(zh="发现", en="Finding"),
        Text(zh="怎么办", en="What to do"),
        Text(zh="位置", en="Place"),
    )
    sheet.head([text.of(language) for text in head], freeze=True)
    for finding in sorted(footprint.findings, key=_order):
        hint = finding.hint.of(language) if finding.hint else None
        cells = [SEVERITIES[finding.severity].of(language), finding.code, finding.message.of(language), hint]
        sheet.write([*cells, finding.place.text().of(language) or None], finding.severity.value)
    _end(sheet, bool(footprint.findings), language)


def _order(finding: Finding) -> tuple[int, str]:
    return RANK.index(finding.severity), finding.code


def _unlinked(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    head = (
        Text(zh="无因子的输入", en="Inputs without factor"),
        Text(zh="数量", en="Amount"),
        Text(zh="名称", en="Name"),
        Text(zh="原因", en="Reason"),
        Text(zh="阶段", en="Stage"),
    )
    sheet.head([text.of(language) for text in head])
    for row in footprint.coverage.unlinked:
        amount = None if row.amount is None else f"{row.amount:.12g} {row.unit or ''}".strip()
        stage, reason = STAGES[row.stage].of(language), name(row.reason, language)
        sheet.write([row.activity, amount, name(row.names, language), reason, stage], "error")
    _end(sheet, bool(footprint.coverage.unlinked), language)


def _gaps(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    coverage = footprint.coverage
    count = Text(
        zh=f"未表征的流（共 {coverage.uncharacterised_count}）",
        en=f"Not characterised ({coverage.uncharacterised_count})",
    )
    sheet.head([count.of(language), Text(zh="数量", en="Amount").of(language), Text(zh="名称", en="Name").of(language)])
    for flow in coverage.uncharacterised:
        sheet.write([flow.compartment, f"{flow.amount:.4g} {flow.unit}", flow.name])
    _end(sheet, bool(coverage.uncharacterised), language)
    total = coverage.upstream_gap_count
    more = Text(zh=f"上游缺供应者（共 {total}）", en=f"Without supplier ({total})").of(language)
    where = Text(zh="涉及过程数", en="Processes that lack it").of(language)
    sheet.head([more, Text(zh="数量", en="Amount").of(language), Text(zh="名称", en="Name").of(language), where])
    for gap in coverage.upstream_gaps:
        sheet.write([gap.database, f"{gap.amount:.4g} {gap.unit}", gap.name, gap.processes])
    _end(sheet, bool(coverage.upstream_gaps), language)


def _said(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    for title, sentences in (
        (Text(zh="假设", en="Assumptions"), footprint.assumptions),
        (Text(zh="局限", en="Limitations"), footprint.limitations),
    ):
        sheet.head([title.of(language), "", ""])
        for sentence in sentences:
            sheet.write([None, None, sentence])
        _end(sheet, bool(sentences), language)


def _end(sheet: Sheet, found: bool, language: Language) -> None:
    """Close a part; an empty one says that there is nothing."""
    if not found:
        sheet.write([Text(zh="无", en="none").of(language)], "note")
    sheet.gap()
