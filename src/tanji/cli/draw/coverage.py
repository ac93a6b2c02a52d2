"""What is in a total and what is not: linked lines, inputs without a factor with candidates, gaps of the background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as RichText

from tanji.cli.console import printable
from tanji.cli.draw.candidates import candidates
from tanji.errors import Language, Text
from tanji.model.footprint import Coverage, Unlinked
from tanji.model.listing import Candidate
from tanji.reports.figures import percent, significant
from tanji.reports.words import name

SHOWN = 5
"""Gaps of the background that are listed by name."""


def coverage(found: Coverage, proposed: Mapping[str, Sequence[Candidate]], language: Language) -> RenderableType:
    """The coverage in sentences; each input without a factor by name, with its candidates by activity."""
    title = RichText(Text(zh="覆盖率", en="Coverage").of(language), "bold")
    parts: list[RenderableType] = [Padding(RichText(text.of(language)), (0, 0, 0, 2)) for text in _sentences(found)]
    told: set[str] = set()
    for unlinked in found.unlinked:
        parts.append(Padding(_unlinked(unlinked, language), (0, 0, 0, 2)))
        if name(unlinked.names, language) in told:  # its candidates stand further up
            continue
        told.add(name(unlinked.names, language))
        offered = proposed.get(unlinked.activity, ())
        shown = candidates(offered, language) if offered else RichText(NOTHING.of(language), "dim")
        parts.append(Padding(shown, (0, 0, 0, 4)))
    if any(proposed.get(unlinked.activity) for unlinked in found.unlinked):
        parts.append(Padding(RichText(DECIDE.of(language), "cyan"), (0, 0, 0, 2)))
    parts += [Padding(line, (0, 0, 0, 2)) for line in _gaps(found, language)]
    return Padding(Group(title, *parts), (1, 0, 0, 0))


NOTHING = Text(zh="没有相近的候选；可用 tanji db search 查找", en="no candidate is near enough; try `tanji db search`")
DECIDE = Text(
    zh="→ 在工作簿的“背景过程”列填写 数据库:过程标识，或用 --accept 接受首选，或用 --map 给出映射表，再算一次。",
    en='→ Fill in database:process-id in the column "Background process", or accept the first of each with --accept,'
    " or give a mapping with --map, and compute again.",
)


def _sentences(found: Coverage) -> Iterator[Text]:
    share = found.linked_mass_share
    zh = "" if share is None else f"，占已知材料质量的 {percent(share)}"
    en = "" if share is None else f", {percent(share)} of the known mass of materials"
    yield Text(
        zh=f"{found.lines} 行活动中 {found.linked} 行有因子{zh}",
        en=f"{found.linked} of {found.lines} lines have a factor{en}",
    )
    if found.mass_unknown:
        yield Text(
            zh=f"质量未知的材料：{found.mass_unknown} 行",
            en=f"Materials whose mass is not known: {found.mass_unknown}",
        )
    if found.primary_share is not None:
        yield Text(
            zh=f"初级数据占贡献的 {percent(found.primary_share)}",
            en=f"{percent(found.primary_share)} of the contributions are from primary activity data",
        )


def _unlinked(unlinked: Unlinked, language: Language) -> RichText:
    amount = None if unlinked.amount is None else f"{significant(unlinked.amount, trim=True)} {unlinked.unit or ''}"
    share = None if unlinked.mass_share is None else percent(unlinked.mass_share)
    facts = " · ".join(part for part in (amount, share, name(unlinked.reason, language)) if part)
    return RichText.assemble(
        ("! ", "yellow"), (printable(name(unlinked.names, language)), "bold"), (f"  {printable(facts)}", "")
    )


def _gaps(found: Coverage, language: Language) -> Iterator[RichText]:
    if found.uncharacterised_count:
        mass = "" if found.uncharacterised_air_kg is None else f" ({significant(found.uncharacterised_air_kg)} kg)"
        listed = ", ".join(flow.name for flow in found.uncharacterised[:SHOWN])
        text = Text(
            zh=f"{found.uncharacterised_count} 种大气排放没有因子{mass}：{listed}",
            en=f"{found.uncharacterised_count} flows to air have no factor{mass}: {listed}",
        )
        yield RichText(printable(text.of(language)) + ("…" if found.uncharacterised_count > SHOWN else ""), "dim")
    if found.upstream_gap_count:
        listed = ", ".join(gap.name for gap in found.upstream_gaps[:SHOWN])
        text = Text(
            zh=f"背景中 {found.upstream_gap_count} 种输入没有供应者，其上游不在合计内：{listed}",
            en=f"{found.upstream_gap_count} inputs of the background have no supplier; what stands behind them is not"
            f" in the total: {listed}",
        )
        yield RichText(printable(text.of(language)) + ("…" if found.upstream_gap_count > SHOWN else ""), "dim")
