import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanji.background.places import Grade, known_place, nearness, within

ROWS = list(csv.DictReader((files("tanji.background") / "data" / "places.csv").read_text("utf-8").splitlines()))
CODES = [row["code"] for row in ROWS]


def test_every_place_has_a_source_and_lies_in_places_that_are_listed():
    assert len(CODES) == len(set(CODES))
    for row in ROWS:
        assert row["source"].strip(), row
        assert set(row["within"].split()) <= set(CODES), row


def test_all_provinces_of_china_are_known_by_code_name_and_number():
    provinces = [row for row in ROWS if row["kind"] == "province"]
    assert len(provinces) == 34
    for row in provinces:
        number = row["aliases"].split("|")[0]
        assert {known_place(name) for name in (row["code"], row["zh"], number, f"cn-{number[:2]}")} == {row["code"]}


@pytest.mark.parametrize("alias", ["SAX-CN", "陕西", "610100", "cn-sn", "ＣＮ－６１"])
def test_shaanxi_is_one_place_by_all_its_names(alias):
    assert known_place(alias) == "CN-SN"


@pytest.mark.parametrize(
    ("there", "wanted", "grade"),
    [
        ("CN-ZJ", "ZJ-CN", Grade.same),
        ("中国", "CN-ZJ", Grade.country),
        ("UN-EASIA", "CN", Grade.region),
        ("EU-27", "DE", Grade.region),
        ("EU-27", "GB", Grade.elsewhere),
        ("RoW", "CN", Grade.world),
        ("", "CN", Grade.world),
        (None, "CN", Grade.world),
        ("CN-ZJ", "CN", Grade.part),
        ("US-CA", "US", Grade.part),
        ("US-CA", "US-TX", Grade.sibling),
        ("FR", "DE", Grade.elsewhere),
        ("Plant A", "plant a", Grade.same),
        ("Plant A", "DE", Grade.elsewhere),
        ("FR", None, Grade.same),
    ],
)
def test_places_are_graded_from_near_to_far(there, wanted, grade):
    assert nearness(there, wanted).grade is grade


def test_eastern_asia_is_nearer_to_china_than_asia():
    assert nearness("UN-EASIA", "CN") < nearness("RAS", "CN") < nearness("GLO", "CN")


@given(place=st.sampled_from(CODES), other=st.sampled_from(CODES))
def test_nothing_is_nearer_than_the_place_itself(place, other):
    assert nearness(place, place).grade is Grade.same
    assert (nearness(other, place).grade is Grade.same) == (place == other)
    if other in within(place):
        assert nearness(place, other).grade is (Grade.world if place == "RoW" else Grade.part)
