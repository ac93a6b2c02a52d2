"""Which drafts of an organisation take processes of a database: what a new release would concern."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.catalog.models import Draft


@dataclass(frozen=True, slots=True)
class Touched:
    """A draft with the processes of the database that it takes, by activity."""

    draft: Draft
    uses: tuple[tuple[str, str], ...]
    """(name of the activity, id of the process)."""


def touched(acting: Acting, database: str, processes: Collection[str] | None = None) -> tuple[Touched, ...]:
    """The drafts that take any of the processes of a database (all of them where None), the last changed first."""
    require(acting, "view", "database")
    rows = Draft.objects.filter(organisation=acting.organisation, archived=None).select_related("product")
    found = []
    for row in rows.order_by("-changed"):
        uses = tuple(use for use in _uses(row.body, database) if processes is None or use[1] in processes)
        if uses:
            found.append(Touched(row, uses))
    return tuple(found)


def _uses(body: dict[str, Any], database: str) -> Iterator[tuple[str, str]]:
    activities = body.get("activities")
    for activity in activities if isinstance(activities, list) else []:
        if not isinstance(activity, dict):
            continue
        for member in ("link", "recycled_link"):
            link = activity.get(member)
            if isinstance(link, dict) and link.get("database") == database and isinstance(link.get("process"), str):
                yield _name(activity), link["process"]


def _name(activity: dict[str, Any]) -> str:
    names = activity.get("names")
    given = [each for each in names.values() if isinstance(each, str)] if isinstance(names, dict) else []
    return next(iter(given), str(activity.get("id", "")))
