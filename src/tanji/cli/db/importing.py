"""`tanji db import` and `tanji db remove`: a database read, linked and put on the shelf, with a report that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tanji.cli.db.resuming import answered, kept_work, told
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.method_index import KeptMethod
    from tanji.background.publish import Choices, Published
    from tanji.formats.journal import TakenUp
    from tanji.model.package import Package

IMPORT = Text(
    zh="导入背景数据库：openLCA、ILCD、TIDAS、EcoSpold 1 和 2、SimaPro CSV、Brightway 或因子表；文件、压缩包或文件夹",
    en="Import a background database: openLCA, ILCD, TIDAS, EcoSpold 1 and 2, SimaPro CSV, Brightway or a table of "
    "factors; file, archive or folder",
)
REMOVE = Text(zh="删除一个发布版", en="Remove a release")
IDENTIFYING = Text(zh="识别格式", en="Tell the format")
READING = Text(zh="读取数据库", en="Read the database")

Allocation = Literal["reference", "default", "physical", "mass", "energy", "carbon", "economic", "causal", "expansion"]
Allowed = Literal["values", "metadata", "nothing"]
Border = Literal["free", "assessed", "forbidden"]


def import_(  # noqa: PLR0913 - one for each option
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(help=both(Text(zh="数据库文件或文件夹", en="file or folder of the database")))
    ],
    *,
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help=both(Text(zh="以此标识保存", en="the id to keep it under")))
    ],
    version: Annotated[str, typer.Option(help=both(Text(zh="版本号", en="version of the release")))] = "1",
    allocation: Annotated[
        Allocation,
        typer.Option(
            metavar="RULE",
            help=both(
                Text(
                    zh="多产出过程的分配：reference 全归定量基准，default 按各过程的默认方法；mass、energy、carbon、"
                    "economic 按质量、能量、碳或价值，physical、causal 按文件中的因子，expansion 系统扩展",
                    en="of multi-output processes: reference (all to the quantitative reference), default (by the"
                    " default of each), mass, energy, carbon, economic; physical, causal (by the factors of the file);"
                    " expansion",
                )
            ),
        ),
    ] = "reference",
    allocations: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help=both(Text(zh="单个过程的分配方法：process,allocation", en="allocation of single processes, as CSV")),
        ),
    ] = None,
    rules: Annotated[
        str,
        typer.Option(
            metavar="RULES",
            help=both(
                Text(
                    zh="连接规则：tanji-link/1、tanji-link/2（按地域、年份、技术）、tanji-link/uuid，或规则文件",
                    en="link rules: tanji-link/1, tanji-link/2 (place, year, technology), tanji-link/uuid, or a file",
                )
            ),
        ),
    ] = "tanji-link/1",
    overrides: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help=both(
                Text(
                    zh="指定供应过程：process,exchange,provider,reason",
                    en="suppliers decided by the publisher: process,exchange,provider,reason",
                )
            ),
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help=both(Text(zh="格式；默认按内容识别", en="format; told by the content"))
        ),
    ] = "",
    sector: Annotated[str, typer.Option(help=both(Text(zh="行业", en="sector")))] = "",
    region: Annotated[str, typer.Option(help=both(Text(zh="地域", en="region")))] = "",
    year: Annotated[int | None, typer.Option(help=both(Text(zh="数据年份", en="reference year of the data")))] = None,
    licence: Annotated[str, typer.Option(help=both(Text(zh="数据许可", en="licence of the data")))] = "",
    owner: Annotated[str, typer.Option(help=both(Text(zh="数据权利人", en="owner of the data")))] = "",
    public: Annotated[
        Allowed | None,
        typer.Option(
            metavar="WHAT",
            help=both(
                Text(
                    zh="可公开什么：values 数值，metadata 仅元数据，nothing 都不；不写则按许可判断",
                    en="what everybody may see: values, metadata or nothing; by the licence if not given",
                )
            ),
        ),
    ] = None,
    personal: Annotated[
        bool, typer.Option("--personal-data", help=both(Text(zh="含个人信息", en="holds personal data")))
    ] = False,
    important: Annotated[
        bool,
        typer.Option(
            "--important-data", help=both(Text(zh="含重要数据", en="holds important data as the law defines it"))
        ),
    ] = False,
    border: Annotated[
        Border | None,
        typer.Option(
            "--cross-border",
            metavar="RULE",
            help=both(
                Text(
                    zh="出境：free 不受限，assessed 须先评估，forbidden 不得出境",
                    en="leaving the country: free, assessed (only after an assessment) or forbidden",
                )
            ),
        ),
    ] = None,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            help=both(
                Text(
                    zh="从头读取，不接续上次被中断的导入",
                    en="read from the beginning; take up nothing of an import that was broken off",
                )
            ),
        ),
    ] = False,
) -> None:
    """Read, link, compile, keep; then say what was read and what became of it."""
    from tanji.background.method_index import keep
    from tanji.background.publish import publish
    from tanji.cli import workspace
    from tanji.cli.failure import Exit
    from tanji.formats.identify import format_of, identify
    from tanji.starter.methods import DEFAULT, method

    terminal: Terminal = ctx.obj
    said = {"permission": public, "personal_data": personal or None, "important_data": important or None}
    about = _about(licence, owner, {**said, "cross_border": border})
    about |= {key: value for key, value in (("sector", sector), ("region", region), ("year", year)) if value}
    choices = choices_of(rules, overrides, allocations)
    with terminal.steps() as steps, kept_work(terminal, fresh=fresh) as work:
        steps.begin(IDENTIFYING)
        found_format = format_of(form) if form else identify(path)
        steps.begin(READING)
        package = found_format.read(path, progress=steps, work=work)
        shelf = workspace.shelf(terminal)
        kept = [keep(shelf, each, f"{name}@{version}") for each in package.methods]
        taken = work.taken if work is not None else None
        if not package.processes:
            raise typer.Exit(_nothing(package, kept, terminal))
        made = publish(
            package,
            shelf,
            database=name,
            version=version,
            names={"en": name},
            allocation=allocation,
            choices=choices,
            methods=(method(DEFAULT),),
            progress=steps,
            **about,
        )
        if work is not None:
            work.done()
    terminal.show(told(taken))
    _tell(terminal, package, made, methods=kept, form=found_format.name, taken=taken)
    if not made.opened.listings:
        raise typer.Exit(int(Exit.not_as_hoped))


def _tell(
    terminal: Terminal,
    package: Package,
    made: Published,
    *,
    methods: Sequence[KeptMethod],
    form: Text,
    taken: TakenUp | None,
) -> None:
    from tanji.cli.draw.findings import counts, findings

    release = made.opened.manifest
    name, version = release.id, release.version
    opened, found = made.opened, package.report + made.report
    terminal.answer(
        {
            "format": package.format,
            "release": {"digest": opened.ref.digest, **release.model_dump(mode="json", exclude_none=True)},
            "methods": [each._asdict() for each in methods],
            "report": found.model_dump(mode="json", exclude_none=True),
            **answered(taken),
        }
    )
    terminal.show(
        Text(
            zh=f"已导入 {name} {version}：{len(opened.listings)} 个过程，{opened.ref.digest}",
            en=f"Imported {name} {version}: {len(opened.listings)} processes, {opened.ref.digest}",
        ),
        Text(zh=f"读取（{form.zh}）：", en=f"Read ({form.en}):"),
        *counts(package.report.counts, terminal.language),
        Text(zh="连接：", en="Linked:"),
        *counts(made.report.counts, terminal.language),
        findings(found.findings, terminal.language),
        _methods(methods),
        Text(
            zh=f"\n全部未连接的输入和循环：tanji db inspect {name}@{version}",
            en=f"\nAll inputs without supplier, and the loops: tanji db inspect {name}@{version}",
        ),
    )


def choices_of(rules: str, overrides: Path | None, allocations: Path | None) -> Choices:
    """What the publisher decides; files are read, and refused, before the database is."""
    from tanji.background.allocate import read_allocations
    from tanji.background.link_rules import link_rules, read_rules
    from tanji.background.overrides import read_overrides
    from tanji.background.publish import Choices

    file = Path(rules)
    return Choices(
        rules=read_rules(file) if file.suffix in {".yaml", ".yml"} else link_rules(rules),
        overrides=read_overrides(overrides) if overrides else (),
        allocations=read_allocations(allocations) if allocations else {},
    )


def _nothing(package: Package, methods: Sequence[KeptMethod], terminal: Terminal) -> int:
    """Say what reading found where no process came of it; methods alone are kept."""
    from tanji.cli.draw.findings import counts, findings
    from tanji.cli.failure import Exit

    report = package.report
    terminal.answer(
        {
            "format": package.format,
            "methods": [each._asdict() for each in methods],
            "report": report.model_dump(mode="json", exclude_none=True),
        }
    )
    none = Text(
        zh=f"“{package.file}”中没有可导入的过程，没有保存任何内容。",
        en=f'"{package.file}" holds no process that could be imported; nothing was kept.',
    )
    terminal.show(
        _methods(methods) or none,
        *counts(report.counts, terminal.language),
        findings(report.findings, terminal.language),
    )
    return int(Exit.fine if methods else Exit.not_as_hoped)


def _methods(kept: Sequence[KeptMethod]) -> Text | None:
    """Which methods were kept, if any."""
    if not kept:
        return None
    listed = ", ".join(each.id for each in kept)
    return Text(
        zh=f"已保存 {len(kept)} 个方法：{listed}；用法：--method 标识，内容见 tanji methods 标识",
        en=f"Kept {len(kept)} methods: {listed}; take one with --method ID, see it with `tanji methods ID`",
    )


def _about(licence: str, owner: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Members of the manifest that the person gives; what is not given is left out."""
    from tanji.model.rights import Rights

    given = {"licence": licence, "owner": owner}
    stated = {key: value for key, value in said.items() if value is not None}
    rights = {"rights": Rights.model_validate(stated)} if stated else {}
    return {**{key: value for key, value in given.items() if value}, **rights}


def remove(
    ctx: typer.Context,
    release: Annotated[str, typer.Argument(help=both(Text(zh="数据库@版本", en="database@version")))],
) -> None:
    """Remove one release; the version must be given, so that nothing is removed by chance."""
    from tanji.cli.failure import WrongUse
    from tanji.cli.workspace import shelf

    terminal: Terminal = ctx.obj
    database, _, version = release.partition("@")
    if not version:
        raise WrongUse(
            Text(zh=f"请写明要删除“{database}”的哪个版本", en=f'Say which version of "{database}" to remove'),
            Text(
                zh=f"写成 {database}@版本；已有版本见 tanji db list。",
                en=f"As {database}@version; see `tanji db list`.",
            ),
        )
    shelf(terminal).remove(database, version)
    terminal.answer({"removed": f"{database}@{version}"})
    terminal.show(Text(zh=f"已删除 {database} {version}", en=f"Removed {database} {version}"))


COMMANDS = (("import", import_, IMPORT), ("remove", remove, REMOVE))
