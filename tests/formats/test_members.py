"""A member that stands in an object twice is seen, however the text is written; and nothing else is."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanji.formats.members import Twice, twice

NAMES = st.sampled_from(["a", "b", '"', '":', "\\", "x\\", " :", "\u94c1", "a:", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def found(text):
    data = text.encode()
    return twice(data, msgspec.json.decode(data))


@given(value=VALUES, spaced=st.booleans(), ascii_only=st.booleans())
def test_an_object_without_such_a_member_has_none(value, spaced, ascii_only):
    separators = (" ,\n", "\t: ") if spaced else (",", ":")
    assert found(json.dumps(value, separators=separators, ensure_ascii=ascii_only)) is None


@given(name=NAMES, first=VALUES, second=VALUES, spaced=st.booleans())
def test_one_that_stands_there_twice_is_found(name, first, second, spaced):
    one, two, key = (json.dumps(each) for each in (first, second, name))
    colon = " : " if spaced else ":"
    assert found(f'[{{"z": {{{key}{colon}{one},{key}{colon}{two}}}}}]') == Twice(name, first != second)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"\\u0061":2}',
        '{"a"\r:1,"a" :2}',
        '{"a\\\\":1,"a\\\\":2}',
        '{"b":"x\\":","a":1,"a":2}',
        '{"a":1,"a":2,"c" :3}',
    ],
)
def test_other_ways_to_write_it_do_not_hide_it(text):
    assert found(text).differs
