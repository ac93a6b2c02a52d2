"""A Dask scheduler and workers as processes of their own, on the loopback only, ended by their process ids."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0
"""Seconds that anything here may take at most."""


def until(found, what, patience=PATIENCE, pause=0.01):
    """What `found` gives as soon as it gives something; fails when patience is at an end."""
    last = time.monotonic() + patience
    while time.monotonic() < last:
        if value := found():
            return value
        time.sleep(pause)
    raise AssertionError(f"waited {patience} s for {what}")


class Cluster:
    """One scheduler and some workers without nannies: who is killed stays dead."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._file = folder / "scheduler.json"
        self._log = (folder / "cluster.log").open("wb")
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(self._file))
        self.address = until(self._listening, "the scheduler")
        self._folder = folder
        self.workers: list[subprocess.Popen] = []
        for _ in range(workers):
            self.add_worker()

    def add_worker(self) -> None:
        """Start one worker more."""
        only = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--death-timeout", "60")
        self.workers.append(self._start("worker", self.address, "--local-directory", str(self._folder), *only))

    def _start(self, kind, *words):
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{kind}",
            *words,
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
        return subprocess.Popen(command, stdout=self._log, stderr=self._log, env=environment)

    def _listening(self):
        try:
            return json.loads(self._file.read_text(encoding="utf-8"))["address"]
        except (OSError, ValueError, KeyError):
            assert self.scheduler.poll() is None, "the scheduler has ended"
            return None

    def end(self) -> None:
        """End every process that is left."""
        for process in [*self.workers, self.scheduler]:
            kill(process)
        self._log.close()


def kill(process) -> None:
    """`kill -9` of one process, waited for."""
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)


@contextmanager
def cluster(folder: Path, workers: int = 2):
    """A cluster that is there as long as the block lasts."""
    folder.mkdir()
    made = Cluster(folder, workers)
    try:
        yield made
    finally:
        made.end()
