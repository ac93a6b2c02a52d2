"""Formats are told by their content, whatever files are called."""

import importlib
import shutil
import zipfile

import pytest

from tanji.formats.identify import FORMATS, UnknownFormat, format_of, identify, of_bytes

REAL = {
    "uslci/uslci_jsonld_olca15.tar.gz": "olca",
    "olca/US-FPL": "olca",
    "olca/beef-cattle-finishing": "olca",
    "tiangong/tiangong_grid_subset_ilcd.tar.gz": "ilcd",
    "ilcd/sdk_sample_process.xml": "ilcd",
    "ecospold1/Acetic acid, at plant.xml": "ecospold1",
    "ecospold2/v2_1.xml": "ecospold2",
    "simapro/process.csv": "simapro",
    "simapro/new-order.csv": "simapro",
    "defra/defra_2025_flat.xlsx": "factors",
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_told(shared_data, name):
    assert identify(shared_data / name).id == REAL[name]


def test_a_lying_ending_does_not_matter(shared_data, tmp_path):
    shutil.copy(shared_data / "ecospold1" / "Acetic acid, at plant.xml", tmp_path / "data.csv")
    assert identify(tmp_path / "data.csv").id == "ecospold1"


def test_an_archive_is_told_by_its_members(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("processes/1.json", '{"processDataSet": {}}')
    assert identify(tmp_path / "a.zip").id == "tidas"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"<html></html>", b"{}", b'{"a": 1}', b"<!DOCTYPE x><x/>"])
def test_what_is_none_of_them_is_refused_with_those_that_are(tmp_path, data):
    (tmp_path / "thing.bin").write_bytes(data)
    with pytest.raises(UnknownFormat, match=r"thing\.bin.*openLCA"):
        identify(tmp_path / "thing.bin")


def test_byte_order_marks_do_not_hide_a_format():
    assert of_bytes("a.csv", b"\xef\xbb\xbf{SimaPro 8.0}") == "simapro"
    assert of_bytes("a.json", '\ufeff{"@type": "Flow"}'.encode("utf-16")) == "olca"


def test_a_name_that_is_no_format_is_refused():
    with pytest.raises(UnknownFormat, match="olca, ilcd"):
        format_of("gabi")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda one: one.id)
def test_every_format_has_its_reader_and_its_writer_where_it_says_so(format_):
    assert callable(format_.read)
    assert hasattr(importlib.import_module(format_.module), "write") == format_.writes
