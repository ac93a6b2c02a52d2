"""`tanji db cite`: how a background process is cited."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

CITE = Text(
    zh="给出一个过程的引文（文字、BibTeX 或 RIS），含版本和摘要",
    en="Cite a process in words, as BibTeX or as RIS, with version and digest",
)

Form = Literal["text", "bibtex", "ris"]


def cite(
    ctx: typer.Context,
    process: Annotated[
        str, typer.Argument(help=both(Text(zh="过程标识，或 数据库:过程标识", en="id of the process, or database:id")))
    ],
    *,
    form: Annotated[Form, typer.Option(help=both(Text(zh="text、bibtex 或 ris", en="text, bibtex or ris")))] = "text",
) -> None:
    """Cite a process of a release."""
    from tanji.background.cite import cite as cited
    from tanji.cli.db.showing import find

    terminal: Terminal = ctx.obj
    opened, listing = find(terminal, process)
    found = cited(opened, listing.process)
    terminal.answer(
        {
            "process": f"{listing.database}:{listing.process}",
            "zh": found.text.zh,
            "en": found.text.en,
            "bibtex": found.bibtex,
            "ris": found.ris,
        }
    )
    if not terminal.json:
        forms = {"text": f"{terminal.text(found.text)}\n", "bibtex": found.bibtex, "ris": found.ris}
        typer.echo(forms[form].replace("\r\n", "\n"), nl=False)


COMMANDS = (("cite", cite, CITE),)
