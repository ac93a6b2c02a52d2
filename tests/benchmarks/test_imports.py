import json
from pathlib import Path

from benchmarks import olca_package
from benchmarks.imports import GOALS, MEMORY, MOST, SECONDS
from tanji.formats import identify

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "latest.json"


def test_the_package_has_as_many_processes_and_exchanges_as_asked_for_and_is_sound(tmp_path):
    olca_package.store(tmp_path / "a.zip", 120, 3_000)
    package = identify.identify(tmp_path / "a.zip").read(tmp_path / "a.zip")
    assert package.format == "olca-jsonld/2"
    assert len(package.processes) == 120
    assert sum(len(process.exchanges) for process in package.processes) == 3_000
    assert not package.report.findings
    lines = [line for process in package.processes for line in process.exchanges]
    assert all(process.reference for process in package.processes)
    assert all(line.reference_amount is not None for line in lines)
    assert 0.6 < sum(line.uncertainty is not None for line in lines) / len(lines) < 0.8


def test_the_same_seed_gives_the_same_package(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        olca_package.store(tmp_path / name, 60, 1_500, seed)
    read = [identify.identify(tmp_path / name).read(tmp_path / name).processes for name in "abc"]
    assert read[0] == read[1]
    assert read[0] != read[2]


def test_the_kept_imports_met_their_goals():
    rows = [row for row in json.loads(RESULTS.read_text(encoding="utf-8")) if row["task"].startswith("import:")]
    assert {(row["system"], row["task"]) for row in rows} == {
        (name, task) for name in GOALS for task in (SECONDS, MEMORY)
    }
    assert all(row["ours_s"] <= row["goal"] for row in rows)
    assert {row["goal"] for row in rows if row["task"] == MEMORY} == {MOST}
