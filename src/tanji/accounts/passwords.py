"""Rules for passwords that Django has no Chinese words for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from tanji.accounts.models import Person
from tanji.errors import Text


class LongEnough:
    """A password has at least so many characters."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError for a shorter one."""
        del user
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule in the language of the request."""
        text = Text(zh=f"密码至少 {self.least} 个字符。", en=f"A password has at least {self.least} characters.")
        return text.of("en" if (get_language() or "zh").startswith("en") else "zh")
