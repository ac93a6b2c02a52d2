"""What reading an ILCD package gives: documents, what they do not say, findings, counts that add up."""

import pytest
from tests.formats.ilcd.packages import (
    CLIMATE,
    CO2,
    ENERGY,
    EXCHANGES,
    MASS,
    METHANE,
    POWER,
    SLAG,
    STEEL,
    data_set,
    exchange,
    flow,
    flow_property,
    method,
    named,
    process,
    put,
    steel_package,
    unit_group,
)

from tanji.formats import ilcd
from tanji.model.finding import Counts
from tanji.model.process import Direction, ProcessKind
from tanji.model.quantity import QuantityKind


@pytest.fixture
def read(tmp_path):
    def read_package(**changed):
        return ilcd.read(put(tmp_path / "steel.zip", steel_package(**changed)))

    return read_package


def codes(package):
    return {finding.code for finding in package.report.findings}


def test_a_sound_package_is_read_whole_and_nothing_is_found(read):
    package = read()
    assert package.format == "ilcd/1.1"
    assert not package.report.findings
    assert package.report.counts == {
        "flows": Counts(read=4, imported=4),
        "processes": Counts(read=1, imported=1),
        "exchanges": Counts(read=4, imported=4),
        "sources": Counts(read=1, imported=1),
        "contacts": Counts(read=1, imported=1),
        "flowproperties": Counts(read=2, imported=2),
        "unitgroups": Counts(read=2, imported=2),
        "lciamethods": Counts(read=1, imported=1),
        "factors": Counts(read=2, imported=2),
        "locations": Counts(read=1, imported=1),
    }


def test_names_classes_place_time_and_technology_are_those_of_the_file(read):
    (steel,) = read().processes
    assert steel.names == {"en": "Steelmaking; at plant", "zh": "炼钢"}
    assert steel.category == ("Metals", "Steel")
    assert (steel.location, str(steel.valid_from), str(steel.valid_until)) == ("CN", "2022-01-01", "2027-12-31")
    assert (steel.technology, steel.description, steel.version) == ("Oxygen converter", "A converter.", "01.00.000")
    assert steel.kind is ProcessKind.unit_process
    assert steel.licence == "Free of charge for all users and uses"


def test_exchanges_have_directions_amounts_and_units(read):
    (steel,) = read().processes
    made, slag, power, air = steel.exchanges
    assert steel.reference_exchange() == made
    assert [line.direction for line in steel.exchanges] == [Direction.output] * 2 + [Direction.input, Direction.output]
    assert (power.amount, power.unit, power.reference_amount, power.flow_name) == (10, "MJ", 10, "Electricity")
    assert made.flow_name == "钢"
    assert air.description == "measured"
    assert (slag.unit, slag.extra) == ("kg", {})


def test_relative_standard_deviation_is_the_square_of_the_geometric_one(read):
    (steel,) = read().processes
    found = steel.exchanges[2].uncertainty
    assert (found.kind, found.median) == ("lognormal", 10)
    assert found.gsd == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (("normal", "4", "", ""), {"kind": "normal", "mean": 10, "sd": 2}),
        (("triangular", "", "8", "13"), {"kind": "triangular", "minimum": 8, "mode": 10, "maximum": 13}),
        (("uniform", "0", "8", "13"), {"kind": "uniform", "minimum": 8, "maximum": 13}),
        (("log-normal", "0.5", "", ""), None),
        (("normal", "0", "", ""), None),
        (("triangular", "", "11", "13"), None),
        (("uniform", "", "", ""), None),
    ],
)
def test_distributions_are_read_where_they_are_whole_and_sound(read, stated, expected):
    kind, spread, low, high = stated
    more = (
        f"<minimumAmount>{low}</minimumAmount><maximumAmount>{high}</maximumAmount>"
        f"<uncertaintyDistributionType>{kind}</uncertaintyDistributionType>"
        f"<relativeStandardDeviation95In>{spread}</relativeStandardDeviation95In>"
    )
    package = read(processes__steel=process([EXCHANGES[0], exchange(1, POWER, "Input", "10", more)]))
    found = package.processes[0].exchanges[1].uncertainty
    assert (found and found.model_dump(exclude_none=True)) == expected
    assert ("ILC-114" in codes(package)) == (expected is None)


def test_allocation_factors_are_shares_of_an_exchange_by_co_product(read):
    (steel,) = read().processes
    assert steel.default_allocation == "causal"
    assert [(each.exchange, each.product, each.value) for each in steel.allocation] == [
        ("2", STEEL, 0.8),
        ("2", SLAG, 0.2),
    ]


def test_parameters_and_variables_become_formulas(read):
    line = exchange(1, POWER, "Input", "10").replace(
        "<meanAmount>", "<referenceToVariable>ore</referenceToVariable><meanAmount>"
    )
    line = line.replace("<resultingAmount>10", "<resultingAmount>8")
    package = read(processes__steel=process([EXCHANGES[0], line]))
    (steel,) = package.processes
    assert [(each.name, each.value, each.formula) for each in steel.parameters] == [
        ("scrap", 0.2, None),
        ("ore", 0.8, "1 - scrap"),
    ]
    assert (steel.exchanges[1].formula, steel.exchanges[1].amount) == ("10.0 * ore", 8)
    assert not package.report.findings
    other = read(processes__steel=process([EXCHANGES[0], line.replace("<resultingAmount>8", "<resultingAmount>9")]))
    assert codes(other) == {"ILC-112"}
    assert other.processes[0].exchanges[1].amount == 9


def test_reviews_compliance_and_foreign_elements_are_kept(read):
    kept = read().processes[0].extra["ilcd"]
    assert kept["modellingAndValidation"]["validation"]["review"]["@type"] == "Independent external review"
    assert "complianceDeclarations" in kept["modellingAndValidation"]
    mood = kept["common:other"]["acme:mood"]
    assert mood == {"@acme:level": "3", "#children": ["calm", ["acme:b", ""], "and", ["acme:c", ""], "glad"]}


def test_flows_have_kind_unit_compartment_and_other_properties(read):
    flows = {item.id: item for item in read().flows}
    steel, air, power = flows[STEEL], flows[CO2], flows[POWER]
    assert (steel.unit, steel.quantity_kind, steel.property_id) == ("kg", QuantityKind.mass, MASS)
    assert [(each.id, each.unit, each.amount) for each in steel.properties] == [(ENERGY, "MJ", 0.5)]
    assert (air.compartment, air.cas, air.formula) == (("air",), "124-38-9", "CO2")
    assert (power.unit, power.quantity_kind) == ("MJ", QuantityKind.energy_electricity)


def test_amounts_are_multiplied_by_the_mean_value_of_the_reference_property(read):
    package = read(flows__power=flow(POWER, named("Electricity"), properties=((ENERGY, "3.6"), (MASS, "1.8"))))
    line = package.processes[0].exchanges[2]
    assert (line.amount, line.reference_amount) == (10, 36)
    assert next(item for item in package.flows if item.id == POWER).properties[0].amount == 0.5
    assert codes(package) == {"ILC-125"}


def test_a_source_has_its_citation_and_its_address(read):
    (book,) = read().sources
    assert (book.title, book.document_no, book.url) == ({"en": "Steel book"}, "Smith 2020", "https://example.org/steel")


def test_a_method_has_factors_by_flow_with_the_origin_of_the_carbon(read):
    (climate,) = read().methods
    assert (climate.id, climate.report, climate.horizon) == (CLIMATE, "AR6", 100)
    assert [(each.flow, each.origin.value, each.value) for each in climate.flows] == [
        (CO2, "fossil", 1.0),
        (METHANE, "biogenic", 27.0),
    ]


@pytest.mark.parametrize("indicator", ["Radiative forcing", "GWP100", "GWP100, IPCC 2013 and IPCC 2021"])
def test_a_method_that_does_not_say_one_report_and_horizon_is_kept_whole(read, indicator):
    package = read(lciamethods__climate=method((CO2, "carbon dioxide", "1"), indicator=indicator))
    assert not package.methods
    assert CLIMATE in package.extra["lciamethods"]
    assert codes(package) == {"ILC-108"}
    assert package.report.counts["factors"] == Counts(read=1, skipped=1)


REFERENCE = "<referenceToReferenceFlow>{}</referenceToReferenceFlow>"


@pytest.mark.parametrize(
    ("reference", "found", "chosen"),
    [
        ("", {"ILC-110"}, None),
        (REFERENCE.format(7), {"ILC-128", "ILC-110"}, None),
        (REFERENCE.format(0) + REFERENCE.format(1), {"ILC-121"}, "0"),
        (REFERENCE.format(7) + REFERENCE.format(1), {"ILC-128"}, "1"),
        (REFERENCE.format(2), {"ILC-129"}, "2"),
        (REFERENCE.format(3), {"ILC-130"}, "3"),
    ],
)
def test_references_that_are_missing_double_an_input_or_elementary_are_said(read, reference, found, chosen):
    package = read(processes__steel=process(reference=reference))
    assert codes(package) == found
    assert package.processes[0].reference == chosen


def test_an_amount_of_zero_of_the_reference_is_said_and_other_amounts_are_kept(read):
    package = read(processes__steel=process([exchange(0, STEEL, "Output", "0"), exchange(1, SLAG, "Output", "-2.5")]))
    assert codes(package) == {"ILC-131"}
    assert package.processes[0].exchanges[1].amount == -2.5


def test_a_flow_that_is_not_there_is_said_and_its_amount_is_not_converted(read):
    package = read(flows__power=None)
    line = package.processes[0].exchanges[2]
    assert codes(package) == {"ILC-107"}
    assert (line.flow_name, line.amount, line.unit, line.reference_amount) == ("flow 2", 10, "", None)


def test_units_of_the_reference_list_stand_in_for_a_property_that_is_not_there(read):
    package = read(flowproperties__mass=None, unitgroups__kg=None)
    assert codes(package) == {"ILC-126"}
    assert package.flows[0].unit == "kg"


def test_a_flow_whose_unit_can_not_be_known_fails_alone(read):
    strange = "00000000-0000-4000-a000-000000000009"
    package = read(flows__slag=flow(SLAG, named("Slag"), properties=((strange, "1"),)))
    assert codes(package) == {"ILC-104", "ILC-107"}
    assert package.report.counts["flows"] == Counts(read=4, imported=3, failed=1)
    assert package.report.errors[0].place.flow == "Slag"


def test_a_unit_group_without_reference_unit_gives_no_unit(read):
    strange, group = "00000000-0000-4000-a000-000000000009", "00000000-0000-4000-a000-000000000008"
    package = read(
        unitgroups__x=unit_group(group, ("kg", "2")),
        flowproperties__x=flow_property(strange, "Strange", group),
        flows__slag=flow(SLAG, named("Slag"), properties=((strange, "1"),)),
    )
    assert "ILC-104" in codes(package)


@pytest.mark.parametrize("amount", ["much", "1,5", "nan", "inf", "1e999", "0x10", "1_000"])
def test_an_amount_that_is_no_number_fails_the_process(read, amount):
    package = read(processes__steel=process([*EXCHANGES[:3], exchange(3, CO2, "Output", amount)]))
    assert codes(package) == {"ILC-106"}
    assert not package.processes
    assert package.report.counts["exchanges"] == Counts(read=4, failed=4)
    assert package.report.errors[0].place.file == "ILCD/processes/steel.xml"


def test_an_exchange_without_amount_is_not_read_as_zero(read):
    package = read(processes__steel=process([*EXCHANGES[:3], exchange(3, CO2, "Output", "")]))
    assert codes(package) == {"ILC-136"}
    assert len(package.processes[0].exchanges) == 3
    assert package.report.counts["exchanges"] == Counts(read=4, imported=3, skipped=1)
    assert package.processes[0].extra["ilcd"]["exchanges"]["exchange"][0]["@dataSetInternalID"] == "3"


@pytest.mark.parametrize(
    "line", [exchange(3, "", "Output", "1"), exchange(3, CO2, "Sideways", "1"), "<exchange>x</exchange>"]
)
def test_an_exchange_without_flow_or_direction_fails_the_process(read, line):
    package = read(processes__steel=process([*EXCHANGES[:3], line]))
    assert package.processes == () or len(package.processes[0].exchanges) == 3
    assert codes(package) & {"ILC-105", "ILC-136"}


def test_lines_with_the_same_number_or_content_are_all_kept(read):
    package = read(processes__steel=process([*EXCHANGES, EXCHANGES[3]]))
    assert [line.id for line in package.processes[0].exchanges] == ["0", "1", "2", "3", "3-2"]
    assert codes(package) == {"ILC-122", "ILC-132"}


def test_the_newest_of_several_versions_is_read(read):
    older = process().replace("01.00.000", "00.09.000").replace("Steelmaking", "Old")
    package = read(processes__old=older, processes__a=older.replace("00.09.000", "00.08.000"))
    assert [item.version for item in package.processes] == ["01.00.000"]
    assert codes(package) == {"ILC-103"}
    assert package.report.counts["processes"] == Counts(read=3, imported=1, skipped=2)


def test_the_same_version_twice_is_an_error(read):
    package = read(processes__again=process())
    assert [finding.code for finding in package.report.errors] == ["ILC-103"]
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)


def test_life_cycle_models_are_kept_and_said(read):
    uuid = "00000000-0000-4000-a000-00000000000a"
    model = data_set("lifeCycleModelDataSet", "X", "").replace(
        "http://lca.jrc.it/ILCD/X", "http://eplca.jrc.ec.europa.eu/ILCD/LifeCycleModel/2017"
    )
    inside = f"<dataSetInformation><common:UUID>{uuid}</common:UUID></dataSetInformation>"
    inside = f"<lifeCycleModelInformation>{inside}</lifeCycleModelInformation>"
    package = read(lifecyclemodels__m=model.replace("></life", f">{inside}</life"))
    assert codes(package) == {"ILC-117"}
    assert uuid in package.extra["lifecyclemodels"]
    assert package.report.counts["lifecyclemodels"] == Counts(read=1, skipped=1)


def test_an_empty_location_says_nothing(read):
    package = read(processes__steel=process().replace('location="CN"', 'location=""'))
    assert package.processes[0].location is None
    assert not package.report.findings


@pytest.mark.parametrize("year", ["2019-2020", "last", "20222", "0000"])
def test_a_year_that_is_none_is_said_and_kept(read, year):
    package = read(processes__steel=process().replace("<common:referenceYear>2022", f"<common:referenceYear>{year}"))
    assert codes(package) == {"ILC-120"}
    assert package.processes[0].valid_from is None
    assert package.processes[0].extra["ilcd"]["processInformation"]["time"]["common:referenceYear"] == year


def test_other_files_are_said(read):
    package = read(**{"external_docs/picture.png": "x", "processes/list": "<a xmlns='urn:x'/>"})
    assert codes(package) == {"ILC-102", "ILC-119"}
    assert package.report.counts["other"] == Counts(read=2, skipped=2)


def test_a_single_file_in_another_encoding_is_read(tmp_path):
    text = process().replace('encoding="UTF-8"', 'encoding="GB18030"')
    (tmp_path / "steel.xml").write_bytes(text.encode("gb18030"))
    package = ilcd.read(tmp_path / "steel.xml")
    assert package.processes[0].names["zh"] == "炼钢"
    assert package.sha256
