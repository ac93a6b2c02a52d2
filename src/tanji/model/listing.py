"""Listing: what a person must see of a background process before choosing it."""

from __future__ import annotations

from tanji.model.document import Names, Value
from tanji.model.process import FactorKind, ProcessKind
from tanji.model.quantity import QuantityKind
from tanji.model.source import Status


class Listing(Value):
    """One process of one release, in a line: name, unit, place, year, technology, source, licence."""

    database: str
    version: str
    process: str
    """Id of the process in the release."""
    names: Names
    unit: str
    """Unit of the intensity's denominator."""
    quantity_kind: QuantityKind | None = None
    kind: ProcessKind = ProcessKind.unit_process
    factor_kind: FactorKind = FactorKind.life_cycle
    location: str | None = None
    year: int | None = None
    technology: str | None = None
    category: str | None = None
    source: str | None = None
    """Publisher, title, year and place in the document, in one line."""
    licence: str | None = None
    status: Status = Status.unverified
    aliases: tuple[str, ...] = ()
    note: str | None = None
    gwp_basis: str | None = None
    """The IPCC report behind a published CO2e figure that does not give its gases."""
    uncertainty: str | None = None


class Candidate(Value):
    """A listing proposed for a name, with its score from 0 to 1 and the reason in words."""

    listing: Listing
    score: float
    reason_zh: str
    reason_en: str
