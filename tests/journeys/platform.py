"""A whole server for journeys: pages and worker as people start them, on SQLite or on a real PostgreSQL."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.conftest import ROOT
from tests.postgres import Cluster, free_port

PATIENCE = 120.0


@dataclass
class Platform:
    """A server that runs: its address, its data, the process that ends all."""

    address: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[str]

    def manage(self, *words: str) -> str:
        """`tanji-server` with these words, beside the running server."""
        done = subprocess.run(
            [sys.executable, "-m", "tanji.config.manage", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def workers(self) -> list[int]:
        """Process ids of the worker, children of this server."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = re.search(r"^PPid:\s*(\d+)", (entry / "status").read_text(), re.MULTILINE)
                words = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                continue
            if parent and int(parent[1]) == self.process.pid and "worker" in words:
                found.append(int(entry.name))
        return found


@contextmanager
def platform(folder: Path, *, cluster: Cluster | None = None, demo: bool = False) -> Iterator[Platform]:
    """A server on the loopback with data of its own, ended by its process id."""
    port = free_port()
    data = folder / "data"
    environment = {
        **os.environ,
        "TANJI_DATA": str(data),
        "TANJI_ORIGIN": f"http://127.0.0.1:{port}",
        "TANJI_WORKER_SECONDS": "4",
        "DJANGO_SETTINGS_MODULE": "tanji.config.settings",
    }
    environment.pop("TANJI_PLAIN_STATIC", None)
    if cluster is not None:
        place = cluster.database()
        environment |= {"TANJI_DATABASE_URL": place.app, "TANJI_OWNER_DATABASE_URL": place.owner}
    command = [sys.executable, "-m", "tanji.config.manage", "serve", "--port", str(port), *(["--demo"] if demo else [])]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log, text=True)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process, folder / "log")
            yield Platform(f"http://127.0.0.1:{port}", data, environment, process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(address: str, process: subprocess.Popen[str], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise AssertionError(f"the server did not get ready: {log.read_text()[-3000:]}")
