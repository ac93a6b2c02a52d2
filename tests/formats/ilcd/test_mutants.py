"""Broken data sets: a package whose counts add up, or a refusal; never another exception, never a hang.

TANJI_MUTANTS sets how many; 60 in the usual run.
"""

import os
import random
import re
import time

import pytest
from tests.formats.ilcd.packages import put, steel_package

from tanji.errors import Refusal
from tanji.formats import ilcd
from tanji.formats.assembly import assemble
from tanji.formats.ilcd.parse import parse
from tanji.formats.ilcd.reader import with_methods

MUTANTS = int(os.environ.get("TANJI_MUTANTS", "60"))
SLOWEST = 5
TAG = re.compile(rb"<[^<>]+>")
ELEMENT = re.compile(rb"<([\w:]+)[^<>]*>[^<>]*</\1>")
NUMBER = re.compile(rb"(?<=>)[-+.\deE]+(?=<)")
WORDS = (
    b"",
    b"-1",
    b"0",
    b"1e400",
    b"-1e308",
    b"1e-320",
    b"nan",
    b"9" * 400,
    b"1,5",
    b"x" * 3000,
    "\u94c1".encode(),
    b"&lt;",
    b"&#1;",
    b"00000000-0000-4000-8000-000000000001",
    b"Output",
    b"EPD",
)


def mutant(chance, data):
    kind = chance.randrange(8)
    if kind == 0:
        for _ in range(chance.randrange(1, 20)):
            at = chance.randrange(len(data))
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        return data
    if kind == 1:
        return data[: chance.randrange(len(data))]
    pattern = NUMBER if kind in {2, 3} else TAG if kind == 4 else ELEMENT
    found = list(pattern.finditer(data)) or list(TAG.finditer(data))
    for _ in range(chance.randrange(1, 5)):
        one, other = chance.choice(found), chance.choice(found)
        if kind == 2:
            data = data.replace(b">" + one.group() + b"<", b">" + chance.choice(WORDS) + b"<", 1)
        elif kind == 3:
            data = data.replace(b">" + one.group() + b"<", b">" + other.group() + b"<", 1)
        elif kind in {4, 5}:
            data = data.replace(one.group(), b"", 1)
        elif kind == 6:
            data = data.replace(one.group(), one.group() + other.group() * chance.randrange(1, 30), 1)
        else:
            swapped = re.sub(rb">[^<>]*<", b">" + chance.choice(WORDS).replace(b"\\", b"") + b"<", one.group(), count=1)
            data = data.replace(one.group(), swapped, 1)
    return data


def survives(path, read):
    start = time.perf_counter()
    try:
        package = read(path)
    except Refusal:
        return
    finally:
        assert time.perf_counter() - start < SLOWEST
    counts = package.report.counts
    for kind, documents in (("flows", package.flows), ("processes", package.processes), ("sources", package.sources)):
        assert len(documents) == (counts[kind].imported if kind in counts else 0)
    lines = sum(len(process.exchanges) for process in package.processes)
    assert lines <= (counts["exchanges"].imported if "exchanges" in counts else 0)


def in_process(path):
    return with_methods(assemble(parse(str(path), lambda *_: None), path, code="ILC-105"))


@pytest.fixture
def seeds(request):
    """The steel package, and real data sets where they are."""
    folder = request.config.rootpath.parent / "shared" / "data" / "ilcd"
    return [path.read_bytes() for path in sorted(folder.glob("*.xml")) if path.stat().st_size < 50_000]


def test_broken_data_sets_are_read_or_refused(tmp_path, seeds):
    chance = random.Random(20250608)
    for _ in range(MUTANTS):
        files = {name: text.encode() for name, text in steel_package().items()}
        if seeds and chance.random() < 0.3:
            files["processes/real"] = mutant(chance, chance.choice(seeds))
        for name in chance.sample(sorted(files), chance.randrange(1, 4)):
            files[name] = mutant(chance, files[name])
        survives(put(tmp_path / "a.zip", files), in_process)


def test_what_is_read_of_broken_data_sets_is_written_and_reads_back(tmp_path):
    chance = random.Random(3)
    for _ in range(MUTANTS // 6):
        files = {name: text.encode() for name, text in steel_package().items()}
        name = chance.choice(sorted(files))
        files[name] = mutant(chance, files[name])
        package = in_process(put(tmp_path / "a.zip", files))
        try:
            ilcd.write(package, tmp_path / "b.zip")
        except Refusal:
            continue
        back = in_process(tmp_path / "b.zip")
        assert (back.flows, back.processes, back.methods) == (
            tuple(sorted(package.flows, key=lambda each: each.id)),
            package.processes,
            package.methods,
        )


def test_broken_data_sets_are_read_or_refused_in_the_child(tmp_path):
    chance = random.Random(7)
    for _ in range(4):
        files = {name: mutant(chance, text.encode()) for name, text in steel_package().items()}
        survives(put(tmp_path / "a.zip", files), ilcd.read)
