"""People and organisations for tests, and a PostgreSQL."""

import pytest
from tests.postgres import postgres

from tanji.accounts.actions import About, create_organisation
from tanji.accounts.models import Membership, Person

__all__ = ["postgres"]


def _person(name, email=None):
    return Person.objects.create_user(email or f"{name}@example.org", "correct horse battery", name=name)


@pytest.fixture
def person(db):
    """Makes a person."""
    return _person


@pytest.fixture
def founder(db):
    """Makes a person who has founded an organisation; gives them acting for it."""

    def make(name, kind="manufacturer"):
        return create_organisation(_person(name), kind, About(f"{name}公司"), by_operator=True)

    return make


@pytest.fixture
def joined(db):
    """Puts a person into the organisation of somebody acting; gives the membership."""

    def make(acting, person, *roles):
        return Membership.objects.create(person=person, organisation=acting.organisation, roles=list(roles))

    return make
