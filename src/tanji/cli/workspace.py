"""What commands work with: the shelf of releases, the method, studies and footprints of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tanji.cli.failure import NoAccess, WrongUse
from tanji.errors import Progress, Text
from tanji.model.document import Document, NotADocument, digest, read_as
from tanji.model.document import read as read_document

if TYPE_CHECKING:
    from tanji.background.opened import Opened
    from tanji.background.shelf import Shelf
    from tanji.cli.terminal import Terminal
    from tanji.model.study import Link, Study

D = TypeVar("D", bound=Document)

STARTER = "starter"
"""Id of the embedded database."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a document of a file at most."""


def shelf(terminal: Terminal) -> Shelf:
    """The shelf of the terminal's home, cleared of what a killed command left half-written."""
    from tanji.background.shelf import Shelf

    kept = Shelf(terminal.home)
    kept.tidy()
    return kept


def release(kept: Shelf, named: str) -> Opened:
    """A release by `database` or `database@version`; the embedded one is made when it is first asked for."""
    database, _, version = named.partition("@")
    if not database:
        raise WrongUse(
            Text(zh=f"“{named}”不是发布版", en=f'"{named}" names no release'),
            Text(
                zh="请写成 数据库 或 数据库@版本，如 uslci@1.0。",
                en="Write database or database@version, as in uslci@1.0.",
            ),
        )
    if database == STARTER:
        from tanji.starter.release import starter

        embedded = starter(kept)
        if not version or version == embedded.ref.version:
            return embedded
    return kept.open(database, version or None)


def releases(kept: Shelf, study: Study, named: Sequence[str]) -> tuple[Opened, ...]:
    """The releases that a study is computed with: named, else as it says, else the embedded one; and all it links."""
    wanted = list(named)
    if not wanted:
        wanted = [f"{use.database}@{use.version}" if use.version else use.database for use in study.releases]
    have = {name.partition("@")[0] for name in wanted}
    linked = sorted(_linked(study) - have)
    if not wanted and STARTER not in linked:
        wanted.append(STARTER)
    return tuple(release(kept, name) for name in [*wanted, *linked])


def _linked(study: Study) -> set[str]:
    found: set[str] = set()
    for activity in study.activities:
        grid = activity.electricity.grid if activity.electricity else None
        for link in (activity.link, activity.recycled_link, grid):
            if link is not None and link.kind == "process":
                found.add(link.database)
    return found


def document(path: Path, kind: type[D]) -> D:
    """The document of a file. Refuses NotADocument, naming the file, and what the file system refuses."""
    try:
        return read_as(kind, _bytes(path))
    except NotADocument as refusal:
        raise _named(refusal, path) from None


def inputs(kept: Shelf, study: Study, files: Iterable[Path], progress: Progress) -> Mapping[str, Document]:
    """Footprints, studies and meters that a study refers to, by digest: from files, else from the shelf.

    A file may hold a document, or be a study in any form that is read.
    """
    found: dict[str, Document] = {}
    for path in files:
        if path.suffix.lower() == ".json":
            try:
                given = read_document(_bytes(path))
            except NotADocument as refusal:
                raise _named(refusal, path) from None
            found[digest(given)] = given
        else:
            other = whole_study(path, progress)
            found[digest(other)] = other
    for wanted in _wanted(study):
        if wanted not in found:
            held = stored(kept, wanted)
            if held is not None:
                found[wanted] = held
    return found


def whole_study(path: Path, progress: Progress) -> Study:
    """The study of a file, which must be without errors."""
    from tanji.formats.study import read

    result = read(path, progress=progress)
    if result.study is None:
        first = result.report.errors[0].message
        raise NoAccess(
            Text(zh=f"研究“{path}”有错误：{first.zh}", en=f'The study "{path}" has errors: {first.en}'),
            Text(zh=f"全部错误：tanji calc {path}", en=f"To see all: tanji calc {path}"),
        )
    return result.study


def _wanted(study: Study) -> Iterable[str]:
    yield from (each.digest for each in study.meters or ())
    for activity in study.activities:
        for link in (activity.link, activity.recycled_link):
            yield from _digests(link)


def _digests(link: Link | None) -> Iterable[str]:
    if link is not None and link.kind == "footprint":
        yield link.footprint.digest
    elif link is not None and link.kind == "study":
        yield link.study.digest


def stored(kept: Shelf, wanted: str) -> Document | None:
    """The document of a digest, if it is kept here."""
    from tanji.errors import Refusal

    if not (kept.home / "documents").exists():
        return None
    try:
        return kept.load(wanted)
    except Refusal:
        return None


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise NoAccess(
            Text(zh=f"“{path}”过大，不像是文档", en=f'"{path}" is too large to be a document'),
            Text(zh=f"上限为 {LARGEST >> 20} MiB。", en=f"The limit is {LARGEST >> 20} MiB."),
        )
    return path.read_bytes()


def _named(refusal: NotADocument, path: Path) -> NotADocument:
    said = refusal.message
    return NotADocument(Text(zh=f"“{path}”：{said.zh}", en=f'"{path}": {said.en}'), refusal.hint)
