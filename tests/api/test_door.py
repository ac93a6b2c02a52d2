"""Who may come, how failures are told, and what keeps a machine from doing something twice or too often."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from tanji.accounts.models import Bucket
from tanji.catalog.models import Product
from tanji.registry.models import Answered

PRODUCT = {"name": "电机"}


def _problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert (body["status"], body["code"]) == (status, code)
    assert body["title_zh"]
    assert body["title_en"]
    return body


def test_without_a_key_or_a_session_nothing_is_said(db):
    answer = Client().get("/api/v1/products")
    _problem(answer, 401, "ACC-401")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["", "tanji_0123456789ab_wrong", "geheim", "tanji_"])
def test_a_key_that_is_not_known_is_refused(db, key):
    _problem(Client(headers={"authorization": f"Bearer {key}"}).get("/api/v1/me"), 401, "ACC-401")


def test_a_key_acts_for_its_organisation_within_its_scopes(machine):
    reading = machine(scopes=["product:read", "organisation:read"])
    said = reading("GET", "/me").json()
    assert said["organisation"]["name"] == "电机厂"
    assert reading("GET", "/products").json() == {"items": [], "next": None}
    _problem(reading("POST", "/products", PRODUCT), 403, "ACC-403")
    assert not Product.objects.exists()


def test_a_session_writes_only_with_the_token_against_forgery(maker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(maker.acting.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/me").status_code == 200
    sent = {"data": json.dumps(PRODUCT), "content_type": "application/json"}
    assert client.post("/api/v1/products", **sent).status_code == 403
    token = "a" * 32
    client.cookies["csrftoken"] = token
    assert client.post("/api/v1/products", **sent, headers={"x-csrftoken": token}).status_code == 201


def test_fields_that_are_wrong_are_named(maker):
    body = _problem(maker("POST", "/products", {"name": " ", "colour": "red"}), 422, "API-001")
    assert {each["field"] for each in body["errors"]} == {"body.given.name", "body.given.colour"}


@pytest.mark.parametrize(
    "sent", [b"{", b'{"name": NaN}', b'{"name": "a\\u0000b"}', b'{"name": "\\ud800"}', b"[" * 5000, b"\xff\xfe{}"]
)
def test_a_body_that_nothing_can_keep_is_a_bad_request(maker, sent):
    answer = maker.client.post("/api/v1/products", data=sent, content_type="application/json")
    _problem(answer, 400, "API-001")


def test_addresses_and_methods_that_there_are_not(maker):
    _problem(maker("GET", "/nothing"), 404, "ACC-404")
    _problem(maker("DELETE", "/products"), 405, "API-002")
    _problem(maker("GET", f"/products/{uuid4()}"), 404, "ACC-404")
    _problem(maker("GET", "/products/not-an-id"), 422, "API-001")


def test_every_answer_has_the_number_of_its_request(maker):
    assert maker("GET", "/me", **{"x-request-id": "abcdefgh-1"}).headers["X-Request-ID"] == "abcdefgh-1"
    assert len(maker("GET", "/nothing").headers["X-Request-ID"]) == 32


def test_the_same_key_of_a_request_does_it_once_and_answers_the_same(maker):
    first = maker("POST", "/products", PRODUCT, **{"idempotency-key": "one"})
    again = maker("POST", "/products", PRODUCT, **{"idempotency-key": "one"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Product.objects.count() == 1
    _problem(maker("POST", "/products", {"name": "泵"}, **{"idempotency-key": "one"}), 422, "IDM-001")
    _problem(maker("POST", "/products", PRODUCT, **{"idempotency-key": "a b"}), 422, "ACC-422")


def test_a_request_still_at_work_is_a_conflict_and_one_that_was_refused_may_come_again(maker):
    refused = maker("POST", "/products", {"name": ""}, **{"idempotency-key": "two"})
    assert refused.content == maker("POST", "/products", {"name": ""}, **{"idempotency-key": "two"}).content
    maker("POST", "/products", PRODUCT, **{"idempotency-key": "three"})
    Answered.objects.filter(key="three").update(status=None)
    _problem(maker("POST", "/products", PRODUCT, **{"idempotency-key": "three"}), 409, "ACC-409")


def test_who_comes_too_often_is_told_when_to_come_again(maker):
    assert maker("GET", "/me").status_code == 200
    Bucket.objects.filter(name__startswith="api:").update(tokens=0)
    answer = maker("GET", "/me")
    _problem(answer, 429, "ACC-429")
    assert int(answer.headers["Retry-After"]) >= 1


def test_lists_come_in_pieces_that_miss_nothing(maker):
    for number in range(7):
        assert maker("POST", "/products", {"name": f"产品 {number}"}).status_code == 201
    found, cursor = [], ""
    while cursor is not None:
        said = maker("GET", f"/products?limit=3&cursor={cursor}").json()
        found += [each["name"] for each in said["items"]]
        cursor = said["next"]
    assert found == [f"产品 {number}" for number in range(6, -1, -1)]
    _problem(maker("GET", f"/products?cursor={uuid4()}"), 422, "ACC-422")
    _problem(maker("GET", "/products?limit=0"), 422, "API-001")


@pytest.mark.parametrize("path", ["/factors?q=a%00b", "/products?cursor=%00", "/factors/starter/a%00b", "/rules/%00"])
def test_an_address_that_nothing_can_keep_is_told_as_such(maker, path):
    assert maker("GET", path).status_code in {400, 404, 422}
