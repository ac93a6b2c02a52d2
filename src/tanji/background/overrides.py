"""Suppliers that the publisher of a database names in a file, each with a reason; checked line by line.

A CSV with the columns `process` (id, or `*` for all), `exchange` (its id in the process, or the id of its flow),
`provider` (id of the supplying process, or `<process>::<flow>` for a co-product) and `reason`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tanji.background.measure import converted, wanted
from tanji.background.shares import Product
from tanji.errors import Refusal, Text
from tanji.model.flow import Flow, FlowKind
from tanji.model.process import Exchange, Process

COLUMNS: Final = ("process", "exchange", "provider", "reason")
EVERY: Final = "*"
_NAMED = 10


class UnfitOverrides(Refusal):
    """A file of overrides with lines that name what does not exist or does not fit; every such line is named."""

    code = "LNK-002"


@dataclass(frozen=True, slots=True)
class Override:
    """One line of the publisher's mapping: this exchange takes that supplier, for this reason."""

    line: int
    process: str
    exchange: str
    provider: str
    reason: str


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The lines of a mapping file (UTF-8). Refuses UnfitOverrides: columns or cells are missing, lines repeat."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        why = str(problem)
        raise UnfitOverrides(
            Text(zh=f"无法读取 {path.name}：{why}", en=f"{path.name} can not be read: {why}")
        ) from None
    reader = csv.DictReader(text.splitlines())
    absent = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        raise UnfitOverrides(
            Text(
                zh=f"{path.name} 缺少列：{'、'.join(absent)}", en=f"{path.name} lacks the columns {', '.join(absent)}"
            ),
            Text(zh=f"需要的列：{'、'.join(COLUMNS)}", en=f"It needs the columns {', '.join(COLUMNS)}"),
        )
    found: dict[tuple[str, str], Override] = {}
    faults: list[tuple[int, Text]] = []
    for row in reader:
        cells = [(row[name] or "").strip() for name in COLUMNS]
        if not any(cells):
            continue
        each = Override(reader.line_num, *cells)
        if not all(cells):
            faults.append((each.line, Text(zh="有空单元格", en="a cell is empty")))
        elif (each.process, each.exchange) in found:
            faults.append((each.line, Text(zh="与前面一行重复", en="it repeats an earlier line")))
        found[each.process, each.exchange] = each
    _refuse(faults)
    return tuple(found.values())


class Overrides:
    """The overrides of one package, checked against its processes, flows and suppliers."""

    def __init__(
        self,
        given: Sequence[Override],
        processes: Sequence[Process],
        flows: Mapping[str, Flow],
        products: Sequence[Product],
    ) -> None:
        """Refuses UnfitOverrides, naming every line that fits nothing."""
        self._columns = {product.id: column for column, product in enumerate(products)} if given else {}
        self._products, self._flows = products, flows
        self._by_key = {(each.process, each.exchange): each for each in given}
        exchanges = {process.id: process.exchanges for process in processes} if given else {}
        _refuse([(each.line, why) for each in given if (why := self._fault(each, exchanges))])

    def find(self, process: str, exchange: str, flow: str) -> Override | None:
        """The line for an exchange: by its own id first, then by its flow, then for the flow in all processes."""
        if not self._by_key:
            return None
        keys = ((process, exchange), (process, flow), (EVERY, flow))
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def column(self, override: Override) -> int:
        """The column of the supplier that a line names."""
        return self._columns[override.provider]

    def _fault(self, each: Override, exchanges: Mapping[str, tuple[Exchange, ...]]) -> Text | None:
        if each.provider not in self._columns:
            return Text(zh=f"没有供应过程 {each.provider}", en=f"there is no supplier {each.provider}")
        if each.process == EVERY:
            named = [one for listed in exchanges.values() for one in listed if one.flow == each.exchange]
        elif each.process in exchanges:
            named = [one for one in exchanges[each.process] if each.exchange in {one.id, one.flow}]
        else:
            return Text(zh=f"没有过程 {each.process}", en=f"there is no process {each.process}")
        if not named:
            return Text(zh=f"没有交换或流 {each.exchange}", en=f"there is no exchange or flow {each.exchange}")
        product = self._products[self._columns[each.provider]]
        return next((why for one in named if (why := self._unfit(one, product))), None)

    def _unfit(self, exchange: Exchange, product: Product) -> Text | None:
        flow = self._flows.get(exchange.flow)
        if flow is None:
            return Text(zh=f"流 {exchange.flow} 不在数据包中", en=f"the flow {exchange.flow} is not in the package")
        if flow.kind is FlowKind.elementary:
            return Text(zh=f"{flow.id} 是基本流", en=f"{flow.id} is an elementary flow")
        if converted(flow.unit, product.flow.unit) is None:
            unit, to = flow.unit, product.flow.unit
            return Text(zh=f"单位 {unit} 无法换算为 {to}", en=f"the unit {unit} can not be converted to {to}")
        if wanted(exchange, flow)[0] is not product.direction:
            return Text(
                zh=f"{product.id} 不能既作处理又作供应",
                en=f"{product.id} gives where a treatment is wanted, or treats where a product is wanted",
            )
        return None


def _refuse(faults: Sequence[tuple[int, Text]]) -> None:
    if not faults:
        return
    first = sorted(faults, key=lambda fault: fault[0])[:_NAMED]
    more = len(faults) - len(first)
    zh = "；".join(f"第 {line} 行：{why.zh}" for line, why in first) + (f"；另有 {more} 行" if more else "")
    en = "; ".join(f"line {line}: {why.en}" for line, why in first) + (f"; and {more} more lines" if more else "")
    raise UnfitOverrides(
        Text(zh=f"供应过程映射文件有误。{zh}", en=f"The mapping of suppliers has faults. {en}"),
        Text(zh="改正这些行后重新发布；未作任何更改", en="Correct these lines and publish again; nothing was changed"),
    )
