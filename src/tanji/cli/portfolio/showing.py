"""`tanji portfolio show`: counts, the largest products, the incomplete ones, and why lines are not in the total."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    import polars as pl

    from tanji.formats.portfolio import Store

SHOW = Text(
    zh="查看组合结果：计数、最大的产品、不完整的产品、未计入的行及原因",
    en="Look at a portfolio's results: counts, largest products, incomplete ones, lines left out and why",
)
TOP = 10
INCOMPLETE = Text(
    zh="\n不完整的产品（合计只含已计入的行）", en="\nIncomplete products (the total is of the lines that count)"
)


def show(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=both(Text(zh="结果文件夹", en="folder of results")))],
    *,
    top: Annotated[
        int, typer.Option(min=1, help=both(Text(zh="显示多少个产品", en="how many products to show")))
    ] = TOP,
) -> None:
    """Show what was computed."""
    from tanji.formats.portfolio import Store

    terminal: Terminal = ctx.obj
    store = Store(folder)
    manifest = store.get_manifest()
    if terminal.json:
        reasons, largest, incomplete = _tables(store, top)
        terminal.answer(
            {
                "manifest": dict(manifest),
                "top": largest.to_dicts(),
                "incomplete": incomplete.to_dicts(),
                "problems": reasons.to_dicts(),
            }
        )
        return
    overview(terminal, store, manifest, top=top)


def overview(terminal: Terminal, store: Store, manifest: Mapping[str, Any], *, top: int = TOP) -> None:
    """What a person sees of a finished portfolio."""
    if terminal.json:
        return
    reasons, largest, incomplete = _tables(store, top)
    lines, products = manifest["lines"], manifest["products"]
    terminal.show(
        Text(
            zh=f"产品 {products['products']:,} 个：完整 {products['complete']:,}，无结果 {products['without_total']:,}",
            en=f"{products['products']:,} products: {products['complete']:,} complete, "
            f"{products['without_total']:,} without a result",
        ),
        Text(
            zh=f"行 {lines['read']:,} = 计入 {lines['imported']:,} + 空行 {lines['skipped']:,}"
            f" + 未计入 {lines['failed']:,}",
            en=f"{lines['read']:,} lines = {lines['imported']:,} counted + {lines['skipped']:,} blank"
            f" + {lines['failed']:,} left out",
        ),
        *_nested(manifest),
        _products(largest, terminal, Text(zh="\n最大的产品（kg CO₂e）", en="\nLargest products (kg CO2e)")),
        _products(incomplete, terminal, INCOMPLETE) if len(incomplete) else None,
        _reasons(reasons, terminal) if len(reasons) else None,
    )


def _nested(manifest: Mapping[str, Any]) -> list[Text]:
    nested, said = manifest["nested"], []
    if nested["used_products"]:
        said.append(
            Text(
                zh=f"被其他产品使用的产品 {nested['used_products']:,} 个，分 {nested['levels']} 层求解",
                en=f"{nested['used_products']:,} products are used by others, solved in {nested['levels']} levels",
            )
        )
    said += [
        Text(
            zh=f"循环：{'、'.join(each['products'][:TOP])}（每轮回流 {each['radius']:.3g}，已一并求解）",
            en=f"Loop: {', '.join(each['products'][:TOP])} ({each['radius']:.3g} comes back each round; solved)",
        )
        for each in nested["cycles"][:TOP]
    ]
    if manifest["without_uncertainty"]:
        names = manifest["without_uncertainty"]
        said.append(
            Text(
                zh=f"未给出不确定性、抽样中不变的数据库：{'、'.join(names)}",
                en=f"Without stated uncertainty, the same in every draw: {', '.join(names)}",
            )
        )
    return said


def _tables(store: Store, top: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Reasons with their number of lines; the largest products; incomplete ones, those with the most lines left out."""
    import polars as pl

    chosen = ("product", "name", "total", "lines", "unlinked", "incomplete_inputs")
    results, problems = store.scan("results"), store.scan("problems")
    reasons = problems.group_by("severity", "reason").agg(
        lines=pl.len(), zh=pl.col("zh").min(), en=pl.col("en").min(), example=pl.col("product").min()
    )
    largest = results.select(chosen).drop_nulls("total").top_k(top, by="total")
    incomplete = results.filter(~pl.col("complete")).select(chosen)
    return (
        reasons.sort("lines", "reason", descending=[True, False]).collect(),
        largest.sort("total", "product", descending=[True, False]).collect(),
        incomplete.top_k(top, by="unlinked").sort("unlinked", "product", descending=[True, False]).collect(),
    )


def _products(products: pl.DataFrame, terminal: Terminal, title: Text) -> Any:
    from tanji.cli.draw.table import Column, table
    from tanji.reports.figures import significant

    none = Text(zh="无", en="none").of(terminal.language)
    columns = (
        Column(Text(zh="产品", en="Product")),
        Column(Text(zh="名称", en="Name"), ratio=1),
        Column(Text(zh="合计", en="Total"), right=True),
        Column(Text(zh="行", en="Lines"), right=True),
        Column(Text(zh="未计入", en="Left out"), right=True),
        Column(Text(zh="用到不完整产品", en="On incomplete"), right=True),
    )
    rows = [
        (each[0], each[1] or "", none if each[2] is None else significant(each[2]), *map(str, each[3:]))
        for each in products.iter_rows()
    ]
    return table(columns, rows, terminal.language, title)


def _reasons(reasons: pl.DataFrame, terminal: Terminal) -> Any:
    from tanji.cli.draw.table import Column, table

    columns = (
        Column(Text(zh="行", en="Lines"), right=True),
        Column(Text(zh="原因", en="Reason")),
        Column(Text(zh="例如", en="Such as"), ratio=1),
        Column(Text(zh="产品", en="Product")),
    )
    spoken = "zh" if terminal.language == "zh" else "en"
    rows = [
        (f"{each['lines']:,}", each["reason"], each[spoken], each["example"] or "")
        for each in reasons.iter_rows(named=True)
    ]
    title = Text(zh="\n未计入或有疑问的行", en="\nLines left out, or doubtful")
    return table(columns, rows, terminal.language, title)


COMMANDS = (("show", show, SHOW),)
