"""`tanji verify`: a footprint computed again from what it was made from: identical, or what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanji.assess.verify import Verification
    from tanji.background.opened import Opened
    from tanji.background.shelf import Shelf
    from tanji.cli.steps import Steps
    from tanji.model.finding import Finding
    from tanji.model.footprint import Footprint
    from tanji.model.study import Study

ABOUT = Text(
    zh="从研究、数据库和方法重新计算碳足迹：一致，或指出差异所在；同时复核数据库各表的摘要",
    en="Compute a footprint again from study, releases and method: identical, or what differs; checks the releases too",
)
READING = Text(zh="读取", en="Read")
CHECKING = Text(zh="复核数据库摘要", en="Check the digests of the releases")
COMPUTING = Text(zh="重新计算", en="Compute again")
DRAWING = Text(zh="抽样", en="Draw")
SHOWN = 20
"""Differences that are listed; with --json all are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verification found: numbers, the study's digest, and the tables of the releases."""

    verification: Verification
    study_same: bool
    tables: tuple[Finding, ...]

    @property
    def identical(self) -> bool:
        """Whether the recomputation has the same bytes, from releases whose tables are whole."""
        return self.verification.identical and not self.tables


def verify(
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="碳足迹文档", en="the footprint document")))],
    *,
    study: Annotated[
        Path | None,
        typer.Option(
            help=both(Text(zh="研究文件；默认取本机保存的研究", en="the study; default: as kept in the home"))
        ),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(Text(zh="改用此发布版复算，可重复", en="compute with this release instead; repeatable")),
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            help=both(Text(zh="改用此方法复算：标识、摘要或文件", en="compute with this method: id, digest or file"))
        ),
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="CSV", help=both(Text(zh="计算时所用的映射表", en="the mapping used for it, if any"))
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help=both(Text(zh="计算时所用的匹配分值", en="the score used for matches, if any"))),
    ] = None,
    inputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--input",
            metavar="FILE",
            help=both(
                Text(
                    zh="供应商的碳足迹或研究；计量器具、校准证书",
                    en="a supplier's footprint or study; a meter, a calibration",
                )
            ),
        ),
    ] = None,
) -> None:
    """Recompute and compare."""
    from tanji.cli import offered, workspace
    from tanji.cli.origin import method_of, releases_of
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    with terminal.steps() as steps:
        steps.begin(READING)
        claimed = workspace.document(footprint, Footprint)
        kept = workspace.shelf(terminal)
        chosen = offered.method(terminal.home, method) if method else method_of(terminal.home, claimed)
        background = releases_of(kept, claimed, release or ())
        steps.begin(CHECKING)
        broken = tuple(finding for opened in background.values() for finding in opened.check().findings)
        steps.begin(COMPUTING)
        made = _study(kept, claimed, study, background, choice=(mapping, threshold, inputs or ()), steps=steps)
        others = workspace.inputs(kept, made, inputs or (), steps)
        found = _again(claimed, made, background, chosen, others, broken, steps)
    terminal.answer(_body(found))
    if not terminal.json:
        terminal.show(*_shown(found, claimed, terminal))
    if not found.identical:
        raise typer.Exit(int(Exit.not_as_hoped))


def _again(claimed: Footprint, made: Study, background: Mapping[str, Opened], *rest: Any) -> Outcome:
    from tanji import __version__
    from tanji.assess.calculate import calculate
    from tanji.assess.verify import verify as compared
    from tanji.model.document import digest

    method, others, broken, steps = rest
    again = calculate(made, background, method, inputs=others, engine=f"tanji {__version__}")
    if claimed.quality is not None:
        from tanji.assess.quality import rate
        from tanji.assess.scheme import scheme

        again = again.model_copy(update={"quality": rate(made, again, scheme(claimed.quality.scheme))})
    if claimed.uncertainty is not None:
        from tanji.assess.uncertainty.again import again as drawn

        steps.begin(DRAWING)
        found = drawn(claimed.uncertainty, made, background, method, inputs=others, progress=steps)
        again = again.model_copy(update={"uncertainty": found.result})
    return Outcome(compared(claimed, again), digest(made) == claimed.study.digest, broken)


def _study(
    kept: Shelf,
    claimed: Footprint,
    path: Path | None,
    background: Mapping[str, Opened],
    *,
    choice: tuple[Path | None, float | None, Sequence[Path]],
    steps: Steps,
) -> Study:
    """The study with its links: from its file, as the names decide or as proposals were accepted; else as kept."""
    from tanji.assess.connect import connect
    from tanji.cli.mapping import mapping
    from tanji.cli.metered import metered
    from tanji.cli.workspace import inputs, whole_study
    from tanji.model.document import digest
    from tanji.model.study import Study

    if path is None:
        stored = kept.load(claimed.study.digest)
        assert isinstance(stored, Study)  # noqa: S101 - the digest names it
        return stored
    table, threshold, files = choice
    read = whole_study(path, steps).model_copy(update={"method": claimed.method.id})
    read = metered(kept, read, inputs(kept, read, files, steps))
    if digest(read) == claimed.study.digest:
        return read
    links = mapping(table, read, steps) if table else {}
    opened = tuple(background.values())
    tried = [connect(read, opened, accept=accept, threshold=threshold, mapping=links).study for accept in (False, True)]
    return next((made for made in tried if digest(made) == claimed.study.digest), tried[0])


def _body(found: Outcome) -> dict[str, Any]:
    return {
        "identical": found.identical,
        "claimed": found.verification.claimed,
        "recomputed": found.verification.recomputed,
        "study_identical": found.study_same,
        "differences": [
            {
                "member": each.member,
                "claimed": each.claimed,
                "recomputed": each.recomputed,
                "relative": each.relative,
            }
            for each in found.verification.differences
        ],
        "releases": [finding.model_dump(mode="json", exclude_none=True) for finding in found.tables],
    }


def _shown(found: Outcome, claimed: Footprint, terminal: Terminal) -> list[RenderableType | Text | None]:
    from rich.text import Text as RichText

    from tanji.cli.console import printable
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.result import UNIT
    from tanji.model.document import digests
    from tanji.reports.figures import significant
    from tanji.reports.words import unit_of_analysis

    language = terminal.language
    total = f"{significant(claimed.score.total)} {UNIT} / {printable(unit_of_analysis(claimed))}"
    if found.identical:
        same = Text(
            zh=f"✓ 一致：重新计算得到相同的文档，{total}", en=f"✓ Identical: computed again to the same bytes, {total}"
        )
        both_digests = f"{found.verification.claimed}\n{digests(claimed).sm3}"
        return [RichText(same.of(language), "bold green"), RichText(both_digests, "dim")]
    count = len(found.verification.differences)
    title = Text(zh=f"✗ 不一致，差异 {count} 处", en=f"✗ Not identical; differences: {count}")
    if found.verification.identical:
        title = Text(
            zh="✗ 数值一致，但数据库的表与其摘要不符", en="✗ Same numbers, but tables of a release are altered"
        )
    parts: list[RenderableType | Text | None] = [
        RichText(title.of(language), "bold red"),
        RichText(f"{found.verification.claimed}\n{found.verification.recomputed}", "dim"),
    ]
    if not found.study_same:
        other = Text(
            zh="研究与碳足迹所依据的不是同一份：内容或名称匹配不同。计算时若用了 --map 或 --threshold，请同样给出。",
            en="The study is not the one that the footprint was made from: its content or the matches of names differ."
            " If --map or --threshold were used for it, give them here too.",
        )
        parts.append(RichText(f"! {other.of(language)}", "yellow"))
    return [*parts, *_differences(found, language), findings(found.tables, language)]


def _differences(found: Outcome, language: Language) -> list[RenderableType]:
    """The members that differ, claimed and recomputed; no more than SHOWN."""
    from rich.text import Text as RichText

    from tanji.cli.draw.table import Column, table

    listed = found.verification.differences
    rows = [
        (
            each.member,
            _value(each.claimed),
            _value(each.recomputed),
            "" if each.relative is None else f"{each.relative:+.2e}",
        )
        for each in listed[:SHOWN]
    ]
    columns = (
        Column(Text(zh="成员", en="Member"), ratio=2),
        Column(Text(zh="声称值", en="Claimed"), ratio=1),
        Column(Text(zh="复算值", en="Recomputed"), ratio=1),
        Column(Text(zh="相对差", en="Relative"), right=True),
    )
    parts: list[RenderableType] = [RichText(""), table(columns, rows, language)] if rows else []
    if more := len(listed) - len(rows):
        parts.append(
            RichText(Text(zh=f"另有 {more} 处，见 --json。", en=f"{more} more: see --json.").of(language), "dim")
        )
    return parts


def _value(value: object) -> str:
    """A member's value in full, if it is short enough to read."""
    if value is None:
        return "—"
    text = repr(value) if isinstance(value, float) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


COMMANDS = (("verify", verify, ABOUT),)
