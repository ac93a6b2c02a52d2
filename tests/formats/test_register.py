"""Meters and certificates written by hand. All are invented."""

import json
from pathlib import Path

import pytest

from tanji.formats.register import NotRegister, made, parse, read

EXAMPLE = Path(__file__).parents[2] / "examples" / "metering" / "register.yaml"


def test_the_example_gives_its_meters_and_calibrations():
    found = read(EXAMPLE)
    assert [each.id for each in found.documents] == ["main-electricity", "gas", "weighbridge", "EXAMPLE-2022-0311"]
    assert not found.report.findings
    assert found.documents[0].ratio == 40
    assert found.documents[0].modulus == 1_000_000


def test_an_entry_that_is_wrong_is_an_error_with_its_place_and_the_others_are_read():
    data = b"meters:\n  - {id: a, unit: kWh}\n  - {id: b, unit: kWh, accuracy_class: -1}\n"
    found = made(parse(data, "a.yaml"), "a.yaml")
    assert [each.id for each in found.documents] == ["a"]
    counts = found.report.counts["meters"]
    assert (counts.read, counts.imported, counts.failed) == (2, 1, 1)
    assert found.report.errors[0].place.member == "meters[2].accuracy_class"


def test_one_document_as_json_is_read():
    data = json.dumps({"schema": "tanji/meter/1", "id": "a", "unit": "kWh"}).encode()
    assert [each.id for each in made(parse(data, "a.json"), "a.json").documents] == ["a"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[1, 2]",
        b"other: 1",
        b"meters: 3",
        b"\xff\xfe\x00",
        b"meters: [" + b"[" * 100,
        b"a: !!python/name:os.system",
    ],
)
def test_what_is_no_register_is_refused(data):
    with pytest.raises(NotRegister):
        parse(data, "a.yaml")


def test_numbers_that_are_not_finite_are_refused():
    with pytest.raises(NotRegister):
        parse(b'{"meters": [{"id": "a", "unit": "kWh", "low": NaN}]}', "a.json")


def test_a_range_or_a_period_the_wrong_way_round_is_an_error():
    data = b"meters:\n  - {id: a, unit: kWh, low: 5, high: 1}\ncalibrations:\n"
    data += b"  - {certificate: c, laboratory: l, performed: 2024-01-02, due: 2024-01-01}\n"
    found = made(parse(data, "a.yaml"), "a.yaml")
    assert [finding.code for finding in found.report.errors] == ["REG-101", "REG-101"]
