"""The pack that a person names: an id of those that come with Tanji, or a folder; and what it builds on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.errors import Text

if TYPE_CHECKING:
    from datetime import date

    from tanji.model.ruleset import Pack

NAMED = Text(zh="规则包的标识，或规则包文件夹", en="id of a pack, or the folder of one")

Further = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        metavar="PACK",
        help=both(Text(zh="另加的规则包：标识或文件夹，可重复", en="a further pack: id or folder; repeatable")),
    ),
]
"""The option by which a command takes packs beside those that hold by themselves."""


def named(word: str) -> Pack:
    """A pack by folder or id. Refuses BadPack, UnknownPack."""
    from tanji.rules.pack import pack, read

    path = Path(word)
    return read(path) if path.is_dir() else pack(word)


def usable(words: Sequence[str]) -> list[Pack]:
    """The packs that a person names for a check. Refuses UnsoundPack, where the rules of one can not be judged."""
    from tanji.rules.lint import sound
    from tanji.rules.stack import below

    found = [named(word) for word in words]
    return [sound(one, below(one, found)) for one in found]


def today() -> date:
    """The day where the person is."""
    from datetime import datetime

    return datetime.now().date()  # noqa: DTZ005 - the day where the person is
