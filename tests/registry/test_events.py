"""Events are only added: the database itself refuses everything else."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tanji.registry.actions import open_case
from tanji.registry.models import EventRow


@pytest.fixture
def event(firm, somebody):
    owner = somebody(firm("电机厂"), "核算员", "accountant")
    open_case(owner, "study", uuid4(), "电机")
    return EventRow.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_eventrow SET kind = 'study.declare'",
        "UPDATE registry_eventrow SET body = '{}'",
        "DELETE FROM registry_eventrow",
    ],
)
def test_plain_sql_changes_and_removes_no_event(event, statement):
    with pytest.raises(DatabaseError, match="events"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EventRow.objects.get().kind == "study.opened"


def test_neither_does_the_object_mapper(event):
    for call in (lambda: EventRow.objects.update(kind="x"), event.delete, lambda: EventRow.objects.all().delete()):
        with pytest.raises(DatabaseError, match="events"), transaction.atomic():
            call()
    assert EventRow.objects.count() == 1
