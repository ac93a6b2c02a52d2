"""Of two steps that contradict each other exactly one is taken; the other is a conflict, and leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from tanji.accounts.refusals import status_of
from tanji.accounts.tenancy import scope
from tanji.errors import Refusal
from tanji.model.case import Case
from tanji.registry import parties
from tanji.registry.actions import act, open_case
from tanji.registry.idempotency import Kept, claim, keep
from tanji.registry.models import Answered, CaseRow, EventRow, Task

ROUNDS = 12


def _at_once(*calls):
    """What calls in threads of their own gave or refused, begun at the same moment, each on its own connection."""
    barrier = Barrier(len(calls))

    def one(call):
        try:
            barrier.wait(10)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.fixture
def on_a_file(transactional_db, settings):
    """The database as it is run: on SQLite a memory shared by threads would lock otherwise than a file does."""
    name = str(connections["default"].settings_dict["NAME"])
    if connections["default"].vendor == "sqlite":
        assert "mode=memory" not in name
        assert connections["default"].transaction_mode == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_of_a_declaration_and_an_edit_one_wins(on_a_file, firm, somebody):
    mill = firm("电机厂")
    accountant, boss = somebody(mill, "核算员", "accountant"), somebody(mill, "批准人", "approver")
    for _ in range(ROUNDS):
        row = open_case(accountant, "study", uuid4(), "电机")
        act(accountant, row.pk, "compute", given={"footprint": "sha256:0"})
        outcomes = _at_once(
            lambda row=row: act(boss, row.pk, "declare", given={"statement": "sha256:1"}),
            lambda row=row: act(accountant, row.pk, "edit"),
        )
        refused = [each for each in outcomes if isinstance(each, Refusal)]
        assert [status_of(each) for each in refused] == [409]
        row.refresh_from_db()
        case = Case.model_validate(row.body)
        assert [event.action for event in case.events] == ["compute", "declare" if row.state == "declared" else "edit"]
        assert EventRow.objects.filter(case=row).count() == 3
        assert Task.objects.filter(case=row, done=None).count() == (0 if row.state == "declared" else 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_one_accepts_or_rejects(on_a_file, firm, somebody):
    provider = somebody(firm("钢厂"), "提供者", "provider")
    office = firm("编辑部")
    editors = [somebody(office, name, "editor") for name in ("甲", "乙")]
    reviewers = [somebody(firm(name), name, "reviewer") for name in ("丙校", "丁所")]
    row = open_case(provider, "dataset-review", uuid4(), "热轧钢")
    parties.invite(provider, row.pk, office.pk, "editor")
    for each in reviewers:
        parties.invite(editors[0], row.pk, each.organisation.pk, "reviewer")
    act(editors[0], row.pk, "assign", given={"reviewers": ["丙", "丁"]})
    for each in reviewers:
        act(each, row.pk, "vote", given={"vote": "accept"})
    outcomes = _at_once(
        lambda: act(editors[0], row.pk, "accept"), lambda: act(editors[1], row.pk, "reject", ground="unsound")
    )
    assert sorted(isinstance(each, Refusal) for each in outcomes) == [False, True]
    assert CaseRow.objects.get(pk=row.pk).state in {"accepted", "rejected"}


@pytest.mark.django_db(transaction=True)
def test_no_vote_is_lost_when_many_are_given_at_once(on_a_file, firm, somebody):
    provider, editor = somebody(firm("钢厂"), "提供者", "provider"), somebody(firm("编辑部"), "编辑", "editor")
    reviewers = [somebody(firm(f"所{n}"), f"所{n}", "reviewer") for n in range(6)]
    row = open_case(provider, "dataset-review", uuid4(), "热轧钢")
    parties.invite(provider, row.pk, editor.organisation.pk, "editor")
    for each in reviewers:
        parties.invite(editor, row.pk, each.organisation.pk, "reviewer")
    act(editor, row.pk, "assign", given={"reviewers": ["所有"]})
    outcomes = _at_once(*(lambda each=each: act(each, row.pk, "vote", given={"vote": "accept"}) for each in reviewers))
    assert not [each for each in outcomes if isinstance(each, Refusal)]
    case = Case.model_validate(CaseRow.objects.get(pk=row.pk).body)
    assert [event.number for event in case.events] == list(range(1, 8))


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_under_one_key_one_does_the_work(on_a_file, firm, somebody):
    owner = somebody(firm("电机厂"), "核算员", "accountant")

    def ask():
        with scope(owner):
            return claim(owner, "one-key", "0" * 64)

    outcomes = _at_once(*[ask] * 16)
    won = [each for each in outcomes if not isinstance(each, Refusal)]
    assert len(won) == 1
    assert {status_of(each) for each in outcomes if isinstance(each, Refusal)} == {409}
    keep(won[0], 201, "application/json", b"{}")
    assert claim(owner, "one-key", "0" * 64) == Kept(201, "application/json", b"{}")
    assert Answered.objects.count() == 1
