"""The source files of the project, as text and as syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tanji"
GENERATED = (".venv", ".git", "build", "dist", "out", "__pycache__", "node_modules")


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module, by its path from the root of the project."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts or path.name == "__init__.py"
    }


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is or may be committed: what git tracks or does not ignore, else all that is not generated."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not _generated(path)]
    return tuple(sorted(path for path in paths if path.is_file()))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Every call of a thing of this name, bare or as an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == name:
            yield node


def called(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _generated(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part.startswith(GENERATED) or part.endswith(("_cache", ".pyc", ".egg-info")) for part in parts)
