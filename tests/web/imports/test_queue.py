"""The matching queue at a client without scripts."""

from __future__ import annotations

import re

import pytest
from tests.web.imports.conftest import client_of

from tanji.catalog.models import Draft

pytestmark = pytest.mark.django_db
LINES = [("P1", "玻璃", 0.5), ("P2", "玻璃", 0.1), ("P3", "铜", 3), ("P4", "没有名字的怪物", 9)]


@pytest.fixture
def filled(draft):
    lines = [
        {"id": id_, "kind": "material", "names": {"zh": name}, "stage": "raw_material", "amount": amount, "unit": "kg"}
        for id_, name, amount in LINES
    ]
    Draft.objects.filter(pk=draft.pk).update(body={**draft.body, "activities": lines})
    return draft


def links(draft):
    body = Draft.objects.get(pk=draft.pk).body
    return {each["id"]: each["link"]["process"] for each in body["activities"] if "link" in each}


def post(client, draft, **given):
    revision = Draft.objects.get(pk=draft.pk).revision
    return client.post(f"/studies/{draft.id}/match/", {"revision": revision, **given})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_queue_and_the_search_answer(accountant, filled, language):
    client = client_of(accountant, language)
    for address in (
        "match/",
        "match/?threshold=0.7&page=9",
        "match/search/?line=P4&q=%E9%93%9C",
        "match/search/?line=P4",
    ):
        answer = client.get(f"/studies/{filled.id}/{address}")
        assert answer.status_code == 200, address
        assert "{%" not in answer.content.decode()
    assert client.get(f"/studies/{filled.id}/match/search/?line=none").status_code == 404


def test_a_button_chooses_for_all_of_the_same_thing_and_is_undone(accountant, filled):
    client = client_of(accountant)
    page = client.get(f"/studies/{filled.id}/match/").content.decode()
    assert "应用到相同物料（共 2 行）" in page
    part = page[page.index('value="P1"') :]
    chosen = re.search(r'name="choose" value="([^"]+)" data-key="1"', part)[1]
    assert post(client, filled, line="P1", choose=chosen, same="on").status_code == 302
    assert set(links(filled)) == {"P1", "P2"}
    assert post(client, filled, undo="1").status_code == 302
    assert links(filled) == {}


def test_gaps_are_counted_and_go_back(accountant, filled):
    client = client_of(accountant)
    post(client, filled, line="P4", missing="1")
    page = text_of(client.get(f"/studies/{filled.id}/match/"))
    assert "共 4 行需要背景数据：已匹配 0，暂缺 1，待匹配 3，未填完整 0。" in page
    post(client, filled, line="P4", again="1")
    assert "暂缺 0，待匹配 4" in text_of(client.get(f"/studies/{filled.id}/match/"))


def test_many_are_accepted_only_above_what_the_person_sets(accountant, filled):
    client = client_of(accountant)
    assert post(client, filled, above="0.3").status_code == 422
    assert post(client, filled, above="viel").status_code == 422
    assert links(filled) == {}
    assert post(client, filled, above="0.9").status_code == 302
    assert {"P1", "P2"} <= set(links(filled))
    assert "P4" not in links(filled)


def test_a_wrong_process_or_an_old_page_is_told(accountant, filled):
    client = client_of(accountant)
    wrong = post(client, filled, line="P1", choose="starter|cn-electricity-2024")
    assert wrong.status_code == 422
    assert "不能用于" in text_of(wrong)
    old = client.post(f"/studies/{filled.id}/match/", {"revision": "77", "line": "P1", "missing": "1"})
    assert old.status_code == 422
    assert client.post(f"/studies/{filled.id}/match/", {}).status_code == 422
