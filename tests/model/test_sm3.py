import hashlib
import random

import pytest

from tanji.model.sm3 import sm3, sm3_in_python

# GB/T 32905-2016, appendix A: "abc", and "abcd" sixteen times.
PUBLISHED = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("function", [sm3, sm3_in_python])
@pytest.mark.parametrize("data", PUBLISHED)
def test_the_published_examples_come_out(function, data):
    assert function(data).hex() == PUBLISHED[data]


def test_both_ways_agree_around_the_borders_of_blocks():
    random_ = random.Random(1)
    for length in [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]:
        data = random_.randbytes(length)
        assert sm3(data) == sm3_in_python(data)


def test_a_million_letters_come_out():
    # One million times "a": as in the test suites of OpenSSL and GmSSL (recomputed, not opened).
    expected = "c8aaf89429554029e231941a2acc0ad61ff2a5acd8fadd25847a3a732b3b02c3"
    assert sm3(b"a" * 1_000_000).hex() == expected
    if "sm3" not in hashlib.algorithms_available:
        assert sm3_in_python(b"a" * 1_000_000).hex() == expected
