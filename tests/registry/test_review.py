"""A dataset goes through peer review by two organisations that have no interest in it."""

from uuid import uuid4

import pytest

from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.procedures.advance import NotAllowed as HeldBack
from tanji.registry import notices, parties, queries
from tanji.registry.actions import act, open_case
from tanji.registry.models import Task


@pytest.fixture
def people(firm, somebody):
    """provider, editor, two reviewers, each of an organisation of their own; and a stranger."""
    mill, office = firm("钢厂"), firm("编辑部", "database_publisher")
    first, second = firm("大学"), firm("研究院")
    return {
        "provider": somebody(mill, "提供者", "provider"),
        "editor": somebody(office, "编辑", "editor"),
        "one": somebody(first, "甲", "reviewer"),
        "two": somebody(second, "乙", "reviewer"),
        "stranger": somebody(firm("别家"), "外人", "provider", "reviewer", "editor"),
    }


@pytest.fixture
def case(people):
    """A case whose editor is in."""
    row = open_case(people["provider"], "dataset-review", uuid4(), "热轧钢")
    parties.invite(people["provider"], row.pk, people["editor"].organisation.pk, "editor")
    return row


def _reviewing(people, case):
    for each in ("one", "two"):
        parties.invite(people["editor"], case.pk, people[each].organisation.pk, "reviewer")
    return act(people["editor"], case.pk, "assign", given={"reviewers": ["甲", "乙"]})


def _waiting(acting):
    return {task.action for task in queries.todo(acting)}


def test_two_independent_reviewers_and_an_editor_accept_a_dataset(people, case):
    _reviewing(people, case)
    act(people["one"], case.pk, "comment", given={"text": "电力数据的年份？"})
    act(people["one"], case.pk, "vote", given={"vote": "accept"})
    with pytest.raises(HeldBack, match="without an answer"):
        act(people["editor"], case.pk, "accept")
    act(people["provider"], case.pk, "answer", given={"comment": 2, "disposition": "accepted", "text": "2024"})
    with pytest.raises(HeldBack, match="at least 2 different"):
        act(people["editor"], case.pk, "accept")
    act(people["two"], case.pk, "vote", given={"vote": "accept"})
    done = act(people["editor"], case.pk, "accept")
    assert (done.state, done.public) == ("accepted", True)
    told = [event.kind.removeprefix("dataset-review.") for event in queries.events(people["provider"], case.about)]
    assert told.count("vote") == 2
    assert told[0] == "accept"
    assert not Task.objects.filter(case=case, done=None).exists()


def test_to_dos_go_to_who_can_act_and_close_when_they_have(people, case):
    assert _waiting(people["editor"]) == {"assign"}
    assert _waiting(people["provider"]) == set()
    _reviewing(people, case)
    assert _waiting(people["editor"]) == set()
    assert _waiting(people["one"]) == {"vote"}
    act(people["one"], case.pk, "comment", given={"text": "来源？"})
    assert _waiting(people["provider"]) == {"answer"}
    act(people["one"], case.pk, "vote", given={"vote": "accept"})
    assert _waiting(people["one"]) == set()
    assert _waiting(people["two"]) == {"vote"}
    act(people["provider"], case.pk, "answer", given={"comment": 2, "disposition": "accepted", "text": "已补"})
    act(people["two"], case.pk, "vote", given={"vote": "accept"})
    assert _waiting(people["provider"]) == set()
    assert _waiting(people["editor"]) == {"accept"}


def test_a_reviewer_of_the_providers_own_organisation_is_held_back(people, case, somebody):
    _reviewing(people, case)
    own = somebody(people["provider"].organisation, "同事", "reviewer")
    with pytest.raises(HeldBack, match="conflict of interest"):
        act(own, case.pk, "vote", given={"vote": "accept"})


def test_who_owns_a_case_chooses_no_reviewers(people, case):
    with pytest.raises(NotAllowed):
        parties.invite(people["provider"], case.pk, people["one"].organisation.pk, "reviewer")
    with pytest.raises(Conflict):
        parties.invite(people["editor"], case.pk, people["provider"].organisation.pk, "reviewer")
    with pytest.raises(Invalid):
        parties.invite(people["editor"], case.pk, people["one"].organisation.pk, "king")


def test_a_stranger_finds_nothing_and_may_act_in_nothing_even_when_it_is_public(people, case):
    for call in (
        lambda: act(people["stranger"], case.pk, "assign", given={"reviewers": ["丙"]}),
        lambda: queries.get_case(people["stranger"], case.pk),
        lambda: parties.invite(people["stranger"], case.pk, people["one"].organisation.pk, "reviewer"),
    ):
        with pytest.raises(NotFound):
            call()
    assert not queries.events(people["stranger"], case.about)
    case.public = True
    case.save()
    assert queries.get_case(people["stranger"], case.pk).pk == case.pk
    with pytest.raises(NotAllowed):
        act(people["stranger"], case.pk, "assign", given={"reviewers": ["丙"]})


def test_everybody_in_the_case_is_told_but_not_who_did_it(people, case):
    _reviewing(people, case)
    assert notices.unread(people["provider"]) == 1
    assert notices.unread(people["editor"]) == 1  # the invitation
    act(people["one"], case.pk, "vote", given={"vote": "accept"})
    assert notices.unread(people["provider"]) == 2
    assert notices.read(people["provider"]) == 2
    assert notices.unread(people["provider"]) == 0
    other = notices.notices(people["editor"])[0]
    with pytest.raises(NotFound):
        notices.read(people["provider"], other.pk)
