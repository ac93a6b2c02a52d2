"""Mutants of a series: counts that add up, or a refusal; never another exception, never slow."""

import json
import os
import random
import time

import pytest
from tests.formats.series.tables import counter, csv

from tanji.errors import Refusal
from tanji.formats.series import Asked
from tanji.formats.series.check import check
from tanji.formats.series.judge import judge
from tanji.formats.series.reader import document
from tanji.formats.series.table import load

NUMBER = int(os.environ.get("TANJI_MUTANTS", "60"))
ODD = [b"1e999", b"-1e308", b"NaN", b"inf", b"", b"9999-12-31T00:00:00Z", b"0001-01-01T00:00:00Z", b'"', b"\n\n", b";"]


def _mutant(data, chance):
    kind = chance.randrange(5)
    place = chance.randrange(len(data))
    if kind == 0:
        made = bytearray(data)
        for _ in range(chance.choice([1, 5, 40])):
            made[chance.randrange(len(made))] = chance.randrange(256)
        return bytes(made)
    if kind == 1:
        return data[:place]
    cells = data.split(b",")
    where = chance.randrange(len(cells))
    if kind == 2:
        cells[where] = chance.choice(ODD)
        return b",".join(cells)
    if kind == 3:
        rows = data.split(b"\n")
        chance.shuffle(rows)
        return b"\n".join(rows)
    return data[:place] + data[place // 2 :]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_mutants(tmp_path, ending):
    frame, path = counter([float(step) for step in range(60)]), tmp_path / f"a.{ending}"
    frame.write_parquet(path) if ending == "parquet" else csv(frame, path)
    good, chance = path.read_bytes(), random.Random(7)
    asked = Asked("kWh", modulus=100.0, zone="UTC")
    for _ in range(NUMBER):
        path.write_bytes(_mutant(good, chance))
        start = time.perf_counter()
        try:
            found = check(load(path, asked), asked, path.name)
        except Refusal:
            continue
        finally:
            assert time.perf_counter() - start < 5
        json.dumps(found, allow_nan=False)
        assert judge(found, asked, path.name).counts["readings"].read == found["rows"]
        document(found, asked, meter="m", file=path.name, sha256="0" * 64)
