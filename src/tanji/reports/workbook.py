"""The result workbook: summary, detail, factors with their sources, and what is missing or doubtful.

The figures are those of the document, in full; the format of a cell shows four significant digits. The same
footprint gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tanji.errors import Language, Refusal, Text
from tanji.model.footprint import Footprint
from tanji.reports.detail import detail
from tanji.reports.factors import factors
from tanji.reports.issues import issues
from tanji.reports.rating import rating
from tanji.reports.sheet import Formats, Sheet
from tanji.reports.summary import summary
from tanji.reports.uncertainty import uncertainty
from tanji.reports.words import DISCLAIMER, name

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The date in the file's properties: the same for all, so that the same footprint gives the same bytes."""

SHEETS = {
    summary: (Text(zh="汇总", en="汇总 Summary"), (40, 18, 18, 26)),
    detail: (Text(zh="明细", en="明细 Detail"), (16, 28, 12, 12, 8, 14, 13, 9, 22, 28, 26, 34, 12)),
    factors: (Text(zh="因子", en="因子 Factors"), (28, 13, 12, 14, 9, 8, 24, 44, 20, 16, 14, 26, 24)),
    rating: (Text(zh="数据质量", en="数据质量 Data quality"), (32, 12, *[15] * 8, 28, 28, 14)),
    uncertainty: (Text(zh="不确定度", en="不确定度 Uncertainty"), (46, 16, 16, 20, 20, 22, 34)),
    issues: (Text(zh="问题", en="问题 Issues"), (12, 12, 52, 46, 36)),
}
NEEDS = {rating: "quality"}
"""Sheets that stand only in the workbook of a footprint that has this member."""


class CannotWrite(Refusal):
    """A workbook that can not be written where it was asked for."""

    code = "RPT-001"


def write(footprint: Footprint, path: Path, language: Language) -> None:
    """The result workbook of a footprint, at a path, in a language. Refuses CannotWrite."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties(
        {"title": name(footprint.names, language), "comments": DISCLAIMER.of(language), "created": CREATED}
    )
    formats = Formats(workbook)
    for fill, (title, widths) in SHEETS.items():
        if fill is uncertainty and footprint.uncertainty is None:
            continue
        if fill in NEEDS and getattr(footprint, NEEDS[fill]) is None:
            continue
        fill(Sheet(workbook.add_worksheet(title.of(language)), formats, widths), footprint, language)
    try:
        workbook.close()
    except FileCreateError as error:
        raise CannotWrite(
            Text(zh=f"无法写入 {path}：{error}", en=f"{path} can not be written: {error}"),
            Text(
                zh="若文件正在表格软件中打开，请先关闭。", en="If it is open in a spreadsheet program, close it first."
            ),
        ) from None
