"""Databases, releases and findings as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.finding import Finding
from tanji.reports.figures import THIN
from tanji.web.frame.parts import Column, Row, Table
from tanji.web.frame.words import said
from tanji.web.publisher import naming
from tanji.web.publisher.work import elapsed, title_of

if TYPE_CHECKING:
    from tanji.catalog.rows import Database, Job, ReleaseRow

FATES = {
    "added": Text(zh="新增", en="Added"),
    "removed": Text(zh="删除", en="Removed"),
    "changed": Text(zh="内容改变", en="Changed"),
    "upstream": Text(zh="仅上游改变", en="Upstream only"),
    "unchanged": Text(zh="未变", en="Unchanged"),
}


COUNTS = Text(zh="计数", en="Counts")


def whole(number: int | None) -> str:
    """A count with thin spaces between thousands."""
    return "" if number is None else f"{number:,}".replace(",", THIN)


def databases_table(rows: Iterable[tuple[Database, Sequence[ReleaseRow]]]) -> Table:
    """The databases of an organisation, each with its current release and its number of releases."""
    lines = []
    for database, releases in rows:
        current = next((each for each in releases if each.current), None)
        lines.append(
            Row(
                [
                    name_of(database),
                    database.identifier,
                    current.version if current else None,
                    whole(current.processes) if current else "",
                    whole(len(releases)),
                    "published" if any(each.public for each in releases) else "",
                ],
                href=reverse("database", args=[database.id]),
            )
        )
    columns = [
        Column(Text(zh="数据库", en="Database")),
        Column(Text(zh="标识", en="Identifier"), "code"),
        Column(Text(zh="现行版本", en="Current release")),
        Column(Text(zh="过程数", en="Processes"), "figure"),
        Column(Text(zh="版本数", en="Releases"), "figure"),
        Column(Text(zh="公开", en="Public"), "state"),
    ]
    return Table(Text(zh="本机构的数据库", en="Databases of your organisation"), columns, lines)


def public_table(opened: Iterable[Opened]) -> Table:
    """Releases that everybody may use."""
    columns = [
        Column(Text(zh="数据库", en="Database")),
        Column(Text(zh="标识", en="Identifier"), "code"),
        Column(Text(zh="版本", en="Release")),
        Column(Text(zh="过程数", en="Processes"), "figure"),
        Column(Text(zh="许可", en="Licence")),
    ]
    rows = [
        Row([said(m.names), m.id, m.version, whole(m.tables["processes"].rows), m.licence])
        for m in (each.manifest for each in opened)
    ]
    return Table(Text(zh="公共数据库", en="Public databases"), columns, rows)


def releases_table(database: Database, releases: Sequence[ReleaseRow]) -> Table:
    """The releases of a database, the newest first."""
    columns = [
        Column(Text(zh="版本", en="Release")),
        Column(Text(zh="过程数", en="Processes"), "figure"),
        Column(Text(zh="发布日期", en="Released"), "date"),
        Column(Text(zh="现行", en="Current"), "state"),
        Column(Text(zh="公开", en="Public"), "state"),
        Column(Text(zh="变更说明", en="What is new")),
    ]
    rows = [
        Row(
            [
                each.version,
                whole(each.processes),
                each.created,
                "in_force" if each.current else "",
                "published" if each.public else "",
                each.note or "–",
            ],
            href=reverse("release", args=[database.id, each.id]),
        )
        for each in releases
    ]
    return Table(Text(zh="版本一览", en="All releases"), columns, rows, hide_caption=True)


def counts_table(counts: Mapping[str, Mapping[str, int]], *, audit: bool = False, caption: Text = COUNTS) -> Table:
    """How many of each kind were read and what became of them; they add up."""
    heads = (
        (Text(zh="检查", en="Check"), Text(zh="检查数", en="Looked at"), Text(zh="无意见", en="No remark"),
         Text(zh="无法判断", en="Not judged"), Text(zh="有意见", en="Remarked"))
        if audit
        else (Text(zh="种类", en="Kind"), Text(zh="读取", en="Read"), Text(zh="导入", en="Imported"),
              Text(zh="跳过", en="Skipped"), Text(zh="失败", en="Failed"))
    )  # fmt: skip
    columns = [Column(heads[0]), *(Column(head, "figure") for head in heads[1:])]
    members = ("read", "imported", "skipped", "failed")
    rows = [
        Row([naming.name_of("check" if audit else "thing", name).text, *(whole(each[member]) for member in members)])
        for name, each in counts.items()
    ]
    return Table(Text(zh="检查计数", en="Counts of checks") if audit else caption, columns, rows)


def findings_table(findings: Iterable[Finding]) -> Table:
    """Findings with severity, code, place and remedy."""
    columns = [
        Column(Text(zh="程度", en="Severity"), "state"),
        Column(Text(zh="代码", en="Code"), "code"),
        Column(Text(zh="问题", en="Finding")),
        Column(Text(zh="位置", en="Place")),
        Column(Text(zh="办法", en="What to do")),
    ]
    rows = [
        Row([each.severity.value, each.code, each.message, each.place.text(), each.hint or "–"]) for each in findings
    ]
    return Table(
        Text(zh="问题清单", en="Findings"), columns, rows, empty=Text(zh="没有发现问题。", en="Nothing was found.")
    )


def changes_table(changes: Iterable[Mapping[str, Any]]) -> Table:
    """Processes that differ, the largest effect first."""
    columns = [
        Column(Text(zh="过程", en="Process")),
        Column(Text(zh="变化", en="Change")),
        Column(Text(zh="原值", en="Before"), "figure", unit="kg CO₂e"),
        Column(Text(zh="新值", en="After"), "figure", unit="kg CO₂e"),
        Column(Text(zh="每", en="Per")),
        Column(Text(zh="相对变化", en="Relative"), "share"),
    ]
    rows = [
        Row([each["names"], FATES[each["fate"]], each["before"], each["after"], each["unit"], each["relative"]])
        for each in ({**change, "names": said(change["names"]) or change["process"]} for change in changes)
    ]
    return Table(Text(zh="变化的过程", en="Processes that differ"), columns, rows)


def jobs_table(jobs: Iterable[Job]) -> Table:
    """Jobs, the newest first."""
    columns = [
        Column(Text(zh="任务", en="Job")),
        Column(Text(zh="状态", en="State"), "state"),
        Column(Text(zh="提交", en="Asked"), "date"),
        Column(Text(zh="提交人", en="By")),
        Column(Text(zh="用时", en="Took")),
    ]
    rows = [
        Row(
            [title_of(each), each.state, each.created, str(each.created_by or ""), elapsed(each) or "–"],
            href=reverse("job", args=[each.id]),
        )
        for each in jobs
    ]
    empty = Text(zh="还没有后台任务。", en="There are no jobs yet.")
    return Table(Text(zh="后台任务", en="Jobs"), columns, rows, empty=empty)


def name_of(database: Database) -> Text:
    """The name of a database in both languages."""
    return Text(zh=database.name, en=database.name_en or database.name)
