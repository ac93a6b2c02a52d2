"""What goes wrong, told once: a message, a hint and an exit code; as JSON where a program asked. No traceback."""

from __future__ import annotations

import json
import os
import sys
from enum import IntEnum
from typing import Any

from tanji.errors import Language, Refusal, Text


class Exit(IntEnum):
    """The exit codes of `tanji`."""

    fine = 0
    not_as_hoped = 1
    """Answered, but not as hoped: a verification that differs, a study whose rows have errors."""
    wrong_use = 2
    refused = 3
    fault = 4
    """A mistake of Tanji's own."""
    interrupted = 130


class WrongUse(Refusal):
    """A command line that can not be understood."""

    code = "CLI-001"


class NoAccess(Refusal):
    """A file or folder that can not be read or written."""

    code = "CLI-002"


class Fault(Refusal):
    """A mistake of the program itself; TANJI_DEBUG=1 shows where."""

    code = "CLI-003"


def told(error: BaseException) -> tuple[Exit, Refusal]:
    """The exit code and the words for what was raised."""
    if isinstance(error, WrongUse):
        return Exit.wrong_use, error
    if isinstance(error, Refusal):
        return Exit.refused, error
    if isinstance(error, OSError):
        return Exit.refused, _no_access(error)
    if hasattr(error, "format_message"):
        return Exit.wrong_use, _wrong_use(error)
    return Exit.fault, _fault(error)


def tell(refusal: Refusal, language: Language, *, as_json: bool) -> None:
    """Write a refusal: for people on the standard error, for programs as JSON on the standard output."""
    if as_json:
        hint = refusal.hint and {"zh": refusal.hint.zh, "en": refusal.hint.en}
        body = {"code": refusal.code, "message": {"zh": refusal.message.zh, "en": refusal.message.en}, "hint": hint}
        sys.stdout.write(json.dumps({"error": body}, ensure_ascii=False, indent=2) + "\n")
        return
    from rich.text import Text as RichText

    from tanji.cli.console import console, printable

    shown = RichText.assemble((f"{refusal.code} ", "bold red"), printable(refusal.message.of(language)))
    if refusal.hint:
        shown.append(f"\n→ {printable(refusal.hint.of(language))}", "cyan")
    console(sys.stderr).print(shown, soft_wrap=True)


def _no_access(error: OSError) -> NoAccess:
    name = str(error.filename or "?")
    reasons = {
        FileNotFoundError: Text(zh="不存在", en="does not exist"),
        PermissionError: Text(zh="没有权限", en="may not be accessed"),
        IsADirectoryError: Text(zh="是文件夹，不是文件", en="is a folder, not a file"),
        NotADirectoryError: Text(zh="路径中有一段不是文件夹", en="has a part in its path that is no folder"),
        FileExistsError: Text(zh="已存在", en="is there already"),
    }
    said = os.strerror(error.errno) if error.errno else str(error)
    reason = reasons.get(type(error), Text(zh=f"无法读写（{said}）", en=f"can not be read or written ({said})"))
    return NoAccess(
        Text(zh=f"“{name}”{reason.zh}", en=f'"{name}" {reason.en}'),
        Text(zh="请检查路径和权限。", en="Check the path and the permissions."),
    )


def _wrong_use(error: Any) -> WrongUse:
    """The words for what the command line parser refused; its English ones, and Chinese ones by kind."""
    said = str(error.format_message())
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "tanji"
    given = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    named = " / ".join(parameter.opts) if parameter is not None else ""
    zh = {
        "NoSuchOption": f"没有选项 {given}",
        "MissingParameter": f"缺少参数 {named}",
        "BadParameter": f"参数 {named} 的值不对：{getattr(error, 'message', said)}",
        "BadOptionUsage": f"选项 {given} 用法不对：{said}",
    }.get(type(error).__name__, f"命令行有误：{said}")
    return WrongUse(
        Text(zh=zh, en=said),
        Text(zh=f"用法见：{path} --help", en=f"See: {path} --help"),
    )


def _fault(error: BaseException) -> Fault:
    name = type(error).__name__
    return Fault(
        Text(
            zh=f"程序自身出错：{name}：{error}。输入文件没有改动。",
            en=f"The program itself failed: {name}: {error}. Your files were not changed.",
        ),
        Text(
            zh="请带上所用命令报告此问题；设置 TANJI_DEBUG=1 再运行可显示细节。",
            en="Report it together with the command; TANJI_DEBUG=1 shows where it happened.",
        ),
    )
