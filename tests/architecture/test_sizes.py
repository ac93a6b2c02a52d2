"""Sizes and names, as the design sets them (docs/explanation/architecture.md)."""

import ast
from pathlib import Path

import pytest
from tests.architecture.source import ROOT, functions, modules

MODULE_LINES, BODY_LINES, POSITIONAL = 400, 50, 4
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager", "handler", "service"}


def test_the_source_is_found():
    assert "src/tanji/errors.py" in modules()


@pytest.mark.parametrize("path", modules())
def test_no_module_is_longer_than_400_lines(path):
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{path} has {lines} lines"


@pytest.mark.parametrize("path", modules())
def test_no_function_body_is_longer_than_50_lines(path):
    long = {f.name: size for f in functions(modules()[path]) if (size := _body_lines(f)) > BODY_LINES}
    assert not long, f"{path}: {long}"


@pytest.mark.parametrize("path", [path for path in modules() if not path.startswith("src/tanji/cli/")])
def test_no_function_takes_more_than_4_positional_arguments(path):
    many = {f.name: count for f in functions(modules()[path]) if (count := _positional(f)) > POSITIONAL}
    assert not many, f"{path}: {many}"


@pytest.mark.parametrize("path", modules())
def test_all_that_is_public_says_what_it_is(path):
    tree = modules()[path]
    assert ast.get_docstring(tree), f"{path} has no docstring"
    silent = [node.name for node in _public(tree) if not ast.get_docstring(node)]
    assert not silent, f"{path}: without docstring: {silent}"


@pytest.mark.parametrize("path", modules())
def test_no_module_has_a_name_that_says_nothing(path):
    parts = {Path(path).stem, *Path(path).parent.parts}
    assert not parts & FORBIDDEN, path


def _body_lines(function):
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def _positional(function):
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _public(tree):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
