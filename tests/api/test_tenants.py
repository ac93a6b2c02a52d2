"""One organisation never learns of another's things: for every operation of the description, the answer to an id of
somebody else is byte for byte the answer to an id that there is not, and nothing of the other's changes.
"""

import json
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.api.test_schema import _described

from tanji.catalog.jobs import enqueue
from tanji.registry import comments, notices, studies
from tanji.registry.studies.drafting import COMPUTE

OPERATIONS = [
    (method, path, operation)
    for path, methods in _described()["paths"].items()
    for method, operation in methods.items()
    if "{" in path or any(each["name"] in {"product", "about"} for each in operation["parameters"])
]
PUBLIC = {"rule", "database", "process"}
"""Things that everybody may see."""
FILTERED = {"/api/v1/jobs"}
"""Lists of one's own that an id only narrows: empty for one that there is not."""
EVERYTHING = ("administrator", "accountant", "approver", "publisher", "provider", "reviewer", "editor", "officer")
"""Roles of the stranger, so that nothing is refused for want of a role."""


@pytest.fixture
def theirs(machine):
    """An id of each kind of thing of another organisation, by the name of its place in an address."""
    other = machine("别家")
    acting = other.acting
    product = studies.create_product(acting, "机密电机")
    draft = studies.create_draft(acting, product, "机密研究")
    said = comments.comment(acting, draft.pk, "机密评论")
    job = enqueue(acting, COMPUTE, {"draft": str(draft.pk)}, draft.pk)
    case = other("GET", "/cases").json()["items"][0]["id"]
    file = other.form("/evidence", {"file": SimpleUploadedFile("a.txt", "机密".encode())}).json()["id"]
    notices.tell([(acting.organisation.pk, acting.person.pk)], _word())
    notice = notices.notices(acting)[0].pk
    sample = studies.sample(acting)
    found = {"product": product.pk, "study": draft.pk, "job": job.pk, "case": case, "file": file}
    return {**found, "comment": said.pk, "notice": notice, "about": draft.pk, "digest": sample.footprint}


def _word():
    from tanji.errors import Text

    return Text(zh="机密", en="secret")


def _example(shape, components, ids):
    """The smallest value that a shape of the description allows; ids by the name of their member."""
    if "$ref" in shape:
        return _example(components[shape["$ref"].rpartition("/")[2]], components, ids)
    if shape.get("type") == "object":
        members = shape.get("properties", {})
        return {
            name: str(ids[name]) if name in ids else _example(members[name], components, ids)
            for name in members
            if name in shape.get("required", ()) or name in ids
        }
    if "enum" in shape:
        return shape["enum"][0]
    simple = {"string": "a", "integer": 1, "number": 1.0, "boolean": False, "array": []}
    return str(uuid4()) if shape.get("format") == "uuid" else simple.get(shape.get("type"))


def _asked(machine, method, path, operation, ids):
    address, query = path, []
    for each in operation["parameters"]:
        name = each["name"]
        if each["in"] == "path":
            address = address.replace("{" + name + "}", str(ids[name]))
        elif name in ids and name in {"product", "about"}:
            query.append(f"{name}={ids[name]}")
        elif each.get("required"):
            query.append(f"{name}=a")
    address = address.removeprefix("/api/v1") + ("?" + "&".join(query) if query else "")
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        file = SimpleUploadedFile("a.csv", "层级,名称,数量,单位\n1,铜,3,kg\n".encode())
        return machine.form(address, {"file": file, "product": str(ids["product"])})
    body = None
    if "application/json" in content:
        components = _described()["components"]["schemas"]
        body = _example(content["application/json"]["schema"], components, ids)
    return machine(method.upper(), address, body)


def _rows():
    """How many rows each table has, and the newest change of what may be changed."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names() if t.startswith(("catalog_", "registry_"))]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own tables
            yield table, cursor.fetchall()


def _made_up(ids):
    """Ids that there are not, of the same form."""
    return {name: f"sha256:{'0' * 64}" if name == "digest" else uuid4() for name in ids}


def test_nobody_learns_of_anothers_things(machine, theirs):
    stranger = machine("外人", EVERYTHING)
    before = dict(_rows())
    looked, wrong = 0, []
    for method, path, operation in OPERATIONS:
        names = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        if names & PUBLIC:
            continue
        answer = _asked(stranger, method, path, operation, theirs)
        nothing = _asked(stranger, method, path, operation, _made_up(theirs))
        looked += 1
        expected = 200 if path in FILTERED else 404
        if answer.content != nothing.content or {answer.status_code, nothing.status_code} != {expected}:
            wrong.append((method, path, answer.status_code, answer.content[:200], nothing.status_code))
    assert not wrong
    assert looked >= 25
    assert {name: rows for name, rows in _rows() if before[name] != rows} == {}


def test_lists_and_search_hold_nothing_of_anybody_else(machine, theirs):
    stranger = machine("外人")
    ids = {str(each) for each in theirs.values()} | {each.hex for each in theirs.values() if isinstance(each, UUID)}
    lists = [path for path, methods in _described()["paths"].items() if "get" in methods and "{" not in path]
    assert len(lists) >= 12
    for path in lists:
        operation = _described()["paths"][path]["get"]
        needed = [each["name"] for each in operation["parameters"] if each.get("required")]
        if "about" in needed:
            continue
        words = {"q": "机密", "schema": "tanji/footprint/1"}
        query = "&".join(f"{name}={words[name]}" for name in needed)
        answer = stranger("GET", path.removeprefix("/api/v1") + (f"?{query}" if query else ""))
        assert answer.status_code == 200, (path, answer.content)
        said = answer.content.decode()
        assert "机密" not in json.dumps(json.loads(said), ensure_ascii=False), path
        assert not [each for each in ids if each in said], path
