"""What must not be in the repository."""

import ast
import re

import pytest
from tests.architecture.source import ROOT, called, calls, kept_files, modules

TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".csv", ".json", ".sh", ".svg", ".cfg", ""}
UNFINISHED = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b")
PLACES = re.compile(r"(?<![\w.])/([h]ome|[w]ork|[r]oot|[U]sers)/[\w.]")
INDEXES = re.compile(r"(?i)[p]ypi\.org|[p]ythonhosted|[n]pmjs\.|[r]egistry\.npm")
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}


def _texts():
    for path in kept_files():
        if path.suffix in TEXT and path.name != "LICENSE":
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_nothing_is_left_unfinished():
    marked = [
        str(path) for path, text in _texts() if path.suffix in {".py", ".sh", ".md", ""} and UNFINISHED.search(text)
    ]
    assert not marked


def test_no_place_of_one_machine_is_named():
    found = {str(path): match.group() for path, text in _texts() if (match := PLACES.search(text))}
    assert not found


def test_no_package_index_is_named():
    assert not [str(path) for path, text in _texts() if INDEXES.search(text)]


def test_lock_files_that_carry_addresses_are_absent():
    names = {path.name for path in kept_files()}
    assert not names & {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_requirements_are_pinned_with_hashes_and_without_addresses(path):
    text = path.read_text(encoding="utf-8")
    assert "//" not in text
    assert "--index" not in text
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


@pytest.mark.parametrize("path", modules())
def test_nothing_is_printed_past_the_console(path):
    printed = [call.lineno for call in calls(modules()[path], "print") if isinstance(call.func, ast.Name)]
    assert not printed


@pytest.mark.parametrize("path", modules())
def test_no_text_becomes_code(path):
    names = {
        called(node)
        for node in ast.walk(modules()[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not names & {"eval", "exec", "__import__"}


@pytest.mark.parametrize(
    "path", [path for path in modules() if path.startswith(("src/tanji/lca/", "src/tanji/assess/"))]
)
def test_numbers_and_assessment_open_no_files(path):
    calls_made = [node for node in ast.walk(modules()[path]) if isinstance(node, ast.Call) and called(node) in OPENING]
    opened = [call.lineno for call in calls_made if "files(" not in ast.unparse(call.func)]  # tables of the package
    assert not opened
