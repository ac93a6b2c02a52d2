"""Read an ILCD package into documents; the file is parsed in a child process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from pydantic import ValidationError

from tanji.errors import Progress, Text
from tanji.formats.assembly import assemble
from tanji.formats.child import GIB, Limits
from tanji.formats.ilcd.parse import METHODS
from tanji.formats.journal import Work, parts
from tanji.model.finding import Counts, Finding, Report, error
from tanji.model.method import Method
from tanji.model.package import Package

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=2 * GIB)


def read(path: Path, *, progress: Progress | None = None, limits: Limits = LIMITS, work: Work | None = None) -> Package:
    """An ILCD package: a folder, zip or tar in any layout, or the XML file of one data set.

    Flows, processes, sources, methods of climate change and places become documents; flow properties, unit groups,
    contacts, other methods and life cycle models (eILCD) stand whole in the package's `extra`, by folder and UUID.
    What a document does not say stands in its `extra` under `ilcd`. Amounts are positive or negative as stated, with a
    direction, in the flow's own unit; `reference_amount` is multiplied by the mean value of the reference flow
    property. What fails is left out and said in the report.
    work: where what was read is kept, and taken up again, process by process.
    Refuses NotIlcd, and what `archive` and `child` refuse.
    """
    job = "tanji.formats.ilcd.parse:parse"
    found = parts(job, path, work=work, limits=limits, progress=progress, marks=True)
    return with_methods(assemble(found, path, code="ILC-105"))


def with_methods(package: Package, code: str = "ILC-105") -> Package:
    """A package whose methods are documents; a method that is not as it must be becomes an error finding."""
    extra, made, faults = dict(package.extra), list[Method](), list[Finding]()
    for document in extra.pop(METHODS, ()):
        try:
            made.append(Method.model_validate_json(msgspec.json.encode(document)))
        except ValidationError as fault:
            first = fault.errors(include_url=False, include_context=False)[0]["msg"]
            faults.append(error(code, Text(zh=f"方法不合要求：{first}", en=f"A method is not as it must be: {first}")))
    counts = dict(package.report.counts)
    if faults:
        old = counts["lciamethods"]
        imported, failed = old.imported - len(faults), old.failed + len(faults)
        counts["lciamethods"] = Counts(read=old.read, imported=imported, skipped=old.skipped, failed=failed)
    report = Report(findings=(*package.report.findings, *faults), counts=counts)
    return package.model_copy(update={"extra": extra, "methods": tuple(made), "report": report})
