"""USLCI, read, linked, compiled and solved, against 100 scores that were computed independently (MANIFEST.md).

The reference scores count gases by lists of names. Our table of gases reads two names otherwise, and better:

- `Carbon dioxide` taken from `resource/in air` (7 inputs) is an uptake, on the line of removals; the reference takes
  it off the total.
- `Methane, tetrafluoro-, FC-14` (11 emissions) is CF4; the reference does not count it.

With these two read as in the reference all 100 scores agree; read as in the table, 92 do, and the others are named.
"""

import csv

import numpy as np
import pytest
from tests.background.packages import method

from tanji import lca
from tanji.background.measure import converted
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.formats import olca
from tanji.model.method import Indicator

TOLERANCE = 1e-6
FACTORS = {
    "ar5": {
        "carbon-dioxide-fossil": 1.0,
        "carbon-dioxide-land-use": 1.0,
        "methane-fossil": 30.0,
        "methane-biogenic": 28.0,
        "nitrous-oxide": 265.0,
        "sulfur-hexafluoride": 23500.0,
        "pfc-14": 6630.0,
        "pfc-116": 11100.0,
    },
    "ar6": {
        "carbon-dioxide-fossil": 1.0,
        "carbon-dioxide-land-use": 1.0,
        "methane-fossil": 29.8,
        "methane-biogenic": 27.0,
        "nitrous-oxide": 273.0,
        "sulfur-hexafluoride": 25200.0,
        "pfc-14": 7380.0,
        "pfc-116": 12400.0,
    },
}
"""The gases of MANIFEST.md and no others."""

READ_OTHERWISE = {
    "Aluminum, primary, ingot, at plant, 1998",
    "Precision sand casting, aluminum",
    "Scanner, desktop, i2900",
    "Soy-based resin, at plant",
    "Switchgrass, ground and stored, 2022",
    "Switchgrass, harvested, wet",
    "Switchgrass, production, US, 2022",
    "Zinc, Special High Grade",
}


@pytest.fixture(scope="module")
def reference(shared_data):
    with (shared_data / "uslci" / "reference_gwp100.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def package(shared_data):
    return olca.read(shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz")


@pytest.fixture(scope="module")
def published(package, tmp_path_factory):
    shelf = Shelf(tmp_path_factory.mktemp("home"))
    return publish(package, shelf, database="uslci", version="1", names={"en": "USLCI"})


@pytest.fixture(scope="module")
def opened(published):
    return published.opened


def _deviations(scores, reference, report, opened):
    """Relative difference to each reference score, by name."""
    found = {}
    for row in reference:
        wanted, got = float(row[f"gwp100_{report}"]), float(scores[opened.positions[row["process_id"]]])
        found[row["name"]] = abs(got - wanted) / abs(wanted) if wanted else abs(got)
    assert len(found) == 100
    return found


@pytest.mark.parametrize("report", ["ar5", "ar6"])
def test_all_100_scores_agree_with_the_reference(opened, reference, report):
    system = opened.system(method(FACTORS[report], report))
    characterization = system.C.toarray()[list(Indicator).index(Indicator.total)]
    for place, row in enumerate(opened.table("elementary").iter_rows(named=True)):
        if row["name"] == "Methane, tetrafluoro-, FC-14":
            characterization[place] = 0.0
        if row["name"] == "Carbon dioxide" and row["gas"] == "carbon-dioxide-uptake":
            characterization[place] = -1.0
    scores = lca.factorize(system).solve_transpose(system.B.T @ characterization)
    deviations = _deviations(scores, reference, report, opened)
    assert max(deviations.values()) < TOLERANCE


@pytest.mark.parametrize("report", ["ar5", "ar6"])
def test_by_our_table_of_gases_92_agree_and_the_others_are_known(opened, reference, report):
    scores = opened.intensities(method(FACTORS[report], report))[0]
    deviations = _deviations(scores, reference, report, opened)
    assert {name for name, deviation in deviations.items() if deviation >= TOLERANCE} == READ_OTHERWISE


def test_names_and_dimensions_are_those_of_the_reference(opened, reference):
    # The reference gives the unit of the exchange (kWh, h), and scores per reference unit of the flow (MJ, d).
    for row in reference:
        listing = opened.get(row["process_id"])
        assert listing.names["en"].strip() == row["name"].strip()
        assert converted(row["ref_unit"], listing.unit) is not None, row


def test_the_report_says_what_the_database_lacks(published):
    quality = published.opened.manifest.quality
    assert quality["inputs_without_supplier"] == 2461
    assert quality["ambiguous_inputs"] == 249
    assert quality["multi_output_processes"] == 132
    assert quality["loops"] == 2
    assert (quality["processes_in_loops"], quality["largest_loop"]) == (34, 32)
    assert quality["own_use"] == 0
    said = {(each.code, each.message.en.split(" ", 1)[0]) for each in published.report.findings}
    assert {("BGD-104", "2461"), ("BGD-112", "In"), ("BGD-113", "32"), ("BGD-113", "2")} <= said


def test_every_input_is_linked_or_listed(published):
    opened = published.opened
    counts = opened.manifest.counts["inputs"]
    assert (counts.read, counts.imported, counts.skipped, counts.failed) == (6480, 3725, 2755, 0)
    unlinked = opened.table("unlinked")
    assert unlinked.filter(unlinked["direction"] == "input")["reason"].value_counts(sort=True).rows() == [
        ("no_supplier", 2461),
        ("co_product_only", 294),
    ]
    ambiguous = opened.table("ambiguous")
    assert len(ambiguous) == 249
    assert (ambiguous["eligible"] > 1).sum() == 135
    assert opened.manifest.counts["elementary"].failed == 0


def test_the_score_of_a_tree_is_that_of_its_supply_chain(opened):
    scored = opened.system(method(FACTORS["ar5"], "ar5"))
    factor = lca.factorize(scored)
    backward = opened.intensities(method(FACTORS["ar5"], "ar5"))
    rng = np.random.default_rng(1)
    for place in rng.integers(0, len(scored), 5):
        demand = np.zeros(len(scored))
        demand[place] = 1.0
        assert lca.scores(scored, factor, demand) == pytest.approx(backward[:, place], rel=1e-9, abs=1e-12)


def test_publishing_again_gives_the_same_release(package, opened, tmp_path):
    again = publish(package, Shelf(tmp_path), database="uslci", version="1", names={"en": "USLCI"})
    assert again.opened.ref == opened.ref


def test_processes_come_back_whole(package, opened):
    for process in package.processes[::97]:
        assert opened.process(process.id) == process


def test_what_is_not_characterised_is_named(opened, reference):
    found = opened.gaps({reference[0]["process_id"]: 1.0}, method(FACTORS["ar5"], "ar5"))
    assert "Sulfur dioxide" in {each.name for each in found.uncharacterised}
    assert found.uncharacterised_air_kg > 0
    assert len(found.upstream_gaps) <= found.upstream_gap_count
    assert found.upstream_gaps[0].processes >= found.upstream_gaps[-1].processes


def test_allocation_without_usable_factors_falls_back_to_the_reference_in_every_process(package, opened, tmp_path):
    # 40 processes have allocation factors; without product or method, or all 0, not one of them can be used.
    found = publish(package, Shelf(tmp_path), database="uslci", version="1", names={"en": "x"}, allocation="physical")
    assert sum(each.code == "BGD-109" for each in found.report.findings) == 132
    of_both = [each.intensities(method(FACTORS["ar5"], "ar5")) for each in (found.opened, opened)]
    assert np.array_equal(*of_both)
