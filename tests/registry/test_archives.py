"""Nothing is deleted: what is put away comes back within 30 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tanji.accounts.refusals import Conflict, NotFound
from tanji.catalog.models import Draft, Product
from tanji.registry import queries
from tanji.registry import studies as archives
from tanji.registry.actions import open_case


@pytest.fixture
def study(firm, somebody):
    owner = somebody(firm("电机厂"), "核算员", "accountant")
    product = Product.objects.create(organisation=owner.organisation, name="电机")
    draft = Draft.objects.create(organisation=owner.organisation, product=product, name="电机 2025")
    return owner, product, draft, open_case(owner, "study", draft.pk, "电机 2025")


def test_a_study_goes_with_its_case_and_comes_back(study):
    owner, _, draft, case = study
    assert [task.action for task in queries.todo(owner)] == ["compute"]
    assert archives.archive_draft(owner, draft.pk).archived is not None
    assert queries.get_case(owner, case.pk).state == "archived"
    assert not queries.todo(owner)
    with pytest.raises(Conflict):
        archives.archive_draft(owner, draft.pk)
    assert archives.restore_draft(owner, draft.pk).archived is None
    assert queries.get_case(owner, case.pk).state == "draft"
    assert [task.action for task in queries.todo(owner)] == ["compute"]


def test_after_30_days_nothing_comes_back_by_itself(study):
    owner, product, draft, _ = study
    archives.archive_draft(owner, draft.pk)
    archives.archive_product(owner, product.pk)
    long_ago = timezone.now() - timedelta(days=30, minutes=1)
    Draft.objects.update(archived=long_ago)
    Product.objects.update(archived=long_ago)
    with pytest.raises(Conflict, match="more than 30 days"):
        archives.restore_draft(owner, draft.pk)
    with pytest.raises(Conflict, match="more than 30 days"):
        archives.restore_product(owner, product.pk)


def test_a_declared_study_stays_and_its_product_too(study):
    owner, product, draft, case = study
    Draft.objects.update(statement="sha256:" + "0" * 64)
    with pytest.raises(Conflict, match="declared"):
        archives.archive_draft(owner, draft.pk)
    with pytest.raises(Conflict, match="declared"):
        archives.archive_product(owner, product.pk)
    assert queries.get_case(owner, case.pk).state == "draft"


def test_another_organisation_finds_neither(study, firm, somebody):
    _, product, draft, _ = study
    other = somebody(firm("别家"), "核算员", "accountant")
    for call in (
        lambda: archives.archive_draft(other, draft.pk),
        lambda: archives.restore_draft(other, draft.pk),
        lambda: archives.archive_product(other, product.pk),
    ):
        with pytest.raises(NotFound):
            call()
