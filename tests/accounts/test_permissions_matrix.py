"""Every address of the pages × method × who comes: made from the addresses, so a page without a door fails here.

Expected comes from what the door declares and from the table of permissions; nothing in this file lists a page. What a
variable of an address stands for is found by the first words of the address (`OBJECTS`).
"""

import re
import uuid
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tanji.accounts import actions, keys
from tanji.accounts.doors import declared
from tanji.accounts.models import Membership, Person, Role
from tanji.accounts.permissions import table

OBJECTS = {
    "products/": "product",
    "studies/": "study",
    "imports/": "import",
    "organisation/members/": "membership",
    "organisation/invitations/": "invitation",
    "organisation/keys/": "key",
    "rules/drafts/": "rule_draft",
    "databases/cases/": "case",
    "databases/": "database",
    "tasks/jobs/": "job",
}
SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x"}
NEEDS_MORE = {"import_errors", "study_match_search", "publication", "publication_invite"}
"""Pages that are not found without more than a row: the bytes of a file, a line of a study, a case of publication."""
NOWHERE = uuid.UUID(int=1)
NONE = "!"  # nobody signs in with it
REQUEST = re.compile(rb"[A-Za-z0-9]{64}|[0-9a-f]{32}")  # token against forgery, number of the request
WRITING = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(accounts|catalog|registry)_(?!bucket)')


@dataclass(frozen=True)
class Page:
    """One address: its pattern in one piece, its name and its view."""

    route: str
    name: str
    view: object

    @property
    def about(self):
        """What its first variable stands for, if that is a row of an organisation."""
        return next((kind for start, kind in OBJECTS.items() if self.route.lstrip("^").startswith(start)), None)

    @property
    def has_row(self):
        return bool(self.about and re.search(r"<uuid:\w+>|\(\?P<\w+>\[0-9a-f-\]\{36\}\)", self.route))

    @property
    def one_variable(self):
        return len(re.findall(r"<\w+", self.route)) == 1

    def path(self, row):
        """The address with a row in it and samples for the rest."""
        route = re.sub(r"<uuid:\w+>", str(row), self.route, count=1)
        route = re.sub(r"\(\?P<\w+>\[0-9a-f-\]\{36\}\)", str(row), route, count=1)
        route = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), route)
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], _plain(route))
        return "/" + route.strip("^$")


def _plain(route):
    """A regular expression with the first thing that it takes in the place of each group."""
    route = re.sub(r"\(\?P<\w+>(\w+)(?:\|[^)]*)\)", r"\1", route)
    return re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)


def _pages(resolver, before=""):
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Page(route, each.name or route, each.callback)
        elif not route.startswith("api/"):
            yield from _pages(each, route)


PAGES = list(_pages(get_resolver()))
NAMES = [page.name for page in PAGES]


@pytest.mark.django_db
def test_every_page_declares_who_may_open_it():
    assert not [page.route for page in PAGES if declared(page.view, page.name) is None]


def test_every_need_is_one_that_the_table_of_permissions_knows():
    known = {(action, kind) for _, kind, action in table()}
    for page in PAGES:
        door = declared(page.view, page.name)
        assert {door.needs("GET"), door.needs("POST")} - {None} <= known, page.route


def test_every_name_is_one_page():
    assert len(set(NAMES)) == len(NAMES)


class World:
    """Two organisations with somebody in each role and a row of every kind, a person in none, and a visitor."""

    def __init__(self):
        self.clients = {None: _client()}
        self.rows = {}
        for name in ("one", "two"):
            self._organisation(name)
        self.clients["nobody"] = _client(Person.objects.create(email="nobody@example.org", password=NONE))

    def _organisation(self, name):
        admin = Person.objects.create(email=f"admin@{name}.example", password=NONE)
        made = actions.create_organisation(admin, "manufacturer", actions.About(f"{name} 公司"))
        for role in Role.values:
            person = Person.objects.create(email=f"{role}@{name}.example", password=NONE)
            Membership.objects.create(person=person, organisation=made.organisation, roles=[role])
            self.clients[(name, role)] = _client(person)
        self.rows[name] = _rows(made, name)


def _client(person=None):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _rows(admin, name):
    from tanji.catalog import models as catalog
    from tanji.registry import studies
    from tanji.registry.queries import case_about

    accountant = actions.acting(Person.objects.get(email=f"accountant@{name}.example"))
    draft = studies.sample(accountant)
    owned = {"organisation": admin.organisation, "created_by": accountant.person}
    evidence = catalog.Evidence.objects.create(**owned, name="e.csv", sha256="0" * 64, size=1)
    guest, _ = actions.invite(admin, f"guest@{name}.example", ["reader"], link=lambda token: token)
    key, _ = keys.make_key(admin, "MES", scopes=["study:read"])
    rules = catalog.RuleDraft.objects.create(**owned, name="r", identifier="r", level="product")
    database = catalog.Database.objects.create(**owned, identifier="db", name="db")
    return {
        "product": draft.product_id,
        "study": draft.pk,
        "import": catalog.Import.objects.create(**owned, draft=draft, evidence=evidence).pk,
        "membership": Membership.objects.get(
            organisation=admin.organisation, person__email=f"reader@{name}.example"
        ).pk,
        "invitation": guest.pk,
        "key": key.pk,
        "rule_draft": rules.pk,
        "database": database.pk,
        "case": case_about(accountant, draft.pk).pk,
        "job": catalog.Job.objects.create(**owned, kind="compute").pk,
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all pages; every request is undone."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        cache.clear()
        yield World()
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def _ask(world, who, method, path):
    """An answer, with all that it has changed undone; and whether it has written to a table of Tanji."""
    wrote = []

    def watch(execute, sql, params, many, context):
        if WRITING.match(sql):
            wrote.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch), transaction.atomic():
        answer = world.clients[who].generic(method, path, HTTP_ACCEPT_LANGUAGE="zh")
        transaction.set_rollback(True)
    return answer, wrote


def _leads_to(answer, name):
    from django.urls import reverse

    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse(name))


def _is_refused(answer):
    return answer.status_code == 403 and b"ACC-403" in answer.content


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_who_may_not_open_a_page_is_told_so_before_anything_is_looked_up(world, page):
    door = declared(page.view, page.name)
    for method in ("GET", "POST"):
        for row in (world.rows["one"].get(page.about, NOWHERE), NOWHERE):
            path = page.path(row)
            answer, wrote = _ask(world, None, method, path)
            if answer.status_code == 405:
                continue
            if door.who == "public":
                assert not _leads_to(answer, "account_login") or page.name.startswith(
                    ("account_", "mfa_", "socialaccount")
                )
                assert answer.status_code < 500
                continue
            assert _leads_to(answer, "account_login"), (method, path, answer.status_code)
            assert not wrote
            if door.who == "person":
                continue
            answer, wrote = _ask(world, "nobody", method, path)
            assert _leads_to(answer, "organisation_new"), (method, path, answer.status_code)
            for role in Role.values:
                needed = door.needs(method)
                if needed is None or (role, needed[1], needed[0]) in table():
                    continue
                answer, wrote = _ask(world, ("one", role), method, path)
                assert _is_refused(answer), (method, path, role, answer.status_code)
                assert not wrote


@pytest.mark.parametrize("page", [page for page in PAGES if page.has_row], ids=lambda page: page.name)
def test_a_row_of_another_organisation_is_answered_like_one_that_there_is_not(world, page):
    door = declared(page.view, page.name)
    theirs, nothing = str(world.rows["two"][page.about]), str(NOWHERE)
    for method in ("GET", "POST"):
        for role in Role.values:
            needed = door.needs(method)
            if needed is not None and (role, needed[1], needed[0]) not in table():
                continue
            pages = {}
            for row in (theirs, nothing):
                answer, wrote = _ask(world, ("one", role), method, page.path(row))
                assert answer.status_code < 500, (method, page.path(row), role, answer.status_code)
                assert method == "POST" or answer.status_code in {404, 405}
                assert not wrote
                where = answer.headers.get("Location", "").replace(row, "ROW")
                said = REQUEST.sub(b"", answer.content.replace(row.encode(), b"ROW"))
                pages[row] = (answer.status_code, where, said)
            assert pages[theirs] == pages[nothing]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if declared(page.view, page.name).who == "member"], ids=lambda page: page.name
)
def test_who_may_open_a_page_opens_it_and_a_permission_to_view_writes_nothing(world, page):
    door = declared(page.view, page.name)
    for method in ("GET", "POST"):
        needed, statuses = door.needs(method), set()
        for role in Role.values:
            if needed is not None and (role, needed[1], needed[0]) not in table():
                continue
            answer, wrote = _ask(world, ("one", role), method, page.path(world.rows["one"].get(page.about, NOWHERE)))
            statuses.add(answer.status_code)
            assert not _is_refused(answer), (method, role, answer.status_code)
            assert answer.status_code < 500, (method, role, answer.content[:2000])
            if method == "GET" or (needed is not None and needed[0] == "view"):
                assert not wrote, (method, role, wrote)
        if page.has_row and page.one_variable and page.name not in NEEDS_MORE:
            assert statuses != {404}, method
