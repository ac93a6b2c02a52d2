"""A claimed uncertainty drawn again: as many draws from the same seed, ended for the same reason."""

from __future__ import annotations

from collections.abc import Mapping

from tanji.assess.uncertainty import explain
from tanji.assess.uncertainty.propagate import Propagation, propagate
from tanji.background.opened import Opened
from tanji.errors import Progress
from tanji.model.document import Document
from tanji.model.method import Method
from tanji.model.study import Study
from tanji.model.uncertain import UncertaintyResult


def again(
    claimed: UncertaintyResult,
    study: Study,
    background: Mapping[str, Opened],
    method: Method,
    *,
    inputs: Mapping[str, Document] | None = None,
    progress: Progress | None = None,
) -> Propagation:
    """The propagation that a result says it comes from.

    Where its reason is that so many draws were asked for, or that a person stopped it, so many are drawn; for any
    other reason the adaptive rule decides anew. Refuses what `propagate` refuses.
    """
    fixed = (explain.asked(claimed.draws), explain.interrupted(claimed.draws))
    said = next((text for text in fixed if dict(claimed.stopped) == {"zh": text.zh, "en": text.en}), None)
    draws = None if said is None else claimed.draws
    found = propagate(study, background, method, inputs=inputs, draws=draws, seed=claimed.seed, progress=progress)
    return found if said is None else found.stopped(said)
