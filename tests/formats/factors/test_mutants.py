"""Broken tables: a package whose counts add up, or a refusal; never another exception, never a hang."""

import os
import random
import time

from tests.formats.factors.tables import ROW, delimited, row, sheet

from tanji.errors import Refusal
from tanji.formats import factors
from tanji.formats.delimited import tables
from tanji.formats.factors.reader import package_of
from tanji.formats.sheet import Table, unpack

MUTANTS = int(os.environ.get("TANJI_MUTANTS", "60"))
NUMBERS = [-1, 1e308, "1e999", "nan", "9" * 400, "1,5", "=1+1", True]
VALUES = [None, "", "N/A", "-", "铁", "AR6", "kgCO2e", "x: y; z", "\u200b", *NUMBERS]
GASES = ["co2_fossil", "ch4_fossil", "n2o", "other_gases", "gas_unit", "gwp_ch4"]
KEYS = [*ROW, *GASES, "status", "aliases", "mark", "odd"]


def survives(path, read=factors.read):
    start = time.perf_counter()
    try:
        package = read(path)
    except Refusal:
        return
    finally:
        assert time.perf_counter() - start < 5
    assert len(package.processes) == package.report.counts["processes"].imported


def rows(chance):
    given = [row(id=f"n{number}", co2_fossil=0.5, gas_unit="kg") for number in range(6)]
    for _ in range(chance.randrange(1, 12)):
        chance.choice(given)[chance.choice(KEYS)] = chance.choice(VALUES)
    for found in given:
        for key in [key for key, value in found.items() if value is None]:
            del found[key]
    return given


def test_broken_tables_are_read_or_refused(tmp_path):
    chance = random.Random(11)
    for _ in range(MUTANTS):
        path = delimited(tmp_path / "a.csv", *rows(chance))
        if chance.random() < 0.4:
            data = bytearray(path.read_bytes())
            for _ in range(chance.randrange(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(bytes(data[: chance.randrange(len(data))]) if chance.random() < 0.3 else bytes(data))
        survives(path, in_process)


def test_broken_workbooks_are_read_or_refused_in_the_child(tmp_path):
    chance = random.Random(12)
    for number in range(4):
        path = sheet(tmp_path / "a.xlsx", *rows(chance))
        if number % 2:
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data))] ^= 0xFF
            path.write_bytes(bytes(data))
        survives(path)


def in_process(path):
    found = []
    for part in tables(path):
        cells = {}
        for cell in map(unpack, part["cells"]):
            cells.setdefault(cell.row, {})[cell.column] = cell
        found.append(Table(part["name"], cells))
    return package_of(found, path)
