"""Every Refusal has a code of its own, and people can look it up."""

import re
from collections import Counter

import pytest
from tests.architecture.source import ROOT, modules
from tools.reference.codes import refusals

from tanji.errors import Refusal

CODE = re.compile(r"[A-Z]{3}-\d{3}")


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.__name__)
def test_a_refusal_has_a_code_of_its_own_and_says_what_it_means(refusal):
    assert "code" in vars(refusal), f"{refusal.__module__}.{refusal.__name__} has no code of its own"
    assert CODE.fullmatch(refusal.code)
    assert refusal.__doc__


def test_no_two_refusals_share_a_code():
    twice = [code for code, count in Counter(refusal.code for refusal in refusals()).items() if count > 1]
    assert not twice


def test_every_code_is_documented():
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    missing = [refusal.code for refusal in refusals() if f"`{refusal.code}`" not in page]
    assert not missing, "run `make docs`"


def test_nobody_raises_a_bare_refusal():
    assert Refusal not in refusals()
    bare = [
        path for path, tree in modules().items() if path != "src/tanji/errors.py" and "raise Refusal(" in _source(path)
    ]
    assert not bare


def _source(path):
    return (ROOT / path).read_text(encoding="utf-8")
