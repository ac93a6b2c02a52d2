"""Every real EcoSpold file reads as its golden report says, and reads back the same after it was written."""

import json
from pathlib import Path

import pytest
from tests.formats.ecospold.reading import digests, told

from tanji.formats import ecospold1, ecospold2

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {"ecospold1": ecospold1, "ecospold2": ecospold2}
FILES = [(name, file) for name in FORMATS for file in json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", FORMATS)
def test_every_real_file_has_its_golden_report(name, shared_data):
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert sorted(golden) == sorted(path.name for path in (shared_data / name).iterdir())


@pytest.mark.parametrize(("name", "file"), FILES)
def test_a_real_file_reads_as_its_golden_report_says_and_comes_back_the_same(name, file, shared_data, tmp_path):
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))[file]
    package = FORMATS[name].read(shared_data / name / file)
    assert told(package) == golden
    assert not package.report.errors
    FORMATS[name].write(package, tmp_path / "again.spold")
    again = FORMATS[name].read(tmp_path / "again.spold")
    assert digests(again) == digests(package)
    assert b"tanji:documents" not in (tmp_path / "again.spold").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_folder_of_real_files_is_one_package(name, shared_data):
    package = FORMATS[name].read(shared_data / name)
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert package.sha256 is None
    assert len(package.processes) == len(golden)


@pytest.mark.parametrize(("name", "other"), [("ecospold1", "ecospold2"), ("ecospold2", "ecospold1")])
def test_a_real_file_is_told_by_its_content_and_not_by_its_name(name, other, shared_data):
    for path in (shared_data / name).iterdir():
        assert FORMATS[name].claims(path.read_bytes())
        assert not FORMATS[other].claims(path.read_bytes())


@pytest.mark.parametrize("name", FORMATS)
def test_documents_of_another_format_come_back_the_same(name, shared_data, tmp_path):
    from tanji.formats import olca

    package = olca.read(shared_data / "olca" / "beef-cattle-finishing")
    for target in (tmp_path / "a.spold", tmp_path / "a.zip"):
        FORMATS[name].write(package, target)
        assert digests(FORMATS[name].read(target)) == digests(package)
