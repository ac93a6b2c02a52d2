"""Uncertainties and scores of a study in YAML or JSON that are one text, as a cell spells them, made long."""

from __future__ import annotations

from typing import Any

from tanji.formats.study.messages import At
from tanji.formats.study.record import Record
from tanji.formats.study.scores import NoScores, scores_of
from tanji.formats.study.spread import NoSpread, spread_of


def lengthen(body: Any, record: Record) -> None:
    """Put the long forms in place of the short ones; what can not be read is found, and left out."""
    if not isinstance(body, dict):
        return
    for kind in ("activities", "parameters"):
        listed = body.get(kind)
        for number, part in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(part, dict):
                _part(part, f"{kind}[{number}]", record)


def _part(part: dict[str, Any], member: str, record: Record) -> None:
    _spread(part, "uncertainty", part.get("amount", part.get("value")), (member, record))
    _spread(part, "factor_uncertainty", None, (member, record))
    link = part.get("link")
    if isinstance(link, dict):
        _spread(link, "uncertainty", link.get("value"), (f"{member}.link", record))
    text = part.get("quality")
    if isinstance(text, str):
        found = scores_of(text)
        if isinstance(found, NoScores):
            record.found("IMP-099", At(member=f"{member}.quality"), value=text, why=found.why)
            del part["quality"]
        else:
            part["quality"] = found.model_dump(exclude_none=True)


def _spread(part: dict[str, Any], key: str, figure: Any, where: tuple[str, Record]) -> None:
    text = part.get(key)
    if not isinstance(text, str):
        return
    member, record = where
    number = float(figure) if isinstance(figure, int | float) and not isinstance(figure, bool) else None
    found = spread_of(text, number)
    if isinstance(found, NoSpread):
        record.found("IMP-098", At(member=f"{member}.{key}"), value=text, why=found.why)
        del part[key]
    else:
        part[key] = found.model_dump(exclude_none=True)
