"""Hostile datapackages: pickles, shapes that lie, bombs and names that lead outside are refused by code."""

import io
import json
import pickle

import numpy as np
import pytest
from tests.formats.brightway.packages import bio, files, npy, techno, zipped

from tanji.errors import Refusal
from tanji.formats import brightway
from tanji.formats.brightway.npy import BadArray, array


def header(text, data=b"", version=1):
    body = text.encode("latin-1")
    return b"\x93NUMPY" + bytes([version, 0]) + len(body).to_bytes(2, "little") + body + data


def described(descr="'<f8'", shape="(1,)", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


def refused(path, code):
    with pytest.raises(Refusal) as refusal:
        brightway.read(path)
    assert refusal.value.code == code


class Bomb:
    """Would leave a mark if it were unpickled."""

    def __reduce__(self):
        return (open, ("pickled-mark", "w"))


def test_pickled_objects_are_refused_and_never_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = io.BytesIO()
    np.save(file, np.array([Bomb()], dtype=object), allow_pickle=True)
    for data in (file.getvalue(), pickle.dumps(Bomb())):
        found = files(techno(), bio()) | {"t.data.npy": data}
        refused(zipped(tmp_path / "a.zip", found), "BWD-002")
    assert not (tmp_path / "pickled-mark").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        npy(np.ones(3))[:-1],
        npy(np.ones(3)) + b"x",
        npy(np.ones(3))[:40],
        header(described(shape="(10**15,)")),
        header(described(shape="(1000000000000000,)")),
        header(described(shape="(-1,)")),
        header(described(shape="(1, 1, 1)"), b"\0" * 8),
        header(described(shape="[1]"), b"\0" * 8),
        header(described(shape="(True,)"), b"\0" * 8),
        header(described(descr="'|O'"), b"\0" * 8),
        header(described(descr="'<U2'"), b"\0" * 8),
        header(described(descr="'V8'"), b"\0" * 8),
        header(described(descr="'<f16'"), b"\0" * 16),
        header(described(descr="[('a', [('b', '<f8')])]"), b"\0" * 8),
        header(described(descr="[('a', '<f8', (10**9,))]"), b"\0" * 8),
        header(described(descr="[('a', '<f8'), ('a', '<f8')]"), b"\0" * 16),
        header(described(descr="[]", shape="(10**9,)")),
        header(described(descr="None"), b"\0" * 8),
        header("__import__('os').system('x')"),
        header("(" * 2000),
        header("{'descr': '<f8'}"),
        header("[" * 500 + "]" * 500),
        header("x" * 20_000),
        header(described(), b"\0" * 8, version=9),
    ],
)
def test_an_array_that_lies_is_refused(data):
    with pytest.raises(BadArray):
        array(data, "a.npy")


@pytest.mark.parametrize(
    "values", [np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.ones(0), np.array([True])]
)
def test_plain_arrays_are_read_as_numpy_reads_them(values):
    assert np.array_equal(array(npy(values), "a.npy"), values)
    file = io.BytesIO()
    np.lib.format.write_array(file, values, version=(2, 0))
    assert np.array_equal(array(file.getvalue(), "a.npy"), values)


def test_a_huge_shape_in_a_small_file_is_refused_at_once(tmp_path):
    found = files(techno(), bio()) | {"t.data.npy": header(described(shape="(100000000000,)"))}
    refused(zipped(tmp_path / "a.zip", found), "BWD-002")


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b"{}", b'{"resources": {}}', b'{"resources": [1]}', b"[" * 100_000]
)
def test_a_manifest_that_is_none_is_refused(tmp_path, manifest):
    refused(zipped(tmp_path / "a.zip", files(techno()) | {"datapackage.json": manifest}), "BWD-001")


def test_too_many_resources_are_refused(tmp_path):
    manifest = json.dumps({"resources": [{}] * 10_001}).encode()
    refused(zipped(tmp_path / "a.zip", {"datapackage.json": manifest}), "BWD-001")


def test_bombs_outside_names_and_other_files_are_refused(tmp_path):
    found = files(techno(), bio())
    refused(zipped(tmp_path / "a.zip", found | {"x.npy": b"\0" * (80 << 20)}), "ARC-005")
    refused(zipped(tmp_path / "b.zip", found | {"../x.npy": b""}), "ARC-003")
    path = zipped(tmp_path / "c.zip", found)
    path.write_bytes(path.read_bytes()[:-60])
    refused(path, "ARC-002")
    (tmp_path / "d.zip").write_bytes(b"hello")
    refused(tmp_path / "d.zip", "ARC-001")


def test_a_path_that_leads_outside_reads_nothing(tmp_path):
    found = files(techno(), bio())
    manifest = json.loads(found["datapackage.json"])
    for resource in manifest["resources"]:
        resource["path"] = "../../" + resource["path"]
    found["datapackage.json"] = json.dumps(manifest).encode()
    package = brightway.read(zipped(tmp_path / "a.zip", found))
    assert not package.processes
    assert "BWD-102" in [finding.code for finding in package.report.findings]
