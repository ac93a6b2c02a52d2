"""Documents as columns, and columns as documents again: nothing that a source said is lost on the way.

Processes, flows and sources stand in the order of their ids, so that the order of a package decides nothing;
exchanges keep the order of their process.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import polars as pl

from tanji.background.tables import SCHEMAS, table
from tanji.model.document import Document
from tanji.model.package import Place
from tanji.model.process import Process, Uncertainty

D = TypeVar("D", bound=Document)

_JSON_MEMBERS = ("uncertainty", "extra")
_EXCHANGE_MEMBERS = tuple(key for key in SCHEMAS["exchanges"] if key != "process")
_PLAIN_MEMBERS = tuple(key for key in _EXCHANGE_MEMBERS if key not in {*_JSON_MEMBERS, "direction"})

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def ordered(documents: Iterable[D]) -> tuple[D, ...]:
    """Documents by id and then by version."""
    return tuple(sorted(documents, key=attrgetter("id", "version")))


def document_table(name: str, documents: Sequence[Document]) -> pl.DataFrame:
    """Id and JSON of each document; of a process without its exchanges, which have a table of their own."""
    left_out = {"exchanges"} if name == "processes" else None
    return table(
        name, {"id": [d.id for d in documents], "document": [as_text(_dump(d, exclude=left_out)) for d in documents]}
    )


def place_table(places: Iterable[Place]) -> pl.DataFrame:
    """Places of the source by id."""
    listed = sorted(places, key=lambda place: (place.id, place.code or "", place.name or ""))
    return table("places", {key: [getattr(place, key) for place in listed] for key in SCHEMAS["places"]})


def exchange_table(processes: Sequence[Process]) -> pl.DataFrame:
    """Every exchange of every process; `process` is the position of its process."""
    listed = [exchange for process in processes for exchange in process.exchanges]
    rows = zip(*map(attrgetter(*_PLAIN_MEMBERS), listed), strict=True) if listed else ((),) * len(_PLAIN_MEMBERS)
    columns: dict[str, Sequence[Any]] = dict(zip(_PLAIN_MEMBERS, rows, strict=True))
    columns["process"] = [i for i, process in enumerate(processes) for _ in process.exchanges]
    columns["direction"] = [exchange.direction.value for exchange in listed]
    columns["uncertainty"] = [as_text(_stated(e.uncertainty)) if e.uncertainty else None for e in listed]
    columns["extra"] = [as_text(dict(e.extra)) if e.extra else None for e in listed]
    return table("exchanges", columns)


def process_of(head: str, exchanges: pl.DataFrame) -> Process:
    """The document of a process from its JSON and its rows of the exchange table."""
    return Process.model_validate_json(
        as_text({**json.loads(head), "exchanges": [_exchange(row) for row in exchanges.iter_rows(named=True)]})
    )


def as_text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON on one line, members sorted, so that equal content gives equal text."""
    return _JSON.encode(value)


def _stated(found: Uncertainty) -> dict[str, Any]:
    """What `_dump` gives of it, sooner: all of it is texts and numbers."""
    return {name: value for name, value in vars(found).items() if value is not None}


def _dump(value: Any, exclude: set[str] | None = None) -> dict[str, Any]:
    dumped: dict[str, Any] = value.model_dump(mode="json", exclude_none=True, exclude=exclude)
    return dumped


def _exchange(row: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: row[key] for key in _EXCHANGE_MEMBERS if row[key] is not None}
    return given | {key: json.loads(row[key]) for key in _JSON_MEMBERS if row[key] is not None}
