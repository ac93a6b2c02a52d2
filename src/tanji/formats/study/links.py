"""What a mapping cell and the columns of an own factor say, read into links and written back."""

from __future__ import annotations

import re
from typing import Any

from tanji.errors import Text
from tanji.formats.study.columns import column, factor_units, plain
from tanji.formats.study.numbers import fold
from tanji.formats.study.rows import Row
from tanji.model.document import Ref
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind, find_unit
from tanji.model.source import Status
from tanji.model.study import (
    DataSource,
    DataType,
    FootprintLink,
    Link,
    OwnFactor,
    ProcessLink,
    ReleaseUse,
    StepLink,
    StudyLink,
)

STARTER = "starter"
"""The database of a mapping cell that names none."""
_STEP = re.compile(r"(?:step|工序)\s*:\s*([^/]+?)(?:\s*/\s*(.+))?", re.IGNORECASE)
_DOCUMENT = re.compile(r"(footprint|study)\s*:\s*(.+)", re.IGNORECASE)
_REF = re.compile(r"(.+?)@([^@#]+)#(sha256:[0-9a-f]{64})")
_RELEASE = re.compile(r"([A-Za-z0-9][\w.-]*)(?:@([^@#;]+?))?(?:#(sha256:[0-9a-f]{64}))?")
_PROCESS = re.compile(r"(?:([A-Za-z0-9][\w.-]*)\s*:\s*)?([A-Za-z0-9][A-Za-z0-9_.\-]*)")
_OWN = ("own_value", "own_unit", "own_source")


def read_link(row: Row, key: str) -> Link | None:
    """What supplies a row, as its mapping cell says."""
    text = row.text(key)
    if text is None:
        return None
    link = link_of(fold(text))
    if link is None:
        row.fail("IMP-033", key, value=text)
    return link


def link_of(text: str) -> Link | None:
    """The link that a text spells, if it spells one.

    >>> link_of("cn-electricity-2024").process, link_of("step:S1/heat").output
    ('cn-electricity-2024', 'heat')
    """
    if match := _STEP.fullmatch(text):
        return StepLink(step=match[1], output=match[2])
    if match := _DOCUMENT.fullmatch(text):
        ref = ref_of(match[2])
        if ref is None:
            return None
        return FootprintLink(footprint=ref) if match[1].lower() == "footprint" else StudyLink(study=ref)
    if match := _PROCESS.fullmatch(text):
        return ProcessLink(database=match[1] or STARTER, process=match[2])
    return None


def spelled_link(link: Link | None) -> str | None:
    """A link as a mapping cell spells it; None for an own factor, which has columns of its own."""
    match link:
        case ProcessLink(database=database, process=process):
            return f"{database}:{process}"
        case StepLink(step=step, output=output):
            return f"step:{step}/{output}" if output else f"step:{step}"
        case FootprintLink(footprint=ref):
            return f"footprint:{spelled_ref(ref)}"
        case StudyLink(study=ref):
            return f"study:{spelled_ref(ref)}"
    return None


def ref_of(text: str) -> Ref | None:
    """The reference that `id@version#sha256:…` spells."""
    match = _REF.fullmatch(text.strip())
    return Ref(id=match[1], version=match[2], digest=match[3]) if match else None


def spelled_ref(ref: Ref) -> str:
    """A reference as a cell spells it."""
    return f"{ref.id}@{ref.version}#{ref.digest}"


def release_of(text: str) -> ReleaseUse | None:
    """The release that `database@version#sha256:…` spells, of which only the database is needed."""
    match = _RELEASE.fullmatch(text.strip())
    return ReleaseUse(database=match[1], version=match[2], digest=match[3]) if match else None


def spelled_release(use: ReleaseUse) -> str:
    """A release as a cell spells it."""
    return use.database + (f"@{use.version}" if use.version else "") + (f"#{use.digest}" if use.digest else "")


def factor_unit(text: str) -> tuple[float, bool, str] | None:
    """Of the unit of a factor: kg per unit of its numerator, whether that is CO2e, and the unit it is for.

    >>> factor_unit("tCO2e/MWh"), factor_unit("kg")
    ((1000.0, True, 'MWh'), None)
    """
    for sign in ("/", " per ", "每"):
        above, found, below = fold(text).partition(sign)
        if found:
            mass = factor_units().get(plain(above).replace(" ", "").replace("(", "").replace(")", ""))
            unit = find_unit(below)
            return (*mass, unit.symbol) if mass and unit else None
    return None


def read_own(row: Row, *, waste: bool) -> OwnFactor | None:
    """The published or supplied factor of a row; value, unit and source are all needed."""
    if not any(row.has(key) for key in _OWN):
        return None
    for key in _OWN:
        if not row.has(key):
            row.fail("IMP-034", key, missing=column(row.sheet, key).header)
    value = row.number("own_value")
    text = row.text("own_unit")
    source = read_source(row)
    unit = factor_unit(text) if text else None
    if text and unit is None:
        row.fail("IMP-035", "own_unit", value=text)
    if text and unit and not unit[1]:
        row.fail("IMP-036", "own_unit", value=text)
    kind = row.choice("own_factor_kind") or ("treatment" if waste else "life_cycle")
    measured = row.choice("own_quantity_kind")
    year, location = row.year("own_year"), row.text("own_location")
    if value is None or unit is None or not unit[1] or source is None:
        return None
    return OwnFactor(
        value=value if unit[0] == 1.0 else float(f"{value * unit[0]:.15g}"),
        unit=unit[2],
        quantity_kind=QuantityKind(measured) if measured else None,
        factor_kind=FactorKind(kind),
        location=location,
        year=year,
        source=source,
    )


def read_source(row: Row) -> DataSource | None:
    """Where an own factor comes from: `publisher | document | year | place`, or the document alone."""
    text = row.text("own_source")
    kind = row.choice("own_type") or DataType.literature
    rest: dict[str, Any] = {
        "type": DataType(kind),
        "opened": row.text("own_opened"),
        "status": Status(row.choice("own_status") or Status.unverified),
        "period": row.period("own_period"),
    }
    if text is None:
        return None
    parts = [part.strip() or None for part in text.replace("｜", "|").split("|")]
    if len(parts) == 1:
        return DataSource(document=parts[0], **rest)
    publisher, document, year, place = (parts + [None] * 4)[:4]
    if len(parts) > 4 or (year is not None and not year.rstrip("年").isdigit()):
        form = Text(zh="机构 | 文件 | 年份 | 位置", en="publisher | document | year | place")
        row.fail("IMP-039", "own_source", value=text, form=form)
        return None
    made = None if year is None else int(year.rstrip("年")[:9])
    return DataSource(publisher=publisher, document=document, year=made, place=place, **rest)


def spelled_source(source: DataSource) -> str:
    """A source as the column of an own factor spells it."""
    year = None if source.year is None else str(source.year)
    if source.publisher is None and year is None and source.place is None:
        return source.document or ""
    parts = [source.publisher or "", source.document or "", year or "", source.place or ""]
    return " | ".join(parts).rstrip(" |") if any(parts[1:]) else f"{parts[0]} |"
