"""The SM3 hash of GB/T 32905-2016, from OpenSSL where it is there, in plain Python where it is not.

Source: GB/T 32905-2016, Information security techniques: SM3 cryptographic hash algorithm; the test
vector for "abc" is that of its appendix A.1.
"""

from __future__ import annotations

import hashlib

_WORD = 0xFFFFFFFF
_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def sm3(data: bytes) -> bytes:
    """The 32-byte SM3 hash.

    >>> sm3(b"abc").hex()[:16]
    '66c7f0f462eeedd9'
    """
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", data).digest()
    return sm3_in_python(data)


def sm3_in_python(data: bytes) -> bytes:
    """The same hash without OpenSSL, for builds of Python that lack it."""
    length = len(data) * 8
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + length.to_bytes(8, "big")
    state: tuple[int, ...] = _START
    for offset in range(0, len(padded), 64):
        state = _compress(state, padded[offset : offset + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _rotate(word: int, bits: int) -> int:
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & _WORD


def _p0(word: int) -> int:
    return word ^ _rotate(word, 9) ^ _rotate(word, 17)


def _p1(word: int) -> int:
    return word ^ _rotate(word, 15) ^ _rotate(word, 23)


def _expand(block: bytes) -> list[int]:
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = _p1(words[j - 16] ^ words[j - 9] ^ _rotate(words[j - 3], 15))
        words.append(mixed ^ _rotate(words[j - 13], 7) ^ words[j - 6])
    return words


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _rotate((_rotate(a, 12) + e + _rotate(constant, j)) & _WORD, 7)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & _WORD & g)
        tt1 = (ff + d + (ss1 ^ _rotate(a, 12)) + (w[j] ^ w[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + w[j]) & _WORD
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = _p0(tt2), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
