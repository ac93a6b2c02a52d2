"""Master data beside the datasets of EcoSpold 2: sources and places by id, which datasets name without describing.

Of everything else (units, names of activities and exchanges, compartments, classifications, properties, parameters,
system models, tags) a dataset that is valid by the schema states the words itself, beside the id, so that nothing is
left to resolve; persons are not read, because no document needs their names. These files are counted.

Source of the elements: master data files of EcoSpold 2 as olcatdb (GreenDelta) and ecoinvent's row2es read and write
them; attributes of a source as in `validSources` there (unverified against the published schemas).
"""

from __future__ import annotations

from typing import Any, Final

from tanji.formats.ecospold.facts import language
from tanji.formats.xml import LANG, Element

READ: Final = frozenset({"validSources", "validGeographies"})
COUNTED: Final = frozenset(
    {
        "validActivityIndex",
        "validActivityNames",
        "validClassificationSystems",
        "validCompanies",
        "validCompartments",
        "validContexts",
        "validElementaryExchanges",
        "validIntermediateExchanges",
        "validLanguages",
        "validMacroEconomicScenarios",
        "validParameters",
        "validPersons",
        "validProperties",
        "validSystemModels",
        "validTags",
        "validUnits",
    }
)
_NOTED: Final = (
    "firstAuthor",
    "additionalAuthors",
    "nameOfEditors",
    "titleOfAnthology",
    "journal",
    "volumeNo",
    "issueNo",
    "pageNumbers",
    "placeOfPublications",
)


def source(item: Element) -> dict[str, Any]:
    """What a source of the master data adds to the document of that id; nothing that is not stated."""
    title = (item.get("title") or item.get("shortName") or "").strip()
    stated = (item.get("year") or "").strip()[:4]
    note = "; ".join(words for name in _NOTED if (words := (item.get(name) or "").strip()))
    found: dict[str, Any] = {
        "title": {language(title, None): title} if title else None,
        "publisher": (item.get("publisher") or "").strip() or None,
        "year": int(stated) if len(stated) == 4 and stated.isascii() and stated.isdecimal() else None,
        "note": note or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def place(item: Element) -> str | None:
    """The name of a place, in English where there is one."""
    names = [(child.get(LANG) or "en", child.words) for child in item.all("name")]
    return next((words for spoken, words in names if spoken == "en" and words), None) or next(
        (words for _, words in names if words), None
    )


def items(root: Element, tag: str) -> dict[str, Element]:
    """The entries of a master data file by id."""
    return {identity: item for item in root.all(tag) if (identity := (item.get("id") or "").strip())}
