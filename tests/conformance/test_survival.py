"""What a robust importer must survive, item by item: a file made here is told, read and published, and nothing is lost
in silence. Each test is one item of the list; the same faults in other formats stand in the tests of each reader.
"""

import gzip
import io
import json
import tarfile
import zipfile

import pytest
from tests.background.packages import method
from tests.formats.ecospold1 import datasets as ecospold1
from tests.formats.ecospold2 import datasets as ecospold2
from tests.formats.olca.packages import exchange, flow, put, steel, steel_package
from tests.formats.simapro.exports import STEEL as SIMAPRO_STEEL
from tests.formats.simapro.exports import export

from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.errors import Refusal
from tanji.formats import identify
from tanji.formats.archive import ArchiveBomb, ArchiveTooLarge, DamagedArchive
from tanji.model.process import Direction, ProcessKind


class Survivor:
    """A package that was told by its content, read, and published."""

    def __init__(self, path, home):
        self.format = identify.identify(path)
        self.package = self.format.read(path)
        published = publish(self.package, Shelf(home), database="x", version=path.name, names={"en": "x"})
        self.opened, self.report = published.opened, published.report
        self.codes = {finding.code for finding in (*self.package.report.findings, *self.report.findings)}

    def unlinked(self):
        """Flow names of what is in neither matrix, with the reasons."""
        table = self.opened.table("unlinked")
        return dict(zip(table["flow_name"], table["reason"], strict=True))

    def column(self, process):
        """The inputs of a process by the process that gives them."""
        table, ids = self.opened.table("technosphere"), list(self.opened.positions)
        at = self.opened.positions[process]
        rows = table.filter((table["column"] == at) & (table["row"] != at))
        return {ids[row]: value for row, value in zip(rows["row"], rows["value"], strict=True)}


@pytest.fixture
def survive(tmp_path):
    """Files of a package (objects by path, or the bytes of one file), told, read and published."""

    def run(content, name="package"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            put(path, content)
        return Survivor(path, tmp_path / "home")

    return run


def grid(identity="grid", **members):
    lines = [exchange(1, "electricity", 1.0, "energy-MJ", isQuantitativeReference=True)]
    body = {"@type": "Process", "@id": identity, "name": identity, "processType": "UNIT_PROCESS", "exchanges": lines}
    return body | members


def lines(*changed):
    """The steel process with other exchanges."""
    return steel(exchanges=list(changed), allocationFactors=[], parameters=[])


REFERENCE = exchange(1, "steel", 1.0, "mass-t", isQuantitativeReference=True)
POWER = exchange(2, "electricity", 900.0, "energy-kWh", given=True)
CO2 = exchange(4, "co2", 500.0, "mass-kg")


def test_keys_of_schema_1_and_of_schema_2_give_the_same_process(survive, tmp_path):
    old = {"isInput": "input", "isQuantitativeReference": "quantitativeReference"}
    older = [{old.get(name, name): value for name, value in line.items()} for line in (REFERENCE, POWER, CO2)]
    one = survive(steel_package(processes__steelmaking=lines(REFERENCE, POWER, CO2)), "one")
    objects = steel_package(processes__steelmaking=lines(*older) | {"@context": "http://greendelta.github.io"})
    del objects["openlca.json"]
    package = identify.identify(put(tmp_path / "two", objects)).read(tmp_path / "two")
    assert package.format == "olca-jsonld/1"
    assert package.processes == one.package.processes


def test_without_default_providers_the_process_with_this_product_supplies(survive):
    found = survive(steel_package(processes__grid=grid(), processes__steelmaking=lines(REFERENCE, POWER, CO2)))
    assert found.column("steelmaking") == {"grid": pytest.approx(-3240.0)}


def test_a_deliberate_cut_off_dummy_is_named_and_never_zero(survive):
    dummy = flow("dummy", "CUTOFF Packaging, at plant")
    cut = exchange(3, "dummy", 4.0, "mass-kg", given=True)
    found = survive(steel_package(flows__dummy=dummy, processes__steelmaking=lines(REFERENCE, cut)))
    assert found.unlinked() == {"CUTOFF Packaging, at plant": "no_supplier"}
    gaps = found.opened.gaps({"steelmaking": 1.0}, method())
    assert [gap.name for gap in gaps.upstream_gaps] == ["CUTOFF Packaging, at plant"]


def test_of_several_producers_one_is_taken_and_the_others_are_listed(survive):
    body = lines(REFERENCE, POWER)
    found = survive(
        steel_package(processes__a=grid("b-grid"), processes__b=grid("a-grid"), processes__steelmaking=body)
    )
    assert set(found.column("steelmaking")) == {"a-grid"}
    assert found.opened.table("ambiguous")["candidates"].to_list() == ["a-grid\nb-grid"]


def test_a_producer_only_as_co_product_supplies_nothing_and_is_said(survive):
    both = grid(
        "chp",
        exchanges=[
            exchange(1, "steel", 1.0, "mass-t", isQuantitativeReference=True),
            exchange(2, "electricity", 5.0, "energy-MJ"),
        ],
    )
    takes = lines(exchange(1, "slag", 1.0, "mass-t", isQuantitativeReference=True), POWER)
    found = survive(steel_package(processes__chp=both, processes__steelmaking=takes))
    assert found.unlinked() == {"Electricity, at grid": "co_product_only"}


def test_a_dangling_flow_id_fails_its_process_with_file_and_name(survive):
    bad = lines(REFERENCE, exchange(2, "nowhere", 1.0, "mass-kg", given=True))
    found = survive(steel_package(processes__steelmaking=bad, processes__grid=grid()))
    (fault,) = found.package.report.errors
    assert (fault.code, fault.place.process) == ("OLC-104", "Steelmaking")
    assert "steelmaking" in fault.place.file
    assert found.package.report.counts["processes"].failed == 1
    assert len(found.opened.listings) == 1


@pytest.mark.parametrize(
    ("reference", "codes", "listed"),
    [
        ([CO2], {"OLC-110", "BGD-101"}, 0),
        ([REFERENCE, exchange(2, "slag", 1.0, "mass-t", isQuantitativeReference=True)], {"OLC-121"}, 1),
        ([REFERENCE | {"isInput": True}], {"BGD-117"}, 1),
        ([CO2 | {"isQuantitativeReference": True}], {"BGD-101"}, 0),
        ([REFERENCE | {"amount": 0.0}], {"BGD-101"}, 0),
        ([REFERENCE | {"amount": 1000.0, "unit": {"@id": "mass-kg"}}], set(), 1),
        ([REFERENCE | {"flow": {"@id": "gone"}}], {"OLC-104"}, 0),
    ],
    ids=["absent", "double", "input", "elementary", "zero", "not one", "missing flow"],
)
def test_references_of_every_kind_are_used_or_said(survive, reference, codes, listed):
    found = survive(steel_package(processes__steelmaking=lines(*reference)))
    assert codes <= found.codes
    assert len(found.opened.listings) == listed


def test_the_amount_of_the_reference_scales_the_score(survive):
    body = lines(REFERENCE | {"amount": 2000.0, "unit": {"@id": "mass-kg"}}, CO2)
    found = survive(steel_package(processes__steelmaking=body))
    assert found.opened.score("steelmaking", method()).total == pytest.approx(0.25)


def test_kilowatt_hours_of_a_flow_measured_in_megajoule_are_converted(survive):
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, POWER)))
    assert found.package.processes[0].exchanges[1].reference_amount == pytest.approx(3240.0)
    assert found.opened.table("unlinked")["amount"].to_list() == [pytest.approx(3240.0)]


def test_an_amount_in_another_property_than_the_reference_is_converted(survive):
    gas = exchange(2, "gas", 3.0, "volume-m3", given=True)
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, gas)))
    assert found.package.processes[0].exchanges[1].reference_amount == pytest.approx(114.0)


def test_several_products_without_factors_are_the_reference_and_co_products(survive):
    both = lines(REFERENCE, exchange(2, "slag", 0.5, "mass-t"), CO2)
    found = survive(steel_package(processes__steelmaking=both))
    assert found.opened.table("co_products")["treated_as"].to_list() == ["dropped"]
    assert found.opened.manifest.counts["co_products"].skipped == 1
    assert found.opened.score("steelmaking", method()).total == pytest.approx(0.5)


def test_duplicate_rows_are_kept_added_up_and_said(survive):
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, CO2, CO2)))
    assert "OLC-122" in found.codes
    assert len(found.package.processes[0].exchanges) == 3
    assert found.opened.score("steelmaking", method()).total == pytest.approx(1.0)


@pytest.mark.parametrize("amount", [None, "12,5", "1e400", {}, True])
def test_an_amount_that_is_missing_or_garbage_fails_the_process_and_is_not_zero(survive, amount):
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, CO2 | {"amount": amount})))
    assert [finding.code for finding in found.package.report.errors] == ["OLC-105"]
    assert len(found.opened.listings) == 0


@pytest.mark.parametrize(("amount", "total"), [(0.0, 0.0), (-500.0, -0.5)])
def test_amounts_of_zero_and_below_count_as_they_stand(survive, amount, total):
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, CO2 | {"amount": amount})))
    assert found.package.processes[0].exchanges[1].amount == amount
    assert found.opened.score("steelmaking", method()).total == pytest.approx(total)


def test_a_result_among_unit_processes_is_told_as_one(survive):
    body = lines(REFERENCE, CO2) | {"processType": "LCI_RESULT"}
    found = survive(steel_package(processes__steelmaking=body, processes__grid=grid()))
    kinds = {listing.process: listing.kind for listing in found.opened.listings}
    assert kinds == {"steelmaking": ProcessKind.lci_result, "grid": ProcessKind.unit_process}


def test_a_parameter_among_the_processes_is_no_process(survive):
    odd = {"@type": "Parameter", "@id": "p", "name": "p", "value": 1.0}
    found = survive(steel_package(processes__odd=odd, processes__steelmaking=lines(REFERENCE)))
    assert [finding.code for finding in found.package.report.errors] == ["OLC-102"]
    assert [listing.process for listing in found.opened.listings] == ["steelmaking"]


def test_a_name_with_a_trailing_space_is_still_the_gas(survive):
    spaced = steel_package()["flows/co2"] | {"name": "Carbon dioxide, fossil ", "cas": None}
    found = survive(steel_package(flows__co2=spaced, processes__steelmaking=lines(REFERENCE, CO2)))
    assert "OLC-118" in found.codes
    assert found.opened.score("steelmaking", method()).total == pytest.approx(0.5)


def test_a_gas_is_not_known_by_a_part_of_a_name(survive):
    air = steel_package()["flows/co2"] | {"cas": None, "formula": None}
    flows = {
        "flows__a": air | {"@id": "a", "name": "HCFC-140"},
        "flows__b": air | {"@id": "b", "name": "Methane, tetrafluoro-, CFC-14"},
    }
    body = lines(REFERENCE, exchange(2, "a", 1.0, "mass-kg"), exchange(3, "b", 1.0, "mass-kg"))
    found = survive(steel_package(processes__steelmaking=body, **flows))
    gases = dict(zip(*found.opened.table("elementary")[["name", "gas"]].get_columns(), strict=True))
    assert gases == {"HCFC-140": "methyl-chloroform", "Methane, tetrafluoro-, CFC-14": "pfc-14"}


def test_an_empty_location_means_the_world(survive):
    told = ecospold1.spold(ecospold1.dataset(geography='<geography location=""/>'))
    other = ecospold2.spold(ecospold2.dataset(place=""))
    for number, text in enumerate((told, other)):
        found = survive(text.encode(), f"{number}.xml")
        assert found.package.processes[0].location in {"GLO", None}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "gb18030", "utf-16"])
def test_every_encoding_of_xml_gives_the_same_names(survive, encoding):
    name = "Stahlträger, Ø" if encoding == "latin-1" else "钢梁" if encoding == "gb18030" else "Träger 钢"
    declared = encoding.removesuffix("-sig")
    text = ecospold1.spold(ecospold1.dataset(name=name)).replace('encoding="UTF-8"', f'encoding="{declared}"')
    (process,) = survive(text.encode(encoding), "a.xml").package.processes
    assert name in process.names.values()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "gb18030"])
def test_every_encoding_of_csv_gives_the_same_names(survive, encoding):
    name = "Stahl ä" if encoding == "latin-1" else "热轧钢板，生产"
    text = export(SIMAPRO_STEEL).replace("Steel", name)
    found = survive(text.encode(encoding), "a.csv")
    assert name in " ".join(flow.names.get("en", "") + flow.names.get("zh", "") for flow in found.package.flows)


def test_json_with_a_byte_order_mark_is_read(survive):
    body = json.dumps(lines(REFERENCE, CO2), ensure_ascii=False).encode("utf-8-sig")
    assert len(survive(steel_package(processes__steelmaking=body)).opened.listings) == 1


def test_a_file_that_calls_itself_another_version_or_ends_otherwise_is_told_by_its_content(survive):
    mislabelled = ecospold1.spold(space=ecospold2.SPACE)
    assert survive(mislabelled.encode(), "steel.spold").format.id == "ecospold1"
    other = ecospold2.spold(space=ecospold1.SPACE)
    assert survive(other.encode(), "steel.csv").format.id == "ecospold2"


def zipped(objects):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in objects.items():
            archive.writestr(name if "." in name else f"{name}.json", json.dumps(body))
    return made.getvalue()


@pytest.mark.parametrize("left", [0.05, 0.5, 0.97])
def test_a_package_cut_short_is_refused_and_nothing_is_published(survive, tmp_path, left):
    data = zipped(steel_package())
    with pytest.raises(DamagedArchive):
        survive(data[: int(len(data) * left)], "a.zip")
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, body in steel_package().items():
            info, data = tarfile.TarInfo(f"{name}.json"), json.dumps(body).encode()
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    data = made.getvalue()
    with pytest.raises(DamagedArchive):
        survive(data[: int(len(data) * left)], "a.tar.gz")
    assert not (tmp_path / "home").exists()


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize("dataset", [ecospold1, ecospold2])
def test_a_doctype_an_entity_and_an_xml_bomb_are_refused(survive, dataset):
    body = dataset.spold().split("\n", 1)[1]
    for head in (BOMB, "<!DOCTYPE ecoSpold>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'):
        with pytest.raises(Refusal):
            survive((head + body.replace("steel", "&b;" if head == BOMB else "steel")).encode(), "a.xml")


@pytest.mark.parametrize("form", ["xml", "json", "data set"])
def test_two_hundred_thousand_levels_are_refused_or_fail_alone(survive, form):
    deep = 200_000
    if form == "xml":
        nested = "<a>" * deep + "</a>" * deep
        with pytest.raises(Refusal):
            survive(ecospold2.spold(ecospold2.dataset(more=nested)).encode(), "a.xml")
    elif form == "json":
        body = b'{"@type": "Process", "@id": "deep", "name": "deep", "x": ' + b"[" * deep + b"]" * deep + b"}"
        found = survive(steel_package(processes__deep=body, processes__steelmaking=lines(REFERENCE)))
        assert [finding.code for finding in found.package.report.errors] == ["OLC-101"]
        assert len(found.opened.listings) == 1
    else:
        body = b'{"processDataSet": ' + b'{"a": ' * deep + b"1" + b"}" * deep + b"}"
        with pytest.raises(Refusal):
            survive({"processes/deep.json": body}, "tidas")


def test_a_gigabyte_from_a_megabyte_is_refused(survive):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("flows/x.json", "w") as file:
        for _ in range(1 << 6):
            file.write(b" " * (1 << 24))
    assert len(made.getvalue()) < 2 << 20
    with pytest.raises((ArchiveBomb, ArchiveTooLarge)):
        survive(made.getvalue(), "a.zip")
    with pytest.raises((ArchiveBomb, ArchiveTooLarge, DamagedArchive)):
        survive(gzip.compress(b"\0" * (1 << 28)), "a.tar.gz")


def test_waste_keeps_its_direction_and_an_avoided_product_is_taken_off(survive):
    avoided = exchange(5, "slag", 0.5, "mass-t", isAvoidedProduct=True, given=True)
    found = survive(steel_package(processes__steelmaking=lines(REFERENCE, avoided)))
    line = found.package.processes[0].exchanges[1]
    assert (line.avoided, line.direction) == (True, Direction.output)
