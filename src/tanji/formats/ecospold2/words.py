"""Names in several languages, comments, and texts with pictures of EcoSpold 2."""

from __future__ import annotations

from typing import Any

from tanji.formats.ecospold.body import Body, Taken
from tanji.formats.ecospold.facts import language
from tanji.formats.xml import LANG, Element


def names(taken: Taken, tag: str) -> dict[str, str]:
    """Take the names of an element by language; a language that has one already leaves the others where they are."""
    found: dict[str, str] = {}
    spare = []
    for child in taken.take(tag):
        text, spoken = child.element.text, child.element.get(LANG)
        code = language(text, spoken)
        if (
            text.strip()
            and code not in found
            and not child.element.children
            and set(child.element.attributes) <= {LANG}
        ):
            found[code] = text
        else:
            spare.append(child.element)
    taken.give(spare)
    return found


def chosen(found: dict[str, str]) -> str:
    """The English name, else the first."""
    return found.get("en") or next(iter(found.values()), "")


def named(found: dict[str, str]) -> list[Body]:
    """The elements of names by language."""
    return [{"@xml:lang": spoken, "#text": text} for spoken, text in found.items()]


def comment(taken: Taken) -> str | None:
    """The comments of an exchange in one text; taken where it is one English one, else they stay as they are too."""
    found = [child for child in taken.element.all("comment") if child.text.strip()]
    spoken = [child for child in found if child.get(LANG) in {"en", None}] or found
    text = "\n".join(child.text for child in spoken)
    if len(found) == 1 and found[0].attributes == {LANG: "en"} and not found[0].children:
        taken.take("comment")
    return text or None


def prose(taken: Taken | None) -> str | None:
    """A text with pictures as one text: its parts by index. Taken where it is one English part, else it stays too."""
    if taken is None:
        return None
    parts = [part for part in taken.element.all("text") if part.text.strip()]
    spoken = [part for part in parts if part.get(LANG) in {"en", None}] or parts
    text = "\n".join(part.text for part in sorted(spoken, key=_index))
    simple = len(taken.element.children) == 1 and len(parts) == 1 and not taken.element.attributes
    if simple and parts[0].attributes == {LANG: "en", "index": "1"} and not parts[0].children:
        taken.take("text")
    return text or None


def told(text: str | None) -> Any:
    """The element of a text with pictures that has one part; None where there is no text."""
    return {"text": {"@xml:lang": "en", "@index": "1", "#text": text}} if text and text.strip() else None


def _index(part: Element) -> int:
    stated = part.get("index", "")
    return int(stated) if stated and stated.isascii() and stated.isdecimal() and len(stated) < 9 else 0
