"""The cells of a row that say how good its figures are: uncertainty of amount and factor, meter, scores."""

from __future__ import annotations

from typing import Any

from tanji.errors import Text
from tanji.formats.study.columns import column
from tanji.formats.study.rows import Row
from tanji.formats.study.scores import NoScores, joined, scores_of
from tanji.formats.study.spread import NoSpread, centred, scaled, spread_of
from tanji.model.process import Uncertainty
from tanji.model.study import OwnFactor, Quality


def read_spread(row: Row, key: str, figure: float | None) -> Uncertainty | None:
    """The uncertainty of a figure, as its cell says; what can not be read is a finding."""
    text = row.text(key)
    if text is None:
        return None
    found = spread_of(text, figure)
    if isinstance(found, NoSpread):
        row.fail("IMP-098", key, value=text, why=found.why)
        return None
    if figure is not None and not centred(found, figure):
        row.say("IMP-049", key, value=text, number=figure)
    return found


def read_scores(row: Row) -> Quality | None:
    """The scores of amount and factor of a row, by one scheme."""
    read: list[Quality | None] = []
    for key in ("quality", "factor_quality"):
        text = row.text(key)
        found = None if text is None else scores_of(text, factor=key == "factor_quality")
        if isinstance(found, NoScores):
            row.fail("IMP-099", key, value=text or "", why=found.why)
            return None
        read.append(found)
    both = joined(read[0], read[1])
    if isinstance(both, NoScores):
        row.fail("IMP-099", "factor_quality", value=row.raw("factor_quality"), why=both.why)
        return None
    return both


def read_figures(row: Row, fields: dict[str, Any]) -> None:
    """Put uncertainty, meter and scores of a row into its fields, once its amount and its link are known."""
    fields["meter"] = row.text("meter")
    fields["quality"] = read_scores(row)
    fields["uncertainty"] = read_spread(row, "uncertainty", fields.get("amount"))
    link = fields["link"]
    if isinstance(link, OwnFactor):
        given = row.number("own_value") or link.value
        spread = read_spread(row, "factor_uncertainty", given)
        if spread is not None:
            scale = link.value / given if given else 1.0
            fields["link"] = link.model_copy(update={"uncertainty": scaled(spread, scale)})
        return
    spread = read_spread(row, "factor_uncertainty", None)
    if spread is not None and not spread.relative:
        name = column(row.sheet, "own_value").header
        why = Text(
            zh=f"没有“{name.zh}”时只能用百分数或 GSD",
            en=f'without "{name.en}" it must be in percent or a GSD',
        )
        row.fail("IMP-098", "factor_uncertainty", value=row.raw("factor_uncertainty"), why=why)
    else:
        fields["factor_uncertainty"] = spread
