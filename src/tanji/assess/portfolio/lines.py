"""Which lines of a run of rows count, and as how much of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.assess.portfolio.reason import Reason
from tanji.formats.study.columns import plain, spellings
from tanji.model.study import Stage

READ: Final = ("product", "item", "amount", "unit", "stage")
STAGES: Final = (*(stage.value for stage in Stage), "unstated")
"""Stages of the results; the last is of lines that state none."""
TABLE: Final = 20_000_000
"""Cells up to which items by units are looked up in a table."""

Array = NDArray[Any]


class Coder:
    """Texts as numbers: the positions among the known ones, and one more for all others and for none."""

    def __init__(self, known: pl.Series) -> None:
        self.known = known
        self._kind = pl.Enum(known)

    def __len__(self) -> int:
        return len(self.known)

    def of(self, texts: pl.Series) -> Array:
        """The number of each text; that of the unknown is the count of the known."""
        codes = texts.cast(self._kind, strict=False).to_physical().fill_null(len(self.known))
        return codes.to_numpy().astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """Lines in order: `column` (-1: not linked), `amount` in units of the column, why not, and the stage.

    `taken` are those that count; `reason` is the number of a Reason plus 1, or 0; `blank` lines say nothing at all.
    """

    taken: Array
    column: Array
    amount: Array
    stage: Array
    reason: Array
    link: Array
    blank: Array
    odd_stage: Array


class Classifier:
    """Classifies lines by the table of links (`link.Links`), of any number of runs of rows."""

    def __init__(self, links: pl.DataFrame) -> None:
        self.links = links
        linked = links["item"], links["unit"]
        self._items, self._units = (Coder(texts.unique().sort()) for texts in linked)
        self._width = len(self._units) + 1
        codes = self._items.of(linked[0]) * self._width + self._units.of(linked[1])
        self._codes = np.sort(codes)
        self._order = np.argsort(codes, kind="stable")
        self._table = self._tabled(codes) if (len(self._items) + 1) * self._width <= TABLE else None
        self._column = links["column"].fill_null(-1).to_numpy().astype(np.int32)
        self._factor = links["factor"].fill_null(0.0).to_numpy()
        known = list(Reason)
        self._reason = np.array(
            [0 if code is None else known.index(Reason(code)) + 1 for code in links["reason"]], dtype=np.uint8
        )

    def of(self, read: pl.DataFrame, without_total: Array | None = None) -> Classified:
        """The lines of READ. `without_total` marks columns of products that have no result."""
        link = self._linked(self._items.of(read["item"]) * self._width + self._units.of(read["unit"]))
        amount = read["amount"].fill_null(np.nan).to_numpy()
        found = np.where(link >= 0, link, len(self._column))
        column = np.append(self._column, np.int32(-1))[found]
        reason = np.append(self._reason, np.uint8(0))[found]
        if without_total is not None and without_total.any():
            lacking = (column >= 0) & without_total[column]
            reason[lacking] = _number(Reason.no_total)
        for why, wrong in (
            (Reason.no_unit, _empty(read["unit"])),
            (Reason.no_amount, ~np.isfinite(amount)),
            (Reason.no_item, _empty(read["item"])),
            (Reason.no_product, _empty(read["product"])),
        ):
            reason[wrong] = _number(why)
        blank = read["amount"].is_null() & read["item"].is_null() & read["unit"].is_null()
        reason[blank.to_numpy()] = 0
        stage, odd = stages(read["stage"])
        return Classified(
            taken=(reason == 0) & ~blank.to_numpy(),
            column=column,
            amount=amount * np.append(self._factor, 0.0)[found],
            stage=stage,
            reason=reason,
            link=link,
            blank=blank.to_numpy(),
            odd_stage=odd,
        )

    def _tabled(self, codes: Array) -> Array:
        table = np.full((len(self._items) + 1) * self._width, -1, dtype=np.int32)
        table[codes] = np.arange(len(codes), dtype=np.int32)
        return table

    def _linked(self, codes: Array) -> Array:
        """The row of the links of each code, or -1."""
        if self._table is not None:
            return self._table[codes]
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        return np.where(self._codes[at] == codes, self._order[at], -1)


def stages(given: pl.Series) -> tuple[Array, Array]:
    """The number of each stage in STAGES, and which texts name none of them."""
    distinct = given.drop_nulls().unique().sort()
    unstated = len(STAGES) - 1
    if not len(distinct):
        return np.full(len(given), unstated, dtype=np.uint8), np.zeros(len(given), dtype=np.bool_)
    known = spellings("stage")
    number = [_stage(text, known) for text in distinct.to_list()]
    codes = Coder(distinct).of(given)
    found = np.array([*number, unstated], dtype=np.int64)[codes]
    return np.where(found < 0, unstated, found).astype(np.uint8), found < 0


def _stage(text: str, known: Any) -> int:
    id_ = known.get(plain(text))
    if id_ is None:
        return STAGES.index("unstated") if not text.strip() else -1
    return STAGES.index(id_)


def _number(reason: Reason) -> int:
    return list(Reason).index(reason) + 1


def _empty(texts: pl.Series) -> NDArray[np.bool_]:
    return cast("NDArray[np.bool_]", (texts.is_null() | (texts == "")).fill_null(value=True).to_numpy())
