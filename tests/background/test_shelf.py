import pytest
from tests.background.packages import gives, heijungs_and_suh, method, process, publish_here

from tanji.background.opened import DamagedRelease
from tanji.background.shelf import Shelf, UnfitName, UnknownDatabase, UnknownDocument, fit_name


def test_an_empty_shelf_has_no_databases(tmp_path):
    assert Shelf(tmp_path / "nothing").databases() == ()
    with pytest.raises(UnknownDatabase) as refused:
        Shelf(tmp_path).open("uslci")
    assert refused.value.message.en == 'There is no database "uslci"'


def test_the_newest_version_is_the_one_added_last(tmp_path):
    shelf = Shelf(tmp_path)
    for version in ("2", "10", "1"):
        publish_here(tmp_path, heijungs_and_suh(), version=version)
    assert shelf.open("db").manifest.version == "1"
    assert shelf.open("db", "10").manifest.version == "10"
    assert [release.version for release in shelf.databases()] == ["2", "10", "1"]


def test_an_unknown_version_is_refused_with_those_there_are(tmp_path):
    publish_here(tmp_path, heijungs_and_suh())
    with pytest.raises(UnknownDatabase) as refused:
        Shelf(tmp_path).open("db", "2")
    assert refused.value.hint.en == "There are: 1"
    with pytest.raises(UnknownDatabase) as refused:
        Shelf(tmp_path).open("other")
    assert "db" in refused.value.hint.en


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "../x", "-x", ".x", "数据库", "a b", "x.", "con", "NUL.1", "x" * 101]
)
def test_names_that_are_no_folder_are_refused(name):
    with pytest.raises(UnfitName):
        fit_name(name)


@pytest.mark.parametrize("name", ["uslci", "starter-2026", "1.0.0_rc", "A"])
def test_plain_names_are_taken(name):
    assert fit_name(name) == name


def test_a_release_is_removed_and_its_database_with_the_last(tmp_path):
    publish_here(tmp_path, heijungs_and_suh(), version="1")
    publish_here(tmp_path, heijungs_and_suh(), version="2")
    shelf = Shelf(tmp_path)
    shelf.remove("db", "1")
    assert [release.version for release in shelf.databases()] == ["2"]
    shelf.remove("db", "2")
    assert shelf.databases() == ()
    assert not list((tmp_path / "releases").iterdir())


def test_nothing_half_written_is_left_beside_a_release(tmp_path):
    publish_here(tmp_path, heijungs_and_suh())
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["db"]


def test_documents_come_back_by_their_digest(tmp_path):
    shelf, made = Shelf(tmp_path), method()
    digest = shelf.store(made)
    assert shelf.store(made) == digest
    assert shelf.load(digest) == made


def test_a_changed_document_is_refused(tmp_path):
    shelf = Shelf(tmp_path)
    digest = shelf.store(process("mill", gives("steel", 1)))
    path = tmp_path / "documents" / digest.removeprefix("sha256:")
    path.write_bytes(path.read_bytes().replace(b'"amount":1', b'"amount":2'))
    with pytest.raises(UnknownDocument, match="changed"):
        shelf.load(digest)


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "sha256:../../x", "x"])
def test_a_document_that_is_not_there_is_refused(tmp_path, digest):
    with pytest.raises(UnknownDocument):
        Shelf(tmp_path).load(digest)


def test_a_release_without_manifest_is_damaged(tmp_path):
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    (opened.folder / "listings.parquet").unlink()
    with pytest.raises(DamagedRelease, match="listings"):
        _ = Shelf(tmp_path).open("db").listings
