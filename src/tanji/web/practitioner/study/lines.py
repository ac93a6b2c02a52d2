"""One line of a card: the form that asks for it, and what the answers do to the body of the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django import forms

from tanji.accounts.refusals import Invalid
from tanji.assess.scheme import scheme
from tanji.catalog.drafts import Body
from tanji.errors import Refusal, Text
from tanji.model.figure import DataType
from tanji.model.quantity import get_unit
from tanji.model.study import ActivityKind, Stage
from tanji.registry.studies.computing import QUALITY
from tanji.reports.words import DATA_TYPES, KINDS, STAGES
from tanji.web.frame.words import later, said
from tanji.web.practitioner.study.cards import Card

Line = dict[str, Any]
_NEEDS_BOTH = Text(zh="两项须一起填写", en="Both are needed together")
_DERIVED = Text(zh="（由数据推得，或未提供）", en="(derived from the data, or not given)")
_NONE = ("", later(Text(zh="（未提供）", en="(not given)")))
_FIGURES: Final = {
    "amount": Text(zh="数量", en="Amount"),
    "loss_percent": Text(zh="损耗 %", en="Loss, %"),
    "mass_kg": Text(zh="运输质量 kg", en="Mass carried, kg"),
    "distance_km": Text(zh="运输距离 km", en="Distance, km"),
    "years": Text(zh="使用年限", en="Years of use"),
    "per_year": Text(zh="每年用量", en="Amount per year"),
    "own_value": Text(zh="自有因子 kg CO₂e", en="Own factor, kg CO₂e"),
    "spread_percent": Text(zh="数量不确定度 ± %（k = 2）", en="Uncertainty of the amount, ± % (k = 2)"),
}


class LineForm(forms.Form):
    """A line: what, how much, with what loss, from whom, by which factor, from which source."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, label=later(Text(zh="名称", en="Name")))
    name_en = forms.CharField(max_length=200, required=False, label=later(Text(zh="英文名称", en="Name in English")))
    kind = forms.ChoiceField(label=later(Text(zh="类型", en="Sort")))
    stage = forms.ChoiceField(
        label=later(Text(zh="阶段", en="Stage")), choices=[(each.value, later(STAGES[each])) for each in Stage]
    )
    unit = forms.CharField(max_length=20, required=False, label=later(Text(zh="单位", en="Unit")))
    supplier = forms.CharField(max_length=200, required=False, label=later(Text(zh="供应商", en="Supplier")))
    own_unit = forms.CharField(
        max_length=20, required=False, label=later(Text(zh="自有因子的单位", en="Unit of the own factor"))
    )
    data_type = forms.ChoiceField(
        required=False,
        label=later(Text(zh="数据来源类型", en="Where the amount is from")),
        choices=[_NONE, *((each.value, later(DATA_TYPES[each])) for each in DataType)],
    )
    document = forms.CharField(max_length=300, required=False, label=later(Text(zh="来源文件", en="Document")))
    year = forms.IntegerField(
        required=False, min_value=1900, max_value=2200, label=later(Text(zh="来源年份", en="Year of the source"))
    )
    note = forms.CharField(
        required=False,
        max_length=1000,
        label=later(Text(zh="备注", en="Note")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order: Final = (
        *("revision", "name", "name_en", "kind", "stage", "amount", "unit", "loss_percent", "mass_kg", "distance_km"),
        *("years", "per_year", "supplier", "own_value", "own_unit", "data_type", "document", "year"),
        *("spread_percent", "note"),
    )

    def __init__(self, card: Card, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in _FIGURES.items():
            least = None if name == "own_value" else 0
            widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "figure"})
            self.fields[name] = forms.FloatField(required=False, label=later(label), widget=widget, min_value=least)
        known = self.initial.get("kind")
        kinds = [*card.kinds, *([ActivityKind(known)] if known and known not in card.kinds else [])]
        self.fields["kind"].choices = [(each.value, later(KINDS[each])) for each in kinds]  # type: ignore[attr-defined]
        for each in scheme(QUALITY).indicators:
            named = said(each.names)
            choices = [(str(score), f"{score} · {said(words)}") for score, words in each.scores.items()]
            self.fields[f"score_{each.id}"] = forms.ChoiceField(
                required=False, label=named, choices=[("", said(_DERIVED)), *choices]
            )
        for name in _LEFT_OUT.get(card.id, _TRAVEL + _USE):
            if self.initial.get(name) is None:
                del self.fields[name]
        self.order_fields(self.order)

    def clean_unit(self) -> str:
        """A unit that there is."""
        return _unit(self.cleaned_data["unit"])

    def clean_own_unit(self) -> str:
        """A unit that there is."""
        return _unit(self.cleaned_data["own_unit"])

    def clean(self) -> dict[str, Any]:
        """Figures that belong together are given together."""
        found = super().clean() or {}
        for one, other in (("mass_kg", "distance_km"), ("years", "per_year"), ("own_value", "own_unit")):
            if found.get(one) in (None, "") and found.get(other) not in (None, ""):
                self.add_error(one, said(_NEEDS_BOTH))
            elif found.get(one) not in (None, "") and other in self.fields and found.get(other) in (None, ""):
                self.add_error(other, said(_NEEDS_BOTH))
        if found.get("amount") is not None and not found.get("unit"):
            self.add_error("unit", said(Text(zh="请填写单位", en="Give the unit")))
        return found


_TRAVEL: Final = ("mass_kg", "distance_km")
_USE: Final = ("years", "per_year")
_LEFT_OUT: Final = {"transport": _USE, "use": _TRAVEL, "waste": _USE}


def initial(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as the form shows it."""
    link, data, names = line.get("link") or {}, line.get("data") or {}, line.get("names") or {}
    travel, use, spread = line.get("transport") or {}, line.get("use") or {}, line.get("uncertainty") or {}
    own = link if link.get("kind") == "own_factor" else {}
    found = {key: line.get(key) for key in ("kind", "stage", "amount", "unit", "loss_percent", "supplier", "note")}
    quality = line.get("quality") or {}
    scores = quality.get("scores", {}) if quality.get("scheme") == QUALITY else {}
    found |= {f"score_{name}": f"{score:g}" for name, score in scores.items()}
    return found | {
        "name": names.get("zh") or names.get("en"),
        "name_en": names.get("en") if names.get("zh") else None,
        "mass_kg": travel.get("mass_kg"),
        "distance_km": travel.get("distance_km"),
        "years": use.get("years"),
        "per_year": use.get("per_year"),
        "own_value": own.get("value"),
        "own_unit": own.get("unit"),
        "data_type": data.get("type"),
        "document": data.get("document"),
        "year": data.get("year"),
        "spread_percent": round(200 * spread["sd"], 9) if _normal(spread) else None,
    }


def saved(form: LineForm, line: str) -> Callable[[Body], None]:
    """What saving a form does to the body: the line with what was changed; members the form does not ask stay."""

    def change(body: Body) -> None:
        activities = body.setdefault("activities", [])
        found = next((each for each in activities if each.get("id") == line), None)
        if found is None:
            found = {"id": line}
            activities.append(found)
        _apply(found, form.cleaned_data, set(form.changed_data))

    return change


def removed(line: str) -> Callable[[Body], None]:
    """What removing a line does: it, and what is inside of it where it is an assembly."""

    def change(body: Body) -> None:
        gone = {line}
        activities = body.get("activities", [])
        while inside := {each["id"] for each in activities if each.get("parent") in gone} - gone:
            gone |= inside
        body["activities"] = [each for each in activities if each.get("id") not in gone]

    return change


def linked(line: str, database: str, process: str) -> Callable[[Body], None]:
    """What choosing a background process does to a line."""

    def change(body: Body) -> None:
        for each in body.get("activities", []):
            if each.get("id") == line:
                each["link"] = {"kind": "process", "database": database, "process": process, "decided_by": "mapping"}

    return change


def fresh(card: Card, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new line of a card begins with: the name and sort of the question that it answers."""
    found = {"kind": card.kinds[0].value, "stage": card.stage.value}
    return found | {key: asked[key] for key in ("name", "name_en", "kind", "stage") if asked.get(key)}


def told(name: str, *, new: bool) -> Text:
    """What the history says of a line that was saved."""
    return Text(zh=f"新增“{name}”", en=f"{name} added") if new else Text(zh=f"修改“{name}”", en=f"{name} changed")


def factor_of(line: Mapping[str, Any] | None) -> str:
    """The factor that a line takes, as a short word: database and process, or where else it is from."""
    link = (line or {}).get("link") or {}
    if link.get("kind") == "process":
        return f"{link['database']}:{link['process']}"
    if link.get("kind") == "own_factor":
        return f"{link['value']} kg CO₂e/{link['unit']}"
    return str(link.get("kind") or (line or {}).get("gas") or "")


def revision(posted: Mapping[str, str]) -> int:
    """The revision that who posts has seen. Refuses Invalid without one."""
    text = posted.get("revision", "")
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(Text(zh="缺少版本号", en="The revision is missing"))
    return int(text)


def new_id(process: str | None, taken: set[str]) -> str:
    """The id of a new line: that of the unit process that it answers, else one of its own."""
    if not process:
        return f"line-{uuid4().hex[:8]}"
    number = 1
    while (name := process if number == 1 else f"{process}-{number}") in taken:
        number += 1
    return name


def _apply(line: Line, data: Mapping[str, Any], changed: set[str]) -> None:
    names = {"zh": data["name"], **({"en": data["name_en"]} if data.get("name_en") else {})}
    if changed & {"name", "name_en"} or "names" not in line:
        line["names"] = names
    for key in ("kind", "stage", "amount", "unit", "loss_percent", "supplier", "note"):
        if key in changed or key not in line:
            _put(line, key, data.get(key))
    for key, members in (("transport", _TRAVEL), ("use", _USE)):
        if changed & set(members):
            _put(line, key, {name: data[name] for name in members} if data.get(members[0]) is not None else None)
            line.pop("amount", None) if line.get(key) else None
    if changed & {"data_type", "document", "year"}:
        source = {"type": data["data_type"], "document": data["document"], "year": data["year"]}
        held = {**(line.get("data") or {}), **source}
        _put(line, "data", {k: v for k, v in held.items() if v not in (None, "")} if data["data_type"] else None)
    if changed & {"own_value", "own_unit"}:
        _own(line, data)
    if any(name.startswith("score_") for name in changed):
        scores = {k.removeprefix("score_"): float(v) for k, v in data.items() if k.startswith("score_") and v}
        _put(line, "quality", {"scheme": QUALITY, "scores": scores} if scores else None)
    if "spread_percent" in changed:
        percent = data.get("spread_percent")
        spread = {"kind": "normal", "relative": True, "mean": 1.0, "sd": (percent or 0) / 200}
        _put(line, "uncertainty", spread if percent else None)


def _own(line: Line, data: Mapping[str, Any]) -> None:
    if data.get("own_value") is None:
        if (line.get("link") or {}).get("kind") == "own_factor":
            line.pop("link")
        return
    kind = "supplier" if data.get("supplier") else data.get("data_type") or "assumption"
    source = {
        "type": kind,
        "publisher": data.get("supplier"),
        "document": data.get("document"),
        "year": data.get("year"),
    }
    known = {key: value for key, value in source.items() if value not in (None, "")}
    line["link"] = {"kind": "own_factor", "value": data["own_value"], "unit": data["own_unit"], "source": known}


def _put(line: Line, key: str, value: Any) -> None:
    if value in (None, ""):
        line.pop(key, None)
    else:
        line[key] = value


def _unit(text: str) -> str:
    if text:
        try:
            get_unit(text)
        except Refusal as refusal:
            raise forms.ValidationError(said(refusal.message)) from None
    return text


def _normal(spread: Mapping[str, Any]) -> bool:
    return spread.get("kind") == "normal" and spread.get("relative") is True and "sd" in spread
