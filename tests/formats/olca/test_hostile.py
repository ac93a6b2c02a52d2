"""Hostile packages are refused by an exact code, without a traceback and without anything left behind."""

import io
import json
import tarfile
import zipfile

import pytest
from tests.formats.olca.packages import put, steel, steel_package

from tanji.formats import olca
from tanji.formats.archive import ArchiveBomb, ArchiveTooLarge, BadMember, DamagedArchive, NotAnArchive
from tanji.formats.child import AnswerTooLarge, Limits, NoSuchFile, TooMuchMemory, TooSlow
from tanji.formats.olca.collect import NotOlca
from tanji.formats.olca.reader import read


def zipped(path, objects):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in objects.items():
            data = body if isinstance(body, bytes) else json.dumps(body)
            archive.writestr(name if "." in name else f"{name}.json", data)
    return path


def test_a_zip_and_a_folder_give_the_same_package(tmp_path):
    one = olca.read(zipped(tmp_path / "a.zip", steel_package()))
    two = olca.read(put(tmp_path / "b", steel_package()))
    assert sorted(flow.id for flow in one.flows) == sorted(flow.id for flow in two.flows)
    assert (one.processes, one.extra) == (two.processes, two.extra)
    assert one.sha256
    assert two.sha256 is None


def test_a_bomb_is_refused(tmp_path):
    with pytest.raises(ArchiveBomb):
        olca.read(zipped(tmp_path / "a.zip", steel_package() | {"flows/x.json": b" " * (60 << 20)}))


def test_a_giant_string_is_refused(tmp_path):
    with pytest.raises((ArchiveTooLarge, ArchiveBomb)):
        olca.read(put(tmp_path / "a", {"flows/x": b'{"@id": "' + b"x" * (65 << 20) + b'"}'}))


def test_a_name_that_leads_outside_is_refused(tmp_path):
    with pytest.raises(BadMember):
        olca.read(zipped(tmp_path / "a.zip", {"../flows/x.json": {"@type": "Flow"}}))


def test_a_link_in_a_tar_is_refused(tmp_path):
    info = tarfile.TarInfo("flows/x.json")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.addfile(info)
    with pytest.raises(BadMember):
        olca.read(tmp_path / "a.tar.gz")


def test_a_truncated_zip_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", steel_package())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedArchive):
        olca.read(path)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(NotAnArchive):
        olca.read(tmp_path / "a.txt")
    with pytest.raises(NotOlca):
        olca.read(zipped(tmp_path / "a.zip", {"readme.txt": b"hello"}))
    with pytest.raises(NoSuchFile):
        olca.read(tmp_path / "gone.zip")


def test_limits_of_memory_time_and_answer_hold(tmp_path):
    lines = steel()["exchanges"][3]
    body = steel(exchanges=[lines | {"internalId": number} for number in range(1, 60_000)])
    path = zipped(tmp_path / "a.zip", steel_package(processes__steelmaking=body))
    with pytest.raises(TooMuchMemory):
        read(path, limits=Limits(memory_bytes=110 << 20))
    with pytest.raises(TooSlow):
        read(path, limits=Limits(wall_s=0.3))
    with pytest.raises(AnswerTooLarge):
        read(path, limits=Limits(answer_bytes=1 << 20))


def test_a_chain_of_categories_without_end_ends(tmp_path):
    categories = {
        f"categories/{number}": {
            "@type": "Category",
            "@id": str(number),
            "name": f"c{number}",
            "category": {"@id": str((number + 1) % 5000)},
        }
        for number in range(5000)
    }
    objects = steel_package(processes__steelmaking=steel(category={"@id": "0"}))
    package = olca.read(zipped(tmp_path / "a.zip", objects | categories))
    assert len(package.processes[0].category) == 40


def test_amounts_whose_conversion_overflows_are_not_converted(tmp_path):
    body = steel()
    body["exchanges"][0]["amount"] = 1e307
    package = olca.read(put(tmp_path / "a", steel_package(processes__steelmaking=body)))
    assert package.processes[0].exchanges[0].reference_amount is None
    assert "OLC-111" in {finding.code for finding in package.report.findings}


def test_nothing_is_written_beside_a_package_that_is_read(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, body in steel_package().items():
            data = json.dumps(body).encode()
            info = tarfile.TarInfo(f"steel/{name.removesuffix('.json')}.json")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    assert len(olca.read(tmp_path / "a.tar").processes) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]
