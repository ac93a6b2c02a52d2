"""`tanji meter beside`: a measured amount (CEMS) beside a calculated one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from tanji.cli.failure import Exit
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

ABOUT = Text(
    zh="实测排放（CEMS）与核算排放对照：差值超出合成不确定度时提醒，退出码 1",
    en="Measured (CEMS) beside calculated emissions: exit code 1 where they differ by more than the uncertainty",
)
MEASURED = Text(zh="测量值", en="the measured amount")
CALCULATED = Text(zh="核算值", en="the calculated amount")
U_MEASURED = Text(zh="测量值的标准不确定度", en="standard uncertainty of the measured amount")
U_CALCULATED = Text(zh="核算值的标准不确定度", en="standard uncertainty of the calculated amount")
UNIT = Text(zh="两者的单位", en="the unit of both")
FACTOR = Text(zh="包含因子", en="coverage factor")


def beside(
    ctx: typer.Context,
    measured: Annotated[float, typer.Argument(help=both(MEASURED))],
    calculated: Annotated[float, typer.Argument(help=both(CALCULATED))],
    *,
    u_measured: Annotated[float | None, typer.Option(min=0, help=both(U_MEASURED))] = None,
    u_calculated: Annotated[float | None, typer.Option(min=0, help=both(U_CALCULATED))] = None,
    unit: Annotated[str, typer.Option(help=both(UNIT))] = "t",
    k: Annotated[float, typer.Option("--k", help=both(FACTOR))] = 2.0,
) -> None:
    """Compare two amounts of the same gas, plant and period."""
    from tanji.assess.measured import beside as compare
    from tanji.cli.draw.findings import findings

    terminal: Terminal = ctx.obj
    found = compare((measured, u_measured), (calculated, u_calculated), unit=unit, k=k)
    terminal.answer(asdict(found) | {"finding": found.finding.model_dump(mode="json", exclude_none=True)})
    terminal.show(findings([found.finding], terminal.language))
    if not found.agrees:
        raise typer.Exit(int(Exit.not_as_hoped))


COMMANDS = (("beside", beside, ABOUT),)
