"""Broken TIDAS: a package whose counts add up, or a refusal; never another exception, never a hang."""

import copy
import json
import random

import pytest
from tests.formats.ilcd.packages import put, steel_package
from tests.formats.ilcd.test_mutants import MUTANTS, survives
from tests.formats.tidas.test_tidas import members, packed

from tanji.formats import ilcd, tidas
from tanji.formats.assembly import assemble
from tanji.formats.ilcd.reader import with_methods
from tanji.formats.tidas.parse import parse

ODD = (
    None,
    True,
    0,
    -1.5,
    1e308,
    10**400,
    "",
    "nan",
    "x" * 3000,
    [],
    [1, None, "a"],
    {},
    {"#text": 3},
    {"@xml:lang": 5},
)
ODD += ([["a"]], {"#children": ["a", 1, ["b"], ["c", {}]]}, {"a b": "c"}, "00000000-0000-4000-8000-000000000001")


def in_process(path):
    parts = parse(str(path), lambda *_: None)
    return with_methods(assemble(parts, path, code="TID-105"), code="TID-105")


def places(body, found):
    """Every container with each of its keys."""
    for key, value in body.items() if isinstance(body, dict) else enumerate(body):
        found.append((body, key))
        if isinstance(value, dict | list):
            places(value, found)
    return found


def mutant(chance, body):
    body = copy.deepcopy(body)
    for _ in range(chance.randrange(1, 6)):
        found = places(body, [])
        if not found:
            break
        (at, key), (other, name) = chance.choice(found), chance.choice(found)
        kind = chance.randrange(5)
        if kind == 0:
            del at[key]
        elif kind == 1:
            at[key] = copy.deepcopy(chance.choice(ODD))
        elif kind == 2:
            at[key] = [copy.deepcopy(at[key])] * chance.randrange(1, 4)
        else:
            at[key] = copy.deepcopy(other[name])
    return body


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tidas")
    tidas.write(ilcd.read(put(folder / "a.zip", steel_package())), folder / "b.zip")
    return members(folder / "b.zip")


def test_broken_data_sets_are_read_or_refused(tmp_path, files):
    chance = random.Random(20250609)
    for _ in range(MUTANTS):
        changed = dict(files)
        for name in chance.sample(sorted(files), chance.randrange(1, 5)):
            changed[name] = mutant(chance, files[name])
        if chance.random() < 0.3:
            name = chance.choice(sorted(files))
            text = json.dumps(changed[name]).encode()
            at = chance.randrange(len(text))
            changed[name] = text[:at] + bytes([chance.randrange(256)]) + text[at + chance.randrange(2) :]
        survives(packed(tmp_path / "a.zip", changed), in_process)


def test_broken_data_sets_are_read_or_refused_in_the_child(tmp_path, files):
    chance = random.Random(7)
    for _ in range(4):
        changed = {name: mutant(chance, body) for name, body in files.items()}
        survives(packed(tmp_path / "a.zip", changed), tidas.read)
