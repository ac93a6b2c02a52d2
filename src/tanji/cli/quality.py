"""`tanji quality`: how good the data of a footprint are, by a scheme; of several footprints, how it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.scheme import Scheme
    from tanji.background.shelf import Shelf
    from tanji.model.footprint import Footprint
    from tanji.model.rating import QualityResult
    from tanji.model.study import Study

ABOUT = Text(
    zh="按方案给碳足迹的数据质量评分：逐行得分、加权平均、改进清单；多个碳足迹则看走势",
    en="Rate the data quality of a footprint by a scheme: scores by line, weighted means, improvements; or its trend",
)
DEFAULT = "ef-dqr"
WITHOUT = Text(
    zh="! 本机没有该研究，只按碳足迹文档评分：表中填写的评分未计入。可用 --study 指定研究文件。",
    en="! The study is not kept here; only the footprint was rated, without scores stated in the study. Give it with"
    " --study.",
)


def quality(
    ctx: typer.Context,
    footprints: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOOTPRINT…",
            help=both(Text(zh="碳足迹文档；多个按先后排列", en="footprint documents; several in order of time")),
        ),
    ] = None,
    *,
    scheme: Annotated[
        str,
        typer.Option(
            help=both(
                Text(zh="方案标识，见 --list；默认按研究中的评分", en="id of the scheme (--list); default: the study's")
            )
        ),
    ] = "",
    study: Annotated[
        Path | None,
        typer.Option(
            help=both(Text(zh="研究文件；默认取本机保存的研究", en="the study; default: as kept in the home"))
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=0, help=both(Text(zh="显示多少行，0 为全部", en="how many lines to show; 0: all")))
    ] = 10,
    plot: Annotated[
        Path | None,
        typer.Option(
            metavar="SVG", help=both(Text(zh="把评分图写到此文件", en="write a picture of the (last) rating here"))
        ),
    ] = None,
    listed: Annotated[
        bool,
        typer.Option("--list", help=both(Text(zh="列出方案及各分值的含义", en="list the schemes and their scores"))),
    ] = False,
) -> None:
    """Rate one footprint, or several in order of time."""
    from tanji.assess.quality import rate
    from tanji.cli import workspace
    from tanji.model.footprint import Footprint

    terminal: Terminal = ctx.obj
    if listed:
        _list(terminal, scheme)
        return
    if not footprints:
        raise WrongUse(
            Text(zh="没有给出碳足迹文档", en="No footprint was given"),
            Text(zh="例如：tanji quality footprint.json", en="For example: tanji quality footprint.json"),
        )
    given = [workspace.document(path, Footprint) for path in footprints]
    kept = workspace.shelf(terminal)
    studies = [_study(kept, each, study, terminal) for each in given]
    by = _scheme(scheme, given, studies)
    results = [rate(made, each, by) for made, each in zip(studies, given, strict=True)]
    if plot is not None:
        plot.write_text(_picture(given[-1], results[-1], terminal), "utf-8")
    terminal.answer(_body(by, given, studies, results))
    if not terminal.json:
        _show(terminal, (by, given, studies, results), [path.name for path in footprints], top=top)
        if plot is not None:
            terminal.show(Text(zh=f"已写出：{plot}", en=f"Written: {plot}"))


def _picture(footprint: Footprint, result: QualityResult, terminal: Terminal) -> str:
    from tanji.reports.quality_bar import quality_bar
    from tanji.reports.words import name

    zh, en = name(footprint.names, "zh"), name(footprint.names, "en")
    title = Text(zh=f"数据质量：{zh}", en=f"Data quality: {en}")
    return quality_bar(result, title=title, language=terminal.language)


def _study(kept: Shelf, footprint: Footprint, given: Path | None, terminal: Terminal) -> Study | None:
    """The study of a footprint: as given, else as kept; None where it is not here."""
    from tanji.cli.workspace import stored, whole_study
    from tanji.model.study import Study

    if given is not None:
        with terminal.steps() as steps:
            return whole_study(given, steps)
    found = stored(kept, footprint.study.digest)
    return found if isinstance(found, Study) else None


def _scheme(named: str, given: Sequence[Footprint], studies: Sequence[Study | None]) -> Scheme:
    """The scheme named, else the one of the footprint's own rating, else that of the scores in the study."""
    from tanji.assess.scheme import scheme

    own = [each.quality.scheme for each in given if each.quality is not None]
    stated = [a.quality.scheme for study in studies if study is not None for a in study.activities if a.quality]
    return scheme(named or next(iter([*own, *stated]), DEFAULT))


def _body(
    by: Scheme, given: Sequence[Footprint], studies: Sequence[Study | None], results: Sequence[QualityResult]
) -> dict[str, Any]:
    from dataclasses import asdict

    from tanji.assess.quality import mean
    from tanji.assess.trend import trend

    body: dict[str, Any] = {
        "scheme": by.model_dump(mode="json", exclude_none=True, include={"id", "version", "names", "status", "source"}),
        "ratings": [
            {
                "footprint": each.id,
                "with_study": made is not None,
                "site": mean(result.lines, "activity"),
                "background": mean(result.lines, "factor"),
                "quality": result.model_dump(mode="json", exclude_none=True),
            }
            for each, made, result in zip(given, studies, results, strict=True)
        ],
    }
    if len(results) > 1:
        found = trend(results)
        body["trend"] = asdict(replace(found, moved=())) | {
            "moved": [asdict(replace(move, names=dict(move.names))) for move in found.moved]
        }
    return body


def _show(
    terminal: Terminal,
    rated: tuple[Scheme, Sequence[Footprint], Sequence[Study | None], Sequence[QualityResult]],
    labels: Sequence[str],
    *,
    top: int,
) -> None:
    from rich.text import Text as RichText

    from tanji.assess.quality import other_schemes
    from tanji.assess.trend import trend
    from tanji.cli.console import printable
    from tanji.cli.draw import rating as draw
    from tanji.reports.words import name

    by, given, studies, results = rated
    language = terminal.language
    terminal.show(RichText(printable(name(given[-1].names, language)), "bold"))
    if len(results) > 1:
        terminal.show(*draw.trend(trend(results), labels, by, language), RichText(""))
    terminal.show(*draw.rating(results[-1], language, top=top))
    if any(made is None for made in studies):
        terminal.show(WITHOUT)
    made = studies[-1]
    if made is not None and (others := other_schemes(made, by)):
        listed = ", ".join(others)
        terminal.show(
            Text(
                zh=f"! 研究中另有按 {listed} 填写的评分，未用于本方案。",
                en=f"! The study holds scores by {listed} too; they are not used by this scheme.",
            )
        )
    terminal.show(RichText(f"\n{name(by.note, language)}", "dim"))


def _list(terminal: Terminal, named: str) -> None:
    """Show the schemes, or one of them with the meaning of its scores."""
    from tanji.assess.scheme import scheme, schemes
    from tanji.cli.draw.scheme import meaning, offered

    chosen = [scheme(named)] if named else list(schemes())
    terminal.answer([each.model_dump(mode="json", exclude_none=True) for each in chosen])
    if not terminal.json:
        terminal.show(*(meaning(chosen[0], terminal.language) if named else offered(chosen, terminal.language)))


COMMANDS = (("quality", quality, ABOUT),)
