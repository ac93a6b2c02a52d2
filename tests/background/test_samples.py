"""Samples are kept, added to, checked and shared; a killed program leaves what was whole."""

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from tanji.background.samples import FOLDER, Samples

ROOT = Path(__file__).parents[2]
IDENTITY = {"release": "sha256:1", "method": "sha256:2", "seed": 1}


class Counted:
    """Draws that say which they are: row d is d, d + 0.25, d + 0.5; and which were asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, first, count):
        self.asked.append((first, count))
        return np.arange(first, first + count)[:, None] + np.array([0.0, 0.25, 0.5])


def _wanted(draws):
    return np.arange(draws)[:, None] + np.array([0.0, 0.25, 0.5])


def _samples(folder, **more):
    return Samples(folder, IDENTITY | more, 3)


def test_samples_are_made_once_and_read_again(tmp_path):
    make = Counted()
    first = _samples(tmp_path).upto(100, make)
    assert (first == _wanted(100)).all()
    assert isinstance(first, np.memmap)
    again = Counted()
    assert (_samples(tmp_path).upto(100, again) == _wanted(100)).all()
    assert again.asked == []


def test_more_draws_are_added_without_making_the_first_again(tmp_path):
    _samples(tmp_path).upto(10, Counted())
    make = Counted()
    assert (_samples(tmp_path).upto(25, make) == _wanted(25)).all()
    assert min(first for first, _ in make.asked) == 10
    assert (_samples(tmp_path).upto(5, Counted()) == _wanted(5)).all()


def test_progress_says_how_many_of_all(tmp_path):
    told = []
    _samples(tmp_path).upto(200, Counted(), lambda _, done, total: told.append((done, total)))
    assert told[-1] == (200, 200)
    assert told[0] == (64, 200)


def test_samples_of_another_seed_stand_apart(tmp_path):
    _samples(tmp_path).upto(4, Counted())
    make = Counted()
    _samples(tmp_path, seed=2).upto(4, make)
    assert make.asked == [(0, 4)]
    assert _samples(tmp_path).count == 4


@pytest.mark.parametrize("fault", ["byte", "short", "list", "other", "gone"])
def test_damaged_samples_count_as_absent_and_are_made_anew(tmp_path, fault):
    _samples(tmp_path).upto(20, Counted())
    rows, list_ = next((tmp_path / FOLDER).glob("*.f64")), next((tmp_path / FOLDER).glob("*.json"))
    if fault == "byte":
        data = bytearray(rows.read_bytes())
        data[100] ^= 1
        rows.write_bytes(data)
    elif fault == "short":
        rows.write_bytes(rows.read_bytes()[:-8])
    elif fault == "list":
        list_.write_text("{", encoding="utf-8")
    elif fault == "other":
        said = json.loads(list_.read_text())
        said["identity"]["release"] = "sha256:0"
        list_.write_text(json.dumps(said), encoding="utf-8")
    else:
        rows.unlink()
    make = Counted()
    assert _samples(tmp_path).count == 0
    assert (_samples(tmp_path).upto(20, make) == _wanted(20)).all()
    assert make.asked[0][0] == 0
    assert len(list((tmp_path / FOLDER).glob("*.f64"))) == 1


def test_rows_behind_those_of_the_list_are_overwritten(tmp_path):
    _samples(tmp_path).upto(20, Counted())
    rows = next((tmp_path / FOLDER).glob("*.f64"))
    with rows.open("ab") as file:
        file.write(b"half a row")
    assert _samples(tmp_path).count == 20
    assert (_samples(tmp_path).upto(30, Counted()) == _wanted(30)).all()
    assert rows.stat().st_size == 30 * 24


def test_a_place_that_is_no_folder_is_no_obstacle(tmp_path):
    (tmp_path / FOLDER).write_text("a file stands there", encoding="utf-8")
    kept, make = _samples(tmp_path), Counted()
    assert (kept.upto(10, make) == _wanted(10)).all()
    assert (kept.upto(20, make) == _wanted(20)).all()
    assert make.asked == [(0, 10), (10, 10)]


def test_two_at_once_make_one_whole(tmp_path):
    found = {}

    def draw(name):
        found[name] = np.array(_samples(tmp_path).upto(400, Counted()))

    threads = [threading.Thread(target=draw, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found["a"] == _wanted(400)).all()
    assert (found["b"] == _wanted(400)).all()
    assert _samples(tmp_path).count >= 400


CHILD = '''
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from tests.background.test_samples import Counted, _samples

moment, seen = int(sys.argv[2]), 0

def hook(event, arguments):
    """Kill this process before so many of its changes to files have happened."""
    global seen
    writes = event == "open" and isinstance(arguments[1], str) and arguments[1][0] in "wxar" and "+" in arguments[1]
    changes = event in ("os.rename", "os.remove", "os.mkdir", "os.truncate") or event == "tempfile.mkstemp"
    if (writes or changes) and sys.argv[1] in str(arguments[0]):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
_samples(Path(sys.argv[1])).upto(200, Counted())
print("done", seen, flush=True)
'''


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_program_killed_before_any_of_its_changes_leaves_whole_rows(tmp_path):
    def run(folder, moment):
        folder.mkdir()
        command = [sys.executable, "-c", CHILD.format(root=str(ROOT)), str(folder), str(moment)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    whole = run(tmp_path / "whole", 0)
    changes = int(whole.stdout.split()[1])
    assert changes >= 5, whole.stderr
    left = []
    for moment in range(1, changes + 1):
        folder = tmp_path / str(moment)
        assert run(folder, moment).returncode == -signal.SIGKILL
        left.append(_samples(folder).count)
        assert (_samples(folder).upto(250, Counted()) == _wanted(250)).all()
        assert len(list((folder / FOLDER).glob("*.f64"))) == 1
        assert not list((folder / FOLDER).glob("*.part"))
    assert left == sorted(left)
    assert left[0] == 0
