"""What a person sees of each process of a release: made at publishing, read as a sequence that builds on demand."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, overload

import polars as pl

from tanji.background.columns import as_text
from tanji.background.names import folded
from tanji.background.shares import Product
from tanji.background.tables import table
from tanji.model.flow import Flow
from tanji.model.listing import Listing
from tanji.model.package import Package
from tanji.model.process import FactorKind, Process
from tanji.model.quantity import ENERGY, QuantityKind, find_unit
from tanji.model.source import Source

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CITED = 3


class Listings(Sequence[Listing]):
    """The listings of a release in the order of its columns; each is built when it is asked for."""

    def __init__(self, frame: pl.DataFrame, database: str, version: str) -> None:
        self._frame = frame.select(_MEMBERS)
        self._about = {"database": database, "version": version}
        self._made: dict[int, Listing] = {}

    def __len__(self) -> int:
        return len(self._frame)

    @overload
    def __getitem__(self, place: int) -> Listing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Listing]: ...
    def __getitem__(self, place: int | slice) -> Listing | Sequence[Listing]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(*place.indices(len(self))))
        at = range(len(self))[place]
        if at not in self._made:
            given = {key: value for key, value in self._frame.row(at, named=True).items() if value is not None}
            given |= {key: json.loads(given[key]) for key in ("names", "aliases") if key in given}
            self._made[at] = Listing.model_validate({**self._about, **given})
        return self._made[at]

    def __iter__(self) -> Iterator[Listing]:
        return (self[place] for place in range(len(self)))


def listing_table(package: Package, processes: Sequence[Process], products: Sequence[Product]) -> pl.DataFrame:
    """One row for each column of the system, and what search and the signs of intensities need beside it."""
    sources = {source.id: source for source in package.sources}
    codes = {place.id: place.code or place.name or place.id for place in package.places}
    rows = [_row(processes[product.process], product, sources, codes) for product in products]
    return table("listings", {key: [row.get(key) for row in rows] for key in (*_MEMBERS, *_OTHERS)})


def citation(source: Source) -> str:
    """Publisher, title and year of a source in one line.

    >>> citation(Source(id="s", publisher="DESNZ", title={"en": "GHG conversion factors 2025"}, year=2025))
    'DESNZ, GHG conversion factors 2025, 2025'
    """
    first = "zh" if _CHINESE.search(source.publisher) else "en"
    title = source.title.get(first) or next(iter(source.title.values()), "")
    parts = [source.publisher, title if title != source.publisher else "", source.document_no or ""]
    if source.year is not None:
        parts.append(str(source.year))
    return ", ".join(part for part in parts if part)


def _row(process: Process, product: Product, sources: Mapping[str, Source], codes: Mapping[str, str]) -> dict[str, Any]:
    names, aliases = _names(process, product), _aliases(process, product)
    year = process.valid_from or process.valid_until
    location = codes.get(process.location, process.location) if process.location else None
    said = {key: str(process.extra[key]) for key in ("gwp_basis", "note", "uncertainty") if key in process.extra}
    category = " / ".join(process.category) or None
    treatment = product.takes_in
    kind = process.factor_kind
    return said | {
        "process": product.id,
        "document": product.process,
        "names": as_text(names),
        "unit": product.flow.unit,
        "quantity_kind": _quantity_kind(product.flow),
        "kind": process.kind.value,
        "factor_kind": (FactorKind.treatment if treatment and kind is FactorKind.life_cycle else kind).value,
        "location": location,
        "year": year.year if year else None,
        "technology": process.technology,
        "category": category,
        "source": _cited(process, sources),
        "licence": process.licence,
        "status": process.status.value,
        "aliases": as_text(aliases),
        "flow": product.flow.id,
        "share": None if product.by_exchange else product.share,
        "treatment": treatment,
    }


def _names(process: Process, product: Product) -> dict[str, str]:
    """Names of the process; of a co-product's column, with the product before them."""
    if product.is_reference:
        return dict(process.names)
    own = product.flow.names
    return {
        language: f"{own.get(language) or next(iter(own.values()), product.flow.id)} | {name}"
        for language, name in process.names.items()
    }


def _aliases(process: Process, product: Product) -> list[str]:
    """Other names: the process's own, then those of its product."""
    taken = {folded(name) for name in process.names.values()} if product.is_reference else set()
    found: list[str] = []
    for name in (*process.aliases, *product.flow.names.values(), *product.flow.synonyms):
        if name.strip() and folded(name) not in taken:
            taken.add(folded(name))
            found.append(name.strip())
    return found


def _cited(process: Process, sources: Mapping[str, Source]) -> str | None:
    listed = [citation(sources[source]) for source in process.sources if source in sources]
    parts = ["; ".join(listed[:_CITED]) + (f" (+{len(listed) - _CITED})" if len(listed) > _CITED else "")]
    if process.place:
        parts.append(process.place)
    return ", ".join(part for part in parts if part) or None


def _quantity_kind(flow: Flow) -> str | None:
    """What the product's unit measures: as the flow says, or as the unit leaves no choice, or as its name begins.

    One unit of energy may be electricity, heat or fuel; only a name in `data/energy_names.csv` decides it here.
    """
    if flow.quantity_kind is not None:
        return flow.quantity_kind.value
    unit = find_unit(flow.unit)
    if unit is None:
        return None
    if len(unit.kinds) == 1:
        return unit.kinds[0].value
    if not ENERGY.intersection(unit.kinds):
        return None
    names = [folded(name) for name in flow.names.values()]
    return next((kind for word, kind in _energy_names() if any(name.startswith(word) for name in names)), None)


@cache
def _energy_names() -> tuple[tuple[str, str], ...]:
    text = (files("tanji.background") / "data" / "energy_names.csv").read_text("utf-8")
    return tuple((folded(row["begins"]), QuantityKind(row["kind"]).value) for row in csv.DictReader(text.splitlines()))


_OTHERS = ("document", "flow", "share", "treatment")
_MEMBERS = tuple(key for key in Listing.model_fields if key not in {"database", "version"})
