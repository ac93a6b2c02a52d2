"""A client of the API with a key, as a machine has one."""

import json

import pytest
from django.test import Client

from tanji.accounts.acting import Acting
from tanji.accounts.keys import make_key, scopes_of
from tanji.accounts.models import Membership, Organisation, Person

MAKER = ("administrator", "accountant", "approver")


class Machine:
    """Sends requests with a key and gives the answers."""

    def __init__(self, acting, scopes=None):
        self.acting = acting
        _, self.key = make_key(acting, "MES", scopes=scopes or scopes_of(acting))
        self.client = Client(headers={"authorization": f"Bearer {self.key}", "accept-language": "en"})

    def __call__(self, method, path, body=None, **headers):
        """One request; a body is sent as JSON, a dict of files as a form."""
        more = {"headers": headers}
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", **more)

    def form(self, path, fields, **headers):
        """A form with files."""
        return self.client.post(f"/api/v1{path}", data=fields, headers=headers)


def member(name, roles=MAKER, kind="manufacturer"):
    organisation = Organisation.objects.create(name=name, kind=kind)
    person = Person.objects.create(email=f"a@{organisation.pk.hex[:8]}.example", name=name)
    Membership.objects.create(person=person, organisation=organisation, roles=list(roles))
    return Acting(person, organisation, frozenset(roles))


@pytest.fixture
def machine(db):
    """Makes a machine of a new organisation."""

    def make(name="电机厂", roles=MAKER, scopes=None):
        return Machine(member(name, roles), scopes)

    return make


@pytest.fixture
def maker(machine):
    """A machine of a manufacturer."""
    return machine()


@pytest.fixture(autouse=True)
def _the_api_alone(settings):
    settings.ROOT_URLCONF = "tests.api.addresses"
