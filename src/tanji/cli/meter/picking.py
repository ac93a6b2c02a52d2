"""`tanji meter pick`: which of several sources of a figure is the most traceable; taking another needs a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tanji.cli.failure import Exit, WrongUse
from tanji.cli.language import both
from tanji.cli.meter.listing import accuracy, day, register
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.pick import Candidate
    from tanji.assess.register import Register

ABOUT = Text(
    zh="在一个数据的几个来源中选溯源性最好的；选其他的须说明理由，否则退出码为 1",
    en="Pick the most traceable of several sources of a figure; another one needs a reason, else exit code 1",
)
SOURCES = Text(
    zh="来源：名称=类型，有计量器具时加 @器具，如 总表=calibrated@main-electricity 发票=bill",
    en="sources: NAME=TYPE, with its meter NAME=TYPE@METER, as in main=calibrated@main-electricity invoice=bill",
)
TAKE = Text(zh="改用哪个来源", en="take this source instead")
REASON = Text(zh="改用的理由", en="the reason")
ON = Text(zh="按哪一天判断校准是否过期，默认今天", en="day to judge calibrations by, default today")


def pick(
    ctx: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="NAME=TYPE[@METER]…", help=both(SOURCES))],
    *,
    take: Annotated[str, typer.Option(help=both(TAKE))] = "",
    reason: Annotated[str, typer.Option(help=both(REASON))] = "",
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=both(ON))] = "",
) -> None:
    """Pick one of several sources."""
    from tanji.assess.pick import pick as choose
    from tanji.assess.traceability import rules
    from tanji.cli.draw.findings import findings
    from tanji.model.finding import Severity

    terminal: Terminal = ctx.obj
    known, when = register(terminal), day(on)
    found = choose([_candidate(text, known, when) for text in sources], chosen=take or None, reason=reason or None)
    plain = [finding.model_dump(mode="json", exclude_none=True) for finding in found.findings]
    terminal.answer(
        {
            "best": found.best.id,
            "taken": found.taken.id,
            "grade": found.taken.grade,
            "level": found.taken.level,
            "reason": found.reason,
            "findings": plain,
        }
    )
    grade = rules().words[found.taken.grade]
    terminal.show(
        Text(
            zh=f"{found.taken.id}：{grade.zh}，溯源等级 {found.taken.level}",
            en=f"{found.taken.id}: {grade.en}, level of traceability {found.taken.level}",
        ),
        findings(found.findings, terminal.language),
    )
    if any(finding.severity is not Severity.note for finding in found.findings):
        raise typer.Exit(int(Exit.not_as_hoped))


def _candidate(text: str, known: Register, when: date) -> Candidate:
    """A source as the command line spells it, with level and expiry as the register has them."""
    from tanji.assess.pick import Candidate
    from tanji.model.figure import DataType

    name, _, rest = text.partition("=")
    kind, _, id_ = rest.partition("@")
    if not name or kind not in set(DataType) or (id_ and id_ not in known.meters):
        listed = ", ".join(DataType)
        raise WrongUse(
            Text(zh=f"来源“{text}”写法不对，或器具未登记", en=f'"{text}" is no source, or its meter is not registered'),
            Text(zh=f"写作 名称=类型[@器具]；类型：{listed}", en=f"Write NAME=TYPE[@METER]; the types are: {listed}"),
        )
    if not id_:
        return Candidate(name, DataType(kind))
    found = accuracy(known, known.meters[id_], when)
    return Candidate(name, DataType(kind), found.level, found.expired_days)


COMMANDS = (("pick", pick, ABOUT),)
