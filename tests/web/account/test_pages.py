"""Signing up, founding, inviting, keys: through the pages as people use them."""

import re

import pytest
from django.core import mail
from django.test import Client
from tests.web.account.conftest import PASSWORD

from tanji.accounts.models import ApiKey, Invitation, Membership


def test_who_signs_up_founds_an_organisation_and_arrives_at_home(signed_up):
    client = signed_up("li@example.org")
    assert client.get("/organisation/").headers["Location"].startswith("/organisation/new/")
    made = {"kind": "manufacturer", "name": "示例公司", "uscc": "91330100799655058B", "region": "330000"}
    assert client.post("/organisation/new/", made).headers["Location"] == "/"
    page = client.get("/organisation/").content.decode()
    assert "91330100799655058B" in page
    assert "Zhejiang" in page


def test_a_wrong_code_is_said_beside_its_field_with_the_remedy(signed_up):
    client = signed_up("li@example.org")
    answer = client.post("/organisation/new/", {"kind": "manufacturer", "name": "甲", "uscc": "913301007996550580"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "the check character must be" in page
    assert "business licence" in page
    assert 'href="#id_uscc"' in page


def test_a_kind_that_people_do_not_found_is_not_offered_and_not_taken(signed_up):
    client = signed_up("li@example.org")
    assert 'value="authority"' not in client.get("/organisation/new/").content.decode()
    assert client.post("/organisation/new/", {"kind": "authority", "name": "甲"}).status_code == 422


def test_an_invitation_goes_by_mail_and_by_hand_and_is_taken_by_its_addressee(
    founded, signed_up, django_capture_on_commit_callbacks
):
    admin = founded("li@example.org", "示例公司")
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post("/organisation/invite/", {"email": "zhao@example.org", "roles": ["accountant"]})
    link = re.search(r"http://testserver(/invitations/[^<\s]+)", answer.content.decode())[1]
    assert link in mail.outbox[-1].body
    stranger, guest = signed_up("someone@example.org"), signed_up("zhao@example.org")
    assert Client().get(link).headers["Location"].startswith("/account/login/?next=%2Finvitations")
    assert stranger.get(link).status_code == 404
    assert stranger.post(link).status_code == 404
    assert "示例公司" in guest.get(link).content.decode()
    assert guest.post(link).status_code == 302
    assert guest.get("/organisation/").status_code == 200
    assert guest.get("/organisation/invite/").status_code == 403


def test_an_invitation_is_withdrawn(founded, signed_up):
    admin = founded("li@example.org", "示例公司")
    admin.post("/organisation/invite/", {"email": "zhao@example.org", "roles": ["reader"]})
    row = Invitation.objects.get()
    assert "zhao@example.org" in admin.get("/organisation/").content.decode()
    assert admin.post(f"/organisation/invitations/{row.pk}/withdraw/").status_code == 302
    assert admin.post(f"/organisation/invitations/{row.pk}/withdraw/").status_code == 409


def test_the_last_administrator_is_told_why_they_stay(founded):
    admin = founded("li@example.org", "示例公司")
    own = Membership.objects.get()
    answer = admin.post(f"/organisation/members/{own.pk}/", {"roles": ["accountant"]})
    assert answer.status_code == 422
    assert "Nobody changes their own role" in answer.content.decode()
    assert admin.post(f"/organisation/members/{own.pk}/end/").status_code == 409


def test_a_person_acts_for_one_of_their_organisations_at_a_time(founded):
    client = founded("li@example.org", "甲公司")
    client.post("/organisation/new/", {"kind": "buyer", "name": "乙公司"})
    first, second = Membership.objects.order_by("since")
    assert "乙公司" in client.get("/organisation/").content.decode()
    answer = client.post("/organisation/switch/", {"organisation": first.organisation_id, "next": "/organisation/"})
    assert answer.headers["Location"] == "/organisation/"
    assert client.get("/organisation/").context["acting"].organisation == first.organisation
    elsewhere = {"organisation": second.organisation_id, "next": "https://elsewhere.example/"}
    assert client.post("/organisation/switch/", elsewhere).headers["Location"] == "/"
    assert client.get("/organisation/switch/").status_code == 405


@pytest.mark.parametrize("organisation", ["", "x", "00000000-0000-0000-0000-000000000001"])
def test_nobody_acts_for_an_organisation_that_they_are_not_in(founded, organisation):
    client = founded("li@example.org", "甲公司")
    assert client.post("/organisation/switch/", {"organisation": organisation}).status_code == 404


def test_a_key_is_shown_once(founded):
    client = founded("li@example.org", "甲公司")
    answer = client.post("/organisation/keys/", {"name": "MES", "days": "30", "scopes": ["study:read"]})
    text = re.search(r"tanji_[0-9a-f]{12}_[\w-]{43}", answer.content.decode())[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert text not in client.get("/organisation/keys/").content.decode()
    key = ApiKey.objects.get()
    assert client.post(f"/organisation/keys/{key.pk}/revoke/").status_code == 302
    assert "Ended" in client.get("/organisation/keys/").content.decode()


def test_name_and_language_are_kept(signed_up):
    client = signed_up("li@example.org")
    answer = client.post("/account/", {"name": "李", "language": "zh"})
    assert answer.cookies["tanji_language"].value == "zh"
    assert "个人设置" in client.get("/account/", headers={"Accept-Language": "en"}).content.decode()


def test_the_password_is_reset_by_mail_and_an_unknown_address_gets_the_same_answer(signed_up):
    signed_up("li@example.org").post("/account/logout/")
    client = Client()
    known = client.post("/account/password/reset/", {"email": "li@example.org"})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    form = client.get(link, follow=True)
    path = form.request["PATH_INFO"]
    assert client.post(path, {"password1": "another good word", "password2": "another good word"}).status_code == 302
    good = {"login": "li@example.org", "password": "another good word"}
    assert client.post("/account/login/", good).headers["Location"] == "/"


def test_a_short_password_is_refused_in_the_language_of_the_page(db):
    for language, words in (("zh", "密码至少 10 个字符"), ("en", "at least 10 characters")):
        answer = Client().post(
            "/account/signup/", {"email": "li@example.org", "password1": "x"}, headers={"Accept-Language": language}
        )
        assert words in answer.content.decode()


def test_five_wrong_passwords_lock_an_address_from_one_place_for_a_while(signed_up):
    signed_up("li@example.org")
    here, there = Client(), Client(REMOTE_ADDR="198.51.100.7")
    wrong = {"login": "li@example.org", "password": "wrong"}
    right = {"login": "LI@example.org", "password": PASSWORD}
    for _ in range(4):
        assert here.post("/account/login/", wrong).status_code == 200
    locked = here.post("/account/login/", wrong)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "900"
    assert here.post("/account/login/", right).status_code == 429
    assert there.post("/account/login/", right).status_code == 302


def test_an_address_that_there_is_not_is_locked_alike(db):
    client = Client()
    wrong = {"login": "nobody@example.org", "password": "wrong"}
    assert [client.post("/account/login/", wrong).status_code for _ in range(5)][-1] == 429


def test_sign_up_has_a_limit_for_one_place(db):
    client = Client()
    given = {"email": "not an address", "password1": "x"}
    answers = [client.post("/account/signup/", given) for _ in range(11)]
    assert answers[-2].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) == 360


def test_the_provider_of_the_organisation_is_offered_where_it_is_set(db, settings):
    from tanji.config.environment import Environment
    from tanji.config.signin import identity_provider, providers

    env = Environment(
        oidc_name="企业账号",
        oidc_issuer="https://id.example/realm",
        oidc_client="tanji",
        oidc_secret="secret",  # noqa: S106  # of nobody
    )
    assert identity_provider(env) == ("https://id.example",)
    assert providers(Environment(oidc_name="x")) == {}
    assert "企业账号" not in Client().get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = providers(env)
    page = Client().get("/account/login/").content.decode()
    assert "企业账号" in page
    assert "/account/oidc/oidc/login/" in page
