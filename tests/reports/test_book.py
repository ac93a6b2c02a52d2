"""The study report: the same sections and numbers as PDF, DOCX, XLSX and JSON, in Chinese and English."""

import io
import json
import re
from datetime import date

import docx as python_docx
import openpyxl
import pypdf
import pytest

from tanji.formats.study import read
from tanji.model.footprint import Footprint
from tanji.model.statement import Statement
from tanji.model.study import Study
from tanji.reports.book.build import build
from tanji.reports.book.docx import BadTemplate, docx
from tanji.reports.book.given import Given
from tanji.reports.book.page import Book, Number
from tanji.reports.book.page import plain as spaces
from tanji.reports.book.pdf import pdf
from tanji.reports.book.plain import plain
from tanji.reports.book.xlsx import mapped, xlsx
from tanji.rules.check import check
from tanji.rules.pack import packs
from tanji.rules.resolve import resolve

BODY = packs()["example-room-air-conditioner"].base_case
STUDY, FOOTPRINT = Study.model_validate(BODY["study"]), Footprint.model_validate(BODY["footprint"])
RULES = resolve(packs().values(), STUDY.product, on=date(2026, 1, 1))
CONFORMITY = check(STUDY, RULES, FOOTPRINT, engine="test")


def book(language: str = "zh", **changes) -> Book:
    members = {"footprint": FOOTPRINT, "study": STUDY, "language": language, "conformity": CONFORMITY, "ruleset": RULES}
    return build(Given(**(members | changes)))


def numbers(made: Book) -> list[str]:
    return [
        spaces(cell.text) for table in made.tables() for row in table.rows for cell in row if isinstance(cell, Number)
    ]


def squeezed(text: str) -> str:
    """A text without any spaces, as pages break them anywhere."""
    return re.sub(r"\s+|\u200b", "", text)


def held(workbook) -> set[float]:
    """All figures of a workbook in full: in the cell, or in its comment where the cell has it as shown."""
    cells = [c for sheet in workbook for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)]
    return {float(c.comment.text) if c.comment else c.value for c in cells}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_stands_the_same_in_pdf_docx_xlsx_and_json(language):
    made = book(language)
    wanted = numbers(made)
    assert len(wanted) > 80
    pages = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(made)[0])).pages))
    document = python_docx.Document(io.BytesIO(docx(made)))
    cells = [spaces(cell.text) for table in document.tables for row in table.rows for cell in row.cells]
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(made)))
    figures = held(workbook)
    body = json.loads(json.dumps(plain(made)))
    read = json.dumps(body, ensure_ascii=False)
    for table in made.tables():
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Number):
                    assert squeezed(spaces(cell.text)) in pages, cell.text
                    assert spaces(cell.text) in cells, cell.text
                    assert any(abs(figure - cell.value) <= 1e-12 * abs(cell.value) for figure in figures), cell.text
                    assert json.dumps(cell.text, ensure_ascii=False) in read


def test_the_workbook_holds_the_inputs_and_reads_back_as_the_study(tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx(book("zh"), STUDY))
    again = read(path)
    assert again.study is not None, [finding.message.en for finding in again.report.errors]
    linked = mapped(STUDY)
    places = {activity.id: activity.place for activity in again.study.activities}
    assert set(places) == {activity.id for activity in linked.activities}
    figures = [
        {a.id: (a.amount, a.unit or "t.km", a.link, a.use, a.transport, a.refrigerant) for a in each.activities}
        for each in (again.study, linked)
    ]
    assert figures[0] == figures[1]
    assert openpyxl.load_workbook(path).sheetnames[0] == "报告"


def test_inputs_that_a_workbook_can_not_hold_are_left_out_and_that_is_said():
    other = STUDY.model_copy(update={"names": {"fr": "Climatiseur"}})
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(book("en"), other)))["Report"]
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "can not" in said


def test_both_languages_have_the_same_sections_and_numbers():
    zh, en = book("zh"), book("en")
    assert [section.number for section in zh.every()] == [section.number for section in en.every()]
    assert numbers(zh) == numbers(en)
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(section.title for section in en.every()))


def test_the_same_report_has_the_same_bytes():
    assert pdf(book())[0] == pdf(book())[0]
    assert pdf(book())[0][:5] == b"%PDF-"


def test_what_was_not_given_is_said_to_be_missing():
    bare = FOOTPRINT.model_copy(update={"uncertainty": None, "quality": None})
    made = book("en", footprint=bare, conformity=None, ruleset=None)
    said = json.dumps(plain(made), ensure_ascii=False)
    for sentence in ("Uncertainty was not assessed", "Not rated", "Not checked against rules", "(not given)"):
        assert sentence in said


def test_an_unlinked_input_is_named_and_is_no_zero():
    missing = {
        "activity": "x",
        "names": {"zh": "电容", "en": "Capacitor"},
        "stage": "raw_material",
        "amount": 2.0,
        "unit": "件",
        "reason": {"zh": "未匹配", "en": "no match"},
    }
    coverage = FOOTPRINT.coverage.model_copy(update={"unlinked": (missing,)})
    body = FOOTPRINT.model_dump(mode="json") | {"coverage": coverage.model_dump(mode="json", warnings=False)}
    made = book("en", footprint=Footprint.model_validate(body))
    said = json.dumps(plain(made), ensure_ascii=False)
    assert "Capacitor" in said
    assert "not zero" in said
    assert "not in the total: 1 (see 4.4)" in said


def test_an_estimate_is_marked_on_every_page():
    claimed = Statement(
        **{
            name: getattr(FOOTPRINT, name)
            for name in (
                "id",
                "version",
                "names",
                "product",
                "unit",
                "boundary",
                "score",
                "stages",
                "study",
                "method",
                "engine",
            )
        },
        maker=STUDY.product.maker,
        stages_covered=(),
        estimate=True,
        declared_on=date(2026, 5, 1),
        declared_by="张三",
        footprint=FOOTPRINT.study,
        ruleset=FOOTPRINT.study,
        packs=(),
        conformity=FOOTPRINT.study,
    )
    made = book("zh", statement=claimed)
    assert made.mark == "估算，不得用于认证"
    pages = pypdf.PdfReader(io.BytesIO(pdf(made)[0])).pages
    assert all("不得用于认证" in squeezed(page.extract_text()) for page in pages)


def test_a_character_without_glyph_is_told_and_shown_as_geta():
    odd = FOOTPRINT.model_copy(update={"product": {"zh": "𠮷牌空调"}})
    _, lacking = pdf(book("zh", footprint=odd))
    assert lacking == ("𠮷",)


def test_text_that_looks_like_code_is_only_text():
    wicked = STUDY.model_copy(
        update={"goal": '#read("/etc/passwd") {{ 7 * 7 }} =1+1 <b>', "limitations": ("=cmd|' /C calc'!A0",)}
    )
    made = book("en", study=wicked)
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(made)[0])).pages)
    assert "#read" in pages
    assert "root:" not in pages
    text = "\n".join(p.text for p in python_docx.Document(io.BytesIO(docx(made))).paragraphs)
    assert "{{ 7 * 7 }}" in text
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(made)))
    assert all(cell.data_type != "f" for sheet in workbook for row in sheet.iter_rows() for cell in row)


def test_an_organisations_template_is_filled_and_a_broken_one_refused(tmp_path):
    own = python_docx.Document()
    own.add_paragraph("本公司 {{ title }}")
    own.add_paragraph("{{p body }}")
    own.save(str(tmp_path / "own.docx"))
    filled = python_docx.Document(io.BytesIO(docx(book(), tmp_path / "own.docx")))
    assert filled.paragraphs[0].text == "本公司 产品碳足迹报告"
    own.add_paragraph("{{ nothing_like_it }}")
    own.save(str(tmp_path / "bad.docx"))
    with pytest.raises(BadTemplate, match="nothing_like_it"):
        docx(book(), tmp_path / "bad.docx")
    escaping = python_docx.Document()
    escaping.add_paragraph("{{ ''.__class__.__mro__ }}")
    escaping.save(str(tmp_path / "escape.docx"))
    with pytest.raises(BadTemplate):
        docx(book(), tmp_path / "escape.docx")
    (tmp_path / "no.docx").write_text("not a document")
    with pytest.raises(BadTemplate):
        docx(book(), tmp_path / "no.docx")
