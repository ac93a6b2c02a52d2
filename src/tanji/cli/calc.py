"""`tanji calc`: from a study to its footprint, its document and its result workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.connect import Connected
    from tanji.assess.uncertainty.propagate import Propagation
    from tanji.assess.uncertainty.sensitivity import Sensitivity
    from tanji.cli.steps import Steps
    from tanji.cli.uncertain import Drawing
    from tanji.formats.study import StudyRead
    from tanji.model.footprint import Footprint

ABOUT = Text(
    zh="计算研究（工作簿、YAML、JSON 或 CSV）的碳足迹，写出 footprint.json 和结果工作簿",
    en="Compute the footprint of a study (workbook, YAML, JSON or CSV); writes footprint.json and a result workbook",
)
READING = Text(zh="读取研究", en="Read the study")
OPENING = Text(zh="打开背景数据库", en="Open the background")
MATCHING = Text(zh="匹配名称", en="Match names")
COMPUTING = Text(zh="计算结果", en="Compute")
DRAWING = Text(zh="抽样", en="Draw")
WRITING = Text(zh="写出文件", en="Write files")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person at the terminal decided for one computation."""

    method: str | None = None
    releases: Sequence[str] = ()
    accept: bool = False
    mapping: Path | None = None
    threshold: float | None = None
    inputs: Sequence[Path] = ()
    drawing: Drawing | None = None
    sensitivity: bool = False
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """What one computation gave."""

    connected: Connected
    footprint: Footprint
    propagation: Propagation | None = None
    stopped: bool = False
    """Whether a person stopped the draws."""
    sensitivities: Sequence[Sensitivity] = ()


def calc(  # noqa: PLR0913 - one for each option
    ctx: typer.Context,
    study: Annotated[Path, typer.Argument(help=both(Text(zh="研究文件", en="the file of the study")))],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help=both(Text(zh="写到哪个文件夹", en="folder to write to")))
    ] = Path(),
    method: Annotated[
        str,
        typer.Option(
            help=both(
                Text(
                    zh="方法：标识或文件，见 tanji methods；默认按研究",
                    en="id or file, see `tanji methods`; default: the study's",
                )
            )
        ),
    ] = "",
    release: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DB[@VERSION]",
            help=both(Text(zh="使用的数据库发布版，可重复", en="a release to use; may be given several times")),
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help=both(Text(zh="接受各行的首选候选", en="take the best candidate of each line"))),
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="CSV",
            help=both(
                Text(zh="映射表：名称或行标识, 数据库:过程", en="table of: name or id of a line, database:process")
            ),
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help=both(Text(zh="自动采用所需的匹配分值", en="score from which on a match is taken by itself")),
        ),
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
    top: Annotated[
        int,
        typer.Option(
            min=0, help=both(Text(zh="显示多少行主要贡献，0 为全部", en="how many contributions to show; 0: all"))
        ),
    ] = 10,
    uncertainty: Annotated[
        str,
        typer.Option(
            metavar="N|auto",
            help=both(
                Text(
                    zh="抽样次数；auto：抽到结果稳定。Ctrl-C 停止并保留已完成的抽样（退出码 130）",
                    en="number of draws; auto: until the result is stable. Ctrl-C stops and keeps what was drawn"
                    " (exit code 130)",
                )
            ),
        ),
    ] = "",
    seed: Annotated[int, typer.Option(min=0, help=both(Text(zh="随机数种子", en="seed of the random numbers")))] = 1,
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="SVG",
            help=both(
                Text(
                    zh="把抽样直方图写到此文件，来源图写在旁边",
                    en="write the histogram of the draws here, and the chart of their sources beside it",
                )
            ),
        ),
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity",
            help=both(
                Text(zh="各参数和各行增加 1 % 的影响", en="what 1 % more of each parameter and line does to the total")
            ),
        ),
    ] = False,
    quality: Annotated[
        str,
        typer.Option(
            metavar="SCHEME",
            help=both(
                Text(
                    zh="按此方案给数据质量评分，写入碳足迹；方案见 tanji quality --list",
                    en="rate the data by this scheme and keep the rating in the footprint; see `tanji quality --list`",
                )
            ),
        ),
    ] = "",
) -> None:
    """Read, match, compute, draw, write, show."""
    from tanji.cli.uncertain import drawing
    from tanji.cli.workspace import shelf
    from tanji.formats.study import read

    terminal: Terminal = ctx.obj
    asked = drawing(uncertainty, seed, plot)
    choices = Choices(
        method or None, release or (), accept, mapping, threshold, inputs or (), asked, sensitivity, quality
    )
    with terminal.steps() as steps:
        steps.begin(READING)
        given = read(study, progress=steps)
        if given.study is not None:
            computed = compute(terminal, given, choices, steps)
            steps.begin(WRITING)
            files = _write(computed, output, plot, terminal)
            shelf(terminal).store(computed.footprint)
    if given.study is None:
        raise typer.Exit(_faults(study, given, output, terminal))
    terminal.answer(_body(given, computed, files))
    _show(terminal, given, computed, top=top)
    written = "、".join(str(path) for path in files) if terminal.language == "zh" else ", ".join(map(str, files))
    terminal.show(Text(zh=f"已写出：{written}", en=f"Written: {written}"))
    if computed.stopped:
        raise typer.Exit(int(Exit.interrupted))


def compute(terminal: Terminal, given: StudyRead, choices: Choices, steps: Steps) -> Computed:
    """The footprint of a study that was read, with the names matched as chosen; the study is kept in the home."""
    from tanji import __version__
    from tanji.assess.calculate import calculate
    from tanji.assess.connect import connect
    from tanji.assess.quality import rate
    from tanji.assess.scheme import scheme
    from tanji.cli import offered, workspace
    from tanji.cli.mapping import mapping
    from tanji.cli.metered import metered

    assert given.study is not None  # noqa: S101 - the caller looked
    by = scheme(choices.quality) if choices.quality else None
    named = choices.method or given.study.method
    chosen = offered.method(terminal.home, named, files=choices.method is not None)
    study = given.study.model_copy(update={"method": chosen.id})
    kept = workspace.shelf(terminal)
    steps.begin(OPENING)
    opened = workspace.releases(kept, study, choices.releases)
    others = workspace.inputs(kept, study, choices.inputs, steps)
    study = metered(kept, study, others)
    others = {**others, **workspace.inputs(kept, study, (), steps)}
    links = mapping(choices.mapping, study, steps) if choices.mapping else {}
    steps.begin(MATCHING)
    connected = connect(study, opened, accept=choices.accept, threshold=choices.threshold, mapping=links)
    steps.begin(COMPUTING)
    background = {one.manifest.id: one for one in opened}
    footprint = calculate(connected.study, background, chosen, inputs=others, engine=f"tanji {__version__}")
    if by is not None:
        footprint = footprint.model_copy(update={"quality": rate(connected.study, footprint, by)})
    for document in (connected.study, *others.values()):
        kept.store(document)
    if choices.method and offered.is_file(choices.method):
        offered.keep(kept, chosen, choices.method)
    made = Computed(connected, footprint)
    if choices.sensitivity:
        from tanji.assess.uncertainty.sensitivity import sensitivity

        made = replace(made, sensitivities=sensitivity(connected.study, background, chosen, inputs=others))
    if choices.drawing is None:
        return made
    from tanji.cli.uncertain import drawn

    steps.begin(DRAWING)
    found, stopped = drawn(choices.drawing, connected.study, background, chosen, inputs=others, steps=steps)
    uncertain = footprint.model_copy(update={"uncertainty": found.result})
    return replace(made, footprint=uncertain, propagation=found, stopped=stopped)


def _write(computed: Computed, folder: Path, plot: Path | None, terminal: Terminal) -> tuple[Path, ...]:
    from tanji.model.document import write
    from tanji.reports.workbook import write as write_workbook

    folder.mkdir(parents=True, exist_ok=True)
    document, workbook = folder / "footprint.json", folder / "footprint.xlsx"
    write_workbook(computed.footprint, workbook, terminal.language)
    document.write_bytes(write(computed.footprint))
    if plot is None or computed.propagation is None:
        return document, workbook
    from tanji.cli.uncertain import plots

    return document, workbook, *plots(computed.propagation, computed.footprint, plot, terminal)


def _faults(study: Path, given: StudyRead, folder: Path, terminal: Terminal) -> int:
    """Show what is wrong with the rows of a study, and give the workbook back with the faults marked."""
    from tanji.cli.draw.findings import counts, findings
    from tanji.formats.study import write_faults

    back = None
    if study.suffix.lower() in {".xlsx", ".csv"}:
        folder.mkdir(parents=True, exist_ok=True)
        back = folder / f"{study.stem}-errors.xlsx"
        write_faults(study, given.report, back)
    body = given.report.model_dump(mode="json", exclude_none=True)
    terminal.answer({"footprint": None, "report": body, "files": [str(back)] if back else []})
    number = len(given.report.errors)
    terminal.show(
        Text(
            zh=f"“{study}”有 {number} 处错误，未计算。",
            en=f'"{study}" has {number} errors; nothing was computed.',
        ),
        *counts(given.report.counts, terminal.language),
        findings(given.report.findings, terminal.language),
    )
    if back:
        terminal.show(
            Text(
                zh=f"\n已写出 {back}：错误单元格标红，并附原因。改正后再计算一次。",
                en=f"\nWritten: {back}, with the faulty cells in red and the reasons. Correct them and compute again.",
            )
        )
    return int(Exit.not_as_hoped)


def _body(given: StudyRead, computed: Computed, files: Sequence[Path]) -> Mapping[str, Any]:
    from tanji.cli.uncertain import sensitivities
    from tanji.model.document import digests

    footprint = computed.footprint
    both_digests = digests(footprint)
    more = {"sensitivity": sensitivities(computed.sensitivities)} if computed.sensitivities else {}
    return {
        "footprint": footprint.model_dump(mode="json", exclude_none=True),
        "digest": both_digests.sha256,
        "sm3": both_digests.sm3,
        "matches": [
            {
                "activity": match.activity,
                "outcome": match.outcome,
                "candidates": [candidate.model_dump(mode="json", exclude_none=True) for candidate in match.candidates],
            }
            for match in computed.connected.matches
        ],
        "report": given.report.model_dump(mode="json", exclude_none=True),
        "files": [str(path) for path in files],
        **more,
    }


def _show(terminal: Terminal, given: StudyRead, computed: Computed, *, top: int) -> None:
    if terminal.json:
        return
    from tanji.cli.draw.coverage import coverage
    from tanji.cli.draw.findings import counts, findings
    from tanji.cli.draw.matches import matches
    from tanji.cli.draw.rating import rating
    from tanji.cli.draw.result import origin, result
    from tanji.cli.draw.uncertainty import sensitivity, uncertainty

    connected, footprint, language = computed.connected, computed.footprint, terminal.language
    proposed = {match.activity: match.candidates for match in connected.matches}
    uncertain, sensitive = footprint.uncertainty, computed.sensitivities
    terminal.show(
        *result(footprint, language, top=top),
        *(uncertainty(uncertain, language, top=top) if uncertain else ()),
        *(rating(footprint.quality, language, top=top) if footprint.quality else ()),
        sensitivity(sensitive, language, top=top) if sensitive else None,
        matches(connected.matches, language),
        coverage(footprint.coverage, proposed, language),
        Text(zh="\n读取的行：", en="\nRows read:"),
        *counts(given.report.counts, language),
        findings([*given.report.findings, *footprint.findings], language),
        origin(footprint, language),
    )


COMMANDS = (("calc", calc, ABOUT),)
