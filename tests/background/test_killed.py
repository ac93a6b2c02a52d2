"""A writer that is killed leaves everything or nothing, and two writers do not meet."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.background.packages import heijungs_and_suh, method, publish_here

from tanji.background.lock import ShelfBusy, locked
from tanji.background.shelf import Shelf

ROOT = Path(__file__).parents[2]

CHILD = '''
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from tests.background.packages import heijungs_and_suh, publish_here

home, moment, seen = Path(sys.argv[1]), int(sys.argv[2]), 0

def hook(event, arguments):
    """Kill this process before so many of its changes to files under the home have happened."""
    global seen
    changes = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
    writes = event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wxa"
    if (changes or writes or event == "tempfile.mkdtemp") and str(home) in str(arguments[0]):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
publish_here(home, heijungs_and_suh())
print("done", seen, flush=True)
'''


def _import(home, moment):
    command = [sys.executable, "-c", CHILD.format(root=str(ROOT)), str(home), str(moment)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def _whole(home):
    """Whether the release is there, and then that it holds what its manifest says."""
    releases = Shelf(home).databases()
    for release in releases:
        assert Shelf(home).open(release.id, release.version).check().errors == ()
    return bool(releases)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_an_import_killed_before_any_of_its_changes_leaves_all_or_nothing(tmp_path):
    whole = _import(tmp_path / "whole", 0)
    changes = int(whole.stdout.split()[1])
    assert changes >= 6, whole.stderr
    left = []
    for moment in range(1, changes + 1):
        home = tmp_path / str(moment)
        run = _import(home, moment)
        assert run.returncode == -9, run.stderr
        left.append(_whole(home))
        again = publish_here(home, heijungs_and_suh()).opened
        assert again.check().errors == ()
        Shelf(home).tidy()
        assert [path.name for path in (home / "releases").iterdir()] == ["db"]
    assert left == sorted(left)
    assert left[0] is False


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_an_import_killed_by_the_clock_leaves_all_or_nothing(tmp_path):
    home = tmp_path / "home"
    for wait in (0.4, 1.2):
        child = subprocess.Popen([sys.executable, "-c", CHILD.format(root=str(ROOT)), str(home), "0"])
        time.sleep(wait)
        child.kill()
        child.wait(timeout=60)
        _whole(home)
        Shelf(home).tidy()
        assert not list(home.glob("releases/.*"))
    publish_here(home, heijungs_and_suh())
    assert _whole(home)


def test_what_a_killed_program_left_is_cleared_away_and_nothing_else(tmp_path):
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    shelf = Shelf(tmp_path)
    digest = shelf.store(method())
    (tmp_path / "releases" / ".adding-x" / "1").mkdir(parents=True)
    (tmp_path / "releases" / ".removing-y").mkdir()
    (tmp_path / "releases" / "half").mkdir()
    (tmp_path / "documents" / "abc.part").write_bytes(b"{")
    shelf.tidy()
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["db"]
    assert [path.name for path in (tmp_path / "documents").iterdir()] == [digest.removeprefix("sha256:")]
    assert opened.check().errors == ()
    assert list(shelf.documents()) == [method()]


def test_nothing_is_cleared_away_while_another_program_writes(tmp_path):
    (tmp_path / "releases" / ".adding-x").mkdir(parents=True)
    with locked(tmp_path / ".lock"):
        Shelf(tmp_path).tidy()
    assert (tmp_path / "releases" / ".adding-x").is_dir()


def test_tidying_a_shelf_that_is_not_there_makes_nothing(tmp_path):
    Shelf(tmp_path / "none").tidy()
    assert not (tmp_path / "none").exists()


def test_a_second_writer_waits_and_is_refused_in_the_end(tmp_path):
    lock = tmp_path / ".lock"
    with locked(lock), pytest.raises(ShelfBusy, match="writing"), locked(lock, patience=0.1):
        pass
    with locked(lock, patience=0.0):
        assert lock.exists()


def test_two_writers_of_the_same_release_both_end_with_it(tmp_path):
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(publish_here(tmp_path, heijungs_and_suh()).opened.ref.digest))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
    assert len(Shelf(tmp_path).databases()) == 1
