"""What a release covers, and which drafts take its processes."""

from __future__ import annotations

import pytest
from tests.catalog.people import member

from tanji.catalog.coverage import coverage
from tanji.catalog.impact import touched
from tanji.catalog.models import Draft, Product
from tanji.catalog.shelves import public_shelf


@pytest.mark.django_db
def test_every_process_is_in_a_cell_or_left_out() -> None:
    opened = public_shelf().open("starter")
    found = coverage(opened)
    assert sum(found.counts.values()) + found.left_out == len(opened.listings)
    assert found.largest == max(found.counts.values())
    assert len(found.years) <= 9


@pytest.mark.django_db
def test_drafts_are_touched_by_their_links_alone_and_only_of_the_own_organisation() -> None:
    who, other = member("a", "accountant"), member("b", "accountant")
    link = {"kind": "process", "database": "steel", "process": "plate"}
    bodies = {
        "with": {"activities": [{"id": "a", "names": {"zh": "钢板"}, "link": link}]},
        "recycled": {"activities": [{"id": "a", "recycled_link": link}]},
        "elsewhere": {"activities": [{"id": "a", "link": link | {"database": "starter"}}]},
        "broken": {"activities": ["?", {"link": "plate"}, None]},
        "empty": {},
    }
    for acting in (who, other):
        product = Product.objects.create(organisation=acting.organisation, name="p")
        for name, body in bodies.items():
            Draft.objects.create(organisation=acting.organisation, product=product, name=name, body=body)
    found = touched(who, "steel")
    assert {each.draft.name for each in found} == {"with", "recycled"}
    assert all(each.draft.organisation == who.organisation for each in found)
    assert next(each for each in found if each.draft.name == "with").uses == (("钢板", "plate"),)
    assert touched(who, "steel", {"bar"}) == ()
