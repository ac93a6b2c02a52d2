"""Functional unit, boundary, place and period: the form, filled in from the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from tanji.catalog.drafts import Body
from tanji.errors import Refusal, Text
from tanji.model.quantity import get_unit
from tanji.model.study import Boundary
from tanji.reports.words import BOUNDARIES
from tanji.starter.methods import methods
from tanji.web.frame.words import later, said

_KINDS = {
    "functional": Text(zh="功能单位", en="functional unit"),
    "declared": Text(zh="声明单位", en="declared unit"),
}


class GoalForm(forms.Form):
    """What the footprint is per, from where to where, of which place and year, by which method."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    unit_kind = forms.ChoiceField(
        label=later(Text(zh="单位的种类", en="Kind of unit")),
        choices=[(key, later(text)) for key, text in _KINDS.items()],
    )
    unit_amount = forms.FloatField(label=later(Text(zh="数量", en="Amount")), min_value=1e-12)
    unit = forms.CharField(max_length=20, label=later(Text(zh="单位", en="Unit")))
    description = forms.CharField(max_length=300, required=False, label=later(Text(zh="说明", en="In words")))
    output_amount = forms.FloatField(
        min_value=1e-12, label=later(Text(zh="各行数量对应的产量", en="Output that the amounts are for"))
    )
    output_unit = forms.CharField(max_length=20, label=later(Text(zh="产量单位", en="Unit of the output")))
    reference_flow = forms.FloatField(
        min_value=1e-12, label=later(Text(zh="每功能单位需要的产量", en="Output that one unit of analysis needs"))
    )
    product_mass = forms.FloatField(
        required=False, min_value=1e-12, label=later(Text(zh="产品净质量 kg", en="Net mass of the product, kg"))
    )
    boundary = forms.ChoiceField(
        label=later(Text(zh="系统边界", en="System boundary")),
        choices=[(each.value, later(BOUNDARIES[each])) for each in Boundary],
    )
    location = forms.CharField(max_length=10, required=False, label=later(Text(zh="地点代码", en="Code of the place")))
    start = forms.DateField(
        label=later(Text(zh="数据期间自", en="Data from")), widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=later(Text(zh="数据期间至", en="Data until")), widget=forms.DateInput(attrs={"type": "date"})
    )
    service_years = forms.FloatField(
        required=False, min_value=0.01, label=later(Text(zh="使用年限", en="Service life, years"))
    )
    method = forms.ChoiceField(label=later(Text(zh="方法", en="Method")))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = [(name, f"{said(each.names)} ({name})") for name, each in methods().items()]
        self.fields["method"].choices = chosen  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """A unit that there is."""
        return _known(self.cleaned_data["unit"])

    def clean_output_unit(self) -> str:
        """A unit that there is."""
        return _known(self.cleaned_data["output_unit"])

    def clean(self) -> dict[str, Any]:
        """A period that does not end before it begins."""
        found = super().clean() or {}
        if found.get("start") and found.get("end") and found["end"] < found["start"]:
            self.add_error("end", said(Text(zh="期间的结束早于开始", en="The period ends before it begins")))
        return found


def initial(body: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as the form shows it."""
    unit, output, period = body.get("unit") or {}, body.get("output") or {}, body.get("period") or {}
    words = unit.get("description") or {}
    return {
        "unit_kind": unit.get("kind"),
        "unit_amount": unit.get("amount"),
        "unit": unit.get("unit"),
        "description": words.get("zh") or words.get("en"),
        "output_amount": output.get("amount"),
        "output_unit": output.get("unit"),
        "reference_flow": body.get("reference_flow", 1.0),
        "product_mass": (body.get("product") or {}).get("mass_kg"),
        "boundary": body.get("boundary"),
        "location": body.get("location"),
        "start": period.get("start"),
        "end": period.get("end"),
        "service_years": body.get("service_years"),
        "method": body.get("method"),
    }


def saved(form: GoalForm) -> Callable[[Body], None]:
    """What saving the form does to the body; members that the form does not ask stay."""
    data = form.cleaned_data

    def change(body: Body) -> None:
        unit = body.setdefault("unit", {})
        unit |= {"kind": data["unit_kind"], "amount": data["unit_amount"], "unit": data["unit"]}
        if "description" in form.changed_data:
            unit["description"] = {"zh": data["description"]} if data["description"] else {}
        body.setdefault("output", {}).update(amount=data["output_amount"], unit=data["output_unit"])
        body["boundary"], body["method"] = data["boundary"], data["method"]
        body["reference_flow"] = data["reference_flow"]
        body["period"] = {"start": data["start"].isoformat(), "end": data["end"].isoformat()}
        _put(body, "location", data["location"])
        _put(body, "service_years", data["service_years"])
        _put(body.setdefault("product", {}), "mass_kg", data["product_mass"])

    return change


def _put(into: Body, key: str, value: Any) -> None:
    if value in (None, ""):
        into.pop(key, None)
    else:
        into[key] = value


def _known(text: str) -> str:
    try:
        get_unit(text)
    except Refusal as refusal:
        raise forms.ValidationError(said(refusal.message)) from None
    return text
