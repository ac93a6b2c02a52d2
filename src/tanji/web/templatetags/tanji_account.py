"""Tags of the pages of people and organisations."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tanji.accounts.kinds import role_words
from tanji.errors import Text
from tanji.web.frame.words import day, said

register = template.Library()
NEVER = Text(zh="从未", en="never")


@register.simple_tag
def role_word(role: str) -> str:
    """A role in the language of the request."""
    return said(role_words(role))


@register.filter
def day_or_never(value: datetime | None) -> SafeString:
    """A date in words, or that it has never been."""
    if value is None:
        return format_html('<span class="soft">{}</span>', said(NEVER))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
