"""A footprint on the terminal: total, stages, contributions, separate lines, gases, and what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tanji.cli.console import printable
from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.model.footprint import Footprint, LineScore, Score
from tanji.model.method import GASES, LINES, Indicator
from tanji.reports.figures import bar, percent, short_digest, significant
from tanji.reports.words import BOUNDARIES, DISCLAIMER, INDICATORS, STAGES, SUPPLIERS, name, unit_of_analysis

UNIT = "kg CO₂e"
BAR = 14
"""Columns of the longest bar."""
ADDS, TAKES = "cyan", "yellow"
SHARE = Text(zh="占比", en="Share")


def result(footprint: Footprint, language: Language, *, top: int) -> Iterator[RenderableType]:
    """The parts of a result, in the order in which people ask for them; `top` contributions, 0 for all."""
    yield heading(footprint, language)
    yield stages(footprint, language)
    yield contributions(footprint, language, top)
    yield _beside(separate(footprint, language), gases(footprint, language))


def heading(footprint: Footprint, language: Language) -> RenderableType:
    """What it is of, the total, and what stands right beside the total."""
    unit = footprint.unit
    kind = {
        "functional": Text(zh="功能单位", en="functional unit"),
        "declared": Text(zh="声明单位", en="declared unit"),
    }[unit.kind].of(language)
    facts = [BOUNDARIES[footprint.boundary].of(language), footprint.location]
    facts += [" – ".join(footprint.period) if footprint.period else None, footprint.method.id, footprint.scenario]
    title = RichText(printable(name(footprint.names, language)), style="bold")
    about = RichText(printable(" · ".join(fact for fact in facts if fact)), style="dim")
    total = RichText.assemble(
        (significant(footprint.score.total), f"bold {ADDS}"),
        (f" {UNIT}", "bold"),
        f" / {printable(unit_of_analysis(footprint))}{Text(zh=f'（{kind}）', en=f' ({kind})').of(language)}",
    )
    return Padding(Group(title, about, Padding(Group(total, *_marks(footprint, language)), (1, 0, 0, 2))), (1, 0, 0, 0))


def _marks(footprint: Footprint, language: Language) -> Iterator[RichText]:
    """What must be read together with the total."""
    if footprint.uncertainty is not None and footprint.uncertainty.sd > 0:
        from tanji.cli.draw.uncertainty import said

        yield RichText(said(footprint.uncertainty).of(language))
    if footprint.grid_score is not None:
        grid = significant(footprint.grid_score.total)
        text = Text(
            zh=f"全部按电网平均电力：{grid} {UNIT}", en=f"With grid-average electricity throughout: {grid} {UNIT}"
        )
        yield RichText(text.of(language))
    coverage = footprint.coverage
    if coverage.unlinked:
        missing, share = len(coverage.unlinked), coverage.linked_mass_share
        about = "" if share is None or share == 1 else percent(1 - share)
        zh = f"{coverage.lines} 行中有 {missing} 行没有因子，未计入合计" + (
            f"（约占材料质量 {about}）" if about else ""
        )
        en = f"{missing} of {coverage.lines} lines have no factor and are not in the total"
        yield RichText(
            Text(zh=f"! {zh}", en=f"! {en}{f' (about {about} of the mass)' if about else ''}").of(language), "yellow"
        )


def stages(footprint: Footprint, language: Language) -> RenderableType:
    """A row for each life-cycle stage."""
    most = max((abs(stage.share or 0) for stage in footprint.stages), default=0)
    rows = [
        (
            STAGES[stage.stage].of(language),
            significant(stage.score.total),
            "—" if stage.share is None else percent(stage.share),
            _bar(stage.share, most),
        )
        for stage in footprint.stages
    ]
    columns = (
        Column(Text(zh="生命周期阶段", en="Stage"), ratio=1),
        Column(UNIT, right=True),
        Column(SHARE, right=True),
        Column(None, least=BAR),
    )
    return _spaced(table(columns, rows, language))


def contributions(footprint: Footprint, language: Language, top: int) -> RenderableType:
    """The lines that count most, and the rest as a sum of so many."""
    ordered = sorted(footprint.lines, key=lambda line: -abs(line.score.total))
    shown = ordered[: top or None]
    most = max((abs(line.share or 0) for line in ordered), default=0)
    rows = [_line(line, language, most) for line in shown]
    if rest := ordered[len(shown) :]:
        total = footprint.score.total
        score = Score.sum(line.score for line in rest).total
        share = score / total if total else None
        label = Text(
            zh=f"其余 {len(rest)} 行（--top 0 全部列出）", en=f"Rest of the lines: {len(rest)} (--top 0 shows all)"
        )
        rows.append((RichText(label.of(language), "dim"), "", significant(score), _share(share), _bar(share, most)))
    columns = (
        Column(Text(zh="主要贡献", en="Largest contributions"), ratio=1),
        Column(Text(zh="数量", en="Amount"), right=True),
        Column(UNIT, right=True),
        Column(SHARE, right=True),
        Column(None, least=BAR),
    )
    return _spaced(table(columns, rows, language))


def _line(line: LineScore, language: Language, most: float) -> tuple[RenderableType, ...]:
    named = RichText(printable(name(line.names, language)))
    if line.listing is not None:
        from_ = " ".join(str(part) for part in (line.listing.location, line.listing.year) if part)
    else:
        from_ = SUPPLIERS[line.supplier].of(language)
    named.append(f" [{printable(from_)}]" if from_ else "", "dim")
    amount = f"{significant(line.amount, trim=True)} {printable(line.unit)}"
    return named, amount, significant(line.score.total), _share(line.share), _bar(line.share, most)


def separate(footprint: Footprint, language: Language) -> Table:
    """The lines that ISO 14067 wants side by side."""
    rows: list[tuple[RenderableType, ...]] = []
    for indicator in LINES:
        style = "bold" if indicator is Indicator.total else ""
        label = RichText(INDICATORS[indicator].of(language), style)
        rows.append((label, *_both(footprint, partial(_figure, indicator), style)))
    label = RichText(Text(zh="合计（含生物源二氧化碳收支）", en="Total with biogenic CO₂").of(language))
    rows.append((label, *_both(footprint, lambda score: score.with_biogenic, "")))
    columns = [Column(Text(zh="单列", en="Separate lines")), Column(UNIT, right=True)]
    if footprint.grid_score is not None:
        columns.append(Column(Text(zh="电网平均", en="Grid avg."), right=True))
    return table(columns, rows, language)


def _figure(indicator: Indicator, score: Score) -> float:
    return float(getattr(score, indicator))


def _both(footprint: Footprint, figure: Callable[[Score], float], style: str) -> Iterator[RichText]:
    for score in (footprint.score, footprint.grid_score):
        if score is not None:
            yield RichText(significant(figure(score)), style)


def gases(footprint: Footprint, language: Language) -> Table:
    """The total by gas; a gas that adds nothing is left out."""
    listed = [(gas, float(getattr(footprint.score, gas))) for gas in GASES]
    rows = [(INDICATORS[gas].of(language), significant(value)) for gas, value in listed if value]
    return table((Column(Text(zh="按气体", en="By gas")), Column(UNIT, right=True)), rows, language)


def origin(footprint: Footprint, language: Language) -> RenderableType:
    """The documents that the result was made from, by the beginning of their digests, and the disclaimer."""
    label = Text(zh="由此算出", en="Made from").of(language)
    named = [(Text(zh="研究", en="study"), footprint.study)]
    named += [(Text(zh="数据库", en="release"), release) for release in footprint.releases]
    named += [(Text(zh="方法", en="method"), footprint.method)]
    named += [(Text(zh="供应商文档", en="supplier's document"), given) for given in footprint.inputs]
    shown = Table.grid(padding=(0, 2, 0, 0))
    for position, (kind, ref) in enumerate(named):
        first = label if position == 0 else ""
        shown.add_row(first, kind.of(language), f"{ref.id} {ref.version}", short_digest(ref.digest))
    shown.add_row("", Text(zh="程序", en="engine").of(language), footprint.engine, "")
    return Group(Padding(shown, (1, 0, 0, 0), style="dim"), RichText(DISCLAIMER.of(language), "dim"))


def _bar(share: float | None, most: float) -> RichText:
    if not share or not most:
        return RichText("")
    return RichText(bar(share / most, BAR), TAKES if share < 0 else ADDS)


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share)


def _spaced(shown: Table) -> RenderableType:
    """A table with an empty line above it."""
    return Padding(shown, (1, 0, 0, 0))


def _beside(*tables: Table) -> RenderableType:
    """Tables side by side where there is room, else one below the other."""
    from rich.columns import Columns

    return Padding(Columns(tables, padding=(1, 4), expand=False), (1, 0, 0, 0))
