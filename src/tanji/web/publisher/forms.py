"""What publishers are asked."""

from __future__ import annotations

from django import forms

from tanji.errors import Text
from tanji.registry.databases.importing import ALLOCATIONS
from tanji.registry.databases.publication import OPINIONS
from tanji.web.frame.words import later

_ALLOCATED = {
    "reference": Text(zh="全部归于定量基准", en="All to the quantitative reference"),
    "default": Text(zh="按各过程的默认方法", en="By the default of each process"),
    "mass": Text(zh="按质量", en="By mass"),
    "energy": Text(zh="按能量", en="By energy"),
    "carbon": Text(zh="按碳含量", en="By carbon"),
    "economic": Text(zh="按价值", en="By value"),
    "physical": Text(zh="按文件中的物理因子", en="By physical factors of the file"),
    "causal": Text(zh="按文件中的因果因子", en="By causal factors of the file"),
}


class NewDatabase(forms.Form):
    """A new database."""

    name = forms.CharField(label=later(Text(zh="名称", en="Name")), max_length=200)
    name_en = forms.CharField(label=later(Text(zh="英文名称", en="English name")), required=False, max_length=200)
    identifier = forms.CharField(
        label=later(Text(zh="标识", en="Identifier")),
        max_length=63,
        help_text=later(
            Text(
                zh="小写字母、数字和连字符，例如 steel-cn；以后不能更改。",
                en="a–z, 0–9 and hyphens, such as steel-cn; it never changes.",
            )
        ),
    )
    scope = forms.CharField(
        label=later(Text(zh="范围", en="Scope")), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    licence = forms.CharField(
        label=later(Text(zh="默认许可", en="Default licence")),
        required=False,
        max_length=200,
        help_text=later(
            Text(
                zh="例如 CC-BY-4.0；不填则只公开元数据。", en="Such as CC-BY-4.0; without one only metadata are shown."
            )
        ),
    )


class NewRelease(forms.Form):
    """What is said of a file beside its content."""

    version = forms.CharField(
        label=later(Text(zh="版本号", en="Version")),
        max_length=60,
        help_text=later(Text(zh="例如 2026.1；发布后不再更改。", en="Such as 2026.1; a release never changes.")),
    )
    note = forms.CharField(
        label=later(Text(zh="变更说明", en="What is new")), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    allocation = forms.ChoiceField(
        label=later(Text(zh="多产出过程的分配", en="Allocation of co-products")),
        choices=[(each, later(_ALLOCATED[each])) for each in ALLOCATIONS],
    )
    owner = forms.CharField(label=later(Text(zh="权利人", en="Owner of the data")), required=False, max_length=200)
    licence = forms.CharField(label=later(Text(zh="许可", en="Licence")), required=False, max_length=200)
    sector = forms.CharField(label=later(Text(zh="行业", en="Sector")), required=False, max_length=100)
    region = forms.CharField(label=later(Text(zh="地区", en="Region")), required=False, max_length=20)
    year = forms.IntegerField(
        label=later(Text(zh="数据年份", en="Year of the data")), required=False, min_value=1900, max_value=2100
    )


class SelfCheck(forms.Form):
    """What a publisher says with the self-check."""

    method_statement = forms.CharField(
        label=later(Text(zh="方法说明", en="Statement of methods")),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=later(
            Text(zh="系统边界、分配、取舍准则和数据质量。", en="Boundaries, allocation, cut-off and quality of data.")
        ),
    )
    rights = forms.CharField(
        label=later(Text(zh="权利声明", en="Statement of rights")),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=later(
            Text(zh="数据来自哪里，凭什么可以公开。", en="Where the data come from and why they may be published.")
        ),
    )


class Opinion(forms.Form):
    """What a reviewer says."""

    opinion = forms.ChoiceField(
        label=later(Text(zh="意见", en="Opinion")),
        choices=[(code, later(said)) for code, said in OPINIONS.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=later(Text(zh="理由", en="Reasons")), widget=forms.Textarea(attrs={"rows": 5}))


class Invite(forms.Form):
    """Which organisation is brought into a case."""

    organisation = forms.CharField(
        label=later(Text(zh="机构全称、统一社会信用代码或 LEI", en="Full name, USCC or LEI of the organisation")),
        max_length=200,
    )
