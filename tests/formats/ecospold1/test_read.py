"""EcoSpold 1 becomes documents, and what is missing, odd or wrong is said."""

import zipfile
from datetime import date

import pytest
from tests.formats.ecospold.reading import codes
from tests.formats.ecospold1.datasets import SPACE, STEEL, dataset, exchange, spold

from tanji.formats import ecospold1, ecospold2
from tanji.formats.ecospold1.dialect import NotEcoSpold1
from tanji.formats.ecospold2.dialect import NotEcoSpold2
from tanji.formats.xml import BrokenXml, ForbiddenXml
from tanji.model.finding import Counts
from tanji.model.flow import FlowKind
from tanji.model.process import Direction, ProcessKind


@pytest.fixture
def read(tmp_path):
    def reading(text):
        path = tmp_path / "a.spold"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return ecospold1.read(path)

    return reading


def lines(package):
    return {line.flow_name: line for line in package.processes[0].exchanges}


def test_a_dataset_becomes_a_process_with_its_flows(read):
    package = read(spold())
    process = package.processes[0]
    assert package.format == "ecospold/1"
    assert (process.names, process.location, process.version) == ({"en": "steel"}, "CH", "1.3")
    assert (process.valid_from, process.valid_until) == (date(2001, 1, 1), date(2003, 2, 28))
    assert (process.technology, process.category, process.kind) == (
        "blast furnace",
        ("metals", "iron"),
        ProcessKind.unit_process,
    )
    assert process.licence == "copyright protected; access: public"
    assert process.reference_exchange().flow_name == "steel"
    found = lines(package)
    assert (found["coal"].direction, found["coal"].amount, found["coal"].location) == (Direction.input, 0.7, "DE")
    assert found["coal"].uncertainty.gsd == pytest.approx(1.2)
    assert found["Carbon dioxide, fossil"].direction is Direction.output
    flows = {flow.names["en"]: flow for flow in package.flows}
    assert flows["Carbon dioxide, fossil"].kind is FlowKind.elementary
    assert flows["Carbon dioxide, fossil"].compartment == ("air", "unspecified")
    assert flows["coal"].location == "DE"
    assert package.sources[0].title == {"en": "Steel"}
    assert package.sources[0].id in process.sources
    assert [place.code for place in package.places] == ["CH"]
    assert not package.report.findings
    assert package.report.counts["exchanges"] == Counts(read=3, imported=3)


def test_what_is_not_modelled_stands_in_extra(read):
    process = read(spold()).processes[0]
    told = process.extra["metaInformation"]["administrativeInformation"]
    assert told["person"] == {"@number": "4", "@name": "N"}
    assert process.extra["@generator"] == "test"


def test_an_input_finds_the_producer_at_the_place_it_states(read):
    coal = dataset(exchange(1, "coal", "out 0", location="DE"), name="coal", geography='<geography location="DE"/>')
    package = read(spold(dataset(), coal))
    inputs = next(line for line in package.processes[0].exchanges if line.flow_name == "coal")
    assert inputs.flow == package.processes[1].reference_exchange().flow


def test_an_empty_location_means_the_world(read):
    package = read(spold(dataset(exchange(1, "steel", "out 0", location=""), geography='<geography location=""/>')))
    assert package.processes[0].location == "GLO"
    assert package.processes[0].exchanges[0].location == "GLO"
    assert "ESO-127" in codes(package)


def test_groups_give_direction_and_kind(read):
    package = read(
        spold(
            dataset(
                STEEL[0],
                exchange(2, "slag", "out 3"),
                exchange(3, "heat", "out 2", unit="MJ"),
                exchange(4, "gravel", "out 1"),
                exchange(5, "Iron, in ground", "in 4", category="resource", subCategory="in ground"),
            )
        )
    )
    kinds = {flow.names["en"]: flow.kind for flow in package.flows}
    found = lines(package)
    assert kinds["slag"] is FlowKind.waste
    assert found["gravel"].avoided
    assert found["gravel"].direction is Direction.output
    assert not found["heat"].avoided
    assert found["Iron, in ground"].direction is Direction.input


def test_distributions_of_each_type(read):
    ends = {"minValue": "1", "maxValue": "3"}
    package = read(
        spold(
            dataset(
                STEEL[0],
                exchange(2, "a", "in 5", uncertaintyType="2", standardDeviation95="0.4"),
                exchange(3, "b", "in 5", meanValue="2", uncertaintyType="3", mostLikelyValue="2", **ends),
                exchange(4, "c", "in 5", uncertaintyType="4", **ends),
                exchange(5, "d", "in 5", uncertaintyType="1", standardDeviation95="0"),
                exchange(6, "e", "in 5", meanValue="2.5", uncertaintyType="3", **ends),
                exchange(7, "f", "in 5", uncertaintyType="0", standardDeviation95="1.2"),
            )
        )
    )
    found = lines(package)
    assert (found["a"].uncertainty.mean, found["a"].uncertainty.sd) == (1.0, 0.2)
    assert (found["b"].uncertainty.mode, found["b"].uncertainty.maximum) == (2.0, 3.0)
    assert found["c"].uncertainty.kind == "uniform"
    assert found["d"].uncertainty is None
    assert found["d"].extra["@standardDeviation95"] == "0"
    assert found["e"].uncertainty.mode == 3.5
    assert found["f"].uncertainty is None
    assert codes(package) == ["ESO-114"]


def test_a_pedigree_stands_at_the_beginning_of_a_comment(read):
    package = read(spold(dataset(STEEL[0], exchange(2, "a", "in 5", generalComment="(2,3,1,1,1,na); measured"))))
    found = lines(package)["a"]
    assert (found.pedigree, found.description) == ("(2;3;1;1;1;na)", "(2,3,1,1,1,na); measured")


@pytest.mark.parametrize(("fractions", "value", "code"), [((60, 40), 0.6, None), ((0.6, 0.4), 0.6, "ESO-123")])
def test_allocation_blocks_become_factors(read, fractions, value, code):
    blocks = "".join(
        f'<allocation referenceToCoProduct="{product}" allocationMethod="1" fraction="{fraction}">'
        f"<referenceToInputOutput>3</referenceToInputOutput></allocation>"
        for product, fraction in zip((1, 2), fractions, strict=True)
    )
    package = read(
        spold(
            dataset(
                STEEL[0],
                exchange(2, "heat", "out 2", location="CH", unit="MJ"),
                exchange(3, "coal", "in 5"),
                more=blocks,
            )
        )
    )
    process = package.processes[0]
    assert [factor.value for factor in process.allocation] == pytest.approx([value, 1 - value])
    assert {factor.exchange for factor in process.allocation} == {"3"}
    assert process.default_allocation == "causal"
    assert codes(package) == ([code] if code else [])


def test_allocation_that_does_not_add_up_or_leads_nowhere_is_said(read):
    target = "<referenceToInputOutput>2</referenceToInputOutput>"
    block = f'<allocation referenceToCoProduct="{{}}" fraction="60">{target}</allocation>'
    package = read(spold(dataset(*STEEL, more=block.format(1) + block.format(9))))
    assert codes(package) == ["ESO-124", "ESO-125"]


def test_a_dataset_whose_product_stands_only_in_the_reference_function_has_it_made(read):
    package = read(spold(dataset(STEEL[1])))
    process = package.processes[0]
    assert process.reference_exchange().amount == 1.0
    assert codes(package) == ["ESO-115"]


def test_a_dataset_without_any_product_is_kept_and_said(read):
    package = read(spold(dataset(STEEL[1], datasetRelatesToProduct="false")))
    assert package.processes[0].reference is None
    assert codes(package) == ["ESO-110"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((exchange(1, "steel", "out 0", meanValue="0"),), "ESO-129"),
        ((STEEL[0], exchange(2, "other", "out 0")), "ESO-116"),
        ((exchange(1, "Steel!", "out 0"),), "ESO-144"),
        ((exchange(1, "steel", "out 0", meanValue="5"),), "ESO-129"),
        ((STEEL[0], exchange(2, "a", "in 5"), exchange(3, "a", "in 5")), "ESO-122"),
        ((STEEL[0], exchange(2, "a", "in 5", meanValue="-1")), "ESO-132"),
        ((STEEL[0], exchange(2, " a ", "in 5")), "ESO-128"),
        ((STEEL[0], exchange(2, "a", "in 5", CASNumber="000124-38-8")), "ESO-121"),
        ((STEEL[0], exchange(2, "a", "in 5", unit="")), "ESO-111"),
    ],
)
def test_what_is_odd_is_said(read, lines, code):
    package = read(spold(dataset(*lines)))
    assert code in codes(package)
    assert package.report.counts["processes"].imported == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (exchange(2, "a", "in 5", meanValue="abc"), "ESO-106"),
        (exchange(2, "a", "in 5", meanValue="NaN"), "ESO-106"),
        (exchange(2, "a", "in 5", meanValue="1e999"), "ESO-106"),
        (exchange(2, "a", "in 5", meanValue=None), "ESO-106"),
        (exchange(2, "a", "in 9"), "ESO-104"),
        (exchange(2, "", "in 5"), "ESO-107"),
        ('<exchange number="2" name="a" unit="kg" meanValue="1"/>', "ESO-104"),
    ],
)
def test_a_dataset_with_an_exchange_that_can_not_be_read_fails_alone(read, line, code):
    package = read(spold(dataset(STEEL[0], line), dataset(name="iron", geography="")))
    assert [finding.code for finding in package.report.errors] == [code]
    assert package.report.errors[0].place.process == "steel"
    assert package.report.counts["processes"] == Counts(read=2, imported=1, failed=1)
    assert package.report.counts["exchanges"] == Counts(read=5, imported=3, failed=2)


def test_the_same_dataset_twice_is_kept_once(read):
    package = read(spold(dataset(), dataset()))
    assert [finding.code for finding in package.report.errors] == ["ESO-103"]
    assert len(package.processes) == 1


def test_impact_categories_are_no_processes_and_are_kept(read):
    package = read(spold(dataset(), dataset(name="GWP").replace('type="1"', 'type="4"')))
    assert package.report.counts["datasets"] == Counts(read=1, skipped=1)
    assert codes(package) == ["ESO-117"]
    assert package.extra["datasets"][0]["dataset"]["flowData"]


def test_units_of_one_dimension_are_converted(read):
    other = dataset(
        exchange(1, "steel", "out 0", location="CH", unit="t", meanValue="2"), name="steel mill", number="2"
    )
    package = read(spold(dataset(), other))
    reference = package.processes[1].exchanges[0]
    assert reference.flow == package.processes[0].exchanges[0].flow
    assert (reference.amount, reference.unit, reference.reference_amount) == (2.0, "t", 2000.0)


@pytest.mark.parametrize("root", ["notecoSpold", "EcoSpold"])
def test_a_root_that_is_called_otherwise_is_said(read, root):
    assert codes(read(spold(root=root))) == ["ESO-102"]


def test_a_file_that_claims_to_be_the_other_version_is_read_by_its_content(read):
    text = spold(space="http://www.EcoInvent.org/EcoSpold02")
    assert ecospold1.claims(text.encode())
    assert not ecospold2.claims(text.encode())
    assert codes(read(text)) == ["ESO-118"]


def test_the_other_reader_refuses_it_and_names_the_version(tmp_path):
    (tmp_path / "a.spold").write_text(spold(), encoding="utf-8")
    with pytest.raises(NotEcoSpold2, match="EcoSpold 1"):
        ecospold2.read(tmp_path / "a.spold")


@pytest.mark.parametrize("text", ["<a/>", f'<ecoSpold xmlns="{SPACE}x"/>', "<html><body/></html>"])
def test_what_is_no_ecospold_is_refused(read, text):
    assert not ecospold1.claims(text.encode())
    with pytest.raises(NotEcoSpold1):
        read(text)


def test_hostile_and_broken_xml_is_refused(read):
    bomb = f'<!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ecoSpold xmlns="{SPACE}">&b;</ecoSpold>'
    with pytest.raises(ForbiddenXml):
        read(bomb)
    with pytest.raises(ForbiddenXml):
        read(f'<ecoSpold xmlns="{SPACE}">' + "<dataset>" * 200_000)
    with pytest.raises(BrokenXml):
        read(spold()[:-40])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "gb18030"])
def test_encodings_are_understood(read, encoding):
    name = "钢" if encoding == "gb18030" else "Stähle" if encoding == "latin-1" else "钢ä"
    told = {"latin-1": "ISO-8859-1", "gb18030": "GB18030", "utf-16": "UTF-16"}.get(encoding, "UTF-8")
    data = spold(dataset(exchange(1, name, "out 0"), name=name)).replace("UTF-8", told).encode(encoding)
    assert ecospold1.claims(data)
    assert read(data).processes[0].exchanges[0].flow_name == name


def test_a_zip_is_read_file_by_file_and_a_broken_one_is_said(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.xml", spold())
        archive.writestr("two.spold", spold(dataset(name="iron"))[:-30])
        archive.writestr("three.xml", "<other/>")
        archive.writestr("readme.txt", "hello")
    package = ecospold1.read(tmp_path / "a.zip")
    assert package.report.counts["files"] == Counts(read=4, imported=1, skipped=2, failed=1)
    assert codes(package) == ["ESO-101", "ESO-119"]
    assert package.report.errors[0].place.file == "two.spold"
