"""Pages of rules in a real browser: both languages, three widths, nothing that axe finds."""

import pytest
from tests.web.browser import every_page

from tanji.accounts.models import Membership, Organisation, Person
from tanji.catalog.models import RuleDraft

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "rules": "/rules/",
    "rule-pack": "/rules/packs/example-tyre/",
    "rule-content": "/rules/packs/example-tyre/content/",
    "rule-parameters": "/rules/packs/gbt-24067-2024/parameters/",
    "rule-cases": "/rules/packs/example-tyre/cases/",
    "rule-which": "/rules/which/?name=轮胎",
    "rule-compare": "/rules/compare/?before=example-tyre&after=example-cement",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_for_everybody_are_clean(browsing, name):
    every_page(browsing, name, PAGES[name])


def test_the_editor_is_clean_and_checks_without_saving(browsing, client):
    person = Person.objects.create_user("officer@example.com", "correct horse battery")
    organisation = Organisation.objects.create(kind="association", name="标准协会")
    Membership.objects.create(person=person, organisation=organisation, roles=["officer"])
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/rules/drafts/", {"name": "轮胎规则修订", "like": "example-tyre"})
    row = RuleDraft.objects.get()
    browsing.sign_in(person)
    every_page(browsing, "rule-drafts", "/rules/drafts/")
    every_page(browsing, "rule-draft", f"/rules/drafts/{row.id}/parameters/")
    page = browsing.open(f"/rules/drafts/{row.id}/rules/")
    page.fill("#id_text", "- id: [[")
    page.click("[hx-post]")
    page.wait_for_selector("#checked code:text('RUL-003')")
    row.refresh_from_db()
    assert "[[" not in row.files["rules"]
