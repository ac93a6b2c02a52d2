"""A claimed footprint against its recomputation: identical, or which members differ and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanji.model.document import digest
from tanji.model.footprint import Footprint


@dataclass(frozen=True, slots=True)
class Difference:
    """One member that differs; None stands for a member that is missing on one side."""

    member: str
    claimed: object
    recomputed: object

    @property
    def relative(self) -> float | None:
        """(claimed − recomputed) ÷ recomputed, of two numbers."""
        if isinstance(self.claimed, int | float) and isinstance(self.recomputed, int | float) and self.recomputed:
            return float(self.claimed / self.recomputed - 1)
        return None


@dataclass(frozen=True, slots=True)
class Verification:
    """The judgement on a claimed footprint."""

    claimed: str
    recomputed: str
    differences: tuple[Difference, ...]

    @property
    def identical(self) -> bool:
        """Whether both are the same bytes."""
        return self.claimed == self.recomputed


def verify(claimed: Footprint, recomputed: Footprint) -> Verification:
    """Every member of the claimed footprint that differs from the recomputed one, in the order of the document."""
    found = _differences("", claimed.model_dump(mode="json"), recomputed.model_dump(mode="json"))
    return Verification(digest(claimed), digest(recomputed), tuple(found))


def _differences(member: str, claimed: Any, recomputed: Any) -> list[Difference]:
    if isinstance(claimed, dict) and isinstance(recomputed, dict):
        keys = dict.fromkeys([*claimed, *recomputed])
        return [
            one
            for key in keys
            for one in _differences(f"{member}.{key}".lstrip("."), claimed.get(key), recomputed.get(key))
        ]
    if isinstance(claimed, list) and isinstance(recomputed, list):
        longest = max(len(claimed), len(recomputed))
        pairs = zip(_padded(claimed, longest), _padded(recomputed, longest), strict=True)
        return [one for k, (a, b) in enumerate(pairs) for one in _differences(f"{member}[{k}]", a, b)]
    return [] if claimed == recomputed else [Difference(member, claimed, recomputed)]


def _padded(items: list[Any], length: int) -> list[Any]:
    return items + [None] * (length - len(items))
