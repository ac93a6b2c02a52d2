"""The examples compute to what their README says, and every figure of them has a source that was opened."""

import pytest
from tests.examples.conftest import EXAMPLES, ON_USLCI

from tanji.assess.calculate import calculate
from tanji.assess.compare import compare
from tanji.assess.connect import connect
from tanji.assess.supply import Unsuitable
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.formats import olca
from tanji.formats.study import read, write_workbook
from tanji.model.document import digest
from tanji.model.study import ActivityKind, DataType, OwnFactor, ProcessLink
from tanji.starter.methods import method

TOTALS = {
    "lfp-battery-pack": 103.092,
    "washing-machine": 543.467,
    "aluminium-ingot": 13234.483,
    "aluminium-ingot-hydropower": 5195.856,
    "aluminium-ingot-coal-power": 18173.760,
}
AUXILIARIES = {
    "alumina-caustic-soda",
    "alumina-lime",
    "anode-pitch",
    "metal-aluminium-fluoride",
    "metal-cathode-carbon",
}
COVERED = {
    "lfp-battery-pack": (10, 13, {"cell-electrolyte", "pack-coolant", "cathode-iron-phosphate"}),
    "washing-machine": (17, 18, {"use-detergent"}),
    "aluminium-ingot": (22, 27, AUXILIARIES),
    "aluminium-ingot-hydropower": (22, 27, AUXILIARIES),
    "aluminium-ingot-coal-power": (22, 27, AUXILIARIES),
}
GUESSED = {DataType.assumption, DataType.estimate}
EVERY = sorted([*TOTALS, ON_USLCI])


def test_each_source_file_and_scenario_is_known_here(studies):
    assert sorted(studies) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_line_has_a_source_that_was_opened_or_says_that_it_is_an_assumption(name, studies):
    for activity in studies[name].activities:
        own = [activity.link.source] if isinstance(activity.link, OwnFactor) else []
        for source in [activity.data, *own]:
            assert source is not None, activity.id
            assert source.document, activity.id
            if source.type not in GUESSED:
                assert source.publisher, activity.id
                assert source.opened, activity.id
                assert source.place, activity.id


@pytest.mark.parametrize("name", EVERY)
def test_no_example_claims_primary_data(name, studies):
    types = {activity.data.type for activity in studies[name].activities}
    assert types <= {DataType.literature, DataType.estimate, DataType.assumption}


@pytest.mark.parametrize("name", EVERY)
def test_the_masses_of_the_parts_add_up_to_the_product(name, studies):
    study = studies[name]
    parts = sum(
        activity.amount
        for activity in study.activities
        if activity.kind is ActivityKind.material and activity.unit == "kg" and activity.step is None
    )
    assert not parts or parts == pytest.approx(study.product.mass_kg, rel=0.06)


@pytest.mark.parametrize(("name", "total"), TOTALS.items())
def test_totals_are_as_in_the_readme(name, total, footprint):
    assert footprint(name).score.total == pytest.approx(total, rel=1e-3)


@pytest.mark.parametrize(("name", "expected"), COVERED.items())
def test_the_coverage_is_as_in_the_readme(name, expected, footprint):
    linked, lines, missing = expected
    coverage = footprint(name).coverage
    assert (coverage.linked, coverage.lines) == (linked, lines)
    assert {entry.activity for entry in coverage.unlinked} == missing
    row = next(
        line for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}.xlsx`") and " of " in line
    )  # fmt: skip
    assert f"{linked} of {lines}" in row


def test_the_electricity_of_aluminium_is_the_kilowatt_hours_by_the_official_factor(footprint):
    kwh = 14210 + 53 + 1.928 * 218 + 0.463 * 110 + 1.928 * 2.847 * 1.5
    counted = [line for line in footprint("aluminium-ingot").lines if line.kind is ActivityKind.electricity]
    assert sum(line.amount for line in counted) == pytest.approx(kwh, rel=1e-9)
    assert sum(line.score.total for line in counted) == pytest.approx(0.5777 * kwh, rel=1e-9)


def test_the_gases_of_electrolysis_count_with_their_global_warming_potentials(footprint):
    by_id = {line.activity: line.score for line in footprint("aluminium-ingot").lines}
    assert by_id["metal-cf4"].total == pytest.approx(0.0741 * 7380)
    assert by_id["metal-c2f6"].total == pytest.approx(0.00425 * 12400)
    assert by_id["metal-anode-co2"].total == 1410.8


def test_hydropower_changes_two_lines_by_their_factor_and_keeps_the_grid_result_beside_it(footprint):
    grid, hydro = footprint("aluminium-ingot"), footprint("aluminium-ingot-hydropower")
    found = compare(grid, hydro)
    changed = [change for change in found.changes if change.cause != "same"]
    assert {change.activity for change in changed} == {"metal-electricity", "ingot-electricity"}
    assert {change.cause for change in changed} == {"factor"}
    assert found.difference == pytest.approx((14210 + 53) * (0.0141 - 0.5777))
    assert hydro.grid_score.total == pytest.approx(grid.score.total)


def test_use_is_most_of_a_washing_machine(footprint):
    made = footprint("washing-machine")
    shares = {stage.stage.value: stage.share for stage in made.stages}
    assert set(shares) == {"raw_material", "production", "distribution", "use", "end_of_life"}
    assert shares["use"] == pytest.approx(0.67, abs=0.01)
    electricity = next(line for line in made.lines if line.activity == "use-electricity")
    assert electricity.score.total == pytest.approx(578 * 0.5777)


def test_the_co2_only_factor_of_the_grid_is_refused_for_electricity(studies, footprint):
    study = studies["aluminium-ingot"]
    wrong = ProcessLink(database="starter", process="cn-grid-co2-2023-national")
    activities = tuple(
        activity.model_copy(update={"link": wrong}) if activity.id == "metal-electricity" else activity
        for activity in study.activities
    )
    with pytest.raises(Unsuitable, match="CO2-only"):
        footprint(study.model_copy(update={"activities": activities}))


@pytest.mark.parametrize("name", EVERY)
def test_a_workbook_reads_back_without_errors_to_the_study_of_its_source(name, studies, footprint):
    given = read(EXAMPLES / f"{name}.xlsx")
    assert given.study is not None, given.report
    if name in TOTALS:
        assert footprint(given.study).score == footprint(name).score
    stated = {a.names["en"]: (a.kind, a.stage, a.link, a.data) for a in given.study.activities}
    assert stated == {a.names["en"]: (a.kind, a.stage, a.link, a.data) for a in studies[name].activities}


@pytest.mark.parametrize("name", EVERY)
def test_a_workbook_written_anew_is_the_same_study(name, studies, tmp_path):
    again = tmp_path / f"{name}.xlsx"
    write_workbook(studies[name], again)
    kept, made = read(EXAMPLES / f"{name}.xlsx").study, read(again).study
    assert digest(made) == digest(kept)


def test_the_part_on_uslci_is_its_own_dataset_and_a_box(studies, shared_data, tmp_path):
    package = olca.read(shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz")
    made = publish(package, Shelf(tmp_path), database="uslci", version="test", names={"en": "USLCI"}).opened
    study = connect(studies[ON_USLCI], (made,)).study
    result = calculate(study, {"uslci": made}, method("ar6-gwp100"), engine="test")
    assert (result.coverage.linked, result.coverage.lines) == (7, 9)
    assert result.score.total == pytest.approx(2.7938, rel=1e-3)
    box = next(line for line in result.lines if line.activity == "box").score.total
    dataset = made.score("89a2b59a-1ca2-34f5-acc8-a8eaaa6fa870", method("ar6-gwp100")).total
    assert result.score.total - box == pytest.approx(dataset, rel=1e-3)
