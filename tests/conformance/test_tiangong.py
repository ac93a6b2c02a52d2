"""TianGong's electricity mixes against 17 reference intensities, linked by the rules under which they were made.

The rules stand in the data's MANIFEST: a supplier is a process whose first quantitative reference is the flow; the same
location first, then the smallest UUID, never itself; what has no supplier is cut off. Co-products are dropped. Five
processes have an input as their quantitative reference: they take the flow in and their diagonal is negative.
"""

import csv

import pytest

from tanji import lca
from tanji.formats import ilcd
from tanji.model.flow import FlowKind
from tanji.model.process import Direction

TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def package(shared_data):
    return ilcd.read(shared_data / "tiangong" / "tiangong_grid_subset_ilcd.tar.gz")


class Linked:
    """The processes of a package, linked by MANIFEST's rules, with the factors of its method."""

    def __init__(self, package):
        self.processes = sorted(package.processes, key=lambda process: process.id)
        self.flows = {flow.id: flow for flow in package.flows}
        self.makers = {}
        for place, process in enumerate(self.processes):
            self.makers.setdefault(process.reference_exchange().flow, []).append(place)
        factors = {(factor.flow, factor.direction): factor.value for factor in package.methods[0].flows}
        emitted = sorted(factors)
        rows = {flow: row for row, flow in enumerate(emitted)}
        technosphere, biosphere = [], []
        self.inputs = self.cut = 0
        for column, process in enumerate(self.processes):
            reference = process.reference_exchange()
            taken = reference.direction is Direction.input
            technosphere.append((column, column, -reference.reference_amount if taken else reference.reference_amount))
            for line in process.exchanges:
                flow = self.flows.get(line.flow)
                if line.id == reference.id:
                    continue
                if flow is not None and flow.kind is FlowKind.elementary:
                    if (line.flow, line.direction.value) in rows:
                        biosphere.append((rows[line.flow, line.direction.value], column, line.reference_amount))
                elif line.direction is Direction.input:
                    maker = self.maker(line.flow, column)
                    self.inputs += 1
                    self.cut += maker is None
                    if maker is not None:
                        technosphere.append((maker, column, -line.reference_amount))
        keys = [process.id for process in self.processes]
        self.system = lca.system(
            lca.Triples.of(technosphere),
            lca.Triples.of(biosphere),
            lca.Triples.of([(0, row, factors[flow]) for flow, row in rows.items()]),
            processes=lca.Index(keys),
            flows=lca.Index([f"{flow} {direction}" for flow, direction in emitted]),
            indicators=lca.Index(["climate change"]),
        )

    def maker(self, flow, column):
        """Who supplies a flow to a process."""
        here = self.processes[column].location
        found = [place for place in self.makers.get(flow, ()) if place != column]
        return min(found, key=lambda place: (self.processes[place].location != here, place), default=None)


@pytest.fixture(scope="module")
def linked(package):
    return Linked(package)


def test_the_method_is_of_the_sixth_report_with_1099_factors(package):
    (method,) = package.methods
    assert (method.report, method.horizon, len(method.flows)) == ("AR6", 100, 1099)
    by_name = {factor.name: factor for factor in method.flows}
    methane = by_name["methane (biogenic) (Mass, kg, Emissions to air, unspecified)"]
    assert (methane.origin.value, methane.direction) == ("biogenic", "output")


def test_inputs_without_a_supplier_are_cut_off(linked):
    assert (linked.inputs, linked.cut) == (458, 324)


def test_17_electricity_mixes_have_their_reference_intensities(linked, shared_data):
    with (shared_data / "tiangong" / "reference_grid_mixes.csv").open(encoding="utf-8") as file:
        expected = {row["uuid"]: float(row["kgco2e_per_MJ"]) for row in csv.DictReader(file)}
    factor = lca.factorize(linked.system)
    found = dict(zip(linked.system.processes, lca.intensities(linked.system, factor)[0], strict=True))
    assert len(expected) == 17
    assert {uuid: found[uuid] for uuid in expected} == pytest.approx(expected, rel=TOLERANCE)


def test_the_loop_of_seven_is_reported_with_its_radius(linked):
    worst = max(lca.inspect(linked.system).loops, key=lambda loop: loop.radius or 0)
    assert len(worst.processes) == 7
    assert worst.radius == pytest.approx(1.764, abs=5e-4)
    assert not worst.productive
