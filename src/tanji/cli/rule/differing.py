"""`tanji rule diff`: two versions of a pack, in words, and which studies the change touches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.language import both
from tanji.cli.rule.packs import NAMED, named
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.model.document import Document
    from tanji.model.ruleset import Pack

DIFF = Text(
    zh="用文字说明规则包两个版本的不同，并列出本机中受影响的研究、碳足迹和声明",
    en="Tell in words how two versions of a pack differ, and which studies and statements of the home it touches",
)


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help=both(NAMED))],
    after: Annotated[str, typer.Argument(help=both(NAMED))],
) -> None:
    """Compare two packs."""
    from tanji.cli.workspace import shelf
    from tanji.model.document import digest
    from tanji.rules.difference import difference

    terminal: Terminal = ctx.obj
    one, other = named(before), named(after)
    said = difference(one, other)
    touched = touches(shelf(terminal).documents(), one) if said else []
    terminal.answer(
        {
            "before": one.id,
            "after": other.id,
            "differences": [{"zh": t.zh, "en": t.en} for t in said],
            "touched": [{"kind": kind, "digest": digest(each), "id": each.id} for kind, each in touched],
        }
    )
    terminal.show(*(said or (Text(zh="两个版本相同。", en="Both say the same."),)))
    if said:
        terminal.show(
            Text(zh=f"\n受影响的文档：{len(touched)} 个", en=f"\nDocuments that it touches: {len(touched)}"),
            *(
                Text(zh=f"  {kind} {each.id} {digest(each)}", en=f"  {kind} {each.id} {digest(each)}")
                for kind, each in touched
            ),
        )


def touches(documents: Iterable[Document], one: Pack) -> list[tuple[str, Document]]:
    """What rests on a pack: rule sets that hold it by its id; results, statements, and their studies and footprints."""
    from tanji.model.document import digest
    from tanji.model.footprint import Footprint
    from tanji.model.ruleset import Conformity, Ruleset
    from tanji.model.statement import Statement
    from tanji.model.study import Study

    kept = {digest(each): each for each in documents}
    rulesets = {
        name: each
        for name, each in kept.items()
        if isinstance(each, Ruleset) and one.id in {entry.id for entry in each.packs}
    }
    judged = [
        each for each in kept.values() if isinstance(each, Conformity | Statement) and each.ruleset.digest in rulesets
    ]
    named = {entry.digest for each in judged for entry in (each.study, each.footprint) if entry is not None}
    kinds = {
        Ruleset: "ruleset",
        Conformity: "conformity",
        Statement: "statement",
        Study: "study",
        Footprint: "footprint",
    }
    found = [*rulesets.values(), *judged, *(kept[name] for name in sorted(named) if name in kept)]
    return sorted(((kinds[type(each)], each) for each in found), key=lambda pair: (pair[0], pair[1].id))


COMMANDS = (("diff", diff, DIFF),)
