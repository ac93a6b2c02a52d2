"""Notices: read by whom they were sent to, and by nobody else; counted in the bar; rules are found by search."""

import pytest
from django.test import Client
from tests.web.browser import every_page

from tanji.accounts.models import Membership, Organisation, OrganisationKind, Person
from tanji.errors import Text
from tanji.registry.models import Notification
from tanji.registry.notices import tell

pytestmark = pytest.mark.django_db(transaction=True)


def _member(email, organisation):
    person = Person.objects.create_user(email, "correct horse battery")
    Membership.objects.create(person=person, organisation=organisation, roles=["accountant"])
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person, client


@pytest.fixture
def told():
    firm = Organisation.objects.create(kind=OrganisationKind.manufacturer, name="海川电器")
    person, client = _member("li@example.org", firm)
    tell([(firm.pk, person.pk)], Text(zh="洗衣机：已声明", en="Washing machine: declared"), "/products/")
    return person, client, firm


def test_a_notice_is_shown_counted_and_marked_as_read(told):
    _, client, _ = told
    page = client.get("/notices/").content.decode()
    assert "洗衣机：已声明" in page
    assert 'href="/notices/" aria-current="page"' in page
    assert "全部标为已读（1 条）" in page
    assert client.post("/notices/read/").status_code == 302
    assert Notification.objects.get().read is not None
    assert "全部标为已读" not in client.get("/notices/").content.decode()


def test_a_colleague_does_not_see_it_and_does_not_mark_it(told):
    _, _, firm = told
    _, other = _member("wang@example.org", firm)
    assert "洗衣机：已声明" not in other.get("/notices/").content.decode()
    other.post("/notices/read/")
    assert Notification.objects.get().read is None


def test_search_finds_rules_and_registered_standards(client):
    page = client.get("/search/?q=轮胎&lang=zh").content.decode()
    assert "/rules/packs/example-tyre/" in page
    assert "T/CPCIF" in page


def test_the_page_of_notices_is_clean(browsing, told):
    browsing.sign_in(told[0])
    every_page(browsing, "notices", "/notices/")
