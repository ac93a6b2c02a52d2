"""Pages of rules: what everybody reads, what standards officers write, and that nobody else's drafts are reached."""

import pytest
from django.utils import timezone

from tanji.accounts.models import Membership, Organisation, Person
from tanji.catalog.models import RuleDraft
from tanji.rules.pack import pack
from tanji.rules.stack import unwritten

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return _member(client, "officer@example.com", "标准协会", ["officer"])


def _member(client, email, name, roles):
    person = Person.objects.create_user(email, "correct horse battery")
    organisation = Organisation.objects.create(kind="association", name=name)
    Membership.objects.create(person=person, organisation=organisation, roles=roles)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person


def _begun(client):
    return client.post("/rules/drafts/", {"name": "轮胎规则修订", "like": "example-tyre"})


@pytest.mark.parametrize("tab", ["", "content/", "parameters/", "cases/", "text/"])
def test_everybody_reads_a_pack_in_both_languages(client, tab):
    for language, word in (("zh", "轮胎"), ("en", "tyre")):
        answer = client.get(f"/rules/packs/example-tyre/{tab}?lang={language}")
        assert answer.status_code == 200
        assert word in answer.content.decode().casefold()


def test_a_pack_shows_its_content_and_every_rule_that_follows_from_it(client):
    one = pack("example-tyre")
    following = unwritten(one, timezone.localdate())
    assert following
    page = client.get("/rules/packs/example-tyre/").content.decode()
    assert all(f'id="{rule.id}"' in page for rule in (*one.rules, *following))
    content = client.get("/rules/packs/example-tyre/content/").content.decode()
    assert content.count("<section>") == len(one.content.sections())
    number = len(one.rules) + len(following)
    assert f'<data class="n" value="{number}">' in client.get("/rules/").content.decode()


def test_a_pack_that_there_is_not_is_not_found(client):
    assert client.get("/rules/packs/nothing/").status_code == 404


def test_which_rule_applies_is_told_with_the_reasons(client):
    page = client.get("/rules/which/", {"name": "轮胎", "lang": "zh"}).content.decode()
    assert "example-tyre" in page
    assert "gbt-24067-2024" in page
    assert "为什么不是其他规则" in page


def test_a_day_that_is_none_is_answered_at_its_field(client):
    answer = client.get("/rules/which/", {"name": "轮胎", "on": "yesterday"})
    assert answer.status_code == 422
    assert 'href="#id_on"' in answer.content.decode()


def test_two_packs_are_compared_in_words(client):
    page = client.get("/rules/compare/", {"before": "example-tyre", "after": "example-cement"}).content.decode()
    assert "处不同" in page
    same = client.get("/rules/compare/", {"before": "example-tyre", "after": "example-tyre"}).content.decode()
    assert "两者相同" in same


def test_an_officer_begins_writes_and_checks_a_draft(client, officer):
    begun = _begun(client)
    assert begun.status_code == 302
    row = RuleDraft.objects.get()
    rules = f"/rules/drafts/{row.id}/rules/"
    before = row.files["rules"]
    saved = client.post(rules, {"revision": row.revision, "text": before.replace("\n", "\r\n")})
    assert saved.status_code == 302
    row.refresh_from_db()
    assert row.files["rules"] == before
    assert row.revision == 2
    live = client.post(f"{rules}check/", {"text": "- id: [["}).content.decode()
    assert "RUL-003" in live
    assert "rules.yaml" in live
    row.refresh_from_db()
    assert row.files["rules"] == before


def test_who_saw_an_older_revision_does_not_overwrite(client, officer):
    _begun(client)
    row = RuleDraft.objects.get()
    address = f"/rules/drafts/{row.id}/texts/"
    assert client.post(address, {"revision": 1, "text": "scope: {zh: 甲, en: A}"}).status_code == 302
    assert client.post(address, {"revision": 1, "text": "scope: {zh: 乙, en: B}"}).status_code == 409
    row.refresh_from_db()
    assert "甲" in row.files["texts"]


def test_a_draft_is_archived_and_comes_back(client, officer):
    _begun(client)
    row = RuleDraft.objects.get()
    client.post(f"/rules/drafts/{row.id}/archive/")
    assert str(row.id) not in client.get("/rules/drafts/").content.decode()
    client.post(f"/rules/drafts/{row.id}/archive/", {"back": "1"})
    assert str(row.id) in client.get("/rules/drafts/").content.decode()


def test_a_trial_names_what_cannot_be_tried(client, officer):
    _begun(client)
    row = RuleDraft.objects.get()
    assert "还没有研究" in client.get(f"/rules/drafts/{row.id}/trial/").content.decode()


def test_another_organisation_does_not_reach_a_draft(client, officer):
    _begun(client)
    row = RuleDraft.objects.get()
    client.logout()
    _member(client, "other@example.com", "另一协会", ["officer"])
    for path in ("manifest/", "trial/"):
        hers = client.get(f"/rules/drafts/{row.id}/{path}")
        nobodys = client.get(f"/rules/drafts/00000000-0000-4000-8000-000000000000/{path}")
        assert (hers.status_code, nobodys.status_code) == (404, 404)
    assert client.post(f"/rules/drafts/{row.id}/rules/", {"revision": 1, "text": "x"}).status_code == 404


def test_a_reader_may_not_begin_a_draft(client):
    _member(client, "reader@example.com", "协会", ["reader"])
    assert _begun(client).status_code == 403
    assert not RuleDraft.objects.exists()
