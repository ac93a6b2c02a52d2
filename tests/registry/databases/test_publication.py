"""A release becomes public after review and notice, is then in reach of everybody, and can be withdrawn."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from tests.catalog.people import member
from tests.registry.databases.test_importing import FACTORS, published

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.catalog import shelves
from tanji.catalog.jobs import enqueue, get_job, run_waiting
from tanji.catalog.models import Job, ReleaseRow
from tanji.errors import Refusal
from tanji.registry import parties
from tanji.registry.databases import keeping, publication
from tanji.registry.models import CaseRow, EventRow

SAID = {"method_statement": "ISO 14067", "rights": "CC-BY-4.0"}


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    end = timezone.localdate() + timedelta(days=days)
    monkeypatch.setattr(Acting, "today", property(lambda _: end))


def accepted(who: Acting, row: ReleaseRow) -> tuple[UUID, Acting]:
    """The case of a release after review, in its notice; and the authority."""
    authority = member("authority", "authority")
    reviewers = [member(f"reviewer-{n}", "reviewer") for n in range(2)]
    case = publication.begin(who, row.id)
    publication.check_in(who, case.id, **SAID)
    publication.step(who, case.id, "submit")
    parties.invite(who, case.id, authority.organisation.id, "authority")
    for reviewer in reviewers:
        parties.invite(authority, case.id, reviewer.organisation.id, "reviewer")
        publication.give_opinion(reviewer, case.id, opinion="accept", text="好")
    publication.step(authority, case.id, "accept")
    return case.id, authority


def test_a_release_becomes_public_only_after_review_and_notice(who: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = published(who)
    case, authority = accepted(who, row)
    with pytest.raises(Refusal) as early:
        publication.step(authority, case, "publish")
    assert early.value.code.startswith("PRC-")
    assert "steel-cn" not in [each.manifest.id for each in shelves.releases(None)]

    later(monkeypatch, 7)
    publication.step(authority, case, "publish")
    assert not ReleaseRow.objects.get(pk=row.pk).public
    run_waiting()

    assert ReleaseRow.objects.get(pk=row.pk).public
    seen = next(each for each in shelves.releases(None) if each.manifest.id == "steel-cn")
    assert seen.ref.digest == row.digest
    assert "steel-cn" in [each.manifest.id for each in shelves.releases(authority)]


def test_making_public_twice_is_the_same_as_once(who: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = published(who)
    case, authority = accepted(who, row)
    later(monkeypatch, 7)
    publication.step(authority, case, "publish")
    run_waiting()
    job = Job.objects.get(kind="database-shelve")
    Job.objects.filter(pk=job.pk).update(state="waiting")
    run_waiting()
    assert get_job(who, job.id).state == "done"
    assert EventRow.objects.filter(kind="database.made_public").count() == 1


def test_a_withdrawn_release_is_offered_no_more_but_stays_for_what_was_made_with_it(
    who: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = published(who)
    case, authority = accepted(who, row)
    later(monkeypatch, 7)
    publication.step(authority, case, "publish")
    run_waiting()
    with pytest.raises(Conflict):
        keeping.archive(who, row.database_id)
    with pytest.raises(Refusal):
        publication.step(who, case, "withdraw")
    publication.step(who, case, "withdraw", ground="fault")
    run_waiting()
    assert not ReleaseRow.objects.get(pk=row.pk).public
    assert "steel-cn" not in [each.manifest.id for each in shelves.releases(None)]
    assert shelves.open_release(None, "steel-cn", "1").ref.digest == row.digest


def test_an_audit_is_needed_and_the_newest_release_case_is_opened_once(who: Acting) -> None:
    row = published(who)
    case = publication.begin(who, row.id)
    assert publication.begin(who, row.id) == case
    Job.objects.filter(kind="database-audit").delete()
    with pytest.raises(Conflict):
        publication.check_in(who, case.id, **SAID)
    assert CaseRow.objects.get().state == "draft"


def test_two_organisations_do_not_become_public_under_one_identifier(who: Acting) -> None:
    other = member("other", "publisher")
    theirs = published(other, text=FACTORS.replace(",2.1,", ",2.5,"))
    ReleaseRow.objects.filter(pk=theirs.pk).update(public=True)
    mine = published(who)
    asked = enqueue(who, "database-shelve", {"release": str(mine.id), "public": True}, mine.id)
    run_waiting()
    assert get_job(who, asked.id).failure["code"] == "ACC-409"
    assert not ReleaseRow.objects.get(pk=mine.pk).public


def test_cases_of_others_are_not_there_and_steps_with_members_need_their_form(who: Acting) -> None:
    case = publication.begin(who, published(who).id)
    with pytest.raises(NotFound):
        publication.get_publication(member("other", "publisher"), case.id)
    with pytest.raises(Invalid):
        publication.step(who, case.id, "check")
