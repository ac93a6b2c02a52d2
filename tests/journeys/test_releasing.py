"""A publisher tries linking, publishes a next version, watches its quality, and keeps signatures."""

import json

import pytest
from tests.cli.shell import inside as tanji
from tests.journeys.test_formats import toy

from tanji.formats.identify import format_of


@pytest.fixture
def place(tmp_path):
    format_of("olca").write(toy(), tmp_path / "data.zip")
    return tmp_path


def listed(place):
    answer = tanji("db", "list", "--json", cwd=place)
    return {(each["id"], each["version"]): each for each in json.loads(answer.out) if each["id"] != "starter"}


def test_linking_is_tried_and_nothing_is_kept(place):
    answer = tanji("db", "link", "data.zip", "--rules", "tanji-link/2", "--json", cwd=place)
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["quality"]["linked_share"] == 1
    assert listed(place) == {}


def test_a_next_version_is_made_of_a_release_and_keeps_what_it_says_of_itself(place):
    said = ("--owner", "Institute", "--sector", "power", "--region", "CN", "--year", "2024", "--licence", "CC0")
    assert tanji("db", "import", "data.zip", "--as", "toy", *said, cwd=place).code == 0
    answer = tanji("db", "release", "toy@1", "--as", "2", "--rules", "tanji-link/2", cwd=place)
    assert answer.code == 0, answer.err
    old, new = listed(place)[("toy", "1")], listed(place)[("toy", "2")]
    assert new["digest"] != old["digest"]
    assert "tanji-link/2" in new["link_rules"]
    for each in (old, new):
        assert [each[name] for name in ("owner", "sector", "region", "year", "licence", "languages")] == [
            "Institute", "power", "CN", 2024, "CC0", ["en"],
        ]  # fmt: skip
    trend = json.loads(tanji("db", "trend", "toy", "--json", cwd=place).out)
    assert [(each["version"], each["quality"]["linked_share"]) for each in trend] == [("1", 1), ("2", 1)]


def test_a_signature_is_kept_beside_the_release_and_one_of_another_is_refused(place):
    assert tanji("db", "import", "data.zip", "--as", "toy", cwd=place).code == 0
    digest = listed(place)[("toy", "1")]["digest"]
    signature = {
        "algorithm": "Ed25519", "key": "k1", "signer": "Institute", "signed_on": "2026-01-02",
        "digest": digest, "value": "AAAA",
    }  # fmt: skip
    (place / "one.json").write_text(json.dumps(signature), encoding="utf-8")
    assert tanji("db", "sign", "toy@1", "one.json", cwd=place).code == 0
    assert tanji("db", "sign", "toy@1", "one.json", cwd=place).code == 0
    assert [each["signer"] for each in json.loads(tanji("db", "sign", "toy@1", "--json", cwd=place).out)] == [
        "Institute"
    ]
    assert listed(place)[("toy", "1")]["digest"] == digest
    assert tanji("db", "check", "toy@1", "--files", cwd=place).code == 0
    (place / "other.json").write_text(json.dumps({**signature, "digest": "sha256:" + "0" * 64}), encoding="utf-8")
    answer = tanji("db", "sign", "toy@1", "other.json", cwd=place)
    assert (answer.code, "SGN-001" in answer.err) == (3, True)
    (place / "broken.json").write_text('{"signer": 1}', encoding="utf-8")
    assert tanji("db", "sign", "toy@1", "broken.json", cwd=place).code == 3
