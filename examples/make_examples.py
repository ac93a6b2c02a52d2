"""Write the example workbooks anew from `source/*.yaml`: one study a file, and the scenarios it names.

    python examples/make_examples.py            # into examples/
    python examples/make_examples.py SOMEWHERE  # into another folder

The YAML files hold every figure with its source; this program only gives them the shape of a `Study`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tanji.formats import study as study_files
from tanji.formats.study.spread import spread_of
from tanji.model.process import FactorKind, Uncertainty
from tanji.model.study import (
    Activity,
    DataSource,
    ElectricityTerms,
    Link,
    Output,
    OwnFactor,
    Period,
    ProcessLink,
    Step,
    StepLink,
    Study,
)

HERE = Path(__file__).resolve().parent
TAKEN = ("id", "names", "goal", "product", "unit", "boundary", "location", "service_years")
ASIDE = ("assumptions", "limitations", "cut_offs")
LINE = (
    "id",
    "kind",
    "stage",
    "step",
    "parent",
    "amount",
    "loss_percent",
    "unit",
    "quantity_kind",
    "transport",
    "use",
    "gas",
    "note",
)


def studies(folder: Path = HERE / "source") -> dict[str, Study]:
    """Every example by the name of its file, the scenarios after the study that they change."""
    made: dict[str, Study] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = YAML(typ="safe", pure=True).load(path)
        made[path.stem] = _study(content)
        for scenario in content.get("scenarios", ()):
            made[scenario["file"]] = _study(_changed(content, scenario))
    return made


def _study(content: Mapping[str, Any]) -> Study:
    sources = content["sources"]
    output = Output(**content["output"])
    return Study.model_validate(
        {
            **{key: content[key] for key in TAKEN if key in content},
            **{key: tuple(content.get(key, ())) for key in ASIDE},
            "output": output,
            "period": Period(start=content["period"][0], end=content["period"][1]),
            "steps": tuple(_step(step) for step in content.get("steps", ())),
            "activities": tuple(_line(line, sources) for line in content["lines"]),
            "scenario": content.get("scenario"),
        }
    )


def _changed(content: Mapping[str, Any], scenario: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a study with the lines that a scenario changes."""
    changes = scenario["changes"]
    lines = [{**line, **changes.get(line["id"], {})} for line in content["lines"]]
    return {**content, **{key: scenario[key] for key in ("id", "names", "scenario")}, "lines": lines}


def _step(step: Mapping[str, Any]) -> Step:
    output = Output(names=step["names"], amount=step["amount"], unit=step["unit"])
    return Step(id=step["id"], names=step["names"], output=output)


def _line(line: Mapping[str, Any], sources: Mapping[str, Any]) -> Activity:
    grid = line.get("grid")
    treatment = ElectricityTerms(treatment=line["treatment"], grid=_process(grid)) if grid else None
    return Activity.model_validate(
        {
            **{key: line[key] for key in LINE if key in line},
            "names": {"zh": line["zh"], "en": line["en"]},
            "link": _link(line, sources),
            "electricity": treatment,
            "uncertainty": _spread(line, "uncertainty", line.get("amount")),
            "factor_uncertainty": _spread(line, "factor_uncertainty", None),
            "data": _source(line, sources),
        }
    )


def _spread(line: Mapping[str, Any], member: str, figure: float | None) -> Uncertainty | None:
    """An uncertainty as a cell of the workbook spells it."""
    if member not in line:
        return None
    found = spread_of(line[member], figure)
    if not isinstance(found, Uncertainty):
        raise ValueError(f"{line['id']}: {member} reads {line[member]!r}")  # noqa: TRY004 - it is no question of types
    return found


def _link(line: Mapping[str, Any], sources: Mapping[str, Any]) -> Link | None:
    if "from_step" in line:
        return StepLink(step=line["from_step"])
    if "own" in line:
        own = line["own"]
        return OwnFactor(
            value=own["value"],
            unit=own["unit"],
            factor_kind=FactorKind.life_cycle,
            location=own.get("location"),
            year=own.get("year"),
            source=_source(own, sources),
        )
    return _process(line["map"]) if "map" in line else None


def _process(text: str) -> ProcessLink:
    database, _, process = text.rpartition(":")
    return ProcessLink(database=database or "starter", process=process)


def _source(line: Mapping[str, Any], sources: Mapping[str, Any]) -> DataSource:
    return DataSource(**sources[line["source"]], place=line.get("place") or None)


def main() -> None:
    """Write every workbook."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, study in studies().items():
        study_files.write_workbook(study, folder / f"{name}.xlsx")
        sys.stdout.write(f"{folder / name}.xlsx\n")


if __name__ == "__main__":
    main()
