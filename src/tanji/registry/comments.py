"""Words on a case, a draft, or a line of it: answered, settled, never removed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.accounts.tenancy import scope
from tanji.catalog.drafts import get_draft
from tanji.errors import Text
from tanji.registry.actions import record
from tanji.registry.models import CaseRow, Comment
from tanji.registry.notices import members, tell
from tanji.registry.queries import case_about, document_of, roles_in, takes_part

LONGEST = 4000


def comment(acting: Acting, about: UUID, text: str, *, place: str = "", answers: UUID | None = None) -> Comment:
    """Say something on a case's subject or a draft, at a place in it, or as an answer.

    Refuses NotFound, NotAllowed in a case that the organisation only sees, Invalid without words.
    """
    require(acting, "add", "comment")
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Invalid(Text(zh=f"评论须为 1–{LONGEST} 个字符", en=f"A comment has 1 to {LONGEST} characters"))
    row = _reached(acting, about)
    if row is not None and not roles_in(acting, row):
        raise NotAllowed(Text(zh="本机构未参与此案", en="Your organisation does not take part in this case"))
    owner = acting.organisation.pk if row is None else row.organisation_id
    with scope(acting, everything=True), transaction.atomic():
        asked = None
        if answers is not None:
            asked = Comment.objects.filter(pk=answers, about=about).first()
            if asked is None:
                raise NotFound
        made = Comment.objects.create(
            organisation_id=owner,
            case=row,
            about=about,
            place=place[:200],
            text=said,
            by=acting.person,
            by_organisation=acting.organisation,
            answers=asked,
        )
        record(acting, "comment.added", about, case=row, body={"comment": str(made.pk), "place": made.place})
        _tell(acting, row, made)
    return made


def resolve(acting: Acting, comment: UUID) -> Comment:
    """Mark a comment as settled: by who wrote it, or by the owner of what it is on.

    Refuses NotFound, NotAllowed, Conflict where it is settled already.
    """
    require(acting, "add", "comment")
    found = Comment.objects.filter(pk=comment).first()
    if found is None:
        raise NotFound
    row = _reached(acting, found.about)
    if acting.person.pk != found.by_id and acting.organisation.pk != found.organisation_id:
        raise NotAllowed(Text(zh="只有评论人或所属机构可以标为已解决", en="Its author or the owner settles a comment"))
    with scope(acting, everything=True), transaction.atomic():
        if not Comment.objects.filter(pk=found.pk, resolved=None).update(resolved=timezone.now()):
            raise Conflict(Text(zh="该评论已标为已解决", en="The comment is settled already"))
        record(acting, "comment.resolved", found.about, case=row, body={"comment": str(found.pk)})
    found.refresh_from_db()
    return found


def comments(acting: Acting, about: UUID, place: str | None = None) -> Sequence[Comment]:
    """What was said on a row, the oldest first, each with who said it.

    Refuses NotFound, also in a case that everybody may see but the organisation takes no part in.
    """
    require(acting, "view", "comment")
    row = _reached(acting, about)
    if row is not None and not takes_part(acting, row):
        raise NotFound
    owner = acting.organisation.pk if row is None else row.organisation_id
    found = (
        Comment.objects.filter(organisation=owner, about=about).select_related("by", "by_organisation").order_by("on")
    )
    with scope(acting, everything=True):  # names of other organisations in the same case
        return list(found if place is None else found.filter(place=place))


def _reached(acting: Acting, about: UUID) -> CaseRow | None:
    """The case about a row in reach; None for a draft of the organisation without one. Refuses NotFound."""
    row = case_about(acting, about)
    if row is None:
        get_draft(acting, about)
    return row


def _tell(acting: Acting, row: CaseRow | None, made: Comment) -> None:
    people = set() if row is None else members(row, document_of(row)[0])
    if made.answers is not None:
        people |= {(made.answers.by_organisation_id, made.answers.by_id)}
    by = acting.person.name or acting.organisation.name
    named = "" if row is None else row.title
    tell(
        people - {(acting.organisation.pk, acting.person.pk)},
        Text(zh=f"{by} 评论了 {named}：{made.text[:80]}", en=f"{by} on {named}: {made.text[:80]}"),
        "/tasks/" if row is None or row.procedure != "study" else f"/studies/{row.about}/",
    )
