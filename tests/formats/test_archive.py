"""Members come streamed and bounded; bombs, links, bad names and damage are refused by an exact code."""

import io
import os
import tarfile
import zipfile

import pytest

from tanji.formats.archive import (
    ArchiveBomb,
    ArchiveTooLarge,
    BadMember,
    Bounds,
    DamagedArchive,
    NotAnArchive,
    is_archive,
    members,
)

CONTENT = {"a.json": b"1", "folder/b.json": b"22", "folder/deep/c.txt": b"333"}


def make_zip(path, content, **info):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def make_tar(path, content, mode="w:gz"):
    with tarfile.open(path, mode) as archive:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def make_folder(path, content):
    for name, data in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def read(path, bounds=None, **options):
    return {member.name: member.data for member in members(path, bounds, **options)}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2"])
def test_a_tar_gives_its_members(tmp_path, mode):
    assert read(make_tar(tmp_path / "a.any", CONTENT, mode)) == CONTENT


def test_a_zip_and_a_folder_give_the_same_members(tmp_path):
    assert read(make_zip(tmp_path / "a.zip", CONTENT)) == read(make_folder(tmp_path / "b", CONTENT)) == CONTENT


def test_only_wanted_members_are_read(tmp_path):
    found = read(make_zip(tmp_path / "a.zip", CONTENT), wanted=lambda name: name.endswith(".json"))
    assert set(found) == {"a.json", "folder/b.json"}


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_text("hello")
    assert not is_archive(tmp_path / "a.zip")
    with pytest.raises(NotAnArchive, match=r"a\.zip"):
        read(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "C:\\x", "a\\b", "a\nb", "x" * 2000])
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_name_that_leads_outside_is_refused(tmp_path, make, name):
    with pytest.raises(BadMember):
        read(make(tmp_path / "a", {name: b"x"}))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_special_files_in_a_tar_are_refused(tmp_path, kind):
    info = tarfile.TarInfo("link.json")
    info.type, info.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(info)
    with pytest.raises(BadMember):
        read(tmp_path / "a.tar")


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link.json")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(BadMember):
        read(tmp_path / "a.zip")


def test_a_link_in_a_folder_is_refused(tmp_path):
    make_folder(tmp_path / "a", CONTENT)
    (tmp_path / "a" / "out").symlink_to("/etc")
    with pytest.raises(BadMember):
        read(tmp_path / "a")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.json", "1")
        archive.writestr("./a.json", "2")
    with pytest.raises(BadMember):
        read(tmp_path / "a.zip")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_bomb_is_refused(tmp_path, make):
    with pytest.raises(ArchiveBomb):
        read(make(tmp_path / "a", {"a.json": bytes(50 << 20)}))


@pytest.mark.parametrize("make", [make_zip, make_tar, make_folder])
def test_too_much_is_refused(tmp_path, make):
    noise = {f"{number}.json": os.urandom(1000) for number in range(20)}
    path = make(tmp_path / "a", noise)
    assert len(read(path)) == 20
    with pytest.raises(ArchiveTooLarge):
        read(path, Bounds(entries=19))
    with pytest.raises(ArchiveTooLarge):
        read(path, Bounds(total_bytes=19_000))
    with pytest.raises(ArchiveTooLarge):
        read(path, Bounds(member_bytes=999))


def test_a_header_that_lies_about_a_size_is_not_believed(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.json": bytes(1 << 20)})
    data = path.read_bytes().replace((1 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(DamagedArchive):
        read(path)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2"])
def test_a_tar_cut_short_anywhere_is_refused(tmp_path, mode):
    whole = make_tar(tmp_path / "a", {f"{number}.json": os.urandom(600) for number in range(9)}, mode).read_bytes()
    for part in (1024, len(whole) // 3, len(whole) // 2, len(whole) - 9000 if mode == "w" else len(whole) - 20):
        (tmp_path / "b").write_bytes(whole[:part])
        with pytest.raises(DamagedArchive):
            read(tmp_path / "b")


def test_a_zip_cut_short_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", CONTENT)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DamagedArchive):
        read(path)


def test_a_zip_whose_directory_points_before_the_beginning_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", CONTENT)
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (int.from_bytes(data[end + 12 : end + 16], "little") + 40).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedArchive):
        read(path)
    for at in range(4, end):
        path.write_bytes(bytes(data[:at]) + b"\xff" + bytes(data[at + 1 :]))
        with pytest.raises((DamagedArchive, BadMember, ArchiveBomb)):
            read(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.json": b"1"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedArchive, match="encrypted"):
        read(path)


def test_the_whole_of_uslci_passes(shared_data):
    path = shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz"
    found = [member.name for member in members(path)]
    assert len(found) == 6485
    assert sum("/processes/" in name for name in found) == 766
