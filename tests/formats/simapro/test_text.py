"""Separators, decimal signs, encodings, quotes and line ends of SimaPro exports; what is none is refused."""

import pytest
from tests.formats.simapro.exports import HEADER, LISTS, STEEL, codes, export, process, put, section

from tanji.errors import Refusal
from tanji.formats import simapro
from tanji.formats.child import Limits, NoSuchFile, TooMuchMemory
from tanji.formats.simapro.reader import read as read_within


def refused(path, code):
    with pytest.raises(Refusal) as refusal:
        simapro.read(path)
    assert refusal.value.code == code


def steel(package):
    return [(line.flow_name, line.amount) for line in package.processes[0].exchanges]


@pytest.fixture
def plain(tmp_path):
    return simapro.read(put(tmp_path, export(STEEL, LISTS), name="plain.csv"))


@pytest.mark.parametrize(("word", "sign"), [("Semicolon", ";"), ("Tab", "\t"), ("Comma", ",")])
def test_each_separator_gives_the_same_documents(tmp_path, plain, word, sign):
    blocks = STEEL + LISTS
    if sign == ",":
        for name in ("Electricity, grid", "Carbon dioxide, fossil", "(1,2,3,4,5)"):
            blocks = blocks.replace(name, f'"{name}"')
    text = HEADER.replace("Semicolon", word) + "\n" + blocks.replace(";", sign)
    package = simapro.read(put(tmp_path, text))
    assert package.processes == plain.processes
    assert package.flows == plain.flows


def test_a_decimal_comma_gives_the_same_amounts(tmp_path, plain):
    blocks = (STEEL + LISTS).replace("1.5", "1,5").replace("0.5", "0,5").replace("0.001", "0,001").replace("3.6", "3,6")
    package = simapro.read(put(tmp_path, HEADER.replace("separator: .", "separator: ,") + "\n" + blocks))
    assert package.processes == plain.processes


def test_the_other_decimal_sign_is_read_and_said(tmp_path, plain):
    package = simapro.read(put(tmp_path, export(STEEL.replace("1.5", "1,5"), LISTS)))
    assert steel(package) == steel(plain)
    assert "SIM-112" in codes(package)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_each_encoding_gives_the_same_documents(tmp_path, encoding):
    text = export(STEEL.replace("Ore", "Minérai µ"), LISTS)
    one = simapro.read(put(tmp_path, text))
    two = simapro.read(put(tmp_path, text, encoding))
    assert one.processes == two.processes
    assert ("SIM-104" in codes(two)) == (encoding == "cp1252")


def test_chinese_of_a_chinese_machine_is_read(tmp_path):
    package = simapro.read(put(tmp_path, export(STEEL.replace("Ore", "铁矿石"), LISTS), "gb18030"))
    assert any(flow.names.get("zh") == "铁矿石" for flow in package.flows)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_each_line_end_gives_the_same_documents(tmp_path, plain, end):
    path = tmp_path / "a.csv"
    path.write_bytes(export(STEEL, LISTS).replace("\n", end).encode())
    assert simapro.read(path).processes == plain.processes


@pytest.mark.parametrize(
    ("shape", "text", "day"),
    [
        ("M/d/yyyy", "2/3/2024", "2024-02-03"),
        ("dd.MM.yyyy", "03.02.2024", "2024-02-03"),
        ("yyyy-MM-dd", "2024-02-03", "2024-02-03"),
    ],
)
def test_dates_are_read_by_the_stated_format(tmp_path, shape, text, day):
    header = HEADER.replace("M/d/yyyy", shape)
    package = simapro.read(put(tmp_path, export(STEEL.replace("2/3/2024", text), header=header)))
    assert package.processes[0].extra["Date"] == day


def test_a_date_that_may_be_two_days_is_kept_as_it_stands(tmp_path):
    header = HEADER.replace("{Short date format: M/d/yyyy}\n", "")
    package = simapro.read(put(tmp_path, export(STEEL, header=header)))
    assert package.processes[0].extra["Date"] == "2/3/2024"
    assert "SIM-129" in codes(package)


def test_quoted_texts_may_hold_separators_quotes_and_lines(tmp_path):
    text = section("Comment", '"one; ""two""\n\nthree"')
    package = simapro.read(put(tmp_path, export(process("p", text, section("Products", "P;kg;1;100;;x;")))))
    assert package.processes[0].description == 'one; "two"\n\nthree'


def test_a_quote_that_does_not_close_swallows_no_other_process(tmp_path):
    odd = process("p", section("Comment", '"open'), section("Products", "P;kg;1;100;;x;"))
    package = simapro.read(put(tmp_path, export(odd, STEEL)))
    assert [found.id for found in package.processes] == ["p", "steel0001"]
    assert package.processes[0].description == '"open'
    assert "SIM-106" in codes(package)


def test_a_quote_inside_a_name_is_a_sign(tmp_path):
    package = simapro.read(put(tmp_path, export(process("p", section("Products", 'Pipe 5";kg;1;100;;x;')))))
    assert package.processes[0].exchanges[0].flow_name == 'Pipe 5"'
    assert "SIM-106" not in codes(package)


def test_separators_inside_a_comment_without_quotes_stay_in_it(tmp_path):
    row = "Ore;kg;3;Undefined;0;0;0;first; second;80db70fc-46d4-11ec-81d3-0242ac130003"
    package = simapro.read(put(tmp_path, export(STEEL.replace("Ore;kg;3;Lognormal;4;0;0;(1,2,3,4,5)", row))))
    ore = package.processes[0].exchanges[1]
    assert ore.description == "first; second"
    assert ore.extra["platformId"] == "80db70fc-46d4-11ec-81d3-0242ac130003"


def test_a_header_without_separators_is_read_and_said(tmp_path, plain):
    header = HEADER.replace("{CSV separator: Semicolon}\n", "").replace("{Decimal separator: .}\n", "")
    package = simapro.read(put(tmp_path, export(STEEL, LISTS, header=header)))
    assert steel(package) == steel(plain)
    assert codes(package).count("SIM-105") == 2


def test_a_file_that_is_cut_short_says_so(tmp_path):
    text = export(STEEL)
    package = simapro.read(put(tmp_path, text[: text.index("Waste to treatment")]))
    assert "SIM-107" in codes(package)
    assert len(package.processes[0].exchanges) == 4


def test_other_files_are_refused_by_code(tmp_path):
    refused(put(tmp_path, "name;amount\na;1\n"), "SIM-001")
    refused(put(tmp_path, ""), "SIM-001")
    (tmp_path / "b.csv").write_bytes(b"{SimaPro 9}\n\0\0")
    refused(tmp_path / "b.csv", "SIM-002")
    with pytest.raises(NoSuchFile):
        simapro.read(tmp_path / "gone.csv")


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path):
    path = put(tmp_path, export(STEEL) + "Process\n" + "a;b;c\n" * 2_000_000)
    with pytest.raises(TooMuchMemory):
        read_within(path, limits=Limits(memory_bytes=300 << 20))


def test_a_formula_can_not_hang_or_run_anything(tmp_path):
    bad = [
        "9^9^9^9",
        "(" * 500 + "1" + ")" * 500,
        "__import__('os')",
        "1e999",
        "sqr(" * 300,
        "iff(1;2;" * 100,
        "x" * 5000,
    ]
    for formula in bad:
        row = section("Materials/fuels", f'Q;kg;"{formula}";Undefined;0;0;0;')
        package = simapro.read(put(tmp_path, export(process("p", section("Products", "P;kg;1;100;;x;"), row))))
        assert package.report.counts["processes"].failed == 1, formula
