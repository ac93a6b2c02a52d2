"""Backups: taken while people write, brought back equal, refused where a single bit differs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tarfile
import threading
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from tests.config.installations import Installation, on
from tests.postgres import Cluster

from tanji.config.restore import BadBackup, NotEmpty, restore


@pytest.fixture(scope="module")
def written(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "full.tar"
    filled.run("backup", str(target))
    return target


def test_a_backup_brought_back_has_every_row_and_every_file(
    filled: Installation, written: Path, tmp_path: Path
) -> None:
    empty = Installation(tmp_path / "data")
    empty.run("restore", str(written))
    rows = filled.rows()
    assert len(rows["accounts_person"]) == 6
    assert empty.rows() == rows
    assert empty.files() == filled.files()
    assert "catalog" in empty.run("showmigrations", "catalog")


def test_what_was_brought_back_can_be_opened_by_many_at_once(written: Path, tmp_path: Path) -> None:
    restore(written, tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "tanji.sqlite3")) as found:
        assert found.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_backup_is_for_the_owner_of_the_files_alone(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600


def test_a_backup_names_the_digest_of_each_file(written: Path) -> None:
    with tarfile.open(written) as tar:
        names = tar.getnames()
        stream = tar.extractfile("manifest.json")
        assert stream is not None
        manifest = json.load(stream)
        told = {each["path"]: each["sha256"] for each in manifest["files"]}
        evidence = tar.extractfile("data/evidence/01/0123")
        assert evidence is not None
        assert told["data/evidence/01/0123"] == hashlib.sha256(evidence.read()).hexdigest()
    assert names == [*told, "manifest.json"]
    assert not [name for name in names if "static" in name or "wal" in name]


def test_a_backup_does_not_write_over_a_file(filled: Installation, written: Path) -> None:
    before = written.read_bytes()
    assert "BAK-001" in filled.run("backup", str(written), code=1)
    assert written.read_bytes() == before


def test_while_people_write_a_backup_is_one_moment_with_all_its_files(filled: Installation, tmp_path: Path) -> None:
    busy = Installation(tmp_path / "busy")
    target = tmp_path / "first.tar"
    filled.run("backup", str(target))
    busy.run("restore", str(target))
    stop, kept = threading.Event(), []
    folder = busy.data / "evidence" / "written"
    folder.mkdir()

    def write() -> None:
        with closing(sqlite3.connect(busy.data / "tanji.sqlite3", timeout=20)) as live:
            while not stop.is_set():
                number = uuid.uuid4().hex
                (folder / number).write_text(number)
                with live:
                    live.execute(
                        "INSERT INTO accounts_organisation (id, kind, name, name_en, uscc, lei, other_id, region,"
                        " country, created) VALUES (?, 'buyer', ?, '', '', '', '', '', 'CN', '2026-01-01 00:00:00')",
                        (number, number),
                    )
                kept.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(kept) < 20:
            stop.wait(0.01)
        before = len(kept)
        busy.run("backup", str(tmp_path / "second.tar"))
        after = len(kept)
    finally:
        stop.set()
        writer.join()
    again = Installation(tmp_path / "again")
    again.run("restore", str(tmp_path / "second.tar"))
    found = {row[0] for row in again.rows()["accounts_organisation"]} & set(kept)
    assert set(kept[:before]) <= found, "what was acknowledged before the backup began is in it"
    assert found == set(kept[: len(found)]), "the backup is one moment: nothing later without all earlier"
    assert after > before, "writing went on meanwhile"
    assert all((again.data / "evidence" / "written" / number).read_text() == number for number in found)


@pytest.mark.parametrize("place", [0.001, 0.2, 0.5, 0.8, 0.97])
def test_a_damaged_backup_is_refused_and_nothing_is_left(written: Path, tmp_path: Path, place: float) -> None:
    whole = bytearray(written.read_bytes())
    with tarfile.open(written) as tar:
        member = min(tar.getmembers(), key=lambda each: abs(each.offset_data - place * len(whole)))
    whole[member.offset_data + min(member.size - 1, 10)] ^= 0x10
    bad = tmp_path / "bad.tar"
    bad.write_bytes(whole)
    with pytest.raises(BadBackup):
        restore(bad, tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_backup_that_is_cut_off_is_refused(written: Path, tmp_path: Path, part: float) -> None:
    bad = tmp_path / "bad.tar"
    bad.write_bytes(written.read_bytes()[: int(written.stat().st_size * part)])
    with pytest.raises(BadBackup):
        restore(bad, tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize("name", ["data/../../outside", "/outside", "elsewhere/file", "data"])
def test_a_backup_writes_nowhere_else(written: Path, tmp_path: Path, name: str) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BadBackup):
        restore(bad, tmp_path / "home" / "data")
    assert not [path for path in tmp_path.rglob("*") if path.name == "outside"]


def test_a_backup_is_not_brought_back_over_data(filled: Installation, written: Path) -> None:
    before = filled.files()
    with pytest.raises(NotEmpty):
        restore(written, filled.data)
    assert filled.files() == before


def test_on_postgresql_a_backup_is_brought_back_with_rows_of_all_organisations(
    postgres: Cluster, tmp_path: Path
) -> None:
    places = postgres.database(), postgres.database()
    first = on(places[0], tmp_path / "first")
    first.run("demo")
    first.run("backup", str(tmp_path / "full.tar"))
    second = Installation(
        tmp_path / "second", {"TANJI_DATABASE_URL": places[1].app, "TANJI_OWNER_DATABASE_URL": places[1].owner}
    )
    second.run("restore", str(tmp_path / "full.tar"))
    for table in ("accounts_person", "accounts_membership", "catalog_product", "catalog_draft", "registry_eventrow"):
        query = f"SELECT count(*), md5(string_agg(x::text, '|' ORDER BY id)) FROM {table} x"  # noqa: S608
        found = []
        for place in places:
            with place.connect("postgres") as connection:
                found.append(connection.execute(query).fetchone())
        assert found[0] == found[1] != (0, None), table
    assert second.files() == first.files()
    assert "BAK-003" in second.run("restore", str(tmp_path / "full.tar"), code=1)
    on(places[1], second.data)
    with places[1].connect("app") as connection:
        assert connection.execute("SELECT count(*) FROM catalog_product").fetchone() == (0,), "row-level security"
