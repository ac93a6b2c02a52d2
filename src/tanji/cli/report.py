"""`tanji report`: the study report as PDF, DOCX, XLSX or JSON, in Chinese or English."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.cli.steps import Steps
    from tanji.model.study import Study
    from tanji.reports.book.given import Given, Imprint
    from tanji.reports.book.page import Book

ABOUT = Text(
    zh="产品碳足迹报告：按扩展名写出 PDF、DOCX、XLSX 或 JSON，章节和数字处处相同",
    en="The study report: PDF, DOCX, XLSX or JSON by the ending, with the same sections and numbers in each",
)
FORMS = (".pdf", ".docx", ".xlsx", ".json")
READING = Text(zh="读取文件", en="Read the documents")
WRITING = Text(zh="写出报告", en="Write the report")


@dataclass(frozen=True, slots=True)
class Files:
    """The files that a report is written from; all but the footprint may be missing."""

    footprint: Path
    study: Path | None
    conformity: Path | None
    statement: Path | None


def report(  # noqa: PLR0913 - one for each option
    ctx: typer.Context,
    footprint: Annotated[Path, typer.Argument(help=both(Text(zh="碳足迹 footprint.json", en="the footprint")))],
    *,
    output: Annotated[
        list[Path],
        typer.Option(
            "--output",
            "-o",
            help=both(Text(zh="写到哪个文件，可重复", en="the file to write; repeatable for several forms")),
        ),
    ],
    study: Annotated[
        Path | None,
        typer.Option(help=both(Text(zh="研究文件；默认取本机保存的", en="the study; default: as kept in the home"))),
    ] = None,
    conformity: Annotated[
        Path | None, typer.Option(help=both(Text(zh="tanji check 的结果", en="the result of `tanji check`")))
    ] = None,
    statement: Annotated[Path | None, typer.Option(help=both(Text(zh="声明", en="the statement, if any")))] = None,
    template: Annotated[
        Path | None, typer.Option(help=both(Text(zh="本单位的 DOCX 模板", en="the organisation's DOCX template")))
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(
            help=both(
                Text(
                    zh="报告编号；只给数字则为 CFP-〔年〕-地区-企业-序号 中的序号",
                    en="number of the report; digits alone are the serial of CFP-〔year〕-place-maker-serial",
                )
            )
        ),
    ] = None,
    issuer: Annotated[
        str | None, typer.Option(help=both(Text(zh="出具报告机构", en="the body that gives the report out")))
    ] = None,
    draws: Annotated[
        bool,
        typer.Option(
            "--draws/--no-draws",
            help=both(Text(zh="按原种子重新抽样，画直方图", en="draw again from the seed for the histogram")),
        ),
    ] = True,
) -> None:
    """Read, build, write; nothing is written where one of the forms can not be made."""
    from tanji.reports.book.build import build
    from tanji.reports.book.given import Imprint

    terminal: Terminal = ctx.obj
    for path in output:
        _form(path)
    files = Files(footprint, study, conformity, statement)
    with terminal.steps() as steps:
        given = _given(files, terminal, steps, draws=draws, imprint=Imprint(number, issuer))
        steps.begin(WRITING)
        book = build(given)
        made = [(path, *_made(path, book, given.study, template)) for path in output]
    for path, body, _ in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    lacking = sorted({character for _, _, missing in made for character in missing})
    terminal.answer({"files": [str(path) for path, _, _ in made], "lacking": lacking, "digest": book.digest})
    named = [str(path) for path, _, _ in made]
    terminal.show(
        Text(zh=f"已写出：{'、'.join(named)}", en=f"Written: {', '.join(named)}"),
        Text(
            zh=f"! 字体缺少这些字，以〓代替：{' '.join(lacking)}",
            en=f"! The font lacks these characters; 〓 stands for them: {' '.join(lacking)}",
        )
        if lacking
        else None,
    )


def _given(files: Files, terminal: Terminal, steps: Steps, *, draws: bool, imprint: Imprint) -> Given:
    """All that the report is written from: files as given, else what the home keeps. Refuses WrongUse."""
    from tanji.cli.kept import kept_document
    from tanji.cli.redrawn import NOT_ASKED, Redrawn, method_at_hand, redrawn
    from tanji.cli.workspace import document, shelf, whole_study
    from tanji.model.footprint import Footprint
    from tanji.model.ruleset import Conformity, Ruleset
    from tanji.model.statement import Statement
    from tanji.model.study import Study
    from tanji.reports.book.given import Given

    kept = shelf(terminal)
    steps.begin(READING)
    result = document(files.footprint, Footprint)
    kept_one = kept_document(kept, result.study.digest, Study)
    study = kept_one if files.study is None else whole_study(files.study, steps)
    if study is None:
        raise WrongUse(
            Text(zh="找不到这份碳足迹的研究", en="The study of this footprint is not there"),
            Text(zh="请用 --study 给出研究文件。", en="Give it with --study."),
        )
    claimed = None if files.statement is None else document(files.statement, Statement)
    checked = None if files.conformity is None else document(files.conformity, Conformity)
    older = claimed.supersedes if claimed is not None else None
    drawn = redrawn(result, study, kept, terminal=terminal, steps=steps) if draws else Redrawn(why_not=NOT_ASKED)
    return Given(
        result,
        study,
        terminal.language,
        checked,
        None if checked is None else kept_document(kept, checked.ruleset.digest, Ruleset),
        claimed,
        previous=None if older is None else kept_document(kept, older.digest, Statement),
        method=method_at_hand(terminal, result),
        draws=drawn.draws,
        no_draws=drawn.why_not,
        imprint=imprint,
    )


def _form(path: Path) -> str:
    if path.suffix.lower() not in FORMS:
        raise WrongUse(
            Text(zh=f"不认识扩展名“{path.suffix}”", en=f"There is no form of report {path.suffix!r}"),
            Text(zh=f"可用：{'、'.join(FORMS)}", en=f"There are: {', '.join(FORMS)}"),
        )
    return path.suffix.lower()


def _made(path: Path, book: Book, study: Study, template: Path | None) -> tuple[bytes, tuple[str, ...]]:
    form = _form(path)
    if form == ".pdf":
        from tanji.reports.book.pdf import pdf

        return pdf(book)
    if form == ".docx":
        from tanji.reports.book.docx import docx

        return docx(book, template), ()
    if form == ".xlsx":
        from tanji.reports.book.xlsx import xlsx

        return xlsx(book, study), ()
    from tanji.reports.book.plain import plain

    return (json.dumps(plain(book), ensure_ascii=False, indent=1) + "\n").encode(), ()


COMMANDS = (("report", report, ABOUT),)
