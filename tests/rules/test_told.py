"""Content in words: every member and value has them in both languages, and a change is told where it stands."""

import csv
import re
from importlib.resources import files

import pytest
from pydantic import BaseModel
from tests.rules.contents import entry, made, process

from tanji.model import content, section
from tanji.model.content import Content
from tanji.rules.difference import difference
from tanji.rules.lint_content import parts
from tanji.rules.pack import packs
from tanji.rules.told import passages, plain, sections, word

ROWS = list(csv.DictReader((files("tanji.rules") / "data" / "content.csv").read_text("utf-8").splitlines()))
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_word_is_there_in_both_languages_and_once():
    assert all(CHINESE.search(row["zh"]) and not CHINESE.search(row["en"]) and row["en"] for row in ROWS)
    assert len({row["key"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("name", sorted(packs()))
def test_every_section_and_member_in_use_has_words(name):
    one = packs()[name]
    assert all(CHINESE.search(word(section).zh) for section in Content.model_fields)
    told = [each for key, _, section in sections(one.content) for each in passages(key, section, {})]
    assert told
    assert [each.path for each in told if not CHINESE.search(each.label.zh)] == []
    assert [said.path for each in told for said in each.said if not CHINESE.search(said.label.zh)] == []


def members(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """Every member of a model and of the sections and entries in it."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        found.add(name)
        for inner in re.findall(r"tanji\.model\.(?:content|section)\.(\w+)", str(field.annotation)):
            kind = getattr(content, inner, None) or getattr(section, inner)
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
                found |= members(kind, seen | {kind})
    return found


def test_every_member_that_a_section_may_have_has_a_word():
    known = {row["key"] for row in ROWS}
    wanted = members(Content) - set(Content.model_fields) - {"id", "clauses", "checklist"}
    assert len(wanted) > 80
    assert {name for name in wanted if f".{name}" not in known} == set()


def test_values_are_told_in_words():
    assert plain("required").zh == "必需"
    assert plain(("mass", "x")).en == "mass, x"
    assert (plain(True).zh, plain(5.0).en, plain({"zh": "一"}).en) == ("是", "5", "一")


def test_every_part_of_a_content_has_a_place():
    one = made("one", boundary={"processes": [process("ore")]})
    assert [where for where, _ in parts(one.content)] == ["content.boundary", "content.boundary.processes.ore"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            {"cut_off": {"item_percent": 1.0}},
            {"cut_off": {"item_percent": 0.5}},
            ["Cut-off, limit of one (%): 1 → 0.5"],
        ),
        (
            {},
            {"validity": {"years": 2.0}},
            ["The section 'Validity and triggers' is new", "Validity and triggers, years (new): 2"],
        ),
        (
            {"report": {"items": [entry("goal")]}},
            {"report": {"items": [entry("unit")]}},
            ["Contents of the report, items 'goal' (gone)", "Contents of the report, items 'unit' (new)"],
        ),
        (
            {"boundary": {"processes": [process("ore", "optional")]}},
            {"boundary": {"processes": [process("ore", age_years=3.0)]}},
            [
                "System boundary, unit processes 'ore', need: optional → required",
                "System boundary, unit processes 'ore', greatest age of data (years): — → 3",
            ],
        ),
        (
            {"unit": {"units": ["t"]}},
            {"unit": {"units": ["t"], "clause": {"source": "s", "clause": "1", "status": "verified"}}},
            ["Unit, units, clause: s 1 (unverified) → s 1 (verified)"],
        ),
        (
            {"unit": {"units": ["t"]}},
            {"unit": {"units": ["t"], "override": "fixed", "severity": "warning"}},
            ["Unit, a pack above may (new): not change it", "Unit, where it is not met (new): a warning"],
        ),
        (
            {"report": {"items": [entry("goal")]}},
            {"report": {"items": [entry("goal", names={"zh": "目的", "en": "aim"})]}},
            ["Contents of the report, items 'aim': goal → aim"],
        ),
        ({"unit": {"units": ["t"]}}, {"unit": {"units": ["t"]}}, []),
    ],
)
def test_two_versions_are_compared_section_by_section(before, after, said):
    assert [each.en for each in difference(made("one", **before), made("one", **after))] == said
