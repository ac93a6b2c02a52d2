"""What was computed of a draft, version by version: documents of then, never computed again by looking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from django.conf import settings

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.catalog.documents import load_as
from tanji.catalog.models import Draft
from tanji.lca.system import Floats
from tanji.model.footprint import Footprint
from tanji.model.ruleset import Conformity, Ruleset
from tanji.model.study import Study
from tanji.registry.models import EventRow
from tanji.registry.queries import events

COMPUTED = "study.computed"
"""Kind of the event that tells of a stored result."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored result of a draft, as its event tells of it."""

    digest: str
    """Of its footprint."""
    revision: int
    on: datetime
    by: str
    uncertain: bool
    """Whether its uncertainty was drawn."""


@dataclass(frozen=True, slots=True)
class Version:
    """A stored result with all its documents."""

    digest: str
    revision: int
    footprint: Footprint
    study: Study
    ruleset: Ruleset
    conformity: Conformity


def versions(acting: Acting, draft: Draft) -> Sequence[Entry]:
    """The stored results of a draft, the newest first; of a revision only the last."""
    found: dict[int, Entry] = {}
    for event in _told(acting, draft):
        found.setdefault(int(event.body["revision"]), _entry(event))
    return list(found.values())


def version(acting: Acting, draft: Draft, digest: str) -> Version:
    """A stored result by the digest of its footprint. Refuses NotFound for one that is not of this draft."""
    for event in _told(acting, draft):
        if event.body["footprint"] == digest:
            return Version(
                digest,
                int(event.body["revision"]),
                load_as(Footprint, acting, digest),
                load_as(Study, acting, event.body["study"]),
                load_as(Ruleset, acting, event.body["ruleset"]),
                load_as(Conformity, acting, event.body["conformity"]),
            )
    raise NotFound


def latest(acting: Acting, draft: Draft) -> Version | None:
    """The result that the draft stands by; None before the first."""
    return version(acting, draft, draft.footprint) if draft.footprint else None


def draws(acting: Acting, digest: str) -> Floats | None:
    """The draws behind a footprint, where they are kept: kg CO2e per unit of analysis."""
    path = _path(acting, digest)
    return np.load(path, allow_pickle=False) if path.exists() else None


def keep_draws(acting: Acting, digest: str, totals: Floats) -> None:
    """Keep the draws of a footprint beside the shelves; they can always be drawn again from its seed."""
    path = _path(acting, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part.npy")
    np.save(half, totals, allow_pickle=False)
    half.replace(path)


def _path(acting: Acting, digest: str) -> Path:
    name = digest.removeprefix("sha256:")
    if len(name) != 64 or not all(sign in "0123456789abcdef" for sign in name):
        raise NotFound
    return Path(settings.TANJI.data) / "draws" / str(acting.organisation.id) / f"{name}.npy"


def _told(acting: Acting, draft: Draft) -> Sequence[EventRow]:
    return [event for event in events(acting, draft.id) if event.kind == COMPUTED]


def _entry(event: EventRow) -> Entry:
    return Entry(
        event.body["footprint"],
        int(event.body["revision"]),
        event.on,
        "" if event.person is None else str(event.person),
        bool(event.body["uncertain"]),
    )
