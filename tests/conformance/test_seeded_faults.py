"""How many of the faults planted in a copy of USLCI the audits find, and how often they cry without cause.

The figures are printed (`pytest -s`) and held by floors. A fault is found where a finding with a fitting code stands at
its process and does not stand there in the clean database. A false alarm is a new finding at a process that has no
planted fault; where it is about an intensity it may be a consequence of a fault in the supply chain, and is counted
apart. What the audits say of the clean database is a question to its publisher, not known to be right or wrong.
"""

import random
import sys
from collections import Counter
from datetime import date

import pytest
from tests.conformance.faults import planted

from tanji.background.audits.audit import audit
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.formats import olca
from tanji.model.finding import Severity
from tanji.starter.methods import method

ON = date(2026, 1, 1)
METHOD = method("ar6-gwp100")
CHAINED = {"AUD-121", "AUD-132", "AUD-182", "AUD-183"}
"""Findings about intensities: a fault upstream moves them."""


@pytest.fixture(scope="module")
def package(shared_data):
    return olca.read(shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz")


@pytest.fixture(scope="module")
def clean(package, tmp_path_factory):
    return publish(package, Shelf(tmp_path_factory.mktemp("clean")), database="uslci", version="1", names={"en": "x"})


def _said(published):
    """Findings as (code, process or flow id)."""
    found = {(each.code, each.place.member) for each in audit(published.opened, METHOD, on=ON).findings}
    elementary = published.opened.table("elementary")
    renamed = elementary.filter(elementary["otherwise"].is_not_null())["flow"].to_list()
    return found | {("BGD-118", flow) for flow in renamed}


@pytest.mark.parametrize("seed", [2026, 7])
def test_most_planted_faults_are_found_and_few_alarms_are_false(package, clean, tmp_path, seed):
    intensities = clean.opened.intensities(METHOD)[0]
    positions = clean.opened.positions
    faulty, faults = planted(
        package, random.Random(seed), lambda process: intensities[positions[process]] if process in positions else 0.0
    )
    published = publish(faulty, Shelf(tmp_path), database="uslci", version="1", names={"en": "x"})
    before, after = _said(clean), _said(published)
    new = after - before
    missed = [fault for fault in faults if not any((code, at) in new for code in fault.codes for at in fault.at)]
    hosts = {at for fault in faults for at in fault.at}
    stray = {(code, at) for code, at in new if at not in hosts}
    false = {each for each in stray if each[0] not in CHAINED}
    recall = 1 - len(missed) / len(faults)
    kinds = len({fault.kind for fault in faults})
    sys.stdout.write(
        f"\nseed {seed}: {len(faults)} faults of {kinds} kinds, recall {recall:.3f}, {len(false)} false alarms,"
        f" {len(stray - false)} consequences upstream, missed {dict(Counter(fault.kind for fault in missed))}\n"
    )
    assert len(faults) >= 40
    assert kinds >= 12
    assert recall >= 0.8
    assert len(false) <= 5


def test_what_is_said_of_the_clean_database_is_known(clean):
    report = audit(clean.opened, METHOD, on=ON)
    counted = Counter(each.code for each in report.findings if each.severity is not Severity.note)
    sys.stdout.write(f"\nclean: {dict(sorted(counted.items()))}\n")
    assert sum(counted.values()) <= 140
    for name, counts in report.counts.items():
        assert counts.read == counts.imported + counts.skipped + counts.failed, name
    assert {"AUD-111", "AUD-141", "AUD-142", "AUD-171", "AUD-172"} <= set(counted)
