"""The starter database on a shelf: published once for each version, found there ever after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tanji.background.opened import Opened
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.errors import Progress
from tanji.starter.methods import DEFAULT, method
from tanji.starter.package import DATABASE, package
from tanji.starter.tables import Row, rows, text, version


def starter(shelf: Shelf, *, progress: Progress | None = None) -> Opened:
    """The starter database of this Tanji, published on the shelf if its version is not there yet."""
    if any(release.id == DATABASE and release.version == version() for release in shelf.databases()):
        return shelf.open(DATABASE, version())
    published = publish(
        package(),
        shelf,
        database=DATABASE,
        version=version(),
        names={"zh": _about()["name"]["zh"], "en": _about()["name"]["en"]},
        methods=(method(DEFAULT),),
        progress=progress,
        owner=_about()["owner"]["en"],
        scope=_about()["scope"]["en"],
        region=_about()["region"]["en"],
        licence=_about()["licence"]["en"],
        attribution=_about()["attribution"]["en"],
    )
    return published.opened


def expected_digest() -> str:
    """The digest that the release of this version must have, wherever it is built."""
    return text("digest.txt").strip()


@cache
def _about() -> Mapping[str, Row]:
    return {row["key"]: row for row in rows("release.csv")}
