"""The annexes: data and their sources, factors, parameters, warming potentials, evidence, digests, versions."""

from __future__ import annotations

from tanji.model.study import Activity
from tanji.reports.book.given import Given
from tanji.reports.book.page import Cell, Paragraph, Section, Table, number
from tanji.reports.book.parameters import parameters, potentials
from tanji.reports.book.versions import versions
from tanji.reports.figures import significant
from tanji.reports.words import KINDS, STATUSES


def annexes(given: Given) -> tuple[Section, ...]:
    """Annexes A to G."""
    return (
        Section("A", given.say("数据收集清单", "Data collected"), (_data(given),)),
        Section("B", given.say("因子清单", "Factors"), (_factors(given),)),
        Section("C", given.say("参数表", "Parameters"), parameters(given)),
        Section("D", given.say("全球变暖潜势", "Global warming potentials"), potentials(given)),
        Section("E", given.say("证据清单", "Evidence"), (_evidence(given),)),
        Section("F", given.say("计算快照", "What it was computed from"), (_digests(given),)),
        Section("G", given.say("版本、变更和签章", "Versions, changes, signatures"), versions(given)),
    )


def _data(given: Given) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            given.name(activity.names),
            given.of(KINDS[activity.kind]),
            _amount(given, activity),
            activity.unit or "—",
            given.source(activity.data),
        )
        for activity in given.study.activities
    ]
    columns = (
        given.say("活动", "Activity"),
        given.say("种类", "Kind"),
        given.say("数量", "Amount"),
        given.say("单位", "Unit"),
        given.say("来源", "Source"),
    )
    return Table(given.say("活动数据", "Activity data"), columns, tuple(rows), (4, 2, 3, 1, 5))


def _amount(given: Given, activity: Activity) -> Cell:
    """The amount as it was collected: a figure, or the terms or the formula that it is computed from."""
    year = given.say("年", "a")
    if activity.transport is not None:
        terms = activity.transport
        return f"{significant(terms.mass_kg, trim=True)} kg × {significant(terms.distance_km, trim=True)} km"
    if activity.use is not None:
        use = activity.use
        years = f"{significant(use.years, trim=True)} {year}"
        if use.per_year is not None:
            return f"{significant(use.per_year, trim=True)}/{year} × {years}"
        power, hours = significant(use.power_kw or 0.0, trim=True), significant(use.hours_per_year or 0.0, trim=True)
        return f"{power} kW × {hours} h/{year} × {years}"
    if activity.refrigerant is not None:
        gas = activity.refrigerant
        charge, leak = significant(gas.charge_kg, trim=True), f"{gas.leak_percent_per_year:g} %/{year}"
        return f"{charge} kg, {leak} × {significant(gas.years, trim=True)} {year}, {gas.recovered_percent:g} %"
    return activity.formula or number(activity.amount)


def _factors(given: Given) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for line in given.footprint.lines:
        listing = line.listing
        if listing is None:
            identity: str = line.supplier
            source, licence = line.factor_source or "—", "—"
            checked = (
                given.say("未核对来源", "not checked") if line.factor_unverified else given.say("已核对来源", "checked")
            )
        else:
            identity = f"{listing.database}@{listing.version}:{listing.process}"
            source, licence = listing.source or "—", listing.licence or "—"
            checked = given.of(STATUSES[listing.status])
        rows.append(
            (given.name(line.names), number(line.intensity.total), line.unit, identity, source, licence, checked)
        )
    columns = (
        given.say("活动", "Activity"),
        given.say("因子", "Factor"),
        given.say("单位", "Per"),
        given.say("标识", "Identity"),
        given.say("来源", "Source"),
        given.say("许可", "Licence"),
        given.say("核对", "Checked"),
    )
    return Table(given.say("因子", "Factors"), columns, tuple(rows), (3, 2, 1, 4, 5, 2, 2))


def _evidence(given: Given) -> Table | Paragraph:
    evidence = given.study.evidence
    if not evidence:
        return Paragraph(given.say("没有登记证据文件。", "No evidence is registered."))
    rows = tuple(
        (each.id, each.file, each.title or "—", each.sha256 or given.say("没有摘要", "no digest")) for each in evidence
    )
    columns = (
        given.say("编号", "Id"),
        given.say("文件", "File"),
        given.say("名称", "Title"),
        "SHA-256",
    )
    return Table(given.say("证据", "Evidence"), columns, rows, (2, 3, 3, 5))


def _digests(given: Given) -> Table:
    footprint = given.footprint
    named = [(given.say("研究", "Study"), footprint.study), (given.say("方法", "Method"), footprint.method)]
    named += [(given.say("背景数据库", "Background database"), each) for each in footprint.releases]
    named += [(given.say("供应商文件", "Supplier's document"), each) for each in footprint.inputs]
    if given.ruleset is not None and given.conformity is not None:
        named.append((given.say("规则集", "Rule set"), given.conformity.ruleset))
    rows = tuple((what, f"{each.id}@{each.version}", each.digest) for what, each in named)
    columns = (given.say("文档", "Document"), given.say("标识", "Identity"), given.say("摘要", "Digest"))
    return Table(given.say("文档及其摘要", "Documents and their digests"), columns, rows, (2, 3, 6))
