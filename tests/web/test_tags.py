"""The tag library: languages, figures, icons, links."""

from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tanji.errors import Text


def said(text, language="zh", **context):
    with translation.override("zh-hans" if language == "zh" else "en"):
        return Template("{% load tanji %}" + text).render(Context(context))


def test_a_sentence_is_said_in_the_language_of_the_request():
    assert said('{% t "缺少" "Missing" %}') == "缺少"
    assert said('{% t "缺少" "Missing" %}', "en") == "Missing"


def test_what_is_filled_in_is_escaped():
    assert said('{% t "共 {n} 行" "{n} rows" n=name %}', "en", name="<b>") == "&lt;b&gt; rows"


def test_a_block_shows_one_of_its_halves():
    assert said("{% t_block %}<b>好</b>{% en %}<b>Good</b>{% endt_block %}", "en") == "<b>Good</b>"


def test_a_text_and_the_names_of_a_document_are_said():
    assert said("{{ a|said }} {{ b|said }}", "en", a=Text(zh="钢", en="Steel"), b={"zh": "铝", "en": "Aluminium"}) == (
        "Steel Aluminium"
    )
    assert said("{{ b|said }}", "en", b={"zh": "铝"}) == "铝"


def test_a_figure_shows_four_digits_and_keeps_the_others():
    assert said("{{ x|figure }}", x=1234567.891) == (
        '<data class="n" value="1234567.891" title="1234567.891">1\u202f235\u202f000</data>'
    )


def test_a_missing_figure_is_said_to_be_missing_and_never_zero():
    assert "未提供" in said("{{ x|figure }}", x=None)
    assert "not given" in said("{{ x|figure }}", "en", x=None)
    assert ">0<" in said("{{ x|figure }}", x=0.0)


def test_dates_are_written_as_people_write_them():
    assert ">2026年11月23日<" in said("{{ d|day }}", d=date(2026, 11, 23))
    assert ">23 November 2026<" in said("{{ d|day }}", "en", d=date(2026, 11, 23))


def test_an_icon_that_the_sprite_lacks_is_refused():
    assert "sprite.svg#search" in said('{% icon "search" %}')
    with pytest.raises(KeyError, match="no icon"):
        said('{% icon "no-such-icon" %}')


def test_a_link_changes_one_key_and_keeps_the_others():
    request = RequestFactory().get("/factors/?q=a%26b&page=3")
    assert said('{% link_with lang="en" page="" %}', request=request) == "/factors/?q=a%26b&amp;lang=en"


def test_every_state_has_an_icon_of_the_sprite_and_both_words():
    from tanji.web.frame import icons
    from tanji.web.frame.states import STATES

    for code, shown in STATES.items():
        assert shown.icon in icons.names(), code
        assert shown.word.zh != shown.word.en


def test_a_page_beyond_the_last_becomes_the_last():
    from tanji.web.frame.parts import paged

    shown, pages = paged(list(range(45)), asked="99")
    assert list(shown) == [40, 41, 42, 43, 44]
    assert (pages.number, pages.first, pages.last, pages.next, pages.previous) == (3, 41, 45, None, 2)
    assert paged([], asked="x")[1].total == 0
