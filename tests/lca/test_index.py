import pytest

from tanji.lca import Index, RepeatedKey, UnknownKey


def test_a_key_and_its_position_are_each_others_inverse():
    index = Index(["a", "b", "c"])
    assert [index.of(index.at(key)) for key in index] == ["a", "b", "c"]
    assert len(index) == 3


def test_find_may_be_empty_and_at_refuses():
    index = Index(["a"])
    assert index.find("z") is None
    with pytest.raises(UnknownKey, match="'z'"):
        index.at("z")


def test_a_position_outside_is_not_wrapped_around():
    with pytest.raises(IndexError):
        Index(["a"]).of(-1)


def test_a_repeated_key_is_refused_by_name_in_both_languages():
    with pytest.raises(RepeatedKey) as refused:
        Index(["steel", "coal", "steel"])
    assert "steel" in refused.value.message.zh
    assert "steel" in refused.value.message.en


def test_equal_keys_in_equal_order_make_equal_indexes():
    assert Index("ab") == Index(["a", "b"])
    assert hash(Index("ab")) == hash(Index(["a", "b"]))
    assert Index("ab") != Index("ba")
    assert "a" in Index("ab")


def test_keys_that_are_said_to_be_distinct_are_looked_at_when_a_position_is_asked_for():
    sound, repeated = Index.distinct(["a", "b"]), Index.distinct(["a", "a"])
    assert (sound.at("b"), sound.of(0), len(sound), sound) == (1, "a", 2, Index(["a", "b"]))
    assert len(repeated) == 2
    with pytest.raises(RepeatedKey):
        repeated.find("a")
