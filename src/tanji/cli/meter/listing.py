"""`tanji meter list` and `tanji meter show`: the register on a day, with what has expired."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.assess.register import Accuracy, Register
    from tanji.model.meter import Meter

LIST = Text(zh="列出计量器具、其证书、有效期和溯源等级", en="List the meters with certificate, due date and level")
SHOW = Text(
    zh="显示一台计量器具：量程、证书、不确定度、数据", en="Show a meter: range, certificate, uncertainty, series"
)
ON = Text(zh="按哪一天判断，默认今天", en="day to judge by, default today")
METER = Text(zh="计量器具的标识", en="id of the meter")


def list_(ctx: typer.Context, *, on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=both(ON))] = "") -> None:
    """List the register."""
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.series import listed
    from tanji.reports.words import name

    terminal: Terminal = ctx.obj
    known_here, when = register(terminal), day(on)
    known = {meter.id: (meter, accuracy(known_here, meter, when)) for meter in known_here.meters.values()}
    terminal.answer([_body(meter, found) for meter, found in known.values()])
    if terminal.json:
        return
    rows = [
        (
            meter.id,
            name(meter.names, terminal.language) if meter.names else "",
            meter.class_mark or (f"{meter.accuracy_class:g} %" if meter.accuracy_class else ""),
            found.calibration.certificate if found.calibration else "",
            (f"{found.calibration.due}" + (" !" if found.expired_days else "")) if found.calibration else "",
            str(found.level),
        )
        for meter, found in sorted(known.values(), key=lambda pair: pair[0].id)
    ]
    said = [finding for _, found in known.values() for finding in found.findings]
    terminal.show(listed(rows, terminal.language), findings(said, terminal.language))


def show(
    ctx: typer.Context,
    meter: Annotated[str, typer.Argument(help=both(METER))],
    *,
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=both(ON))] = "",
) -> None:
    """Show one meter."""
    from tanji.assess.traceability import rules
    from tanji.cli.draw.findings import findings
    from tanji.cli.draw.series import sums
    from tanji.cli.meter.register import meter as known
    from tanji.cli.workspace import shelf
    from tanji.formats.study.links import spelled_ref
    from tanji.model.document import ref

    terminal: Terminal = ctx.obj
    own, whole = known(shelf(terminal), meter), register(terminal)
    found = accuracy(whole, own, day(on))
    series = [each for each in whole.series if each.meter == own.id]
    body = _body(own, found)
    terminal.answer({**body, "series": [each.model_dump(mode="json", exclude_none=True) for each in series]})
    if terminal.json:
        return
    level = rules().levels[found.level]
    u = Text(zh="未知", en="unknown") if found.u is None else Text(zh=f"{found.u:.4%}", en=f"{found.u:.4%}")
    terminal.show(
        *(f"{key}: {value}" for key, value in own.model_dump(mode="json", exclude_none=True).items()),
        Text(
            zh=f"相对标准不确定度 u = {u.zh}；修正值 {found.correction:+.4%}",
            en=f"u = {u.en}; correction {found.correction:+.4%}",
        ),
        Text(zh=f"溯源等级 {found.level}：{level.zh}", en=f"Level {found.level}: {level.en}"),
        *(sums(each, terminal.language) for each in series),
        findings(found.findings, terminal.language),
        spelled_ref(ref(own)),
    )


def register(terminal: Terminal) -> Register:
    """The register as the home keeps it."""
    from tanji.assess.register import Register
    from tanji.cli.meter.register import current
    from tanji.cli.workspace import shelf

    return Register.of(entry.document for entry in current(shelf(terminal)))


def accuracy(known: Register, meter: Meter, when: date) -> Accuracy:
    """What is known of a meter on a day."""
    from tanji.model.figure import Period
    from tanji.model.finding import Place

    return known.accuracy(meter, Period(start=when, end=when), Place(member=meter.id))


def day(given: str) -> date:
    """A day as the command line gives it, else today. Refuses WrongUse."""
    try:
        return date.fromisoformat(given) if given else datetime.now().astimezone().date()
    except ValueError:
        raise WrongUse(
            Text(zh=f"“{given}”不是日期", en=f'"{given}" is no date'),
            Text(zh="请写成 2025-12-31。", en="Write 2025-12-31."),
        ) from None


def _body(meter: Meter, found: Accuracy) -> dict[str, Any]:
    calibration = found.calibration
    return {
        "meter": meter.model_dump(mode="json", exclude_none=True),
        "calibration": calibration.model_dump(mode="json", exclude_none=True) if calibration else None,
        "correction": found.correction,
        "u": found.u,
        "level": found.level,
        "expired_days": found.expired_days,
        "findings": [finding.model_dump(mode="json", exclude_none=True) for finding in found.findings],
    }


COMMANDS = (("list", list_, LIST), ("show", show, SHOW))
