"""TianGong's electricity mixes by the one path of all databases: read, linked by their own rules, released, scored.

One process (converter steelmaking) gives its reference product in two lines, 739 and 29.1 m³. The reference scores
count the first alone; here both are the product. Without the second line all 17 agree; with it most differ, by up to
7e-5.
"""

import csv

import pytest
from tests.background.packages import method

from tanji.background.link_rules import link_rules
from tanji.background.publish import Choices, publish
from tanji.background.shelf import Shelf
from tanji.formats import ilcd
from tanji.model.method import GASES, Indicator

TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def package(shared_data):
    return ilcd.read(shared_data / "tiangong" / "tiangong_grid_subset_ilcd.tar.gz")


@pytest.fixture(scope="module")
def published(package, tmp_path_factory):
    return _published(package, tmp_path_factory.mktemp("home"))


def _published(package, folder):
    choices = Choices(link_rules("tanji-link/uuid"))
    return publish(package, Shelf(folder), database="tiangong", version="1", names={"en": "TianGong"}, choices=choices)


BY_GAS = method({"carbon-dioxide-fossil": 1.0, "methane-fossil": 29.8}, "ef-3.1")
"""The gases of EF 3.1 climate change that occur here."""


def _deviations(published, shared_data, chosen=BY_GAS):
    """Relative differences to the references."""
    totals = published.opened.intensities(chosen)[0]
    with (shared_data / "tiangong" / "reference_grid_mixes.csv").open(encoding="utf-8") as file:
        wanted = {row["uuid"]: float(row["kgco2e_per_MJ"]) for row in csv.DictReader(file)}
    assert len(wanted) == 17
    return [abs(totals[published.opened.positions[uuid]] / value - 1) for uuid, value in wanted.items()]


def test_17_mixes_have_their_reference_intensities(package, shared_data, tmp_path):
    processes = tuple(map(_by_the_first_line, package.processes))
    found = _deviations(_published(package.model_copy(update={"processes": processes}), tmp_path), shared_data)
    assert max(found) < TOLERANCE


def test_with_both_lines_of_one_product_the_intensities_differ_little(published, shared_data):
    found = _deviations(published, shared_data)
    assert TOLERANCE < max(found) < 1e-4


def _by_the_first_line(process):
    """Without other lines that give the reference product of this one process."""
    if not process.names["en"].startswith("Converter steelmaking"):
        return process
    reference = process.reference_exchange()
    kept = [
        each
        for each in process.exchanges
        if each.id == reference.id or (each.flow, each.direction) != (reference.flow, reference.direction)
    ]
    return process.model_copy(update={"exchanges": tuple(kept)})


def test_the_release_says_by_which_rules_it_was_made_and_what_has_no_supplier(published):
    manifest = published.opened.manifest
    assert manifest.link_rules.startswith("tanji-link/uuid, ")
    counts = manifest.counts["inputs"]
    assert (counts.read, counts.imported) == (458, 134)
    assert manifest.quality["gas_flows_characterised_share"] == 1
    assert "1.764" in next(each.message.en for each in published.report.findings if each.code == "BGD-114")


def test_17_mixes_have_their_reference_intensities_by_the_method_document_of_the_package(
    package, shared_data, tmp_path
):
    processes = tuple(map(_by_the_first_line, package.processes))
    made = _published(package.model_copy(update={"processes": processes}), tmp_path)
    (ef31,) = package.methods
    assert max(_deviations(made, shared_data, ef31)) < TOLERANCE
    totals = made.opened.intensities(ef31)
    lines = dict(zip(Indicator, totals, strict=True))
    parts = lines["fossil"] + lines["land_use"] + lines["biogenic_emissions"] - lines["biogenic_co2"]
    assert parts == pytest.approx(lines["total"], rel=1e-12)
    assert sum(lines[gas] for gas in GASES) == pytest.approx(lines["total"], rel=1e-12)


def test_what_counts_zero_by_the_method_is_not_missing(published, package):
    mix = next(iter(published.opened.positions))

    def missing(chosen):
        return {flow.name for flow in published.opened.gaps({mix: 1.0}, chosen).uncharacterised}

    (ef31,) = package.methods
    assert missing(BY_GAS) - missing(ef31) == {"carbon dioxide (biogenic)"}
    assert "carbon monoxide (biogenic)" in missing(ef31)
