"""The error file: red cells and reasons; corrected, it reads in again."""

import openpyxl
from tests.formats.study.workbooks import Book, Formula

from tanji.formats.study import read, write_faults

RED = "FFFF9C9C"


def bad(tmp_path):
    book = Book().put("BOM", 3, "数量", "1O.5").put("BOM", 4, "单位", "箩筐").put("产品", None, "系统边界", "乱写")
    book.put("BOM", 5, "数量", Formula("=A1")).put("BOM", 6, "备注", "=HYPERLINK(1)").put("BOM", 6, "数量", -1)
    return book.save(tmp_path / "坏.xlsx")


def marked(tmp_path):
    source, target = bad(tmp_path), tmp_path / "错误行.xlsx"
    report = read(source).report
    write_faults(source, report, target)
    return report, target


def test_faulty_cells_are_red_and_reasons_stand_beside_them(tmp_path):
    _, target = marked(tmp_path)
    sheet = openpyxl.load_workbook(target)["BOM"]
    heads = [cell.value for cell in sheet[1]]
    reasons = heads.index("原因 Reason") + 1
    red = [(cell.row, heads[cell.column - 1]) for row in sheet for cell in row if cell.fill.fgColor.rgb == RED]
    assert red == [(3, "数量"), (4, "单位"), (5, "数量"), (6, "数量")]
    assert sheet.cell(3, reasons).value.startswith("IMP-012 ")
    assert "10.5" in sheet.cell(3, reasons).value
    assert "箩筐" in sheet.cell(4, reasons).value
    assert sheet.cell(2, reasons).value is None


def test_values_stay_as_they_were_and_nothing_is_a_formula(tmp_path):
    _, target = marked(tmp_path)
    book = openpyxl.load_workbook(target)
    assert book["BOM"].cell(6, 25).value == "=HYPERLINK(1)"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b", "d"}
    assert book["BOM"].cell(4, 6).value == 4


def test_the_item_of_the_product_is_marked(tmp_path):
    _, target = marked(tmp_path)
    sheet = openpyxl.load_workbook(target)["产品"]
    row = next(row for row in sheet if row[0].value == "系统边界")
    assert row[1].fill.fgColor.rgb == RED
    assert "IMP-028" in row[2].value


def test_the_corrected_file_reads_in_again_and_the_reasons_are_ignored(tmp_path):
    _, target = marked(tmp_path)
    book = openpyxl.load_workbook(target)
    sheet = book["BOM"]
    sheet.cell(3, 6).value, sheet.cell(4, 7).value, sheet.cell(5, 6).value, sheet.cell(6, 6).value = 8, "kg", 16, 1.2
    sheet.cell(5, 6).data_type = "n"
    row = next(row for row in book["产品"] if row[0].value == "系统边界")
    row[1].value = "从摇篮到坟墓"
    book.save(target)
    result = read(target)
    assert result.report.errors == ()
    assert [f.message.zh for f in result.report.findings] == []
    assert len(result.study.activities) == 17


def test_marked_twice_there_is_one_column_of_reasons(tmp_path):
    _, target = marked(tmp_path)
    again = tmp_path / "again.xlsx"
    write_faults(target, read(target).report, again)
    heads = [cell.value for cell in openpyxl.load_workbook(again)["BOM"][1]]
    assert heads.count("原因 Reason") == 1


def test_the_errors_of_a_csv_file_come_back_as_a_workbook(tmp_path):
    source, target = tmp_path / "b.csv", tmp_path / "b-errors.xlsx"
    source.write_text("# 产品名称: 电机\n# 分析单位: 件\n品名,用量,单位\n钢,1O,kg\n", encoding="utf-8")
    write_faults(source, read(source).report, target)
    book = openpyxl.load_workbook(target)
    assert book["BOM"].cell(4, 2).fill.fgColor.rgb == RED
    book["BOM"].cell(4, 2).value = 10
    book.save(target)
    result = read(target)
    assert result.report.errors == ()
    assert (result.study.names, result.study.activities[0].amount) == ({"zh": "电机"}, 10)


def test_what_concerns_no_row_stands_on_its_own_sheet(tmp_path):
    source, target = tmp_path / "b.csv", tmp_path / "e.xlsx"
    source.write_text("品名,用量,单位\n钢,1,kg\n", encoding="utf-8")
    write_faults(source, read(source).report, target)
    sheet = openpyxl.load_workbook(target)["问题 Findings"]
    assert "IMP-007" in {row[0].value for row in sheet}
