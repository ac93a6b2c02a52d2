"""The bill of materials as a tree, by levels or by parents; and the id of every line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tanji.formats.study.activities import Line
from tanji.formats.study.columns import named, plain
from tanji.formats.study.messages import row_text
from tanji.model.study import ActivityKind

_SUPPLIED = ("link", "recycled_link")


def give_ids(lines: Sequence[Line]) -> None:
    """The id of each line: as given, else its part number where no other line has it, else sheet and row.

    The same id twice, or one part number with two names, is a finding. Rows of one meter share theirs.
    """
    numbers = Counter(line.fields["part_no"] for line in lines if line.fields["part_no"])
    given = {text for line in lines if (text := line.row.text("id"))}
    seen: dict[str, Line] = {}
    for line in lines:
        number, own = line.fields["part_no"], line.row.text("id")
        alone = number is not None and numbers[number] == 1 and number not in given
        made = (
            number
            if number is not None and alone
            else _unused(f"{line.row.title}-{line.row.number_}", given | set(numbers))
        )
        line.id = own or made
        first = seen.setdefault(line.id, line)
        if own and first is not line and not (first.period and line.period and first.row.sheet == line.row.sheet):
            line.row.fail("IMP-050", "id", value=own, other=row_text(first.row.number_))
    _same_number_other_name([line for line in lines if line.row.sheet == "bom"])


def _unused(id_: str, taken: set[str]) -> str:
    return id_ if id_ not in taken else _unused(f"{id_}b", taken)


def _same_number_other_name(lines: Sequence[Line]) -> None:
    first: dict[str, Line] = {}
    for line in lines:
        number = line.fields["part_no"]
        if number is None:
            continue
        other = first.setdefault(number, line)
        if other is line or not line.name or not other.name:
            continue
        if plain(other.name) != plain(line.name):
            line.row.fail("IMP-050", "part_no", value=number, other=row_text(other.row.number_))


def plant(lines: Sequence[Line], product: Iterable[str]) -> None:
    """Give every line of the bill its parent; jumps, circles, unknown and doubtful parents are findings.

    product: what the product itself is called; it is no parent, its parts stand at the top.
    """
    named_so = {plain(text) for text in product if text}
    by_level = any(line.level is not None and line.level > 1 for line in lines)
    above = _by_level(lines) if by_level else {}
    index: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for key in {line.row.text("id"), line.fields["part_no"], line.id} - {None}:
            index[plain(str(key))].append(line)
    for line in lines:
        told = line.row.text("parent")
        expected = above.get(id(line))
        if told is None or (plain(told) in named_so and plain(told) not in index):
            line.parent = expected
        else:
            line.parent = _parent(
                line, told, index.get(plain(told), []), (expected, line.level is not None and by_level)
            )
        if line.parent is not None:
            line.parent.children.append(line)
    _find_circles(lines)
    for line in lines:
        _settle(line)


def _by_level(lines: Sequence[Line]) -> dict[int, Line]:
    """The parent of each line by its level: the line before it that is one level higher."""
    path: list[Line] = []
    above: dict[int, Line] = {}
    for line in lines:
        if line.level is None:
            if "level" not in line.row.bad and line.row.text("parent") is None:
                line.row.need("level")
            continue
        level = max(line.level, 1)
        if level > len(path) + 1:
            line.row.fail("IMP-053", "level", before=str(len(path)), value=str(line.level))
        path = path[: level - 1]
        if path:
            above[id(line)] = path[-1]
        path.append(line)
    return above


def _parent(line: Line, told: str, found: list[Line], by_level: tuple[Line | None, bool]) -> Line | None:
    expected, levelled = by_level
    if not found:
        line.row.fail("IMP-051", "parent", value=told)
        return None
    if levelled and line.level is not None:
        if expected is not None and expected in found:
            return expected
        shown = expected.id if expected is not None else "-"
        line.row.fail("IMP-054", "parent", value=told, other=shown)
        return None
    if len(found) > 1:
        rows = ", ".join(str(other.row.number_) for other in found)
        line.row.fail("IMP-055", "parent", value=told, rows=rows)
        return None
    return found[0]


def _find_circles(lines: Sequence[Line]) -> None:
    done: set[int] = set()
    for line in lines:
        path: list[Line] = []
        at: Line | None = line
        while at is not None and id(at) not in done:
            if at in path:
                circle = path[path.index(at) :]
                shown = " → ".join([member.id for member in circle] + [at.id])
                for member in circle:
                    member.row.fail("IMP-052", "parent", circle=shown)
                break
            path.append(at)
            at = at.parent
        done.update(id(member) for member in path)


def _settle(line: Line) -> None:
    """A line that holds others only holds them; one that is called an assembly should."""
    if line.children:
        for key in _SUPPLIED:
            if line.fields[key] is not None:
                line.row.fail("IMP-056", key if key in line.row.cells else "own_value")
        if line.kind not in {None, "assembly"}:
            line.row.say("IMP-093", "kind", kind=named("kind_bom", str(line.kind)))
        line.fields["kind"] = ActivityKind.assembly
    elif line.kind == "assembly":
        line.row.say("IMP-094", "kind")
