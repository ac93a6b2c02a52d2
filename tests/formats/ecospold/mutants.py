"""Mutants of a good XML file: each a small or large fault, the same for the same seed."""

import os
import random
import re
import time
from pathlib import Path

from tanji.errors import Refusal
from tanji.model.finding import Counts

NUMBER = int(os.environ.get("TANJI_MUTANTS", "60"))
_ELEMENT = re.compile(rb"<(\w+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
_VALUE = re.compile(rb'="([^"<>]*)"')
_HUGE = [
    b"1e999",
    b"-1e308",
    b"9" * 400,
    b"NaN",
    b"INF",
    b"0",
    b"",
    b"-0",
    b"1,5",
    b"0x10",
    b"\xef\xbc\x91",
    b"true",
    b"null",
]


def mutants(data, seed, number=NUMBER):
    """So many mutants of bytes."""
    chance = random.Random(seed)
    kinds = [_flip, _cut, _delete, _value, _huge, _swap, _double, _rename, _grow, _garbage]
    for _ in range(number):
        yield chance.choice(kinds)(data, chance)


def survives(read, data, path):
    """Read a mutant: a package whose counts add up, or a refusal; never longer than 5 s. True for a package."""
    path.write_bytes(data)
    start = time.perf_counter()
    try:
        package = read(path)
    except Refusal:
        return False
    finally:
        assert time.perf_counter() - start < 5
    lines = sum(len(process.exchanges) for process in package.processes)
    failed = package.report.counts.get("processes", Counts()).failed
    assert failed or package.report.counts.get("exchanges", Counts()).imported == lines
    assert package.report.counts.get("processes", Counts()).imported == len(package.processes)
    flows = {flow.id for flow in package.flows}
    refused = package.report.counts.get("flows", Counts()).failed
    assert refused or all(line.flow in flows for process in package.processes for line in process.exchanges)
    for finding in package.report.findings:
        assert finding.place.file
    return True


def seeds(folder):
    """The real files of a folder that are small enough to be mutated often."""
    return [path for path in sorted(Path(folder).iterdir()) if path.stat().st_size < 160_000]


def _place(data, chance):
    return chance.randrange(len(data))


def _flip(data, chance):
    made = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        made[_place(data, chance)] = chance.randrange(256)
    return bytes(made)


def _cut(data, chance):
    return data[: _place(data, chance)]


def _delete(data, chance):
    found = chance.choice(list(_ELEMENT.finditer(data)))
    return data[: found.start()] + data[found.end() :]


def _value(data, chance):
    found = chance.choice(list(_VALUE.finditer(data)))
    text = bytes(chance.choice(b"0123456789.-eE abcXYZ") for _ in range(chance.randrange(12)))
    return data[: found.start(1)] + text + data[found.end(1) :]


def _huge(data, chance):
    found = chance.choice(list(_VALUE.finditer(data)))
    return data[: found.start(1)] + chance.choice(_HUGE) + data[found.end(1) :]


def _swap(data, chance):
    one, other = sorted(chance.sample(list(_VALUE.finditer(data)), 2), key=lambda found: found.start())
    middle = data[one.end(1) : other.start(1)]
    return data[: one.start(1)] + other[1] + middle + one[1] + data[other.end(1) :]


def _double(data, chance):
    found = chance.choice(list(_ELEMENT.finditer(data)))
    return data[: found.end()] + found[0] * chance.choice([1, 5]) + data[found.end() :]


def _rename(data, chance):
    found = chance.choice(list(_ELEMENT.finditer(data)))
    return data.replace(b"<" + found[1], b"<x" + found[1]).replace(b"</" + found[1], b"</x" + found[1])


def _grow(data, chance):
    found = chance.choice(list(_VALUE.finditer(data)))
    return data[: found.start(1)] + chance.choice(["长".encode() * 5000, b"x" * 100_000]) + data[found.end(1) :]


def _garbage(data, chance):
    place = _place(data, chance)
    return data[:place] + bytes(chance.randrange(256) for _ in range(chance.choice([4, 400]))) + data[place:]
