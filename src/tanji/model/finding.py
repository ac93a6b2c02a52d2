"""Finding: a judgement about data. Report: all that a check found, with counts that add up."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tanji.errors import Text
from tanji.model.document import Value


class Severity(StrEnum):
    """How serious: an error stops its own row or document, a warning changes trust, a note informs."""

    error = "error"
    warning = "warning"
    note = "note"


class Place(Value):
    """Where: as much as is known of file, sheet, row, column, process, flow or member."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    process: str | None = None
    flow: str | None = None
    member: str | None = None

    def text(self) -> Text:
        """The place in words."""
        zh = [f"文件 {self.file}" if self.file else "", f"工作表“{self.sheet}”" if self.sheet else ""]
        en = [f"file {self.file}" if self.file else "", f'sheet "{self.sheet}"' if self.sheet else ""]
        zh += [f"第 {self.row} 行" if self.row else "", f"“{self.column}”列" if self.column else ""]
        en += [f"row {self.row}" if self.row else "", f'column "{self.column}"' if self.column else ""]
        zh += [f"过程“{self.process}”" if self.process else "", f"流“{self.flow}”" if self.flow else ""]
        en += [f'process "{self.process}"' if self.process else "", f'flow "{self.flow}"' if self.flow else ""]
        zh += [self.member or ""]
        en += [self.member or ""]
        return Text(zh="，".join(part for part in zh if part), en=", ".join(part for part in en if part))


class Finding(Value):
    """What was found, where, how serious, and what to do about it."""

    code: str = Field(pattern=r"^[A-Z]{3}-\d{3}$")
    severity: Severity
    message: Text
    hint: Text | None = None
    place: Place = Place()


class Counts(Value):
    """How many were read, and what became of each: read = imported + skipped + failed."""

    read: int = Field(default=0, ge=0)
    imported: int = Field(default=0, ge=0)
    skipped: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if self.read != self.imported + self.skipped + self.failed:
            raise ValueError(f"{self.read} read is not {self.imported} + {self.skipped} + {self.failed}")
        return self

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            read=self.read + other.read,
            imported=self.imported + other.imported,
            skipped=self.skipped + other.skipped,
            failed=self.failed + other.failed,
        )


class Report(Value):
    """The findings of one check or one read, with its counts by kind of thing."""

    findings: tuple[Finding, ...] = ()
    counts: dict[str, Counts] = Field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop something."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.error)

    def __add__(self, other: Report) -> Report:
        counts = dict(self.counts)
        for name, count in other.counts.items():
            counts[name] = counts[name] + count if name in counts else count
        return Report(findings=self.findings + other.findings, counts=counts)


def error(code: str, message: Text, hint: Text | None = None, place: Place | None = None) -> Finding:
    """A finding that stops its row or document."""
    return Finding(code=code, severity=Severity.error, message=message, hint=hint, place=place or Place())


def warning(code: str, message: Text, hint: Text | None = None, place: Place | None = None) -> Finding:
    """A finding that lowers trust in a result without stopping it."""
    return Finding(code=code, severity=Severity.warning, message=message, hint=hint, place=place or Place())


def note(code: str, message: Text, hint: Text | None = None, place: Place | None = None) -> Finding:
    """A finding that a reader should know."""
    return Finding(code=code, severity=Severity.note, message=message, hint=hint, place=place or Place())


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings have this severity."""
    return sum(finding.severity is severity for finding in findings)
