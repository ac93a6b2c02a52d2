"""Identifiers of organisations abroad, with their check digits."""

from __future__ import annotations

import re

from tanji.errors import Refusal, Text

_FORM = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


class BadLei(Refusal):
    """A legal entity identifier whose length, characters or check digits are wrong."""

    code = "ACC-001"


def check_lei(text: str) -> str:
    """A legal entity identifier, upper case, if its 20 characters and its two check digits are right.

    Check: with A = 10 … Z = 35, the whole number mod 97 is 1. Source: ISO 17442-1 with ISO/IEC 7064 MOD 97-10.

    >>> check_lei("5493001kjtiigc8y1r12")
    '5493001KJTIIGC8Y1R12'
    """
    code = text.strip().upper()
    if not _FORM.fullmatch(code):
        raise _bad(
            text,
            Text(zh="应为 20 位数字和大写字母，末两位为数字", en="it has 20 digits and letters, the last two digits"),
        )
    if int("".join(str(int(character, 36)) for character in code)) % 97 != 1:
        raise _bad(text, Text(zh="校验位不符", en="its check digits do not fit"))
    return code


def _bad(text: str, why: Text) -> BadLei:
    return BadLei(
        Text(zh=f"法人机构识别编码（LEI）“{text}”有误：{why.zh}", en=f'The LEI "{text}" is wrong: {why.en}'),
        Text(zh="请在 LEI 证书上核对。", en="Compare it with the certificate of the LEI."),
    )
