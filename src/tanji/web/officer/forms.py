"""What standards officers, and those who look for a rule, are asked."""

from __future__ import annotations

from django import forms

from tanji.catalog.rule_drafts import LARGEST
from tanji.errors import Text
from tanji.rules.pack import packs
from tanji.web.frame.words import later, said


def _choices() -> list[tuple[str, str]]:
    return [(one.id, f"{one.number or one.id} {said(one.names)}") for one in packs().values()]


class Which(forms.Form):
    """Which rule applies to a product?"""

    name = forms.CharField(label=later(Text(zh="产品名称", en="Product")), required=False, max_length=200)
    system = forms.CharField(
        label=later(Text(zh="分类体系", en="Classification")),
        required=False,
        max_length=60,
        help_text=later(Text(zh="例如 HS 2022、GB/T 4754-2017", en="Such as HS 2022, UN CPC 2.1")),
    )
    code = forms.CharField(label=later(Text(zh="代码", en="Code")), required=False, max_length=40)
    place = forms.CharField(
        label=later(Text(zh="地点", en="Place")),
        required=False,
        max_length=12,
        help_text=later(Text(zh="ISO 3166 代码，例如 CN-37", en="ISO 3166 code, such as CN-37")),
    )
    on = forms.DateField(
        label=later(Text(zh="日期", en="Day")), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class Two(forms.Form):
    """Two packs to compare."""

    before = forms.ChoiceField(label=later(Text(zh="甲", en="First")), choices=_choices)
    after = forms.ChoiceField(label=later(Text(zh="乙", en="Second")), choices=_choices)


class Begin(forms.Form):
    """A new draft of a rule."""

    name = forms.CharField(label=later(Text(zh="规则名称", en="Name of the rule")), max_length=200)
    like = forms.ChoiceField(label=later(Text(zh="以此为范本", en="Begin like")), choices=_choices)


class Write(forms.Form):
    """The text of one file of a draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=later(Text(zh="内容（YAML）", en="Text (YAML)")),
        max_length=LARGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )
