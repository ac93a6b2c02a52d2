"""`tanji rule diff`: two versions of a pack, in words, and which studies the change touches."""

from __future__ import annotations

from typing import Annotated

import typer

from tanji.cli.language import both
from tanji.cli.rule.packs import NAMED, named
from tanji.cli.terminal import Terminal
from tanji.errors import Text

DIFF = Text(zh="用文字说明规则包两个版本的不同", en="Tell in words how two versions of a pack differ")


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help=both(NAMED))],
    after: Annotated[str, typer.Argument(help=both(NAMED))],
) -> None:
    """Compare two packs."""
    from tanji.rules.difference import difference

    terminal: Terminal = ctx.obj
    one, other = named(before), named(after)
    said = difference(one, other)
    terminal.answer({"before": one.id, "after": other.id, "differences": [{"zh": t.zh, "en": t.en} for t in said]})
    terminal.show(*(said or (Text(zh="两个版本相同。", en="Both say the same."),)))


COMMANDS = (("diff", diff, DIFF),)
