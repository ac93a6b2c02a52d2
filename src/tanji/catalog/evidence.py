"""Files that prove figures: kept under their hash, listed, opened; never changed and never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import NotFound
from tanji.catalog import blobs
from tanji.catalog.models import Evidence

LONGEST_NAME = 255


def add(acting: Acting, name: str, stream: IO[bytes], *, note: str = "") -> Evidence:
    """Keep a file as evidence; the same bytes again give the evidence that is there.

    Refuses NotAllowed, TooLarge, EmptyFile.
    """
    require(acting, "add", "evidence")
    kept = blobs.keep(acting, stream)
    with transaction.atomic():
        same = Evidence.objects.filter(organisation=acting.organisation, sha256=kept.sha256, archived=None)
        found = same.filter(name=fit(name)).first()
        if found is not None:
            return found
        return Evidence.objects.create(
            organisation=acting.organisation,
            created_by=acting.person,
            name=fit(name),
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            note=note,
        )


def listed(acting: Acting, *, archived: bool = False) -> Sequence[Evidence]:
    """The organisation's evidence, the newest first."""
    require(acting, "view", "evidence")
    found = Evidence.objects.filter(organisation=acting.organisation, archived__isnull=not archived)
    return list(found.select_related("created_by").order_by("-created"))


def get(acting: Acting, evidence: UUID) -> Evidence:
    """One piece of evidence. Refuses NotFound."""
    require(acting, "view", "evidence")
    found = Evidence.objects.filter(organisation=acting.organisation, pk=evidence).first()
    if found is None:
        raise NotFound
    return found


def opened(acting: Acting, evidence: UUID) -> tuple[Evidence, Path]:
    """Evidence with the place of its bytes. Refuses NotFound."""
    found = get(acting, evidence)
    return found, blobs.path_of(acting, found.sha256)


def fit(name: str) -> str:
    """A name of a file without folders and control characters, short enough to keep; never empty.

    >>> fit("../bills/2024.pdf"), fit("..")
    ('2024.pdf', 'file')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(each for each in last if each.isprintable()).strip()
    return plain[-LONGEST_NAME:] if plain.strip(".") else "file"
