"""Reading that was killed goes on where it was, and gives what undisturbed reading gives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.background.packages import CO2, gives, package, process, product, publish_here, takes

from tanji.formats import journal
from tanji.formats.identify import format_of
from tanji.formats.journal import TakenUp, Work, readers, source_digest

ROOT = Path(__file__).parents[2]
MANY = 2250
FORMS = ("olca", "ilcd", "tidas")
CHILD = """
import os, signal, sys
from pathlib import Path
from tanji.formats.identify import format_of
from tanji.formats.journal import Work

def progress(step, done, total):
    if step.en == "converting processes" and done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

format_of(sys.argv[1]).read(Path(sys.argv[2]), progress=progress, work=Work(Path(sys.argv[3])))
"""


@pytest.fixture(autouse=True)
def readers_as_they_are_now():
    """Programs of readers that somebody edits meanwhile are looked at again."""
    readers.cache_clear()


def made():
    """A chain of processes."""
    flows = [product(f"p{place}") for place in range(MANY)]
    chain = [
        process(f"p{place}", gives(f"p{place}", 1), takes(f"p{max(0, place - 1)}", 0.25), gives("co2", place % 7 + 1))
        for place in range(MANY)
    ]
    return package([*flows, CO2], chain)


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    for form in FORMS:
        format_of(form).write(made(), folder / f"{form}.zip")
    return folder


def killed(form, source, folder, moment):
    command = [sys.executable, "-c", CHILD, form, str(source), str(folder), str(moment)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def kept(form, source, folder):
    """What would be taken up."""
    return journal._look(Work(folder).path(source, f"tanji.formats.{form}.parse:parse", {"marks": True})).taken


def read(form, source, folder, **choices):
    work = Work(folder, **choices)
    return format_of(form).read(source, work=work), work


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("form", FORMS)
def test_reading_that_is_killed_is_taken_up_and_gives_the_same(form, sources, tmp_path):
    source = sources / f"{form}.zip"
    whole = format_of(form).read(source)
    digest = publish_here(tmp_path / "undisturbed", whole).opened.ref.digest
    taken = []
    for moment in (0, 1100, 2100):
        killed(form, source, tmp_path / "work", moment)
        taken.append(kept(form, source, tmp_path / "work"))
    assert taken == [None, TakenUp(1000, MANY, whole=False), TakenUp(2000, MANY, whole=False)]
    again, work = read(form, source, tmp_path / "work")
    assert work.taken == TakenUp(2000, MANY, whole=False)
    assert again == whole
    assert publish_here(tmp_path / "taken up", again).opened.ref.digest == digest
    more, work = read(form, source, tmp_path / "work")
    assert work.taken == TakenUp(MANY, MANY, whole=True)
    assert more == whole
    work.done()
    assert not list((tmp_path / "work").glob("*"))


def test_every_format_is_taken_up_after_it_was_read(tmp_path):
    for form in ("ecospold1", "ecospold2", "brightway"):
        source = tmp_path / f"{form}.zip"
        lines = (gives("a", 1, reference_amount=1), gives("co2", 2, reference_amount=2))
        format_of(form).write(package([product("a"), CO2], [process("a", *lines)]), source)
        first, work = read(form, source, tmp_path / "work")
        assert work.taken is None
        again, work = read(form, source, tmp_path / "work")
        assert work.taken == TakenUp(1, 1, whole=True)
        assert again == first == format_of(form).read(source)


@pytest.fixture
def small(tmp_path):
    source = tmp_path / "small.zip"
    format_of("olca").write(package([product("a"), CO2], [process("a", gives("a", 1), gives("co2", 2))]), source)
    read("olca", source, tmp_path / "work")
    (kept,) = (tmp_path / "work").iterdir()
    return source, kept


def test_fresh_reading_takes_up_nothing(small, tmp_path):
    source, _ = small
    _, work = read("olca", source, tmp_path / "work", fresh=True)
    assert work.taken is None


def test_another_source_takes_up_nothing(small, tmp_path):
    source, _ = small
    source.write_bytes(source.read_bytes() + b"\0")
    assert Work(tmp_path / "work").path(source, "job", {}) != small[1]
    _, work = read("olca", source, tmp_path / "work")
    assert work.taken is None


def test_a_changed_reader_takes_up_nothing(small, tmp_path, monkeypatch):
    source, kept = small
    monkeypatch.setattr(journal, "readers", lambda: "another")
    _, work = read("olca", source, tmp_path / "work")
    assert work.taken is None
    assert len(list(kept.parent.iterdir())) == 2


def test_the_readers_have_one_digest_in_all_processes():
    command = [sys.executable, "-c", "from tanji.formats.journal import readers; print(readers())"]
    other = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert other.stdout.strip() == readers()


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "garbage", "huge"])
def test_what_was_harmed_on_the_disk_is_read_again(harm, small, tmp_path):
    source, kept = small
    data = kept.read_bytes()
    kept.write_bytes(
        {
            "cut": data[:-40],
            "changed": data.replace(b'"processes"', b'"processeS"'),
            "empty": b"",
            "garbage": os.urandom(500),
            "huge": b"part 999999999999999 " + b"0" * 64 + b"\n" + data,
        }[harm]
    )
    again, work = read("olca", source, tmp_path / "work")
    assert work.taken is None
    assert again == format_of("olca").read(source)


def test_a_full_disk_ends_the_keeping_and_not_the_reading(small, tmp_path, monkeypatch):
    source, _ = small
    monkeypatch.setattr(journal, "_MOST", 100)
    package_, work = read("olca", source, tmp_path / "full", fresh=True)
    assert len(package_.processes) == 1
    assert work.taken is None
    assert not list((tmp_path / "full").iterdir())


def test_a_folder_that_can_not_be_written_to_ends_the_keeping_and_not_the_reading(small, tmp_path):
    source, _ = small
    (tmp_path / "file").write_text("no folder")
    package_, _ = read("olca", source, tmp_path / "file" / "work")
    assert len(package_.processes) == 1


def test_a_refusal_keeps_nothing(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with pytest.raises(Exception, match="no object"):
        read("olca", tmp_path / "a.zip", tmp_path / "work")
    assert not list((tmp_path / "work").iterdir())


def test_what_is_older_than_two_weeks_goes_with_the_next_that_is_done(small, tmp_path):
    source, kept = small
    old, young = kept.with_name("a.read"), kept.with_name("b.read")
    for path in (old, young):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    _, work = read("olca", source, tmp_path / "work")
    work.done()
    assert list(kept.parent.iterdir()) == [young]


def test_a_folder_has_the_digest_of_all_its_names_and_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_bytes(b"1")
    first = source_digest(tmp_path)
    assert source_digest(tmp_path) == first
    (tmp_path / "a" / "x").rename(tmp_path / "a" / "y")
    assert source_digest(tmp_path) != first
