"""A condition in CEL as a tree, for saying it in words; what rules use of the language, nothing more.

Conditions are evaluated by the engine alone (`expression`); this tree is only read aloud. What it does not know it
keeps as it is written. Source of the language: github.com/google/cel-spec, doc/langdef.md (grammar, precedence).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.\d+(?:[eE][+-]?\d+)?|\d+)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]]))"""
)
_LEVELS = (("||",), ("&&",), ("==", "!=", "<=", ">=", "<", ">", "in"), ("+", "-"), ("*", "/", "%"))


class Unreadable(ValueError):
    """Text that the tree has no place for; it is then shown as it is written."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text in quotes, true or false."""

    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A chain of names from a root or a bound variable."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function or method with what it is called on; `[…]` is called `index`, a list `list`."""

    name: str
    target: Node | None
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and the sign between them."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Unary:
    """`!` or `-` before something."""

    sign: str
    of: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? one : other`."""

    condition: Node
    one: Node
    other: Node


Node = Literal | Member | Call | Binary | Unary | Choice


def parsed(text: str) -> Node:
    """The tree of a condition. Raises Unreadable where it is more than this grammar."""
    reader = _Reader(_tokens(text))
    found = reader.whole()
    if reader.at < len(reader.tokens):
        raise Unreadable(text)
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = list[tuple[str, str]](), 0
    text = text.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unreadable(text)
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        self._depth += 1
        if self._depth > 60:
            raise Unreadable("nested too deep")
        found = self._level(0)
        if self._take("?"):
            one = self.whole()
            self._must(":")
            found = Choice(found, one, self.whole())
        self._depth -= 1
        return found

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        found = self._level(level + 1)
        while (sign := self._next()) in _LEVELS[level]:
            self.at += 1
            found = Binary(sign, found, self._level(level + 1))
        return found

    def _unary(self) -> Node:
        for sign in ("!", "-"):
            if self._take(sign):
                return Unary(sign, self._unary())
        return self._postfix(self._primary())

    def _postfix(self, found: Node) -> Node:
        while True:
            if self._take("."):
                name = self._name()
                if self._take("("):
                    found = Call(name, found, self._arguments(")"))
                elif isinstance(found, Member):
                    found = Member((*found.parts, name))
                else:
                    raise Unreadable(name)
            elif self._take("["):
                found = Call("index", found, self._arguments("]"))
            else:
                return found

    def _primary(self) -> Node:
        if self._take("("):
            found = self.whole()
            self._must(")")
            return found
        if self._take("["):
            return Call("list", None, self._arguments("]"))
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        self.at += 1
        if kind in {"number", "string"} or text in {"true", "false", "null"}:
            return Literal(text)
        if kind != "name":
            raise Unreadable(text)
        return Call(text, None, self._arguments(")")) if self._take("(") else Member((text,))

    def _arguments(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._take(end):
            found.append(self.whole())
            if self._next() != end:
                self._must(",")
        return tuple(found)

    def _name(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind != "name":
            raise Unreadable(text)
        self.at += 1
        return text

    def _next(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] != "string" else ""

    def _take(self, sign: str) -> bool:
        if self._next() == sign:
            self.at += 1
            return True
        return False

    def _must(self, sign: str) -> None:
        if not self._take(sign):
            raise Unreadable(sign)
