"""A study held against the rules that hold for its product: what `tanji check` and `tanji declare` both do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tanji.cli.rule.packs import today, usable

if TYPE_CHECKING:
    from datetime import date

    from tanji.model.footprint import Footprint
    from tanji.model.ruleset import Conformity, Ruleset
    from tanji.model.study import Study


class Held(NamedTuple):
    """The rules of a product on a day at a place, and what they say of a study."""

    ruleset: Ruleset
    conformity: Conformity
    day: date


def held(
    given: Study,
    result: Footprint | None,
    *,
    pack: Sequence[str] | None,
    place: str,
    on: datetime | None,
    engine: str,
) -> Held:
    """Resolve and check; the place is the study's where none is named, the day today's. Refuses UnsoundPack."""
    from tanji.rules.check import check
    from tanji.rules.pack import packs
    from tanji.rules.resolve import resolve

    extra = usable(pack or ())
    known = {**packs(), **{one.id: one for one in extra}}
    day = today() if on is None else on.date()
    where = place or given.location
    ruleset = resolve(known.values(), given.product, on=day, place=where, named=[one.id for one in extra])
    return Held(ruleset, check(given, ruleset, result, engine=engine), day)
