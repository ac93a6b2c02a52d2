"""The pages of `--help`, in one language, and command groups that take the global options anywhere."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from tanji.cli.failure import WrongUse
from tanji.cli.language import chosen, detect, parted, value
from tanji.cli.terminal import Terminal, home
from tanji.errors import Language, Text

WIDEST, GAP, NAMES = 100, 2, 34
"""Columns of a help page at most; between name and text; for names at most."""

USAGE = Text(zh="用法：", en="Usage:")
PARTS = {
    "commands": Text(zh="命令", en="Commands"),
    "arguments": Text(zh="参数", en="Arguments"),
    "options": Text(zh="选项", en="Options"),
}
HELP = Text(zh="显示本页", en="Show this page")
REQUIRED = Text(zh="必填", en="required")
DEFAULT = Text(zh="默认 {}", en="default {}")


class Command(TyperCommand):
    """A command whose help page is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(self, ctx, language(ctx)))


class Group(TyperGroup):
    """A group of commands whose help page is ours and which names similar commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(page(self, ctx, language(ctx)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the next word names. Refuses WrongUse, with similar names."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], list(self.commands), n=3, cutoff=0.5)
            zh = f"是否为：{'、'.join(near)}？" if near else f"可用命令见：{ctx.command_path} --help"
            en = f"Did you mean {', '.join(near)}?" if near else f"See: {ctx.command_path} --help"
            raise WrongUse(Text(zh=f"没有命令“{args[0]}”", en=f'No such command: "{args[0]}"'), Text(zh=zh, en=en))
        return super().resolve_command(ctx, args)


class Root(Group):
    """The command `tanji`: finds the global options wherever they stand and makes the terminal."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse the words after the global options were moved to the front."""
        front, rest = parted(args)
        ctx.obj = terminal(front)
        return super().parse_args(ctx, front + rest if rest else [])  # nothing to do: the help page


def terminal(front: Sequence[str]) -> Terminal:
    """The terminal that the global options and the environment ask for."""
    given = value(front, "--lang")
    spoken: Language = "zh" if given == "zh" else "en" if given == "en" else detect(os.environ)
    return Terminal(spoken, home(value(front, "--home")), value(front, "--json") is not None)


def language(ctx: Any) -> Language:
    """The language of the terminal of a context."""
    return ctx.obj.language if isinstance(ctx.obj, Terminal) else detect(os.environ)


def page(command: Any, ctx: Any, spoken: Language) -> str:
    """The help page of a command: what it does, its parts, and then what else its help says."""
    about, *more = chosen(command.help, spoken).split("\n\n")
    width = min(WIDEST, shutil.get_terminal_size().columns)
    words = [ctx.command_path, *(_placed(p) for p in command.params if p.param_type_name == "argument")]
    words += [PARTS["options"].of(spoken).lower() + " …"] if command.params else []
    words += [PARTS["commands"].of(spoken).lower() + " …"] if getattr(command, "commands", None) else []
    lines = [f"{USAGE.of(spoken)} {' '.join(words)}", ""]
    lines += _wrapped(about, width)
    for part, rows in _parts(command, ctx, spoken):
        lines += ["", PARTS[part].of(spoken)]
        lines += _rows(rows, width)
    for paragraph in more:
        lines += ["", *_wrapped(paragraph, width)]
    return "\n".join(lines) + "\n"


def _placed(argument: Any) -> str:
    name = argument.name.upper() + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _parts(command: Any, ctx: Any, spoken: Language) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    below = {n: c for n, c in getattr(command, "commands", {}).items() if not c.hidden}
    if below:
        yield "commands", [(name, chosen(one.help, spoken).split("\n")[0]) for name, one in below.items()]
    placed = [(p.name.upper(), _said(p, spoken)) for p in command.params if p.param_type_name == "argument"]
    if placed:
        yield "arguments", placed
    options = [p for p in command.get_params(ctx) if p.param_type_name == "option" and not getattr(p, "hidden", False)]
    if options:
        yield "options", [(_flags(p), _said(p, spoken)) for p in options]


def _flags(option: Any) -> str:
    flags = ", ".join(sorted([*option.opts, *option.secondary_opts], key=len))
    return flags if option.is_flag or option.name == "help" else f"{flags} {option.metavar or option.name.upper()}"


def _said(parameter: Any, spoken: Language) -> str:
    if parameter.name == "help":
        return HELP.of(spoken)
    text = chosen(getattr(parameter, "help", None), spoken)
    plain = isinstance(parameter.default, str | int | float) and not isinstance(parameter.default, bool)
    if plain and parameter.default != "":
        text += f" [{DEFAULT.of(spoken).format(parameter.default)}]"
    if parameter.required and parameter.param_type_name == "option":
        text += f" [{REQUIRED.of(spoken)}]"
    return text


def _rows(rows: list[tuple[str, str]], width: int) -> list[str]:
    column = min(NAMES, max(len(name) for name, _ in rows)) + 2 * GAP
    lines = []
    for name, text in rows:
        said = _wrapped(text, width - column)
        head = f"{' ' * GAP}{name}"
        first = said.pop(0) if said and len(head) <= column - GAP else ""
        lines.append(f"{head:<{column}}{first}".rstrip())
        lines += [f"{' ' * column}{line}" for line in said]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width; Chinese characters are two wide and may be parted anywhere."""
    from tanji.reports.figures import wide

    lines, line = [], ""
    for part in _pieces(text):
        if line and wide(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        piece += character
        if character == " " or ("\u2e80" <= character <= "\u9fff") or character in "，。；：、）”":
            yield piece
            piece = ""
    yield piece
