"""Time alone moves a case: a period that is over lapses, a notice that has stood long enough may end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from tanji.catalog.jobs.rounds import Rounds
from tanji.model.case import Case
from tanji.registry import parties, queries
from tanji.registry.actions import act, open_case
from tanji.registry.models import Answered, CaseRow, EventRow
from tanji.registry.ticking import tick


def _earlier(row, days):
    """The case as it would stand had everything happened so many days earlier."""
    row.refresh_from_db()
    case = Case.model_validate(row.body)
    back = timedelta(days=days)
    events = tuple(event.model_copy(update={"on": event.on - back}) for event in case.events)
    case = case.model_copy(update={"opened": case.opened - back, "events": events})
    row.body = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    row.save()


@pytest.fixture
def revision(firm, somebody):
    provider, editor = somebody(firm("钢厂"), "提供者", "provider"), somebody(firm("编辑部"), "编辑", "editor")
    row = open_case(provider, "dataset-review", uuid4(), "热轧钢")
    parties.invite(provider, row.pk, editor.organisation.pk, "editor")
    act(editor, row.pk, "assign", given={"reviewers": ["甲"]})
    return provider, act(editor, row.pk, "revise")


def test_a_revision_that_does_not_come_lapses_once(revision):
    provider, row = revision
    assert tick().lapsed == 0
    _earlier(row, 91)
    assert tick().lapsed == 1
    assert tick().lapsed == 0
    assert queries.get_case(provider, row.pk).state == "rejected"
    last = queries.events(provider, row.about)[0]
    assert (last.kind, last.person, last.by_organisation) == ("dataset-review.lapse", None, None)
    assert not queries.todo(provider)


def test_who_publishes_is_told_when_the_notice_has_stood_long_enough(firm, somebody):
    publisher = somebody(firm("数据库方"), "发布员", "publisher")
    office = somebody(firm("主管部门", "authority"), "主管", "authority")
    reviewers = [somebody(firm(name), name, "reviewer") for name in ("甲校", "乙所")]
    row = open_case(publisher, "database-publication", uuid4(), "数据库 1.0")
    act(publisher, row.pk, "check", given={"audit": "a", "method_statement": "b", "rights": "c"})
    act(publisher, row.pk, "submit")
    parties.invite(publisher, row.pk, office.organisation.pk, "authority")
    for each in reviewers:
        parties.invite(office, row.pk, each.organisation.pk, "reviewer")
        act(each, row.pk, "opinion", given={"opinion": "accept", "text": "可以"})
    act(office, row.pk, "accept")
    assert not queries.todo(office)
    _earlier(row, 8)
    call_command("tick", verbosity=0)
    assert [task.action for task in queries.todo(office)] == ["publish"]
    assert act(office, row.pk, "publish").state == "published"
    assert CaseRow.objects.get(pk=row.pk).public


def test_old_idempotency_keys_are_forgotten_and_events_are_not(revision):
    provider, _ = revision
    kept = EventRow.objects.count()
    made = Answered.objects.create(
        organisation=provider.organisation, person=provider.person, key="k", fingerprint="0" * 64
    )
    assert tick().forgotten == 0
    Answered.objects.filter(pk=made.pk).update(on=timezone.now() - timedelta(days=8))
    assert tick().forgotten == 1
    assert EventRow.objects.count() == kept


def test_the_worker_goes_round_at_once_and_then_not_for_a_while(revision):
    provider, row = revision
    _earlier(row, 91)
    rounds = Rounds()
    assert rounds.go()
    assert queries.get_case(provider, row.pk).state == "rejected"
    assert not rounds.go()
