"""The program as a shell runs it: its own process, its own environment, its exit code and both streams.

`tanji` starts a process, as a person does; `inside` runs the same entry within this one, which is quicker.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tanji.cli.main import main

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
    run = subprocess.run(
        [str(PROGRAM), *map(str, words)],
        cwd=cwd,
        env=_environment(cwd, home, environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return Answer(run.returncode, run.stdout, run.stderr)


def inside(*words: object, cwd: Path, home: Path | None = None, **environment: str) -> Answer:
    """Run the entry of `tanji` within this process, as `tanji` does in one of its own."""
    out, err = io.StringIO(), io.StringIO()
    kept, here = dict(os.environ), Path.cwd()
    try:
        os.environ.clear()
        os.environ.update(_environment(cwd, home, environment))
        os.chdir(cwd)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(word) for word in words])
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(kept)
    return Answer(code, out.getvalue(), err.getvalue())


def _environment(cwd: Path, home: Path | None, more: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "TANJI_HOME": str(home or cwd / "home"), "LC_ALL": "C.UTF-8", "COLUMNS": "100", **more}
