"""People of one firm, and of another, for tests of studies."""

from __future__ import annotations

import pytest

from tanji.accounts.acting import Acting, acting
from tanji.accounts.models import Membership, Organisation, Person


def member(organisation: Organisation, email: str, *roles: str) -> Acting:
    """Somebody of an organisation in these roles."""
    person = Person.objects.create_user(email, "a long password")
    Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
    found = acting(person)
    assert found is not None
    return found


@pytest.fixture
def firm(db: None) -> Organisation:
    """A manufacturer."""
    return Organisation.objects.create(kind="manufacturer", name="示例电器厂", name_en="Example Appliances")


@pytest.fixture
def accountant(firm: Organisation) -> Acting:
    """Who computes."""
    return member(firm, "accountant@example.org", "accountant")


@pytest.fixture
def approver(firm: Organisation) -> Acting:
    """Who declares."""
    return member(firm, "approver@example.org", "approver")


@pytest.fixture
def stranger(db: None) -> Acting:
    """An accountant of another firm."""
    other = Organisation.objects.create(kind="manufacturer", name="另一家厂")
    return member(other, "stranger@example.org", "accountant", "approver")
