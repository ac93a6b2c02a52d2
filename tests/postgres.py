"""A PostgreSQL of the tests alone: made for a session, on the loopback, gone with it.

    def test_something(postgres):
        place = postgres.database()          # two roles: place.owner, place.app are URLs
        place.manage("migrate")              # tanji-server, in a process of its own
        with place.connect("app") as found: ...

Take the fixture into the conftest.py of a folder: `from tests.postgres import postgres  # noqa: F401`.
"""

from __future__ import annotations

import atexit
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.conftest import ROOT, demanded

SUPERUSER = "postgres"


@dataclass(frozen=True)
class Place:
    """One database with the role that owns its tables and the role that serves."""

    port: int
    name: str
    password: str
    served_by: str = "tanji_app"

    @property
    def owner(self) -> str:
        """URL for the owner of the tables."""
        return self._url("tanji_owner")

    @property
    def app(self) -> str:
        """URL for the role that serves."""
        return self._url(self.served_by)

    def connect(self, role: str, *, autocommit: bool = True) -> psycopg.Connection:
        """A connection as `owner`, `app` or the superuser `postgres`."""
        url = self._url(SUPERUSER) if role == SUPERUSER else getattr(self, role)
        return psycopg.connect(url, autocommit=autocommit)

    def environment(self, data: Path) -> dict[str, str]:
        """What a process of Tanji on this database finds around it."""
        return {
            **os.environ,
            "TANJI_DATABASE_URL": self.app,
            "TANJI_OWNER_DATABASE_URL": self.owner,
            "TANJI_DATA": str(data),
            "TANJI_PLAIN_STATIC": "true",
            "DJANGO_SETTINGS_MODULE": "tanji.config.settings",
        }

    def manage(self, *arguments: str, data: Path) -> str:
        """`tanji-server` with arguments; fails with what it says."""
        return self.run("tanji.config.manage", *arguments, data=data)

    def run(self, module: str, *arguments: str, data: Path) -> str:
        """A module in a process of its own, on this database."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment(data),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _url(self, role: str) -> str:
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{self.name}"


class Cluster:
    """A server that runs until `stop`."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.password = secrets.token_hex(16)
        self.home = Path(tempfile.mkdtemp(prefix="tanji-pg-"))
        self.port = free_port()
        (self.home / "password").write_text(self.password, "utf-8")
        if os.geteuid() == 0:
            found = pwd.getpwnam("postgres")
            os.chown(self.home, found.pw_uid, found.pw_gid)
            os.chown(self.home / "password", found.pw_uid, found.pw_gid)
        self._run(
            "initdb", "--pgdata", str(self.home / "data"), "--username", SUPERUSER, "--auth", "scram-sha-256",
            "--pwfile", str(self.home / "password"), "--encoding", "UTF8", "--no-locale",
        )  # fmt: skip
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.home}"
        self._run(
            "pg_ctl",
            "--pgdata",
            str(self.home / "data"),
            "--wait",
            "-l",
            str(self.home / "log"),
            "-o",
            options,
            "start",
        )
        atexit.register(self.stop)
        self._made = 0
        with self._superuser() as found:
            for role in ("tanji_owner", "tanji_app"):
                found.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{self.password}'")

    def database(self) -> Place:
        """A new, empty database that belongs to `tanji_owner`."""
        self._made += 1
        name = f"tanji_{self._made}"
        with self._superuser() as found:
            found.execute(f"CREATE DATABASE {name} OWNER tanji_owner")
        return Place(self.port, name, self.password)

    def stop(self) -> None:
        """End the server and remove its files."""
        if self.home.exists():
            self._run("pg_ctl", "--pgdata", str(self.home / "data"), "--mode", "immediate", "stop", must=False)
            shutil.rmtree(self.home, ignore_errors=True)

    def _superuser(self) -> psycopg.Connection:
        url = f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"
        return psycopg.connect(url, autocommit=True)

    def _run(self, program: str, *arguments: str, must: bool = True) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with (Path(tempfile.gettempdir()) / f"{self.home.name}.out").open("w+") as out:
            done = subprocess.run(command, stdout=out, stderr=out, cwd="/", check=False, timeout=120)
            out.seek(0)
            said = out.read()
        Path(out.name).unlink()
        if must and done.returncode:
            raise RuntimeError(f"{program}: {said}")


def programs() -> Path | None:
    """The folder of initdb: in the path, or where Debian keeps it."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if candidates:
        return candidates[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL of this session alone."""
    folder = programs()
    if folder is None:
        demanded("PostgreSQL is not installed (initdb)")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        demanded("PostgreSQL does not run as root, and there is no runuser")
    assert folder is not None
    cluster = Cluster(folder)
    yield cluster
    cluster.stop()


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
