"""On PostgreSQL too, under row-level security, a killed worker is followed by another that does nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from tests.catalog.jobs.test_jobs import until
from tests.conftest import ROOT
from tests.postgres import SUPERUSER, Cluster, Place

COMMAND = [sys.executable, "-m", "tests.catalog.jobs.counting"]


def surroundings(place: Place, tmp_path: Path) -> dict[str, str]:
    found = place.environment(tmp_path) | {
        "TANJI_WORKER_SECONDS": "1.5",
        "PYTHONPATH": str(ROOT),
        "COUNTING_READY": str(tmp_path / "ready"),
    }
    found.pop("COUNTING_DATABASE", None)
    return found


@contextmanager
def worker(place: Place, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(COMMAND, env=surroundings(place, tmp_path))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def one(found: psycopg.Connection, query: str) -> tuple[object, ...]:
    row = found.execute(query).fetchone()
    assert row is not None
    return tuple(row)


def test_a_worker_killed_in_the_middle_is_followed_by_another(postgres: Cluster, tmp_path: Path) -> None:
    place = postgres.database()
    place.manage("migrate", "--skip-checks", data=tmp_path)
    place.manage("grant_app_role", "tanji_app", data=tmp_path)
    subprocess.run([*COMMAND, "ask"], env=surroundings(place, tmp_path), check=True)
    with place.connect(SUPERUSER) as found:
        with worker(place, tmp_path) as first:
            until(lambda: int(str(one(found, "SELECT count(*) FROM catalog_product")[0])) >= 4, seconds=120)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert one(found, "SELECT state FROM catalog_job") == ("running",)
        with worker(place, tmp_path):
            until(lambda: one(found, "SELECT state FROM catalog_job")[0] in {"done", "failed"}, seconds=120)
        assert one(found, "SELECT state, attempts, fence FROM catalog_job") == ("done", 2, 2)
        assert one(found, "SELECT count(*), count(DISTINCT name) FROM catalog_product") == (12, 12)
