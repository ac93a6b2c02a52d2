"""All audits of a release, one after the other, in one report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tanji.background.audits import (
    amounts,
    balances,
    chains,
    coverage,
    dates,
    doubles,
    evidence,
    outliers,
    slips,
)
from tanji.background.audits.subject import Checked, Subject
from tanji.background.opened import Opened
from tanji.errors import Progress, Text
from tanji.model.finding import Report
from tanji.model.method import Method

CHECKS: Final[Mapping[str, Callable[[Subject], Checked]]] = {
    "mass": balances.masses,
    "energy": balances.energies,
    "carbon": balances.carbons,
    "conversions": slips.conversions,
    "peers": outliers.intensities,
    "exchanges_of_peers": outliers.exchanges,
    "kind_of_suppliers": coverage.suppliers,
    "co2_only": coverage.co2_only,
    "burning_co2_only": coverage.burning,
    "results_with_inputs": doubles.results,
    "repeated_exchanges": doubles.repeated,
    "burned_twice": doubles.burning,
    "dates": dates.dates,
    "sources": evidence.sources,
    "providers": evidence.providers,
    "places": evidence.places,
    "signs": amounts.signs,
    "distributions": amounts.distributions,
    "sums": chains.sums,
    "results_against_chains": chains.aggregated,
    "below_zero": chains.below_zero,
}
"""Each check by the name under which its counts stand in the report."""

_STEP = Text(zh="审核", en="Auditing")


def audit(opened: Opened, method: Method, *, on: date, progress: Progress | None = None) -> Report:
    """What all checks found. Counts of each: looked at = without remark + not to be judged + remarked.

    `on` is the day by which age is told. A finding is a question to the publisher, not a verdict: `Place.process` and
    `Place.member` say of which process by name and id.
    """
    subject = Subject(opened, method, on)
    report = Report()
    for place, (name, check) in enumerate(CHECKS.items()):
        if progress is not None:
            progress(_STEP, place, len(CHECKS))
        report = report + check(subject).report(name)
    return report
