"""Everything that the partitions of a portfolio share, computed once: links, intensities, draws, used products."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.assess.portfolio.lines import Classifier
from tanji.assess.portfolio.link import COUNTED, Inside, Links, link
from tanji.assess.portfolio.nested import Nested, Used, nested
from tanji.assess.portfolio.request import Request, hashed
from tanji.errors import Progress, Refusal, Text
from tanji.formats.portfolio import Plan, Rows, Store, Survey, mapped, put, survey

Array = NDArray[Any]
LINKING: Final = Text(zh="链接过程和产品，换算单位", en="Link processes and products, convert units")
SCORING: Final = Text(zh="取得全部强度", en="Get all intensities")
SAMPLING: Final = Text(zh="取得背景抽样", en="Get the draws of the background")
SOLVING: Final = Text(zh="求解嵌套产品", en="Solve nested products")


class UnfitProducts(Refusal):
    """A table of products with a product twice, or a row without a product."""

    code = "PTF-003"


class NoSamples(Refusal):
    """Draws were asked for, and none of the releases states any uncertainty."""

    code = "PTF-004"


def prepare(request: Request, store: Store, *, progress: Progress | None = None) -> Plan:
    """The plan of a request, made now. Refuses UnfitProducts, NoSamples, UnproductiveProducts."""
    seen = survey(request.lines, store.work, progress=progress)
    runs = _runs(seen, request.products)
    _tell(progress, LINKING)
    links = link(seen.pairs, _inside(seen.pairs, runs), request.background)
    classifier = Classifier(links.table)
    processes, count = len(links.processes), len(links.processes) + len(links.runs)
    _tell(progress, SCORING)
    values = np.zeros((count, _indicators(request)))
    values[:processes] = _columns(links, {n: o.intensities(request.method) for n, o in request.background.items()})
    used = Used(np.array(links.runs, dtype=np.int64), processes, runs["product"].gather(list(links.runs)))
    below: Nested | None = None
    flags = np.zeros((2, count), dtype=np.bool_)
    if len(used):
        spans = runs["start"].to_numpy(), runs["stop"].to_numpy()
        below = nested(seen.rows, spans, used, classifier, progress=progress)
        _tell(progress, SOLVING)
        values[processes:] = below.solve(values[:processes])
        flags[0, processes:], flags[1, processes:] = below.without_total, ~below.whole
    with store.planning(request.identity()) as folder:
        facts = _facts(request, seen, below, used=used, values=values)
        if request.options.draws:
            samples = mapped(folder, "samples", (count, request.options.draws))
            facts["without_uncertainty"] = _sampled(request, links, samples, progress)
            if below is not None:
                _tell(progress, SOLVING)
                below.fill(samples, processes)
        put(
            folder,
            facts={**facts, "runs": len(runs)},
            tables={"runs": runs, "links": links.table},
            arrays={"values": values, "flags": flags},
        )
    return cast("Plan", store.plan(request.identity()))


def _facts(request: Request, seen: Survey, below: Nested | None, *, used: Used, values: Array) -> dict[str, Any]:
    """The small things of a plan; `origin` is what every key begins with."""
    origin = hashed(request.origin())
    if below is not None:
        solved = values[used.processes :].tobytes() + below.whole.tobytes() + below.without_total.tobytes()
        origin = hashed([origin, hashlib.sha256(solved).hexdigest()])
    cycles = below.cycles if below is not None else ()
    return {
        "origin": origin,
        "lines": seen.rows.said(),
        "regrouped": seen.regrouped,
        "used_products": len(used),
        "levels": len(below.nest.levels) if below is not None else 0,
        "cycles": [{"products": [used.names[p] for p in c.products], "radius": c.radius} for c in cycles],
        "options": request.options.said(),
    }


def _runs(seen: Survey, products: Rows | None) -> pl.DataFrame:
    """The runs with name and unit of each product; products that have no lines follow, with a run of none."""
    if products is None:
        return seen.runs.with_columns(name=pl.lit(None, pl.String), unit=pl.lit(None, pl.String))
    table = products.read(0, len(products), ("product", "name", "unit"))
    if table["product"].null_count():
        raise UnfitProducts(
            Text(zh="产品表中有一行没有产品标识", en="A row of the table of products names no product"),
            Text(zh="请补上标识，或删除该行。", en="Give its id, or remove the row."),
        )
    twice = table.filter(pl.col("product").is_duplicated())["product"]
    if len(twice):
        raise UnfitProducts(
            Text(zh=f"产品“{twice[0]}”在产品表中出现了两次", en=f'The product "{twice[0]}" is in the table twice'),
            Text(zh="请合并这两行。", en="Make one row of the two."),
        )
    named = seen.runs.join(table, on="product", how="left", maintain_order="left")
    lineless = table.join(seen.runs, on="product", how="anti", maintain_order="left")
    end = pl.lit(len(seen.rows), pl.Int64)
    return pl.concat([named, lineless.with_columns(start=end, stop=end).select(named.columns)])


def _inside(pairs: pl.DataFrame, runs: pl.DataFrame) -> Mapping[str, Inside]:
    """The items that are products of this portfolio."""
    items = pairs.select(product=pl.col("item")).unique()
    found = runs.with_row_index("run").join(items, on="product", how="semi").select("product", "run", "unit")
    return {product: Inside(run, unit or COUNTED) for product, run, unit in found.iter_rows()}


def _columns(links: Links, of: Mapping[str, Array]) -> Array:
    """The numbers of the linked processes, a row each, of (k, processes) of each database."""
    parts = []
    for database in sorted({name for name, _ in links.processes}):
        at = [position for name, position in links.processes if name == database]
        parts.append(of[database][:, at].T)
    return np.concatenate(parts) if parts else np.zeros((0, next(iter(of.values())).shape[0]))


def _sampled(request: Request, links: Links, samples: Array, progress: Progress | None) -> list[str]:
    """Fill in the draws of the processes, and name the databases that state no uncertainty: theirs do not vary."""
    draws, seed = request.options.draws, request.options.seed
    silent, of = [], dict[str, Array]()
    for name, opened in sorted(request.background.items()):
        _tell(progress, SAMPLING)
        if opened.uncertain(request.method) is None:
            silent.append(name)
            of[name] = np.broadcast_to(opened.intensities(request.method)[0], (draws, len(opened.positions)))
        else:
            of[name] = opened.samples(request.method, draws=draws, seed=seed, progress=progress)
    if len(silent) == len(of):
        raise NoSamples(
            Text(
                zh=f"数据库 {'、'.join(silent)} 没有给出不确定性，无法抽样",
                en=f"No uncertainty is stated in {', '.join(silent)}: there is nothing to draw from",
            ),
            Text(zh="请去掉 --draws，或使用给出不确定性的发布版。", en="Leave out --draws, or use another release."),
        )
    samples[: len(links.processes)] = _columns(links, of)
    return silent


def _indicators(request: Request) -> int:
    return len(next(iter(request.background.values())).intensities(request.method))


def _tell(progress: Progress | None, text: Text) -> None:
    if progress is not None:
        progress(text, 0, None)
