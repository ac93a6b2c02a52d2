"""Broken exports: a package whose counts add up, or a refusal; never another exception, never a hang."""

import os
import random
import time

import pytest
from tests.formats.simapro.exports import LISTS, STEEL, export, process, put, section

from tanji.errors import Refusal
from tanji.formats import simapro
from tanji.formats.assembly import assemble
from tanji.formats.simapro.parse import parse

MUTANTS = int(os.environ.get("TANJI_MUTANTS", "60"))
PARTS = process(
    "w",
    section("Waste scenario", "Waste;kg;1;All waste types;x"),
    section("Separated waste", "Slag;All waste types;90;"),
    section("Input parameters", "a;2;Lognormal;2;0;0;No;"),
    section("Calculated parameters", "b;a ^ 2 + iff(a > 1, 2, 3);"),
)
WORDS = [
    "",
    "-1",
    "0",
    "1e400",
    "nan",
    "inf",
    "1,5",
    '"',
    ";",
    "\x7f",
    "End",
    "Process",
    "Products",
    "铁",
    "a*b",
    "9" * 400,
    "\0",
]


def base(chance, seeds):
    return chance.choice([export(STEEL, LISTS, PARTS).encode(), *seeds])


def mutant(chance, data):
    kind = chance.randrange(7)
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    if kind == 0:
        for _ in range(chance.randrange(1, 20)):
            at = chance.randrange(len(data))
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        return data
    if kind == 1:
        return data[: chance.randrange(len(data))]
    if kind == 2:
        del lines[place : place + chance.randrange(1, 8)]
    elif kind == 3:
        lines[place:place] = lines[place : place + chance.randrange(1, 40)]
    elif kind == 4:
        chance.shuffle(lines)
    else:
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(lines))
            cells = lines[place].split(b";")
            cells[chance.randrange(len(cells))] = chance.choice(WORDS).encode()
            lines[place] = b";".join(cells)
    return b"\n".join(lines)


def survives(path, read):
    start = time.perf_counter()
    try:
        package = read(path)
    except Refusal:
        package = None
    assert time.perf_counter() - start < 5
    if package is not None:
        counts = package.report.counts
        assert len(package.processes) == (counts["processes"].imported if "processes" in counts else 0)
        assert len(package.flows) == (counts["flows"].imported if "flows" in counts else 0)


def in_process(path):
    return assemble(parse(str(path), lambda *_: None), path, code="SIM-101")


@pytest.fixture
def seeds(request):
    folder = request.config.rootpath.parent / "shared" / "data" / "simapro"
    return [path.read_bytes() for path in sorted(folder.glob("*.csv"))]


def test_broken_exports_are_read_or_refused(tmp_path, seeds):
    chance = random.Random(20240305)
    path = tmp_path / "a.csv"
    for _ in range(MUTANTS):
        path.write_bytes(mutant(chance, base(chance, seeds)))
        survives(path, in_process)


def test_broken_exports_are_read_or_refused_in_the_child(tmp_path):
    chance = random.Random(7)
    for _ in range(4):
        survives(put(tmp_path, mutant(chance, export(STEEL, LISTS).encode()).decode("utf-8", "replace")), simapro.read)
