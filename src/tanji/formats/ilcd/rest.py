"""What of a data set its document does not say, so that nothing is lost and nothing is said twice.

left(original, built) is kept in the document's `extra`; merged(built, left(original, built)) says what original says.
"""

from __future__ import annotations

from typing import Any

from tanji.formats.ilcd.fields import number
from tanji.formats.ilcd.kinds import Body
from tanji.formats.olca.judge import Faulty

KEY = "ilcd"
"""Under this name in `extra`."""


def left(original: Any, built: Any) -> Any:
    """What `original` says and `built` does not, and "" where only `built` says something; None where both agree."""
    if built is None:
        return original
    if isinstance(original, dict) and isinstance(built, dict):
        kept = {}
        for key, value in original.items():
            other = built.get(key)
            if value.__class__ is str and other.__class__ is str:
                if value != other:
                    kept[key] = value
            elif (rest := left(value, other)) is not None:
                kept[key] = rest
        for key in built:
            if key not in original:
                kept[key] = ""
        return kept or None
    return None if same(original, built) else original


def same(original: Any, built: Any) -> bool:
    """Whether two trees say the same: numbers by value, a text without language as English."""
    if isinstance(built, float) and not isinstance(built, bool):
        try:
            return number(original, "") == built
        except Faulty:
            return False
    if isinstance(original, list) and isinstance(built, list):
        return len(original) == len(built) and all(same(a, b) for a, b in zip(original, built, strict=True))
    if isinstance(original, dict) and isinstance(built, dict):
        return original.keys() == built.keys() and all(same(original[key], built[key]) for key in original)
    if isinstance(original, str) and isinstance(built, dict):
        return built == {"@xml:lang": "en", "#text": original}
    return bool(original == built)


def merged(built: Any, rest: Any) -> Any:
    """A made tree with what was left over; where both speak of one thing, what was left over is meant."""
    if rest is None:
        return built
    if isinstance(built, dict) and isinstance(rest, dict):  # an empty text is dropped with all that is empty
        return {key: merged(built.get(key), rest.get(key)) for key in dict.fromkeys((*built, *rest))}
    return rest


def keep(extra: Body, original: Any, built: Any) -> None:
    """Put what is left over into an `extra`."""
    rest = left(original, built)
    if rest is not None:
        extra[KEY] = rest


def kept(extra: Any) -> Any:
    """What is left over in an `extra`, if it is a tree."""
    found = extra.get(KEY) if extra else None
    return found if isinstance(found, dict) else None
