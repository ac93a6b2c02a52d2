"""Mutants of an XML file whose figures stand in text: each a small or large fault, the same for the same seed."""

import os
import random
import re

NUMBER = int(os.environ.get("TANJI_MUTANTS", "60"))
_ELEMENT = re.compile(rb"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
_FIGURE = re.compile(rb">([^<>]*[0-9][^<>]*)<")
_ODD = [
    b"1e999",
    b"-1e308",
    b"9" * 400,
    b"NaN",
    b"INF",
    b"0",
    b"",
    b"-0",
    b"1,5",
    b"\xef\xbc\x91",
    b"1 " * 50_000,
    b"9999-12-31",
    rb"\kilo",
    rb"\metre\tothe{999}",
]


def mutants(data, seed, number=NUMBER):
    """So many mutants of bytes."""
    chance = random.Random(seed)
    kinds = [_flip, _cut, _delete, _odd, _swap, _double, _rename, _garbage]
    for _ in range(number):
        yield chance.choice(kinds)(data, chance)


def _flip(data, chance):
    made = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _cut(data, chance):
    return data[: chance.randrange(len(data))]


def _delete(data, chance):
    found = chance.choice(list(_ELEMENT.finditer(data)))
    return data[: found.start()] + data[found.end() :]


def _odd(data, chance):
    found = chance.choice(list(_FIGURE.finditer(data)))
    return data[: found.start(1)] + chance.choice(_ODD) + data[found.end(1) :]


def _swap(data, chance):
    one, other = sorted(chance.sample(list(_FIGURE.finditer(data)), 2), key=lambda found: found.start())
    middle = data[one.end(1) : other.start(1)]
    return data[: one.start(1)] + other[1] + middle + one[1] + data[other.end(1) :]


def _double(data, chance):
    found = chance.choice(list(_ELEMENT.finditer(data)))
    return data[: found.end()] + found[0] * chance.choice([1, 5]) + data[found.end() :]


def _rename(data, chance):
    name = chance.choice(list(_ELEMENT.finditer(data)))[1]
    return data.replace(b"<" + name, b"<" + name + b"x").replace(b"</" + name, b"</" + name + b"x")


def _garbage(data, chance):
    place = chance.randrange(len(data))
    return data[:place] + bytes(chance.randrange(256) for _ in range(chance.choice([4, 400]))) + data[place:]
