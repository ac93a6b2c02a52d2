"""Pages of a publisher in a real browser: both languages, three widths, dark, and nothing that axe finds."""

from __future__ import annotations

from io import BytesIO

import pytest
from tests.registry.databases.test_importing import FACTORS
from tests.web.browser import Browsing, every_page
from tests.web.publisher.conftest import Kept

from tanji.catalog.jobs import run_waiting
from tanji.registry.databases import importing, publication

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(kept: Kept, browsing: Browsing) -> Browsing:
    browsing.sign_in(kept.who.person)
    return browsing


@pytest.mark.parametrize(
    ("name", "tab"),
    [
        ("release", ""),
        ("release-processes", "processes/"),
        ("release-process", "processes/steel-plate/"),
        ("release-check", "check/"),
        ("release-compare", "compare/"),
        ("release-impact", "impact/"),
        ("release-publish", "publish/"),
    ],
)
def test_the_tabs_of_a_release_are_clean(kept: Kept, here: Browsing, name: str, tab: str) -> None:
    every_page(here, name, f"{kept.address}{tab}")


def test_lists_and_forms_are_clean(kept: Kept, here: Browsing) -> None:
    home = f"/databases/{kept.first.database_id}/"
    for name, path in (
        ("databases", "/databases/"),
        ("database", home),
        ("database-new", "/databases/new/"),
        ("database-import", f"{home}import/"),
        ("tasks", "/tasks/"),
    ):
        every_page(here, name, path)


def test_an_import_is_clean_while_it_waits_and_when_it_is_read(kept: Kept, here: Browsing) -> None:
    database = kept.first.database_id
    asked = importing.start(kept.who, database, ("steel.csv", BytesIO(FACTORS.encode())), {"version": "3"})
    every_page(here, "import-waiting", f"/databases/{database}/imports/{asked.id}/")
    every_page(here, "job", f"/tasks/jobs/{asked.id}/")
    run_waiting()
    every_page(here, "import-report", f"/databases/{database}/imports/{asked.id}/")


def test_the_case_of_a_publication_is_clean(kept: Kept, here: Browsing) -> None:
    case = publication.begin(kept.who, kept.second.id)
    every_page(here, "publication", f"/databases/cases/{case.id}/")
    every_page(here, "publication-invite", f"/databases/cases/{case.id}/invite/")


def test_a_job_that_ends_shows_its_result_without_loading_the_page_again(kept: Kept, here: Browsing) -> None:
    database = kept.first.database_id
    asked = importing.start(kept.who, database, ("steel.csv", BytesIO(FACTORS.encode())), {"version": "3"})
    page = here.open(f"/tasks/jobs/{asked.id}/")
    assert page.locator("#work").get_attribute("aria-busy") == "true"
    run_waiting()
    page.wait_for_selector("#work[aria-busy=false]")
    assert page.locator("#work a.button.main").get_attribute("href") == f"/databases/{database}/imports/{asked.id}/"
    here.check()
