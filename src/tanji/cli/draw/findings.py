"""Findings on the terminal: the same ones together, with their count, places and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.cli.terminal import printable
from tanji.errors import Language, Text
from tanji.model.finding import Counts, Finding, Severity, count
from tanji.reports.words import SEVERITIES

COLOURS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "blue"}
PLACES = 6
"""Places that are listed of one group."""


def findings(found: Iterable[Finding], language: Language, *, every: bool = False) -> RenderableType | None:
    """All findings, errors first, those that say the same together; None where there is nothing to say."""
    listed = list(found)
    if not listed:
        return None
    told = "，" if language == "zh" else ", "
    counts = told.join(
        f"{SEVERITIES[severity].of(language)} {number}" for severity in Severity if (number := count(listed, severity))
    )
    title = RichText.assemble((Text(zh="发现", en="Findings").of(language), "bold"), f"  {counts}")
    parts = [part for group in _groups(listed) for part in _group(group, language, every)]
    return Padding(Group(title, *parts), (1, 0, 0, 0))


def _groups(listed: list[Finding]) -> Iterator[list[Finding]]:
    groups: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in listed:
        groups.setdefault((finding.severity, finding.code, finding.message.en), []).append(finding)
    for key in sorted(groups, key=lambda key: (tuple(Severity).index(key[0]), key[1])):
        yield groups[key]


def _group(group: list[Finding], language: Language, every: bool) -> Iterator[RenderableType]:
    first = group[0]
    head = RichText.assemble(
        (f"{SEVERITIES[first.severity].of(language)} {first.code} ", COLOURS[first.severity]),
        printable(first.message.of(language)),
    )
    places = [printable(text) for finding in group if (text := finding.place.text().of(language))]
    shown = places if every else places[:PLACES]
    lines = [head]
    if shown:
        more = len(places) - len(shown)
        rest = Text(zh=f"；另有 {more} 处", en=f"; {more} more places").of(language) if more else ""
        lines.append(RichText(f"{'；'.join(shown) if language == 'zh' else '; '.join(shown)}{rest}", "dim"))
    if first.hint:
        lines.append(RichText(f"→ {printable(first.hint.of(language))}", "cyan"))
    yield Padding(lines[0], (0, 0, 0, 2))
    yield from (Padding(line, (0, 0, 0, 4)) for line in lines[1:])


THINGS = {
    "actors": Text(zh="机构", en="actors"),
    "avoided": Text(zh="替代产品", en="avoided products"),
    "categories": Text(zh="类别", en="categories"),
    "co_products": Text(zh="共生产品", en="co-products"),
    "elementary": Text(zh="基本流交换", en="elementary exchanges"),
    "exchanges": Text(zh="交换", en="exchanges"),
    "flow_properties": Text(zh="流属性", en="flow properties"),
    "flows": Text(zh="流", en="flows"),
    "inputs": Text(zh="输入", en="inputs"),
    "locations": Text(zh="地点", en="locations"),
    "processes": Text(zh="过程", en="processes"),
    "rows": Text(zh="行", en="rows"),
    "sources": Text(zh="来源", en="sources"),
    "unit_groups": Text(zh="单位组", en="unit groups"),
    "wastes": Text(zh="废弃物", en="wastes"),
}
"""What is counted, in words; a thing that is not here is called by its id."""


def counts(found: dict[str, Counts], language: Language) -> Iterator[RichText]:
    """How many things were read, and what became of them."""
    for thing, number in found.items():
        words = THINGS.get(thing)
        zh, en = (words.zh, words.en) if words else (thing, thing)
        made, left, lost = number.imported, number.skipped, number.failed
        text = Text(
            zh=f"  {zh}：读取 {number.read} = 导入 {made} + 跳过 {left} + 失败 {lost}",
            en=f"  {en}: read {number.read} = imported {made} + skipped {left} + failed {lost}",
        )
        yield RichText(text.of(language), "dim")
