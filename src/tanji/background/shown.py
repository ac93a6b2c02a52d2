"""Scores of a release as everybody may see them: without what may not be shown.

A result is shown only where neither its process nor any behind it lacks permission (`tanji.background.rights.closed`),
so that nothing can be computed from a shown result, its recipe and the results beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tanji.background.opened import Opened
from tanji.background.rights import closed, permissions
from tanji.model.footprint import Score
from tanji.model.listing import Listing
from tanji.model.method import Method
from tanji.model.rights import Permission


@dataclass(frozen=True, slots=True)
class PublicScore:
    """One process with its score, if that may be shown."""

    listing: Listing
    score: Score | None


def public_scores(opened: Opened, method: Method) -> Iterator[PublicScore]:
    """Every process that may be named, with its score if that may be shown."""
    shut, allowed = closed(opened), permissions(opened)
    for place, score in enumerate(opened.scores(method)):
        if allowed[place] is not Permission.nothing:
            yield PublicScore(opened.listings[place], None if shut[place] else score)
