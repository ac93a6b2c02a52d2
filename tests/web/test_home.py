"""The home page and the frame of somebody who has signed in: what waits, what was touched, what the roles allow."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from tests.web.browser import every_page

from tanji.accounts.models import Membership, Organisation, OrganisationKind, Person
from tanji.catalog.models import Draft, Product
from tanji.registry.models import Task
from tanji.web.everybody.home import STARTS
from tanji.web.frame.menu import ACCOUNT, ENTRIES

pytestmark = pytest.mark.django_db


def member(*roles, name="海川电器", email="li@example.org"):
    person = Person.objects.create_user(email, "correct horse battery")
    organisation = Organisation.objects.create(name=name, kind=OrganisationKind.manufacturer)
    Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
    return person, organisation


def home(person, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get("/").content.decode()


def task(organisation, number, *, role="accountant", due=None):
    title = {"zh": f"为 {number} 行选择背景数据", "en": f"Choose data for {number} rows"}
    Task.objects.create(organisation=organisation, role=role, title=title, address=f"/tasks/{number}/", due=due)


def study(organisation, **more):
    product = Product.objects.create(organisation=organisation, name="洗衣机 XQG100")
    return Draft.objects.create(organisation=organisation, product=product, name="2026 年度", **more)


def test_a_new_accountant_is_welcomed_with_ways_to_begin():
    person, _ = member("accountant")
    text = home(person)
    assert "Welcome" in text
    assert 'action="/products/sample/"' in text
    assert "/products/new/" in text
    assert "/databases/import/" not in text
    assert "Nothing waits for you" in text


def test_at_most_seven_cards_are_shown_and_the_others_are_counted():
    person, organisation = member("accountant")
    for number in range(9):
        task(organisation, number)
    text = home(person)
    assert text.count('class="card"') == 7
    assert "All 9" in text


def test_what_is_overdue_comes_first_and_says_so():
    person, organisation = member("accountant")
    task(organisation, 1)
    task(organisation, 2, due=timezone.localdate() - timedelta(days=2))
    text = home(person)
    assert text.index("Choose data for 2 rows") < text.index("Choose data for 1 rows")
    assert text.count("overdue") == 1


def test_tasks_of_other_roles_and_of_other_organisations_are_not_shown():
    person, organisation = member("accountant")
    _, other = member("accountant", name="别家", email="wang@example.org")
    task(organisation, 1, role="approver")
    task(other, 2)
    text = home(person)
    assert "Choose data for" not in text


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({}, "Draft"),
        ({"footprint": "sha256:a", "frozen_revision": 1}, "Calculated"),
        ({"footprint": "sha256:a", "frozen_revision": 1, "revision": 2}, "Changed, compute again"),
        ({"footprint": "sha256:a", "statement": "sha256:b", "frozen_revision": 1}, "Declared"),
    ],
)
def test_a_study_stands_under_recent_with_how_far_it_is(more, word):
    person, organisation = member("accountant")
    draft = study(organisation, **more)
    text = home(person)
    assert f'href="/studies/{draft.pk}/"' in text
    assert word in text.split('id="recent"')[1]


def test_studies_of_other_organisations_are_not_shown():
    person, _ = member("accountant")
    _, other = member("accountant", name="别家", email="wang@example.org")
    study(other)
    assert "XQG100" not in home(person)


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("accountant", "/products/", None),
        ("publisher", "/databases/", "/products/"),
        ("officer", "/rules/", None),
        ("publisher", "/tasks/", "/products/"),
    ],
)
def test_the_menu_holds_what_the_role_may_use(role, shown, hidden):
    person, _ = member(role)
    menu = home(person).split('class="menu wide"')[1].split("</nav>")[0]
    assert f'href="{shown}"' in menu
    assert hidden is None or f'href="{hidden}"' not in menu


def test_the_organisations_to_act_for_are_offered_where_there_are_several():
    person, _ = member("accountant")
    assert 'name="organisation"' not in home(person)
    other = Organisation.objects.create(name="第二家", kind=OrganisationKind.manufacturer)
    Membership.objects.create(person=person, organisation=other, roles=["reader"])
    text = home(person)
    assert f'name="organisation" value="{other.pk}"' in text


@pytest.mark.parametrize("entry", [*ENTRIES, *ACCOUNT, *STARTS], ids=lambda entry: entry.href)
def test_every_place_of_the_menus_is_a_page(entry):
    assert resolve(entry.href)


@pytest.mark.django_db(transaction=True)
def test_the_home_page_is_clean(browsing):
    person, organisation = member("accountant", "approver")
    task(organisation, 5, due=timezone.localdate() - timedelta(days=2))
    task(organisation, 12, due=timezone.localdate() + timedelta(days=9))
    task(organisation, 3, role="approver")
    study(organisation, footprint="sha256:a", frozen_revision=1)
    browsing.sign_in(person)
    every_page(browsing, "home", "/")


@pytest.mark.django_db(transaction=True)
def test_the_menu_of_the_person_opens_and_closes_by_keys(browsing):
    person, _ = member("accountant")
    browsing.sign_in(person)
    page = browsing.open("/")
    page.locator("details.pop > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.pop .popped").is_visible()
    browsing.check()
    page.keyboard.press("Escape")
    assert not page.locator("details.pop .popped").is_visible()
    assert page.evaluate("document.activeElement.matches('details.pop > summary')")
