"""A chart as data: what is shown, not how it is drawn. `static/tanji/charts.js` draws it, `part/chart.html` frames it.

The title says the finding (「钢板占 41 %」), not the subject. Every chart is also a table with the same figures.
Kinds and what their data mean:

bar        categories and one series; several series stand beside each other
stacked    categories and several series on top of each other, negative ones on their own side
waterfall  categories and one series of steps; categories named in `totals` begin at zero
histogram  `edges` (n + 1) and one series of n counts; `marks` are lines (mean, median, 2.5 %, 97.5 %)
tornado    categories and two series: low and high around `centre`
strip      `points` on one axis, `marks` for thresholds; the point named in `own` is our own
treemap    `tree`: nested names and values, all positive
sankey     `links` (from, to, value); negative ones are drawn hatched
line       categories (times) and several series
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tanji.errors import Text
from tanji.web.frame.parts import Cell, Column, Row, Table, Words
from tanji.web.frame.words import said

ITEM = Text(zh="项目", en="Item")
Kind = Literal["bar", "stacked", "waterfall", "histogram", "tornado", "strip", "treemap", "sankey", "line"]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures in the order of the categories; None where one is not given."""

    name: Words
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line at a value, with its name."""

    name: Words
    value: float


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a tree, with its value or its parts."""

    name: Words
    value: float
    parts: Sequence[Branch] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow from one named thing to another; negative where it takes away."""

    source: Words
    target: Words
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of a page. `name` is its id: unique on the page, a word of latin letters and hyphens."""

    name: str
    kind: Kind
    title: Words
    unit: Words
    categories: Sequence[Words] = ()
    series: Sequence[Series] = ()
    marks: Sequence[Mark] = ()
    totals: frozenset[int] = frozenset()
    edges: Sequence[float] = ()
    points: Sequence[tuple[Words, float]] = ()
    own: int | None = None
    centre: float | None = None
    tree: Sequence[Branch] = ()
    links: Sequence[Flow] = ()
    head: Words = ITEM
    """What the categories are: the head of the first column."""
    note: Words = ""
    """Rules or caveats beneath: "n = 37, one rule, one unit"."""
    description: Words = ""
    """For people who hear the chart: what it shows, in one or two sentences. The title where empty."""

    def data(self) -> dict[str, Any]:
        """The chart for the script, in the language of the request."""
        return {
            "kind": self.kind,
            "title": said(self.title),
            "unit": said(self.unit),
            "description": said(self.description) or said(self.title),
            "categories": [said(name) for name in self.categories],
            "series": [{"name": said(each.name), "values": list(each.values)} for each in self.series],
            "marks": [{"name": said(mark.name), "value": mark.value} for mark in self.marks],
            "totals": sorted(self.totals),
            "edges": list(self.edges),
            "points": [[said(name), value] for name, value in self.points],
            "own": self.own,
            "centre": self.centre,
            "tree": [_branch(branch) for branch in self.tree],
            "links": [{"source": said(f.source), "target": said(f.target), "value": f.value} for f in self.links],
        }

    def table(self) -> Table:
        """The same figures as a table."""
        columns, rows = _TABLES.get(self.kind, _by_category)(self)
        return Table(self.title, columns, rows, hide_caption=True)


def _branch(branch: Branch) -> dict[str, Any]:
    parts = [_branch(part) for part in branch.parts]
    return {"name": said(branch.name), "value": branch.value, "href": branch.href} | ({"parts": parts} if parts else {})


def _figure(chart: Chart, head: Words) -> Column:
    return Column(head, "figure", unit=chart.unit)


def _by_category(chart: Chart) -> tuple[list[Column], list[Row]]:
    columns = [Column(chart.head), *(_figure(chart, each.name) for each in chart.series)]
    rows = []
    for place, name in enumerate(chart.categories):
        cells: list[Cell] = [name, *(each.values[place] for each in chart.series)]
        rows.append(Row(cells, total=place in chart.totals))
    return columns, [*rows, *_marked(chart, len(columns))]


def _marked(chart: Chart, width: int) -> list[Row]:
    return [Row([mark.name, mark.value, *[""] * (width - 2)]) for mark in chart.marks]


def _histogram(chart: Chart) -> tuple[list[Column], list[Row]]:
    columns = [_figure(chart, Text(zh="从", en="From")), _figure(chart, Text(zh="到", en="To"))]
    columns += [Column(each.name, "figure") for each in chart.series]
    rows = []
    for place in range(len(chart.edges) - 1):
        counts = [each.values[place] for each in chart.series]
        rows.append(Row([chart.edges[place], chart.edges[place + 1], *counts]))
    return columns, rows


def _strip(chart: Chart) -> tuple[list[Column], list[Row]]:
    rows = [Row([name, value], total=place == chart.own) for place, (name, value) in enumerate(chart.points)]
    return [Column(chart.head), _figure(chart, Text(zh="数值", en="Value"))], [*rows, *_marked(chart, 2)]


def _treemap(chart: Chart) -> tuple[list[Column], list[Row]]:
    rows: list[Row] = []

    def walk(branch: Branch, level: int) -> None:
        rows.append(Row([branch.name, branch.value], href=branch.href, level=level))
        for part in branch.parts:
            walk(part, level + 1)

    for branch in chart.tree:
        walk(branch, 0)
    return [Column(chart.head), _figure(chart, Text(zh="数值", en="Value"))], rows


def _sankey(chart: Chart) -> tuple[list[Column], list[Row]]:
    columns = [Column(Text(zh="来自", en="From")), Column(Text(zh="去向", en="To"))]
    rows = [Row([flow.source, flow.target, flow.value]) for flow in chart.links]
    return [*columns, _figure(chart, Text(zh="数值", en="Value"))], rows


_TABLES = {"histogram": _histogram, "strip": _strip, "treemap": _treemap, "sankey": _sankey}
