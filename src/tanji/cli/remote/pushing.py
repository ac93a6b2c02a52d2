"""`tanji push`: a study file to the server, and its footprint back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from tanji.cli.console import printable
from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.cli.remote.talking import Talk
    from tanji.cli.steps import Steps

PUSH = Text(zh="把研究文件送到服务器，可随即计算", en="Send a study file to the server, and have it computed")
SENDING = Text(zh="发送并检查文件", en="Sending the file, which is checked")
COMPUTING = Text(zh="服务器计算中", en="The server computes")
EVERY = 0.5
"""Seconds between looks at a job."""
SHOWN = 20
"""Findings that are shown; with --json all are."""


def push(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help=both(Text(zh="研究文件（xlsx、csv、yaml、json）", en="study file (xlsx, csv, yaml, json)"))
        ),
    ],
    *,
    compute: Annotated[
        bool,
        typer.Option("--compute", help=both(Text(zh="随即计算并等待结果", en="compute it and wait for the result"))),
    ] = False,
    product: Annotated[
        str, typer.Option(metavar="ID", help=both(Text(zh="归入已有产品", en="under a product that is there")))
    ] = "",
) -> None:
    """Send, compute where asked, and tell where it is."""
    from tanji.cli.remote.kept import kept
    from tanji.cli.remote.talking import Refused, Talk

    terminal: Terminal = ctx.obj
    talk = Talk(kept(terminal.home))
    body = file.read_bytes()
    with terminal.steps() as steps:
        steps.begin(SENDING)
        form = {"product": product} if product else {}
        try:
            taken = _sent(talk, "/imports", files={"file": (file.name, body)}, data=form)
        except Refused as refused:
            if "findings" not in refused.body or terminal.json:
                raise
            _findings(terminal, refused.body["findings"])
            raise
        found = _computed(talk, taken["study"]["id"], steps) if compute else None
    link = f"{talk.server.origin}/studies/{taken['study']['id']}/"
    terminal.answer({"link": link, **taken, "footprint": found})
    if not terminal.json:
        _tell(terminal, taken, found, link)
    if taken["unmatched"]:
        raise typer.Exit(int(Exit.not_as_hoped))


def _sent(talk: Talk, path: str, **more: Any) -> Any:
    """A request that writes, once even where it has to be sent again."""
    return talk("POST", path, headers={"Idempotency-Key": str(uuid4())}, **more)


def _computed(talk: Talk, study: str, steps: Steps) -> Any:
    """The footprint of a study, computed on the server. Refuses what its job was refused."""
    from tanji.cli.remote.talking import Refused

    job = _sent(talk, f"/studies/{study}/compute")
    while job["state"] in {"waiting", "running"}:
        said = job["step"] or {"zh": COMPUTING.zh, "en": COMPUTING.en}
        steps(Text(zh=printable(said["zh"]), en=printable(said["en"])), job["done"], job["total"])
        time.sleep(EVERY)
        job = talk("GET", f"/jobs/{job['id']}")
    if job["state"] != "done":
        why = job["failure"] or {"zh": "任务被取消", "en": "the job was cancelled"}
        raise Refused(Text(zh=f"未能计算：{why['zh']}", en=f"It was not computed: {why['en']}"), None, job)
    return talk("GET", f"/documents/{talk('GET', f'/studies/{study}')['footprint']}")


def _tell(terminal: Terminal, taken: Any, found: Any, link: str) -> None:
    _findings(terminal, taken["findings"])
    matched, unmatched = taken["matched"], taken["unmatched"]
    terminal.show(
        Text(
            zh=f"已送达：按名称匹配 {matched} 行，待匹配 {unmatched} 行",
            en=f"Sent: {matched} lines matched by name, {unmatched} to be matched",
        )
    )
    if found is not None:
        from tanji.reports.figures import significant

        total, unit = significant(found["score"]["total"]), found["unit"]
        amount = f"{unit['amount']:g} {unit['unit']}"
        terminal.show(Text(zh=f"产品碳足迹：{total} kg CO₂e / {amount}", en=f"Footprint: {total} kg CO₂e per {amount}"))
    terminal.show(link)


def _findings(terminal: Terminal, findings: list[dict[str, Any]]) -> None:
    language = terminal.language
    for each in findings[:SHOWN]:
        place, said = each.get(f"place_{language}", ""), each.get(language, "")
        terminal.show(printable(f"{each['severity']} {each['code']} {place}: {said}"))
    if len(findings) > SHOWN:
        left = len(findings) - SHOWN
        terminal.show(Text(zh=f"另有 {left} 条（--json 全部列出）", en=f"{left} more (--json lists all)"))


COMMANDS = (("push", push, PUSH),)
