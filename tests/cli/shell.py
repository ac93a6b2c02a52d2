"""The program as a shell runs it: its own process, its own environment, its exit code and both streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("tanji")
KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "NUMBA_CACHE_DIR")


@dataclass(frozen=True)
class Answer:
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output as the one JSON value that it must be."""
        return json.loads(self.out)


def tanji(*words: object, cwd: Path, home: Path | None = None, **environment: str) -> Answer:
    """Run `tanji` with these words in a folder; the locale is C unless given."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    given = {"TANJI_HOME": str(home or cwd / "home"), "LC_ALL": "C.UTF-8", "COLUMNS": "100", **environment}
    run = subprocess.run(
        [str(PROGRAM), *map(str, words)],
        cwd=cwd,
        env={**kept, **given},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return Answer(run.returncode, run.stdout, run.stderr)
