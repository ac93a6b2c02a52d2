"""What a SimaPro export says becomes flows, processes and sources."""

from datetime import date

import pytest
from tests.formats.simapro.exports import HEADER, LISTS, STEEL, codes, export, process, put, section

from tanji.formats import simapro
from tanji.model.finding import Counts
from tanji.model.formula import evaluate
from tanji.model.quantity import QuantityKind


@pytest.fixture
def read(tmp_path):
    return lambda *blocks, header=HEADER, encoding="utf-8": simapro.read(
        put(tmp_path, export(*blocks, header=header), encoding)
    )


def flow(package, name):
    return next(flow for flow in package.flows if flow.names.get("en", flow.names.get("zh")) == name)


def line(package, name, place=0):
    return next(line for line in package.processes[place].exchanges if line.flow_name == name)


def test_a_process_has_its_product_inputs_emissions_and_wastes(read):
    package = read(STEEL, LISTS)
    steel = package.processes[0]
    assert (steel.id, steel.names["en"], steel.category) == (
        "steel0001",
        "Steelmaking",
        ("material", "Metals", "Ferrous"),
    )
    assert (steel.valid_from, steel.valid_until) == (date(2005, 1, 1), date(2009, 12, 31))
    assert (steel.description, steel.location) == ("Made of ore.", "CN")
    assert steel.extra["Date"] == "2024-02-03"
    assert steel.reference_exchange().amount == 2
    assert [(found.flow_name, str(found.direction), found.amount) for found in steel.exchanges] == [
        ("Steel {CN}| U", "output", 2),
        ("Ore", "input", 3),
        ("Electricity, grid", "input", 1.5),
        ("Carbon dioxide, fossil", "output", 4),
        ("Slag", "output", 0.5),
    ]
    assert package.report.counts["processes"] == Counts(read=1, imported=1)
    assert package.report.counts["exchanges"] == Counts(read=5, imported=5)
    assert not package.report.errors


def test_flows_have_kind_unit_compartment_and_cas(read):
    package = read(STEEL, LISTS)
    carbon = flow(package, "Carbon dioxide, fossil")
    assert (carbon.kind, carbon.compartment, carbon.cas, carbon.formula) == (
        "elementary",
        ("air", "low. pop."),
        "124-38-9",
        "CO2",
    )
    assert flow(package, "Slag").kind == "waste"
    power = flow(package, "Electricity, grid")
    assert (power.unit, power.quantity_kind) == ("kWh", QuantityKind.energy_electricity)


def test_the_squared_deviation_and_twice_the_deviation_are_undone(read):
    package = read(STEEL, LISTS)
    assert line(package, "Ore").uncertainty.gsd == 2
    assert line(package, "Ore").uncertainty.median == 3
    assert line(package, "Ore").pedigree == "(1,2,3,4,5)"
    assert line(package, "Carbon dioxide, fossil").uncertainty.sd == 1


def test_triangle_and_uniform_have_their_bounds(read):
    rows = ("A;kg;2;Triangle;0;1;5;", "B;kg;2;Uniform;0;1;3;")
    package = read(process("a", section("Products", "P;kg;1;100;;x;"), section("Materials/fuels", *rows)))
    assert (line(package, "A").uncertainty.minimum, line(package, "A").uncertainty.mode) == (1, 2)
    assert (line(package, "B").uncertainty.kind, line(package, "B").uncertainty.maximum) == ("uniform", 3)


@pytest.mark.parametrize(
    "spread",
    ["Lognormal;1;0;0", "Lognormal;-2;0;0", "Normal;0;0;0", "Triangle;0;3;5", "Uniform;0;5;1", "Uniform;0;x;1"],
)
def test_a_distribution_that_can_not_be_is_kept_and_said(read, spread):
    package = read(process("a", section("Products", "P;kg;1;100;;x;"), section("Resources", f"A;;kg;2;{spread};")))
    assert line(package, "A").uncertainty is None
    assert list(line(package, "A").extra["uncertainty"]) == spread.split(";")
    assert "SIM-113" in codes(package)


def test_an_input_and_the_product_of_its_name_are_one_flow(read):
    maker = process("a", section("Products", "Ore;t;1;100;;x;"))
    package = read(maker, STEEL, LISTS)
    assert line(package, "Ore", 1).flow == line(package, "Ore", 0).flow
    assert line(package, "Ore", 1).reference_amount == pytest.approx(0.003)
    assert line(package, "Ore", 1).amount == 3


def test_an_avoided_product_is_an_output(read):
    package = read(
        process("a", section("Products", "P;kg;1;100;;x;"), section("Avoided products", "Q;kg;2;Undefined;0;0;0;"))
    )
    avoided = line(package, "Q")
    assert (avoided.avoided, str(avoided.direction)) == (True, "output")


def test_shares_of_products_become_allocation(read):
    products = section("Products", "A;kg;1;75;not defined;x;", "B;kg;1;25;not defined;x\\y;")
    package = read(process("a", section("Multiple output allocation", "Socio-economic causality"), products))
    found = package.processes[0]
    assert found.default_allocation == "economic"
    assert [(factor.method, factor.value) for factor in found.allocation] == [("economic", 0.75), ("economic", 0.25)]
    assert "SIM-121" not in codes(package)


def test_shares_without_a_basis_and_shares_that_do_not_add_up_are_said(read):
    products = section("Products", "A;kg;1;75;not defined;x;", "B;kg;1;20;not defined;x;")
    assert {"SIM-120", "SIM-121"} <= set(codes(read(process("a", products))))


def test_a_treatment_takes_its_waste_in(read):
    package = read(
        process(
            "a",
            section("Waste treatment", "Slag;kg;1;All waste types;Landfill;"),
            section("Emissions to soil", "Iron;;kg;1;Undefined;0;0;0;"),
        )
    )
    reference = package.processes[0].reference_exchange()
    assert (str(reference.direction), reference.flow_name) == ("input", "Slag")
    assert flow(package, "Slag").kind == "waste"


def test_a_waste_scenario_sends_shares_and_the_rest(read):
    scenario = section("Waste scenario", "Waste;kg;2;All waste types;x")
    parts = section("Separated waste", "Recycling;All waste types;90;") + section("Remaining waste", "Landfill;;100;")
    package = read(process("a", scenario, parts))
    assert line(package, "Recycling").amount == pytest.approx(1.8)
    assert line(package, "Landfill").amount == pytest.approx(0.2)


def test_a_waste_scenario_by_type_is_not_guessed(read):
    scenario = section("Waste scenario", "Waste;kg;1;All waste types;x")
    package = read(process("a", scenario, section("Separated waste", "Recycling;Aluminium;90;")))
    assert not package.processes
    assert package.report.counts["processes"] == Counts(read=1, skipped=1)
    assert "SIM-125" in codes(package)
    assert package.extra["processes"]


def test_a_waste_scenario_of_one_type_is_computed_by_the_rows_of_that_type(read):
    scenario = section("Waste scenario", "Cans;kg;2;Aluminium;x")
    rows = ("Recycling;Aluminium;90;", "Composting;Paper;70;")
    parts = section("Separated waste", *rows) + section("Remaining waste", "Landfill;All waste types;100;")
    package = read(process("a", scenario, parts))
    assert line(package, "Recycling").amount == pytest.approx(1.8)
    assert line(package, "Landfill").amount == pytest.approx(0.2)
    assert not [each for each in package.processes[0].exchanges if each.flow_name == "Composting"]
    assert not set(codes(package)) & {"SIM-125", "SIM-137", "SIM-138"}


def test_rows_of_one_type_beside_rows_of_all_types_are_not_guessed(read):
    scenario = section("Waste scenario", "Cans;kg;2;Aluminium;x")
    package = read(process("a", scenario, section("Separated waste", "Recycling;Aluminium;90;", "Burning;;10;")))
    assert "SIM-125" in codes(package)


def test_a_scenario_that_is_not_computed_says_its_shares_and_how_much_is_sent_to_it(read):
    scenario = section("Waste scenario", "Waste;kg;1;All waste types;x")
    user = process("b", section("Products", "Thing;kg;1;100;;x;"), section("Waste to treatment", "Waste;kg;3.5;"))
    package = read(process("a", scenario, section("Separated waste", "Recycling;Aluminium;90;")), user)
    told = {finding.code: finding.message.en for finding in package.report.findings}
    assert "Aluminium 90 % → Recycling" in told["SIM-125"]
    assert "1 rows of the file send waste to it" in told["SIM-138"]
    assert "(kg 3.5)" in told["SIM-138"]


def test_what_a_scenario_sends_nowhere_is_said_with_its_share(read):
    scenario = section("Waste scenario", "Waste;kg;1;All waste types;x")
    package = read(process("a", scenario, section("Separated waste", "Recycling;All waste types;90;")))
    (found,) = [each for each in package.report.findings if each.code == "SIM-137"]
    assert "Waste: 0.1" in found.message.en


def test_parameters_of_database_project_and_process_are_computed_in_this_order(read):
    lists = (
        section("Database Input parameters", "a;2;Undefined;0;0;0;No;", "b;3;Undefined;0;0;0;No;", "", "End"),
        section("Database Calculated parameters", "c;a * b;", "", "End"),
        section("Project Input parameters", "b;5;Undefined;0;0;0;Yes;", "", "End"),
        section("Project Calculated parameters", "d;b + C;", "", "End"),
    )
    own = section("Input parameters", "e;10;Uniform;0;5;15;No;") + section(
        "Calculated parameters", "f;iff(e > 1; sqr(d); 0);"
    )
    package = read(
        process(
            "p",
            section("Products", "P;kg;1;100;;x;"),
            section("Materials/fuels", "Q;kg;f + e;Undefined;0;0;0;"),
            own.replace("iff(e > 1; sqr(d); 0)", '"iff(e > 1; sqr(d); 0)"'),
        ),
        *lists,
    )
    assert line(package, "Q").amount == 131
    assert line(package, "Q").formula == "f + e"
    values = {parameter.name: parameter.value for parameter in package.processes[0].parameters}
    assert values == {"a": 2, "b": 5, "c": 6, "d": 11, "e": 10, "f": 121}
    formulas = {parameter.name: parameter.formula for parameter in package.processes[0].parameters}
    assert formulas["d"] == "b + c"
    assert evaluate(formulas["d"], values) == 11
    assert set(package.extra["parameters"]) == {"database", "project"}


def test_a_process_with_an_amount_that_can_not_be_computed_is_left_out_and_kept(read):
    package = read(
        process(
            "p", section("Products", "P;kg;1;100;;x;"), section("Materials/fuels", "Q;kg;gone * 2;Undefined;0;0;0;")
        ),
        STEEL,
    )
    assert [found.id for found in package.processes] == ["steel0001"]
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)
    fault = next(found for found in package.report.findings if found.code == "SIM-110")
    assert fault.place.process == "P"
    assert fault.place.flow == "Q"
    assert any("gone * 2" in row for row in next(iter(package.extra["processes"].values())))


def test_a_parameter_that_can_not_be_computed_stops_nothing_else(read):
    own = section("Calculated parameters", "f;sin(2);", "g;f + 1;", "h;2 * 3;")
    package = read(process("p", section("Products", "P;kg;1;100;;x;"), own))
    values = {parameter.name: parameter.value for parameter in package.processes[0].parameters}
    assert values == {"f": None, "g": None, "h": 6}
    assert "SIM-111" in codes(package)


def test_cas_numbers_are_checked_and_lose_their_zeros(read):
    rows = ("A;kg;000124-38-8;", "B;kg;1228284-64-;", "C;kg;10/8/5595;", "D;kg;007732-18-5;")
    emissions = section("Emissions to air", *(f"{name};;kg;1;Undefined;0;0;0;" for name in "ABCD"))
    lists = section("Airborne emissions", *rows, "", "End")
    package = read(process("p", section("Products", "P;kg;1;100;;x;"), emissions), lists)
    assert [flow(package, name).cas for name in "ABCD"] == [None, None, None, "7732-18-5"]
    assert flow(package, "A").extra["cas"] == "000124-38-8"
    assert {"SIM-114", "SIM-115"} <= set(codes(package))


def test_a_unit_that_the_file_redefines_is_converted_by_the_file_and_said(read):
    lists = section("Units", "kg;Mass;1;kg", "g;Mass;1;kg", "", "End")
    package = read(
        process("p", section("Products", "P;kg;1;100;;x;"), section("Resources", "Ore;;g;5;Undefined;0;0;0;")), lists
    )
    assert flow(package, "Ore").unit == "kg"
    assert line(package, "Ore").reference_amount == 5
    assert {"SIM-116", "SIM-132"} <= set(codes(package))


def test_literature_becomes_sources(read):
    literature = (
        section("Literature reference", "")
        + section("Name", "Miller (1995)")
        + section("Documentation link", "http://example.org/a")
        + "End\n\n"
    )
    package = read(
        process(
            "p",
            section("Literature references", "Miller (1995);comment", "Other"),
            section("Products", "P;kg;1;100;;x;"),
        ),
        literature,
    )
    first, second = package.sources
    assert (first.title["en"], first.year, first.url) == ("Miller (1995)", 1995, "http://example.org/a")
    assert package.processes[0].sources == (first.id, second.id)
    assert "SIM-122" in codes(package)


def test_what_is_not_modelled_is_kept_and_said(read):
    stage = (
        section("Product stage", "")
        + section("Category type", "assembly")
        + section("Products", "Bike;p;1;Others;;")
        + "End\n\n"
    )
    method = section("Method", "") + section("Name", "IPCC") + "End\n\n"
    odd = section("Odd things", "a;b", "", "End")
    unknown = section("Colour", "red")
    package = read(stage, method, odd, process("p", unknown, section("Products", "P;kg;1;100;;x;")))
    assert {"SIM-108", "SIM-109", "SIM-123", "SIM-124"} <= set(codes(package))
    assert set(package.extra) >= {"productStages", "methods", "other"}
    assert package.processes[0].extra["sections"] == [["Colour", ["red"]]]
    for kind in ("productStages", "methods", "other"):
        assert package.report.counts[kind] == Counts(read=1, skipped=1)


def test_a_process_identifier_twice_is_an_error(read):
    package = read(STEEL, STEEL)
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)
    assert "SIM-102" in codes(package)


def test_a_row_without_an_amount_fails_its_process(read):
    package = read(process("p", section("Products", "P;kg;1;100;;x;"), section("Resources", "Ore;;")))
    assert package.report.counts["processes"] == Counts(read=1, failed=1)
    assert "SIM-103" in codes(package)


def test_a_product_of_several_processes_and_odd_names_are_said(read):
    package = read(
        process("a", section("Products", "P ;kg;1;100;;x;")), process("b", section("Products", "P;kg;1;100;;x;"))
    )
    assert {"SIM-126", "SIM-133"} <= set(codes(package))
    assert len({found.exchanges[0].flow for found in package.processes}) == 1


def test_a_system_process_with_inputs_is_no_result(read):
    system = section("Type", "System")
    package = read(
        process("a", system, section("Products", "P;kg;1;100;;x;")),
        process(
            "b", system, section("Products", "Q;kg;1;100;;x;"), section("Materials/fuels", "P;kg;1;Undefined;0;0;0;")
        ),
    )
    assert [str(found.kind) for found in package.processes] == ["lci_result", "unit_process"]
    assert "SIM-130" in codes(package)


def test_the_same_file_gives_the_same_documents(read):
    assert read(STEEL, LISTS) == read(STEEL, LISTS)
