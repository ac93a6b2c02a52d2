"""What is asked of a product and of a new study."""

from __future__ import annotations

from typing import Any

from django import forms

from tanji.errors import Text
from tanji.web.frame.words import later, said

SYSTEMS = ("HS 2022", "GB/T 4754-2017", "UN CPC 2.1")
CODES = Text(
    zh="每行一个：体系与代码，如“HS 2022 850760”。体系：HS 2022、GB/T 4754-2017、UN CPC 2.1。",
    en="One a line, system and code: HS 2022 850760. Systems: HS 2022, GB/T 4754-2017, UN CPC 2.1.",
)


class ProductForm(forms.Form):
    """Names, model and classification codes."""

    name = forms.CharField(max_length=200, label=later(Text(zh="产品名称（中文）", en="Name of the product (Chinese)")))
    name_en = forms.CharField(max_length=200, required=False, label=later(Text(zh="英文名称", en="Name in English")))
    model = forms.CharField(max_length=100, required=False, label=later(Text(zh="型号", en="Model")))
    codes = forms.CharField(
        required=False,
        label=later(Text(zh="分类代码", en="Classification codes")),
        help_text=later(CODES),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_codes(self) -> list[dict[str, str]]:
        """Each line as a system that is known and its code."""
        found = []
        for line in self.cleaned_data["codes"].splitlines():
            if not line.strip():
                continue
            system = next((each for each in SYSTEMS if line.strip().startswith(f"{each} ")), None)
            code = line.strip().removeprefix(system or "").strip()
            if system is None or not code:
                told = Text(
                    zh=f"不认识“{line.strip()[:40]}”的体系", en=f"The system of {line.strip()[:40]!r} is not known"
                )
                raise forms.ValidationError(said(told))
            found.append({"system": system, "code": code})
        return found

    @property
    def given(self) -> dict[str, Any]:
        """The values as the action takes them."""
        return dict(self.cleaned_data)


class StudyForm(forms.Form):
    """The name of a new study."""

    name = forms.CharField(max_length=200, label=later(Text(zh="研究名称", en="Name of the study")))


def codes_as_text(codes: list[dict[str, str]]) -> str:
    """Codes as the field shows them."""
    return "\n".join(f"{each['system']} {each['code']}" for each in codes)
