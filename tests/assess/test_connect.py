"""Names become links safely or not at all."""

import pytest
from tests.assess.backgrounds import background
from tests.assess.studies import activity, study

from tanji.assess.connect import connect
from tanji.model.study import ActivityKind, ProcessLink, ReleaseUse


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return background(tmp_path_factory.mktemp("releases"))


def only(found):
    [match] = found.matches
    return match, found.study.activities[0].link


def test_an_equal_name_is_linked_with_its_score_and_reason(opened):
    match, link = only(connect(study(activity("x", names={"zh": "钢"})), [opened]))
    assert match.outcome == "exact"
    assert (link.database, link.process, link.decided_by) == ("db", "steel", "exact")
    assert link.score >= 0.85
    assert link.reason


def test_a_name_that_is_only_like_another_is_proposed_and_not_linked(opened):
    match, link = only(connect(study(activity("x", names={"en": "Steel plate"})), [opened]))
    assert (match.outcome, link) == ("proposed", None)
    assert match.candidates[0].listing.process == "steel"


def test_a_proposal_is_taken_when_the_user_accepts_it(opened):
    match, link = only(connect(study(activity("x", names={"en": "Steel plate"})), [opened], accept=True))
    assert (match.outcome, link.decided_by) == ("accepted", "accepted")


def test_a_mapping_decides_over_names(opened):
    wanted = ProcessLink(database="db", process="wind")
    _, link = only(connect(study(activity("x", names={"en": "Steel"})), [opened], mapping={"x": wanted}))
    assert link == wanted


def test_what_is_linked_already_stays_so(opened):
    wanted = ProcessLink(database="db", process="wind")
    match, link = only(connect(study(activity("x", names={"en": "Steel"}, link=wanted)), [opened]))
    assert (match.outcome, link) == ("given", wanted)


def test_a_grid_factor_of_co2_alone_is_never_proposed(opened):
    line = activity("x", 1.0, "kWh", kind=ActivityKind.electricity, names={"en": "grid-co2"})
    match, link = only(connect(study(line), [opened], accept=True))
    assert "grid-co2" not in {candidate.listing.process for candidate in match.candidates}
    assert link is None or link.process != "grid-co2"


def test_fuel_is_never_proposed_for_electricity(opened):
    line = activity("x", 1.0, "kWh", kind=ActivityKind.electricity, names={"en": "heat"})
    match, _ = only(connect(study(line), [opened]))
    assert "heat" not in {candidate.listing.process for candidate in match.candidates}


def test_a_name_that_nothing_resembles_has_no_candidates(opened):
    match, link = only(connect(study(activity("x", names={"en": "zzzz"})), [opened]))
    assert (match.outcome, match.candidates, link) == ("none", (), None)


def test_a_name_that_two_processes_bear_decides_nothing(opened, tmp_path):
    twin = background(tmp_path, "other")
    match, link = only(connect(study(activity("x", names={"en": "Steel"})), [opened, twin]))
    assert (match.outcome, link) == ("proposed", None)


def test_the_releases_that_are_used_are_pinned_by_digest(opened):
    made = connect(study(activity("x", names={"en": "Steel"})), [opened]).study
    assert made.releases == (ReleaseUse(database="db", version="1", digest=opened.ref.digest),)
    assert connect(study(activity("x", names={"en": "zzzz"})), [opened]).study.releases == ()
