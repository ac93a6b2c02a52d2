"""A portfolio computed: planned, parted, every unfinished partition done, and the manifest written at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from tanji.assess.portfolio.execute import Executor
from tanji.assess.portfolio.partition import Task, finish
from tanji.assess.portfolio.prepare import prepare
from tanji.assess.portfolio.request import FORM, Request, hashed
from tanji.background.lock import locked
from tanji.errors import Progress, Text
from tanji.formats.portfolio import Part, Plan, Rows, Store
from tanji.model.document import ref
from tanji.model.finding import Counts

COMPUTING: Final = Text(zh="计算各分区", en="Compute the partitions")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The manifest of a finished portfolio, and how many partitions were there before and how many were computed."""

    manifest: Mapping[str, Any]
    found: int
    computed: int


def run(
    request: Request,
    store: Store,
    executor: Executor,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Results of a portfolio in the folder of the store. What is finished there already is taken as it is.

    `threads` is for each partition; None takes all cores. Refuses ShelfBusy where another run writes to the folder.
    """
    store.begin()
    with locked(store.lock, patience=0.0):
        there = _there(request, store)
        if there is not None:
            store.tidy()
            return Outcome(there, len(there["parts"]), 0)
        plan = store.plan(request.identity()) or prepare(request, store, progress=progress)
        parts = parted(plan, request.options.size)
        stood = {part.number: store.finished(part) for part in parts}
        said = {number: done for number, done in stood.items() if done is not None}
        found = len(said)
        waiting = [
            Task(str(store.folder), request.identity(), part, threads) for part in parts if part.number not in said
        ]
        if progress is not None and waiting:
            progress(COMPUTING, found, len(parts))
        for done in executor.each(finish, waiting):
            said[done["part"]] = done
            if progress is not None:
                progress(COMPUTING, len(said), len(parts))
        manifest = _manifest(request, plan, parts, said)
        store.close(rfc8785.dumps(manifest), parts)
    return Outcome(manifest, found, len(waiting))


def parted(plan: Plan, size: int) -> tuple[Part, ...]:
    """The partitions of a plan. The key of each names the rows that it is made of, and all that scores them."""
    rows, count = Rows.of(plan.facts["lines"]), int(plan.facts["runs"])
    parts = []
    for number, first in enumerate(range(0, count, size)):
        last = min(first + size, count)
        edge = plan.table("runs", first, last)
        start, stop = int(edge["start"][0]), int(edge["stop"][-1])
        products = hashed(edge["product"].to_list()) if start == stop else ""
        key = hashed([plan.facts["origin"], rows.touched(start, stop), products])
        parts.append(Part(number, key, first, last))
    return tuple(parts)


def _there(request: Request, store: Store) -> Mapping[str, Any] | None:
    """The manifest of the same request, if it was finished and all its partitions are as they were written."""
    manifest = store.manifest()
    if manifest is None or manifest.get("identity") != request.identity():
        return None
    parts = [Part(each["part"], each["key"], 0, 0) for each in manifest["parts"]]
    return manifest if all(store.finished(part) is not None for part in parts) else None


def _manifest(
    request: Request, plan: Plan, parts: Sequence[Part], said: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    sums = {name: sum(done["counts"][name] for done in said.values()) for name in said[0]["counts"]} if said else {}
    names = ("read", "imported", "skipped", "failed")
    lines = Counts(**{name: sums.get(name, 0) for name in names})
    facts = plan.facts
    return {
        "form": FORM,
        "identity": request.identity(),
        "engine": request.engine,
        "method": ref(request.method).model_dump(mode="json"),
        "releases": [each.model_dump(mode="json") for each in request.refs()],
        "inputs": [
            {"table": table, "file": file.name, "sha256": file.digest, "rows": file.rows}
            for table, file in request.files()
        ],
        "options": {**request.options.said(), "size": request.options.size},
        "lines": lines.model_dump(mode="json"),
        "products": {name: sums.get(name, 0) for name in ("products", "complete", "without_total")},
        "nested": {name: facts[name] for name in ("used_products", "levels", "cycles")},
        "without_uncertainty": facts.get("without_uncertainty", []),
        "regrouped": facts["regrouped"],
        "parts": [dict(said[part.number]) for part in parts],
    }
