"""A partition: a run of products, from their lines to results, problems and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.assess.portfolio.lines import READ, STAGES, Classified, Classifier
from tanji.assess.portfolio.reason import TEXTS, Reason
from tanji.formats.portfolio import Part, Plan, Rows, Store
from tanji.lca.portfolio import Bills, by_stage, spread_of_columns, totals
from tanji.model.method import Indicator

Array = NDArray[Any]
PROBLEM: Final = ("product", "file", "row", "item", "amount", "unit")


@dataclass(frozen=True, slots=True)
class Task:
    """One partition of one plan in one folder; `threads` is None for all cores."""

    folder: str
    request: str
    part: Part
    threads: int | None = 1


class _Shared:
    """What a process keeps of a plan from one partition to the next."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows = Rows.of(plan.facts["lines"])
        self.options: Mapping[str, Any] = plan.facts["options"]

    @cached_property
    def classifier(self) -> Classifier:
        return Classifier(self.plan.table("links"))

    @cached_property
    def values(self) -> Array:
        return np.array(self.plan.array("values"))

    @cached_property
    def flags(self) -> Array:
        return np.array(self.plan.array("flags"))


@lru_cache(maxsize=1)
def _shared(folder: str, request: str) -> _Shared:
    plan = Store(folder).plan(request)
    if plan is None:
        raise LookupError(request)
    return _Shared(plan)


def finish(task: Task) -> Mapping[str, Any]:
    """A partition computed and put in its place; gives what is said of it. This is what workers run."""
    store = Store(task.folder)
    done = store.finished(task.part)  # by a worker that was lost before it could say so
    if done is not None:
        return done
    shared = _shared(task.folder, task.request)
    tables, counts = computed(shared, task.part, threads=task.threads)
    return store.finish(task.part, tables, counts)


def computed(
    shared: _Shared, part: Part, *, threads: int | None
) -> tuple[Mapping[str, pl.DataFrame], Mapping[str, int]]:
    """Results and problems of a partition, and counts of its lines: read = imported + skipped + failed."""
    runs = shared.plan.table("runs", part.first, part.last)
    start, stop = runs["start"].to_numpy(), runs["stop"].to_numpy()
    begin, end = (int(start[0]), int(stop[-1])) if len(runs) else (0, 0)
    read = shared.rows.read(begin, end, (*READ, "file", "row"))
    found = shared.classifier.of(read, shared.flags[0])
    indptr = np.concatenate(([0], stop - begin)).astype(np.int64)
    results = _results(shared, runs, indptr, found, threads=threads)
    counts = {
        "read": len(read),
        "imported": int(found.taken.sum()),
        "skipped": int(found.blank.sum()),
        "failed": int((found.reason > 0).sum()),
        "products": len(results),
        "complete": int(results["complete"].sum()),
        "without_total": results["total"].null_count(),
    }
    return {"results": results, "problems": _problems(shared, read, found)}, counts


def _results(
    shared: _Shared, runs: pl.DataFrame, indptr: Array, found: Classified, *, threads: int | None
) -> pl.DataFrame:
    taken, each = found.taken, np.diff(indptr)
    within = _per_run(taken, indptr)
    bills = Bills.of(
        np.concatenate(([0], np.cumsum(within))), found.column[taken], found.amount[taken], found.stage[taken]
    )
    total = np.ascontiguousarray(shared.values[:, 0])
    known = within > 0
    failed = _per_run(found.reason > 0, indptr)
    shaky = _per_run(taken & np.append(shared.flags[1], False)[found.column], indptr)
    staged = np.bincount(bills.product * len(STAGES) + _stage(bills), minlength=len(runs) * len(STAGES))
    sums = by_stage(bills, total, len(STAGES), threads=threads)
    columns: dict[str, pl.Series] = {"total": _where(totals(bills, total, threads=threads), known)}
    for number, stage in enumerate(STAGES):
        there = staged.reshape(-1, len(STAGES))[:, number] > 0
        columns[stage] = _where(sums[:, number], there)
    if shared.options["indicators"]:
        for number, indicator in list(enumerate(Indicator))[1:]:
            row = np.ascontiguousarray(shared.values[:, number])
            columns[indicator.value] = _where(totals(bills, row, threads=threads), known)
    columns |= _spread(shared, bills, known, threads)
    made = runs.select("product", "name", "unit").with_columns(
        **columns,
        lines=pl.Series(each - _per_run(found.blank, indptr), dtype=pl.Int64),
        unlinked=pl.Series(failed, dtype=pl.Int64),
        incomplete_inputs=pl.Series(shaky, dtype=pl.Int64),
        complete=pl.Series(known & (failed == 0) & (shaky == 0)),
    )
    return made.filter(pl.col("product").is_not_null())


def _spread(shared: _Shared, bills: Bills, known: Array, threads: int | None) -> dict[str, pl.Series]:
    if "draws" not in shared.options:
        return {}
    levels: Sequence[float] = shared.options["levels"]
    found = spread_of_columns(bills, shared.plan.array("samples"), levels, threads=threads)
    named = {f"p{100 * level:g}": _where(found.quantiles[:, at], known) for at, level in enumerate(levels)}
    return {"mean": _where(found.mean, known), "deviation": _where(found.deviation, known), **named}


def _problems(shared: _Shared, read: pl.DataFrame, found: Classified) -> pl.DataFrame:
    """A row a line that failed, or a warning; with the words of its link where these say more."""
    odd = found.odd_stage & found.taken
    at = np.flatnonzero((found.reason > 0) | odd)
    reasons = list(Reason)
    code = [reasons[number - 1] if number else Reason.unknown_stage for number in found.reason[at].tolist()]
    links = shared.classifier.links
    words = links["zh"].to_list(), links["en"].to_list(), links["reason"].to_list()
    said = [
        (words[0][link], words[1][link])
        if link >= 0 and words[2][link] == reason
        else (TEXTS[reason].zh, TEXTS[reason].en)
        for link, reason in zip(found.link[at].tolist(), code, strict=True)
    ]
    return (
        read[at]
        .select(PROBLEM)
        .with_columns(
            severity=pl.Series(["warning" if r is Reason.unknown_stage else "error" for r in code], dtype=pl.String),
            reason=pl.Series([reason.value for reason in code], dtype=pl.String),
            zh=pl.Series([zh for zh, _ in said], dtype=pl.String),
            en=pl.Series([en for _, en in said], dtype=pl.String),
        )
    )


def _stage(bills: Bills) -> Array:
    return np.zeros(0, dtype=np.uint8) if bills.stage is None else bills.stage


def _per_run(marked: Array, indptr: Array) -> Array:
    """How many lines of each run are marked."""
    summed = np.concatenate(([0], np.cumsum(marked, dtype=np.int64)))
    return np.asarray(summed[indptr[1:]] - summed[indptr[:-1]])


def _where(values: Array, known: Array) -> pl.Series:
    """The values where they are known, and nothing elsewhere: missing is never zero."""
    made = pl.Series(values, dtype=pl.Float64)
    return made.zip_with(pl.Series(known), pl.Series([None], dtype=pl.Float64).new_from_index(0, len(made)))
