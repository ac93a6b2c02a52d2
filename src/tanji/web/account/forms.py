"""Forms of people and organisations. They look at shapes; what is allowed and right the actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tanji.accounts.acting import Acting
from tanji.accounts.actions import About
from tanji.accounts.keys import scopes_of
from tanji.accounts.kinds import kinds, regions, role_words, roles_of
from tanji.errors import Refusal, Text
from tanji.web.account.scopes import scope_words
from tanji.web.frame.words import later


class Organisation(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=later(Text(zh="中文名称", en="Name in Chinese")), max_length=200)
    name_en = forms.CharField(label=later(Text(zh="英文名称", en="Name in English")), max_length=200, required=False)
    uscc = forms.CharField(
        label=later(Text(zh="统一社会信用代码", en="Unified social credit code")),
        max_length=18,
        required=False,
        help_text=later(Text(zh="18 位，见营业执照", en="18 characters, on the business licence")),
    )
    region = forms.ChoiceField(label=later(Text(zh="所在地区", en="Province")), required=False)
    lei = forms.CharField(
        label=later(Text(zh="法人机构识别编码（LEI）", en="Legal entity identifier (LEI)")),
        max_length=20,
        required=False,
        help_text=later(Text(zh="境外机构可填", en="For organisations abroad")),
    )
    other_id = forms.CharField(
        label=later(Text(zh="其他标识", en="Another identifier")), max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", later(Text(zh="未提供", en="not given")))
        self.fields["region"].choices = [none, *((code, later(text)) for code, text in regions().items())]  # type: ignore[attr-defined]

    def about(self) -> About:
        """What the form says, once it is valid."""
        names = ("name", "name_en", "uscc", "region", "lei", "other_id")
        return About(**{name: self.cleaned_data[name] for name in names})

    def refuse(self, refusal: Refusal) -> None:
        """Set what an action has refused beside the field that it is about."""
        field = {"IDN-001": "uscc", "ACC-001": "lei"}.get(refusal.code)
        words = [later(refusal.message), *([later(refusal.hint)] if refusal.hint else [])]
        self.add_error(field, words)


class Founding(Organisation):
    """A new organisation, with its kind."""

    kind = forms.ChoiceField(label=later(Text(zh="机构类型", en="Kind of organisation")), widget=forms.RadioSelect)
    field_order = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_kinds = [kind for kind in kinds().values() if kind.by_anybody]
        self.fields["kind"].choices = [(kind.name, later(kind.words)) for kind in open_kinds]  # type: ignore[attr-defined]


class Roles(forms.Form):
    """Roles of a member: those that the kind of the organisation has."""

    roles = forms.MultipleChoiceField(label=later(Text(zh="角色", en="Roles")), widget=forms.CheckboxSelectMultiple)

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(role, later(role_words(role))) for role in roles_of(acting.organisation.kind)]
        self.fields["roles"].choices = found  # type: ignore[attr-defined]

    def refuse(self, refusal: Refusal) -> None:
        """Set what an action has refused on top."""
        self.add_error(None, [later(refusal.message), *([later(refusal.hint)] if refusal.hint else [])])


class Invite(Roles):
    """An invitation by e-mail."""

    email = forms.EmailField(label=later(Text(zh="电子邮箱", en="E-mail address")))
    field_order = ("email", "roles")


class Key(forms.Form):
    """A key for machines."""

    name = forms.CharField(
        label=later(Text(zh="密钥名称", en="Name of the key")),
        max_length=100,
        help_text=later(Text(zh="用在哪里，如“MES 系统”", en="Where it is used, such as the name of a system")),
    )
    days = forms.TypedChoiceField(label=later(Text(zh="有效期", en="Ends after")), coerce=int, empty_value=None)
    scopes = forms.MultipleChoiceField(label=later(Text(zh="范围", en="Scopes")), widget=forms.CheckboxSelectMultiple)

    def __init__(self, acting: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(days, later(words)) for days, words in _DAYS]  # type: ignore[attr-defined]
        found: Sequence[str] = scopes_of(acting)
        self.fields["scopes"].choices = [(each, later(scope_words(each))) for each in found]  # type: ignore[attr-defined]

    def refuse(self, refusal: Refusal) -> None:
        """Set what an action has refused on top."""
        self.add_error(None, [later(refusal.message), *([later(refusal.hint)] if refusal.hint else [])])


class Profile(forms.Form):
    """Name and language of a person."""

    name = forms.CharField(label=later(Text(zh="姓名", en="Name")), max_length=100, required=False)
    language = forms.ChoiceField(
        label=later(Text(zh="语言", en="Language")),
        choices=[("zh", "中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )


_DAYS = (
    (30, Text(zh="30 天", en="30 days")),
    (90, Text(zh="90 天", en="90 days")),
    (365, Text(zh="1 年", en="one year")),
)
