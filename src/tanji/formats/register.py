"""Meters and certificates written by hand: a YAML or JSON file with `meters` and `calibrations`, or one document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from tanji.errors import Progress, Refusal, Text
from tanji.formats.child import Limits, run
from tanji.model.document import Document
from tanji.model.finding import Counts, Finding, Place, Report, error
from tanji.model.meter import Calibration, Meter, Series

LIMITS: Final = Limits(cpu_s=60, wall_s=120.0)
LARGEST: Final = 8 << 20
KINDS: Final[Mapping[str, type[Document]]] = {"meters": Meter, "calibrations": Calibration, "series": Series}


class NotRegister(Refusal):
    """A file that holds neither meters nor calibrations in YAML or JSON."""

    code = "REG-001"


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """The documents of a file; what is not as it must be is an error of the report."""

    documents: tuple[Document, ...]
    report: Report


def read(path: Path, *, progress: Progress | None = None) -> RegisterRead:
    """The meters and calibrations of a file, parsed in a child process.

    Refuses NotRegister, and what `child` refuses.
    """
    body = run("tanji.formats.register:parse_file", {"path": str(path)}, limits=LIMITS, progress=progress)
    return made(body, path.name)


def parse_file(path: str, progress: Progress) -> dict[str, list[Any]]:  # noqa: ARG001 - every job takes it
    """The job that runs in the child: the entries of a file by kind, as plain data."""
    file = Path(path)
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    return parse(data, file.name)


def parse(data: bytes, name: str) -> dict[str, list[Any]]:
    """The entries of a file by kind, as plain data. Refuses NotRegister."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(data) > LARGEST:
        raise _not(name, Text(zh="文件过大", en="it is too large"))
    try:
        body = json.loads(data) if name.lower().endswith(".json") else YAML(typ="safe", pure=True).load(data)
        plain = _plain(body)
    except (YAMLError, ValueError, RecursionError, UnicodeError) as fault:
        said = str(fault).splitlines()[0][:200] if str(fault) else type(fault).__name__
        raise _not(name, Text(zh=f"无法解析（{said}）", en=f"it can not be parsed ({said})")) from None
    if not isinstance(plain, dict):
        raise _not(name, Text(zh="最外层不是键和值", en="its outermost value is no mapping"))
    kind = next((key for key, of in KINDS.items() if plain.get("schema") == of.schema_name), None)
    if kind is not None:
        return {kind: [{key: value for key, value in plain.items() if key != "schema"}]}
    found = {key: plain[key] for key in KINDS if isinstance(plain.get(key), list)}
    if not found:
        raise _not(name, Text(zh="没有 meters 或 calibrations", en="it has neither `meters` nor `calibrations`"))
    return found


def made(body: Mapping[str, list[Any]], name: str) -> RegisterRead:
    """The documents of what `parse` gives, with counts by kind."""
    documents: list[Document] = []
    findings: list[Finding] = []
    counts = {}
    for kind, entries in body.items():
        good = 0
        for number, entry in enumerate(entries, 1):
            try:
                documents.append(KINDS[kind].model_validate(_identified(entry)))
                good += 1
            except ValidationError as fault:
                findings.append(_unfit(fault, f"{kind}[{number}]", name))
        counts[kind] = Counts(read=len(entries), imported=good, failed=len(entries) - good)
    return RegisterRead(tuple(documents), Report(findings=tuple(findings), counts=counts))


def _identified(entry: Any) -> Any:
    """A calibration is called by its number where it has no id."""
    if isinstance(entry, dict) and "certificate" in entry:
        return {"id": entry["certificate"], **entry}
    return entry


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON holds it; dates as text."""
    if depth > 20:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float) and abs(value) <= 1.7e308:
        return value
    raise ValueError(f"{type(value).__name__} has no place here")


def _unfit(fault: ValidationError, where: str, name: str) -> Finding:
    first = fault.errors(include_url=False, include_context=False)[0]
    member = ".".join((where, *(str(part) for part in first["loc"])))
    return error(
        "REG-101",
        Text(zh=f"{member} 不合要求：{first['msg']}", en=f"{member} is not as it must be: {first['msg']}"),
        Text(zh="请对照 docs/reference/schemas 修改。", en="Compare it with docs/reference/schemas."),
        Place(file=name, member=member),
    )


def _not(name: str, why: Text) -> NotRegister:
    return NotRegister(
        Text(zh=f"“{name}”不是计量登记文件：{why.zh}", en=f'"{name}" is no file of meters: {why.en}'),
        Text(zh="样例见 examples/metering/register.yaml。", en="See examples/metering/register.yaml."),
    )
