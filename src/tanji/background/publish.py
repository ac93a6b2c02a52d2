"""A package made into a release: allocate, link, compile, inspect, and put on the shelf.

The one path for every database. The order of documents in a package decides nothing: they are sorted by id first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tanji import lca
from tanji.background import characterise, findings, link
from tanji.background.allocate import allocate
from tanji.background.assemble import Work, assemble
from tanji.background.characterised import characterised
from tanji.background.columns import ordered
from tanji.background.compile import compile  # noqa: A004
from tanji.background.link_rules import DEFAULT, LinkRules, link_rules
from tanji.background.names import called
from tanji.background.opened import Opened
from tanji.background.overrides import Override
from tanji.background.shares import Allocation
from tanji.background.shelf import Shelf, fit_name
from tanji.background.tables import digest
from tanji.errors import Progress, Text
from tanji.model.acyclic import acyclic
from tanji.model.document import Document, Names
from tanji.model.finding import Report
from tanji.model.method import Method
from tanji.model.package import Package
from tanji.model.release import Release, Table

D = TypeVar("D", bound=Document)

_STEPS = (
    Text(zh="分配", en="Allocating"),
    Text(zh="连接投入与供应过程", en="Linking inputs to suppliers"),
    Text(zh="生成矩阵", en="Compiling matrices"),
    Text(zh="检查循环", en="Looking for loops"),
    Text(zh="写入发布版", en="Writing the release"),
    Text(zh="计算强度", en="Computing intensities"),
)


@dataclass(frozen=True, slots=True)
class Published:
    """A release on the shelf, and what was found while it was made."""

    opened: Opened
    report: Report


@dataclass(frozen=True, slots=True)
class Choices:
    """What a publisher decides beside the allocation of all processes."""

    rules: LinkRules = field(default_factory=lambda: link_rules(DEFAULT))
    overrides: Sequence[Override] = ()
    allocations: Mapping[str, Allocation] = field(default_factory=dict)
    """The allocation method of single processes, by id."""


@acyclic()
def publish(
    package: Package,
    shelf: Shelf,
    *,
    database: str,
    version: str,
    names: Names,
    allocation: Allocation = "reference",
    choices: Choices | None = None,
    methods: Sequence[Method] = (),
    progress: Progress | None = None,
    **about: Any,
) -> Published:
    """A release of a package, on a shelf; the same content again gives the release that is there.

    `about` are members of the manifest: owner, scope, sector, region, year, licence, rights, attribution. Intensities
    of `methods` are computed now, others when they are first asked for. `choices` are link rules, overrides of
    suppliers and allocation methods of single processes, other than `tanji-link/1` and `allocation`. The report is of
    linking only; what reading found stays in `package.report`, and the release keeps both. Refuses UnfitName,
    ReleaseExists, and choices that do not fit the package.
    """
    fit_name(database), fit_name(version)
    work = prepared(package, allocation, progress, choices=choices)
    _tell(progress, 3)
    inspection = lca.inspect(_system(work))
    tables = assemble(work)
    found = findings.report(work, inspection, tables["elementary"])
    _tell(progress, 4)
    manifest = Release(
        id=database,
        version=version,
        names=names,
        sources=tuple(sorted({source.publisher for source in package.sources if source.publisher.strip()})),
        source_sha256=package.sha256,
        link_rules=f"{work.rules.id}, {characterise.RULES}",
        allocation=allocation,
        counts=found.counts,
        quality={
            **findings.quality(work, inspection, found.counts),
            **characterised(tables["elementary"], tables["biosphere"]),
        },
        languages=tuple(sorted({code for process in package.processes for code in process.names})),
        tables={name: Table(rows=len(frame), digest=digest(frame)) for name, frame in tables.items()},
        **about,
    )
    opened = shelf.add(manifest, tables, Report(findings=package.report.findings) + found)
    _tell(progress, 5)
    for method in methods:
        opened.intensities(method)
    return Published(opened, found)


def prepared(
    package: Package,
    allocation: Allocation = "reference",
    progress: Progress | None = None,
    *,
    choices: Choices | None = None,
) -> Work:
    """A package allocated, linked and compiled, its documents in the order of their ids."""
    chosen = choices or Choices()
    processes, repeated = _unique(package.processes)
    listed, repeated_flows = _unique(package.flows)
    flows = {flow.id: flow for flow in listed}
    _tell(progress, 0)
    allocated = allocate(processes, flows, allocation, chosen.allocations)
    _tell(progress, 1)
    linked = link.link(processes, flows, allocated, rules=chosen.rules, overrides=chosen.overrides)
    _tell(progress, 2)
    compiled = compile(processes, flows, allocated, linked)
    return Work(
        package,
        processes,
        flows,
        (*repeated, *repeated_flows),
        allocated,
        linked,
        compiled,
        chosen.rules,
        tuple(chosen.overrides),
    )


def _unique(documents: Iterable[D]) -> tuple[tuple[D, ...], tuple[D, ...]]:
    """Documents by id, the highest version of each; and those that have to give way."""
    kept: dict[str, D] = {}
    repeated: list[D] = []
    for each in ordered(documents):
        if each.id in kept:
            repeated.append(kept[each.id])
        kept[each.id] = each
    return tuple(kept.values()), tuple(repeated)


def _system(work: Work) -> lca.System:
    a, b = work.compiled.technosphere, work.compiled.biosphere
    products = work.allocated.products
    return lca.system(
        lca.Triples(_positions(a.row), _positions(a.column), a.value),
        lca.Triples(_positions(b.row), _positions(b.column), b.value),
        lca.Triples([], [], []),
        processes=lca.Index([product.id for product in products]),
        flows=lca.Index([row.id for row in work.compiled.rows]),
        indicators=lca.Index([]),
        names=[called(work.processes[product.process].names) for product in products],
    )


def _positions(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(_STEPS[step], step, len(_STEPS))
