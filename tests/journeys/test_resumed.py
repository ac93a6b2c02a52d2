"""An import that was killed is taken up by the next, which says so, and ends with the release of an undisturbed one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.background.packages import CO2, gives, package, process, product, takes
from tests.cli.shell import inside as tanji

from tanji.formats.journal import Work
from tanji.formats.olca import read, write

MANY = 1500
AS = ("--as", "chain", "--version", "1")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A folder with a package of a chain of processes, and the digest of its release."""
    folder = tmp_path_factory.mktemp("resumed")
    flows = [product(f"p{place}") for place in range(MANY)]
    chain = [
        process(f"p{place}", gives(f"p{place}", 1), takes(f"p{max(0, place - 1)}", 0.25), gives("co2", place % 7 + 1))
        for place in range(MANY)
    ]
    write(package([*flows, CO2], chain), folder / "chain.zip")
    answer = tanji("db", "import", "chain.zip", *AS, "--json", "--home", folder / "whole", cwd=folder)
    assert answer.code == 0, answer.err
    assert "taken_up" not in answer.json
    return folder, answer.json["release"]["digest"]


def again(folder, home, *more, language="en"):
    return tanji("db", "import", "chain.zip", *AS, "--home", home, "--lang", language, *more, cwd=folder)


def left(home):
    return [path.name for path in (home / "work").iterdir() if path.name != ".lock"]


@pytest.mark.parametrize(("language", "words"), [("en", "Taken up: all 1,500"), ("zh", "接续上次的导入：1,500")])
def test_what_was_read_is_taken_up_said_and_then_removed(undisturbed, tmp_path, language, words):
    folder, digest = undisturbed
    read(folder / "chain.zip", work=Work(tmp_path / "work"))
    assert len(left(tmp_path)) == 1
    answer = again(folder, tmp_path, language=language)
    assert answer.code == 0, answer.err
    assert words in answer.out
    assert digest in answer.out
    assert left(tmp_path) == []


def test_programs_are_told_too_and_fresh_takes_up_nothing(undisturbed, tmp_path):
    folder, digest = undisturbed
    for more, taken in (((), {"done": MANY, "total": MANY, "whole": True}), (("--fresh",), None)):
        read(folder / "chain.zip", work=Work(tmp_path / "work"))
        answer = again(folder, tmp_path, "--json", *more)
        assert answer.json.get("taken_up") == taken
        assert answer.json["release"]["digest"] == digest
        counts = answer.json["report"]["counts"]["processes"]
        assert counts["read"] == counts["imported"] + counts["skipped"] + counts["failed"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_an_import_killed_again_and_again_ends_as_if_it_had_never_been(undisturbed, tmp_path):
    folder, digest = undisturbed
    command = [sys.executable, "-c", "from tanji.cli.main import run; run()", "db", "import", "chain.zip", *AS]
    environment = {**os.environ, "TANJI_HOME": str(tmp_path)}
    for wait in (0.6, 1.2, 1.8, 2.4, 3.0):
        child = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=60)
    answer = again(folder, tmp_path, "--json")
    assert answer.json["release"]["digest"] == digest
    assert left(tmp_path) == []
    assert tanji("db", "check", "chain", "--files", "--home", tmp_path, cwd=folder).code == 0


def test_a_second_import_at_the_same_time_keeps_nothing_and_ends_well(undisturbed, tmp_path):
    from tanji.background.lock import locked

    folder, digest = undisturbed
    with locked(tmp_path / "work" / ".lock"):
        answer = again(folder, tmp_path, "--json")
        assert left(tmp_path) == []
    assert answer.json["release"]["digest"] == digest


def test_a_home_that_holds_only_work_has_no_database(tmp_path):
    read_ = Path(tmp_path / "work")
    read_.mkdir()
    (read_ / "x.read").write_bytes(b"")
    assert tanji("db", "list", "--home", tmp_path, "--json", cwd=tmp_path).code == 0
