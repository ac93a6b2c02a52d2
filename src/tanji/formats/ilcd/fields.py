"""Texts in languages, numbers and references of a plain tree, read and made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from typing import Any

from tanji.errors import Text
from tanji.formats.ilcd.kinds import Body, by_type, uuid_of
from tanji.formats.ilcd.plain import empty
from tanji.formats.olca.judge import Faulty

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PARTS = (
    "baseName",
    "treatmentStandardsRoutes",
    "mixAndLocationTypes",
    "flowProperties",
    "functionalUnitFlowProperties",
)
_LONG = 2000
_ONCE = frozenset(
    [
        "dataSetInformation",
        "quantitativeReference",
        "time",
        "geography",
        "technology",
        "mathematicalRelations",
        "LCIMethodAndAllocation",
        "dataSourcesTreatmentAndRepresentativeness",
        "LCIMethod",
        "impactModel",
        "publicationAndOwnership",
    ]
)


def at(body: Any, *path: str) -> Any:
    """What stands at the end of a path of names, through the first of several; None where the path leads nowhere."""
    for key in path:
        if isinstance(body, list):
            body = body[0] if body else None
        body = body.get(key) if isinstance(body, dict) else None
    return body


def checked_once(body: Body) -> None:
    """Refuse a data set with several of a section that there can be one of. Faulty."""
    sections = [(name, section) for name, section in body.items() if name != "common:other"]
    for section in body.values():
        sections += [pair for pair in section.items() if pair[0] in _ONCE] if isinstance(section, dict) else []
    for name, section in sections:
        if isinstance(section, list):
            message = Text(zh=f"{name} 出现了 {len(section)} 次", en=f"{name} stands there {len(section)} times")
            raise Faulty("ILC-105", message, member=name)


def items(value: Any) -> list[Any]:
    """The siblings of a name: none, one or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """The words of an element, of the first where there are several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("#text", "")
    return value if isinstance(value, str) else ""


def texts(value: Any) -> dict[str, str]:
    """The words of an element by language (English where none is stated); the first of each language."""
    found: dict[str, str] = {}
    for item in items(value):
        language = item.get("@xml:lang", "en") if isinstance(item, dict) else "en"
        words = text(item)
        if words and isinstance(language, str):
            found.setdefault(language.partition("-")[0].lower() or "en", words)
    return found


def picked(value: Any) -> str | None:
    """The words in one language: Chinese, else English, else the first."""
    found = texts(value)
    return found.get("zh") or found.get("en") or next(iter(found.values()), None)


def composite(name: Any) -> dict[str, str]:
    """The name of a process or flow by language: its parts with semicolons between.

    >>> composite({"baseName": "Steel", "mixAndLocationTypes": "at plant"})
    {'en': 'Steel; at plant'}
    """
    if not isinstance(name, dict):
        return texts(name)
    parts = [texts(name.get(part)) for part in _PARTS]
    return {language: "; ".join(part[language] for part in parts if language in part) for language in parts[0]}


def number(value: Any, member: str) -> float | None:
    """A number, or None where nothing stands. Faulty: something else stands there, or a number beyond all bounds."""
    if value is None:
        return None
    words = value.get("#text") if isinstance(value, dict) else value
    found = _parsed(words) if isinstance(words, str) and words else None
    if found is not None:
        return found
    if empty(words):
        return None
    shown = str(words)[:40]
    raise Faulty("ILC-106", Text(zh=f"“{shown}”不是数值", en=f'"{shown}" is not a number'), member=member)


@lru_cache(maxsize=4096)
def _parsed(words: str) -> float | None:
    """The number of a text, or None; each stands in a file several times, and is asked for again and again."""
    stated = words.strip()
    found = float(stated) if _NUMBER.fullmatch(stated) else None
    return found if found is not None and isfinite(found) else None


def year(value: Any) -> int | None:
    """A year of four digits, or None."""
    stated = text(value)
    return int(stated) if len(stated) == 4 and stated.isascii() and stated.isdecimal() and stated != "0000" else None


def language_of(words: str) -> str:
    """Chinese if a text has Chinese characters, else English."""
    return "zh" if _CHINESE.search(words) else "en"


def made_texts(found: Mapping[str, str]) -> Any:
    """Words by language as elements."""
    made = [{"@xml:lang": language, "#text": words.strip()} for language, words in found.items()]
    return made if len(made) != 1 else made[0]


def made_text(words: str | None) -> Any:
    """Words in one language as an element."""
    return made_texts({language_of(words): words}) if words else None


def pruned(value: Any) -> Any:
    """A made tree without what is empty."""
    if isinstance(value, dict):
        return {key: made for key, inner in value.items() if not empty(made := pruned(inner))}
    if isinstance(value, list):
        made = [pruned(item) for item in value]
        return made[0] if len(made) == 1 else made
    return value


def checked(words: str, what: str) -> str:
    """A name or id of a length that can be meant. Faulty: longer."""
    if len(words) > _LONG:
        raise Faulty("ILC-105", Text(zh=f"{what} 超过 {_LONG} 字符", en=f"{what} has more than {_LONG} characters"))
    return words


Named = tuple[dict[str, str], str | None]
"""Names and version of a data set that is in the package."""


def reference(type_: str, identity: str, names: Mapping[str, str] | None = None) -> Body:
    """A reference to a data set of a kind, with the name it has for people."""
    made: Body = {"@type": type_, "@refObjectId": uuid_of(identity)}
    told = pruned(made_texts(names)) if names else None
    return made if empty(told) else made | {"common:shortDescription": told}


def bare(tree: Any, known: Mapping[str, Named]) -> Any:
    """A tree whose references do not repeat name, place and version of data sets that are in the package."""
    if isinstance(tree, list):
        return [bare(item, known) for item in tree]
    if not isinstance(tree, dict):
        return tree
    identity = tree.get("@refObjectId")
    if not isinstance(identity, str) or identity not in known:
        return {key: value if value.__class__ is str else bare(value, known) for key, value in tree.items()}
    version = known[identity][1]
    copies = {"@uri", "common:shortDescription"} | ({"@version"} if tree.get("@version") == version else set())
    return {key: value for key, value in tree.items() if key not in copies}


def full(tree: Any, known: Mapping[str, Named], suffix: str) -> Any:
    """A tree whose references say name, place and version of what they lead to, where the package has it."""
    if isinstance(tree, list):
        return [full(item, known, suffix) for item in tree]
    if not isinstance(tree, dict):
        return tree
    identity, kind = tree.get("@refObjectId"), by_type().get(str(tree.get("@type")))
    if not isinstance(identity, str) or identity not in known or kind is None:
        return {key: full(value, known, suffix) for key, value in tree.items()}
    names, version = known[identity]
    copies = {
        "@version": version,
        "@uri": f"../{kind.folder}/{identity}{suffix}",
        "common:shortDescription": made_texts(names),
    }
    return pruned(copies) | tree


def target(found: Any) -> str | None:
    """The id that a reference names."""
    identity = at(found, "@refObjectId")
    return identity.strip() if isinstance(identity, str) and identity.strip() else None
