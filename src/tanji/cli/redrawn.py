"""The draws of a footprint made again for its histogram, from what the home keeps; or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tanji.errors import Refusal, Text

if TYPE_CHECKING:
    from tanji.background.shelf import Shelf
    from tanji.cli.steps import Steps
    from tanji.cli.terminal import Terminal
    from tanji.model.footprint import Footprint
    from tanji.model.method import Method
    from tanji.model.study import Study

DRAWING = Text(zh="按原种子重新抽样", en="Draw again from the seed")
NONE = Text(zh="这份碳足迹没有不确定度。", en="This footprint has no uncertainty.")
OTHER = Text(
    zh="重新抽样的结果与碳足迹所载不同，故不画直方图；请用 tanji verify 查看。",
    en="Drawing again gave other numbers than the footprint has, so there is no histogram; see `tanji verify`.",
)
NOT_ASKED = Text(
    zh="没有重新抽样（--no-draws），故没有直方图。", en="Nothing was drawn again (--no-draws): no histogram."
)
SAME = 1e-9
"""Relative difference up to which mean and interval count as the same on another machine."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The draws, or why there are none."""

    draws: tuple[float, ...] = ()
    why_not: Text = NONE


def redrawn(footprint: Footprint, study: Study, kept: Shelf, *, terminal: Terminal, steps: Steps) -> Redrawn:
    """As many draws as the footprint says, from its seed; they have to give its mean and its interval again."""
    claimed = footprint.uncertainty
    if claimed is None:
        return Redrawn()
    from tanji.assess.uncertainty.again import again
    from tanji.cli import workspace
    from tanji.cli.origin import method_of, releases_of

    steps.begin(DRAWING)
    try:
        found = again(
            claimed,
            study,
            releases_of(kept, footprint),
            method_of(terminal.home, footprint),
            inputs=workspace.inputs(kept, study, (), steps),
            progress=steps,
        )
    except Refusal as refusal:
        return Redrawn(
            why_not=Text(
                zh=f"不能重新抽样，故没有直方图：{refusal.message.zh}",
                en=f"The draws can not be made again, so there is no histogram: {refusal.message.en}",
            )
        )
    pairs = (
        (found.result.mean, claimed.mean),
        (found.result.interval.low, claimed.interval.low),
        (found.result.interval.high, claimed.interval.high),
    )
    if found.result.draws != claimed.draws or any(abs(one - two) > SAME * abs(two) for one, two in pairs):
        return Redrawn(why_not=OTHER)
    return Redrawn(draws=tuple(found.totals.tolist()))


def method_at_hand(terminal: Terminal, footprint: Footprint) -> Method | None:
    """The method of a footprint where this home has it; None where it does not."""
    from tanji.cli.origin import method_of

    try:
        return method_of(terminal.home, footprint)
    except Refusal:
        return None
