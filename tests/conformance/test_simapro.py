"""Every real SimaPro export: what is read of it, and what is found, as kept in golden/simapro.json."""

import json
from pathlib import Path

import pytest

from tanji.formats import simapro

GOLDEN = json.loads((Path(__file__).parent / "golden" / "simapro.json").read_text(encoding="utf-8"))


def summary(package):
    counts = {
        kind: [count.read, count.imported, count.skipped, count.failed] for kind, count in package.report.counts.items()
    }
    return {"counts": counts, "findings": sorted(finding.code for finding in package.report.findings)}


def test_every_file_has_its_golden_report(shared_data):
    assert {path.name for path in (shared_data / "simapro").glob("*.csv")} == set(GOLDEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_real_export_is_read_as_kept(shared_data, name):
    assert summary(simapro.read(shared_data / "simapro" / name)) == GOLDEN[name]


def test_amounts_of_real_exports_are_those_that_were_computed_by_hand(shared_data):
    def amounts(name):
        package = simapro.read(shared_data / "simapro" / name)
        return {line.flow_name: line.amount for process in package.processes for line in process.exchanges}

    treated = "Treatment of green waste, co-composting greenwaste-solid fraction of slurry 3-97, "
    assert amounts("waste.csv")[treated + "allocation cut-off on process {RER} U"] == pytest.approx(12.23292312)
    assert amounts("project_params.csv")["Watermelon"] == pytest.approx(1.4545454545)
    assert amounts("new-order.csv")["Zinc, from thermal ZnO dissociation"] == 0.241
