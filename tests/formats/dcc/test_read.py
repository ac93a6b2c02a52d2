"""Digital calibration certificates. The certificate is invented; its form follows PTB's DCC 3."""

import base64
import hashlib
from datetime import date

import pytest
from tests.formats.dcc.certificates import EXAMPLE, SIGNATURE, certificate, signed

from tanji.formats.dcc import NotDcc, read
from tanji.formats.dcc.parse import parse
from tanji.formats.dcc.reader import made
from tanji.formats.identify import UnknownFormat, identify
from tanji.formats.xml import ForbiddenXml
from tanji.model import document
from tanji.model.meter import Calibration, Meter


def _read(data):
    return made(parse(data, "a.xml"), "a.xml")


def _codes(found):
    return [finding.code for finding in found.report.findings]


def test_number_laboratory_dates_items_and_standards_are_read():
    found = read(EXAMPLE).calibration
    assert (found.certificate, found.laboratory) == ("EXAMPLE-2025-0042", "示例校准实验室")
    assert (found.performed, found.issued, found.due) == (date(2025, 1, 9), date(2025, 1, 10), date(2027, 1, 8))
    assert found.accreditation == "CNAS L0000 (example)"
    assert found.conformity == "pass"
    assert found.items[0].identifications == ("EX-0001",)
    assert [(each.identification, each.certificate) for each in found.standards] == [("STD-9", "EXAMPLE-STD-2024-7")]
    assert [(each.value, each.unit) for each in found.conditions] == [(23.1, r"\degreecelsius")]


def test_an_error_of_indication_is_a_correction_with_the_other_sign_in_percent():
    points = read(EXAMPLE).calibration.points
    assert [(point.at, point.at_unit) for point in points] == [(5, "kWh"), (50, "kWh"), (100, "kWh")]
    assert [point.correction for point in points] == pytest.approx([-0.12, -0.10, -0.08])
    assert {point.unit for point in points} == {"%"}
    assert [point.standard for point in points] == pytest.approx([0.03] * 3)


def test_without_an_error_it_is_indication_less_reference():
    data = certificate(
        ('refType="basic_measurementError"', 'refType="basic_measuredValue"'),
        ("0.0012 0.0010 0.0008", "5.01 50.05 100.2"),
        (r"\one", r"\kilo\watt\hour"),
    )
    points = _read(data).calibration.points
    assert [point.correction for point in points] == pytest.approx([-0.01, -0.05, -0.2])
    assert {point.unit for point in points} == {"kWh"}


def test_the_file_is_known_by_its_digest_and_its_signature_is_kept_and_not_checked():
    data = signed()
    found = _read(data)
    file = found.calibration.file
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert base64.b64decode(file.signature) == SIGNATURE.encode()
    assert file.checked_by is None
    assert "DCC-104" in _codes(found)
    assert "not checked" in next(f.message.en for f in found.report.findings if f.code == "DCC-104")


def test_an_unsigned_certificate_and_one_without_standards_are_said_to_be_so():
    assert "DCC-105" in _codes(read(EXAMPLE))
    data = certificate(('refType="basic_normalUsed"', 'refType="basic_auxiliary"'))
    assert "DCC-103" in _codes(_read(data))


def test_a_result_that_can_not_be_read_is_a_finding_and_counted():
    found = _read(certificate(("0.0012 0.0010 0.0008", "0.0012 NaN 0.0008")))
    assert "DCC-101" in _codes(found)
    counts = found.report.counts["points"]
    assert counts.failed == 1
    assert counts.read == counts.imported + counts.failed


def test_a_due_date_before_the_calibration_is_not_believed():
    found = _read(certificate(("2027-01-08", "2020-01-08")))
    assert found.calibration.due is None
    assert "DCC-102" in _codes(found)


@pytest.mark.parametrize(
    "change",
    [
        ('schemaVersion="3.3.0"', 'schemaVersion="2.4.0"'),
        ("EXAMPLE-2025-0042", ""),
        ("2025-01-09", "no date"),
    ],
)
def test_another_version_and_missing_number_or_date_are_refused(change):
    changes = [change] if change[1] != "no date" else [change, ("2025-01-08", "no date")]
    with pytest.raises(NotDcc):
        parse(certificate(*changes), "a.xml")


def test_entities_are_refused(tmp_path):
    (tmp_path / "a.xml").write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]>' + certificate().split(b"?>", 1)[1])
    with pytest.raises(ForbiddenXml):
        read(tmp_path / "a.xml")


def test_a_certificate_is_told_from_background_data():
    with pytest.raises(UnknownFormat, match="calibration certificate"):
        identify(EXAMPLE)


def test_it_belongs_to_the_meter_of_its_serial_number_or_to_the_one_named():
    found = read(EXAMPLE).calibration
    assert found.of(Meter(id="a", unit="kWh", serial="EX-0001"))
    assert not found.of(Meter(id="a", unit="kWh", serial="EX-9"))
    named = read(EXAMPLE, meter="b").calibration
    assert named.of(Meter(id="b", unit="kWh"))
    assert not named.of(Meter(id="a", unit="kWh", serial="EX-0001"))


def test_the_document_reads_back_the_same():
    found = read(EXAMPLE).calibration
    assert document.read_as(Calibration, document.write(found)) == found
