"""Cells come with their true places; what has no value says so; hostile workbooks are refused by an exact code."""

import codecs
import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from tanji.errors import Refusal
from tanji.formats.archive import ArchiveBomb, ArchiveTooLarge, BadMember, DamagedArchive
from tanji.formats.child import Limits, TooMuchMemory
from tanji.formats.delimited import BadDelimited, NotText
from tanji.formats.parts import DamagedXml, HostileXml, TooManyCells
from tanji.formats.table import Cell, CellFault, read_tables
from tanji.formats.workbook import CellTooLong, NotAWorkbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def workbook(tmp_path):
    """A sheet whose first three rows and first two columns are empty, with a cell of each kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C4"] = "铝锭"
    sheet["D4"] = 1.5
    sheet["D5"] = "=D4*2"
    sheet["E5"] = date(2024, 1, 2)
    sheet["F5"] = datetime.fromisoformat("2024-01-02T06:30")
    sheet["G5"] = True
    sheet["H5"] = time(6)
    sheet["I5"] = 0.05
    sheet["I5"].number_format = "0.0%"
    sheet["C7"] = "merged"
    sheet.merge_cells("C7:D8")
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def rewritten(path, changes):
    """The workbook with some parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def sheet_of(cells):
    return f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>".encode()


def test_leading_empty_rows_and_columns_shift_nothing(workbook):
    table = read_tables(workbook)[0]
    assert table.find(4, 3) == Cell(4, 3, "铝锭")
    assert table.find(4, 4) == Cell(4, 4, 1.5)
    assert table.find(1, 1) is None


def test_every_kind_of_cell_keeps_its_value(workbook):
    row = read_tables(workbook)[0].rows[5]
    assert row[5].value == date(2024, 1, 2)
    assert type(row[5].value) is date
    assert row[6].value == datetime.fromisoformat("2024-01-02T06:30")
    assert row[7].value is True
    assert row[8].value == 0.25
    assert row[9] == Cell(5, 9, 0.05, percent=True)


def test_a_formula_that_was_never_computed_is_a_fault_at_its_place(workbook):
    table = read_tables(workbook)[0]
    assert table.faults() == (Cell(5, 4, CellFault("not_computed", "=D4*2")),)


def test_computed_formulas_give_their_value_and_error_values_are_faults(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    sheet = book.add_worksheet("数据")
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B3", "=1+1", None, 2)
    sheet.write_formula("B4", '="a"', None, "a")
    sheet.write_formula("B5", "=NA()", None, "#N/A")
    sheet.write_rich_string("B6", "硫", book.add_format({"bold": True}), "酸", "镍")
    sheet.write_string("B7", "#DIV/0!")
    book.close()
    table = read_tables(tmp_path / "b.xlsx")[0]
    assert table.name == "数据"
    assert {row: cells[2].value for row, cells in table.rows.items()} == {
        2: CellFault("error_value", "#DIV/0!"),
        3: 2.0,
        4: "a",
        5: CellFault("error_value", "#N/A"),
        6: "硫酸镍",
        7: "#DIV/0!",
    }


def test_merged_cells_have_their_value_upper_left_and_their_range_is_told(workbook):
    table = read_tables(workbook)[0]
    assert table.merged == ((7, 3, 8, 4),)
    assert table.find(7, 3).value == "merged"
    assert table.find(8, 4) is None


def test_hidden_sheets_are_read_and_said_to_be_hidden(workbook):
    assert [(table.name, table.hidden, len(table.rows)) for table in read_tables(workbook)] == [
        ("Sheet", False, 3),
        ("隐藏", True, 0),
    ]


def test_cells_without_an_address_stand_one_after_the_other(workbook):
    rewritten(
        workbook, {SHEET: sheet_of("<row><c><v>1</v></c><c><f>1+1</f></c></row><row r='5'><c><v>2</v></c></row>")}
    )
    table = read_tables(workbook)[0]
    assert table.find(1, 2).value == CellFault("not_computed", "=1+1")
    assert table.find(5, 1).value == 2.0


def test_the_name_of_a_file_does_not_decide_what_it_is(workbook, tmp_path):
    assert read_tables(workbook.rename(tmp_path / "book.csv"))[0].name == "Sheet"


def test_cells_far_apart_are_refused_before_any_library_allocates_them(workbook):
    rewritten(workbook, {SHEET: sheet_of("<row r='1'><c r='A1'><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>")})
    with pytest.raises(TooManyCells, match="XFD1048576"):
        read_tables(workbook)


def test_formatted_empty_cells_far_away_do_no_harm(workbook):
    rewritten(
        workbook,
        {SHEET: sheet_of("<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' s='0'/></row>")},
    )
    assert read_tables(workbook)[0].rows == {1: {1: Cell(1, 1, 1.0)}}


def test_more_than_half_a_million_cells_are_refused(workbook):
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    rewritten(workbook, {SHEET: sheet_of(row * 501)})
    with pytest.raises((TooManyCells, ArchiveBomb)):
        read_tables(workbook)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml", "xl/extra.xml"]
)
def test_a_doctype_in_any_part_is_refused(workbook, head, part):
    rewritten(workbook, {part: f"{head}<x>1</x>".encode()})
    with pytest.raises(HostileXml, match=part):
        read_tables(workbook)


def test_a_doctype_in_another_encoding_is_refused(workbook):
    rewritten(workbook, {SHEET: codecs.BOM_UTF16_LE + "<!DOCTYPE x><x/>".encode("utf-16-le")})
    with pytest.raises(HostileXml):
        read_tables(workbook)


def test_deep_nesting_is_refused(workbook):
    rewritten(workbook, {SHEET: b"<a>" * 10_000 + b"</a>" * 10_000})
    with pytest.raises(HostileXml):
        read_tables(workbook)


def test_damaged_xml_is_refused(workbook):
    with pytest.raises(DamagedXml, match="sheet1"):
        read_tables(rewritten(workbook, {SHEET: b"<worksheet><sheetData>"}))


def test_a_giant_cell_is_refused_with_its_place(workbook):
    text = "".join(chr(0x4E00 + number % 20_000) for number in range(40_000))
    rewritten(workbook, {SHEET: sheet_of(f"<row r='3'><c r='B3' t='inlineStr'><is><t>{text}</t></is></c></row>")})
    with pytest.raises(CellTooLong, match="B3"):
        read_tables(workbook)


def test_a_zip_bomb_is_refused(workbook):
    with pytest.raises(ArchiveBomb):
        read_tables(rewritten(workbook, {"xl/bomb.xml": b"<a>" + b" " * (30 << 20) + b"</a>"}))


def test_too_many_parts_are_refused(workbook):
    with pytest.raises(ArchiveTooLarge):
        read_tables(rewritten(workbook, {f"xl/part{number}.xml": b"<a/>" for number in range(200)}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "xl/../../evil.xml", "C:/evil.xml", "xl\\evil.xml"])
def test_a_part_whose_name_leads_outside_is_refused(workbook, name):
    with pytest.raises(BadMember):
        read_tables(rewritten(workbook, {name: b"<a/>"}))


def test_a_truncated_workbook_is_refused(workbook):
    workbook.write_bytes(workbook.read_bytes()[:-2000])
    with pytest.raises(DamagedArchive):
        read_tables(workbook)


def test_old_and_encrypted_workbooks_are_told_apart(tmp_path):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    (tmp_path / "old.xls").write_bytes(old)
    (tmp_path / "locked.xlsx").write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(NotAWorkbook, match="old kind"):
        read_tables(tmp_path / "old.xls")
    with pytest.raises(NotAWorkbook, match="password"):
        read_tables(tmp_path / "locked.xlsx")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(tmp_path, data):
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(NotAWorkbook):
        read_tables(tmp_path / "a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(NotAWorkbook, match=r"xl/workbook\.xml"):
        read_tables(tmp_path / "a.xlsx")


def test_one_long_text_in_thousands_of_cells_is_refused(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet().write_string("A1", "x" * 30_000)
    cells = "<row>" + "<c t='s'><v>0</v></c>" * 20 + "</row>"
    rewritten(tmp_path / "book.xlsx", {SHEET: sheet_of(cells * 1000)})
    with pytest.raises(TooMuchMemory, match=r"book\.xlsx"):
        read_tables(tmp_path / "book.xlsx", limits=Limits(memory_bytes=300 << 20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_delimited_text_is_read_in_each_encoding(tmp_path, encoding, separator):
    lines = [["名称", "数量"], ["铝锭（原生）", "1.5"], ["", "2"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (table,) = read_tables(tmp_path / "a.csv")
    assert table.name is None
    assert [(cell.row, cell.column, cell.value) for cell in table.cells()] == [
        (1, 1, "名称"),
        (1, 2, "数量"),
        (2, 1, "铝锭（原生）"),
        (2, 2, "1.5"),
        (3, 2, "2"),
    ]


def test_quoted_line_breaks_do_not_shift_row_numbers(tmp_path):
    (tmp_path / "a.csv").write_text('a,b\n"two\nlines",1\n\nlast,2\n', encoding="utf-8")
    (table,) = read_tables(tmp_path / "a.csv")
    assert table.find(2, 1).value == "two\nlines"
    assert table.find(4, 1).value == "last"


@pytest.mark.parametrize("data", [b"a,\0b\n", b"\xff\xff\xff,1\n", "a,b".encode("utf-16-le")])
def test_what_is_no_text_is_refused(tmp_path, data):
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(NotText):
        read_tables(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ['a,"b\n', "a," + "x" * 40_000, "1,2\n" * 260_000], ids=["quote", "giant", "many"])
def test_delimited_text_out_of_form_is_refused(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadDelimited):
        read_tables(tmp_path / "a.csv")


def test_random_damage_gives_refusals_only(workbook):
    whole, codes = workbook.read_bytes(), set()
    for place in range(0, len(whole), len(whole) // 25):
        workbook.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            read_tables(workbook)
        except Refusal as refusal:
            codes.add(refusal.code[:3])
    assert codes <= {"TAB", "ARC"}


def test_the_defra_flat_file_keeps_its_header_in_row_6(shared_data):
    tables = {table.name: table for table in read_tables(shared_data / "defra" / "defra_2025_flat.xlsx")}
    assert tables["Factors by Category"].find(6, 1).value == "ID"
    assert len(tables["Factors by Category"].rows) > 8000


def test_a_workbook_of_a_plain_zip_in_memory_is_read_alike(workbook):
    held = io.BytesIO(workbook.read_bytes())
    with zipfile.ZipFile(held) as archive, zipfile.ZipFile(workbook, "w", zipfile.ZIP_STORED) as target:
        for name in archive.namelist():
            target.writestr(name, archive.read(name))
    assert read_tables(workbook)[0].find(4, 3).value == "铝锭"
