"""Where on the pages of a study something is given: the address of a line's form, or of goal and scope."""

from __future__ import annotations

import re
from typing import Final

from django.urls import reverse

from tanji.registry.studies import Draft
from tanji.web.practitioner.study.cards import place

_NUMBERED: Final = re.compile(r"activities\[(\d+)\]")


def of_member(draft: Draft, member: str) -> str:
    """The page of a member of the study, such as `activities[3].amount` or `unit.amount`."""
    activities = draft.body.get("activities", [])
    numbered = _NUMBERED.match(member)
    if numbered and int(numbered[1]) < len(activities):
        return of_line(draft, str(activities[int(numbered[1])].get("id", "")))
    return reverse("study_data" if member == "activities" else "study_rules", args=[draft.id])


def of_line(draft: Draft, line: str) -> str:
    """The page of a line by its id; the cards where there is none (any more)."""
    name = line.removesuffix(":recycled")
    found = next((each for each in draft.body.get("activities", []) if each.get("id") == name), None)
    if found is None:
        return reverse("study_data", args=[draft.id])
    card = place(found.get("stage", ""), found.get("kind", ""))
    return reverse("study_line", args=[draft.id, card, name])
