"""Every real openLCA package: what is read of it, and what is found in it, as kept in golden/olca.json."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tanji.formats import identify, olca

GOLDEN = json.loads((Path(__file__).parent / "golden" / "olca.json").read_text(encoding="utf-8"))
USLCI = "uslci/uslci_jsonld_olca15.tar.gz"


def told(path):
    """What a golden file keeps of a read: counts by kind and codes of findings."""
    package = olca.read(path)
    counts = {name: count.model_dump(exclude_defaults=True) for name, count in package.report.counts.items()}
    findings = Counter(finding.code for finding in package.report.findings)
    return {"format": package.format, "counts": counts, "findings": dict(sorted(findings.items()))}


def test_every_package_has_its_golden_report(shared_data):
    assert {f"olca/{path.name}" for path in (shared_data / "olca").iterdir()} | {USLCI} == set(GOLDEN)


@pytest.mark.parametrize("name", GOLDEN)
def test_a_real_package_is_read_as_kept(shared_data, name):
    assert told(shared_data / name) == GOLDEN[name]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_real_package_is_known_by_its_content(shared_data, name):
    assert identify.identify(shared_data / name).id == "olca"
