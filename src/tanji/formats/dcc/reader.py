"""Read a digital calibration certificate into a document of the register; the file is parsed in a child process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from tanji.errors import Progress, Text
from tanji.formats.child import Limits, run
from tanji.formats.dcc.parse import NotDcc
from tanji.model.finding import Counts, Finding, Report
from tanji.model.meter import Calibration

LIMITS: Final = Limits(cpu_s=60, wall_s=120.0, answer_bytes=64 << 20)


@dataclass(frozen=True, slots=True)
class CertificateRead:
    """A certificate as a document, with what was found while it was read."""

    calibration: Calibration
    report: Report


def read(path: Path, *, meter: str | None = None, progress: Progress | None = None) -> CertificateRead:
    """The calibration that a DCC holds. `meter`: id of the meter it is of; else it is found by serial number.

    The XML signature is kept and NOT checked; `Calibration.file` says so. Refuses NotDcc, and what `xml` and `child`
    refuse.
    """
    body = run("tanji.formats.dcc.parse:parse_file", {"path": str(path)}, limits=LIMITS, progress=progress)
    return made(body, path.name, meter=meter)


def made(body: dict[str, Any], name: str, *, meter: str | None = None) -> CertificateRead:
    """The document of what `parse` gives. Refuses NotDcc where a value is not as a calibration must have it."""
    members = {"id": body["calibration"]["certificate"], **body["calibration"], "meter": meter}
    try:
        calibration = Calibration.model_validate(members)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NotDcc(
            Text(
                zh=f"“{name}”中的 {where} 不合要求：{first['msg']}", en=f'{where} of "{name}" is unfit: {first["msg"]}'
            ),
            Text(zh="请向校准实验室核对。", en="Ask the laboratory."),
        ) from None
    findings = tuple(Finding.model_validate(_texts(each)) for each in body["findings"])
    counts = {kind: Counts(**count) for kind, count in body["counts"].items()}
    return CertificateRead(calibration, Report(findings=findings, counts=counts))


def _texts(finding: dict[str, Any]) -> dict[str, Any]:
    return finding | {key: Text(**finding[key]) for key in ("message", "hint") if finding.get(key)}
