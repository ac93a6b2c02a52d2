"""Every visible word of a template stands in both languages: in `t`, in `t_block`, or comes from outside."""

import re

import pytest
from tests.architecture.source import SOURCE

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
TAG = re.compile(r"\{%\s*(?:t|text)\s+(.*?)%\}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
PLAIN = re.compile(
    r"\{#.*?#\}|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{%\s*t_block\s*%\}.*?\{%\s*endt_block\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(?:code|kbd|svg|script|style)\b.*?</(?:code|kbd|svg|script|style)>"
    r"|<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>|&[a-z#0-9]+;",
    re.DOTALL,
)
SAID_TO_ALL = re.compile(
    r"碳迹|Tanji|CO₂e?|kg|JSON|XLSX|DOCX|PDF|CSV|SVG|PNG|API|TOTP|WebAuthn|中文|English|YAML|MB|UTF-8|GB18030|GWP|SHA-256|[a-z]+\.json|\bCN\b|BibTeX|RIS|Apache-2\.0"
)
ATTRIBUTE = re.compile(r"""\b(?:aria-label|title|alt|placeholder)=(?:"([^"]*)"|'([^']*)')""")

TEMPLATES = sorted((SOURCE / "web" / "templates").rglob("*.html"))


def _name(path):
    return str(path.relative_to(SOURCE))


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_visible_word_stands_in_one_language_alone(path):
    text = path.read_text("utf-8")
    left = SAID_TO_ALL.sub("", PLAIN.sub(" ", text))
    words = [word for word in left.split() if LATIN.search(word) or CHINESE.search(word)]
    assert not words, f"{_name(path)}: {words[:8]}"
    bare = [
        value
        for pair in ATTRIBUTE.findall(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text))
        if (value := SAID_TO_ALL.sub("", pair[0] or pair[1]).strip()) and (LATIN.search(value) or CHINESE.search(value))
    ]
    assert not bare, f"{_name(path)}: {bare[:8]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_each_sentence_is_given_in_chinese_and_in_english(path):
    faults = []
    for found in TAG.findall(path.read_text("utf-8")):
        quoted = [one or other for one, other in QUOTED.findall(found)][:2]
        if len(quoted) < 2:
            faults.append(f"one language: {found[:60]}")
        elif LATIN.search(quoted[0]) and not CHINESE.search(quoted[0]) and quoted[0] != quoted[1]:
            faults.append(f"not Chinese: {quoted[0]}")
        elif CHINESE.search(quoted[1]) and not LATIN.search(quoted[1]):
            faults.append(f"not English: {quoted[1]}")
    assert not faults, f"{_name(path)}: {faults}"
