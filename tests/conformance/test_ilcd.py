"""Every real ILCD file: what is read of it and found in it, as kept in golden/ilcd.json; and the same as TIDAS."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tanji.errors import Refusal
from tanji.formats import ilcd, tidas
from tanji.model.document import digest

GOLDEN = json.loads((Path(__file__).parent / "golden" / "ilcd.json").read_text(encoding="utf-8"))
FOLDERS = ("ilcd", "tiangong")


def told(path):
    """What a golden file keeps of a read: counts and codes, or the code of the refusal."""
    try:
        package = ilcd.read(path)
    except Refusal as refusal:
        return {"refused": refusal.code}
    counts = {name: count.model_dump(exclude_defaults=True) for name, count in package.report.counts.items()}
    findings = Counter(finding.code for finding in package.report.findings)
    return {"format": package.format, "counts": counts, "findings": dict(sorted(findings.items()))}


def paths(shared_data):
    return [path for name in FOLDERS for path in sorted((shared_data / name).iterdir()) if path.suffix != ".csv"]


def documents(package):
    found = (*package.flows, *package.processes, *package.sources, *package.methods)
    return {(document.schema_name, document.id): digest(document) for document in found}


def test_every_file_has_its_golden_report(shared_data):
    assert {path.name for path in paths(shared_data)} == set(GOLDEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_real_file_is_read_as_kept(shared_data, name):
    (path,) = (path for path in paths(shared_data) if path.name == name)
    assert told(path) == GOLDEN[name]


@pytest.mark.parametrize(
    "name", [name for name, golden in GOLDEN.items() if golden.get("findings", {}) != {"ILC-104": 1}]
)
@pytest.mark.parametrize("form", [ilcd, tidas])
def test_a_real_file_comes_back_the_same(shared_data, tmp_path, form, name):
    if "refused" in GOLDEN[name]:
        return
    (path,) = (path for path in paths(shared_data) if path.name == name)
    package = ilcd.read(path)
    form.write(package, tmp_path / "again.zip")
    again = form.read(tmp_path / "again.zip")
    assert documents(again) == documents(package)
    assert (again.extra, again.places) == (package.extra, package.places)
    assert {finding.code[4:] for finding in again.report.findings} == {
        finding.code[4:] for finding in package.report.findings
    }


def test_an_epd_keeps_its_amounts_by_module(shared_data):
    (epd,) = ilcd.read(shared_data / "ilcd" / "epd-v1.3-example.xml").processes
    amounts = epd.exchanges[1].extra["ilcd"]["common:other"]["epd:amount"]
    assert {"@epd:module": "A1-A3", "#text": "5.9841900871683285"} in amounts
    assert "LCIAResults" in epd.extra["ilcd"]
