"""Broken datapackages: a package whose counts add up, or a refusal; never another exception, never a hang."""

import json
import os
import random
import time

import numpy as np
from tests.formats.brightway.packages import SPREAD, bio, files, npy, table, techno, zipped
from tests.formats.brightway.test_write import content, package

from tanji.errors import Refusal
from tanji.formats import brightway
from tanji.formats.assembly import assemble
from tanji.formats.brightway.parse import parse

MUTANTS = int(os.environ.get("TANJI_MUTANTS", "60"))
VALUES = [None, "", -1, 1e308, "nan", [], {}, True, "../x", "technosphere_matrix", "data", "flip", "铁", 10**30, [[1]]]


def bases(folder):
    brightway.write(package(), folder / "own.zip")
    spread = np.zeros(6, dtype=SPREAD)
    spread["uncertainty_type"] = [2, 3, 4, 5, 9, 0]
    spread["scale"] = 1
    named = table("id,name,unit\n1,steel,kg\n2,power,kWh\n")
    return [files(techno(distributions=spread), bio(), named), content(folder / "own.zip")]


def mutant(chance, found):
    found = dict(found)
    name = chance.choice(sorted(found))
    data = found[name]
    kind = chance.randrange(6)
    if kind == 0:
        del found[name]
    elif kind == 1:
        found[name] = data[: chance.randrange(len(data) + 1)]
    elif kind == 2 and name.endswith(".npy"):
        found[name] = _odd(chance)
    elif kind < 4 and name.endswith(".json"):
        found[name] = _changed(chance, data)
    elif data:
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        found[name] = bytes(broken)
    return found


def _odd(chance):
    count = chance.randrange(0, 9)
    values = [
        np.ones(count),
        np.full(count, np.nan),
        np.full(count, 1e308),
        np.ones((count, 2)),
        np.zeros(count, dtype=SPREAD),
        np.full(count, 2**63 - 1),
    ]
    return npy(chance.choice(values))


def _changed(chance, data):
    body = json.loads(data)
    for _ in range(chance.randrange(1, 4)):
        node = body
        while isinstance(node, dict | list) and node:
            key = chance.choice(sorted(node)) if isinstance(node, dict) else chance.randrange(len(node))
            if chance.random() < 0.35 or not isinstance(node[key], dict | list):
                if chance.random() < 0.3:
                    del node[key]
                else:
                    node[key] = chance.choice(VALUES)
                break
            node = node[key]
    return json.dumps(body).encode()


def survives(path, read):
    start = time.perf_counter()
    try:
        found = read(path)
    except Refusal:
        return
    finally:
        assert time.perf_counter() - start < 5
    for kind in ("flows", "processes", "sources"):
        counts = found.report.counts.get(kind)
        assert len(getattr(found, kind)) == (counts.imported if counts else 0), kind


def in_process(path):
    return assemble(parse(str(path), lambda *_: None), path, code="BWD-100")


def test_broken_datapackages_are_read_or_refused(tmp_path):
    chance = random.Random(5)
    whole = bases(tmp_path)
    for _ in range(MUTANTS):
        survives(zipped(tmp_path / "a.zip", mutant(chance, chance.choice(whole))), in_process)


def test_broken_datapackages_are_read_or_refused_in_the_child(tmp_path):
    chance = random.Random(6)
    for base in bases(tmp_path) * 2:
        survives(zipped(tmp_path / "a.zip", mutant(chance, base)), brightway.read)
