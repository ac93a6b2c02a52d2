"""Mutants of an (invented) certificate and of D-SI: a document or a refusal; no other exception, never slow."""

import time

import pytest
from tests.formats.dcc.certificates import signed
from tests.formats.dcc.mutants import NUMBER, mutants

from tanji.errors import Refusal
from tanji.formats import dsi
from tanji.formats.dcc import read
from tanji.formats.dcc.parse import parse
from tanji.formats.dcc.reader import made

QUANTITY = (
    rb'<si:list xmlns:si="https://ptb.de/si"><si:real label="a"><si:value>1.5</si:value><si:unit>\kilogram</si:unit>'
    rb"<si:measurementUncertaintyUnivariate><si:expandedMU><si:valueExpandedMU>0.1</si:valueExpandedMU>"
    rb"<si:coverageFactor>2</si:coverageFactor></si:expandedMU></si:measurementUncertaintyUnivariate></si:real></si:list>"
)


def _survives(read_, data):
    start = time.perf_counter()
    try:
        read_(data)
    except Refusal:
        return False
    finally:
        assert time.perf_counter() - start < 5
    return True


def _certificate(data):
    found = made(parse(data, "m.xml"), "m.xml")
    counts = found.report.counts["points"]
    assert counts.imported == len(found.calibration.points)


def test_mutants_of_a_certificate():
    outcomes = [_survives(_certificate, data) for data in mutants(signed(), seed=4)]
    assert len(outcomes) == NUMBER
    assert any(outcomes)
    assert not all(outcomes)


def test_mutants_of_a_quantity():
    outcomes = [_survives(lambda data: dsi.parse(data, "m.xml"), data) for data in mutants(QUANTITY, seed=5)]
    assert any(outcomes)
    assert not all(outcomes)


@pytest.mark.parametrize("number", range(2))
def test_a_few_mutants_in_the_child(tmp_path, number):
    data = list(mutants(signed(), seed=6, number=number + 1))[-1]
    (tmp_path / "m.xml").write_bytes(data)
    assert _survives(read, tmp_path / "m.xml") in {True, False}
