"""What is written reads back to the same documents; what has no column is refused by process and member."""

import random

import pytest
from tests.formats.factors.tables import row, sheet

from tanji.formats import factors
from tanji.formats.factors.writer import LooksLikeFormula
from tanji.model.document import digest
from tanji.model.process import Direction, Exchange

ROWS = [
    row(),
    row(id="b", value=None, co2_fossil=0.1 + 0.2, ch4_biogenic=1 / 3, other_gases="SF6: 1e-7", gas_unit="kg"),
    row(id="c", value=0.7, co2_fossil=0.4, ch4_fossil=0.3, gas_unit="kg CO2e", gwp_ch4=28, aircraft="是"),
    row(id="d", factor_kind="grid_co2", year="2020-2022", status="verified", note="a note", version="2"),
    row(id="e", factor_kind="treatment", unit="吨", quantity_kind=None, category="waste/landfill", colour="red"),
    row(id="f", gwp_basis=None, name_en=None, aliases="a|b", url="https://example.org", licence="CC-BY-4.0"),
    row(id="g", factor_kind="combustion", unit="GJ", quantity_kind="NCV", technology="boiler", boundary="combustion"),
]


@pytest.fixture
def package(tmp_path):
    found = factors.read(sheet(tmp_path / "a.xlsx", *ROWS))
    assert len(found.processes) == len(ROWS)
    return found


def digests(package):
    return sorted(digest(document) for document in (*package.flows, *package.processes, *package.sources))


@pytest.mark.parametrize("name", ["b.xlsx", "b.csv"])
def test_every_document_reads_back_the_same(tmp_path, package, name):
    factors.write(package, tmp_path / name)
    again = factors.read(tmp_path / name)
    assert digests(again) == digests(package)
    assert (again.processes, again.places) == (package.processes, package.places)


def test_every_number_reads_back_to_the_last_bit(tmp_path):
    chance = random.Random(3)
    given = [
        row(id=f"n{number}", value=repr(chance.uniform(0, 10) * 10 ** chance.randrange(-9, 9))) for number in range(50)
    ]
    package = factors.read(sheet(tmp_path / "a.xlsx", *given))
    factors.write(package, tmp_path / "b.xlsx")
    assert digests(factors.read(tmp_path / "b.xlsx")) == digests(package)


@pytest.mark.parametrize("name", ["b.xlsx", "b.csv"])
def test_the_same_package_gives_the_same_bytes(tmp_path, package, name):
    factors.write(package, tmp_path / name)
    first = (tmp_path / name).read_bytes()
    factors.write(package, tmp_path / name)
    assert (tmp_path / name).read_bytes() == first
    assert not list(tmp_path.glob("*.part"))


def change(package, **members):
    first = package.processes[0].model_copy(update=members)
    return package.model_copy(update={"processes": (first, *package.processes[1:])})


def test_a_process_with_an_input_is_refused_by_name(tmp_path, package):
    steel = Exchange(id="9", flow="steel", flow_name="Steel", direction=Direction.input, amount=1, unit="kg")
    odd = change(package, exchanges=(*package.processes[0].exchanges, steel))
    with pytest.raises(factors.NotAFactor, match=r"Steel"):
        factors.write(odd, tmp_path / "b.xlsx")
    assert not list(tmp_path.glob("b.*"))


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"sources": ()}, "source"),
        ({"reference": None}, "reference"),
        ({"aliases": ("a|b",)}, "aliases"),
        ({"extra": {"secret": 1}}, "extra"),
        ({"default_allocation": "physical"}, "default_allocation"),
        ({"place": None}, "row"),
        ({"names": {"fr": "acier"}}, "row"),
    ],
)
def test_what_has_no_column_is_refused(tmp_path, package, members, why):
    with pytest.raises(factors.NotAFactor, match=why):
        factors.write(change(package, **members), tmp_path / "b.csv")


def test_a_text_that_looks_like_a_formula_goes_into_a_workbook_only(tmp_path, package):
    odd = change(package, technology='=HYPERLINK("x")')
    with pytest.raises(LooksLikeFormula):
        factors.write(odd, tmp_path / "b.csv")
    factors.write(odd, tmp_path / "b.xlsx")
    assert factors.read(tmp_path / "b.xlsx").processes[0].technology == '=HYPERLINK("x")'


def test_the_example_of_the_template_is_a_sound_row(tmp_path):
    factors.write_template(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "t.csv").write_text(text.replace("\n示例,", "\n,"), encoding="utf-8")
    package = factors.read(tmp_path / "t.csv")
    assert len(package.processes) == 1
    assert not package.report.findings
