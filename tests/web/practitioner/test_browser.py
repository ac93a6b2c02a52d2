"""The practitioner's pages in a real browser: wide in Chinese, narrow in English; clean by machine."""

from __future__ import annotations

import pytest
from tests.web.browser import Browsing, picture

from tanji.accounts.acting import Acting
from tanji.registry import studies

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN = {
    "products": "/products/",
    "product": "/products/{product}/",
    "study": "/studies/{draft}/",
    "study-rules": "/studies/{draft}/rules/",
    "study-data": "/studies/{draft}/data/",
    "study-card": "/studies/{draft}/data/materials/",
    "study-line": "/studies/{draft}/data/materials/steel/",
    "study-factor": "/studies/{draft}/data/materials/steel/factor/",
    "study-compute": "/studies/{draft}/compute/",
    "results": "/studies/{draft}/results/",
    "results-stages": "/studies/{draft}/results/stages/",
    "results-tree": "/studies/{draft}/results/tree/",
    "results-uncertainty": "/studies/{draft}/results/uncertainty/",
    "results-peers": "/studies/{draft}/results/peers/",
    "results-quality": "/studies/{draft}/results/quality/",
    "results-conformity": "/studies/{draft}/results/conformity/",
    "results-line": "/studies/{draft}/results/lines/steel/",
    "study-scenarios": "/studies/{draft}/scenarios/",
    "study-report": "/studies/{draft}/report/",
    "study-statement": "/studies/{draft}/statement/",
    "study-history": "/studies/{draft}/history/",
}


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 360)])
def test_every_page_is_clean_in_a_browser(
    browsing: Browsing, accountant: Acting, draft: studies.Draft, language: str, width: int
) -> None:
    browsing.sign_in(accountant.person)
    faults = []
    for name, path in SHOWN.items():
        browsing.open(path.format(draft=draft.id, product=draft.product_id), language=language, width=width)
        try:
            browsing.check()
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
        picture(browsing.page, f"{name}-{language}-{width}")
    assert not faults, "\n".join(faults)
