"""read → write → read gives the same documents, of ILCD packages and of any others; files are the same each time."""

import zipfile
from datetime import date

import pytest
from tests.formats.ilcd.packages import CO2, ENERGY, POWER, STEEL, flow, named, put, steel_package

from tanji.formats import ilcd, olca, tidas, xml
from tanji.formats.ilcd.datasets import NotWritable
from tanji.model.document import digest
from tanji.model.package import Package, Place
from tanji.model.process import Exchange, Process
from tanji.model.source import Status
from tanji.starter.methods import method
from tanji.starter.package import package as starter_package

WRITERS = [ilcd, tidas]


def digests(package):
    """The digest of each document, without the status, which no file decides."""
    documents = (*package.flows, *package.processes, *package.sources, *package.methods)
    return {
        (document.schema_name, document.id): digest(document.model_copy(update={"status": Status.unverified}))
        if isinstance(document, Process)
        else digest(document)
        for document in documents
    }


@pytest.fixture
def steel(tmp_path):
    return ilcd.read(put(tmp_path / "steel.zip", steel_package()))


@pytest.mark.parametrize("form", WRITERS)
def test_a_package_that_is_written_reads_back(form, steel, tmp_path):
    form.write(steel, tmp_path / "b.zip")
    back = form.read(tmp_path / "b.zip")
    assert digests(back) == digests(steel)
    assert (back.extra, back.places) == (steel.extra, steel.places)
    assert not back.report.findings


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_package_gives_the_same_bytes(form, steel, tmp_path):
    form.write(steel, tmp_path / "a.zip")
    form.write(form.read(tmp_path / "a.zip"), tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("form", WRITERS)
def test_the_starter_database_reads_back(form, tmp_path):
    package = starter_package().model_copy(update={"methods": (method("ar6-gwp100"),)})
    form.write(package, tmp_path / "b.zip")
    back = form.read(tmp_path / "b.zip")
    assert digests(back) == digests(package)
    assert back.places == package.places
    assert not back.report.errors


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", ["US-FPL", "beef-cattle-finishing"])
def test_packages_of_openlca_read_back(form, name, shared_data, tmp_path):
    package = olca.read(shared_data / "olca" / name)
    form.write(package, tmp_path / "b.zip")
    back = form.read(tmp_path / "b.zip")
    assert digests(back) == digests(package)
    assert package.extra.items() <= {key: value for key, value in back.extra.items() if key in package.extra}.items()


@pytest.mark.parametrize("form", WRITERS)
def test_tiangong_reads_back(form, shared_data, tmp_path):
    package = ilcd.read(shared_data / "tiangong" / "tiangong_grid_subset_ilcd.tar.gz")
    form.write(package, tmp_path / "b.zip")
    back = form.read(tmp_path / "b.zip")
    assert digests(back) == digests(package)
    assert back.extra == package.extra


def test_what_is_changed_is_written_and_reads_back(steel, tmp_path):
    (process,) = steel.processes
    lines = (process.exchanges[0].model_copy(update={"amount": 4.0, "reference_amount": 4.0}), *process.exchanges[1:])
    changed = process.model_copy(
        update={"names": {"en": "Other"}, "location": None, "exchanges": lines, "valid_from": date(2021, 5, 6)}
    )
    ilcd.write(steel.model_copy(update={"processes": (changed,)}), tmp_path / "b.zip")
    assert digest(ilcd.read(tmp_path / "b.zip").processes[0]) == digest(changed)


def test_foreign_elements_come_out_again(steel, tmp_path):
    ilcd.write(steel, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (name,) = [name for name in archive.namelist() if "/processes/" in name]
        root = xml.tree(archive.read(name), name)
    mood = root.find("{http://lca.jrc.it/ILCD/Common}other", "{urn:acme}mood")
    assert (mood.get("{urn:acme}level"), mood.words, mood.children[0].tail.strip()) == ("3", "calm", "and")
    assert root.find("modellingAndValidation", "validation", "review").get("type") == "Independent external review"


def test_elements_stand_in_the_order_of_the_schema(steel, tmp_path):
    ilcd.write(steel, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (name,) = [name for name in archive.namelist() if "/processes/" in name]
        root = xml.tree(archive.read(name), name)
    assert [child.local for child in root.children] == [
        "processInformation",
        "modellingAndValidation",
        "administrativeInformation",
        "exchanges",
        "other",
    ]
    line = list(root.find("exchanges").children)[2]
    assert [child.local for child in line.children] == [
        "referenceToFlowDataSet",
        "exchangeDirection",
        "meanAmount",
        "resultingAmount",
        "uncertaintyDistributionType",
        "relativeStandardDeviation95In",
        "allocations",
    ]
    reference = line.find("referenceToFlowDataSet")
    assert reference.get("uri") == f"../flows/{POWER}.xml"
    assert reference.find("shortDescription").text == "Electricity"


def test_other_units_are_written_in_the_unit_of_the_flow(steel, tmp_path):
    (process,) = steel.processes
    tonnes = process.exchanges[0].model_copy(update={"amount": 2.0, "unit": "t", "reference_amount": 2000.0})
    changed = process.model_copy(update={"exchanges": (tonnes, *process.exchanges[1:])})
    ilcd.write(steel.model_copy(update={"processes": (changed,)}), tmp_path / "b.zip")
    assert digest(ilcd.read(tmp_path / "b.zip").processes[0]) == digest(changed)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (name,) = [name for name in archive.namelist() if "/processes/" in name]
        assert b"<resultingAmount>2000.0</resultingAmount>" in archive.read(name)


def test_amounts_of_a_flow_with_a_mean_value_are_written_as_they_were(tmp_path):
    container = flow(POWER, named("Electricity"), properties=((ENERGY, "3.6"),))
    package = ilcd.read(put(tmp_path / "a.zip", steel_package(flows__power=container)))
    ilcd.write(package, tmp_path / "b.zip")
    back = ilcd.read(tmp_path / "b.zip")
    assert digests(back) == digests(package)
    assert back.processes[0].exchanges[2].reference_amount == 36


def test_an_amount_that_can_not_be_said_in_the_unit_of_its_flow_is_refused(steel, tmp_path):
    (process,) = steel.processes
    strange = process.exchanges[0].model_copy(update={"unit": "barrel", "reference_amount": None})
    changed = process.model_copy(update={"exchanges": (strange,)})
    with pytest.raises(NotWritable):
        ilcd.write(steel.model_copy(update={"processes": (changed,)}), tmp_path / "b.zip")
    assert not list(tmp_path.glob("b.zip*"))


def test_a_process_made_by_hand_reads_back(steel, tmp_path):
    made = Process(
        id="by-hand",
        names={"zh": "手工"},
        reference="out",
        exchanges=(
            Exchange(id="out", flow=STEEL, flow_name="钢", direction="output", amount=1, unit="kg", reference_amount=1),
            Exchange(
                id="air",
                flow=CO2,
                flow_name="carbon dioxide (fossil)",
                direction="output",
                amount=1e-300,
                unit="kg",
                reference_amount=1e-300,
                pedigree="(1;2;3;4;5)",
                extra={"note": [1, None, {"a": True}]},
            ),
        ),
        aliases=("steel",),
        place="table 1",
        extra={"gwp_basis": "AR5"},
    )
    places = (Place(id="p1", code="CN-ZJ", name="浙江"),)
    package = Package(
        format="x", file="y", flows=steel.flows, processes=(made,), places=places, extra={"other": {"a": 1}}
    )
    ilcd.write(package, tmp_path / "b.zip")
    back = ilcd.read(tmp_path / "b.zip")
    assert digest(back.processes[0]) == digest(made)
    assert back.places == places
    assert back.extra["other"] == {"a": 1}
