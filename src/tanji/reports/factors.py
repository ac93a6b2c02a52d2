"""The sheet 因子: every factor once, with value, place, year, source, licence, and whether it was checked."""

from __future__ import annotations

from collections.abc import Iterator

from tanji.errors import Language, Text
from tanji.model.footprint import Footprint, LineScore
from tanji.model.source import Status
from tanji.reports.sheet import Cell, Sheet
from tanji.reports.words import FACTOR_KINDS, STATUSES, factor_name, name

HEAD = (
    Text(zh="因子", en="Factor"),
    Text(zh="kg CO₂e/单位", en="kg CO₂e/unit"),
    Text(zh="单位", en="Unit"),
    Text(zh="种类", en="Kind"),
    Text(zh="地点", en="Place"),
    Text(zh="年份", en="Year"),
    Text(zh="技术", en="Technology"),
    Text(zh="来源", en="Source"),
    Text(zh="许可", en="Licence"),
    Text(zh="核对情况", en="Checked"),
    Text(zh="GWP 依据", en="GWP basis"),
    Text(zh="数据库与过程", en="Database and process"),
    Text(zh="用于", en="Used by"),
)


def factors(sheet: Sheet, footprint: Footprint, language: Language) -> None:
    """Fill the sheet 因子, in the order in which the lines use them."""
    sheet.head([text.of(language) for text in HEAD], figures={1}, freeze=True)
    for lines in _groups(footprint):
        cells, doubtful = _factor(lines[0], language)
        used = "; ".join(dict.fromkeys(name(line.names, language) for line in lines))
        sheet.write([*cells, used], "warning" if doubtful else "")


def _groups(footprint: Footprint) -> Iterator[list[LineScore]]:
    groups: dict[tuple[str, ...], list[LineScore]] = {}
    for line in footprint.lines:
        listing = line.listing
        key = (
            (listing.database, listing.version, listing.process, line.unit)
            if listing
            else (line.supplier, line.factor_source or line.activity, line.unit, str(line.intensity.total))
        )
        groups.setdefault(key, []).append(line)
    yield from groups.values()


def _factor(line: LineScore, language: Language) -> tuple[list[Cell], bool]:
    """The cells of a factor, and whether it was never compared with its source."""
    listing = line.listing
    head: list[Cell] = [factor_name(line, language), line.intensity.total, line.unit]
    if listing is None:
        status = STATUSES[Status.unverified if line.factor_unverified else Status.verified].of(language)
        cells = [*head, None, None, None, None, line.factor_source, None, status, None, None]
        return cells, line.factor_unverified
    return [
        *head,
        FACTOR_KINDS[listing.factor_kind].of(language),
        listing.location,
        listing.year,
        listing.technology,
        listing.source,
        listing.licence,
        STATUSES[listing.status].of(language),
        listing.gwp_basis,
        f"{listing.database} {listing.version}: {listing.process}",
    ], listing.status is Status.unverified
