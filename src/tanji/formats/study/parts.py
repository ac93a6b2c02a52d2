"""The optional sheets: steps with co-products and allocation, parameters, cut-offs and assumptions, evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tanji.errors import Text
from tanji.formats.study.activities import names_of
from tanji.formats.study.columns import plain, spellings
from tanji.formats.study.messages import row_text
from tanji.formats.study.rows import Row, options
from tanji.formats.study.uncertain import read_spread
from tanji.model import formula
from tanji.model.process import Parameter
from tanji.model.study import CutOff, Evidence, Output, Stage, Step

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Parts:
    """What the optional sheets hold."""

    steps: list[Step] = field(default_factory=list)
    co_products: list[Output] = field(default_factory=list)
    """Of the product itself."""
    parameters: list[Parameter] = field(default_factory=list)
    cut_offs: list[CutOff] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    limitations: list[str] = field(default_factory=list)
    excluded: dict[str, str] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


def read_steps(rows: list[Row], parts: Parts) -> None:
    """The steps with their co-products; co-products without a step are the product's own."""
    made: dict[str, tuple[Row, dict[str, Any]]] = {}
    loose: list[tuple[Row, Output]] = []
    for row in rows:
        row.need("row_kind")
        kind, step = row.choice("row_kind"), row.text("step")
        output = _output(row, is_step=kind == "step")
        if kind == "step" and step is None:
            row.fail("IMP-010", "step")
        elif kind == "step" and step in made:
            row.fail("IMP-050", "step", value=str(step), other=row_text(made[str(step)][0].number_))
        elif kind == "step" and step is not None and output is not None:
            made[step] = (row, _step(row, step, output))
        elif kind == "co_product" and output is not None:
            loose.append((row, output))
    whole = not any(row.bad for row in rows)
    for row, output in loose:
        step = row.text("step")
        if step is None:
            parts.co_products.append(output)
        elif step in made:
            made[step][1]["co_products"] += (output,)
        elif whole:
            row.fail("IMP-058", "step", value=step)
    parts.steps += [Step(**fields) for _, fields in made.values()]


def _step(row: Row, step: str, output: Output) -> dict[str, Any]:
    good = row.number("yield_percent", above_zero=True)
    if good == 0:
        row.fail("IMP-040", "yield_percent", value=good)
    return {
        "id": step,
        "names": names_of(row.text("name_zh"), row.text("name_en")),
        "output": output,
        "co_products": (),
        "allocation": row.choice("allocation") or "none",
        "yield_percent": good or 100,
        "mix": row.choice("mix") == "yes",
    }


def _output(row: Row, *, is_step: bool) -> Output | None:
    amount, unit = row.number("amount", above_zero=True), row.unit("unit")
    rest = {key: row.number(key) for key in ("mass_kg", "energy_mj", "value")}
    for key, value in (("amount", amount), ("unit", unit)):
        if value is None and key not in row.bad:
            row.fail("IMP-010", key)
    keys = ("output_name_zh", "output_name_en") if is_step else ("name_zh", "name_en")
    names = names_of(row.text(keys[0]), row.text(keys[1]))
    if amount is None or unit is None:
        return None
    return Output(id=row.text("output_id"), names=names, amount=amount, unit=unit, **rest)


def read_parameters(rows: list[Row], parts: Parts) -> None:
    """The parameters; each has a value or a formula, over the others."""
    seen: dict[str, Row] = {}
    for row in rows:
        row.need("name")
        name, value, text = row.text("name"), row.number("value", signed=True), row.text("formula")
        if name is None:
            continue
        if not name.isidentifier():
            form = Text(
                zh="字母、汉字、数字和下划线，不以数字开头", en="letters, digits and _, not beginning with a digit"
            )
            row.fail("IMP-039", "name", value=name, form=form)
            continue
        if name in seen:
            row.fail("IMP-088", "name", value=name)
            continue
        seen[name] = row
        if (value is None) == (text is None) and not row.bad & {"value", "formula"}:
            row.fail("IMP-095", "formula" if text else "value", name=name)
            continue
        spread = read_spread(row, "uncertainty", value)
        given = {"unit": row.text("unit"), "description": row.text("description"), "uncertainty": spread}
        made = Parameter(name=name, value=value, formula=text, **given)
        parts.parameters.append(made)
    if not any(row.bad for row in rows):
        _try_parameters(parts, seen)


def _try_parameters(parts: Parts, rows: dict[str, Row]) -> None:
    for parameter in parts.parameters:
        if parameter.formula is None:
            continue
        row = rows[parameter.name]
        try:
            unknown = formula.names(parameter.formula) - {known.name for known in parts.parameters}
        except formula.BadFormula as refusal:
            row.fail("IMP-089", "formula", why=refusal.message, how=refusal.hint or refusal.message)
            continue
        if unknown:
            row.fail("IMP-096", "formula", value=parameter.formula, names=", ".join(sorted(unknown)))


def read_scope(rows: list[Row], parts: Parts) -> None:
    """Cut-offs, assumptions, limitations, excluded stages and evidence files."""
    for row in rows:
        row.need("row_kind")
        kind, name, text = row.choice("row_kind"), row.text("name"), row.text("text")
        if kind == "cut_off":
            _cut_off(row, name, text, parts)
        elif kind in {"assumption", "limitation"}:
            said = text if name is None else name if text is None else f"{name}：{text}"
            if said is None:
                row.need("text")
            else:
                (parts.assumptions if kind == "assumption" else parts.limitations).append(said)
        elif kind == "excluded_stage":
            _excluded(row, name, text, parts)
        elif kind == "evidence":
            _evidence(row, name, text, parts)


def _cut_off(row: Row, name: str | None, text: str | None, parts: Parts) -> None:
    row.need("name", "text")
    share, basis = row.number("share_percent"), row.choice("basis") or "mass"
    if name and text:
        parts.cut_offs.append(
            CutOff.model_validate({"name": name, "reason": text, "share_percent": share, "basis": basis})
        )


def _excluded(row: Row, name: str | None, text: str | None, parts: Parts) -> None:
    row.need("name", "text")
    stage = spellings("stage").get(plain(name or ""))
    if name and stage is None:
        row.fail("IMP-028", "name", value=name, options=options("stage"))
    elif stage and text:
        parts.excluded[str(Stage(stage).value)] = text


def _evidence(row: Row, name: str | None, text: str | None, parts: Parts) -> None:
    row.need("name")
    digest = row.text("sha256")
    if digest is not None and not _SHA256.fullmatch(digest.lower()):
        row.fail("IMP-039", "sha256", value=digest, form=Text(zh="64 位十六进制数字", en="64 hexadecimal digits"))
        return
    if name is None:
        return
    id_ = row.text("evidence_id") or name
    if any(known.id == id_ for known in parts.evidence):
        row.fail("IMP-050", "evidence_id", value=id_, other=Text(zh="另一行", en="another row"))
        return
    parts.evidence.append(Evidence(id=id_, file=name, sha256=digest.lower() if digest else None, title=text))
