"""A package becomes documents: amounts, directions, units, documentation; what fails is said and the rest is read."""

from datetime import date

import pytest
from tests.formats.olca.packages import exchange, flow, put, steel, steel_package

from tanji.formats import olca
from tanji.model.finding import Counts, Severity
from tanji.model.process import Uncertainty


@pytest.fixture
def read(tmp_path):
    """The package of a dictionary of objects."""

    def package(**changes):
        return olca.read(put(tmp_path / "steel", steel_package(**changes)))

    return package


def only(package):
    (process,) = package.processes
    return {line.flow: line for line in process.exchanges}


def codes(package):
    return {finding.code for finding in package.report.findings}


def found(package, code):
    (finding,) = [finding for finding in package.report.findings if finding.code == code]
    return finding


def test_amounts_come_in_the_reference_unit_of_their_flow(read):
    lines = only(read())
    assert (lines["steel"].amount, lines["steel"].unit, lines["steel"].reference_amount) == (2.0, "t", 2000.0)
    assert lines["electricity"].reference_amount == 900 * 3.6
    assert lines["gas"].reference_amount == pytest.approx(3.0 * 38.0)


def test_inputs_are_inputs_and_an_avoided_product_is_an_output(read):
    lines = only(read())
    assert [lines[name].direction.value for name in ("steel", "electricity", "co2", "slag")] == [
        "output",
        "input",
        "output",
        "output",
    ]
    assert lines["slag"].avoided
    assert lines["slag"].amount == 0.5


def test_an_avoided_product_written_as_an_output_is_one_too(read):
    body = steel()
    body["exchanges"][4]["isInput"] = False
    line = only(read(processes__steelmaking=body))["slag"]
    assert (line.direction.value, line.avoided) == ("output", True)


def test_a_process_keeps_what_is_said_of_it(read):
    package = read()
    (process,) = package.processes
    assert process.reference_exchange().flow == "steel"
    assert (process.location, process.category, process.version) == ("CN", ("metals", "ferrous"), "01.00.000")
    assert (process.valid_from, process.valid_until) == (date(2020, 1, 1), date(2024, 12, 31))
    assert (process.technology, process.sources) == ("Electric arc furnace", ("book",))
    assert process.default_allocation == "physical"
    assert [(item.method, item.exchange, item.value) for item in process.allocation] == [
        ("physical", None, 1.0),
        ("causal", "4", 0.75),
    ]
    assert [(item.name, item.value, item.formula) for item in process.parameters] == [
        ("half", 0.5, None),
        ("factor", 0.5, "IF(half > 1; 2; half)"),
    ]
    lines = only(package)
    assert (lines["electricity"].provider, lines["gas"].pedigree) == ("grid", "(1;2;3;4;5)")
    assert (lines["co2"].formula, lines["co2"].description) == ("FACTOR * 1000", "stack")


def test_what_is_not_modelled_is_kept(read):
    package = read(lcia_methods__m={"@type": "ImpactMethod", "@id": "m", "name": "AWARE", "odd": [1]})
    (process,) = package.processes
    assert process.extra["tags"] == ["demo"]
    assert process.extra["processDocumentation"]["timeDescription"] == "five years"
    assert package.extra["Actor"]["somebody"]["email"] == "a@example.org"
    assert package.extra["Location"]["place-cn"]["latitude"] == 35.0
    assert package.extra["ImpactMethod"]["m"]["odd"] == [1]
    assert found(package, "OLC-117").severity is Severity.note
    assert package.report.counts["lcia_methods"] == Counts(read=1, skipped=1)


def test_flows_keep_what_is_said_of_them(read):
    package = read()
    flows = {item.id: item for item in package.flows}
    assert (flows["co2"].kind.value, flows["co2"].compartment) == ("elementary", ("air", "unspecified"))
    assert (flows["co2"].cas, flows["co2"].formula) == ("000124-38-9", "CO2")
    assert flows["gas"].synonyms == ("CNG", "天然气")
    assert flows["gas"].names == {"en": "Natural gas "}
    assert flows["gas"].properties[0].amount == pytest.approx(1 / 38)
    assert flows["steel"].location == "CN"
    assert "'Natural gas '" in found(package, "OLC-118").message.en


def test_electricity_is_told_from_other_energy_and_the_rest_stays_open(read):
    flows = {item.id: item for item in read().flows}
    assert (flows["electricity"].unit, flows["electricity"].quantity_kind) == ("MJ", "energy_electricity")
    assert (flows["gas"].unit, flows["gas"].quantity_kind) == ("MJ", None)
    assert flows["steel"].quantity_kind == "mass"


def test_sources_and_places_come_along(read):
    package = read()
    assert [(item.id, item.title["en"], item.year, item.note) for item in package.sources] == [
        ("book", "Book", 2021, "A book.")
    ]
    assert [(item.id, item.code, item.name) for item in package.places] == [("place-cn", "CN", "China")]


def test_a_chinese_name_is_a_chinese_name(read):
    package = read(flows__steel=flow("steel", "钢材"))
    assert next(item for item in package.flows if item.id == "steel").names == {"zh": "钢材"}


def test_nothing_is_found_wrong_with_a_sound_package(read):
    package = read()
    assert package.format == "olca-jsonld/2"
    assert codes(package) == {"OLC-118"}
    assert package.report.counts["exchanges"] == Counts(read=5, imported=5)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2, "geomSd": 1.5},
            Uncertainty(kind="lognormal", median=2, gsd=1.5),
        ),
        ({"distributionType": "NORMAL_DISTRIBUTION", "mean": 2, "sd": 1}, Uncertainty(kind="normal", mean=2, sd=1)),
        (
            {"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 1, "mode": 2, "maximum": 4},
            Uncertainty(kind="triangular", minimum=1, mode=2, maximum=4),
        ),
        (
            {"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 1, "maximum": 4},
            Uncertainty(kind="uniform", minimum=1, maximum=4),
        ),
    ],
)
def test_every_kind_of_distribution_is_read(read, stated, expected):
    body = steel()
    body["exchanges"][0]["uncertainty"] = {"@type": "Uncertainty", **stated}
    assert only(read(processes__steelmaking=body))["steel"].uncertainty == expected


def test_a_statement_that_is_no_distribution_is_kept_and_said(read):
    body = steel()
    body["exchanges"][0]["uncertainty"] = {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2, "geomSd": 0}
    package = read(processes__steelmaking=body)
    line = only(package)["steel"]
    assert line.uncertainty is None
    assert line.extra["uncertainty"]["geomMean"] == 2
    assert found(package, "OLC-114").severity is Severity.note


def test_a_formula_that_gives_another_amount_is_said_and_the_amount_kept(read):
    body = steel()
    body["exchanges"][3]["amount"] = 700.0
    package = read(processes__steelmaking=body)
    assert only(package)["co2"].amount == 700.0
    finding = found(package, "OLC-112")
    assert (finding.severity, finding.place.process) == (Severity.warning, "Steelmaking")
    assert "gives 500" in finding.message.en


def test_global_parameters_are_known_to_formulas(read):
    body = steel(parameters=[])
    package = read(
        processes__steelmaking=body, parameters__f={"@type": "Parameter", "@id": "f", "name": "factor", "value": 0.5}
    )
    assert codes(package) == {"OLC-118"}


def test_a_formula_that_can_not_be_computed_is_said(read):
    package = read(processes__steelmaking=steel(parameters=[]))
    assert "factor" in found(package, "OLC-113").message.en


def test_a_process_without_reference_is_kept_and_said(read):
    body = steel()
    del body["exchanges"][0]["isQuantitativeReference"]
    package = read(processes__steelmaking=body)
    assert package.processes[0].reference is None
    assert found(package, "OLC-110").place.process == "Steelmaking"


def test_negative_amounts_are_kept(read):
    body = steel()
    body["exchanges"][1]["amount"] = -900.0
    line = only(read(processes__steelmaking=body))["electricity"]
    assert (line.amount, line.direction.value) == (-900.0, "input")


def test_exchanges_with_the_same_id_are_all_kept(read):
    body = steel()
    body["exchanges"].append(exchange(4, "co2", 1.0, "mass-kg"))
    package = read(processes__steelmaking=body)
    assert [line.id for line in package.processes[0].exchanges] == ["1", "2", "3", "4", "5", "4-2"]
    assert "OLC-122" in codes(package)


def test_a_unit_that_the_flow_does_not_have_gives_no_reference_amount(read):
    body = steel()
    body["exchanges"][3]["unit"] = {"@id": "nowhere", "name": "barrel"}
    package = read(processes__steelmaking=body)
    assert only(package)["co2"].reference_amount is None
    assert found(package, "OLC-111").severity is Severity.warning


def test_a_unit_whose_factor_is_unusual_is_used_as_the_file_says_and_told(read):
    package = steel_package()
    package["unit_groups/mass"]["units"][1]["conversionFactor"] = 907.18474
    lines = only(read(unit_groups__mass=package["unit_groups/mass"]))
    assert lines["steel"].reference_amount == pytest.approx(2 * 907.18474)


def test_a_unit_group_that_disagrees_with_the_registry_is_told(read):
    package = steel_package()
    package["unit_groups/mass"]["units"][1]["conversionFactor"] = 907.18474
    said = codes(read(unit_groups__mass=package["unit_groups/mass"]))
    assert {"OLC-115", "OLC-124"} <= said


@pytest.mark.parametrize(
    ("changes", "code", "kind"),
    [
        ({"processes__zbad": b"{"}, "OLC-101", "processes"),
        ({"flows__zbad": b'{"@type": "Flow", "@id": "x", "name": NaN}'}, "OLC-101", "flows"),
        ({"flows__zbad": b'{"@id": "x", "amount": 1e999}'}, "OLC-101", "flows"),
        ({"flows__zbad": b"\xff\xfe"}, "OLC-101", "flows"),
        ({"flows__zbad": b"[" * 100_000}, "OLC-101", "flows"),
        ({"flows__zbad": b'{"a":' * 60 + b"1" + b"}" * 60}, "OLC-102", "flows"),
        ({"flows__zbad": b'{"@id":"x","a":' + b'{"a":' * 60 + b"1" + b"}" * 61}, "OLC-101", "flows"),
        ({"flows__zbad": b"[]"}, "OLC-101", "flows"),
        ({"flows__zbad": {"@type": "Flow", "name": "no id"}}, "OLC-102", "flows"),
        ({"flows__zbad": {"@type": "Flow", "@id": "", "name": "no id"}}, "OLC-102", "flows"),
        ({"flows__zbad": flow("steel", "Steel again")}, "OLC-103", "flows"),
        ({"flows__zbad": flow("x", "x", "nowhere")}, "OLC-104", "flows"),
        ({"flows__zbad": flow("x", "x", flowProperties=[])}, "OLC-104", "flows"),
        ({"flows__zbad": flow("x", "x", flowType="SOMETHING")}, "OLC-105", "flows"),
        ({"flows__zbad": flow("x", "x" * 5000)}, "OLC-105", "flows"),
        ({"flows__zbad": flow("x", 5)}, "OLC-105", "flows"),
        ({"processes__zbad": {**steel(), "@id": "x", "exchanges": "none"}}, "OLC-105", "processes"),
        (
            {"processes__zbad": {**steel(), "@id": "x", "exchanges": [{"flow": {"@id": "steel"}}]}},
            "OLC-105",
            "processes",
        ),
        (
            {"processes__zbad": {**steel(), "@id": "x", "exchanges": [exchange(1, "nowhere", 1.0, "mass-kg")]}},
            "OLC-104",
            "processes",
        ),
        ({"processes__zbad": steel()}, "OLC-103", "processes"),
        ({"processes__zbad": flow("y", "a flow")}, "OLC-102", "processes"),
        ({"flows__zbad": b'{"@type": "Flow", "@id": "x", "name": "a", "name": "b"}'}, "OLC-125", "flows"),
        ({"processes__zbad": b'{"@id": "x", "exchanges": [{"amount": 1.0, "amount": 9.0}]}'}, "OLC-125", "processes"),
    ],
)
def test_what_fails_is_said_with_its_file_and_the_rest_is_read(read, changes, code, kind):
    package = read(**changes)
    errors = [finding for finding in package.report.errors if finding.code == code]
    assert len(errors) == 1
    assert errors[0].place.file == next(iter(changes)).replace("__", "/") + ".json"
    assert package.report.counts[kind].failed == 1
    assert len(package.processes) == 1
    assert len(package.flows) == 5


def test_a_document_that_the_model_refuses_is_a_failure_and_no_crash(read):
    deep = "1"
    for _ in range(30):
        deep = {"a": deep}
    package = read(
        processes__odd=steel(**{"@id": "odd", "version": ""}), processes__deep=steel(**{"@id": "d", "x": deep})
    )
    assert {process.id for process in package.processes} >= {"steelmaking"}
    counts = package.report.counts["processes"]
    assert counts.read == 3
    assert counts.imported == len(package.processes)


def test_references_that_matter_little_are_told_together(read):
    body = steel(location={"@id": "gone", "name": "Atlantis"})
    package = read(processes__steelmaking=body, sources__book=None)
    assert package.processes[0].location == "Atlantis"
    finding = found(package, "OLC-116")
    assert "Atlantis" in finding.message.en


def test_allocation_factors_without_product_are_kept_and_told(read):
    body = steel(allocationFactors=[{"allocationType": "CAUSAL_ALLOCATION", "value": 1.0}])
    package = read(processes__steelmaking=body)
    assert package.processes[0].allocation == ()
    assert package.processes[0].extra["allocationFactors"][0]["value"] == 1.0
    assert "OLC-123" in codes(package)
