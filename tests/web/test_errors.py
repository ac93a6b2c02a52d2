"""Pages for what went wrong, and the content policy."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound, SignInFirst, TooMany
from tanji.errors import Text
from tanji.web.frame import views
from tanji.web.urls import handler400, handler403, handler404, handler500
from tanji.web.urls import urlpatterns as pages

pytestmark = pytest.mark.django_db
SAID = Text(zh="不行", en="That does not work")
KINDS = {"403": NotAllowed, "409": Conflict, "422": Invalid, "429": TooMany}


def _refusing(request, code):
    hint = Text(zh="这样做", en="Do this instead")
    raise TooMany(SAID, hint, seconds=30) if code == "429" else KINDS[code](SAID, hint)


def _hidden(request):
    raise NotFound


def _closed(request):
    raise SignInFirst(SAID)


def _broken(request):
    raise ZeroDivisionError("secret inside")


def _form(request):
    return HttpResponse("taken")


urlpatterns = [
    path("refuse/<str:code>/", _refusing), path("hidden/", _hidden), path("closed/", _closed), path("broken/", _broken),
    path("form/", _form), *pages,
]  # fmt: skip
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(headers={"accept-language": "en"}, raise_request_exception=False)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_refusal_becomes_a_page_with_its_status_its_code_its_message_and_what_to_do(client, code):
    answer = client.get(f"/refuse/{code}/")
    text = answer.content.decode()
    assert answer.status_code == int(code)
    assert f"ACC-{code}" in text
    assert "That does not work" in text
    assert "Do this instead" in text


def test_a_refusal_of_a_part_of_a_page_is_a_part_too(client):
    answer = client.get("/refuse/409/", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert b"<html" not in answer.content
    assert b"ACC-409" in answer.content


def test_what_is_hidden_and_what_there_is_not_look_the_same(client):
    def words(answer):
        return [line for line in answer.content.decode().splitlines() if "Request" not in line and "/?lang" not in line]

    hidden, nothing = client.get("/hidden/"), client.get("/nothing/")
    assert hidden.status_code == nothing.status_code == 404
    assert (
        next(line for line in words(hidden) if "ACC-404" in line).split("ACC-404")[0]
        == (next(line for line in words(nothing) if "ACC-404" in line).split("ACC-404")[0])
    )


def test_who_must_sign_in_is_sent_there_and_back(client):
    answer = client.get("/closed/?a=1")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fclosed%2F%3Fa%3D1")


def test_our_own_mistake_says_nothing_of_what_is_inside(client):
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert b"SYS-500" in answer.content
    assert b"secret" not in answer.content


def test_a_form_without_its_token_is_told_so():
    with override_settings(ROOT_URLCONF=__name__):
        answer = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/form/", {})
    assert b"WEB-403" in answer.content
    assert b"load the page again" in answer.content


def test_every_page_has_the_strict_content_policy():
    policy = Client().get("/about/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert directives["report-uri"] == "/policy-report/"


def test_a_report_of_a_broken_policy_is_taken_from_everybody_and_nothing_else_is():
    client = Client(enforce_csrf_checks=True)
    report = json.dumps({"csp-report": {"blocked-uri": "inline"}})
    assert client.post("/policy-report/", report, content_type="application/csp-report").status_code == 204
    assert client.post("/policy-report/", "no json", content_type="text/plain").status_code == 400
    assert client.post("/policy-report/", "[" * 20_000, content_type="text/plain").status_code == 413
    assert client.get("/policy-report/").status_code == 405


def test_the_handlers_name_views_that_there_are():
    request = RequestFactory().get("/x/")
    with translation.override("en"):
        assert views.not_found(request, Exception()).status_code == 404
        assert views.forbidden(request, Exception()).status_code == 403
        assert views.bad_request(request, Exception()).status_code == 422
        assert views.failed(request).status_code == 500
