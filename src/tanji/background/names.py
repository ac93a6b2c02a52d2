"""What messages call a thing, and how names are compared."""

from __future__ import annotations

from collections.abc import Mapping

from tanji.model.quantity import fold


def called(names: Mapping[str, str]) -> str:
    """The one name of a thing that has names in several languages: English, else the first by language code.

    >>> called({"zh": "铝锭", "en": "Aluminium ingot"}), called({"zh": "铝锭", "de": "Aluminium"}), called({})
    ('Aluminium ingot', 'Aluminium', '')
    """
    return names.get("en") or next((names[language] for language in sorted(names)), "")


def folded(text: str) -> str:
    """A name as it is compared: full width folded, white space single, small letters.

    >>> folded(" ＰＥＴ  Granulate ")
    'pet granulate'
    """
    return fold(text).casefold()
