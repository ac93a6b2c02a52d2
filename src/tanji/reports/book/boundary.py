"""The picture of the system boundary: the stages in a row, those that are counted inside one frame."""

from __future__ import annotations

from collections.abc import Iterator

from tanji.errors import Language, Text
from tanji.model.footprint import Footprint
from tanji.model.study import Boundary, Stage
from tanji.reports.figures import percent
from tanji.reports.picture import BLUE, GREY, INK, PAPER, Frame, folded, line, text
from tanji.reports.words import BOUNDARIES, STAGES

WIDTH, HEIGHT = 960, 220
_BOX, _GAP, _TOP, _TALL = 156, 26, 70, 84
INSIDE = {
    Boundary.cradle_to_gate: (Stage.raw_material, Stage.production),
    Boundary.cradle_to_grave: tuple(Stage),
    Boundary.gate_to_gate: (Stage.production,),
}
_OUT = Text(zh="边界外", en="outside")
_NONE = Text(zh="没有数据", en="no data")


def boundary(footprint: Footprint, language: Language) -> str:
    """The picture as SVG; a stage outside the boundary is dashed, one inside without data says so."""
    said = BOUNDARIES[footprint.boundary]
    title = Text(zh=f"系统边界：{said.zh}", en=f"System boundary: {said.en}")
    frame = Frame("boundary", title, language, WIDTH, HEIGHT)
    body = [
        *frame.opened(described(footprint)),
        *_frame(footprint.boundary),
        *(part for place, stage in enumerate(Stage) for part in _stage(place, stage, footprint, language)),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def described(footprint: Footprint) -> Text:
    """The picture in words."""
    inside = [STAGES[stage] for stage in INSIDE[footprint.boundary]]
    return Text(
        zh=f"边界内的阶段：{'、'.join(text.zh for text in inside)}。",
        en=f"Stages inside: {', '.join(text.en for text in inside)}.",
    )


def _frame(given: Boundary) -> Iterator[str]:
    places = [list(Stage).index(stage) for stage in INSIDE[given]]
    left = _left(places[0]) - 12
    width = _left(places[-1]) + _BOX + 12 - left
    yield (
        f'<rect x="{left}" y="{_TOP - 18}" width="{width}" height="{_TALL + 58}" fill="#eef4fa" stroke="{BLUE}" '
        f'stroke-width="1.5" rx="6"/>'
    )


def _stage(place: int, stage: Stage, footprint: Footprint, language: Language) -> Iterator[str]:
    x, inside = _left(place), stage in INSIDE[footprint.boundary]
    dash = "" if inside else ' stroke-dasharray="5 4"'
    fill = PAPER if inside else "#f4f4f4"
    yield (
        f'<rect x="{x}" y="{_TOP}" width="{_BOX}" height="{_TALL}" fill="{fill}" stroke="{INK if inside else GREY}"'
        f'{dash} rx="4"/>'
    )
    for row, part in enumerate(folded(STAGES[stage].of(language), _BOX - 16, 14)):
        yield text(part, x + _BOX / 2, _TOP + 28 + 18 * row, size=14, anchor="middle")
    scored = next((each for each in footprint.stages if each.stage is stage), None)
    said = _OUT.of(language) if not inside and scored is None else _NONE.of(language)
    if scored is not None and scored.share is not None:
        said = percent(scored.share)
    yield text(said, x + _BOX / 2, _TOP + _TALL - 12, size=13, anchor="middle", fill=GREY)
    if place:
        yield line(x - _GAP, _TOP + _TALL / 2, x - 4, _TOP + _TALL / 2, stroke=GREY, width=1.5)
        middle = _TOP + _TALL / 2
        points = f"{x - 9},{middle - 5} {x - 1},{middle} {x - 9},{middle + 5}"
        yield f'<polygon points="{points}" fill="{GREY}"/>'


def _left(place: int) -> int:
    return 36 + place * (_BOX + _GAP)
