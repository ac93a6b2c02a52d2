"""The steps of long work: named, counted and timed; shown on a terminal while they last."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Self

from tanji.errors import Language, Text
from tanji.reports.figures import THIN

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

WORTH_TELLING = 0.5
"""Seconds of work from which on the times of its steps are told."""

WORTH_NAMING = 0.05
"""Seconds of a step from which on it is named among them."""


@dataclass(slots=True)
class Step:
    """One step: its name, when it began, how long it took."""

    name: Text
    begin: float
    seconds: float = 0.0


@dataclass(slots=True)
class Steps:
    """A `tanji.errors.Progress` that shows the step at work with its count and elapsed time, and keeps the times."""

    language: Language
    visible: bool
    done: list[Step] = field(default_factory=list)
    _bar: Progress | None = None
    _task: TaskID | None = None

    def __call__(self, name: Text, done: int, total: int | None) -> None:
        """Tell that so many of a step are done."""
        self.begin(name)
        if self._bar is not None and self._task is not None:
            counted = f"{done:,}/{total:,}".replace(",", THIN) if total else ""
            self._bar.update(self._task, completed=done, total=total, count=counted)

    def begin(self, name: Text) -> None:
        """Begin a step, which ends the one before; nothing if it is at work already."""
        if self.done and self.done[-1].name == name:
            self.done[-1].seconds = monotonic() - self.done[-1].begin
            return
        self._end()
        self.done.append(Step(name, monotonic()))
        if self.visible:
            self._draw(name)

    @property
    def seconds(self) -> float:
        """All steps together."""
        return sum(step.seconds for step in self.done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        if self._bar is not None:
            self._bar.stop()
        if self.visible and kind is None and self.seconds >= WORTH_TELLING:
            from tanji.cli.console import console

            long = [step for step in self.done if step.seconds >= WORTH_NAMING]
            told = " · ".join(f"{step.name.of(self.language)} {step.seconds:.1f} s" for step in long)
            console(sys.stderr).print(told, style="dim")

    def _end(self) -> None:
        if self.done:
            self.done[-1].seconds = monotonic() - self.done[-1].begin
        if self._bar is not None and self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None

    def _draw(self, name: Text) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from tanji.cli.console import console

        if self._bar is None:
            text = TextColumn("{task.description}", markup=False)
            count = TextColumn("{task.fields[count]}", markup=False)
            columns = (SpinnerColumn(), text, BarColumn(bar_width=20), count, TimeElapsedColumn())
            self._bar = Progress(*columns, console=console(sys.stderr), transient=True)
            self._bar.start()
        self._task = self._bar.add_task(name.of(self.language), total=None, count="")
