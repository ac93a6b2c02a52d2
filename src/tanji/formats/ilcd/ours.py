"""Members of our documents that ILCD has no place for: JSON in an element `tanji:document` of the data set's
`common:other`, read back by `restore`. Never the status: whether a figure was compared with its source is not for a
file to say.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tanji.formats.ilcd.fields import items
from tanji.formats.ilcd.kinds import Body, uuid_of
from tanji.formats.ilcd.rest import KEY

_ELEMENT = "tanji:document"
_NEVER = {"status"}


def take(body: Body) -> tuple[Body | None, Body]:
    """What our own writer put into a data set, and the data set without it."""
    other = body.get("common:other")
    for place, item in enumerate(items(other)):
        if not isinstance(item, dict) or not isinstance(item.get(_ELEMENT), str):
            continue
        try:
            found = msgspec.json.decode(item[_ELEMENT])
        except (msgspec.MsgspecError, RecursionError):
            continue
        if isinstance(found, dict):
            rest = [*items(other)[:place], *items(other)[place + 1 :]]
            without = {key: value for key, value in body.items() if key != "common:other"}
            if rest:
                without["common:other"] = rest if len(rest) > 1 else rest[0]
            return found, without
    return None, body


def put(body: Body, found: Body) -> Body:
    """A data set with what it has no place for."""
    words = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    others = [*items(body.get("common:other")), {_ELEMENT: words}]
    return body | {"common:other": others if len(others) > 1 else others[0]}


def differences(document: Body, back: Body) -> Body:
    """What `back`, the same document read from its data set, says otherwise: by member, and by line."""
    found: Body = {}
    for member, value in document.items():
        if member in _NEVER or member == "extra":
            continue
        if member == "exchanges":
            lines = zip(value, back[member], strict=True)
            each = {str(place): kept for place, (line, read) in enumerate(lines) if (kept := differences(line, read))}
            if each:
                found[member] = each
        elif back.get(member) != value:
            found[member] = value
    return found | _extra(document.get("extra") or {}, back.get("extra") or {})


def _extra(ours: Body, back: Body) -> Body:
    foreign = {key: value for key, value in ours.items() if key != KEY}
    found: Body = {"extra": foreign} if foreign else {}
    if ours.get(KEY) != back.get(KEY):
        found["rest"] = ours.get(KEY)
    return found


def restore(document: Body, found: Body | None, members: set[str]) -> Body:
    """A document with the members that our writer kept. An id only where the data set's UUID was made of it."""
    if not found:
        return document
    extra = dict(document.get("extra") or {})
    if isinstance(found.get("extra"), dict):
        extra |= {key: value for key, value in found["extra"].items() if key != KEY}
    if "rest" in found:
        extra.pop(KEY, None)
        if isinstance(found["rest"], dict):
            extra[KEY] = found["rest"]
    kept: dict[str, Any] = {
        member: value
        for member, value in found.items()
        if member in members
        and member not in _NEVER
        and member not in {"extra", "exchanges", "id"}
        and (member not in {"names", "title"} or _is_names(value))
    }
    identity = found.get("id")
    if isinstance(identity, str) and (uuid_of(identity) == document["id"] or "flow_name" in document):
        kept["id"] = identity
    made = document | kept
    if "extra" in members:
        made["extra"] = extra if extra or document.get("extra") is not None else None
    lines = found.get("exchanges")
    if isinstance(lines, dict):
        made["exchanges"] = [
            restore(line, lines.get(str(place)) if isinstance(lines.get(str(place)), dict) else None, _line_members())
            for place, line in enumerate(made.get("exchanges", []))
        ]
    return made


def _is_names(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(words, str) for words in value.values())


def _line_members() -> set[str]:
    from tanji.model.process import Exchange

    return set(Exchange.model_fields)
