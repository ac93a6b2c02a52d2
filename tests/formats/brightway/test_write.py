"""What is written opens as a datapackage and reads back to the same documents, as long as nobody changes the arrays."""

import io
import json
import zipfile

import numpy as np
import pytest
from tests.formats.brightway.packages import codes, npy, zipped

from tanji.formats import brightway
from tanji.formats.brightway.writer import NotWritable
from tanji.model.document import digest
from tanji.model.flow import Flow, FlowKind
from tanji.model.package import Package, Place
from tanji.model.process import AllocationFactor, Direction, Exchange, Process, Uncertainty
from tanji.model.source import Source
from tanji.starter.package import package as starter

STEEL = Flow(id="steel", names={"zh": "钢", "en": "Steel"}, kind=FlowKind.product, unit="kg", extra={"colour": "grey"})
ORE = Flow(id="ore", names={"en": "Ore"}, kind=FlowKind.elementary, unit="kg", compartment=("resource", "in ground"))
CO2 = Flow(id="co2", names={"en": "Carbon dioxide"}, kind=FlowKind.elementary, unit="kg", compartment=("air",))


def line(number, flow, direction, amount, **more):
    stated = {"id": number, "flow": flow, "flow_name": flow, "direction": direction, "amount": amount, "unit": "kg"}
    return Exchange(**{"reference_amount": amount, **stated, **more})


def package(*more):
    process = Process(
        id="making",
        names={"en": "Steelmaking"},
        reference="a",
        exchanges=(
            line("a", "steel", Direction.output, 2.0),
            line("b", "ore", Direction.input, 3000.0, unit="g", reference_amount=3.0),
            line("c", "co2", Direction.output, 4.0, uncertainty=Uncertainty(kind="lognormal", median=4.0, gsd=1.5)),
            line("d", "co2", Direction.input, 1.0),
            *more,
        ),
        allocation=(AllocationFactor(method="physical", product="steel", value=1.0),),
        sources=("s",),
        licence="CC0-1.0",
        extra={"nested": {"a": [1, None]}},
    )
    source = Source(id="s", publisher="p", title={"en": "t"}, year=2024)
    places = (Place(id="CN", code="CN", name="China"),)
    return Package(
        format="x/1",
        file="x.zip",
        flows=(STEEL, ORE, CO2),
        processes=(process,),
        sources=(source,),
        places=places,
        extra={"Actor": {"a": {"name": "b"}}},
    )


def digests(found):
    return [digest(document) for document in (*found.flows, *found.processes, *found.sources)]


def content(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_document_reads_back_the_same(tmp_path):
    brightway.write(package(), tmp_path / "a.zip")
    again = brightway.read(tmp_path / "a.zip")
    assert digests(again) == digests(package())
    assert (again.places, again.extra, again.format) == (package().places, package().extra, "x/1")
    assert not again.report.findings
    assert again.report.counts["processes"].imported == 1


def test_the_starter_database_reads_back_the_same(tmp_path):
    brightway.write(starter(), tmp_path / "a.zip")
    assert digests(brightway.read(tmp_path / "a.zip")) == digests(starter())


def test_the_same_package_gives_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        brightway.write(package(), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_the_arrays_have_the_signs_and_fields_of_brightway(tmp_path):
    brightway.write(package(), tmp_path / "a.zip")
    found = content(tmp_path / "a.zip")
    arrays = {name: np.load(io.BytesIO(data)) for name, data in found.items() if name.endswith(".npy")}
    assert arrays["technosphere.indices.npy"].tolist() == [(2, 1)]
    assert arrays["technosphere.data.npy"].tolist() == [2.0]
    assert arrays["biosphere.indices.npy"].tolist() == [(3, 1), (4, 1), (4, 1)]
    assert arrays["biosphere.data.npy"].tolist() == [3.0, 4.0, 1.0]
    assert arrays["biosphere.flip.npy"].tolist() == [False, False, True]
    kinds = arrays["biosphere.distributions.npy"]
    assert kinds["uncertainty_type"].tolist() == [0, 2, 0]
    assert kinds["loc"][1] == pytest.approx(np.log(4))
    manifest = json.loads(found["datapackage.json"])
    assert manifest["licenses"] == [{"name": "CC0-1.0"}]
    assert {resource["path"] for resource in manifest["resources"]} == set(found) - {"datapackage.json"}


def test_arrays_that_were_changed_go_before_the_documents(tmp_path):
    brightway.write(package(), tmp_path / "a.zip")
    found = content(tmp_path / "a.zip")
    found["technosphere.data.npy"] = npy(np.array([7.0]))
    again = brightway.read(zipped(tmp_path / "b.zip", found))
    assert "BWD-110" in codes(again)
    process = again.processes[0]
    assert (process.names["en"], process.exchanges[0].amount) == ("Steelmaking", 7.0)
    assert {flow.names["en"] for flow in again.flows} == {"Steel", "Ore", "Carbon dioxide"}


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"schema": "tanji/brightway/1"}', b'{"schema": "x"}'])
def test_documents_that_can_not_be_read_leave_the_arrays(tmp_path, body):
    brightway.write(package(), tmp_path / "a.zip")
    found = content(tmp_path / "a.zip") | {"tanji-documents.json": body}
    again = brightway.read(zipped(tmp_path / "b.zip", found))
    assert "BWD-113" in codes(again)
    assert len(again.processes) == 1


@pytest.mark.parametrize(
    "more", [line("x", "gone", Direction.input, 1.0), line("x", "ore", Direction.input, 1.0, reference_amount=None)]
)
def test_an_exchange_that_no_matrix_can_hold_is_refused(tmp_path, more):
    with pytest.raises(NotWritable):
        brightway.write(package(more), tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())
