"""Real packages: USLCI, an extract of a federal repository, a method, a process without reference."""

from collections import Counter

import pytest

from tanji.formats import olca
from tanji.model.finding import Counts
from tanji.model.quantity import QuantityKind


@pytest.fixture(scope="session")
def uslci(shared_data):
    return olca.read(shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz")


def test_uslci_is_read_whole(uslci):
    assert uslci.format == "olca-jsonld/1"
    assert len(uslci.sha256) == 64
    assert not uslci.report.errors
    counts = uslci.report.counts
    assert counts["processes"] == Counts(read=766, imported=766)
    assert counts["flows"] == Counts(read=4601, imported=4601)
    assert counts["exchanges"] == Counts(read=32526, imported=32526)
    assert counts["sources"] == Counts(read=686, imported=686)
    assert counts["actors"] == Counts(read=77, imported=77)
    assert sum(len(process.exchanges) for process in uslci.processes) == 32526


def test_every_amount_of_uslci_is_converted_and_every_process_has_a_reference(uslci):
    lines = [line for process in uslci.processes for line in process.exchanges]
    assert all(line.reference_amount is not None for line in lines)
    assert all(process.reference_exchange() for process in uslci.processes)
    assert Counter(line.uncertainty.kind for line in lines if line.uncertainty)["triangular"] == 385


def test_every_formula_of_uslci_gives_the_amount_that_stands_there(uslci):
    assert not {"OLC-112", "OLC-113"} & {finding.code for finding in uslci.report.findings}
    assert sum(line.formula is not None for process in uslci.processes for line in process.exchanges) == 259


def test_electricity_of_uslci_is_electricity_in_megajoule(uslci):
    power = [flow for flow in uslci.flows if flow.names["en"].startswith("Electricity") and flow.kind == "product"]
    assert {(flow.unit, flow.quantity_kind) for flow in power if flow.unit == "MJ"} == {
        ("MJ", QuantityKind.energy_electricity)
    }
    carbon = [flow for flow in uslci.flows if flow.names["en"] == "Carbon dioxide, fossil "]
    assert [flow.compartment[0] for flow in carbon] == ["air"]


def test_what_is_odd_in_uslci_is_said(uslci):
    said = Counter(finding.code for finding in uslci.report.findings)
    assert said == {"OLC-114": 1, "OLC-115": 1, "OLC-118": 1, "OLC-122": 1, "OLC-123": 1, "OLC-124": 1}


def test_a_process_without_reference_is_kept(shared_data):
    package = olca.read(shared_data / "olca" / "beef-cattle-finishing")
    without = [process.names["en"] for process in package.processes if process.reference is None]
    assert len(package.processes) == 8
    assert len(without) == 1
    finding = next(finding for finding in package.report.findings if finding.code == "OLC-110")
    assert finding.place.process == without[0]
    assert package.report.counts["product_systems"] == Counts(read=1, skipped=1)


def test_a_method_alone_is_kept_as_it_stands(shared_data):
    package = olca.read(shared_data / "olca" / "AWARE")
    assert package.processes == ()
    (category,) = package.extra["ImpactCategory"].values()
    assert len(category["impactFactors"]) == 1966


def test_an_extract_keeps_its_pedigree_allocation_and_documentation(shared_data):
    package = olca.read(shared_data / "olca" / "US-FPL")
    assert len(package.processes) == 4
    assert {process.default_allocation for process in package.processes} >= {"physical"}
    assert sum(len(process.allocation) for process in package.processes) == 34
    assert all(process.technology and process.valid_from for process in package.processes)
    assert all("dqSystem" in process.extra for process in package.processes)
