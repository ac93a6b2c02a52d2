"""The intensity of a product against the sum of its supply chain, and against another way to its figure."""

from __future__ import annotations

import numpy as np

from tanji.background.audits.subject import Checked, Subject, remark
from tanji.background.audits.thresholds import threshold
from tanji.errors import Text
from tanji.model.finding import Finding, Severity
from tanji.model.method import Indicator
from tanji.model.process import ProcessKind

_HINT_AGAIN = Text(zh="请删除保存的强度文件后重新计算", en="Remove the kept intensities and compute them again")
_HINT_CHAIN = Text(zh="请核对两者的边界和数量", en="Compare what both cover, and their amounts")


def sums(subject: Subject) -> Checked:
    """The kept intensity of every process against its own emissions and those of its inputs: h A = c B."""
    system = subject.opened.system(subject.method)
    treated = subject.opened.table("listings")["treatment"].to_numpy()
    kept = subject.opened.intensities(subject.method)[0] * np.where(treated, -1.0, 1.0)
    total = list(Indicator).index(Indicator.total)
    direct = np.asarray(system.B.T @ system.C.toarray()[total]).ravel()
    scale = np.asarray(abs(system.A).T @ np.abs(kept)).ravel() + np.abs(direct)
    gap = np.abs(np.asarray(system.A.T @ kept).ravel() - direct)
    wrong = np.flatnonzero(gap > threshold("residual") * scale)
    documents = subject.opened.table("listings")["document"].to_list()
    found: list[Finding] = []
    for column in wrong.tolist():
        text = Text(
            zh=f"保存的强度与其投入和排放之和相差 {gap[column] / scale[column]:.2%}",
            en=f"its kept intensity is {gap[column] / scale[column]:.2%} off the sum of its inputs and emissions",
        )
        found.append(remark("AUD-181", subject.heads[documents[column]], text, _HINT_AGAIN, severity=Severity.error))
    return Checked(tuple(found), len(kept))


def aggregated(subject: Subject) -> Checked:
    """Results of an inventory against the chain of unit processes that gives the same flow."""
    totals = subject.opened.intensities(subject.method)[0]
    groups: dict[tuple[str, bool], dict[str, list[int]]] = {}
    listings = subject.opened.table("listings").select("document", "flow", "kind", "treatment")
    documents = listings["document"].to_list()
    for column, (_, flow, kind, treatment) in enumerate(listings.iter_rows()):
        groups.setdefault((flow, treatment), {}).setdefault(kind, []).append(column)
    found: list[Finding] = []
    judged, limit = 0, threshold("aggregated_ratio")
    for kinds in groups.values():
        chains = [totals[column] for column in kinds.get(ProcessKind.unit_process.value, ()) if totals[column] > 0]
        for column in kinds.get(ProcessKind.lci_result.value, ()) if chains else ():
            judged += 1
            low, high, value = min(chains), max(chains), totals[column]
            if not low / limit <= value <= high * limit:
                text = Text(
                    zh=f"清单结果 {value:.4g} kg CO2e，同一产品的过程链为 {low:.4g} 至 {high:.4g}",
                    en=f"its result is {value:.4g} kg CO2e, the chains of unit processes give {low:.4g} to {high:.4g}",
                )
                found.append(remark("AUD-182", subject.heads[documents[column]], text, _HINT_CHAIN))
    return Checked(tuple(found), len(totals), len(totals) - judged)


def below_zero(subject: Subject) -> Checked:
    """Processes whose total is below zero though they avoid no production."""
    totals = subject.opened.intensities(subject.method)[0]
    avoiding = set(subject.exchanges.filter(subject.exchanges["avoided"])["process"].to_list())
    documents = subject.opened.table("listings")["document"].to_list()
    found: list[Finding] = []
    for column in np.flatnonzero(totals < 0).tolist():
        if documents[column] not in avoiding:
            text = Text(zh=f"强度为负：{totals[column]:.4g}", en=f"its intensity is below zero: {totals[column]:.4g}")
            found.append(remark("AUD-183", subject.heads[documents[column]], text, _HINT_CHAIN))
    return Checked(tuple(found), len(totals), len(avoiding))
