"""People of organisations for the tests of the catalog."""

from __future__ import annotations

from tanji.accounts.acting import Acting, acting
from tanji.accounts.models import Membership, Organisation, Person


def member(name: str, *roles: str, of: Organisation | None = None) -> Acting:
    """A new person in an organisation (a new one of the same name where none is given) with roles."""
    person = Person.objects.create(email=f"{name}@example.org", name=name)
    organisation = of or Organisation.objects.create(name=name)
    Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
    found = acting(person)
    assert found is not None
    return found
