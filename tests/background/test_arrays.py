import numpy as np
import pytest

from tanji.background import arrays
from tanji.background.arrays import FILE, NAMES, kept

IDENTITY = {"technosphere": "sha256:a", "biosphere": "sha256:b", "processes": 2, "flows": 1}


def made():
    return {
        "a_starts": np.array([0, 2, 3], dtype=np.int32),
        "a_rows": np.array([0, 1, 1], dtype=np.int32),
        "a_values": np.array([1.0, -0.5, 2.0]),
        "own_use": np.zeros(2),
        "order": np.array([0, 1]),
        "blocks": np.array([0, 1, 2]),
        "b_starts": np.array([0, 1, 1], dtype=np.int32),
        "b_rows": np.array([0], dtype=np.int32),
        "b_values": np.array([3.0]),
    }


def again():
    raise AssertionError("the matrices were made a second time")


def test_what_was_kept_is_read_and_not_made_again(tmp_path):
    first = kept(tmp_path, IDENTITY, made)
    second = kept(tmp_path, IDENTITY, again)
    assert set(second) == set(NAMES)
    for name in NAMES:
        assert np.array_equal(first[name], second[name])
        assert first[name].dtype == second[name].dtype


def test_what_is_read_can_not_be_changed(tmp_path):
    kept(tmp_path, IDENTITY, made)
    with pytest.raises(ValueError, match="read-only"):
        kept(tmp_path, IDENTITY, again)["a_values"][0] = 7


@pytest.mark.parametrize("key", IDENTITY)
def test_arrays_of_other_tables_are_not_taken(tmp_path, key):
    kept(tmp_path, IDENTITY, made)
    with pytest.raises(AssertionError):
        kept(tmp_path, IDENTITY | {key: "other"}, again)


def test_a_file_with_any_changed_byte_counts_as_absent(tmp_path):
    kept(tmp_path, IDENTITY, made)
    whole = (tmp_path / FILE).read_bytes()
    written = whole.index(b"\n")
    for place in [*range(0, written, 7), *range(512, len(whole), 5)]:
        damaged = bytearray(whole)
        damaged[place] ^= 0x41
        (tmp_path / FILE).write_bytes(damaged)
        assert np.array_equal(kept(tmp_path, IDENTITY, made)["a_values"], [1.0, -0.5, 2.0])


@pytest.mark.parametrize("length", [0, 1, 50, 700])
def test_a_file_that_was_cut_off_counts_as_absent(tmp_path, length):
    kept(tmp_path, IDENTITY, made)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:length])
    assert kept(tmp_path, IDENTITY, made)["b_values"].tolist() == [3.0]
    assert (tmp_path / FILE).read_bytes() == whole


def test_a_folder_that_is_not_there_is_no_obstacle(tmp_path):
    assert kept(tmp_path / "nowhere", IDENTITY, made)["b_values"].tolist() == [3.0]


def test_every_array_begins_where_a_processor_likes_it(tmp_path):
    kept(tmp_path, IDENTITY, made)
    for each in kept(tmp_path, IDENTITY, again).values():
        assert each.ctypes.data % arrays.ALIGNED == 0
