"""What a person decides in the queue: a process for a line and for others of the same thing, or that there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Invalid, NotFound
from tanji.catalog import drafts
from tanji.catalog.matching.propose import accepted, fits, link_to, proposals, read_lines, thing, waits
from tanji.catalog.matching.queue import gaps
from tanji.catalog.models import Draft
from tanji.catalog.shelves import open_release
from tanji.errors import Text
from tanji.model.listing import Candidate, Listing
from tanji.model.study import Activity

Saving = Callable[..., Draft]
"""(acting, draft, revision, change, what=) as `drafts.save`."""
BY_HAND = "chosen by hand from a search"


def choose(
    acting: Acting,
    draft: UUID,
    revision: int,
    *,
    line: str,
    chosen: tuple[str, str],
    same: bool = False,
    save: Saving = drafts.save,
) -> int:
    """Link a line to a process (database, process), and with `same` all waiting lines of the same thing; how many.

    Refuses NotFound, NotAllowed, Conflict, Invalid where the process can not serve the line.
    """
    require(acting, "edit", "study")
    row = drafts.get_draft(acting, draft)
    activity, ids = _lines(row, line, same=same)
    database, process = chosen
    listing = open_release(acting, database).find(process)
    if listing is None:
        raise NotFound
    if not fits(activity, listing):
        raise Invalid(
            Text(
                zh=f"“{process}”以 {listing.unit} 计，不能用于“{_called(activity)}”（{activity.unit or '单位未提供'}）",
                en=f'"{process}" is per {listing.unit} and can not serve "{_called(activity)}" in {activity.unit}',
            ),
            Text(zh="请填写单重(kg)，或选择单位相符的过程。", en="Give the mass per unit, or choose another process."),
        )
    link = _link(acting, row, activity, listing)
    what = Text(
        zh=f"匹配“{_called(activity)}”（{len(ids)} 行）", en=f'Matched "{_called(activity)}" ({len(ids)} lines)'
    )
    save(acting, draft, revision, lambda body: _linked(body, dict.fromkeys(ids, link)), what=what)
    return len(ids)


def leave_missing(
    acting: Acting, draft: UUID, revision: int, line: str, *, same: bool = False, save: Saving = drafts.save
) -> int:
    """Record that there is no data for a line for now (暂缺): it is counted as missing, never as zero; how many."""
    require(acting, "edit", "study")
    activity, ids = _lines(drafts.get_draft(acting, draft), line, same=same)
    what = Text(
        zh=f"“{_called(activity)}”暂缺（{len(ids)} 行）", en=f'No data for "{_called(activity)}" ({len(ids)} lines)'
    )
    save(acting, draft, revision, lambda body: _put_gaps(body, [*gaps(body), *ids]), what=what)
    return len(ids)


def reconsider(acting: Acting, draft: UUID, revision: int, line: str, *, save: Saving = drafts.save) -> None:
    """Put a line back into the queue: one that was left without data, or that has a process of the background."""
    require(acting, "edit", "study")
    row = drafts.get_draft(acting, draft)
    activity = read_lines(row.body.get("activities", [])).get(line)
    if activity is None:
        raise NotFound

    def back(body: dict[str, Any]) -> None:
        for each in body.get("activities", []):
            if each.get("id") == line and (each.get("link") or {}).get("kind", "process") == "process":
                each.pop("link", None)
        _put_gaps(body, [id_ for id_ in gaps(body) if id_ != line])

    what = Text(zh=f"“{_called(activity)}”重新匹配", en=f'"{_called(activity)}" back into the queue')
    save(acting, draft, revision, back, what=what)


def accept_above(acting: Acting, draft: UUID, revision: int, threshold: float, *, save: Saving = drafts.save) -> int:
    """Link every waiting line whose best candidate alone reaches a threshold that the person has set; how many.

    Lines left without data stay so. Refuses Invalid for a threshold below 0.5 or above 1.
    """
    require(acting, "edit", "study")
    if not 0.5 <= threshold <= 1:
        raise Invalid(
            Text(zh="门槛应在 0.5 到 1 之间", en="The threshold must lie between 0.5 and 1"),
            Text(zh="1 表示名称完全一致且地域、年份相符。", en="1 means the same name, place and year."),
        )
    row = drafts.get_draft(acting, draft)
    left = set(gaps(row.body))
    lines = [line for line in row.body.get("activities", []) if line.get("id") not in left]
    links = accepted(acting, row.body, lines, threshold)
    if links:
        what = Text(
            zh=f"批量接受得分不低于 {threshold:g} 的匹配（{len(links)} 行）",
            en=f"Accepted matches of {threshold:g} and more ({len(links)} lines)",
        )
        save(acting, draft, revision, lambda body: _linked(body, links), what=what)
    return len(links)


def _lines(row: Draft, line: str, *, same: bool) -> tuple[Activity, list[str]]:
    """The line, and the ids of it and of the waiting lines of the same thing where these are meant too."""
    activities = read_lines(row.body.get("activities", []))
    found = activities.get(line)
    if found is None:
        raise NotFound
    if not same:
        return found, [line]
    left = set(gaps(row.body))
    open_ = (each for each in activities.values() if waits(each) and each.id not in left and each.id != line)
    return found, [line, *(each.id for each in open_ if thing(each) == thing(found))]


def _link(acting: Acting, row: Draft, activity: Activity, listing: Listing) -> dict[str, Any]:
    """The link with the score and reason of the proposal; a process from elsewhere was chosen by hand."""
    bare = {**activity.model_dump(mode="json", exclude_none=True), "parent": None}
    bare.pop("link", None)
    proposed: Sequence[Candidate] = ()
    for each in proposals(acting, row.body, [bare]):
        proposed = each.candidates
    for candidate in proposed:
        if (candidate.listing.database, candidate.listing.process) == (listing.database, listing.process):
            return link_to(candidate)
    made = {"kind": "process", "database": listing.database, "process": listing.process}
    return made | {"decided_by": "accepted", "reason": BY_HAND}


def _linked(body: dict[str, Any], links: Mapping[str, Mapping[str, Any]]) -> None:
    for line in body.get("activities", []):
        if line.get("id") in links:
            line["link"] = dict(links[line["id"]])
    if any(id_ in links for id_ in gaps(body)):
        _put_gaps(body, [id_ for id_ in gaps(body) if id_ not in links])


def _put_gaps(body: dict[str, Any], ids: Sequence[str]) -> None:
    work = {**body.get("work", {}), "gaps": list(dict.fromkeys(ids))}
    body["work"] = work


def _called(activity: Activity) -> str:
    return next(iter(activity.names.values()), activity.id)
