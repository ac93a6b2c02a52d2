"""What has been found so far while a study is read, and what became of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tanji.formats.study.cell_messages import CELL
from tanji.formats.study.columns import threshold
from tanji.formats.study.figure_messages import FIGURE
from tanji.formats.study.file_messages import FILE
from tanji.formats.study.messages import At, Fact, Kind, say
from tanji.formats.study.product_messages import STUDY
from tanji.formats.study.study_messages import ENERGY, LINE, TREE
from tanji.model.finding import Counts, Finding, Report, Severity

KINDS: dict[str, Kind] = {**FILE, **CELL, **TREE, **ENERGY, **LINE, **STUDY, **FIGURE}
"""Every kind of finding by its code."""


@dataclass(slots=True)
class Record:
    """Findings and rows of one file, collected while it is read."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    """Sheet and number of every row that was read."""
    skipped: set[tuple[str, int]] = field(default_factory=set)
    unlisted: int = 0

    def found(self, code: str, at: At, severity: Severity | None = None, /, **facts: Fact) -> None:
        """Keep a finding; beyond the limit errors are only counted."""
        finding = say(KINDS[code], at._replace(file=self.file), facts, severity)
        if finding in self.findings[-20:]:
            return
        if len(self.findings) >= threshold("findings") and finding.severity is Severity.error:
            self.unlisted += 1
        else:
            self.findings.append(finding)

    def read(self, sheet: str, row: int, *, skipped: bool = False) -> None:
        """Keep that a row was read, and whether it is passed over on purpose."""
        self.rows.append((sheet, row))
        if skipped:
            self.skipped.add((sheet, row))

    @property
    def failed(self) -> bool:
        """Whether anything was found that stops the study."""
        return any(finding.severity is Severity.error for finding in self.findings)

    def bad_rows(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of the rows with an error."""
        return frozenset(
            (finding.place.sheet or "", finding.place.row)
            for finding in self.findings
            if finding.severity is Severity.error and finding.place.row is not None
        )

    def report(self) -> Report:
        """The findings in the order of the file, and the counts of each sheet."""
        if self.unlisted:
            self.findings.append(say(KINDS["IMP-045"], At(file=self.file), {"count": str(self.unlisted)}))
        bad = self.bad_rows()
        order = {sheet: position for position, (sheet, _) in enumerate(dict.fromkeys(self.rows))}
        read = Counter(sheet for sheet, _ in self.rows)
        skipped = Counter(sheet for sheet, _ in self.skipped)
        failed = Counter(sheet for sheet, row in self.rows if (sheet, row) in bad - self.skipped)
        counts = {
            sheet: Counts(
                read=read[sheet],
                skipped=skipped[sheet],
                failed=failed[sheet],
                imported=read[sheet] - skipped[sheet] - failed[sheet],
            )
            for sheet in read
        }
        found = sorted(self.findings, key=lambda f: (f.place.row is None, order.get(f.place.sheet or "", -1)))
        return Report(findings=tuple(found), counts=counts)
