"""Every figure of the starter database against the files that it was read from."""

import csv

import pytest
from python_calamine import CalamineWorkbook

from tanji.starter.methods import method
from tanji.starter.processes import CONTROL
from tanji.starter.tables import rows

SHEET = "Factors by Category"
UNITS = {
    "litres": {"L"}, "tonnes": {"t"}, "kWh (Net CV)": {"kWh"}, "kWh (Gross CV)": {"kWh"}, "kWh": {"kWh"}, "kg": {"kg"},
    "cubic metres": {"m3"}, "tonne.km": {"t.km"}, "passenger.km": {"p.km"}, "km": {"km"},
}  # fmt: skip
KINDS = {"kWh (Net CV)": "energy_fuel_ncv", "kWh (Gross CV)": "energy_fuel_gcv"}
GASES = {
    "kg CO2e of CO2 per unit": {"carbon-dioxide-fossil", "carbon-dioxide-biogenic"},
    "kg CO2e of CH4 per unit": {"methane-fossil"},
    "kg CO2e of N2O per unit": {"nitrous-oxide"},
    "kg CO2e": {"co2e-unsplit", CONTROL},
}


@pytest.fixture(scope="module")
def sheet(shared_data):
    """The rows of the flat file by their numbers."""
    book = CalamineWorkbook.from_path(shared_data / "defra" / "defra_2025_flat.xlsx")
    return dict(enumerate(book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False), 1))


def test_every_uk_figure_stands_in_its_row(sheet):
    units = {row["process"]: row for row in rows("processes_defra.csv")}
    compared = 0
    for row in rows("emissions_defra.csv"):
        if not row["ref"]:
            continue
        name, number = row["place"].split(", row ")
        factor, unit, gas, value = (sheet[int(number)][column] for column in (0, 7, 8, 9))
        assert name == SHEET
        assert factor == row["ref"]
        assert value == float(row["published"]), row
        assert row["gas"] in GASES[gas] or (row["gas"] not in {CONTROL, "co2e-unsplit"} and row["mass"]), row
        process = units[row["process"]]
        assert process["per"] in UNITS[unit], row
        assert process["quantity_kind"] == KINDS.get(unit, process["quantity_kind"])
        compared += 1
    assert compared > 1000


def test_figures_with_radiative_forcing_are_notes_and_those_without_are_counted(sheet):
    for row in rows("radiative_forcing.csv"):
        cells = sheet[int(row["place"].split(", row ")[1])]
        assert cells[6] == "With RF"
        assert cells[9] == float(row["published"])
    flights = [
        row for row in rows("emissions_defra.csv") if "flight" in row["process"] or "air-freight" in row["process"]
    ]
    assert {sheet[int(row["place"].split(", row ")[1])][6] for row in flights} == {"Without RF"}


def test_the_file_uses_the_potentials_by_which_its_figures_are_divided(sheet):
    gwp = {
        str(cells[4]): cells[9]
        for cells in sheet.values()
        if cells[2] == "Refrigerant & other" and str(cells[6]).startswith("Total")
    }
    assert gwp["Methane"] == 28
    assert gwp["Nitrous oxide"] == 265
    divisors = {row["gas"]: set() for row in rows("emissions_defra.csv")}
    for row in rows("emissions_defra.csv"):
        divisors[row["gas"]] |= {row["gwp"]} - {""}
    assert divisors["methane-fossil"] == {"28"}
    assert divisors["nitrous-oxide"] == {"265"}


def test_single_gases_of_the_file_have_the_potential_of_ar5():
    ar5 = method("ar5-gwp100")
    published = {
        row["process"]: float(row["published"]) for row in rows("emissions_defra.csv") if row["gas"] == CONTROL
    }
    compared = 0
    for row in rows("emissions_defra.csv"):
        if row["mass"] == "1":
            assert ar5.find(row["gas"]).value == published[row["process"]], row
            compared += 1
    assert compared == 30


def test_gases_add_up_to_the_published_sum_in_the_whole_file(sheet):
    sums = {}
    for number, cells in sheet.items():
        if number > 6 and isinstance(cells[9], float):
            sums.setdefault(tuple(cells[1:8]), {})[cells[8]] = cells[9]
    split = [found for found in sums.values() if "kg CO2e" in found and "kg CO2e of CO2 per unit" in found]
    assert len(split) > 1300
    for found in split:
        parts = sum(value for gas, value in found.items() if gas.startswith("kg CO2e of"))
        assert parts == pytest.approx(found["kg CO2e"], abs=2.5e-5)


def test_electricity_of_china_is_as_announced(shared_data):
    with (shared_data / "cn" / "electricity_footprint_factors.csv").open(encoding="utf-8", newline="") as file:
        announced = list(csv.DictReader(file))
    stored = [row for row in rows("emissions_china.csv") if row["process"].startswith("cn-electricity")]
    status = {row["process"]: row["status"] for row in rows("processes_china.csv")}
    assert [(row["value"], row["year"]) for row in announced] == [
        (row["published"], row["process"].split("-")[2]) for row in stored
    ]
    assert [row["status"].split(":")[0].split()[0] for row in announced] == [status[row["process"]] for row in stored]


def test_grid_co2_factors_of_china_are_as_announced(shared_data):
    with (shared_data / "cn" / "grid_co2_factors_2023.csv").open(encoding="utf-8", newline="") as file:
        announced = list(csv.DictReader(file))
    stored = [row for row in rows("emissions_china.csv") if row["process"].startswith("cn-grid-co2")]
    names = {row["process"]: row["zh"] for row in rows("processes_china.csv")}
    assert [row["value"] for row in announced] == [row["published"] for row in stored]
    for row, kept in zip(announced, stored, strict=True):
        assert row["name_zh"] in names[kept["process"]]
        assert f"table {row['place'].split()[-1]}" in kept["place"]
