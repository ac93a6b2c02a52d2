"""The plain tree of an XML file: the quick way where the file is as nearly all are, else by `xml.tree` and `plain`.

Both give the same. The quick way leaves everything that is large, odd or wrong to the other: another encoding than
UTF-8, a DOCTYPE, a namespace that is not known, text among elements, siblings of several names mixed, an error.
"""

from __future__ import annotations

from typing import Any, Final
from xml.etree import ElementTree as ET

from tanji.formats import xml
from tanji.formats.ilcd.kinds import Body, prefixes
from tanji.formats.ilcd.plain import plain

_BLANK: Final = " \t\r\n"
_LANGUAGE: Final = "@xml:lang"
_LIMITS: Final = xml.Limits()


class _Odd(Exception):
    """Something that the quick way leaves to the other."""


class _Keys(dict[str, str]):
    """Qualified names as the keys of a plain tree."""

    def __init__(self, own: str, bare: str, mark: str) -> None:
        super().__init__()
        self._spoken = {uri: f"{prefix}:" for prefix, uri in prefixes().items()} | {own: ""}
        self._bare, self._mark = bare, mark

    def __missing__(self, name: str) -> str:
        if name[:1] != "{":
            made = f"{self._mark}{self._bare}{name}"
        else:
            uri, _, local = name[1:].rpartition("}")
            prefix = self._spoken.get(uri)
            if prefix is None:
                raise _Odd
            made = f"{self._mark}{prefix}{local}"
        self[name] = made
        return made


class Names:
    """The keys of elements and attributes, by the namespace of the root; kept from one file to the next."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[_Keys, _Keys]] = {}

    def of(self, own: str) -> tuple[_Keys, _Keys]:
        """Keys of elements and of attributes where the root is in a namespace."""
        if own not in self._kept:
            self._kept[own] = (_Keys(own, "{}", ""), _Keys(own, "", "@"))
        return self._kept[own]


_NAMES: Final = Names()


def root_of(data: bytes) -> ET.Element | None:
    """The root element of a file that the quick way may read; None where the other has to."""
    if len(data) > _LIMITS.value or b"<!DOCTYPE" in data or b"<!ENTITY" in data or xml.encoding(data) != "utf-8":
        return None
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - no DOCTYPE, hence no entities, and 1 MiB at most
    try:
        parser.feed(data)
        return parser.close()
    except (ET.ParseError, ValueError):
        return None


def plain_tree(data: bytes, name: str, *, root: ET.Element | None = None, path: tuple[str, ...] = ()) -> Body:
    """The plain tree of a data set, without the root's own name; of the elements on a path alone, where it is given.

    root: what `root_of` gave of the same bytes. Refuses as `xml.tree` does.
    """
    root = root_of(data) if root is None else root
    if root is not None:
        try:
            return _body(root, path)
        except _Odd:
            pass
    return plain(xml.tree(data, name))


def _body(root: ET.Element, path: tuple[str, ...]) -> Body:
    own = root.tag[1:].rpartition("}")[0] if root.tag[:1] == "{" else ""
    keys, marked = _NAMES.of(own)
    if path:
        root = _only(root, path)
    found = _plain(root, keys, marked, 1)
    return found if isinstance(found, dict) else {"#text": found} if found else {}


def _only(root: ET.Element, names: tuple[str, ...]) -> ET.Element:
    """A root with those of its children alone that have one of the names."""
    made = ET.Element(root.tag, root.attrib)
    made.extend(child for child in root if child.tag.rpartition("}")[2] in names)
    return made


def _plain(element: ET.Element, keys: _Keys, marked: _Keys, depth: int) -> Any:
    if not len(element):
        return _leaf(element, marked)
    if depth >= _LIMITS.depth:
        raise _Odd
    attributes, text = element.items(), element.text
    if len(attributes) > _LIMITS.attributes or (text and text.strip(_BLANK)):
        raise _Odd
    body: Body = {marked[name]: words for name, value in attributes if (words := value.strip(_BLANK))}
    last, several, seen = "", False, set[str]()
    for child in element:
        key, tail = keys[child.tag], child.tail
        if (tail and tail.strip(_BLANK)) or (key != last and key in seen):
            raise _Odd
        if key != last:
            seen.add(key)
            last, several = key, False
        value = _plain(child, keys, marked, depth + 1)
        if _says_nothing(value):
            continue
        if several:
            body[key].append(value)
        elif key in body:
            body[key], several = [body[key], value], True
        else:
            body[key] = value
    return body


def _says_nothing(value: Any) -> bool:
    """Whether a value is empty, or a language without words."""
    return not value or (len(value) == 1 and value.__class__ is dict and _LANGUAGE in value)


def _leaf(element: ET.Element, marked: _Keys) -> Any:
    """An element without elements: its text, or its attributes with its text beside them."""
    attributes, text = element.items(), element.text
    if text:
        text = text.strip(_BLANK)
    if not attributes:
        return text or ""
    if len(attributes) > _LIMITS.attributes:
        raise _Odd
    body: Body = {marked[name]: words for name, value in attributes if (words := value.strip(_BLANK))}
    if body and text:
        body["#text"] = text
    return body or text or ""
