"""Whatever happens in the child comes out as a refusal that names the file, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tanji.errors import Text
from tanji.formats import delimited
from tanji.formats.child import (
    AnswerTooLarge,
    Limits,
    NoSuchFile,
    ReaderCrashed,
    ReaderFailed,
    RefusedInside,
    TooMuchMemory,
    TooSlow,
    _refusal,
    run,
    stream,
)
from tanji.formats.job import UnknownJob, encode, find

JOB = "tanji.formats.table:tables"
LETTERS = "tanji.formats.sheet:column_name"


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a,b,c\n" * 100_000, encoding="utf-8")
    return path


def read(path, **limits):
    return list(stream(JOB, {"path": str(path)}, limits=Limits(**limits)))


def test_the_parts_of_a_job_come_back_in_their_order(tmp_path):
    (tmp_path / "a.csv").write_text("名称,数量\n铝,1\n", encoding="utf-8")
    assert [b"\xe9\x93\x9d" in part for part in read(tmp_path / "a.csv")] == [True]


def test_only_functions_of_the_formats_may_be_named():
    for job in ("os:system", "tanji.model.formula:evaluate", "tanji.formats.child:os.system", "tanji.formats"):
        with pytest.raises(UnknownJob):
            find(job)
    with pytest.raises(UnknownJob):
        run("os:system", {"command": "true"})


def test_a_file_that_is_not_there_is_refused_before_anything_is_started(tmp_path):
    with pytest.raises(NoSuchFile, match=r"gone\.csv"):
        read(tmp_path / "gone.csv")


def test_a_refusal_inside_comes_out_as_the_same_refusal(tmp_path):
    (tmp_path / "zeros.csv").write_bytes(b"a,b\n\0,1\n")
    with pytest.raises(delimited.NotText) as caught:
        read(tmp_path / "zeros.csv")
    assert caught.value.code == "TAB-006"
    assert "zeros.csv" in caught.value.message.zh
    assert caught.value.hint


def test_a_refusal_of_a_class_that_is_not_loaded_is_carried_with_its_code():
    refusal = _refusal("ZZZ-999", "不行", "no", None)
    assert isinstance(refusal, RefusedInside)
    assert (refusal.code, refusal.message, str(refusal)) == ("ZZZ-999", Text(zh="不行", en="no"), "ZZZ-999 no")


def test_too_much_memory_is_refused(long_file):
    with pytest.raises(TooMuchMemory, match=r"long\.csv"):
        read(long_file, memory_bytes=70 << 20)


def test_too_much_time_is_refused(long_file):
    begun = time.monotonic()
    with pytest.raises(TooSlow, match=r"long\.csv"):
        read(long_file, wall_s=0.15)
    assert time.monotonic() - begun < 2


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of processor time there")
def test_too_much_processor_time_is_refused(tmp_path):
    slow = tmp_path / "slow.csv"
    slow.write_text(("," * 1000 + "\n") * 60_000, encoding="utf-8")
    with pytest.raises(TooSlow):
        read(slow, cpu_s=1)


def test_too_large_an_answer_is_refused(long_file):
    with pytest.raises(AnswerTooLarge, match=r"long\.csv"):
        read(long_file, answer_bytes=1000)


def test_a_child_that_is_killed_is_a_refusal(long_file):
    before = _children()

    def kill():
        while not (born := _children() - before):
            time.sleep(0.005)
        for child in born:
            os.kill(child, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ReaderCrashed, match=r"long\.csv.*-9"):
        read(long_file)
    killer.join()


def test_a_mistake_of_the_reader_says_so_and_keeps_the_trace():
    with pytest.raises(ReaderFailed) as caught:
        run(LETTERS, {"column": 3})
    assert "progress" in caught.value.message.en
    assert "Traceback" in caught.value.__notes__[0]


def test_an_answer_with_a_number_that_is_not_finite_is_never_sent():
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode([float("nan")])


def test_a_stream_that_is_left_early_ends_its_child(tmp_path, long_file):
    before = _children()
    parts = stream(JOB, {"path": str(long_file)})
    next(parts)
    parts.close()
    assert _children() <= before


def test_nothing_is_left_in_the_temporary_folder(long_file, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "tmp").mkdir()
    with pytest.raises(TooSlow):
        read(long_file, wall_s=0.1)
    read(long_file)
    assert not list((tmp_path / "tmp").iterdir())


def test_it_works_without_standard_input_and_output(long_file, tmp_path):
    script = (
        "import os, sys\n"
        "os.close(0); os.close(1)\n"
        "from tanji.formats.child import stream\n"
        f"parts = list(stream({JOB!r}, {{'path': sys.argv[1]}}))\n"
        "open(sys.argv[2], 'w').write(str(len(parts)))\n"
    )
    subprocess.run([sys.executable, "-c", script, str(long_file), str(tmp_path / "out")], check=True, timeout=60)
    assert (tmp_path / "out").read_text() == "1"


def test_starting_a_child_is_quick(tmp_path):
    (tmp_path / "a.csv").write_text("a\n", encoding="utf-8")
    taken = []
    for _ in range(5):
        begun = time.monotonic()
        read(tmp_path / "a.csv")
        taken.append(time.monotonic() - begun)
    assert min(taken) < 0.5


def _children():
    mine = str(os.getpid())
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = status.read_text().split(" ", 1)
        except OSError:
            continue
        state, parent = rest.rpartition(")")[2].split()[:2]
        if parent == mine and state != "Z":
            found.add(int(pid))
    return found
