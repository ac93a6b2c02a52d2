"""Mark: a place between the parts of a job from which a later run of it may go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A state from which the same job, given it as `after`, yields the parts that follow.

    `first` parts are yielded anew before those; `done` of `total` are what people are told.
    """

    first: int
    done: int
    total: int
    state: dict[str, Any]
