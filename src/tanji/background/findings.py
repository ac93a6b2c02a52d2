"""What publishing found, in words: each kind once, with its number and the first names; the tables hold every case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from tanji import lca
from tanji.background.assemble import Work, multi_output
from tanji.background.characterised import named_as_gas
from tanji.background.link import Reason, Unlinked
from tanji.background.names import called
from tanji.background.rank import ARBITRARY
from tanji.errors import Text
from tanji.model.finding import Counts, Finding, Report, error, note, warning
from tanji.model.flow import FlowKind
from tanji.model.process import Direction

_NAMED: Final = 5
_REASONS: Final = {
    Reason.no_supplier: (
        "BGD-104",
        Text(zh="没有任何过程提供或处理", en="no process of the database gives or treats it"),
    ),
    Reason.co_product_only: (
        "BGD-105",
        Text(
            zh="只是其他过程的共生产品，而共生产品不承担负荷",
            en="it is only a co-product of others, and those are dropped",
        ),
    ),
    Reason.supplier_left_out: (
        "BGD-107",
        Text(zh="提供它的过程没有可用的定量参考", en="its supplier has no usable quantitative reference"),
    ),
    Reason.unit_unknown: (
        "BGD-110",
        Text(zh="单位无法换算为流的参考单位", en="its unit can not be converted to that of the flow"),
    ),
    Reason.flow_unknown: ("BGD-111", Text(zh="流不在数据包中", en="its flow is not in the package")),
}

_SORTS: Final = {
    "inputs": Text(zh="投入", en="inputs"),
    "wastes": Text(zh="废物", en="wastes"),
    "avoided": Text(zh="避免的产品", en="avoided products"),
    "elementary": Text(zh="基本流", en="elementary exchanges"),
}


def report(work: Work, inspection: lca.Inspection, elementary: pl.DataFrame) -> Report:
    """Findings of publishing with counts that add up: processes, flows, inputs, wastes, co-products, emissions."""
    found = [
        *_repeated(work),
        *work.allocated.findings,
        *_unlinked(work),
        *_ambiguous(work),
        *_co_products(work),
        *_gases(elementary),
        *_loops(inspection),
    ]
    return Report(findings=tuple(found), counts=counts(work))


def counts(work: Work) -> dict[str, Counts]:
    """How many of each kind were read, and what became of them."""
    repeated = Counter(type(each).__name__ for each in work.repeated)
    made = {
        "processes": _counts(
            len(work.processes) + repeated["Process"], failed=len(work.allocated.left_out) + repeated["Process"]
        ),
        "flows": _counts(len(work.flows) + repeated["Flow"], failed=repeated["Flow"]),
        "co_products": _counts(
            len(work.allocated.dropped) + sum(not product.is_reference for product in work.allocated.products),
            skipped=len(work.allocated.dropped),
        ),
    }
    read: Counter[str] = Counter()
    lost: Counter[tuple[str, bool]] = Counter()
    for found in work.linked.links:
        read[_sort(work, found.process, found.exchange)] += 1
    for missing in work.compiled.unlinked:
        sort = _sort(work, missing.process, missing.exchange)
        read[sort] += 1
        lost[sort, missing.reason in {Reason.unit_unknown, Reason.flow_unknown}] += 1
    read["elementary"] += sum(
        exchange.flow in work.flows and work.flows[exchange.flow].kind is FlowKind.elementary
        for position, process in enumerate(work.processes)
        if position not in work.allocated.left_out
        for exchange in process.exchanges
    ) - sum(lost["elementary", failed] for failed in (True, False))
    for sort, total in sorted(read.items()):
        made[sort] = _counts(total, skipped=lost[sort, False], failed=lost[sort, True])
    return made


def quality(work: Work, inspection: lca.Inspection, counted: Mapping[str, Counts]) -> dict[str, float]:
    """Figures of a release that a person compares: whole numbers and the linked share of inputs.

    counted: what `counts` gives.
    """
    inputs = counted.get("inputs", Counts())
    sizes = [len(loop.processes) for loop in inspection.loops]
    reasons = Counter(missing.reason for missing in _inputs_unlinked(work))
    figures: dict[str, float] = {
        "ambiguous_inputs": len(work.linked.ambiguous),
        "ambiguous_suppliers": sum(found.eligible > 1 for found in work.linked.ambiguous),
        "inputs": inputs.read,
        "inputs_linked": inputs.imported,
        "inputs_of_co_products": reasons[Reason.co_product_only],
        "inputs_without_supplier": reasons[Reason.no_supplier],
        "largest_loop": max(sizes, default=0),
        "loops": len(sizes),
        "multi_output_processes": len(multi_output((*work.allocated.products, *work.allocated.dropped))),
        "own_use": len(inspection.own_use),
        "processes_in_loops": sum(sizes),
    }
    return figures | ({"linked_share": round(inputs.imported / inputs.read, 12)} if inputs.read else {})


def _inputs_unlinked(work: Work) -> list[Unlinked]:
    return [missing for missing in work.compiled.unlinked if _sort(work, missing.process, missing.exchange) == "inputs"]


def _sort(work: Work, process: int, exchange: int) -> str:
    found = work.processes[process].exchanges[exchange]
    flow = work.flows.get(found.flow)
    if flow is not None and flow.kind is FlowKind.elementary:
        return "elementary"
    if found.avoided:
        return "avoided"
    return "inputs" if found.direction is Direction.input else "wastes"


def _counts(read: int, skipped: int = 0, failed: int = 0) -> Counts:
    return Counts(read=read, imported=read - skipped - failed, skipped=skipped, failed=failed)


def _repeated(work: Work) -> Iterator[Finding]:
    for each in work.repeated:
        yield error(
            "BGD-103",
            Text(
                zh=f"标识 {each.id} 出现多次，版本 {each.version} 未采用",
                en=f"The id {each.id} stands there more than once; version {each.version} is not taken",
            ),
            Text(zh="请在来源中只保留一份", en="Keep one of them in the source"),
        )


def _unlinked(work: Work) -> Iterator[Finding]:
    cases: dict[tuple[Reason, str], list[Unlinked]] = {}
    for missing in work.compiled.unlinked:
        sort = _sort(work, missing.process, missing.exchange)
        cases.setdefault((missing.reason, sort), []).append(missing)
    for (reason, sort), listed in sorted(cases.items()):
        code, why = _REASONS[reason]
        names = Counter(work.processes[each.process].exchanges[each.exchange].flow_name for each in listed)
        zh, en = _listed([f"{name} ({number})" for name, number in names.most_common()])
        yield warning(
            code,
            Text(
                zh=f"{len(listed)} 条{_SORTS[sort].zh}未进入计算体系：{why.zh}。{zh}",
                en=f"{len(listed)} {_SORTS[sort].en} are not in the system: {why.en}. {en}",
            ),
            Text(zh="全部列在该发布版的 unlinked 表中", en="The table `unlinked` of the release lists them all"),
        )
    if work.linked.not_as_named:
        total = len(work.linked.not_as_named)
        yield warning(
            "BGD-108",
            Text(
                zh=f"{total} 条交换指定的供应过程不存在或不提供该产品，改按规则查找",
                en=f"{total} exchanges name a supplier that is absent or lacks the product; the rules decided instead",
            ),
            Text(zh="请连同供应过程一起导入", en="Import the suppliers with them"),
        )


def _ambiguous(work: Work) -> Iterator[Finding]:
    several = work.linked.ambiguous
    if not several:
        return
    decided = Counter(found.decided_by for found in several)
    names = Counter(work.processes[each.process].exchanges[each.exchange].flow_name for each in several)
    zh, en = _listed([f"{name} ({number})" for name, number in names.most_common()])
    first = sum(decided[decision] for decision in ARBITRARY)
    yield warning(
        "BGD-106",
        Text(
            zh=f"{len(several)} 条交换的流由多个过程提供，其中 {first} 条只能取排在最前者（按名称或标识）。{zh}",
            en=f"Several processes give the flow of {len(several)} exchanges; "
            f"for {first} of them only name or id decided. {en}",
        ),
        Text(
            zh="全部列在该发布版的 ambiguous 表中；来源指定供应过程即可消除",
            en="The table `ambiguous` of the release lists them all; a supplier named in the source settles each",
        ),
    )


def _co_products(work: Work) -> Iterator[Finding]:
    dropped = multi_output(work.allocated.dropped)
    if dropped:
        names = [called(work.processes[place].names) for place in sorted(dropped)]
        zh, en = _listed(names)
        yield warning(
            "BGD-112",
            Text(
                zh=f"{len(dropped)} 个多产出过程的负荷全部由参考产品承担，共生产品不计。{zh}",
                en=f"In {len(dropped)} multi-output processes the reference product carries everything. {en}",
            ),
            Text(zh="可选用其他分配方法导入", en="Import with another allocation to divide the burden"),
        )


def _gases(elementary: pl.DataFrame) -> Iterator[Finding]:
    """Flows that are another gas by their id or CAS number than by name; flows named as a gas that no rule knows."""
    disagree = elementary.filter(pl.col("otherwise").is_not_null())
    if len(disagree):
        names = [f"{row['name']} = {row['gas']}" for row in disagree.iter_rows(named=True)]
        zh, en = _listed(dict.fromkeys(names))
        yield warning(
            "BGD-118",
            Text(
                zh=f"{len(disagree)} 个基本流的标识或 CAS 号与名称所指物质不同，以标识或 CAS 号为准。{zh}",
                en=f"{len(disagree)} elementary flows are another gas by id or CAS number than by name; "
                f"id or number counts. {en}",
            ),
            Text(zh="请核对来源中的名称与 CAS 号", en="Check name and CAS number in the source"),
        )
    air = elementary.filter(
        pl.col("gas").is_null() & (pl.col("direction") == "output") & pl.col("medium").is_in(["air", "unstated"])
    )
    unknown = [name for name in dict.fromkeys(air["name"].to_list()) if named_as_gas(name)]
    if unknown:
        zh, en = _listed(unknown)
        yield note(
            "BGD-119",
            Text(
                zh=f"{len(unknown)} 个排放到空气的流名称像温室气体，但无法识别是哪一种，不计入。{zh}",
                en=f"{len(unknown)} flows to air are called like a greenhouse gas but are none that is known; "
                f"they do not count. {en}",
            ),
        )


def _loops(inspection: lca.Inspection) -> Iterator[Finding]:
    for loop in inspection.loops:
        names = [place.name for place in loop.processes]
        zh, en = _listed(names)
        radius = "?" if loop.radius is None else f"{loop.radius:.4g}"
        text = Text(
            zh=f"{len(names)} 个过程互为投入（谱半径 {radius}）。{zh}",
            en=f"{len(names)} processes need each other (spectral radius {radius}). {en}",
        )
        if loop.productive:
            yield note("BGD-113", text)
        else:
            hint = Text(
                zh="该循环耗用不少于其产出，请检查其中的数量", en="It uses at least what it makes: check its amounts"
            )
            yield warning("BGD-114", text, hint)
    if inspection.own_use:
        zh, en = _listed([f"{each.process.name} ({each.share:.2%})" for each in inspection.own_use])
        count = len(inspection.own_use)
        yield note(
            "BGD-115", Text(zh=f"{count} 个过程自用部分产出。{zh}", en=f"{count} processes use their own product. {en}")
        )
    for group in inspection.singular:
        zh, en = _listed([place.name for place in group])
        yield error(
            "BGD-116",
            Text(zh=f"方程组奇异，下列过程没有唯一解：{zh}", en=f"The system is singular; no unique supply for: {en}"),
            Text(zh="修正来源之前无法计算", en="Nothing can be computed until the source is corrected"),
        )
    if inspection.without_exchanges:
        zh, en = _listed([place.name for place in inspection.without_exchanges])
        count = len(inspection.without_exchanges)
        yield warning(
            "BGD-117",
            Text(
                zh=f"{count} 个过程没有投入也没有基本流，其结果为零只因数据缺失。{zh}",
                en=f"{count} processes have neither inputs nor elementary flows; their score is zero by omission. {en}",
            ),
        )


def _listed(names: Sequence[str] | Iterable[str]) -> tuple[str, str]:
    """The first names in words, and how many more there are."""
    every = list(names)
    more = len(every) - _NAMED
    first = every[:_NAMED]
    return (
        "；".join(first) + (f" 等 {len(every)} 个" if more > 0 else ""),
        "; ".join(first) + (f"; and {more} more" if more > 0 else ""),
    )
