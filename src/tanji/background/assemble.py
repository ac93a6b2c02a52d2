"""The tables of a release, from what was allocated, linked and compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tanji.background.allocate import Allocated
from tanji.background.characterise import emission, kilograms, known
from tanji.background.columns import document_table, exchange_table, place_table
from tanji.background.compile import Coefficients, Compiled
from tanji.background.link import Linked
from tanji.background.link_rules import LinkRules
from tanji.background.listings import listing_table
from tanji.background.names import called
from tanji.background.overrides import COLUMNS as OVERRIDE_COLUMNS
from tanji.background.overrides import Override
from tanji.background.row import Row
from tanji.background.shares import Product
from tanji.background.tables import table
from tanji.model.document import Document
from tanji.model.flow import Flow
from tanji.model.package import Package
from tanji.model.process import Exchange, Process


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that publishing has made of a package, before it becomes tables."""

    package: Package
    processes: tuple[Process, ...]
    flows: Mapping[str, Flow]
    repeated: tuple[Document, ...]
    """Documents whose id another document of the package has, with a higher version."""
    allocated: Allocated
    linked: Linked
    compiled: Compiled
    rules: LinkRules
    overrides: tuple[Override, ...] = ()


def assemble(work: Work) -> dict[str, pl.DataFrame]:
    """Every table of the release, in the order of their names."""
    products, linked = work.allocated.products, work.linked
    starts = _starts(work.processes)
    made = {
        "processes": document_table("processes", work.processes),
        "exchanges": exchange_table(work.processes),
        "flows": document_table("flows", tuple(work.flows.values())),
        "sources": document_table("sources", sorted(work.package.sources, key=lambda source: source.id)),
        "places": place_table(work.package.places),
        "listings": listing_table(work.package, work.processes, products),
        "technosphere": _coefficients("technosphere", work.compiled.technosphere, _origins(products, starts)),
        "biosphere": _coefficients("biosphere", work.compiled.biosphere, _origins(products, starts)),
        "elementary": elementary_table(work.compiled.rows, work.flows),
        "links": table(
            "links",
            {
                "exchange": [starts[found.process] + found.exchange for found in linked.links],
                "supplier": [found.supplier for found in linked.links],
                "decided_by": [found.decided_by.value for found in linked.links],
            },
        ),
        "ambiguous": _ambiguous(work),
        "unlinked": _unlinked(work),
        "gaps": table(
            "gaps",
            {
                "unlinked": work.compiled.gaps.row,
                "column": work.compiled.gaps.column,
                "value": work.compiled.gaps.value,
            },
        ),
        "co_products": _co_products(work),
        "allocation": _allocation(work),
        "overrides": _overrides(work),
    }
    return dict(sorted(made.items()))


def elementary_table(rows: Sequence[Row], flows: Mapping[str, Flow]) -> pl.DataFrame:
    """The rows of B, each with its gas: the release says once and for all which flow is which gas."""
    found = [emission(flows[row.flow], row.direction) for row in rows]
    gases = [known(flows[row.flow]) for row in rows]
    return table(
        "elementary",
        {
            "id": [row.id for row in rows],
            "flow": [row.flow for row in rows],
            "name": [called(flows[row.flow].names) for row in rows],
            "compartment": ["/".join(flows[row.flow].compartment) for row in rows],
            "medium": [each.medium for each in found],
            "unit": [flows[row.flow].unit for row in rows],
            "direction": [row.direction.value for row in rows],
            "aircraft": [row.aircraft for row in rows],
            "gas": [each.gas for each in found],
            "sign": [each.sign for each in found],
            "kilograms": [kilograms(flows[row.flow]) for row in rows],
            "other_medium": [each.other_medium for each in found],
            "known_by": [each.by for each in gases],
            "otherwise": [each.otherwise for each in gases],
        },
    )


def _coefficients(name: str, entries: Coefficients, origins: Sequence[int]) -> pl.DataFrame:
    """Entries with the exchange that each comes from; `origins`: where the exchanges of each column's process begin."""
    exchanges = [origins[column] + place for column, place in zip(entries.column, entries.exchange, strict=True)]
    made = table(name, {"row": entries.row, "column": entries.column, "value": entries.value, "exchange": exchanges})
    return made.sort("column", "row", "value", "exchange")


def _origins(products: Sequence[Product], starts: Sequence[int]) -> list[int]:
    return [starts[product.process] for product in products]


def _ambiguous(work: Work) -> pl.DataFrame:
    listed = work.linked.ambiguous
    products = work.allocated.products
    where = [_where(work, found.process, found.exchange) for found in listed]
    return table(
        "ambiguous",
        {
            **_said(where),
            "chosen": [None if found.chosen is None else products[found.chosen].id for found in listed],
            "decided_by": [found.decided_by and found.decided_by.value for found in listed],
            "eligible": [found.eligible for found in listed],
            "candidates": ["\n".join(found.candidates) for found in listed],
            "amount": [found.amount for found in listed],
            "unit": [found.unit for found in listed],
            "reason": [found.reason for found in listed],
        },
    )


def _unlinked(work: Work) -> pl.DataFrame:
    listed = work.compiled.unlinked
    where = [_where(work, found.process, found.exchange) for found in listed]
    return table(
        "unlinked",
        {
            **_said(where),
            "direction": [exchange.direction.value for _, exchange in where],
            "amount": [found.amount for found in listed],
            "unit": [found.unit for found in listed],
            "reason": [found.reason.value for found in listed],
        },
    )


def _co_products(work: Work) -> pl.DataFrame:
    """Products beside the reference: dropped, columns of their own, or production that is avoided elsewhere."""
    treated = [(product, "dropped") for product in work.allocated.dropped]
    treated += [(product, "allocated") for product in work.allocated.products if not product.is_reference]
    treated += [
        (product, "avoided")
        for decided in work.allocated.decided
        if decided.applied == "expansion"
        for product in decided.products[1:]
    ]
    treated.sort(key=lambda each: each[0].id)
    return table(
        "co_products",
        {
            "process": [work.processes[product.process].id for product, _ in treated],
            "exchange": [_ids(work, product) for product, _ in treated],
            "flow": [product.flow.id for product, _ in treated],
            "flow_name": [called(product.flow.names) for product, _ in treated],
            "amount": [product.amount for product, _ in treated],
            "unit": [product.flow.unit for product, _ in treated],
            "treated_as": [how for _, how in treated],
        },
    )


def _allocation(work: Work) -> pl.DataFrame:
    """What was decided for each process with several products; a causal share is one of each exchange, and not here."""
    rows = [(decided, product) for decided in work.allocated.decided for product in decided.products]
    return table(
        "allocation",
        {
            "process": [work.processes[decided.process].id for decided, _ in rows],
            "flow": [product.flow.id for _, product in rows],
            "flow_name": [called(product.flow.names) for _, product in rows],
            "wanted": [decided.wanted for decided, _ in rows],
            "applied": [decided.applied for decided, _ in rows],
            "share": [None if product.by_exchange else product.share for _, product in rows],
            "reason_zh": [decided.why and decided.why.zh for decided, _ in rows],
            "reason_en": [decided.why and decided.why.en for decided, _ in rows],
        },
    )


def _overrides(work: Work) -> pl.DataFrame:
    """Every line of the publisher's mapping, how often it was applied, and which suppliers the rules had chosen."""
    applied: dict[int, list[str | None]] = {each.line: [] for each in work.overrides}
    for found in work.linked.overridden:
        applied[found.override.line].append(found.instead)
    instead = [sorted({each for each in applied[row.line] if each}) for row in work.overrides]
    return table(
        "overrides",
        {
            **{key: [getattr(row, key) for row in work.overrides] for key in ("line", *OVERRIDE_COLUMNS)},
            "applied": [len(applied[row.line]) for row in work.overrides],
            "instead": ["\n".join(ids) or None for ids in instead],
        },
    )


def _ids(work: Work, product: Product) -> str:
    exchanges = work.processes[product.process].exchanges
    return "\n".join(exchanges[place].id for place in product.exchanges)


def _said(where: Sequence[tuple[Process, Exchange]]) -> dict[str, list[str]]:
    return {
        "process": [process.id for process, _ in where],
        "exchange": [exchange.id for _, exchange in where],
        "flow": [exchange.flow for _, exchange in where],
        "flow_name": [exchange.flow_name for _, exchange in where],
    }


def _where(work: Work, process: int, exchange: int) -> tuple[Process, Exchange]:
    found = work.processes[process]
    return found, found.exchanges[exchange]


def _starts(processes: Sequence[Process]) -> list[int]:
    """Position of each process's first exchange in the table of exchanges."""
    starts, total = [], 0
    for process in processes:
        starts.append(total)
        total += len(process.exchanges)
    return starts


def multi_output(products: Sequence[Product]) -> frozenset[int]:
    """Processes with a product beside their reference."""
    return frozenset(product.process for product in products if not product.is_reference)
