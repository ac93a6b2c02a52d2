"""`tanji rule resolve`: which rules hold for a product, at a place, on a day, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.rule.packs import Further, usable
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.model.study import Code

RESOLVE = Text(
    zh="查询产品适用的规则：按名称或分类代码，并说明理由",
    en="See which rules hold for a product by name or code, and why",
)


def resolve(
    ctx: typer.Context,
    product: Annotated[str, typer.Argument(help=both(Text(zh="产品名称", en="name of the product")))] = "",
    *,
    code: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SYSTEM=CODE",
            help=both(Text(zh="分类代码，如 'HS 2022=4011.10'，可重复", en="a code: 'HS 2022=4011.10'; repeatable")),
        ),
    ] = None,
    place: Annotated[
        str, typer.Option(metavar="CODE", help=both(Text(zh="地点代码，如 CN-37", en="code of the place: CN-37")))
    ] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=both(Text(zh="哪一天；默认今天", en="day; today")))
    ] = None,
    pack: Further = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=both(Text(zh="写出规则集文档", en="write the rule set here")))
    ] = None,
) -> None:
    """Resolve and tell."""
    from tanji.model.document import digest, write
    from tanji.model.study import Product
    from tanji.rules.pack import packs
    from tanji.rules.register import registered
    from tanji.rules.resolve import others
    from tanji.rules.resolve import resolve as resolved

    terminal: Terminal = ctx.obj
    if not product and not code:
        raise WrongUse(
            Text(zh="请给出产品名称或分类代码", en="Give the name of the product or a code"),
            Text(zh="例如：tanji rule resolve 轮胎", en="Such as: tanji rule resolve tyre"),
        )
    asked = Product(names={"zh": product, "en": product}, codes=codes(code or ()))
    extra = usable(pack or ())
    known = {**packs(), **{one.id: one for one in extra}}
    day = (on or datetime.now()).date()  # noqa: DTZ005 - the day where the person is
    found = resolved(known.values(), asked, on=day, place=place or None, named=[one.id for one in extra])
    left = others(known.values(), found, asked, on=day, place=place or None)
    real = [each for each in registered() if product and any(w.casefold() in product.casefold() for w in each.words)]
    if output is not None:
        output.write_bytes(write(found))
    body = found.model_dump(mode="json", exclude_none=True)
    terminal.answer(
        {
            "digest": digest(found),
            "ruleset": body,
            "others": [dict(said) for said in left],
            "register": [each._asdict() for each in real],
        }
    )
    terminal.show(
        *(Text(zh=f"· {said['zh']}", en=f"· {said['en']}") for said in found.why),
        *(Text(zh=f"  – {said['zh']}", en=f"  – {said['en']}") for said in left),
        *(Text(zh=f"! 冲突：{said['zh']}", en=f"! Conflict: {said['en']}") for said in found.conflicts),
        *(
            Text(
                zh=f"· 登记册：{each.number} {each.title}（{each.adopted or '不在采信清单'}；没有规则包，须另行核对）",
                en=f"· Register: {each.number} {each.title} ({each.adopted or 'on no list'}; there is no pack for it)",
            )
            for each in real
        ),
        Text(
            zh=f"规则集：{' + '.join(entry.id for entry in found.packs)}，{len(found.rules)} 条规则，{digest(found)}",
            en=f"Rule set: {' + '.join(entry.id for entry in found.packs)}, {len(found.rules)} rules, {digest(found)}",
        ),
    )


def codes(words: Sequence[str]) -> tuple[Code, ...]:
    """Classification codes from `SYSTEM=CODE`. Refuses WrongUse."""
    from tanji.model.study import Code

    found = []
    for word in words:
        system, equals, value = word.partition("=")
        if not (system.strip() and equals and value.strip()):
            raise WrongUse(
                Text(zh=f"“{word}”不是“体系=代码”", en=f"{word!r} is not SYSTEM=CODE"),
                Text(zh="例如：--code 'HS 2022=4011.10'", en="Such as: --code 'HS 2022=4011.10'"),
            )
        found.append(Code(system=system.strip(), code=value.strip()))
    return tuple(found)


COMMANDS = (("resolve", resolve, RESOLVE),)
