"""What the reading of one file needs everywhere: numbers, columns, units, flows, findings."""

from __future__ import annotations

from dataclasses import dataclass

from tanji.formats.olca.judge import Judge
from tanji.formats.simapro.flows import Flows
from tanji.formats.simapro.numbers import Numbers
from tanji.formats.simapro.rows import Columns
from tanji.formats.simapro.units import Units


@dataclass(frozen=True, slots=True)
class Tools:
    """The readers of one file."""

    judge: Judge
    numbers: Numbers
    columns: Columns
    units: Units
    flows: Flows
