"""The methods that a command may name: the embedded ones by id; those of the shelf by id or digest; and files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tanji.errors import Refusal, Text

if TYPE_CHECKING:
    from tanji.background.method_index import KeptMethod
    from tanji.background.shelf import Shelf
    from tanji.model.method import Method

FOLDER: Final = "methods"
"""Where the index of kept methods is; without it nothing was kept."""
_DIGEST: Final = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})")


class SeveralMethods(Refusal):
    """A name that several methods bear: they have the same id and are not the same."""

    code = "CLI-006"


def method(home: Path, named: str, *, files: bool = True) -> Method:
    """The method of an id, of a digest or its beginning, or of a file (`path/to/method.json`) where that is allowed.

    The embedded ones come first. Refuses UnknownMethod, naming what there is, SeveralMethods, and what a file refuses.
    """
    from tanji.starter.methods import methods

    text = named.strip()
    embedded = methods().get(text.lower())
    if embedded is not None:
        return embedded
    if files and is_file(text):
        from tanji.cli.workspace import document
        from tanji.model.method import Method

        return document(Path(text), Method)
    return _by_digest(home, text) or _kept(home, text)


def is_file(named: str) -> bool:
    """Whether a method is named by its file."""
    return named.lower().endswith(".json") or os.sep in named or "/" in named


def kept(home: Path) -> tuple[KeptMethod, ...]:
    """The methods of the shelf; nothing is loaded where nothing was kept."""
    if not (home / FOLDER).is_dir():
        return ()
    from tanji.background.method_index import kept_methods

    return kept_methods(_shelf(home))


def load(home: Path, digest: str) -> Method:
    """The method of the shelf that has this digest. Refuses UnknownDocument."""
    from tanji.background import method_index

    return method_index.load(_shelf(home), digest)


def keep(shelf: Shelf, chosen: Method, named: str) -> None:
    """A method of a file kept on the shelf, for those who verify; an embedded one needs no keeping."""
    from tanji.background import method_index
    from tanji.model.document import digest
    from tanji.starter.methods import methods

    embedded = methods().get(chosen.id)
    if embedded is None or digest(embedded) != digest(chosen):
        method_index.keep(shelf, chosen, Path(named).name)


def _by_digest(home: Path, text: str) -> Method | None:
    from tanji.model.document import digest
    from tanji.starter.methods import methods

    match = _DIGEST.fullmatch(text.lower())
    if match is None:
        return None
    begin = f"sha256:{match[1]}"
    here = [each for each in methods().values() if digest(each).startswith(begin)]
    there = [each for each in kept(home) if each.digest.startswith(begin)]
    if len(here) + len(there) > 1:
        return None
    if not here and not there and (home / "documents" / match[1]).is_file():
        return load(home, begin)
    return here[0] if here else load(home, there[0].digest) if there else None


def _kept(home: Path, text: str) -> Method:
    from tanji.starter.methods import UnknownMethod
    from tanji.starter.methods import method as embedded

    there = kept(home)
    found = [each for each in there if each.id.lower() == text.lower()]
    if len(found) == 1:
        return load(home, found[0].digest)
    if found:
        raise _several(text, found)
    try:
        return embedded(text)
    except UnknownMethod as refusal:
        if not there or refusal.hint is None:
            raise
        listed = [f"{each.id} ({', '.join(each.sources)})" for each in there]
        hint = Text(
            zh=f"{refusal.hint.zh}已导入：{'；'.join(listed)}。",
            en=f"{refusal.hint.en} Imported: {'; '.join(listed)}.",
        )
        raise UnknownMethod(refusal.message, hint) from None


def _several(text: str, found: list[KeptMethod]) -> SeveralMethods:
    listed = [f"{each.digest} ({', '.join(each.sources)})" for each in found]
    return SeveralMethods(
        Text(
            zh=f"有 {len(found)} 个内容不同的方法都叫“{text}”",
            en=f'{len(found)} methods with other contents are called "{text}"',
        ),
        Text(zh=f"请用摘要指明：{'；'.join(listed)}", en=f"Name it by its digest: {'; '.join(listed)}"),
    )


def _shelf(home: Path) -> Shelf:
    from tanji.background.shelf import Shelf

    return Shelf(home)
