"""What a report has to hold: pictures with tables, places for verifier and seal, annexes, the marks of estimates."""

import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import docx as python_docx
import openpyxl
import pytest
from tests.reports.test_book import CONFORMITY, FOOTPRINT, RULES, STUDY, book

from tanji.assess.declare import Basis, Declaration, declare
from tanji.errors import Text
from tanji.model.document import ref
from tanji.model.footprint import Footprint
from tanji.model.process import Parameter
from tanji.model.study import Study
from tanji.reports.book.docx import docx
from tanji.reports.book.given import Imprint
from tanji.reports.book.page import Figure, Paragraph, Table
from tanji.reports.book.plain import plain
from tanji.reports.book.spread import quantile
from tanji.reports.book.waterfall import described, waterfall
from tanji.reports.book.xlsx import xlsx
from tanji.rules.pack import pack
from tanji.starter.methods import methods

STATEMENT = declare(
    Basis(STUDY, FOOTPRINT, RULES, CONFORMITY), Declaration(by="张三", on=date(2026, 5, 1), estimate=True)
)


def section(made, number: str):
    return next(each for each in made.every() if each.number == number)


def said(made) -> str:
    return json.dumps(plain(made), ensure_ascii=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_stands_beside_a_table(language):
    made = book(language, draws=tuple(700.0 + each for each in range(100)), method=methods()["ar6-gwp100"])
    places = [each for each in made.every() if any(isinstance(block, Figure) for block in each.blocks)]
    assert [each.number for each in places] == ["3.2", "6.2", "7.1", "7.2"]
    for each in places:
        assert any(isinstance(block, Table) for block in each.blocks), each.number


def test_the_draws_give_a_histogram_and_quantiles_else_the_reason_stands_there():
    made = book("en", draws=tuple(700.0 + each for each in range(101)))
    titles = [block.title for block in section(made, "7.2").blocks if not isinstance(block, Paragraph)]
    assert "Uncertainty of the total" in titles
    assert "Quantiles" in titles
    without = book("en", no_draws=Text(zh="没有发布版", en="The release is not here"))
    assert "The release is not here" in said(without)


def test_an_uncertainty_that_nobody_stated_gives_no_interval():
    flat = FOOTPRINT.uncertainty.model_copy(update={"sd": 1e-13})
    made = book("en", footprint=FOOTPRINT.model_copy(update={"uncertainty": flat}))
    assert "does not make the result certain" in said(made)
    assert "95 % interval" not in json.dumps(plain(made)["summary"])


def test_quantiles_lie_between_draws():
    assert quantile([0.0, 10.0], 0.025) == pytest.approx(0.25)


def test_a_waterfall_adds_up_and_shows_what_takes_away():
    parts = [("材料", 12.0), ("回收", -2.5), ("生产", 0.5)]
    svg = waterfall(parts, total="合计", title=Text(zh="合成", en="sum"), unit="kg", language="zh")
    ET.fromstring(svg)  # noqa: S314 - our own picture
    assert "url(#waterfall-less)" in svg
    assert ">10.00<" in svg
    assert "total 10.00" in described(parts, Text(zh="合成", en="sum"), "kg").en


def test_the_cover_has_the_fields_of_the_template_and_a_number_by_the_pattern():
    made = book("zh", statement=STATEMENT, imprint=Imprint("007", "某认证机构"))
    cover = dict(made.cover)
    names = ["产品名称", "产品规格型号", "生产者名称", "报告编号", "出具报告机构（盖章）", "日期"]
    assert list(cover)[:6] == names
    assert cover["报告编号"] == "CFP-〔2026〕-CN-0001-007"
    assert cover["日期"] == "2026 年 5 月 1 日"
    assert dict(book("zh", imprint=Imprint("内部 12 号")).cover)["报告编号"] == "内部 12 号"


def test_annexes_hold_parameters_potentials_changes_and_signatures():
    study = STUDY.model_copy(update={"parameters": (Parameter(name="yield", value=0.97, unit="1"),)})
    made = book("en", study=study, method=methods()["ar6-gwp100"])
    annexes = [each.number for each in made.every() if each.number.isalpha()]
    assert annexes == list("ABCDEFG")
    assert "yield" in said(made)
    gases = next(block for block in section(made, "D").blocks if isinstance(block, Table))
    assert gases.columns[2] == "GWP100"
    assert all(row[3] for row in gases.rows)
    assert "not at hand" in said(book("en", method=None))


def test_the_change_log_tells_what_is_replaced_and_by_how_much():
    score = STATEMENT.score.model_copy(update={"total": STATEMENT.score.total * 2})
    older = STATEMENT.model_copy(update={"score": score, "declared_on": date(2025, 5, 1)})
    newer = STATEMENT.model_copy(update={"supersedes": ref(older)})
    made = book("en", statement=newer, previous=older)
    rows = [row for block in section(made, "G").blocks if isinstance(block, Table) for row in block.rows]
    assert any(row[0] == "It replaces" and row[1] == "2025-05-01" for row in rows)
    assert any(row[0] == "Relative difference" and row[1].text.startswith("−50") for row in rows)
    assert "not at hand" in said(book("en", statement=newer))


def test_a_verifier_finds_the_places_to_write_in():
    blank = [block for block in section(book("en"), "9").blocks if isinstance(block, Table)]
    assert [table.title for table in blank] == ["Verification statement", "Critical review"]
    assert all(row[1] == "" for table in blank for row in table.rows)


def test_clauses_are_cited_by_the_number_of_their_document():
    assert "ISO 14067:2018 6.3.4" in said(book("en"))
    assert "iso-14067-2018 6" not in said(book("en"))


@pytest.mark.parametrize(
    ("language", "mark"), [("zh", "估算，不得用于认证"), ("en", "not to be used for certification")]
)
def test_an_estimate_says_so_in_every_form(language, mark, tmp_path):
    made = book(language, statement=STATEMENT)
    own = python_docx.Document()
    own.add_paragraph("{{p body }}")
    own.save(str(tmp_path / "own.docx"))
    for template in (None, tmp_path / "own.docx"):
        document = python_docx.Document(io.BytesIO(docx(made, template)))
        for part in document.sections:
            assert any(mark in each.text for each in part.header.paragraphs)
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(made)))
    for sheet in workbook:
        assert mark in sheet.oddHeader.center.text
        assert any(mark in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row), sheet.title
    assert mark in plain(made)["mark"]
    assert STATEMENT.notice[language].endswith(mark)


def test_a_report_by_illustrative_rules_says_that_they_are_no_standard():
    assert "not the text of any standard" in said(book("en"))
    assert "no proof of conformity" in said(book("en"))
    assert "不是任何标准的原文" in said(book("zh"))


def test_sensitivity_stands_in_the_report_without_any_draws():
    made = book("en", footprint=FOOTPRINT.model_copy(update={"uncertainty": None}))
    table = next(block for block in section(made, "7.2").blocks if isinstance(block, Table))
    largest = max(FOOTPRINT.lines, key=lambda line: abs(line.score.total))
    assert table.rows[0][1].value == pytest.approx(0.1 * largest.score.total)


def test_data_that_are_terms_are_shown_as_they_were_collected():
    body = pack("gbt-24067-2024").base_case
    study, footprint = Study.model_validate(body["study"]), Footprint.model_validate(body["footprint"])
    made = book("en", study=study, footprint=footprint, conformity=None, ruleset=None)
    rows = {row[0]: row[2] for row in section(made, "A").blocks[0].rows}
    assert rows["Road freight"] == "10 kg × 500 km"
    assert rows["Electricity in use"] == "20/a × 10 a"
