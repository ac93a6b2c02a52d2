"""An XML element taken apart. What is modelled is taken; the rest is left as JSON and comes out again.

The JSON of an element: `@name` an attribute, `#text` its text, other members its children by local name, a list where
there are several; an element with nothing but text is that text. Names of another namespace are `{namespace}local`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tanji.formats.xml import LANG, Element

Body = dict[str, Any]
Order = Mapping[str, Sequence[str]]

_NAME = re.compile(r"(\{[^{}\s]+\})?[A-Za-z_][A-Za-z0-9_.-]*")
_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DEPTH = 50


class Taken:
    """An element, with what has been taken of it."""

    __slots__ = ("_attributes", "_children", "_text", "element", "namespace")

    def __init__(self, element: Element, namespace: str) -> None:
        self.element, self.namespace = element, namespace
        self._attributes = dict(element.attributes)
        self._children: list[Taken | Element] = list(element.children)
        self._text: str | None = element.text + "".join(child.tail for child in element.children)

    def attribute(self, name: str) -> str | None:
        """Take an attribute: its value, or None."""
        return self._attributes.pop(LANG if name == "xml:lang" else name, None)

    def text(self) -> str:
        """Take the text."""
        text, self._text = self._text, None
        return text or ""

    def child(self, name: str) -> Taken | None:
        """The first child of a name; what is not taken of it stays."""
        for place, child in enumerate(self._children):
            if isinstance(child, Taken):
                if child.element.local == name and self._ours(child.element):
                    return child
            elif child.local == name and self._ours(child):
                found = Taken(child, self.namespace)
                self._children[place] = found
                return found
        return None

    def take(self, name: str) -> list[Taken]:
        """Take all children of a name, whole."""
        if not self._children:
            return []
        found = [child for child in self._children if not isinstance(child, Taken) and child.local == name]
        found = [child for child in found if self._ours(child)]
        if not found:
            return []
        gone = {id(child) for child in found}
        self._children = [child for child in self._children if id(child) not in gone]
        return [Taken(child, self.namespace) for child in found]

    def give(self, children: Sequence[Element]) -> None:
        """Give back children that turned out not to be what is modelled."""
        self._children += children

    def put_back(self, attributes: Mapping[str, str]) -> None:
        """Give back attributes that turned out not to be what is modelled."""
        self._attributes.update(attributes)

    def left(self) -> Any:
        """What nobody has taken, as JSON; an empty body where nothing is left."""
        body: Body = {_attribute(name): value for name, value in self._attributes.items()}
        for child in self._children:
            touched = isinstance(child, Taken)
            left = child.left() if isinstance(child, Taken) else plain(child, self.namespace)
            element = child.element if isinstance(child, Taken) else child
            if touched and left in ({}, ""):
                continue
            _add(body, _child(element, self.namespace), left)
        return _with_text(body, self._text)

    def _ours(self, element: Element) -> bool:
        return element.namespace in {self.namespace, ""}


def plain(element: Element, namespace: str) -> Any:
    """A whole element as JSON."""
    body: Body = {"@xml:lang" if name == LANG else f"@{name}": value for name, value in element.attributes.items()}
    text = element.text
    for child in element.children:
        _add(body, _child(child, namespace), plain(child, namespace))
        text += child.tail
    return _with_text(body, text)


def _with_text(body: Body, text: str | None) -> Any:
    if text and text.strip():
        return {**body, "#text": text} if body else text
    return body or ""


def _add(body: Body, name: str, value: Any) -> None:
    if name not in body:
        body[name] = value
    elif isinstance(body[name], list):
        body[name].append(value)
    else:
        body[name] = [body[name], value]


def _attribute(name: str) -> str:
    return "@xml:lang" if name == LANG else f"@{name}"


def _child(element: Element, namespace: str) -> str:
    return element.local if element.namespace in {namespace, ""} else element.name


def merged(made: Any, left: Any) -> Any:
    """A body that we make, with what was left: members of both are merged, and what was left wins.

    >>> merged({"@a": "1", "b": [{"@c": "2"}]}, {"@a": "0", "b": "x", "d": "y"})
    {'@a': '0', 'b': [{'@c': '2'}, 'x'], 'd': 'y'}
    """
    if isinstance(made, list):
        return [*made, *(left if isinstance(left, list) else [left])]
    if isinstance(made, str) and isinstance(left, Mapping):
        made = {"#text": made}
    if isinstance(made, Mapping) and isinstance(left, Mapping):
        body = dict(made)
        for name, value in left.items():
            body[name] = merged(body[name], value) if name in body else value
        return body
    if isinstance(made, Mapping) and isinstance(left, str):
        return {**made, "#text": left} if left else dict(made)
    return left


def element(name: str, body: Any, namespace: str, order: Order, *, depth: int = 0) -> Element:
    """The element that a body describes; children in the order of the schema, unknown ones last.

    What XML has no way to hold (a name with spaces, a control character, deeper than 50) is left out or becomes U+FFFD.
    """
    made = Element(name if name.startswith("{") else f"{{{namespace}}}{name}")
    if not isinstance(body, Mapping):
        made.text = _sound(body)
        return made
    known = {child: place for place, child in enumerate(order.get(name, ()))}
    for member in sorted(body, key=lambda member: known.get(member, len(known))):
        value = body[member]
        if member == "#text":
            made.text = _sound(value)
        elif member.startswith("@"):
            attribute = LANG if member == "@xml:lang" else member[1:]
            if _NAME.fullmatch(attribute) and value is not None:
                made.attributes[attribute] = _sound(value)
        elif _NAME.fullmatch(member) and depth < _DEPTH:
            values = value if isinstance(value, list | tuple) else [value]
            made.children += [
                element(member, item, namespace, order, depth=depth + 1) for item in values if item is not None
            ]
    return made


def _sound(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNTOLD.sub("\ufffd", value if isinstance(value, str) else str(value))
