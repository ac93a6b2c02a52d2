"""What an import changes in a draft: lines added, changed, removed; what the file does not speak of stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from tanji.formats.study.columns import plain
from tanji.model.study import Activity

Line = dict[str, Any]
BILL: Final = frozenset({"assembly", "material", "packaging", "service"})
"""Kinds of lines that a bill holds."""
_SPEAKS: Final[Mapping[str, tuple[str, ...]]] = {
    "name_zh": ("names",),
    "name_en": ("names",),
    "level": ("parent",),
    "unit": ("unit", "quantity_kind"),
    "own_value": ("link",),
    "data_type": ("data",),
    "publisher": ("data",),
    "document": ("data",),
    "source_year": ("data",),
    "source_place": ("data",),
}
"""The members of a line that a column speaks of, where they are not called as the column."""
_ALWAYS: Final = ("id", "names", "kind", "stage", "place")
_ASK_AGAIN: Final = ("names", "material", "unit", "unit_mass_kg")
"""Where one of these changes, the background process that was chosen before is chosen anew."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A line before and after."""

    before: Line
    after: Line

    @property
    def members(self) -> tuple[str, ...]:
        """The members that differ, without the place in the file."""
        keys = dict.fromkeys((*self.before, *self.after))
        return tuple(key for key in keys if key != "place" and self.before.get(key) != self.after.get(key))


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import does to the lines of a draft."""

    added: tuple[Line, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Line, ...]
    same: int
    lines: tuple[Line, ...]
    """All lines of the draft afterwards."""


def line_of(activity: Activity) -> Line:
    """An activity in the form in which a draft keeps it: without what is not given."""
    body = activity.model_dump(mode="json", exclude_none=True)
    empty = {"aircraft": False, "evidence": [], "readings": []}
    return {key: value for key, value in body.items() if key not in empty or value != empty[key]}


def difference(
    there: Sequence[Line],
    activities: Sequence[Activity],
    *,
    columns: frozenset[str],
    part: bool,
    failed: frozenset[str],
) -> Difference:
    """What the lines of a file do to those of a draft.

    columns: our columns that the file has; of others it says nothing, and what a line has of them stays.
    part: the file holds some rows alone, so nothing is removed.
    failed: ids of rows that could not be read: their lines stay as they are.
    """
    pairs = _pairs(there, activities)
    renamed = {activity.id: pairs[activity.id]["id"] for activity in activities if activity.id in pairs}
    spoken = _spoken(columns)
    made: dict[str, Line] = {}
    for activity in activities:
        fresh = line_of(activity)
        fresh["id"] = renamed.get(activity.id, activity.id)
        if "parent" in fresh:
            fresh["parent"] = renamed.get(fresh["parent"], fresh["parent"])
        before = pairs.get(activity.id)
        made[fresh["id"]] = fresh if before is None else _merged(before, fresh, spoken)
    kept = {line["id"] for line in there}
    removed = [] if part else [line for line in there if _gone(line, made, failed)]
    gone = {line["id"] for line in removed}
    lines = [made.get(line["id"], line) for line in there if line["id"] not in gone]
    lines += [line for id_, line in made.items() if id_ not in kept]
    lines = _settled(lines)
    after = {line["id"]: line for line in lines}
    before_ = [line for line in there if line["id"] in made]
    changed = [Changed(line, after[line["id"]]) for line in before_]
    really = tuple(each for each in changed if each.members)
    return Difference(
        added=tuple(after[id_] for id_ in made if id_ not in kept),
        changed=really,
        removed=tuple(removed),
        same=len(changed) - len(really),
        lines=tuple(lines),
    )


def _pairs(there: Sequence[Line], activities: Sequence[Activity]) -> dict[str, Line]:
    """The line that an activity is already: of the same id, else of the same part number where both have it once."""
    by_id = {line["id"]: line for line in there}
    pairs = {activity.id: by_id[activity.id] for activity in activities if activity.id in by_id}
    taken = {line["id"] for line in pairs.values()}
    old = Counter(plain(line["part_no"]) for line in there if line.get("part_no"))
    new = Counter(plain(activity.part_no) for activity in activities if activity.part_no)
    by_number = {plain(line["part_no"]): line for line in there if line.get("part_no") and line["id"] not in taken}
    for activity in activities:
        number = plain(activity.part_no or "")
        if activity.id not in pairs and number in by_number and old[number] == new[number] == 1:
            pairs[activity.id] = by_number[number]
    return pairs


def _spoken(columns: frozenset[str]) -> frozenset[str]:
    return frozenset(
        {*_ALWAYS, *(member for column in columns for member in _SPEAKS.get(column, (column,)))} - {"own_value"}
    )


def _merged(before: Line, fresh: Line, spoken: frozenset[str]) -> Line:
    """The line with what the file says of it; a choice that was made for another thing is not kept."""
    made = {key: deepcopy(value) for key, value in before.items() if key not in spoken}
    made |= {key: value for key, value in fresh.items() if key in spoken}
    if any(made.get(key) != before.get(key) for key in _ASK_AGAIN) and "link" not in spoken:
        made.pop("link", None)
    return made


def _gone(line: Line, made: Mapping[str, Line], failed: frozenset[str]) -> bool:
    """Whether a line came from a bill before and does not stand in this one any more."""
    of_bill = line.get("kind") in BILL and bool((line.get("place") or {}).get("file"))
    return of_bill and line["id"] not in made and line["id"] not in failed


def _settled(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold others only hold them; a parent that is gone is none."""
    ids = {line["id"] for line in lines}
    parents = {line.get("parent") for line in lines}
    made = []
    for line in lines:
        new = dict(line)
        if new.get("parent") is not None and new["parent"] not in ids:
            new.pop("parent")
        if new["id"] in parents and new.get("kind") in BILL:
            new["kind"] = "assembly"
        made.append(new)
    return made
