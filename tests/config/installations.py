"""An installation of its own for a test: data folder, database, commands as an operator gives them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import Place

SECONDS = 120


def on(place: Place, data: Path) -> Installation:
    """An installation on PostgreSQL, made ready as `serve` does it: its owner makes the tables."""
    made = Installation(data, {"TANJI_DATABASE_URL": place.app, "TANJI_OWNER_DATABASE_URL": place.owner})
    made.run("migrate", "--verbosity", "0", "--skip-checks")
    made.run("grant_app_role", place.served_by)
    made.run("prepare")
    return made


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
