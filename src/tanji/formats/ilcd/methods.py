"""LCIA methods of climate change: plain trees to documents and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tanji.errors import Text
from tanji.formats.ilcd.fields import (
    Named,
    at,
    bare,
    items,
    made_texts,
    number,
    picked,
    pruned,
    reference,
    target,
    text,
)
from tanji.formats.ilcd.kinds import Body, rows, uuid_of
from tanji.formats.ilcd.known import names_of, version_of
from tanji.formats.ilcd.rest import KEY, left
from tanji.formats.ilcd.sources import publication
from tanji.formats.olca.judge import Faulty

_CLIMATE = re.compile("(?i)climate change|global warming|气候变化|全球变暖")
_HORIZON = re.compile(r"(?i)GWP ?-?\s?(20|100|500)\b|\b(20|100|500) ?years")
_ORIGINS = (
    ("land_use", re.compile(r"(?i)land[ -]use|land transformation|\bluc\b")),
    ("biogenic", re.compile(r"(?i)\bbiogenic|non-fossil")),
    ("fossil", re.compile(r"(?i)\bfossil")),
)
_DIRECTIONS = {"Input": "input", "Output": "output"}


def read_method(body: Body, identity: str, named: Mapping[str, Named]) -> dict[str, Any] | None:
    """A method document with its extra; None where it is not of climate change or does not say report and horizon.

    Faulty: a factor without flow, direction or number.
    """
    stated = _stated(body)
    if stated is None:
        return None
    report, horizon = stated
    lines = [item for item in items(at(body, "characterisationFactors", "factor")) if isinstance(item, dict)]
    document: dict[str, Any] = {
        "id": identity,
        "version": version_of(body) or "1",
        "names": names_of("LCIAMethodDataSet", body) or {"en": identity},
        "report": report,
        "horizon": horizon,
        "factors": [],
        "flows": [_factor(line, named) for line in lines],
    }
    built = build_method(document)
    rest = left(bare({k: v for k, v in body.items() if k != "characterisationFactors"}, named), built) or {}
    details = [
        left(bare(line, named), bare(build_factor(factor), named)) or {}
        for line, factor in zip(lines, document["flows"], strict=True)
    ]
    if any(details):
        rest["characterisationFactors"] = {"factor": details}
    document["extra"] = {KEY: rest} if rest else None
    return document


def _stated(body: Body) -> tuple[str, int] | None:
    """IPCC report and horizon, where a method of climate change names exactly one of each."""
    information = at(body, "LCIAMethodInformation", "dataSetInformation")
    kind = [*names_of("LCIAMethodDataSet", body).values(), text(at(information, "impactCategory"))]
    if not any(_CLIMATE.search(words) for words in kind):
        return None
    model = at(body, "LCIAMethodInformation", "impactModel")
    words = " | ".join(
        picked(value) or ""
        for value in (
            at(information, "common:name"),
            at(information, "impactIndicator"),
            at(information, "common:generalComment"),
            at(model, "modelName"),
            at(model, "modelDescription"),
        )
    )
    reports = [row["report"] for row in rows("reports.csv") if re.search(row["pattern"], words)]
    horizons = {int(one or two) for one, two in _HORIZON.findall(words)}
    return (reports[0], horizons.pop()) if len(reports) == 1 and len(horizons) == 1 else None


def _factor(line: Body, named: Mapping[str, Named]) -> dict[str, Any]:
    flow, value = target(line.get("referenceToFlowDataSet")), number(line.get("meanValue"), "meanValue")
    direction = _DIRECTIONS.get(text(line.get("exchangeDirection")))
    if flow is None or value is None or direction is None:
        message = Text(zh="有特征化因子缺少流、方向或数值", en="A factor lacks its flow, its direction or its number")
        raise Faulty("ILC-105", message, member="factor")
    own = named[flow][0] if flow in named else {}
    name = own.get("en") or picked(at(line, "referenceToFlowDataSet", "common:shortDescription"))
    return {
        "flow": flow,
        "name": name,
        "direction": direction,
        "location": text(line.get("location")) or None,
        "origin": origin(name or ""),
        "value": value,
    }


def origin(name: str) -> str:
    """Where the carbon of a flow comes from, as its name says.

    >>> origin("methane (biogenic)"), origin("Carbon dioxide (land use change)"), origin("nitrous oxide")
    ('biogenic', 'land_use', 'unspecified')
    """
    return next((kind for kind, pattern in _ORIGINS if pattern.search(name)), "unspecified")


def build_factor(factor: Body) -> Body:
    """One factor as a plain tree."""
    made: Body = pruned(
        {
            "referenceToFlowDataSet": reference(
                "flow data set", factor["flow"], {"en": factor["name"]} if factor.get("name") else {}
            ),
            "location": factor.get("location"),
            "exchangeDirection": factor["direction"].capitalize(),
            "meanValue": float(factor["value"]),
        }
    )
    return made


def build_method(document: Body) -> Body:
    """The plain tree that says what a method document says, without its factors."""
    indicator = f"Global warming potential (GWP{document['horizon']}, IPCC {document['report']})"
    made: Body = pruned(
        {
            "@version": "1.1",
            "LCIAMethodInformation": {
                "dataSetInformation": {
                    "common:UUID": uuid_of(document["id"]),
                    "common:name": made_texts(document["names"]),
                    "impactCategory": "Climate change",
                    "impactIndicator": indicator,
                }
            },
            "administrativeInformation": publication(document),
        }
    )
    return made
