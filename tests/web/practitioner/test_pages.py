"""Every page of the practitioner's road answers, in both languages, and nobody else sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.web.practitioner.conftest import browser

from tanji.accounts.acting import Acting
from tanji.registry import studies

PAGES = (
    "",
    "rules/",
    "data/",
    *(f"data/{card}/" for card in ("materials", "process", "energy", "transport", "use", "waste")),
    "data/materials/add/",
    "data/materials/steel/",
    "data/materials/steel/factor/",
    "data/transport/delivery/",
    "data/use/use-electricity/",
    "compute/",
    "results/",
    *(f"results/{tab}/" for tab in ("stages", "tree", "uncertainty", "peers", "quality", "conformity", "lines/steel")),
    "scenarios/",
    "report/",
    "statement/",
    "history/",
)


NOBODY = "00000000-0000-4000-8000-000000000000"


def _bare(answer: Any, pk: str) -> str:
    """A page without what differs each time: address, token of the form, number of the request."""
    text = answer.content.decode().replace(pk, "")
    text = text.replace(answer.headers.get("X-Request-ID", "-"), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_study_answers(accountant: Acting, draft: studies.Draft, language: str) -> None:
    client = browser(accountant, language)
    for page in (f"/products/{draft.product_id}/", "/products/", "/products/new/", "/products/?archived=1"):
        assert client.get(page).status_code == 200, page
    for page in PAGES:
        answer = client.get(f"/studies/{draft.id}/{page}")
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert "{%" not in text
        assert "{{" not in text
        assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in text
    assert client.get(f"/studies/{draft.id}/compute/progress/").status_code == 286


def test_another_firm_gets_the_same_page_as_for_nothing(draft: studies.Draft, stranger: Acting) -> None:
    client = browser(stranger)
    for page in PAGES:
        answer = client.get(f"/studies/{draft.id}/{page}")
        assert answer.status_code == 404, page
        assert _bare(answer, str(draft.id)) == _bare(client.get(f"/studies/{NOBODY}/{page}"), NOBODY), page
    assert client.get(f"/products/{draft.product_id}/").status_code == 404


def test_who_has_not_signed_in_is_sent_to_do_so(draft: studies.Draft) -> None:
    answer = Client().get(f"/studies/{draft.id}/results/")
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]
