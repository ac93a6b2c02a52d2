"""Each code has one meaning; messages in both languages ask for the same facts; odd content breaks none of them."""

import ast
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.architecture.source import SOURCE

from tanji.formats.study import build as builder
from tanji.formats.study.columns import TABLES, columns, sheets
from tanji.formats.study.messages import At, row_text, say
from tanji.formats.study.numbers import Number, number, period
from tanji.formats.study.record import KINDS
from tanji.formats.table import Cell, CellFault, Table


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def used_codes():
    """The codes that stand in the modules, outside of the tables of messages."""
    for path in sorted((*(SOURCE / "formats/study").glob("*.py"), *(SOURCE / "formats/bom").glob("*.py"))):
        if not path.stem.endswith("_messages"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and str(node.value).startswith("IMP-"):
                    yield str(node.value)


def test_no_code_is_defined_twice():
    defined = [
        node.value
        for path in (SOURCE / "formats/study").glob("*_messages.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("IMP-")
    ]
    assert len(defined) == len(set(defined)) == len(KINDS)


def test_every_code_that_is_used_is_defined_and_every_defined_code_is_used():
    assert set(used_codes()) == set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_both_languages_ask_for_the_same_facts(code):
    kind = KINDS[code]
    assert fields(kind.message.zh) == fields(kind.message.en)
    if kind.hint is not None:
        assert fields(kind.hint.zh) == fields(kind.hint.en)


@pytest.mark.parametrize("code", KINDS)
def test_an_english_message_begins_with_its_place(code):
    assert "{at}" not in KINDS[code].message.en[1:]


def test_braces_and_control_characters_in_a_cell_do_no_harm():
    at = At(file="f", sheet="{at}", row=3, letters="B", header="{x}")
    finding = say(KINDS["IMP-011"], at, {"value": "{0.__class__}\n\x1b[31m" + "长" * 100})
    assert "{0.__class__}" in finding.message.zh
    assert "\n" not in finding.message.en
    assert len(finding.message.zh) < 120


def test_a_place_is_said_in_words():
    at = At(sheet="BOM", row=37, letters="F", header="数量")
    assert at.text().zh == "工作表“BOM”第 37 行 F 列“数量”"
    assert at.text().en == 'Sheet "BOM", row 37, column F "数量"'
    assert row_text(3).en == "row 3"


JUNK = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(CellFault("error_value", "#N/A")),
    st.sampled_from(
        [
            "不可得",
            "合计",
            "示例",
            "1,234",
            "1O",
            "5%",
            "kg",
            "件",
            "2024-01",
            "电力",
            "step:S1",
            "x:y",
            "R32",
            "#",
            "0",
            "-1",
        ]
    ),
)


@st.composite
def books(draw):
    """Sheets of the template with junk in their cells."""
    made = []
    for key in draw(st.lists(st.sampled_from([*TABLES, "product"]), min_size=1, max_size=4, unique=True)):
        heads = [column.header.zh for column in columns(key)]
        rows = {}
        if key == "product":
            for number_, head in enumerate(heads, 1):
                rows[number_] = {1: Cell(number_, 1, head), 2: Cell(number_, 2, draw(JUNK))}
        else:
            rows[1] = {index: Cell(1, index, head) for index, head in enumerate(heads, 1)}
            for number_ in range(2, draw(st.integers(2, 5)) + 1):
                filled = draw(st.dictionaries(st.integers(1, len(heads)), JUNK, max_size=len(heads)))
                rows[number_] = {index: Cell(number_, index, value) for index, value in filled.items()}
        made.append(Table(sheets()[key].title.zh, rows))
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_junk_in_cells_is_answered_with_findings_and_never_raises(tables):
    result = builder.build(tables, "junk.xlsx")
    assert result.study is None or result.report.errors == ()
    assert result.report.findings or result.study


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(JUNK, max_size=5), max_size=5), st.sampled_from([None, "BOM", "x", "产品"]))
def test_junk_without_any_header_never_raises(rows, name):
    cells = {
        number_: {index: Cell(number_, index, value) for index, value in enumerate(row, 1)}
        for number_, row in enumerate(rows, 1)
    }
    assert builder.build([Table(name, cells)], "junk.csv").study is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(JUNK, st.text(alphabet="0123456789,. '%-+eEOl", max_size=12)), st.booleans())
def test_a_number_is_finite_or_there_is_a_reason(value, percent):
    if isinstance(value, CellFault):
        return
    result = number(value, percent_column=percent)
    assert not isinstance(result, Number) or result.value is None or abs(result.value) < float("inf")


@settings(max_examples=200, deadline=None)
@given(st.one_of(JUNK, st.text(alphabet="0123456789-~年月日Qq至 /.", max_size=22)))
def test_a_period_runs_forward_or_there_is_a_reason(value):
    found = period(value)
    assert not hasattr(found, "start") or found.start <= found.end


def test_only_so_many_errors_are_listed_and_the_rest_are_counted():
    rows = {1: {1: Cell(1, 1, "物料名称"), 2: Cell(1, 2, "数量"), 3: Cell(1, 3, "单位")}}
    rows |= {n: {1: Cell(n, 1, "x"), 2: Cell(n, 2, "1O"), 3: Cell(n, 3, "kg")} for n in range(2, 1002)}
    report = builder.build([Table("BOM", rows)], "many.xlsx").report
    assert report.counts["BOM"].read == 1000
    assert len(report.findings) < 520
    assert [f.code for f in report.findings].count("IMP-045") == 1
