"""A row of the table becomes a process with its source; what can not be is said by sheet, row and column."""

from datetime import date

import pytest
from tests.formats.factors.tables import ROW, codes, delimited, row, sheet

from tanji.formats import factors
from tanji.formats.factors.columns import gases
from tanji.model.finding import Counts
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind
from tanji.starter.methods import gases as starter_gases
from tanji.starter.methods import method


@pytest.fixture
def read(tmp_path):
    return lambda *rows, **options: factors.read(sheet(tmp_path / "a.xlsx", *rows, **options))


def emissions(package):
    return {line.flow: line.amount for line in package.processes[0].exchanges[1:]}


def test_a_row_is_a_process_with_its_source(read):
    package = read(row(boundary="cradle to gate", aliases="电|power", uncertainty="±5 %"))
    power = package.processes[0]
    assert (power.id, dict(power.names)) == ("cn-power", {"zh": "电力，中国", "en": "Electricity, China"})
    assert (power.factor_kind, power.location, power.place) == (FactorKind.life_cycle, "CN", "table 1")
    assert (power.valid_from, power.valid_until) == (date(2023, 1, 1), date(2023, 12, 31))
    assert power.aliases == ("电", "power")
    assert dict(power.extra) == {"boundary": "cradle to gate", "uncertainty": "±5 %", "gwp_basis": "AR5"}
    assert emissions(package) == {"co2e-unsplit": 0.5}
    product = next(flow for flow in package.flows if flow.kind == "product")
    assert (product.unit, product.quantity_kind) == ("kWh", QuantityKind.energy_electricity)
    source = package.sources[0]
    assert (source.publisher, source.title["en"], source.year) == ("MEE", "Factors of electricity", 2024)
    assert power.sources == (source.id,)
    assert package.report.counts == {"processes": Counts(read=1, imported=1)}


@pytest.mark.parametrize("key", ["publisher", "document", "document_year", "place"])
def test_a_row_without_a_source_is_refused_at_its_cell(read, key):
    package = read(row(**{key: None}), row(id="other"))
    assert [process.id for process in package.processes] == ["other"]
    fault = package.report.errors[0]
    assert (fault.code, fault.place.sheet, fault.place.row) == ("FAC-102", "因子", 2)
    assert fault.place.column
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)


@pytest.mark.parametrize("key", ["id", "unit", "factor_kind"])
def test_what_is_needed_is_asked_for(read, key):
    package = read(row(), row(**{key: None}))
    assert "FAC-101" in codes(package)


def test_gases_in_kg_are_taken_as_they_stand(read):
    package = read(
        row(value=None, co2_fossil=0.4, ch4_fossil=0.001, other_gases="HFC-134a: 0.0001；SF6：2e-6", gas_unit="kg")
    )
    assert emissions(package) == {
        "carbon-dioxide-fossil": 0.4,
        "methane-fossil": 0.001,
        "hfc-134a": 0.0001,
        "sulfur-hexafluoride": 2e-6,
    }
    assert not package.report.findings


def test_gases_in_co2e_are_divided_by_the_potential_of_the_stated_report(read):
    package = read(row(value=0.7, co2_fossil=0.4, ch4_biogenic=0.28, n2o=0.0265, gas_unit="kg CO2e", gwp_basis="AR 5"))
    assert emissions(package) == pytest.approx(
        {"carbon-dioxide-fossil": 0.4, "methane-biogenic": 0.01, "nitrous-oxide": 0.0001}
    )
    assert package.processes[0].extra["published_total"] == 0.7
    assert not package.report.errors


def test_the_potential_that_the_publisher_used_goes_before_that_of_the_report(read):
    package = read(row(value=None, ch4_fossil=0.28, gas_unit="kg CO2e", gwp_ch4=28))
    assert emissions(package) == pytest.approx({"methane-fossil": 0.01})
    assert package.processes[0].exchanges[1].extra["gwp"] == 28


@pytest.mark.parametrize("basis", [None, "SAR", "AR5"])
def test_co2e_of_a_gas_without_potential_is_refused(read, basis):
    gas = {"ch4_fossil": 1} if basis != "AR5" else {"other_gases": "co2e-unsplit: 1; HFC-134a: x"}
    package = read(row(value=None, gas_unit="kg CO2e", gwp_basis=basis, **gas))
    assert {"FAC-109", "FAC-103"} & set(codes(package))
    assert not package.processes


def test_a_grid_factor_of_co2_is_co2_and_nothing_else(read):
    assert emissions(read(row(factor_kind="grid_co2"))) == {"carbon-dioxide-fossil": 0.5}
    assert "FAC-121" in codes(read(row(factor_kind="电网二氧化碳", n2o=1, gas_unit="kg")))


def test_a_treatment_takes_its_waste_in(read):
    package = read(row(factor_kind="Treatment", unit="t", quantity_kind=None))
    assert str(package.processes[0].reference_exchange().direction) == "input"
    assert {flow.kind for flow in package.flows} == {"waste", "elementary"}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"value": "1,5"}, "FAC-103"),
        ({"value": "about 3"}, "FAC-103"),
        ({"value": None}, "FAC-110"),
        ({"unit": "kgCO2e/kWh"}, "FAC-104"),
        ({"quantity_kind": None}, "FAC-105"),
        ({"quantity_kind": "质量"}, "FAC-106"),
        ({"factor_kind": "magic"}, "FAC-107"),
        ({"other_gases": "phlogiston: 1", "gas_unit": "kg"}, "FAC-108"),
        ({"co2_fossil": 1}, "FAC-116"),
        ({"year": "last year"}, "FAC-112"),
        ({"document_year": "2020-2021"}, "FAC-112"),
        ({"note": "x" * 3000}, "FAC-119"),
    ],
)
def test_each_fault_has_its_code_and_cell(read, members, code):
    package = read(row(**members))
    assert code in codes(package)
    assert package.report.counts["processes"] == Counts(read=1, failed=1)
    assert all(finding.place.row == 2 for finding in package.report.errors)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"value": -1}, "FAC-117"),
        ({"value": 9, "co2_fossil": 1, "gas_unit": "kg"}, "FAC-113"),
        ({"gwp_basis": None}, "FAC-118"),
        ({"value": "1,234"}, "FAC-122"),
    ],
)
def test_what_only_lowers_trust_does_not_stop_the_row(read, members, code):
    package = read(row(**members))
    assert code in codes(package)
    assert len(package.processes) == 1


def test_an_id_twice_names_the_first(read):
    package = read(row(), row())
    fault = package.report.errors[0]
    assert (fault.code, fault.place.row) == ("FAC-111", 3)
    assert "因子 2" in fault.message.zh


def test_columns_of_other_names_are_kept_and_said(read):
    package = read(row(colour="red"))
    assert package.processes[0].extra["columns"] == {"colour": "red"}
    assert "FAC-114" in codes(package)


def test_english_headers_and_a_second_row_of_headers_are_read(tmp_path, read):
    names = {"id": "Identifier", "unit": "Per unit", "value": "Emission factor"}
    assert read(row(), heads={"quantity_kind": "Quantity kind"} | {key: key for key in ROW} | names).processes
    factors.write_template(tmp_path / "t.xlsx")
    assert factors.read(tmp_path / "t.xlsx").report.counts["processes"] == Counts(read=1, skipped=1)


def test_cells_merged_downwards_count_for_each_row(read):
    package = read(row(publisher=None), row(id="b", publisher=None), row(id="c", publisher="x"), merged=())
    assert len(package.processes) == 1
    package = read(row(), row(id="b", publisher=None), merged=[("publisher", 1, 2, "MEE")])
    assert len(package.processes) == 2
    assert len(package.sources) == 1


def test_csv_and_workbook_give_the_same_documents(tmp_path):
    one = factors.read(sheet(tmp_path / "a.xlsx", row()))
    two = factors.read(delimited(tmp_path / "a.csv", row()))
    assert (one.processes, one.flows, one.sources) == (two.processes, two.flows, two.sources)


def test_a_file_without_the_headers_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(factors.NotAFactorTable):
        factors.read(tmp_path / "a.csv")


def test_gases_and_potentials_are_those_of_the_starter_database():
    assert set(gases()) == set(starter_gases())
    for gas in gases().values():
        stated = starter_gases()[gas.id]
        assert (gas.zh, gas.en, gas.cas, gas.formula) == (stated["zh"], stated["en"], stated["cas"], stated["formula"])
        for report in ("AR4", "AR5", "AR6"):
            factor = method(f"{report.lower()}-gwp100").find(gas.id)
            assert gas.gwp.get(report) == (factor.value if factor else None)
