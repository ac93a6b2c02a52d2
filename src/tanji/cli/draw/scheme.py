"""Data-quality schemes on the terminal: which there are, and what the scores of one mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.assess.scheme import Indicator, Scheme
from tanji.cli.draw.table import Column, table
from tanji.errors import Language, Text
from tanji.reports.rating import SIDES
from tanji.reports.words import STATUSES, name


def offered(listed: Sequence[Scheme], language: Language) -> Iterator[RenderableType]:
    """One row a scheme."""
    rows = [
        (
            each.id,
            name(each.names, language),
            " ".join(indicator.id for indicator in each.indicators),
            STATUSES[each.status].of(language),
        )
        for each in listed
    ]
    columns = (
        Column(Text(zh="方案", en="Scheme")),
        Column(Text(zh="名称", en="Name"), ratio=2),
        Column(Text(zh="指标", en="Indicators"), ratio=2),
        Column(Text(zh="来源", en="Source"), ratio=1),
    )
    yield table(columns, rows, language)
    more = Text(
        zh="各分值的含义：tanji quality --list --scheme 方案",
        en="What the scores mean: tanji quality --list --scheme ID",
    )
    yield RichText(f"\n{more.of(language)}", "dim")


def meaning(scheme: Scheme, language: Language) -> Iterator[RenderableType]:
    """The indicators of a scheme with what each score means, and where the scheme comes from."""
    yield RichText(f"{name(scheme.names, language)} ({scheme.id} {scheme.version})", "bold")
    source = scheme.source
    told = Text(
        zh=f"来源：{source.document}；打开的是：{source.opened}",
        en=f"Source: {source.document}; opened: {source.opened}",
    )
    yield RichText(f"{told.of(language)} ({STATUSES[scheme.status].of(language)})", "dim")
    yield RichText(name(scheme.note, language), "dim")
    for indicator in scheme.indicators:
        yield Padding(_indicator(indicator, language), (1, 0, 0, 0))
    if scheme.levels:
        levels = ", ".join(f"≤ {level.upto:g} {name(level.names, language)}" for level in scheme.levels)
        yield RichText(f"\n{Text(zh='等级', en='Levels').of(language)}: {levels}")


def _indicator(indicator: Indicator, language: Language) -> RenderableType:
    sides = " + ".join(SIDES[side].of(language) for side in indicator.sides)
    title = f"{indicator.id} · {name(indicator.names, language)} ({sides})"
    rows = [(f"{score:g}", name(said, language)) for score, said in sorted(indicator.scores.items())]
    return table((Column(None, right=True), Column(title, ratio=1)), rows, language)
