"""The syntax tree of a CEL expression, read from its checked form, and the members of the facts that it reads.

The form is the protocol-buffer message `cel.expr.CheckedExpr`; the few fields that matter here are decoded by hand.
Source: github.com/google/cel-spec, proto/cel/expr/syntax.proto and checked.proto (field numbers).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

WIRE_VARINT, WIRE_FIXED64, WIRE_BYTES, WIRE_FIXED32 = 0, 1, 2, 5
IDENT, SELECT, CALL, LIST, STRUCT, COMPREHENSION = 4, 5, 6, 7, 8, 9


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of members: a root, then names; `*` stands for the elements of a list or the values of a map."""

    parts: tuple[str, ...]
    tested: bool = False
    """Only asked for with `has(…)`, so it may be missing."""

    def __str__(self) -> str:
        return ".".join(self.parts)


def checked_expression(packed: bytes) -> bytes:
    """The checked form inside the `google.protobuf.Any` that the engine writes."""
    return _field(_message(packed), 2)


def paths(checked: bytes) -> tuple[Path, ...]:
    """Every chain of members that an expression reads, the longest of each chain, in the order of reading."""
    expression = _field(_message(checked), 4)
    found: list[Path] = []
    _walk(expression, {}, found)
    return tuple(dict.fromkeys(found))


def _walk(raw: bytes, bound: dict[str, tuple[str, ...]], found: list[Path]) -> tuple[str, ...] | None:
    """Note what an expression reads; its own chain, where it is one."""
    node = _message(raw)
    for kind, body in node:
        if kind == IDENT:
            return _identifier(_text(_message(body), 1), bound, found)
        if kind == SELECT:
            return _select(_message(body), bound, found)
        if kind == CALL:
            return _call(_message(body), bound, found)
        if kind == COMPREHENSION:
            return _comprehension(_message(body), bound, found)
        if kind in {LIST, STRUCT}:
            for _, part in _parts(_message(body)):
                _walk(part, bound, found)
    return None


def _identifier(name: str, bound: dict[str, tuple[str, ...]], found: list[Path]) -> tuple[str, ...] | None:
    if name in bound:
        return bound[name] or None
    found.append(Path((name,)))
    return (name,)


def _select(
    node: list[tuple[int, bytes]], bound: dict[str, tuple[str, ...]], found: list[Path]
) -> tuple[str, ...] | None:
    before = len(found)
    chain = _walk(_field(node, 1), bound, found)
    if chain is None:
        return None
    if len(found) > before and found[-1].parts == chain:
        found.pop()
    longer = (*chain, _text(node, 2))
    found.append(Path(longer, tested=any(number == 3 for number, _ in node)))
    return longer


def _call(
    node: list[tuple[int, bytes]], bound: dict[str, tuple[str, ...]], found: list[Path]
) -> tuple[str, ...] | None:
    name = _text(node, 2)
    targets = [_walk(body, bound, found) for number, body in node if number == 1]
    arguments = [_walk(body, bound, found) for number, body in node if number == 3]
    if name == "_[_]" and arguments and arguments[0]:
        return (*arguments[0], "*")
    del targets
    return None


def _comprehension(
    node: list[tuple[int, bytes]], bound: dict[str, tuple[str, ...]], found: list[Path]
) -> tuple[str, ...] | None:
    over = _walk(_field(node, 2), bound, found)
    inner = dict(bound)
    inner[_text(node, 1)] = (*over, "*") if over else ()
    inner[_text(node, 3)] = ()
    for number in (4, 5, 6, 7):
        _walk(_field(node, number), inner, found)
    return None


def _parts(node: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """The element expressions of a list, or the values of a map."""
    for number, body in node:
        if number == 1:
            yield number, body
        elif number == 2:
            entry = _message(body)
            yield from ((4, value) for n, value in entry if n == 4)


def _message(raw: bytes) -> list[tuple[int, bytes]]:
    """The length-delimited fields of a message with their numbers; numbers themselves as empty bytes."""
    fields: list[tuple[int, bytes]] = []
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        number, wire = key >> 3, key & 7
        if wire == WIRE_VARINT:
            _, at = _varint(raw, at)
            fields.append((number, b""))
        elif wire == WIRE_BYTES:
            size, at = _varint(raw, at)
            fields.append((number, raw[at : at + size]))
            at += size
        else:
            at += {WIRE_FIXED64: 8, WIRE_FIXED32: 4}[wire]
    return fields


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = raw[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def _field(node: list[tuple[int, bytes]], number: int) -> bytes:
    return next((body for n, body in node if n == number), b"")


def _text(node: list[tuple[int, bytes]], number: int) -> str:
    return _field(node, number).decode()
