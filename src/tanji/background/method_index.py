"""The methods that were kept on a shelf beside its releases: which there are, by id, and where each came from.

A method is a document like any other (`documents/<digest>`); `methods/<digest>.json` says its id and its sources, so
that methods are found by name without reading all documents. It is never trusted further than that: the document that
a digest names is what counts. A method stays when the release that it came with is removed: footprints rest on it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from tanji.background.shelf import Shelf, UnknownDocument
from tanji.errors import Text
from tanji.model.method import Method

FOLDER: Final = "methods"
_NAME: Final = re.compile(r"[0-9a-f]{64}")


class KeptMethod(NamedTuple):
    """A method on a shelf: digest of its document, its id, and what it was read from, the earliest first."""

    digest: str
    id: str
    sources: tuple[str, ...]


def keep(shelf: Shelf, method: Method, source: str) -> KeptMethod:
    """A method stored as a document and listed under its id; `source` is a release (`tiangong@1`) or a file."""
    digest = shelf.store(method)
    path = _path(shelf, digest)
    sources = _said(path)[1] if path.exists() else ()
    kept = KeptMethod(digest, method.id, tuple(dict.fromkeys([*sources, source])))
    if not path.exists() or kept.sources != sources:
        _write(path, {"id": kept.id, "sources": list(kept.sources)})
    return kept


def kept_methods(shelf: Shelf) -> tuple[KeptMethod, ...]:
    """Every method on a shelf, by id and then by digest. Refuses UnknownDocument, as `load` does."""
    folder = shelf.home / FOLDER
    names = [path.stem for path in folder.glob("*.json") if _NAME.fullmatch(path.stem)] if folder.is_dir() else []
    return tuple(sorted((_kept(shelf, f"sha256:{name}") for name in names), key=lambda each: (each.id, each.digest)))


def load(shelf: Shelf, digest: str) -> Method:
    """The method of a digest. Refuses UnknownDocument where it is absent, or a document of another kind."""
    found = shelf.load(digest)
    if not isinstance(found, Method):
        raise UnknownDocument(
            Text(zh=f"文档 {digest} 不是方法", en=f"The document {digest} is no method"),
            Text(zh="请检查摘要；已有方法见 tanji methods", en="Check the digest; `tanji methods` lists what there is"),
        )
    return found


def _kept(shelf: Shelf, digest: str) -> KeptMethod:
    identity, sources = _said(_path(shelf, digest))
    return KeptMethod(digest, load(shelf, digest).id if identity is None else identity, sources)


def _said(path: Path) -> tuple[str | None, tuple[str, ...]]:
    """Id and sources as a file of the index says them; nothing where it was damaged: the document has the id."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return str(body["id"]), tuple(map(str, body["sources"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None, ()


def _path(shelf: Shelf, digest: str) -> Path:
    return shelf.home / FOLDER / f"{digest.removeprefix('sha256:')}.json"


def _write(path: Path, body: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False, sort_keys=True)
    Path(part).replace(path)
