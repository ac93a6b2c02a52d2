"""`tanji login` and `tanji logout`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tanji.cli.console import printable
from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

LOGIN = Text(
    zh="登录服务器：保存 API 密钥（取自 TANJI_KEY，或询问）",
    en="Log in to a server: keep an API key (of TANJI_KEY, or asked for)",
)
LOGOUT = Text(zh="退出服务器：删除本机保存的密钥", en="Log out: remove the key that is kept here")
KEY = Text(zh="API 密钥（不回显）", en="API key (not shown)")


def login(
    ctx: typer.Context,
    server: Annotated[str, typer.Argument(help=both(Text(zh="服务器地址", en="address of the server")))],
) -> None:
    """Keep the key of a server after trying it."""
    from tanji.cli.remote.kept import Server, keep, origin
    from tanji.cli.remote.talking import Talk

    terminal: Terminal = ctx.obj
    where = origin(server)
    key = os.environ.get("TANJI_KEY", "").strip() or typer.prompt(terminal.text(KEY), hide_input=True, err=True).strip()
    if not key.isascii() or not key.isprintable():
        raise WrongUse(Text(zh="这不是 API 密钥", en="This is no API key"))
    chosen = Server(where, key)
    said = Talk(chosen)("GET", "/me")
    keep(terminal.home, chosen)
    terminal.answer({"server": where, **said})
    firm = printable(str(said["organisation"]["name"]))
    roles = ", ".join(said["roles"])
    terminal.show(
        Text(zh=f"已登录 {where}，代表“{firm}”（{roles}）", en=f"Logged in to {where} for {firm} ({roles})"),
        Text(zh="接着：tanji push 研究.xlsx --compute", en="Next: tanji push study.xlsx --compute"),
    )


def logout(ctx: typer.Context) -> None:
    """Forget the server; the key itself is ended on its pages."""
    from tanji.cli.remote.kept import forget

    terminal: Terminal = ctx.obj
    there = forget(terminal.home)
    terminal.answer({"removed": there})
    terminal.show(
        Text(
            zh="已删除本机保存的密钥；如需作废，请在网页“API 密钥”中操作。",
            en="The key is removed here; end it on the page API keys.",
        )
        if there
        else Text(zh="本来就没有登录。", en="There was no server.")
    )


COMMANDS = (("login", login, LOGIN), ("logout", logout, LOGOUT))
