"""Tags for templates: both languages, figures, icons, links that keep the rest of the address."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, json_script
from django.utils.safestring import SafeString

from tanji.errors import Text
from tanji.reports.figures import THIN, percent, significant
from tanji.web.frame import icons, parts, words
from tanji.web.frame.states import State, state

register = template.Library()
NOT_GIVEN = Text(zh="未提供", en="not given")


@register.simple_tag
def t(zh: str, en: str, **values: object) -> SafeString:
    """A sentence in the language of the request; `{name}` in it is filled from the keywords, escaped.

    {% t "共 {n} 行" "{n} rows" n=count %}
    """
    chosen = zh if words.language() == "zh" else en
    if values:
        return format_html(chosen, **{name: words.said(value) for name, value in values.items()})
    return conditional_escape(chosen)


class _Both(Node):
    """Two halves, of which one is shown."""

    def __init__(self, zh: NodeList, en: NodeList) -> None:
        self.zh, self.en = zh, en

    def render(self, context: Context) -> SafeString:
        """The half of the language."""
        return (self.zh if words.language() == "zh" else self.en).render(context)


@register.tag
def t_block(parser: Parser, token: Token) -> _Both:
    """Longer text with markup: {% t_block %}中文{% en %}English{% endt_block %}."""
    del token
    zh = parser.parse(("en",))
    parser.delete_first_token()
    en = parser.parse(("endt_block",))
    parser.delete_first_token()
    return _Both(zh, en)


@register.filter
def said(value: object) -> str:
    """A Text or the names of a document in the language of the request."""
    return words.said(value)


@register.filter
def figure(value: float | None) -> SafeString:
    """A number with four significant digits; pointing at it shows all digits, and copying takes them. Counts whole."""
    if value is None:
        return format_html('<span class="missing">{}</span>', words.said(NOT_GIVEN))
    if isinstance(value, int):
        return format_html('<data class="n" value="{}">{}</data>', value, f"{value:,}".replace(",", THIN))
    number = float(value)
    return format_html('<data class="n" value="{0}" title="{0}">{1}</data>', repr(number), significant(number))


@register.filter
def plain_figure(value: float | None) -> str:
    """The same without markup, for titles and attributes."""
    return words.said(NOT_GIVEN) if value is None else significant(float(value))


@register.filter
def share(value: float | None) -> str:
    """A share of 1 as a percentage."""
    return words.said(NOT_GIVEN) if value is None else percent(float(value))


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """A date in words with its machine form."""
    if value is None:
        return format_html('<span class="missing">{}</span>', words.said(NOT_GIVEN))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.day(value))


@register.filter
def moment(value: datetime | None) -> SafeString:
    """A date with hour and minute, with its machine form."""
    if value is None:
        return format_html('<span class="missing">{}</span>', words.said(NOT_GIVEN))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.moment(value))


@register.filter
def or_missing(value: object) -> object:
    """The value in words, or that it is not given."""
    if value is None or value == "":
        return format_html('<span class="missing">{}</span>', words.said(NOT_GIVEN))
    return words.said(value)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration for a word beside it."""
    if name not in icons.names():
        raise KeyError(f"no icon {name}: add it to web/frame/data/icons.txt and run tools/vendor_web.py")
    about = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', about, static(icons.SPRITE), name)


@register.simple_tag
def state_of(code: str | State) -> State:
    """The icon, word and tone of a state."""
    return code if isinstance(code, State) else state(str(code))


@register.simple_tag(takes_context=True)
def link_with(context: Context, **changes: object) -> SafeString:
    """The address of this page with some of its query changed; an empty value leaves a key out."""
    request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    text = query.urlencode()
    return conditional_escape(f"{request.path}?{text}" if text else request.path)


@register.simple_tag
def data_script(value: Any, element: str) -> SafeString:
    """Data for a script, as a JSON block with an id; nothing in it is run."""
    return json_script(value, element)


@register.simple_tag
def lang() -> str:
    """The language of the page as HTML wants it."""
    return "zh-CN" if words.language() == "zh" else "en"


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, with its hash where files are collected."""
    return static(path)


@register.simple_tag
def faults_of(form: object) -> object:
    """The errors of a Django form as lines that lead to their fields."""
    return parts.faults_of(form)


@register.filter
def figure_or_words(value: object) -> object:
    """A number with four significant digits, words as they are, or that it is not given."""
    return figure(value) if value is None or isinstance(value, int | float) else words.said(value)


@register.filter
def unlocal(value: float | None) -> str:
    """A number as machines read it."""
    return "" if value is None else repr(float(value))


@register.filter
def in_language(value: str | None) -> str:
    """Of a text written as 「中文 / English」 the half in the language of the request; any other text as it is."""
    if not value or " / " not in value:
        return value or ""
    zh, en = value.split(" / ", 1)
    return zh if words.language() == "zh" else en
