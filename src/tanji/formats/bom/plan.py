"""How a bill of materials is read: its sheet, header rows, columns and units. A person confirms each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from tanji.errors import Refusal, Text
from tanji.model.document import Value


class BadPlan(Refusal):
    """A plan for reading a bill of materials that does not fit its file, or lacks what every bill must have."""

    code = "BOM-001"


class UnitRule(Value):
    """What one of their units is in ours: 1 斤 = 0.5 kg."""

    unit: str
    factor: float = Field(default=1.0, gt=0)


class Plan(Value):
    """The way to read one file."""

    sheet: str | None = None
    """Title of the sheet; None for a file with one table."""
    first: int = Field(ge=1)
    """The first of the header rows."""
    last: int = Field(ge=1)
    """The last of the header rows; the data begin below."""
    columns: Mapping[str, int] = {}
    """Our column to the number of theirs."""
    units: Mapping[str, UnitRule] = {}
    """Their unit, folded, to ours."""
    decimal: Literal["point", "comma"] = "point"
    part: bool = False
    """The file holds some rows alone (such as corrected ones): what is not in it stays as it is."""


def plan_of(body: Mapping[str, Any]) -> Plan:
    """The plan in a stored form. Refuses BadPlan."""
    try:
        return Plan.model_validate(body)
    except ValidationError as error:
        said = error.errors(include_url=False)[0]
        member = ".".join(map(str, said["loc"]))
        raise BadPlan(
            Text(zh=f"读取方案的“{member}”不合要求：{said['msg']}", en=f'"{member}" of the plan: {said["msg"]}'),
            Text(zh="请改正后再继续。", en="Correct it and go on."),
        ) from error
