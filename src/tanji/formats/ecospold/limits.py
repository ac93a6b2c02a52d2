"""How much the reading of EcoSpold may use."""

from __future__ import annotations

from typing import Final

from tanji.formats.child import GIB, Limits

LIMITS: Final = Limits(memory_bytes=4 * GIB, cpu_s=900, wall_s=1200.0, answer_bytes=4 * GIB)
