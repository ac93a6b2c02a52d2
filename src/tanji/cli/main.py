"""The command `tanji`: all commands by name, and what happens between the shell and a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
import typer.main

from tanji.cli import (
    calc,
    check,
    compare,
    decide,
    declare,
    explain,
    methods,
    public,
    quality,
    report,
    roundrobin,
    template,
    units,
    verify,
    views,
)
from tanji.cli.db import (
    checking,
    citing,
    comparing,
    differing,
    exporting,
    impacting,
    importing,
    inspecting,
    listing,
    releasing,
    sampling,
    scores,
    showing,
)
from tanji.cli.failure import Exit, tell, told
from tanji.cli.language import both, parted
from tanji.cli.meter import beside, picking, reading
from tanji.cli.meter import listing as meter_listing
from tanji.cli.portfolio import beginning as portfolio_beginning
from tanji.cli.portfolio import running as portfolio_running
from tanji.cli.portfolio import showing as portfolio_showing
from tanji.cli.remote import entering, pushing
from tanji.cli.rule import beginning, covering, proving, resolving, standing
from tanji.cli.rule import differing as rule_differing
from tanji.cli.rule import listing as rule_listing
from tanji.cli.usage import Command, Group, Root, terminal
from tanji.errors import Text

ABOUT = Text(
    zh="Tanji 碳迹：任何人都能复算的产品碳足迹。开源软件，非官方系统；结果不构成核查或认证。\n\n"
    "--lang、--home、--json 可写在命令行任意位置。\n\n退出码：0 正常；1 已作答但不如所愿（复算不一致，研究有错误行）；"
    "2 命令行有误；3 拒绝执行（说明原因和办法）；4 程序自身出错；130 被中断。",
    en="Tanji: product carbon footprints that anybody can recompute. Open source software, not an official system;"
    " its results are no verification and no certification.\n\n"
    "--lang, --home and --json may stand anywhere on the line.\n\nExit codes: 0 fine; 1 answered, but not as hoped"
    " (a verification that differs, a study whose rows have errors); 2 the command line is wrong; 3 refused, with the"
    " reason and what to do; 4 a fault of the program itself; 130 interrupted.",
)
INTERRUPTED = Text(zh="已中断。", en="Interrupted.")
DATABASES = Text(
    zh="背景数据库：列出、搜索、比较、引用、导入、检查、发布",
    en="Background databases: list, search, compare, cite, import, check, publish",
)
RULES = Text(
    zh="核算规则：列出、查看、检查、试算案例、比较、查询适用规则、新建",
    en="Accounting rules: list, show, lint, test, diff, resolve, new",
)
PORTFOLIOS = Text(
    zh="产品组合：样例、批量计算（百万级产品）、查看结果",
    en="Portfolios: an example, the results of millions of products, a look at them",
)

METERS = Text(
    zh="计量登记：读入证书、计量器具和计量数据，检查，列出，对照实测排放",
    en="The metrology register: read certificates, meters and series, check, list, compare measured emissions",
)

app = typer.Typer(cls=Root, help=both(ABOUT), no_args_is_help=True, add_completion=False, rich_markup_mode=None)
db = typer.Typer(cls=Group, help=both(DATABASES), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(db, name="db")
rule = typer.Typer(cls=Group, help=both(RULES), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rule, name="rule")
meter = typer.Typer(cls=Group, help=both(METERS), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(meter, name="meter")
portfolio = typer.Typer(cls=Group, help=both(PORTFOLIOS), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(portfolio, name="portfolio")


def _version(asked: bool) -> None:
    if asked:
        from tanji import __version__

        typer.echo(f"tanji {__version__}")
        raise typer.Exit


def _language(given: str) -> str:
    if given not in {"", "zh", "en"}:
        raise typer.BadParameter(f"{given!r} is not zh or en")
    return given


@app.callback()
def tanji(
    lang: Annotated[
        str,
        typer.Option(
            metavar="zh|en",
            help=both(Text(zh="语言；默认按区域设置", en="language; as the locale says by default")),
            callback=_language,
        ),
    ] = "",
    home: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help=both(
                Text(zh="存放数据库和文档的文件夹（TANJI_HOME）", en="folder of databases and documents (TANJI_HOME)")
            ),
        ),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help=both(Text(zh="以 JSON 作答", en="answer in JSON")))] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_version, help=both(Text(zh="显示版本", en="show the version"))
        ),
    ] = False,
) -> None:
    """Options that every command takes; `tanji.cli.usage.Root` has read them already."""


def _register(group: typer.Typer, commands: Sequence[tuple[str, Callable[..., Any], Text]]) -> None:
    for name, function, text in commands:
        group.command(name, cls=Command, help=both(text))(function)


for module in (
    template,
    calc,
    check,
    declare,
    explain,
    quality,
    compare,
    decide,
    roundrobin,
    verify,
    views,
    report,
    public,
    units,
    methods,
    entering,
    pushing,
):
    _register(app, module.COMMANDS)
for module in (listing, showing, comparing, citing, scores):
    _register(db, module.COMMANDS)
for module in (importing, inspecting, checking, releasing, sampling, differing, impacting, exporting):
    _register(db, module.COMMANDS)
for module in (reading, meter_listing, picking, beside):
    _register(meter, module.COMMANDS)
for module in (rule_listing, covering, proving, rule_differing, resolving, standing, beginning):
    _register(rule, module.COMMANDS)
for module in (portfolio_beginning, portfolio_running, portfolio_showing):
    _register(portfolio, module.COMMANDS)


def main(words: Sequence[str]) -> int:
    """Run one command line and give its exit code. Whatever is raised is told once, in the language asked for."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("tanji", list(words)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as left:
        return left.exit_code
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write(f"\n{INTERRUPTED.of(terminal(parted(words)[0]).language)}\n")
        return int(Exit.interrupted)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.fine)
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{error}\n")
            return int(Exit.wrong_use)
        code, refusal = told(error)
        if code is Exit.fault and os.environ.get("TANJI_DEBUG"):
            raise
        spoken = terminal(parted(words)[0])
        tell(refusal, spoken.language, as_json=spoken.json)
        return int(code)
    return int(Exit.fine)


def run() -> None:
    """The entry point: the words of the shell in, an exit code out."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
