"""Templates: every visible word by a tag in both languages, no script, no style, every part loadable."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import get_template
from tests.conftest import ROOT

TEMPLATES = ROOT / "src" / "tanji" / "web" / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
BLOCK = re.compile(r"{% t_block %}.*?{% endt_block %}", re.DOTALL)
TOLD = {"alt", "title", "placeholder", "aria-label", "aria-description"}
ALLOWED = re.compile(
    r"[\w-]+\.(?:json|xlsx|csv|zip)|SHA|碳迹|Tanji|English|中文|Apache-2\.0|kg CO₂e|kg|GWP|CSV|SVG|PNG|JSON|XLSX|DOCX|"
    r"PDF|BibTeX|RIS|SYS-\d+|CN|API|TOTP|Excel|WebAuthn|OIDC|HTML|MB|GB/T|ISO|\b[A-Z]\d?\b"
)
LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2,}")


class Words(HTMLParser):
    """Collects what a person would read that no tag has put there, and what the content policy forbids."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.bare, self.forbidden, self.inside = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "style", "code", "kbd"}:
            self.inside.append(tag)
        for name, value in attrs:
            if name in TOLD and value:
                self._word(value)
            if name == "style" or name.startswith(("on", "hx-on")):
                self.forbidden.append(f"{name}={value}")
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.forbidden.append(tag)

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self._word(data)

    def _word(self, text):
        found = LETTERS.findall(ALLOWED.sub(" ", text))
        self.bare += found


def read(path: Path) -> Words:
    words = Words()
    words.feed(TAG.sub(" ", BLOCK.sub(" ", path.read_text("utf-8"))))
    return words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_visible_word_is_said_in_both_languages(path):
    assert not read(path).bare


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_holds_script_or_style(path):
    assert not read(path).forbidden


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_sentence_of_a_tag_is_chinese_first_and_english_second(path):
    for zh, en in re.findall(r'{% t "([^"]*)" "([^"]*)"', path.read_text("utf-8")):
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"“[^”]*”", "", en)), (zh, en)
        assert re.search(r"[\u4e00-\u9fff]", zh) or zh == en or not LETTERS.search(re.sub(r"{\w+}", "", zh)), (zh, en)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_loads(path):
    assert get_template(str(path.relative_to(TEMPLATES)))


def test_a_bare_word_would_be_found():
    words = Words()
    words.feed(TAG.sub(" ", '<p title="Hint">{% t "好" "Good" %} bare words</p><b style="x">字句</b>'))
    assert words.bare == ["Hint", "bare", "words", "字句"]
    assert words.forbidden == ["style=x"]
