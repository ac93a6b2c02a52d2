"""Portfolios at a shell on a real Dask cluster: a worker is killed, the scheduler is killed, and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.shell import PROGRAM, inside
from tests.conftest import demanded
from tests.journeys.clusters import PATIENCE, cluster, kill, until

PRODUCTS, SIZE = 600, 10
PARTS = PRODUCTS // SIZE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an example portfolio of nested products, and its results computed in this process."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        demanded("Dask (tanji[cluster]) is not installed")
    folder = tmp_path_factory.mktemp("cluster")
    answer = inside("portfolio", "template", "-o", "ex", "--example", PRODUCTS, "--nested", 0.1, cwd=folder)
    assert answer.code == 0, answer.err
    answer = inside(*words("undisturbed"), cwd=folder)
    assert answer.code == 0, answer.err
    assert answer.json["computed"] == PARTS
    return folder


def words(out, *more):
    return (
        "portfolio", "run", "ex/lines", "--products", "ex/products.parquet", "-o", out, "--size", SIZE, "--indicators",
        "--json", *more,
    )  # fmt: skip


def started(folder, out, *more):
    """`tanji portfolio run` as a process of its own."""
    environment = {**os.environ, "TANJI_HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
    command = [str(PROGRAM), *map(str, words(out, *more))]
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def ended(process):
    """Exit code and answer of a process, in bounded time."""
    try:
        out, err = process.communicate(timeout=2 * PATIENCE)
    finally:
        kill(process)
        process.stdout.close()
        process.stderr.close()
    ended_by_dask = b"Failed to communicate with scheduler during heartbeat" in err
    assert b"Traceback" not in err or ended_by_dask, err.decode()  # Dask may log a heartbeat that its own end cut off
    return process.returncode, json.loads(out) if out.strip() else None, err.decode()


def finished(folder, out):
    """How many partitions are in their place."""
    parts = folder / out / "parts"
    return len(list(parts.glob("part-*.json"))) if parts.is_dir() else 0


def midway(folder, out, process, count=5):
    """Wait until some partitions are finished, and not all."""
    until(lambda: finished(folder, out) >= count or process.poll() is not None, "the first partitions")
    assert process.poll() is None
    assert finished(folder, out) < PARTS


def written(folder, out):
    root = folder / out
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    files.pop(".lock", None)
    return files


def test_a_worker_killed_midway_costs_nothing_but_time(place, tmp_path):
    with cluster(tmp_path / "dask") as dask:
        process = started(place, "worker", "--scheduler", dask.address)
        midway(place, "worker", process)
        kill(dask.workers[0])
        code, answer, err = ended(process)
    assert code == 0, err
    assert answer["computed"] == PARTS
    assert written(place, "worker") == written(place, "undisturbed")


def test_a_scheduler_killed_midway_ends_the_run_which_then_repeats_only_what_is_unfinished(place, tmp_path):
    with cluster(tmp_path / "first") as dask:
        process = started(place, "scheduler", "--scheduler", dask.address)
        midway(place, "scheduler", process)
        kill(dask.scheduler)
        code, answer, _ = ended(process)
    assert code == 3
    assert answer["error"]["code"] == "PTF-006"
    before = finished(place, "scheduler")
    assert 0 < before < PARTS
    with cluster(tmp_path / "second", workers=1) as dask:
        code, answer, err = ended(started(place, "scheduler", "--scheduler", dask.address))
    assert code == 0, err
    assert (answer["found"], answer["computed"]) == (before, PARTS - before)
    assert written(place, "scheduler") == written(place, "undisturbed")


def test_the_run_itself_killed_midway_goes_on_in_processes_of_this_machine(place):
    process = started(place, "run", "--workers", 2)
    midway(place, "run", process)
    os.killpg(process.pid, signal.SIGKILL)  # the session that this test has started, with its workers
    process.communicate(timeout=PATIENCE)
    before = finished(place, "run")
    code, answer, err = ended(started(place, "run", "--workers", 2))
    assert code == 0, err
    assert answer["found"] == before
    assert written(place, "run") == written(place, "undisturbed")


def test_an_interrupt_keeps_what_is_finished_and_says_how_to_go_on(place):
    process = started(place, "interrupted", "--workers", 1)
    midway(place, "interrupted", process, count=2)
    process.send_signal(signal.SIGINT)
    code, _, err = ended(process)
    assert code == 130
    assert "the same command goes on" in err
    answer = inside(*words("interrupted"), cwd=place).json
    assert answer["found"] > 0
    assert written(place, "interrupted") == written(place, "undisturbed")


def test_a_worker_process_of_the_pool_killed_midway_is_replaced(place):
    process = started(place, "pool", "--workers", 2)
    midway(place, "pool", process, count=3)
    os.kill(_workers(process.pid)[-1], signal.SIGKILL)
    code, answer, err = ended(process)
    assert code == 0, err
    assert answer["computed"] == PARTS
    assert written(place, "pool") == written(place, "undisturbed")


def _workers(parent):
    """Process ids of the worker processes that a process has started, as Linux tells them."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.exists():
        pytest.skip("the system does not tell the children of a process")
    children = [int(number) for number in listed.read_text(encoding="utf-8").split()]
    found = [number for number in children if b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()]
    assert found
    return found


def test_dask_started_for_one_run_gives_the_same_bytes(place):
    code, answer, err = ended(started(place, "local", "--scheduler", "local", "--workers", 2))
    assert code == 0, err
    assert answer["computed"] == PARTS
    assert written(place, "local") == written(place, "undisturbed")


def test_a_scheduler_that_is_not_there_is_refused(place):
    code, answer, _ = ended(started(place, "nowhere", "--scheduler", "tcp://127.0.0.1:9"))
    assert code == 3
    assert answer["error"]["code"] == "PTF-006"


def test_what_was_computed_is_shown_in_both_languages(place):
    shown = inside("portfolio", "show", "undisturbed", "--lang", "zh", cwd=place)
    assert "最大的产品" in shown.out
    body = inside("portfolio", "show", "undisturbed", "--json", "--top", 3, cwd=place).json
    assert len(body["top"]) == 3
    assert body["manifest"]["lines"]["failed"] == 0
    assert inside("portfolio", "show", "ex", cwd=place).code == 3
    assert inside("portfolio", "template", "-o", "ex", cwd=place).code == 3
