"""Every sentence that a person may see stands there in Chinese and in English."""

import ast
import re

import pytest
from tests.architecture.source import calls, modules

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")


@pytest.mark.parametrize("path", modules())
def test_every_text_is_given_in_both_languages(path):
    faults = [f"line {call.lineno}: {fault}" for call in calls(modules()[path], "Text") if (fault := _fault(call))]
    assert not faults, f"{path}: {faults}"


def _fault(call):
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in given:
        return ""
    if set(given) != {"zh", "en"} or call.args:
        return "give zh= and en="
    zh, en = _words(given["zh"]), _words(given["en"])
    if zh == "" or en == "":
        return "an empty sentence"
    if zh and LATIN.search(zh) and not CHINESE.search(zh):
        return f"zh is not Chinese: {zh}"
    if en and CHINESE.search(en) and not LATIN.search(en):
        return f"en is not English: {en}"
    return ""


def _words(node):
    """What of a string is written in the source; None where the string is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value).strip()
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values).strip()
    return None
