"""Cases move only as their procedure says: by whom, from where, under which conditions, on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanji.model.case import Actor, Case
from tanji.model.document import digest, read_as, write
from tanji.model.process import Process
from tanji.model.release import Release
from tanji.model.study import Study
from tanji.procedures.advance import NotAllowed, OtherProcedure, UnfitSubject, advance, begin
from tanji.procedures.diagram import mermaid, rows
from tanji.procedures.pack import procedure, procedures
from tanji.procedures.waiting import due, lapse, possible
from tanji.rules.pack import pack

DAY = date(2026, 3, 1)
STUDY = Study.model_validate(pack("gbt-24067-2024").base_case["study"])
ANNA, BORIS = (
    Actor(id="anna", organisation="factory", role="accountant"),
    Actor(id="boris", organisation="factory", role="approver"),
)


def actor(name: str, organisation: str, role: str) -> Actor:
    return Actor(id=name, organisation=organisation, role=role)


def study_case() -> Case:
    return begin(procedure("study"), STUDY, ANNA, on=DAY, id="case-1")


def review_case() -> Case:
    """A dataset in review, handed in by a maker."""
    flow = procedure("dataset-review")
    case = begin(flow, Process(id="p", names={"en": "steel"}), actor("m", "maker", "provider"), on=DAY, id="case-2")
    return advance(flow, case, "assign", actor("e", "office", "editor"), on=DAY, given={"reviewers": ["r1", "r2"]})


def test_a_study_goes_from_draft_to_declared_and_remembers_each_step():
    flow = procedure("study")
    case = advance(flow, study_case(), "compute", ANNA, on=DAY, given={"footprint": "sha256:…"})
    case = advance(flow, case, "declare", BORIS, on=DAY, given={"statement": "sha256:…"})
    assert case.state == "declared"
    assert [(event.begins, event.to, event.actor.id) for event in case.events] == [
        ("draft", "computed", "anna"),
        ("computed", "declared", "boris"),
    ]
    assert case.events[-1].emits == ("statement-declared",)
    assert read_as(Case, write(case)) == case


def test_the_old_case_is_not_changed():
    before = study_case()
    advance(procedure("study"), before, "compute", ANNA, on=DAY, given={"footprint": "x"})
    assert before.state == "draft"
    assert before.events == ()


@pytest.mark.parametrize(
    ("action", "who", "given", "why"),
    [
        ("declare", BORIS, {"statement": "x"}, "stands at draft"),
        ("compute", BORIS, {"footprint": "x"}, "the role 'approver' may not"),
        ("compute", ANNA, {}, "missing: footprint"),
        ("compute", ANNA, {"footprint": ""}, "missing: footprint"),
        ("compute", actor("x", "other", "accountant"), {"footprint": "x"}, "only the organisation"),
        ("fly", ANNA, {}, "there is no 'fly'"),
    ],
)
def test_what_may_not_be_done_is_refused_with_the_reason(action, who, given, why):
    with pytest.raises(NotAllowed, match=why):
        advance(procedure("study"), study_case(), action, who, on=DAY, given=given)


def test_who_computed_does_not_declare():
    flow = procedure("study")
    both = actor("anna", "factory", "approver")
    case = advance(flow, study_case(), "compute", ANNA, on=DAY, given={"footprint": "x"})
    with pytest.raises(NotAllowed, match="somebody else"):
        advance(flow, case, "declare", both, on=DAY, given={"statement": "x"})


def test_nothing_leads_out_of_a_final_state():
    flow = procedure("study")
    case = advance(flow, study_case(), "compute", ANNA, on=DAY, given={"footprint": "x"})
    case = advance(flow, case, "declare", BORIS, on=DAY, given={"statement": "x"})
    for action in flow.actions:
        with pytest.raises(NotAllowed):
            advance(
                flow,
                case,
                action.id,
                actor("z", "factory", action.by[0]),
                on=DAY,
                given={"statement": "x", "footprint": "x"},
            )


def test_a_day_before_the_last_event_is_refused():
    with pytest.raises(NotAllowed, match="before the last event"):
        advance(procedure("study"), study_case(), "compute", ANNA, on=DAY - timedelta(days=1), given={"footprint": "x"})


def test_a_case_keeps_the_version_under_which_it_began():
    newer = procedure("study").model_copy(update={"version": "2"})
    with pytest.raises(OtherProcedure, match="study@1"):
        advance(newer, study_case(), "compute", ANNA, on=DAY, given={"footprint": "x"})


def test_a_procedure_is_about_its_own_kind_of_document():
    with pytest.raises(UnfitSubject, match="tanji/release/1"):
        begin(procedure("database-publication"), STUDY, ANNA, on=DAY, id="x")
    assert Release.schema_name in procedure("database-publication").subject


def test_two_independent_reviewers_are_needed_and_a_conflict_of_interest_is_refused():
    flow, case = procedure("dataset-review"), review_case()
    editor = actor("e", "office", "editor")
    with pytest.raises(NotAllowed, match="conflict of interest"):
        advance(flow, case, "vote", actor("m2", "maker", "reviewer"), on=DAY, given={"vote": "accept"})
    case = advance(flow, case, "vote", actor("r1", "university", "reviewer"), on=DAY, given={"vote": "accept"})
    with pytest.raises(NotAllowed, match="the same person"):
        advance(flow, case, "vote", actor("r1", "university", "reviewer"), on=DAY, given={"vote": "accept"})
    same_house = advance(flow, case, "vote", actor("r9", "university", "reviewer"), on=DAY, given={"vote": "accept"})
    with pytest.raises(NotAllowed, match="at least 2 different organisations"):
        advance(flow, same_house, "accept", editor, on=DAY)
    case = advance(flow, case, "vote", actor("r2", "institute", "reviewer"), on=DAY, given={"vote": "accept"})
    assert advance(flow, case, "accept", editor, on=DAY).state == "accepted"


def test_a_tie_is_no_majority():
    flow, case = procedure("dataset-review"), review_case()
    for name, house, vote in (("r1", "university", "accept"), ("r2", "institute", "reject")):
        case = advance(flow, case, "vote", actor(name, house, "reviewer"), on=DAY, given={"vote": vote})
    with pytest.raises(NotAllowed, match="no majority"):
        advance(flow, case, "accept", actor("e", "office", "editor"), on=DAY)


def test_every_comment_has_to_be_answered():
    flow, case = procedure("dataset-review"), review_case()
    case = advance(flow, case, "comment", actor("r1", "university", "reviewer"), on=DAY, given={"text": "source?"})
    for name, house in (("r1", "university"), ("r2", "institute")):
        case = advance(flow, case, "vote", actor(name, house, "reviewer"), on=DAY, given={"vote": "accept"})
    editor = actor("e", "office", "editor")
    with pytest.raises(NotAllowed, match="without an answer: 2"):
        advance(flow, case, "accept", editor, on=DAY)
    answer = {"comment": 2, "disposition": "accepted", "text": "added"}
    case = advance(flow, case, "answer", actor("m", "maker", "provider"), on=DAY, given=answer)
    assert advance(flow, case, "accept", editor, on=DAY).state == "accepted"


def test_a_rejection_names_its_ground():
    flow, case = procedure("dataset-review"), review_case()
    editor = actor("e", "office", "editor")
    with pytest.raises(NotAllowed, match="unsound, unsourced"):
        advance(flow, case, "reject", editor, on=DAY)
    with pytest.raises(NotAllowed, match="unsound, unsourced"):
        advance(flow, case, "reject", editor, on=DAY, ground="weather")
    assert advance(flow, case, "reject", editor, on=DAY, ground="unsourced").events[-1].ground == "unsourced"


def test_a_period_ends_the_day_after_and_the_system_acts_once():
    flow = procedure("dataset-review")
    case = advance(flow, review_case(), "revise", actor("e", "office", "editor"), on=DAY)
    last = DAY + timedelta(days=90)
    assert due(flow, case, on=last).late_days == 0
    assert lapse(flow, case, on=last) is case
    over = lapse(flow, case, on=last + timedelta(days=1))
    assert over.state == "rejected"
    assert over.events[-1].actor.role == "system"
    assert lapse(flow, over, on=last + timedelta(days=200)) is over


def test_to_do_lists_name_what_hinders():
    flow = procedure("study")
    case = advance(flow, study_case(), "compute", ANNA, on=DAY, given={"footprint": "x"})
    found = {
        each.action.id: each.hindered for each in possible(flow, case, actor("anna", "factory", "approver"), on=DAY)
    }
    assert set(found) == {"declare", "archive"}
    assert found["archive"] is None
    assert "somebody else" in found["declare"].en


@pytest.mark.parametrize("name", sorted(procedures()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_procedure_can_be_drawn_and_told(name, language):
    one = procedure(name)
    drawn = mermaid(one, language)
    assert drawn.startswith("stateDiagram-v2\n")
    assert len(rows(one, language)) == len(one.actions)
    assert all(state.names.get(language) for state in one.states)
    assert all(action.names.get(language) for action in one.actions)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(procedures())), st.lists(st.integers(0, 200), max_size=25))
def test_whatever_is_tried_a_case_stands_in_a_state_of_its_procedure(name, choices):
    flow = procedure(name)
    role = flow.roles[0]
    case = Case(
        id="c",
        procedure=study_case().procedure.model_copy(update={"digest": digest(flow)}),
        subject=study_case().subject,
        owner=actor("o", "house", role),
        state=flow.begins,
        opened=DAY,
    )
    for choice in choices:
        action = flow.actions[choice % len(flow.actions)]
        who = actor(f"p{choice % 7}", f"h{choice % 3}" if choice % 2 else "house", action.by[choice % len(action.by)])
        before = case
        try:
            case = advance(
                flow,
                case,
                action.id,
                who,
                on=DAY,
                given={"vote": "accept", "text": "t"},
                ground=action.grounds[0].code if action.grounds else None,
            )
        except NotAllowed:
            assert case is before
        assert case.state in {state.id for state in flow.states}
        assert [event.number for event in case.events] == list(range(1, len(case.events) + 1))
