"""Drawing at the terminal: how many draws, from which seed, and that Ctrl-C keeps what was drawn."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tanji.cli.failure import WrongUse
from tanji.errors import Text

if TYPE_CHECKING:
    from types import FrameType

    from tanji.assess.uncertainty.propagate import Propagation
    from tanji.background.opened import Opened
    from tanji.cli.steps import Steps
    from tanji.cli.terminal import Terminal
    from tanji.model.document import Document
    from tanji.model.footprint import Footprint
    from tanji.model.method import Method
    from tanji.model.study import Study

AUTO = "auto"
UNIT = "kg CO₂e"


@dataclass(frozen=True, slots=True)
class Drawing:
    """How to draw: so many draws, or None for as many as the result needs; the seed; where a chart goes."""

    draws: int | None
    seed: int
    plot: Path | None = None


def drawing(asked: str, seed: int, plot: Path | None) -> Drawing | None:
    """What the options ask for; None without --uncertainty. Refuses WrongUse."""
    if not asked:
        if plot is not None:
            raise WrongUse(
                Text(zh="--plot 需要 --uncertainty", en="--plot needs --uncertainty"),
                Text(zh="请写 --uncertainty auto 或抽样次数。", en="Give --uncertainty auto, or a number of draws."),
            )
        return None
    digits = asked.replace("_", "").replace(",", "")
    if asked != AUTO and not (digits.isascii() and digits.isdigit()):
        raise WrongUse(
            Text(zh=f"--uncertainty “{asked}”不是抽样次数", en=f'--uncertainty "{asked}" is no number of draws'),
            Text(zh="请写 auto 或整数，如 10000。", en="Write auto or a whole number, as in 10000."),
        )
    return Drawing(None if asked == AUTO else int(digits), seed, plot)


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether a person has pressed Ctrl-C; a second time it interrupts as always."""
    pressed = threading.Event()

    def press(_: int, __: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield pressed.is_set
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def drawn(
    asked: Drawing,
    study: Study,
    background: Mapping[str, Opened],
    method: Method,
    *,
    inputs: Mapping[str, Document],
    steps: Steps,
) -> tuple[Propagation, bool]:
    """The propagation of a study, and whether it was stopped by a person."""
    from tanji.assess.uncertainty.explain import interrupted
    from tanji.assess.uncertainty.propagate import propagate

    with stopping() as pressed:
        found = propagate(
            study,
            background,
            method,
            inputs=inputs,
            draws=asked.draws,
            seed=asked.seed,
            progress=steps,
            stop=pressed,
        )
    ended = interrupted(found.result.draws)
    return found, dict(found.result.stopped) == {"zh": ended.zh, "en": ended.en}


def plots(found: Propagation, footprint: Footprint, path: Path, terminal: Terminal) -> tuple[Path, Path]:
    """The histogram at a path and the tornado beside it, as SVG."""
    from tanji.reports.histogram import histogram
    from tanji.reports.tornado import tornado
    from tanji.reports.words import name, unit_of_analysis

    unit = f"{UNIT} / {unit_of_analysis(footprint)}"
    zh, en = name(footprint.names, "zh"), name(footprint.names, "en")
    beside = path.with_name(f"{path.stem}-tornado{path.suffix or '.svg'}")
    how = Text(zh=f"{zh}：碳足迹有多确定", en=f"{en}: how certain the footprint is")
    what = Text(zh=f"{zh}：不确定性来自哪里", en=f"{en}: where the uncertainty comes from")
    path.parent.mkdir(parents=True, exist_ok=True)
    language = terminal.language
    path.write_text(histogram(found.totals.tolist(), found.result, title=how, unit=unit, language=language), "utf-8")
    beside.write_text(tornado(found.result, title=what, unit=unit, language=language), "utf-8")
    return path, beside


def sensitivities(found: Any) -> list[dict[str, Any]]:
    """Sensitivities as JSON."""
    return [
        {
            "source": each.source,
            "names": dict(each.names),
            "value": each.value,
            "unit": each.unit,
            "effect_of_1_percent": each.effect,
            "elasticity": each.elasticity,
        }
        for each in found
    ]
