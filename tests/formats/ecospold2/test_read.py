"""EcoSpold 2 becomes documents, and what is missing, odd or wrong is said."""

import zipfile
from datetime import date

import pytest
from tests.formats.ecospold.reading import codes
from tests.formats.ecospold2.datasets import ACTIVITY, SPACE, STEEL, classified, dataset, exchange, spold, words

from tanji.formats import ecospold1, ecospold2
from tanji.formats.ecospold1.dialect import NotEcoSpold1
from tanji.formats.ecospold2.dialect import NotEcoSpold2
from tanji.formats.xml import BrokenXml, ForbiddenXml
from tanji.model.finding import Counts
from tanji.model.flow import FlowKind
from tanji.model.process import Direction, ProcessKind

SCORES = (
    "reliability",
    "completeness",
    "temporalCorrelation",
    "geographicalCorrelation",
    "furtherTechnologyCorrelation",
)
OTHER = "33333333-3333-3333-3333-333333333333"


@pytest.fixture
def read(tmp_path):
    def reading(text):
        path = tmp_path / "a.spold"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return ecospold2.read(path)

    return reading


def lines(package, number=0):
    return {line.flow_name: line for line in package.processes[number].exchanges}


def test_a_dataset_becomes_a_process_with_its_flows(read):
    package = read(spold())
    process = package.processes[0]
    assert package.format == "ecospold/2"
    assert process.id == f"{ACTIVITY}_flow-steel"
    assert process.names == {"en": "steel production", "de": "Stahl"}
    assert (process.location, process.version, process.kind) == ("CH", "3.0.89.2", ProcessKind.unit_process)
    assert (process.valid_from, process.valid_until) == (date(2001, 1, 1), date(2003, 12, 31))
    assert (process.description, process.technology) == ("about steel", "first\nsecond")
    assert process.category == ("metals", "iron")
    assert process.licence == "copyright protected; access: licensees"
    assert process.reference_exchange().flow == "flow-steel"
    found = lines(package)
    assert found["coal"].direction is Direction.input
    assert found["coal"].provider == "22222222-2222-2222-2222-222222222222_flow-coal"
    flows = {flow.id: flow for flow in package.flows}
    assert flows["flow-Carbon dioxide, fossil"].cas == "124-38-9"
    assert flows["flow-Carbon dioxide, fossil"].compartment == ("air", "unspecified")
    assert (package.sources[0].id, package.sources[0].year, package.sources[0].note) == ("s1", 2007, "A.")
    assert (package.places[0].id, package.places[0].code) == ("g-CH", "CH")
    assert codes(package) == ["EST-136"]
    assert process.extra["activityDescription"]["macroEconomicScenario"]["@macroEconomicScenarioId"] == "m"


def test_a_negative_reference_product_is_waste_that_is_treated(read):
    treatment = dataset(
        exchange("e1", "scrap", "out 0", amount="-2", mathematicalRelation="-2*1"),
        STEEL[2],
        identity=OTHER,
        name="treatment of scrap",
    )
    package = read(spold(treatment))
    reference = package.processes[0].reference_exchange()
    assert (reference.direction, reference.amount, reference.reference_amount) == (Direction.input, 2.0, 2.0)
    assert reference.formula == "-(-2*1)"
    assert package.flows[0].kind is FlowKind.waste
    assert codes(package) == ["EST-133"]


@pytest.mark.parametrize("told", ["", classified("Waste")])
@pytest.mark.parametrize("first", [True, False])
def test_a_negative_input_of_waste_is_waste_that_goes_out(read, first, told):
    maker = dataset(STEEL[0], exchange("e2", "scrap", "in 5", amount="-0.5", after=told, activityLinkId=OTHER))
    treatment = dataset(exchange("e1", "scrap", "out 0", amount="-1", after=told), identity=OTHER, name="treatment")
    package = read(spold(*([maker, treatment] if first else [treatment, maker])))
    made = next(process for process in package.processes if process.names["en"] == "steel production")
    scrap = next(line for line in made.exchanges if line.flow_name == "scrap")
    assert (scrap.direction, scrap.amount) == (Direction.output, 0.5)
    assert scrap.provider == f"{OTHER}_flow-scrap"
    assert {flow.kind for flow in package.flows if flow.id == "flow-scrap"} == {FlowKind.waste}
    assert codes(package) == ["EST-133"]


def test_a_negative_input_of_a_product_stays_negative(read):
    package = read(spold(dataset(STEEL[0], exchange("e2", "heat", "in 5", amount="-3"))))
    assert (lines(package)["heat"].direction, lines(package)["heat"].amount) == (Direction.input, -3.0)
    assert codes(package) == ["EST-132"]


def test_waste_and_its_treatment_are_linked_with_the_right_signs(read, tanji_home):
    from tanji.background.publish import publish
    from tanji.background.shelf import Shelf
    from tanji.starter.methods import method

    maker = dataset(STEEL[0], exchange("e2", "scrap", "in 5", amount="-0.5", activityLinkId=OTHER))
    carbon = exchange("e3", "Carbon dioxide, fossil", "out 4", amount="4")
    treatment = dataset(exchange("e1", "scrap", "out 0", amount="-1"), carbon, identity=OTHER, name="treatment")
    package = read(spold(maker, treatment))
    opened = publish(package, Shelf(tanji_home), database="x", version="1", names={"en": "x"}).opened
    intensities = opened.intensities(method("ar6-gwp100"))[0]
    found = {listing.process: value for listing, value in zip(opened.listings, intensities, strict=True)}
    assert found == pytest.approx({f"{ACTIVITY}_flow-steel": 2.0, f"{OTHER}_flow-scrap": 4.0})


def test_of_several_reference_products_the_first_that_is_not_zero_is_taken(read):
    package = read(spold(dataset(exchange("e0", "slag", "out 0", amount="0"), *STEEL)))
    assert package.processes[0].reference_exchange().flow_name == "steel"
    assert codes(package) == ["EST-136"]
    package = read(spold(dataset(exchange("e0", "slag", "out 0", amount="2"), *STEEL)))
    assert package.processes[0].reference_exchange().flow_name == "slag"
    assert "EST-116" in codes(package)


def test_distributions_and_pedigree(read):
    scores = zip(SCORES, "12345", strict=True)
    matrix = f"<pedigreeMatrix {' '.join(f'{name}={score!r}' for name, score in scores)}/>"
    spread = f"<uncertainty>{{}}{matrix}</uncertainty>"
    told = {
        "a": '<lognormal meanValue="2" mu="0.69" variance="0.04" varianceWithPedigreeUncertainty="0.09"/>',
        "b": '<normal meanValue="2" variance="0.25"/>',
        "c": '<triangular minValue="1" mostLikelyValue="2" maxValue="4"/>',
        "d": '<uniform minValue="1" maxValue="4"/>',
        "e": '<gamma shape="1" scale="2" minValue="0"/>',
        "f": '<lognormal meanValue="2" mu="0.69"/>',
    }
    package = read(
        spold(
            dataset(
                STEEL[0], *(exchange(name, name, "in 5", inside=spread.format(body)) for name, body in told.items())
            )
        )
    )
    found = lines(package)
    assert found["a"].uncertainty.gsd == pytest.approx(1.3498588)
    assert (found["b"].uncertainty.mean, found["b"].uncertainty.sd) == (2.0, 0.5)
    assert found["c"].uncertainty.mode == 2.0
    assert found["d"].uncertainty.kind == "uniform"
    assert found["e"].uncertainty is None
    assert found["a"].pedigree == "(1;2;3;4;5)"
    assert [finding.message.en[:1] for finding in package.report.findings] == ["2"]
    assert codes(package) == ["EST-114"]


def test_formulas_are_computed_over_all_variable_names(read):
    told = words("name", "a share") + words("unitName", "kg")
    parameter = f'<parameter parameterId="p1" variableName="share" amount="{{}}">{told}</parameter>'
    line = exchange("e2", "coal", "in 5", amount="6", mathematicalRelation="SHARE * steel_out * IF(share > 1; 3; 1)")
    steel = exchange("e1", "steel", "out 0", variableName="steel_out")
    package = read(spold(dataset(steel, line, more=parameter.format(2))))
    parameters = package.processes[0].parameters
    assert (parameters[0].name, parameters[0].value, parameters[0].unit) == ("share", 2.0, "kg")
    assert lines(package)["coal"].formula.startswith("SHARE")
    assert codes(package) == []
    assert codes(read(spold(dataset(steel, line, more=parameter.format(5))))) == ["EST-112"]
    assert codes(read(spold(dataset(steel, line)))) == ["EST-113"]
    assert codes(read(spold(dataset(steel, more=parameter.format(2).replace('variableName="share"', ""))))) == [
        "EST-142"
    ]


@pytest.mark.parametrize(("name", "method"), [("price", "economic"), ("dry mass", "physical")])
def test_shares_come_from_the_master_allocation_property(read, name, method):
    prop = '<property propertyId="x" amount="{}">' + words("name", name) + words("unitName", "u") + "</property>"
    about = 'masterAllocationPropertyId="x"'
    steel = exchange("e1", "steel", "out 0", inside=prop.format(3))
    slag = exchange("e2", "slag", "out 2", amount="2", inside=prop.format("0.5"))
    process = read(spold(dataset(steel, slag, about=about))).processes[0]
    assert {factor.product: factor.value for factor in process.allocation} == {"flow-steel": 0.75, "flow-slag": 0.25}
    assert {factor.method for factor in process.allocation} == {method}
    assert process.default_allocation == method
    package = read(spold(dataset(steel, exchange("e2", "slag", "out 2"), about=about)))
    assert codes(package) == ["EST-140"]
    assert package.processes[0].allocation == ()


def test_properties_become_properties_of_the_flow(read):
    prop = '<property propertyId="x" amount="{}">' + words("name", "wet mass") + words("unitName", "kg") + "</property>"
    package = read(
        spold(
            dataset(STEEL[0], exchange("e2", "coal", "in 5", inside=prop.format(5))),
            dataset(exchange("e1", "coal", "out 0", inside=prop.format(7)), identity=OTHER, name="coal"),
        )
    )
    coal = next(flow for flow in package.flows if flow.id == "flow-coal")
    assert [(item.name, item.amount) for item in coal.properties] == [("wet mass", 7.0)]


def test_a_child_dataset_is_read_as_it_stands(read):
    package = read(spold(dataset(root="childActivityDataset")))
    assert package.processes[0].extra["element"] == "childActivityDataset"
    assert "EST-131" in codes(package)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((exchange("e1", "steel", "out 0", amount="0"),), "EST-130"),
        ((STEEL[1],), "EST-110"),
        ((STEEL[0], exchange("e2", "a", "in 5"), exchange("e3", "a", "in 5")), "EST-122"),
        ((STEEL[0], exchange("e2", "a", "in 5", intermediateExchangeId=None)), "EST-134"),
        ((STEEL[0], exchange(None, "a", "in 5")), "EST-134"),
        ((STEEL[0], exchange("e2", "a ", "in 5")), "EST-128"),
        ((STEEL[0], exchange("e2", "a", "out 4", casNumber="124-38-7")), "EST-121"),
        ((STEEL[0], exchange("e2", "a", "in 5"), exchange("e3", "a", "in 5", unit="m3")), "EST-111"),
        (
            (STEEL[0], exchange("e2", "a", "in 5"), exchange("e3", "b", "in 5", intermediateExchangeId="flow-a")),
            "EST-126",
        ),
    ],
)
def test_what_is_odd_is_said(read, lines, code):
    package = read(spold(dataset(*lines)))
    assert code in codes(package)
    assert package.report.counts["processes"].imported == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (exchange("e2", "a", "in 5", amount="abc"), "EST-106"),
        (exchange("e2", "a", "in 5", amount=None), "EST-106"),
        (exchange("e2", "a", "in 9"), "EST-104"),
        (exchange("e2", "", "in 5"), "EST-107"),
    ],
)
def test_a_dataset_with_an_exchange_that_can_not_be_read_fails_alone(read, line, code):
    package = read(spold(dataset(STEEL[0], line), dataset(identity=OTHER)))
    assert [finding.code for finding in package.report.errors] == [code]
    assert package.report.errors[0].place.process == "steel production"
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)
    assert package.report.counts["exchanges"] == Counts(read=5, imported=3, failed=2)


def test_one_activity_may_have_a_dataset_for_each_product(read):
    other = dataset(exchange("e1", "slag", "out 0"))
    package = read(spold(dataset(), other))
    assert [process.id for process in package.processes] == [f"{ACTIVITY}_flow-steel", f"{ACTIVITY}_flow-slag"]
    assert [finding.code for finding in read(spold(dataset(), dataset())).report.errors] == ["EST-103"]


def test_a_file_that_claims_to_be_the_other_version_is_read_by_its_content(read):
    text = spold(space="http://www.EcoInvent.org/EcoSpold01")
    assert ecospold2.claims(text.encode())
    assert not ecospold1.claims(text.encode())
    assert "EST-118" in codes(read(text))


def test_the_other_reader_refuses_it_and_names_the_version(tmp_path):
    (tmp_path / "a.spold").write_text(spold(), encoding="utf-8")
    with pytest.raises(NotEcoSpold1, match="EcoSpold 2"):
        ecospold1.read(tmp_path / "a.spold")


@pytest.mark.parametrize("text", ["<a/>", f'<ecoSpold xmlns="{SPACE}x"/>', "<validUnits/>"])
def test_what_is_no_ecospold_is_refused(read, text):
    assert not ecospold2.claims(text.encode())
    with pytest.raises(NotEcoSpold2):
        read(text)


def test_hostile_and_broken_xml_is_refused(read):
    with pytest.raises(ForbiddenXml):
        read(f'<!DOCTYPE e [<!ENTITY a "aaaa">]><ecoSpold xmlns="{SPACE}">&a;</ecoSpold>')
    with pytest.raises(ForbiddenXml):
        read(f'<ecoSpold xmlns="{SPACE}">' + "<activityDataset>" * 200_000)
    with pytest.raises(BrokenXml):
        read(spold()[:-40])


SOURCES = f'''<validSources xmlns="{SPACE}"><source id="s1" sourceType="1" year="2007" volumeNo="3" firstAuthor="Ann A."
additionalAuthors="B. B." title="Steel of the world" publisher="Press" placeOfPublications="Basel"/></validSources>'''
PLACES = f'''<validGeographies xmlns="{SPACE}"><geography id="g-CH"><name xml:lang="de">Schweiz</name>
<name xml:lang="en">Switzerland</name><shortname xml:lang="en">CH</shortname></geography></validGeographies>'''


def test_sources_and_places_of_master_data_are_read_and_the_others_counted(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("MasterData/Units.xml", f'<validUnits xmlns="{SPACE}"/>')
        archive.writestr("MasterData/Sources.xml", SOURCES)
        archive.writestr("datasets/one.spold", spold())
        archive.writestr("MasterData/Geographies.xml", PLACES)
    package = ecospold2.read(tmp_path / "a.zip")
    assert package.report.counts["files"] == Counts(read=4, imported=3, skipped=1)
    assert codes(package) == ["EST-136", "EST-145"]
    (source,) = package.sources
    assert (source.id, source.title["en"], source.publisher, source.year) == ("s1", "Steel of the world", "Press", 2007)
    assert source.note == "Ann A.; B. B.; 3; Basel"
    assert [(place.code, place.name) for place in package.places] == [("CH", "Switzerland")]
    ecospold2.write(package, tmp_path / "b.zip")
    again = ecospold2.read(tmp_path / "b.zip")
    assert (again.processes, again.sources, again.places) == (package.processes, package.sources, package.places)


def test_master_data_alone_are_no_datasets(tmp_path):
    (tmp_path / "Sources.xml").write_text(SOURCES, encoding="utf-8")
    with pytest.raises(ecospold2.dialect.NotEcoSpold2):
        ecospold2.read(tmp_path / "Sources.xml")


def test_names_without_a_language_and_places_without_a_name(read):
    text = (
        dataset().replace('<shortname xml:lang="en">CH</shortname>', "<shortname/>").replace("steel production", "钢")
    )
    package = read(spold(text.replace('<activityName xml:lang="en">', "<activityName>")))
    assert package.processes[0].names == {"zh": "钢", "de": "Stahl"}
    assert package.processes[0].location == "GLO"
    assert "EST-127" in codes(package)
