"""`tanji meter read` and `tanji meter check`: certificates, quantities, meters and series of files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanji.cli.failure import Exit, WrongUse
from tanji.cli.language import both
from tanji.cli.terminal import Terminal
from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.background.shelf import Shelf
    from tanji.formats.dsi import Real
    from tanji.formats.series import Asked, SeriesRead
    from tanji.model.document import Document
    from tanji.model.finding import Report
    from tanji.model.meter import Meter

READ = Text(
    zh="读入计量登记：数字校准证书（DCC）、D-SI、计量器具（YAML、JSON）、计量数据（CSV、Parquet）",
    en="Read into the register: calibration certificates (DCC), D-SI, meters (YAML, JSON), series (CSV, Parquet)",
)
CHECK = Text(
    zh="检查计量数据：缺失、重复、乱序、翻转、清零、突变、卡滞；有提醒时退出码为 1",
    en="Check a series: gaps, repeats, order, roll-over, resets, spikes, stuck values; exit code 1 where there are any",
)
READING = Text(zh="读取", en="Read")
FILE = Text(zh="文件", en="the file")
METER = Text(zh="计量器具的标识", en="id of the meter")
ZONE = Text(
    zh="时间的时区，如 Asia/Shanghai；按月合计也用它", en="time zone of its times and of the months, as Asia/Shanghai"
)
KIND = Text(zh="counter：累计示数；amounts：每时段用量", en="counter: readings that go up; amounts: of each interval")
INTERVAL = Text(zh="时段长度（秒）；默认取最常见的", en="seconds of an interval; default: the most usual")
FILL = Text(
    zh="none：不补缺；linear：按前后均值补", en="none, or linear: gaps of amounts get the mean of their neighbours"
)
TIME = Text(zh="时间列的名称", en="name of the column of times")
VALUE = Text(zh="数值列的名称", en="name of the column of values")
SERIES = (".csv", ".parquet", ".pq")
WRITTEN = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says about a series."""

    meter: str
    zone: str
    kind: str
    interval: float
    fill: str
    time: str
    value: str


def read(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=both(FILE))],
    *,
    meter: Annotated[str, typer.Option(help=both(METER))] = "",
    zone: Annotated[str, typer.Option(help=both(ZONE))] = "",
    kind: Annotated[str, typer.Option(metavar="counter|amounts", help=both(KIND))] = "counter",
    interval: Annotated[float, typer.Option(min=0, help=both(INTERVAL))] = 0,
    fill: Annotated[str, typer.Option(metavar="none|linear", help=both(FILL))] = "none",
    time: Annotated[str, typer.Option(help=both(TIME))] = "",
    value: Annotated[str, typer.Option(help=both(VALUE))] = "",
) -> None:
    """Read a file into the register that the home keeps."""
    from tanji.cli import workspace

    terminal: Terminal = ctx.obj
    kept = workspace.shelf(terminal)
    ending = file.suffix.lower()
    if ending in SERIES:
        found = _series(terminal, kept, file, Given(meter, zone, kind, interval, fill, time, value))
        _told(terminal, kept, (found.series,), found.report, **_parts(found))
    elif ending in WRITTEN:
        from tanji.formats.register import read as read_register

        with terminal.steps() as steps:
            steps.begin(READING)
            written = read_register(file, progress=steps)
        _told(terminal, kept, written.documents, written.report)
    else:
        _xml(terminal, kept, file, meter)


def check(
    ctx: typer.Context,
    series: Annotated[Path, typer.Argument(help=both(FILE))],
    *,
    meter: Annotated[str, typer.Option(help=both(METER))] = "",
    zone: Annotated[str, typer.Option(help=both(ZONE))] = "",
    kind: Annotated[str, typer.Option(metavar="counter|amounts", help=both(KIND))] = "counter",
    interval: Annotated[float, typer.Option(min=0, help=both(INTERVAL))] = 0,
    fill: Annotated[str, typer.Option(metavar="none|linear", help=both(FILL))] = "none",
    time: Annotated[str, typer.Option(help=both(TIME))] = "",
    value: Annotated[str, typer.Option(help=both(VALUE))] = "",
) -> None:
    """Check a series without keeping it."""
    from tanji.cli import workspace
    from tanji.model.finding import Severity

    terminal: Terminal = ctx.obj
    found = _series(terminal, workspace.shelf(terminal), series, Given(meter, zone, kind, interval, fill, time, value))
    terminal.answer(_body(found))
    _show(terminal, found)
    if any(finding.severity is not Severity.note for finding in found.report.findings):
        raise typer.Exit(int(Exit.not_as_hoped))


def _series(terminal: Terminal, kept: Shelf, file: Path, given: Given) -> SeriesRead:
    from tanji.cli.meter.register import meter as known
    from tanji.formats.series import read as read_series

    if not given.meter:
        raise WrongUse(
            Text(zh="没有说明来自哪台计量器具", en="It is not said which meter the series was read from"),
            Text(zh="用 --meter 指出；先用 tanji meter read 登记它。", en="Name it with --meter; register it first."),
        )
    asked = _asked(known(kept, given.meter), given)
    with terminal.steps() as steps:
        steps.begin(READING)
        return read_series(file, asked, meter=given.meter, progress=steps)


def _asked(own: Meter, given: Given) -> Asked:
    """How the series is to be understood: as the command line says, the counter as the meter's document says."""
    from tanji.formats.series import Asked

    kind, fill = given.kind, given.fill
    if kind not in {"counter", "amounts"} or fill not in {"none", "linear"}:
        raise WrongUse(
            Text(
                zh=f"--kind {kind} 或 --fill {fill} 不可用",
                en=f"--kind {kind} or --fill {fill} is not one of its words",
            ),
            Text(
                zh="可用：--kind counter|amounts，--fill none|linear",
                en="They are: --kind counter|amounts, --fill none|linear",
            ),
        )
    return Asked(
        unit=own.unit,
        kind="amounts" if kind == "amounts" else "counter",
        zone=given.zone or None,
        interval_s=given.interval or None,
        modulus=own.modulus,
        ratio=own.ratio if kind == "counter" else 1.0,
        low=own.low,
        high=own.high,
        hourly=own.range_of == "hour",
        fill="linear" if fill == "linear" else "none",
        time=given.time or None,
        value=given.value or None,
    )


def _xml(terminal: Terminal, kept: Shelf, file: Path, meter: str) -> None:
    """A certificate is kept, its file beside it; D-SI quantities are only shown."""
    from tanji.formats import dcc, dsi

    with file.open("rb") as opened:
        head = opened.read(1 << 16)
    with terminal.steps() as steps:
        steps.begin(READING)
        if not dcc.claims(head):
            reals = dsi.read(file, progress=steps)
            terminal.answer({"quantities": [asdict(each) for each in reals]})
            _quantities(terminal, reals)
            return
        found = dcc.read(file, meter=meter or None, progress=steps)
    place = kept.home / "files" / str(found.calibration.file.sha256 if found.calibration.file else "")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(file.read_bytes())
    _told(terminal, kept, (found.calibration,), found.report, file=str(place))


def _quantities(terminal: Terminal, reals: tuple[Real, ...]) -> None:
    for each in reals:
        spread = "" if each.expanded is None else f" ± {each.expanded:g}" + (f" (k = {each.k:g})" if each.k else "")
        terminal.show(f"{each.label or ''} {each.value:g}{spread} {each.unit}".strip())


def _body(found: SeriesRead) -> dict[str, Any]:
    return {**_parts(found), "report": found.report.model_dump(mode="json", exclude_none=True)}


def _parts(found: SeriesRead) -> dict[str, Any]:
    return {
        "series": found.series.model_dump(mode="json", exclude_none=True),
        "picture": dict(found.picture),
        "seconds": dict(found.seconds),
    }


def _told(terminal: Terminal, kept: Shelf, documents: tuple[Document, ...], report: Report, **body: Any) -> None:
    """Keep documents, and say by what a study refers to them."""
    from tanji.cli.draw.findings import counts, findings
    from tanji.formats.study.links import spelled_ref
    from tanji.model.document import ref

    for each in documents:
        kept.store(each)
    refs = [spelled_ref(ref(each)) for each in documents]
    plain = report.model_dump(mode="json", exclude_none=True)
    terminal.answer({"documents": refs, **body, "report": plain})
    terminal.show(*counts(report.counts, terminal.language), findings(report.findings, terminal.language))
    if refs:
        terminal.show(
            Text(zh="已登记；在研究的 meters 中写：", en="Kept; in the `meters` of a study write:"),
            *(f"  {r}" for r in refs),
        )
    if report.errors:
        raise typer.Exit(int(Exit.not_as_hoped))


def _show(terminal: Terminal, found: SeriesRead) -> None:
    from tanji.cli.draw.findings import counts, findings
    from tanji.cli.draw.series import sums

    if terminal.json:
        return
    seconds = sum(found.seconds.values())
    terminal.show(
        *counts(found.report.counts, terminal.language),
        sums(found.series, terminal.language),
        findings(found.report.findings, terminal.language),
        Text(
            zh=f"\n{found.series.readings} 个读数，{seconds:.2f} 秒",
            en=f"\n{found.series.readings} readings in {seconds:.2f} s",
        ),
    )


COMMANDS = (("read", read, READ), ("check", check, CHECK))
