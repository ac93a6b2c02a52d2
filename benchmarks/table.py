"""The table that `make bench` prints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.imports import MEMORY, SECONDS
from benchmarks.measure import Row

NOTES = (
    "error: largest relative difference of scores (of imports: of the sums of all coefficients) between the two sides.",
    "Tanji computes all its 12 indicators in the rows of uslci, the peer one.",
    "USLCI has 766 processes: there the fixed costs of opening decide, not the solver.",
    "Contribution trees have no row: their peer (bw_graph_tools) is not among the requirements of the benchmark.",
)


def show(rows: Sequence[Row], surroundings: str) -> None:
    """Print the rows with their ratio, goal and error."""
    table = Table(title="Tanji against Brightway and others on the same data, one run", caption=surroundings)
    for name in ("system", "n", "task", "peer class"):
        table.add_column(name, justify="right" if name == "n" else "left")
    for name in ("peer", "Tanji", "ratio", "goal", "error"):
        table.add_column(name, justify="right")
    for row in rows:
        ratio = f"{row.ratio:g}×" if row.peer_s else ""
        times = (_figure(row, row.peer_s), _figure(row, row.ours_s), ratio, _goal(row), f"{row.error:.0e}")
        table.add_row(row.system, f"{row.n:,}", row.task, row.peer_class, *times)
    console = Console(width=150)
    console.print(table)
    for note in NOTES:
        console.print(note, style="dim")


def _figure(row: Row, value: float) -> str:
    if not value:
        return ""
    return f"{value:.2f} GB" if row.task == MEMORY else seconds(value)


def _goal(row: Row) -> str:
    """Goals of imports are the most that they may take; all others are ratios."""
    if row.goal is None:
        return ""
    most = {SECONDS: " s", MEMORY: " GB"}
    return f"≤ {row.goal:g}{most[row.task]}" if row.task in most else f"≥ {row.goal:g}×"


def seconds(value: float) -> str:
    """A time in a unit that suits it."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.1f} ms"
