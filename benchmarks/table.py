"""The table that `make bench` prints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.analytic import CLOSE
from benchmarks.analytic import TASK as ANALYTIC
from benchmarks.imports import MEMORY, SECONDS
from benchmarks.measure import Row
from benchmarks.montecarlo import ALL as DRAWN
from benchmarks.montecarlo import PEAK, growth

NOTES = (
    "error: largest relative difference of scores (of imports: of the sums of all coefficients) between the two sides.",
    "Tanji computes all its 12 indicators, the peer one; indicators of the same factors share a solve.",
    "USLCI has 766 processes: there the fixed costs of opening decide, not the solver.",
    "Of analytic rows the error is that of the standard deviation against Monte Carlo; the goal is 5 % and 50 ms.",
)
MET = {None: "", True: "yes", False: "no"}


def show(rows: Sequence[Row], surroundings: str) -> None:
    """Print the rows with their ratio, goal and error."""
    table = Table(title="Tanji against Brightway and others on the same data, one run", caption=surroundings)
    for name in ("system", "n", "task", "peer class"):
        table.add_column(name, justify="right" if name == "n" else "left")
    for name in ("peer", "Tanji", "ratio", "goal", "met", "error"):
        table.add_column(name, justify="right")
    for row in rows:
        ratio = f"{row.ratio:g}×" if row.peer_s else ""
        times = (
            _figure(row, row.peer_s),
            _figure(row, row.ours_s),
            ratio,
            _goal(row),
            MET[met(row)],
            f"{row.error:.0e}",
        )
        table.add_row(row.system, f"{row.n:,}", row.task, row.peer_class, *times)
    console = Console(width=150)
    console.print(table)
    for note in NOTES:
        console.print(note, style="dim")
    for name, exponent in growth(rows).items():
        console.print(f"grows with n to the power {exponent:.2f}: {name}", style="dim")


def _figure(row: Row, value: float) -> str:
    if not value:
        return ""
    return f"{value:.2f} GB" if row.task in {MEMORY, PEAK} else seconds(value)


def _goal(row: Row) -> str:
    """Goals of imports, first order and portfolios are the most that they may take; all others are ratios."""
    if row.goal is None:
        return ""
    if row.task == MEMORY:
        return f"≤ {row.goal:g} GB"
    return f"≤ {seconds(row.goal)}" if in_seconds(row) else f"≥ {row.goal:g}×"


def in_seconds(row: Row) -> bool:
    """Whether the goal of a row is the most that it may take, instead of a ratio."""
    return row.task.startswith((SECONDS, ANALYTIC, "portfolio", DRAWN))


def met(row: Row) -> bool | None:
    """Whether a row meets its goal; None where it has none. First order must also agree with Monte Carlo."""
    if row.goal is None:
        return None
    if row.task == MEMORY or in_seconds(row):
        return row.ours_s <= row.goal and (row.task != ANALYTIC or row.error <= CLOSE)
    return row.ratio >= row.goal


def seconds(value: float) -> str:
    """A time in a unit that suits it."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.1f} ms"
