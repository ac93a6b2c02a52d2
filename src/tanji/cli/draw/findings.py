"""Findings on the terminal: the same ones together, with their count, places and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.cli.console import printable
from tanji.errors import Language, Text
from tanji.model.finding import Counts, Finding, Place, Severity, count
from tanji.reports.words import SEVERITIES

COLOURS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "blue"}
RANK = tuple(Severity)
PLACES = 6
"""Places that are listed of one sentence."""
SHOWN = {Severity.error: 1000, Severity.warning: 5, Severity.note: 2}
"""Sentences that are listed of one code."""


def findings(found: Iterable[Finding], language: Language, *, every: bool = False) -> RenderableType | None:
    """All findings, errors first, those that say the same together; None where there is nothing to say.

    Of one code so many sentences as SHOWN says are shown and the others counted, unless `every` one is asked for.
    """
    listed = list(found)
    if not listed:
        return None
    told = "，" if language == "zh" else ", "
    counts = told.join(
        f"{SEVERITIES[severity].of(language)} {number}" for severity in Severity if (number := count(listed, severity))
    )
    title = RichText.assemble((Text(zh="发现", en="Findings").of(language), "bold"), f"  {counts}")
    one_file = len({finding.place.file for finding in listed if finding.place.file}) == 1
    parts: list[RenderableType] = [title]
    for same in _by_code(listed):
        sentences = _by_sentence(same)
        shown = sentences if every else sentences[: SHOWN[same[0].severity]]
        parts += [part for group in shown for part in _group(group, language, every=every, one_file=one_file)]
        if more := sum(len(group) for group in sentences[len(shown) :]):
            text = Text(
                zh=f"另有 {more} 条 {same[0].code}（--json 全部列出）",
                en=f"{more} more {same[0].code} (--json lists all)",
            )
            parts.append(Padding(RichText(text.of(language), "dim"), (0, 0, 0, 4)))
    return Padding(Group(*parts), (1, 0, 0, 0))


def _by_code(listed: list[Finding]) -> list[list[Finding]]:
    """Errors together by sheet and row, as one corrects them; the others by code."""
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in sorted(listed, key=lambda finding: (finding.place.sheet or "", finding.place.row or 0)):
        code = "" if finding.severity is Severity.error else finding.code
        groups.setdefault((RANK.index(finding.severity), code), []).append(finding)
    return [groups[key] for key in sorted(groups)]


def _by_sentence(listed: list[Finding]) -> list[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in listed:
        groups.setdefault(finding.message.en, []).append(finding)
    return list(groups.values())


def _group(group: list[Finding], language: Language, *, every: bool, one_file: bool) -> Iterator[RenderableType]:
    first = group[0]
    head = RichText.assemble(
        (f"{SEVERITIES[first.severity].of(language)} {first.code} ", COLOURS[first.severity]),
        printable(first.message.of(language)),
    )
    places = [printable(text) for finding in group if (text := _place(finding.place, language, one_file=one_file))]
    shown = places if every else places[:PLACES]
    yield Padding(head, (0, 0, 0, 2))
    if shown and not (len(group) == 1 and _says(head.plain, first.place)):
        more = len(places) - len(shown)
        rest = Text(zh=f"；另有 {more} 处", en=f"; {more} more places").of(language) if more else ""
        joined = ("；" if language == "zh" else "; ").join(shown)
        yield Padding(RichText(f"{joined}{rest}", "dim"), (0, 0, 0, 4))
    if first.hint:
        yield Padding(RichText(f"→ {printable(first.hint.of(language))}", "cyan"), (0, 0, 0, 4))


def _says(sentence: str, place: Place) -> bool:
    """Whether a sentence names the sheet and the row by itself."""
    words = re.findall(r"\w+", sentence)
    return bool(place.row and place.sheet and place.sheet in sentence and str(place.row) in words)


def _place(place: Place, language: Language, *, one_file: bool) -> str:
    """A place in words; without the file where all are of the same one."""
    shown = place.model_copy(update={"file": None}) if one_file else place
    return shown.text().of(language)


THINGS = {
    "actors": Text(zh="机构", en="actors"),
    "avoided": Text(zh="替代产品", en="avoided products"),
    "calibrations": Text(zh="证书", en="certificates"),
    "categories": Text(zh="类别", en="categories"),
    "co_products": Text(zh="共生产品", en="co-products"),
    "elementary": Text(zh="基本流交换", en="elementary exchanges"),
    "exchanges": Text(zh="交换", en="exchanges"),
    "flow_properties": Text(zh="流属性", en="flow properties"),
    "flows": Text(zh="流", en="flows"),
    "inputs": Text(zh="输入", en="inputs"),
    "locations": Text(zh="地点", en="locations"),
    "meters": Text(zh="计量器具", en="meters"),
    "points": Text(zh="校准点", en="calibration points"),
    "processes": Text(zh="过程", en="processes"),
    "readings": Text(zh="读数", en="readings"),
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
