"""Goal, scope and product: the items of the form, read into the fields of a study; defaults that are taken are said."""

from __future__ import annotations

import re
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.study.activities import names_of
from tanji.formats.study.columns import column, named, rows
from tanji.formats.study.links import ref_of, release_of
from tanji.formats.study.messages import At
from tanji.formats.study.product import Form
from tanji.model.document import Ref
from tanji.model.identifier import BadCode, check_uscc
from tanji.model.quantity import convert
from tanji.model.study import (
    Boundary,
    Code,
    Organisation,
    Output,
    Product,
    ReleaseUse,
    UnitOfAnalysis,
)

_IMPORTED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|sha256:[0-9a-f]{64}")
_CODE = re.compile(r"(.+?)\s*[:：]\s*(\S.*)")


_REF_WORDS = Text(zh="编号@版本#sha256:64 位十六进制", en="id@version#sha256:64 hexadecimal digits")


def read_goal(form: Form) -> dict[str, Any] | None:
    """The fields of a study that the product's form gives; None where the product or its unit is not filled in."""
    names = names_of(form.text("name_zh"), form.text("name_en"))
    unit = form.unit("unit")
    for key, given in (("name_zh", bool(names)), ("unit", unit is not None)):
        if not given and key not in form.bad:
            form.fail("IMP-007", key, missing=column("product", key).header)
    boundary = _or_default(form, "boundary", "cradle_to_gate")
    fields: dict[str, Any] = {
        "names": names_of(form.text("study_name_zh"), form.text("study_name_en")) or names,
        "product": _product(form, names),
        "boundary": Boundary(boundary),
        "goal": form.text("goal"),
        "audience": form.text("audience"),
        "location": form.text("location"),
        "period": form.period("period"),
        "service_years": form.number("service_years", above_zero=True),
        "loss_basis": form.choice("loss_basis") or "net",
        "allocation": form.choice("allocation") or "none",
        "scenario": form.text("scenario"),
        "releases": _releases(form),
        "method": _method(form),
        "derived_from": _derived(form),
        "meters": _meters(form),
        "version": form.text("study_version") or "1",
    }
    fields["id"] = form.text("study_id") or _slug(form.text("model") or next(iter(names.values()), "-"))
    if unit is None or not names:
        return None
    fields |= _units(form, unit, boundary)
    return fields


def _product(form: Form, names: dict[str, str]) -> Product:
    masses = ("biogenic_carbon_kg", "biogenic_carbon_packaging_kg")
    return Product(
        names=names,
        model=form.text("model"),
        codes=_codes(form, "codes"),
        maker=_maker(form),
        mass_kg=form.number("mass_kg", above_zero=True),
        **{key: form.number(key) for key in masses},
    )


def _maker(form: Form) -> Organisation | None:
    name, code = form.text("maker"), form.text("maker_uscc")
    others = _codes(form, "maker_other_id")
    location = form.text("maker_location")
    if code is not None:
        try:
            code = check_uscc(code)
        except BadCode as refusal:
            form.fail("IMP-032", "maker_uscc", why=refusal.message)
            code = None
    if name is None:
        for key, given in (("maker_uscc", code), ("maker_other_id", others), ("maker_location", location)):
            if given:
                header = column("product", "maker").header
                form.fail("IMP-073", "maker", kind=column("product", key).header, missing=header)
                break
        return None
    return Organisation(name=name, uscc=code, other_id=others[0] if others else None, location=location)


def _codes(form: Form, key: str) -> tuple[Code, ...]:
    found = []
    for text in form.texts(key):
        match = _CODE.fullmatch(text)
        if match is None:
            form.fail("IMP-039", key, value=text, form=Text(zh="体系: 代码", en="system: code"))
        else:
            found.append(Code(system=match[1], code=match[2]))
    return tuple(found)


def _releases(form: Form) -> tuple[ReleaseUse, ...]:
    found = []
    for text in form.texts("releases"):
        use = release_of(text)
        if use is None:
            form.fail("IMP-039", "releases", value=text, form=Text(zh="数据库@版本", en="database@version"))
        else:
            found.append(use)
    return tuple(found)


def _meters(form: Form) -> tuple[Ref, ...] | None:
    found = []
    for text in form.texts("meters"):
        ref = ref_of(text)
        if ref is None:
            form.fail("IMP-039", "meters", value=text, form=_REF_WORDS)
        else:
            found.append(ref)
    return tuple(found) or None


def known_methods() -> tuple[str, ...]:
    """The embedded methods, which a study can name; of others it gives the UUID or the digest."""
    return tuple(row["method"] for row in rows("methods.csv"))


def _method(form: Form) -> str:
    text = form.text("method")
    if text is None:
        return "ar6-gwp100"
    if _IMPORTED.fullmatch(text.lower()):
        return text.lower()
    wanted = text.lower().replace(" ", "-").replace("_", "-")
    if wanted not in known_methods():
        form.fail(
            "IMP-086", "method", value=text, options=Text(zh="、".join(known_methods()), en=", ".join(known_methods()))
        )
    return wanted


def _derived(form: Form) -> Any:
    text = form.text("derived_from")
    if text is None:
        return None
    ref = ref_of(text)
    if ref is None:
        form.fail("IMP-039", "derived_from", value=text, form=_REF_WORDS)
    return ref


def _units(form: Form, unit: str, boundary: str) -> dict[str, Any]:
    """The unit of analysis, the output that the rows are for, and how many outputs one unit of analysis needs."""
    partial = boundary != Boundary.cradle_to_grave
    kind = _or_default(form, "unit_kind", "declared" if partial else "functional")
    if kind == "declared" and not partial:
        form.record.found("IMP-085", form.at("unit_kind"), boundary=named("boundary", boundary))
    amount = _or(form.number("unit_amount", above_zero=True), 1.0)
    output_unit = form.unit("output_unit") or unit
    output = Output(
        names=names_of(form.text("output_name_zh"), form.text("output_name_en")),
        amount=_or(form.number("output_amount", above_zero=True), 1.0),
        unit=output_unit,
        mass_kg=form.number("output_mass_kg"),
        energy_mj=form.number("output_energy_mj"),
        value=form.number("output_value"),
    )
    words = {"zh": form.text("unit_text_zh"), "en": form.text("unit_text_en")}
    description = {language: text for language, text in words.items() if text}
    flow = form.number("reference_flow", above_zero=True)
    return {
        "unit": UnitOfAnalysis.model_validate(
            {"kind": kind, "amount": amount, "unit": unit, "description": description}
        ),
        "output": output,
        "reference_flow": flow or _flow(form, amount, unit, output_unit),
    }


def _flow(form: Form, amount: float, unit: str, output_unit: str) -> float:
    try:
        return convert(amount, unit, output_unit)
    except Refusal:
        if "reference_flow" not in form.bad:
            form.record.found("IMP-084", form.at("reference_flow"), value=unit, unit=output_unit)
        return 1.0


def _or(value: float | None, default: float) -> float:
    return default if value is None or value == 0 else value


def _or_default(form: Form, key: str, default: str) -> str:
    """The choice for an item; where it is not filled in the default is taken, which is said."""
    chosen = form.choice(key)
    if chosen is None and key not in form.bad:
        item = column("product", key)
        form.record.found("IMP-083", At(sheet=form.title), name=item.header, value=named(item.list, default))
    return chosen or default


def _slug(text: str) -> str:
    return "-".join(text.split())
