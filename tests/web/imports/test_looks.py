"""Every page of the wizard and of the queue in a real browser: clean, at three widths, in both languages, by keys."""

from __future__ import annotations

import pytest
from tests.formats.bom.bills import planted, write
from tests.web.browser import every_page

from tanji.catalog import imports
from tanji.catalog.models import Draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(accountant, draft, tmp_path):
    """The bill with its faults, ready to be checked."""
    path = write(tmp_path / "洗衣机 BOM.xlsx", planted())
    with path.open("rb") as stream:
        row = imports.start(accountant, draft.id, path.name, stream)
    imports.reach(accountant, row.id, 7)
    return row


def test_every_step_is_clean(browsing, accountant, begun):
    browsing.sign_in(accountant.person)
    every_page(browsing, "import-1", f"/studies/{begun.draft_id}/import/")
    for step in range(2, 8):
        every_page(browsing, f"import-{step}", f"/imports/{begun.id}/{step}/")
    imports.finish(accountant, begun.id, begun.draft.revision)
    every_page(browsing, "import-8", f"/imports/{begun.id}/8/")
    every_page(browsing, "matching", f"/studies/{begun.draft_id}/match/")
    every_page(browsing, "matching-search", f"/studies/{begun.draft_id}/match/search/?line=P-0004&q=%E9%93%9C")


def test_the_queue_is_worked_by_keys_alone(browsing, accountant, begun):
    imports.finish(accountant, begun.id, begun.draft.revision)
    browsing.sign_in(accountant.person)
    page = browsing.open(f"/studies/{begun.draft_id}/match/?next=1")

    def press(key):
        with page.expect_response(lambda answer: answer.request.method == "GET" and "/match/" in answer.url):
            page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)

    press("1")
    assert linked(begun) == 1
    assert "已匹配 1 行" in page.locator("#notice").inner_text()
    assert page.evaluate("document.activeElement.matches('#queue li')")
    press("n")
    body = Draft.objects.get(pk=begun.draft_id).body
    assert len(body["work"]["gaps"]) == 1
    press("0")
    assert "/match/search/" in page.url
    browsing.check()


def linked(begun):
    return sum("link" in line for line in Draft.objects.get(pk=begun.draft_id).body["activities"])
