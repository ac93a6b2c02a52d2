"""TIDAS is ILCD as JSON: what one reader reads the other reads too."""

import json
import zipfile

import pytest
from tests.formats.ilcd.packages import STEELMAKING, put, steel_package

from tanji.formats import ilcd, tidas
from tanji.formats.tidas.parse import NotTidas
from tanji.model.document import digest
from tanji.model.finding import Counts


@pytest.fixture
def steel(tmp_path):
    return ilcd.read(put(tmp_path / "steel.zip", steel_package()))


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def digests(package):
    return {digest(each) for each in (*package.flows, *package.processes, *package.sources, *package.methods)}


@pytest.fixture
def files(steel, tmp_path):
    """The steel package as TIDAS files by name."""
    tidas.write(steel, tmp_path / "steel-tidas.zip")
    return members(tmp_path / "steel-tidas.zip")


def packed(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body if isinstance(body, str | bytes) else json.dumps(body))
    return path


NAME = f"tidas/processes/{STEELMAKING}.json"


def test_a_data_set_has_the_form_of_the_published_ones(files):
    body = files[NAME]["processDataSet"]
    assert list(body)[:4] == ["@xmlns", "@xmlns:common", "@xmlns:xsi", "@xmlns:acme"]
    assert body["processInformation"]["dataSetInformation"]["name"]["baseName"] == [
        {"@xml:lang": "en", "#text": "Steelmaking"},
        {"@xml:lang": "zh", "#text": "炼钢"},
    ]
    line = body["exchanges"]["exchange"][2]
    assert line["@dataSetInternalID"] == "2"
    assert line["referenceToFlowDataSet"]["@uri"].endswith(".json")
    assert (line["meanAmount"], line["relativeStandardDeviation95In"]) == ("10.0", "1.21")
    assert line["allocations"]["allocation"][0] == {"@internalReferenceToCoProduct": "0", "@allocatedFraction": "80.0"}


def test_both_formats_give_the_same_documents(steel, files, tmp_path):
    package = tidas.read(packed(tmp_path / "a.zip", files))
    assert package.format == "tidas/1"
    assert digests(package) == digests(steel)
    assert package.report.counts == steel.report.counts
    ilcd.write(package, tmp_path / "b.zip")
    assert digests(ilcd.read(tmp_path / "b.zip")) == digests(steel)


def test_numbers_nulls_and_lists_of_one_are_taken_as_they_are_meant(steel, files, tmp_path):
    body = files[NAME]["processDataSet"]
    line = body["exchanges"]["exchange"][2]
    line |= {"meanAmount": 10, "resultingAmount": 10.0, "location": None, "generalComment": []}
    line["referenceToFlowDataSet"] = [line["referenceToFlowDataSet"]]
    body["processInformation"]["time"]["common:referenceYear"] = 2022
    assert digests(tidas.read(packed(tmp_path / "a.zip", files))) == digests(steel)


def test_findings_have_codes_of_this_format(files, tmp_path):
    del files[NAME]["processDataSet"]["processInformation"]["quantitativeReference"]["referenceToReferenceFlow"]
    package = tidas.read(packed(tmp_path / "a.zip", files))
    assert {finding.code for finding in package.report.findings} == {"TID-110"}


def test_a_single_file_and_a_folder_are_read(files, tmp_path):
    for name, body in files.items():
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_text(json.dumps(body))
    assert len(tidas.read(tmp_path / "f").flows) == 4
    alone = tidas.read(tmp_path / "f" / NAME)
    assert len(alone.processes) == 1
    assert {finding.code for finding in alone.report.findings} >= {"TID-107"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "TID-101"),
        ("[1]", "TID-101"),
        ('{"processDataSet": [1]}', "TID-105"),
        ('{"processDataSet": {}}', "TID-105"),
        ('{"processDataSet": {"processInformation": ' + '{"a":' * 60 + "1" + "}" * 62, "TID-101"),
        ('{"processDataSet": ' * 200_000, "TID-101"),
        (b"\xff\xfe{}", "TID-101"),
        ('{"processDataSet": {"exchanges": {"a": "1", "a": "2"}}}', "TID-139"),
    ],
)
def test_a_bad_data_set_among_others_is_a_finding(text, code, files, tmp_path):
    package = tidas.read(packed(tmp_path / "a.zip", files | {"tidas/processes/bad.json": text}))
    assert [finding.code for finding in package.report.errors] == [code]
    assert len(package.processes) == 1


def test_other_json_is_said_and_alone_refused(files, tmp_path):
    package = tidas.read(packed(tmp_path / "a.zip", files | {"manifest.json": {"a": 1}}))
    assert package.report.counts["other"] == Counts(read=1, skipped=1)
    with pytest.raises(NotTidas):
        tidas.read(packed(tmp_path / "b.zip", {"manifest.json": {"a": 1}}))
