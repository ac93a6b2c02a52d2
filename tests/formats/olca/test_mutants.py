"""Broken packages: documents whose counts add up, or a refusal; never another exception, never a hang.

TANJI_MUTANTS sets how many; 60 in the usual run. Memory is bounded in the child (512 MB), where the worst of them
are read too.
"""

import json
import os
import random
import time
import zipfile

import pytest
from tests.formats.olca.packages import exchange, steel, steel_package

from tanji.errors import Refusal
from tanji.formats import olca
from tanji.formats.assembly import assemble
from tanji.formats.child import Limits
from tanji.formats.olca.parse import parse
from tanji.formats.olca.reader import read
from tanji.model.document import digest

MUTANTS = int(os.environ.get("TANJI_MUTANTS", "60"))
SLOWEST = 5
MEMORY = 512 << 20
VALUES = (
    None,
    True,
    "",
    " ",
    0,
    -1,
    1e308,
    5e-324,
    10**30,
    "1,5",
    "NaN",
    "铁" * 3000,
    "\ud800",
    "steel",
    "PRODUCT_FLOW",
    "LCI_RESULT",
    [],
    {},
    {"@id": "gone"},
    {"@id": "steel"},
    [[1]],
    [{"@id": "steel"}] * 40,
    "9999-99-99",
    "IF(" * 60,
    "2^" * 400 + "2",
)
BYTES = (b"1e400", b"NaN", b"-Infinity", b"9" * 500, b'"\\ud800"', b"\xff\xfe", b"[" * 3000, b"{}", b"null")


def base(chance, real):
    """The steel package in either schema, with uncertainty in it; sometimes with a real process."""
    spread = {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2.0, "geomSd": 1.2}
    body = steel()
    body["exchanges"].append(exchange(6, "gas", 2.0, "volume-m3", given=True, uncertainty=spread))
    files = {name: json.dumps(each, ensure_ascii=False).encode() for name, each in steel_package().items()}
    files["processes/steelmaking"] = json.dumps(body).encode()
    if chance.random() < 0.3:
        files |= chance.choice(real) if real else {}
    return files


def mutant(chance, data):
    """One file, changed in its bytes or in its members."""
    kind = chance.randrange(8)
    if kind == 0:
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 20])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        return bytes(broken)
    if kind == 1:
        return data[: chance.randrange(len(data))]
    if kind == 2:
        at = chance.randrange(len(data))
        return data[:at] + chance.choice(BYTES) + data[at + chance.randrange(4) :]
    body = json.loads(data)
    for _ in range(chance.randrange(1, 5)):
        _change(chance, body)
    return json.dumps(body).encode()


def _change(chance, body):
    """One member somewhere in an object: deleted, replaced, exchanged for another, or said many times."""
    node, key = body, None
    while isinstance(node, dict | list) and node:
        parent, key = node, chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        node = parent[key]
        if chance.random() < 0.25:
            break
    if key is None:
        return
    kind = chance.randrange(6)
    if kind == 0:
        del parent[key]
    elif kind == 1:
        parent[key] = _copy(body[chance.choice(list(body))] if isinstance(body, dict) else body[0])
    elif kind == 2 and isinstance(parent, list):
        parent.extend(_copy([node] * chance.choice([1, 50])))
    elif kind == 3 and isinstance(parent, dict):
        parent[f"x{key}"] = parent.pop(key)
    else:
        parent[key] = _copy(chance.choice(VALUES))


def _copy(value):
    return json.loads(json.dumps(value))


def spoiled(chance, real):
    """A package with one to three broken, missing or doubled files."""
    files = base(chance, real)
    for name in chance.sample(sorted(files), chance.randrange(1, 4)):
        what = chance.random()
        if what < 0.1:
            del files[name]
        elif what < 0.2:
            files[f"{name}-again"] = files[name]
        elif what < 0.25:
            files[f"{chance.choice(['flows', 'processes', 'unit_groups', 'bin'])}/{name.replace('/', '-')}"] = files[
                name
            ]
        else:
            files[name] = mutant(chance, files[name])
    return files


def put(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name if name.endswith(".json") else f"{name}.json", data)
    return path


def survives(path, read):
    """Read it: the package, or None for a refusal; its counts add up and every flow that a line names is there."""
    start = time.perf_counter()
    try:
        package = read(path)
    except Refusal:
        return None
    finally:
        assert time.perf_counter() - start < SLOWEST
    counts = package.report.counts
    for kind, documents in (("flows", package.flows), ("processes", package.processes), ("sources", package.sources)):
        assert len(documents) == (counts[kind].imported if kind in counts else 0)
    lines = sum(len(process.exchanges) for process in package.processes)
    assert lines == (counts["exchanges"].imported if "exchanges" in counts else 0)
    assert not any(count.failed for count in counts.values()) or package.report.errors
    flows = {flow.id for flow in package.flows}
    refused = counts["flows"].failed if "flows" in counts else 0
    assert refused or all(line.flow in flows for process in package.processes for line in process.exchanges)
    return package


def in_process(path):
    return assemble(parse(str(path), lambda *_: None), path, code="OLC-105")


@pytest.fixture(scope="module")
def real(request):
    """Each process of a real package with the files that it needs, where they are."""
    folder = request.config.rootpath.parent / "shared" / "data" / "olca" / "US-FPL"
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.json"))}
    return [files] if files else []


def test_broken_packages_are_read_or_refused(tmp_path, real):
    chance = random.Random(20240617)
    for _ in range(MUTANTS):
        survives(put(tmp_path / "a.zip", spoiled(chance, real)), in_process)


def test_broken_archives_are_read_or_refused(tmp_path):
    chance = random.Random(11)
    whole = put(tmp_path / "whole.zip", base(chance, [])).read_bytes()
    for _ in range(MUTANTS // 3):
        (tmp_path / "a.zip").write_bytes(mutant_of_bytes(chance, whole))
        survives(tmp_path / "a.zip", in_process)


def mutant_of_bytes(chance, data):
    if chance.random() < 0.3:
        return data[: chance.randrange(len(data))]
    broken = bytearray(data)
    for _ in range(chance.choice([1, 4, 30])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def test_what_is_read_of_broken_packages_is_written_and_reads_back(tmp_path):
    chance = random.Random(5)
    for _ in range(MUTANTS // 6):
        package = survives(put(tmp_path / "a.zip", spoiled(chance, [])), in_process)
        if package is None:
            continue
        try:
            olca.write(package, tmp_path / "b.zip")
        except Refusal:
            continue
        back = in_process(tmp_path / "b.zip")
        for kind in ("flows", "processes", "sources"):
            wrote, again = getattr(package, kind), getattr(back, kind)
            assert {digest(each) for each in again} == {digest(each) for each in wrote}


def test_broken_packages_are_read_or_refused_in_the_child_within_512_mb(tmp_path, real):
    chance = random.Random(7)
    for _ in range(4):
        path = put(tmp_path / "a.zip", spoiled(chance, real))
        survives(path, lambda path: read(path, limits=Limits(memory_bytes=MEMORY)))
