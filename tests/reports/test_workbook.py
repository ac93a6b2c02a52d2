"""The result workbook holds the numbers of the document, and never a formula."""

import openpyxl
import pytest
from tests.reports.footprints import footprint

from tanji.model.method import GASES, LINES
from tanji.reports.workbook import CannotWrite, write


@pytest.fixture(params=["zh", "en"])
def book(request, tmp_path):
    write(footprint(), tmp_path / "result.xlsx", request.param)
    return openpyxl.load_workbook(tmp_path / "result.xlsx")


def rows(book, position):
    return list(book.worksheets[position].iter_rows(values_only=True))


def figures(book, position):
    return {cell for row in rows(book, position) for cell in row if isinstance(cell, int | float)}


def test_the_four_sheets_have_their_chinese_names(tmp_path):
    write(footprint(), tmp_path / "zh.xlsx", "zh")
    assert openpyxl.load_workbook(tmp_path / "zh.xlsx").sheetnames == ["汇总", "明细", "因子", "问题"]


def test_in_english_they_have_both_names(tmp_path):
    write(footprint(), tmp_path / "en.xlsx", "en")
    names = openpyxl.load_workbook(tmp_path / "en.xlsx").sheetnames
    assert names == ["汇总 Summary", "明细 Detail", "因子 Factors", "问题 Issues"]


def test_the_summary_has_every_number_of_the_document_to_its_last_digit(book):
    made = footprint()
    wanted = {getattr(made.score, line) for line in (*LINES, *GASES)} | {stage.score.total for stage in made.stages}
    wanted |= {made.score.with_biogenic, made.grid_score.total, made.coverage.linked_mass_share}
    assert wanted <= figures(book, 0)


def test_the_detail_has_every_line_with_amount_factor_and_contribution(book):
    found = {row[12]: row for row in rows(book, 1)}
    for line in footprint().lines:
        row = found[line.activity]
        assert (row[3], row[4], row[5], row[6]) == (line.amount, line.unit, line.intensity.total, line.score.total)
        assert row[7] == line.share


def test_a_line_without_factor_stands_in_the_detail_without_a_figure(book):
    row = next(row for row in rows(book, 1) if row[12] == "B2")
    assert row[3] == 0.2
    assert row[5:8] == (None, None, None)


def test_every_factor_has_its_source_and_licence(book):
    cells = {cell for row in rows(book, 2) for cell in row}
    for line in footprint().lines:
        assert (line.listing.source if line.listing else line.factor_source) in cells


def test_findings_gaps_and_assumptions_are_all_there(book):
    cells = " ".join(str(cell) for row in rows(book, 3) for cell in row)
    for wanted in ("ASM-001", "ASM-002", "ASM-003", "B2", "Ethanol", "Lubricant", "The crate is used once."):
        assert wanted in cells


def test_no_cell_is_a_formula_even_where_a_name_begins_like_one(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"@Pumps Ltd", '=HYPERLINK("a"), the carrier\'s report 2024'} <= texts


def test_the_disclaimer_stands_on_the_first_sheet(book):
    cells = " ".join(str(cell) for row in rows(book, 0) for cell in row)
    assert "不构成核查或认证" in cells or "no certification" in cells


def test_the_same_footprint_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write(footprint(), tmp_path / f"{name}.xlsx", "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_footprint_with_nothing_in_it_can_be_written(tmp_path):
    empty = footprint(lines=(), stages=(), findings=(), coverage={"lines": 0, "linked": 0}, assumptions=())
    write(empty, tmp_path / "empty.xlsx", "en")
    assert len(openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames) == 4


def test_a_very_long_name_is_cut_and_does_not_break_the_file(tmp_path):
    write(footprint(product={"en": "x" * 40_000}), tmp_path / "long.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "long.xlsx")
    assert any(str(row[1]).endswith("x…") for row in rows(book, 0))


def test_a_place_that_can_not_be_written_is_refused_with_its_name(tmp_path):
    with pytest.raises(CannotWrite, match="nowhere"):
        write(footprint(), tmp_path / "nowhere" / "result.xlsx", "en")
