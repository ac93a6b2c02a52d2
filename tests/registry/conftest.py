"""Three organisations with people, for cases that go from one to the other."""

import pytest

from tanji.accounts.acting import Acting
from tanji.accounts.models import Membership, Organisation, Person


def _somebody(organisation, name, *roles):
    person = Person.objects.create(email=f"{name}@{organisation.pk.hex[:8]}.example", name=name)
    Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
    return Acting(person, organisation, frozenset(roles))


@pytest.fixture
def somebody(db):
    """Makes a person of an organisation, acting in roles."""
    return _somebody


@pytest.fixture
def firm(db):
    """Makes an organisation."""

    def make(name, kind="manufacturer"):
        return Organisation.objects.create(name=name, kind=kind)

    return make
