"""The starter database on a shelf: published once for each version, found there ever after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tanji.background.opened import Opened
from tanji.background.shelf import Shelf
from tanji.errors import Progress, Refusal, Text
from tanji.starter.methods import DEFAULT, method
from tanji.starter.package import DATABASE, package
from tanji.starter.tables import Row, rows, text, version


class OtherStarter(Refusal):
    """The shelf holds the starter database under this version with another content."""

    code = "STA-002"


def starter(shelf: Shelf, *, progress: Progress | None = None) -> Opened:
    """The starter database of this Tanji, published on the shelf if its version is not there yet.

    Refuses OtherStarter: what stands there under this version is not what this Tanji would publish.
    """
    if any(release.id == DATABASE and release.version == version() for release in shelf.databases()):
        return _expected(shelf.open(DATABASE, version()))
    from tanji.background.publish import (
        publish,
    )  # with it comes scipy, which a shelf that has the release does not need

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


def _expected(opened: Opened) -> Opened:
    if opened.ref.digest == expected_digest():
        return opened
    name = f"{DATABASE}@{version()}"
    raise OtherStarter(
        Text(
            zh=f"内置数据库 {name} 的内容与本版 Tanji 不同（{opened.ref.digest}）",
            en=f"The embedded database {name} here is not that of this Tanji ({opened.ref.digest})",
        ),
        Text(
            zh=f"请运行 tanji db remove {name}，它会重新生成；或改用另一个 --home。",
            en=f"Run `tanji db remove {name}`, and it is made anew; or take another --home.",
        ),
    )


@cache
def _about() -> Mapping[str, Row]:
    return {row["key"]: row for row in rows("release.csv")}
