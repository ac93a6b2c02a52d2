"""What the forms of an import ask for, read and handed to the actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, QueryDict

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Invalid
from tanji.catalog import imports
from tanji.errors import Text
from tanji.registry import studies


def uploaded(acting: Acting, draft: UUID, request: HttpRequest) -> Any:
    """An import from a file or from pasted cells. Refuses Invalid where neither is given."""
    file, text = request.FILES.get("file"), request.POST.get("pasted", "")
    scheme = UUID(given) if (given := request.POST.get("scheme")) and _is_id(given) else None
    if file is not None and not isinstance(file, list):
        return imports.start(acting, draft, file.name or "", file, scheme=scheme)
    if text.strip():
        return imports.start(acting, draft, "", text=text, scheme=scheme)
    raise Invalid(
        Text(zh="没有选择文件，也没有粘贴内容", en="No file was chosen and nothing was pasted"),
        Text(zh="请选择 .xlsx 或 .csv 文件，或从 Excel 粘贴单元格。", en="Choose a file or paste cells from Excel."),
    )


def sheet(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 2: the sheet and its header row."""
    number = _whole(given.get("row", ""))
    name = given.get("sheet") if given.get("named") else None
    imports.set_sheet(acting, row.id, name, number)


def columns(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 3: which of our columns each of theirs is."""
    chosen = {}
    for field, key in given.items():
        number = _whole(field.removeprefix("column-")) if field.startswith("column-") else None
        if number is not None:
            chosen[number] = str(key)
    imports.set_columns(acting, row.id, chosen, part=given.get("part") == "on")


def units(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 4: what each unit is, and the decimal sign."""
    rules = {}
    for field, text in given.items():
        if field.startswith("text-"):
            place = field.removeprefix("text-")
            rules[str(text)] = (given.get(f"unit-{place}", ""), given.get(f"factor-{place}", ""))
    imports.decide_units(acting, row.id, rules, "comma" if given.get("decimal") == "comma" else "point")


def structure(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 5: seen."""
    del given
    imports.reach(acting, row.id, 6)


def threshold(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 6: from which score on proposals are accepted, or that none is."""
    imports.set_threshold(acting, row.id, share(given.get("threshold", "")) if given.get("accept") == "above" else None)


def take(acting: Acting, row: Any, given: QueryDict) -> None:
    """Step 7: take the good rows, into the revision that the person saw."""
    imports.finish(acting, row.id, _whole(given.get("revision", "")) or 0, save=studies.change)


def share(text: str) -> float:
    """A score from 0 to 1 as it was entered. Refuses Invalid."""
    try:
        return float(text.replace("，", ".").replace(",", "."))
    except ValueError:
        raise Invalid(
            Text(zh=f"门槛“{text}”不是数字", en=f'The threshold "{text}" is not a number'),
            Text(zh="请填 0.5 到 1 之间的数，如 0.9。", en="Give a number from 0.5 to 1, such as 0.9."),
        ) from None


DECIDE: Final[dict[int, Callable[[Acting, Any, QueryDict], None]]] = {
    2: sheet,
    3: columns,
    4: units,
    5: structure,
    6: threshold,
    7: take,
}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 9 else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
