"""An installation of its own for a test: data folder, database, commands as an operator gives them."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 120


@dataclass
class Installation:
    """A data folder, and variables beside it."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """The variables of its commands, without those of the tests themselves."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANJI_", "DJANGO_"))}
        return {**kept, "TANJI_LANG": "en", "TANJI_DATA": str(self.data), **self.more}

    def command(self, *words: str) -> list[str]:
        """A command of `tanji-server`."""
        return [sys.executable, "-m", "tanji.config.manage", *words]

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command; everything that it has said. Fails on another exit code."""
        ended = subprocess.run(
            self.command(*words),
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert ended.returncode == code, ended.stdout
        return ended.stdout

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table of the embedded database, in an order that does not depend on where it lies."""
        with closing(sqlite3.connect(self.data / "tanji.sqlite3")) as found:
            names = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(found.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608

    def files(self) -> dict[str, bytes]:
        """Every file that is kept, by its place."""
        passing = ("static", "metrics")
        paths = (path for path in self.data.rglob("*") if path.is_file())
        kept = {path.relative_to(self.data): path for path in paths if not path.name.startswith("tanji.sqlite3")}
        return {str(name): path.read_bytes() for name, path in kept.items() if name.parts[0] not in passing}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of these tests alone, in a folder of its own, on a port of this machine."""

    folder: Path
    port: int

    def url(self, name: str, role: str = "postgres") -> str:
        """Address of one of its databases."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str, name: str = "postgres") -> str:
        """Run a statement as the superuser; what it gives."""
        done = subprocess.run(
            ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", self.url(name), "-c", statement],
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS,
        )
        return done.stdout.strip()

    def end(self) -> None:
        """Stop it."""
        _as_postgres("pg_ctl", "-D", str(self.folder), "-m", "immediate", "-w", "stop")


def program(name: str) -> str | None:
    """A program of PostgreSQL: on the path, or where Debian keeps it."""
    found = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)]
    return shutil.which(name) or (found[0] if found else None)


def start_cluster(folder: Path) -> Cluster:
    """Make a server and start it. Nobody but this machine reaches it."""
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = folder / "cluster"
    _as_postgres("initdb", "-D", str(place), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place}"
    _as_postgres("pg_ctl", "-D", str(place), "-w", "-l", str(place / "log"), "-o", options, "start")
    return Cluster(place, port)


def _as_postgres(name: str, *words: str) -> None:
    """PostgreSQL does not run as root: there it runs as the user that its package has made."""
    path = program(name)
    assert path is not None, name
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run(
        [path, *words],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=SECONDS,
        cwd="/",
        **user,  # type: ignore[call-overload]
    )
