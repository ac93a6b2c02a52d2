"""Identifiers of organisations, with their check characters."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from tanji.errors import Refusal, Text

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class BadCode(Refusal):
    """A code whose length, characters or check character are wrong."""

    code = "IDN-001"


def check_uscc(text: str) -> str:
    """A 统一社会信用代码, upper case, if its 18 characters and its check character are right.

    Check: 31 − Σ wᵢcᵢ mod 31 with wᵢ = 3^(i−1) mod 31, over an alphabet without I, O, S, V, Z.
    Source: GB 32100-2015; re-derived on three real codes, not compared with the bought text.

    >>> check_uscc("91330100799655058b")
    '91330100799655058B'
    """
    code = text.strip().upper()
    if len(code) != 18:
        raise _bad(
            text, Text(zh=f"应为 18 位，现为 {len(code)} 位", en=f"it must have 18 characters and has {len(code)}")
        )
    for position, character in enumerate(code, 1):
        if character not in _USCC:
            raise _bad(
                text,
                Text(
                    zh=f"第 {position} 位“{character}”不是允许的字符（不用 I、O、S、V、Z）",
                    en=f'character {position}, "{character}", is not allowed (I, O, S, V, Z are not used)',
                ),
            )
    weighted = sum(_USCC.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    expected = _USCC[-weighted % 31]
    if code[17] != expected:
        raise _bad(
            text,
            Text(
                zh=f"校验位应为“{expected}”，现为“{code[17]}”",
                en=f'the check character must be "{expected}" and is "{code[17]}"',
            ),
        )
    return code


def organisation_code(uscc: str) -> str:
    """The nine-character organisation code (GB 11714) inside a checked 统一社会信用代码.

    >>> organisation_code("91330100799655058B")
    '799655058'
    """
    return check_uscc(uscc)[8:17]


def _bad(text: str, why: Text) -> BadCode:
    return BadCode(
        Text(
            zh=f"统一社会信用代码“{text}”有误：{why.zh}",
            en=f'The unified social credit code "{text}" is wrong: {why.en}',
        ),
        Text(
            zh="请对照营业执照改正；境外主体请改填其他标识（如 LEI）。",
            en="Correct it from the business licence; for parties abroad give another identifier (such as an LEI).",
        ),
    )


def _valid(text: str) -> str:
    try:
        return check_uscc(text)
    except BadCode as refusal:
        raise ValueError(str(refusal)) from None


Uscc = Annotated[str, AfterValidator(_valid)]
"""A member of a document that must be a 统一社会信用代码."""
