"""A release as a package again, whole or as everybody may have it: what every writer of a format takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tanji.background.columns import process_of
from tanji.background.opened import Opened
from tanji.background.rights import standings
from tanji.errors import Progress, Text
from tanji.model.finding import Counts, Finding, Place, Report, note
from tanji.model.flow import Flow
from tanji.model.package import Package
from tanji.model.package import Place as PackagePlace
from tanji.model.process import Process
from tanji.model.rights import Permission
from tanji.model.source import Source

FORM: Final = "tanji-release/1"
_STEP: Final = Text(zh="取出过程", en="Taking out processes")
_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """The package, and what was left out of it, with counts that add up."""

    package: Package
    report: Report


def export(opened: Opened, *, rights: bool = True, progress: Progress | None = None) -> Exported:
    """The documents of a release; with `rights` only those whose values everybody may have.

    A process of which only metadata may be shown is left out and named in the report: written without its exchanges it
    would count as zero wherever it is read. One of which nothing may be shown is only counted, and no exchange names it
    as its supplier.
    """
    of = standings(opened)
    allowed = [Permission.values if not rights else each.permission for each in of]
    taken = [place for place, permission in enumerate(allowed) if permission is Permission.values]
    ids = opened.table("processes")["id"].to_list()
    secret = {ids[place] for place, permission in enumerate(allowed) if permission is Permission.nothing}
    processes = tuple(_without(process, secret) for process in _processes(opened, taken, progress))
    package = Package(
        format=FORM,
        file=f"{opened.manifest.id}@{opened.manifest.version}",
        flows=tuple(_flows(opened, processes)),
        processes=processes,
        sources=tuple(_sources(opened, processes)),
        places=tuple(PackagePlace(**row) for row in opened.table("places").iter_rows(named=True)),
    )
    findings = [
        _left_out(ids[place], of[place].reason)
        for place, permission in enumerate(allowed)
        if permission is Permission.metadata
    ]
    if secret:
        findings.append(_secret(len(secret)))
    counts = Counts(read=len(ids), imported=len(taken), skipped=len(ids) - len(taken))
    return Exported(package, Report(findings=tuple(findings), counts={"processes": counts}))


def _processes(opened: Opened, taken: Sequence[int], progress: Progress | None) -> Iterator[Process]:
    heads, exchanges = opened.table("processes")["document"].to_list(), opened.table("exchanges")
    owners = exchanges["process"].to_numpy()
    starts = np.searchsorted(owners, np.arange(len(heads) + 1))
    for number, place in enumerate(taken):
        if progress is not None and number % _EVERY == 0:
            progress(_STEP, number, len(taken))
        yield process_of(heads[place], exchanges[int(starts[place]) : int(starts[place + 1])])


def _without(process: Process, secret: set[str]) -> Process:
    """The same process without the names of suppliers that must not be named."""
    if not any(exchange.provider in secret for exchange in process.exchanges):
        return process
    kept = tuple(
        exchange.model_copy(update={"provider": None}) if exchange.provider in secret else exchange
        for exchange in process.exchanges
    )
    return process.model_copy(update={"exchanges": kept})


def _flows(opened: Opened, processes: Sequence[Process]) -> Iterator[Flow]:
    used = {exchange.flow for process in processes for exchange in process.exchanges}
    for identity, text in opened.table("flows").iter_rows():
        if identity in used:
            yield Flow.model_validate_json(text)


def _sources(opened: Opened, processes: Sequence[Process]) -> Iterator[Source]:
    used = {source for process in processes for source in process.sources}
    for identity, text in opened.table("sources").iter_rows():
        if identity in used:
            yield Source.model_validate_json(text)


def _left_out(process: str, reason: Text) -> Finding:
    return note(
        "RGT-120",
        Text(
            zh=f"数值不公开，未写出：{reason.zh}", en=f"Its values are not for everybody, it is left out: {reason.en}"
        ),
        place=Place(process=process),
    )


def _secret(count: int) -> Finding:
    return note(
        "RGT-121",
        Text(zh=f"{count} 个过程不得公开，未写出", en=f"{count} processes may not even be named and are left out"),
    )
