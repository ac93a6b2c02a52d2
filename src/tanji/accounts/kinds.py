"""Kinds of organisations with the roles that are possible in them, and regions: data with their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tanji.accounts.models import OrganisationKind, Role
from tanji.accounts.tables import rows
from tanji.errors import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of organisation: who founds one, and what people can be in it."""

    name: str
    words: Text
    by_anybody: bool
    founder: frozenset[str]
    possible: frozenset[str]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of organisation by name."""
    return {
        row["kind"]: Kind(
            row["kind"],
            _words(OrganisationKind(row["kind"]).label),
            row["self"] == "yes",
            frozenset(Role(role).value for role in row["founder"].split()),
            frozenset(Role(role).value for role in row["possible"].split()),
        )
        for row in rows("kinds.csv")
    }


@cache
def regions() -> Mapping[str, Text]:
    """Names of the administrative divisions of the first level, by their code of GB/T 2260."""
    return {row["code"]: Text(zh=row["zh"], en=row["en"]) for row in rows("regions.csv")}


def role_words(role: str) -> Text:
    """A role in words."""
    return _words(Role(role).label)


def roles_of(kind: str) -> Sequence[str]:
    """The roles that may be given in an organisation of a kind, in the order in which they are always shown."""
    return [role.value for role in Role if role.value in kinds()[kind].possible]


def _words(label: object) -> Text:
    zh, en = str(label).split(" / ")
    return Text(zh=zh, en=en)
