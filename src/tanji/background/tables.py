"""Tables of a release: which columns each has, and their digest by content.

The digest covers the names, types and values of the columns in order, never the Parquet bytes
(docs/decisions/0003). What is `null` in a table is missing; it is never a zero.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl

Schema = Mapping[str, type[pl.DataType]]

_TEXT, _NUMBER, _COUNT, _FLAG = pl.String, pl.Float64, pl.Int64, pl.Boolean

SCHEMAS: Final[Mapping[str, Schema]] = {
    # Documents as they were read, so that each can be given back whole.
    "processes": {"id": _TEXT, "document": _TEXT},
    "exchanges": {
        "process": _COUNT,
        "id": _TEXT,
        "flow": _TEXT,
        "flow_name": _TEXT,
        "direction": _TEXT,
        "amount": _NUMBER,
        "unit": _TEXT,
        "reference_amount": _NUMBER,
        "property_id": _TEXT,
        "avoided": _FLAG,
        "provider": _TEXT,
        "formula": _TEXT,
        "uncertainty": _TEXT,
        "pedigree": _TEXT,
        "location": _TEXT,
        "description": _TEXT,
        "extra": _TEXT,
    },
    "flows": {"id": _TEXT, "document": _TEXT},
    "sources": {"id": _TEXT, "document": _TEXT},
    "places": {"id": _TEXT, "code": _TEXT, "name": _TEXT},
    # What a person sees of each column of the system.
    "listings": {
        "process": _TEXT,
        "document": _COUNT,
        "names": _TEXT,
        "unit": _TEXT,
        "quantity_kind": _TEXT,
        "kind": _TEXT,
        "factor_kind": _TEXT,
        "location": _TEXT,
        "year": _COUNT,
        "technology": _TEXT,
        "category": _TEXT,
        "source": _TEXT,
        "licence": _TEXT,
        "status": _TEXT,
        "aliases": _TEXT,
        "note": _TEXT,
        "gwp_basis": _TEXT,
        "uncertainty": _TEXT,
        "flow": _TEXT,
        "share": _NUMBER,
        "treatment": _FLAG,
    },
    # The system: positions are those of `listings` and `elementary`, and `exchange` is that in the table of exchanges.
    "technosphere": {"row": _COUNT, "column": _COUNT, "value": _NUMBER, "exchange": _COUNT},
    "biosphere": {"row": _COUNT, "column": _COUNT, "value": _NUMBER, "exchange": _COUNT},
    "elementary": {
        "id": _TEXT,
        "flow": _TEXT,
        "name": _TEXT,
        "compartment": _TEXT,
        "medium": _TEXT,
        "unit": _TEXT,
        "direction": _TEXT,
        "aircraft": _FLAG,
        "gas": _TEXT,
        "sign": _NUMBER,
        "kilograms": _NUMBER,
        "other_medium": _FLAG,
        "known_by": _TEXT,
        "otherwise": _TEXT,
    },
    # How inputs found their suppliers, and what did not find one.
    "links": {"exchange": _COUNT, "supplier": _COUNT, "decided_by": _TEXT},
    "ambiguous": {
        "process": _TEXT,
        "exchange": _TEXT,
        "flow": _TEXT,
        "flow_name": _TEXT,
        "chosen": _TEXT,
        "decided_by": _TEXT,
        "eligible": _COUNT,
        "candidates": _TEXT,
        "amount": _NUMBER,
        "unit": _TEXT,
        "reason": _TEXT,
    },
    "overrides": {
        "line": _COUNT,
        "process": _TEXT,
        "exchange": _TEXT,
        "provider": _TEXT,
        "reason": _TEXT,
        "applied": _COUNT,
        "instead": _TEXT,
    },
    "unlinked": {
        "process": _TEXT,
        "exchange": _TEXT,
        "flow": _TEXT,
        "flow_name": _TEXT,
        "direction": _TEXT,
        "amount": _NUMBER,
        "unit": _TEXT,
        "reason": _TEXT,
    },
    "gaps": {"unlinked": _COUNT, "column": _COUNT, "value": _NUMBER},
    "co_products": {
        "process": _TEXT,
        "exchange": _TEXT,
        "flow": _TEXT,
        "flow_name": _TEXT,
        "amount": _NUMBER,
        "unit": _TEXT,
        "treated_as": _TEXT,
    },
    # Of each process with several products: the method asked for, the one applied, and what each product carries.
    "allocation": {
        "process": _TEXT,
        "flow": _TEXT,
        "flow_name": _TEXT,
        "wanted": _TEXT,
        "applied": _TEXT,
        "share": _NUMBER,
        "reason_zh": _TEXT,
        "reason_en": _TEXT,
    },
}
"""Columns and types of every table; each release has all of them."""


_TYPES: Final[Mapping[Any, str]] = {_TEXT: "text", _NUMBER: "number", _COUNT: "count", _FLAG: "flag"}


def table(name: str, columns: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    """A table of a release from its columns, in the types and order of its schema.

    >>> table("places", {"id": ["GB"], "code": [None], "name": ["United Kingdom"]}).columns
    ['id', 'code', 'name']
    """
    return pl.DataFrame({key: pl.Series(key, columns[key], kind, strict=True) for key, kind in SCHEMAS[name].items()})


def digest(frame: pl.DataFrame) -> str:
    """Identity of a table's content: `sha256:` over name, type and values of each column in order.

    Numbers as little-endian 64-bit values (-0.0 as 0.0), texts as UTF-8 with their lengths, missing values by a mask.
    """
    total = hashlib.sha256()
    for column in frame.iter_columns():
        head = {"name": column.name, "rows": len(column), "type": _TYPES[column.dtype.base_type()]}
        total.update(json.dumps(head, sort_keys=True).encode())
        total.update(np.packbits(column.is_null().to_numpy()).tobytes())
        for part in _bytes(column):
            total.update(part)
    return f"sha256:{total.hexdigest()}"


def _bytes(column: pl.Series) -> tuple[bytes, ...]:
    if column.dtype == pl.String:
        filled = column.fill_null("")
        lengths = filled.str.len_bytes().to_numpy().astype("<u8")
        return lengths.tobytes(), "".join(filled.to_list()).encode()
    if column.dtype == pl.Boolean:
        return (np.packbits(column.fill_null(value=False).to_numpy()).tobytes(),)
    if column.dtype == pl.Float64:
        return ((column.fill_null(0.0).to_numpy() + 0.0).astype("<f8").tobytes(),)
    return (column.fill_null(0).to_numpy().astype("<i8").tobytes(),)
