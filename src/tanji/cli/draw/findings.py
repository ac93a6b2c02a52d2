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


def counts(found: dict[str, Counts], language: Language) -> Iterator[RichText]:
    """How many things were read, and what became of them."""
    for thing, number in found.items():
        yield RichText(
            Text(
                zh=f"{thing}：读取 {number.read} = 导入 {number.imported} + 跳过 {number.skipped}"
                f" + 失败 {number.failed}",
                en=f"{thing}: read {number.read} = imported {number.imported} + skipped {number.skipped}"
                f" + failed {number.failed}",
            ).of(language),
            "dim",
        )
