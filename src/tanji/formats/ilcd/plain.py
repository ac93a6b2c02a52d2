"""An XML tree as a plain tree and back: `@name` for attributes, `#text` for text beside them, lists for siblings.

Prefixes are those of `prefixes.csv`, then those that the file declares; the data set's own namespace has none. Empty
attributes and elements say nothing and are left out. Where siblings of several names are mixed, or stand among text,
their order is kept under `#children`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.ilcd.kinds import Body, Kind, order, prefixes
from tanji.formats.olca.judge import Faulty
from tanji.formats.xml import Element

_DEPTH = 50
_BLANK = " \t\r\n"


class UnknownPrefix(Refusal):
    """A name of a plain tree whose prefix stands for no known namespace."""

    code = "ILC-003"


def plain(root: Element) -> Body:
    """The plain tree of a data set's root element, without the root's own name."""
    spoken = _spoken(root)
    found = _plain(root, _Keys(spoken, "{}", ""), _Keys(spoken, "", "@"))
    body: Body = found if isinstance(found, dict) else {"#text": found} if found else {}
    known = set(prefixes().values())
    if not set(spoken) - known - {root.namespace}:
        return body
    used = {name[1:].rpartition("}")[0] for each in root.walk() for name in (each.name, *each.attributes)}
    declared = {
        f"@xmlns:{prefix[:-1]}": uri
        for uri, prefix in spoken.items()
        if prefix[-1:] == ":" and uri in used and uri not in known
    }
    return {**declared, **body}


def _spoken(root: Element) -> dict[str, str]:
    """Namespace to `prefix:`; a namespace without a prefix of its own is written out as `{namespace}`."""
    spoken = {uri: f"{prefix}:" for prefix, uri in prefixes().items()}
    spoken[root.namespace] = ""
    taken = set(spoken.values())
    for element in root.walk():
        for prefix, uri in element.prefixes.items():
            if uri and uri not in spoken and prefix and f"{prefix}:" not in taken:
                spoken[uri] = f"{prefix}:"
                taken.add(f"{prefix}:")
    return spoken


class _Keys(dict[str, str]):
    """Qualified names as the keys of a plain tree."""

    def __init__(self, spoken: Mapping[str, str], bare: str, mark: str) -> None:
        super().__init__()
        self._spoken, self._bare, self._mark = spoken, bare, mark

    def __missing__(self, name: str) -> str:
        uri, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
        prefix = self._spoken.get(uri, f"{{{uri}}}") if uri else self._bare
        self[name] = f"{self._mark}{prefix}{local}"
        return self[name]


def _plain(element: Element, keys: _Keys, marked: _Keys) -> Any:
    body: Body = {marked[name]: stated for name, value in element.attributes.items() if (stated := value.strip(_BLANK))}
    text = element.words
    if not element.children:
        if body and text:
            body["#text"] = text
        return body or text
    named = [(keys[child.name], _plain(child, keys, marked), child.tail.strip(_BLANK)) for child in element.children]
    runs = [key for key, _ in groupby(key for key, _, _ in named)]
    if text or len(runs) > len(set(runs)) or any(tail for _, _, tail in named):
        mixed = [text, *(part for key, value, tail in named for part in ([key, value], tail))]
        body["#children"] = [part for part in mixed if part]
        return body
    for key, group in groupby(named, key=lambda item: item[0]):
        values = [value for _, value, _ in group if not empty(value)]
        if values:
            body[key] = values if len(values) > 1 else values[0]
    return body


def empty(value: Any) -> bool:
    """Whether a part of a plain tree says nothing: no text, nothing in it, a language without words."""
    return value in (None, "", {}, []) or (isinstance(value, dict) and set(value) == {"@xml:lang"})


def tidy(value: Any, depth: int = 0) -> Any:
    """A plain tree that came as JSON, as `plain` would give it: texts only, nothing empty, no list of one or in a list.

    Faulty: nested too deeply.
    """
    if depth > _DEPTH:
        raise Faulty("ILC-101", Text(zh=f"嵌套超过 {_DEPTH} 层", en=f"It is nested more than {_DEPTH} deep"))
    if isinstance(value, dict):
        known = prefixes()
        made = {
            key: tidy(inner, depth + 1) if key != "#children" else _tidy_mixed(inner, depth + 1)
            for key, inner in value.items()
            if not (key == "@xmlns" or (key.startswith("@xmlns:") and known.get(key[7:]) == inner))
        }
        kept = {key: inner for key, inner in made.items() if not empty(inner)}
        return kept.get("#text") if set(kept) == {"#text"} else kept
    if isinstance(value, list):
        items = []
        for item in value:
            made = tidy(item, depth + 1)
            items += made if isinstance(made, list) else [] if empty(made) else [made]
        return items[0] if len(items) == 1 else items
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return value.strip(_BLANK) if isinstance(value, str) else value


def _tidy_mixed(parts: Any, depth: int) -> list[Any]:
    """Texts and elements in their order; what is neither is left out."""
    made: list[Any] = []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, str):
            made.append(part)
        elif isinstance(part, list) and len(part) == 2 and isinstance(part[0], str):
            made.append([part[0], tidy(part[1], depth)])
    return made


def element(kind: Kind, body: Body) -> Element:
    """The root element of a data set. Refuses UnknownPrefix."""
    declared = {key[7:]: str(uri) for key, uri in body.items() if key.startswith("@xmlns:")}
    spoken = {**declared, **prefixes(), "": kind.namespace}
    made = _element(kind.root, body, spoken)
    made.prefixes = {prefix: uri for prefix, uri in spoken.items() if uri != kind.namespace}
    return made


def _element(key: str, value: Any, spoken: Mapping[str, str]) -> Element:
    made = Element(_name(key, spoken, spoken[""]))
    if not isinstance(value, dict):
        made.text = _text(value)
        return made
    children: list[tuple[int, Element]] = []
    for name, inner in value.items():
        if name.startswith("@"):
            if not name.startswith("@xmlns"):
                made.attributes[_name(name[1:], spoken, "")] = _text(inner)
        elif name == "#text":
            made.text = _text(inner)
        elif name == "#children":
            _mixed(made, inner, spoken)
        else:
            rank = order().get((key, name), 1000)
            items = inner if isinstance(inner, list) else [inner]
            children += [(rank, _element(name, item, spoken)) for item in items]
    made.children += [child for _, child in sorted(children, key=lambda pair: pair[0])]
    return made


def _mixed(made: Element, parts: Any, spoken: Mapping[str, str]) -> None:
    for part in parts:
        if isinstance(part, str):
            if made.children:
                made.children[-1].tail = part
            else:
                made.text = part
        else:
            made.children.append(_element(part[0], part[1], spoken))


def _name(key: str, spoken: Mapping[str, str], default: str) -> str:
    if key.startswith("{"):
        return key.removeprefix("{}")
    prefix, colon, local = key.partition(":")
    if not colon:
        return f"{{{default}}}{key}" if default else key
    if prefix not in spoken:
        raise UnknownPrefix(
            Text(zh=f"“{key[:60]}”的前缀没有对应的命名空间", en=f'The prefix of "{key[:60]}" stands for no namespace'),
            Text(zh="请在数据集中声明该前缀。", en="Declare the prefix in the data set."),
        )
    return f"{{{spoken[prefix]}}}{local}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
