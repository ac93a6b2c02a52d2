"""Two footprints drawn again and compared draw by draw, from what the home keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tanji.cli.failure import WrongUse
from tanji.errors import Refusal, Text

if TYPE_CHECKING:
    from tanji.assess.uncertainty.paired import PairedResult
    from tanji.assess.uncertainty.propagate import Propagation
    from tanji.cli.steps import Steps
    from tanji.cli.terminal import Terminal
    from tanji.model.footprint import Footprint

DRAWING = Text(zh="抽样", en="Draw")


@dataclass(frozen=True, slots=True)
class Pairing:
    """The paired difference, or why there is none; neither where a footprint has no uncertainty."""

    found: PairedResult | None = None
    refused: Refusal | None = None

    def body(self) -> Mapping[str, Any]:
        """As JSON."""
        made: dict[str, Any] = {}
        if self.found is not None:
            shared, apart = self.found.shared, self.found.apart
            made["paired"] = {
                "draws": self.found.draws,
                "seed": self.found.seed,
                **_difference(shared),
                "if_datasets_were_not_shared": None if apart is None else _difference(apart),
            }
        if self.refused is not None:
            hint = None if self.refused.hint is None else asdict(self.refused.hint)
            made["not_paired"] = {
                "code": self.refused.code,
                "message": asdict(self.refused.message),
                "hint": hint,
            }
        return made


def pairing(before: Footprint, after: Footprint, terminal: Terminal) -> Pairing:
    """The difference draw by draw where both footprints carry an uncertainty.

    Study, method, releases and inputs are those of their digests, as the home keeps them.
    """
    if before.uncertainty is None or after.uncertainty is None:
        return Pairing()
    from tanji.assess.uncertainty.paired import compared, fitting

    with terminal.steps() as steps:
        steps.begin(DRAWING)
        draws = max(before.uncertainty.draws, after.uncertainty.draws)
        try:
            fitting(before.uncertainty, after.uncertainty)
            found = compared(*(_drawn(each, draws, terminal, steps) for each in (before, after)))
        except Refusal as refusal:
            return Pairing(refused=refusal)
    return Pairing(found=found)


def _drawn(footprint: Footprint, draws: int, terminal: Terminal, steps: Steps) -> Propagation:
    from tanji.assess.uncertainty.propagate import propagate
    from tanji.cli import workspace
    from tanji.cli.origin import method_of, releases_of
    from tanji.model.study import Study

    kept = workspace.shelf(terminal)
    study = kept.load(footprint.study.digest)
    assert isinstance(study, Study)  # noqa: S101 - the digest names it
    assert footprint.uncertainty is not None  # noqa: S101 - the caller looked
    return propagate(
        study,
        releases_of(kept, footprint),
        method_of(terminal.home, footprint),
        inputs=workspace.inputs(kept, study, (), steps),
        draws=draws,
        seed=footprint.uncertainty.seed,
        progress=steps,
        apart=True,
    )


def plot(found: Pairing, footprints: tuple[Footprint, Footprint], path: Path, terminal: Terminal) -> None:
    """The histogram of the differences as SVG. Refuses WrongUse, or what kept the two from being paired."""
    from tanji.cli.uncertain import UNIT
    from tanji.reports.paired import Difference, paired
    from tanji.reports.words import name, unit_of_analysis

    if found.found is None:
        raise found.refused or WrongUse(
            Text(zh="两个碳足迹没有都带不确定度", en="The two footprints do not both carry an uncertainty"),
            Text(
                zh="请用 tanji calc … --uncertainty auto 重算。",
                en="Compute them with `tanji calc … --uncertainty auto`.",
            ),
        )
    before, after = footprints
    said, language = found.found.shared, terminal.language
    about = Difference(said.mean, said.interval, said.lower, found.found.draws, found.found.seed)
    names = name(after.names, language), name(before.names, language)
    title = Text(
        zh=f"{name(after.names, 'zh')} 与 {name(before.names, 'zh')} 之差",
        en=f"{name(after.names, 'en')} against {name(before.names, 'en')}",
    )
    unit = f"{UNIT} / {unit_of_analysis(before)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = paired(found.found.differences.tolist(), about, names=names, title=title, unit=unit, language=language)
    path.write_text(drawn, "utf-8")


def _difference(found: Any) -> dict[str, Any]:
    return {
        "mean": found.mean,
        "median": found.median,
        "sd": found.sd,
        "interval": {"low": found.interval.low, "high": found.interval.high, "coverage": found.interval.coverage},
        "second_lower": found.lower,
        "second_higher": found.higher,
    }
