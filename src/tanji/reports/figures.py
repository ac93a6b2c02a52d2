"""How figures are shown: four significant digits on screen, in full in cells behind a format of four.

Rounding is half to even (四舍六入五成双), as GB/T 8170-2008 asks (number known, clause unverified), on the shortest
decimal that stands for the floating-point number, which is what a person reads in the file: 2.675 is rounded as 2.675
although its bits stand for a little less. Only what is shown is rounded, once; the figures behind it stay whole.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import floor, isfinite, log10
from unicodedata import east_asian_width

DIGITS = 4
THIN = "\u202f"
"""The thin space between groups of three digits; it does not break."""
SMALLEST, LARGEST = 1e-5, 1e12
"""Outside of these a figure is shown with a power of ten."""
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def significant(value: float, *, digits: int = DIGITS, trim: bool = False) -> str:
    """A figure with so many significant digits; `trim` leaves out the zeros at its end.

    >>> significant(1234567.0).replace(THIN, " "), significant(12.0), significant(12.0, trim=True)
    ('1 235 000', '12.00', '12')
    >>> significant(0.00001234567), significant(-1.5e-9), significant(0.0)
    ('0.00001235', '−1.500×10⁻⁹', '0')
    """
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else str(value)
    exact = rounded(abs(value), digits)
    power = exact.adjusted()
    mantissa = f"{exact.scaleb(-power):.{digits - 1}f}"
    if SMALLEST <= abs(value) < LARGEST:
        text = f"{exact:,.{max(0, digits - 1 - power)}f}".replace(",", THIN)
        text = _trimmed(text) if trim else text
    else:
        text = f"{_trimmed(mantissa) if trim else mantissa}×10{str(power).translate(SUPERSCRIPT)}"
    return ("−" if value < 0 else "") + text


def rounded(value: float, digits: int = DIGITS) -> Decimal:
    """A figure rounded half to even to so many significant digits, on its shortest decimal.

    >>> [str(rounded(value, 1)) for value in (2.5, 3.5, 0.125)], str(rounded(2.675, 3)), str(rounded(0.125, 2))
    (['2', '4', '0.1'], '2.68', '0.12')
    """
    return Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(repr(float(value)))


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal.

    >>> [percent(share).replace(THIN, " ") for share in (0.4123, -0.02, 0.0002, 0.0)]
    ['41.2 %', '−2.0 %', '<0.1 %', '0.0 %']
    """
    if not isfinite(share):
        return str(share)
    part = (Decimal(repr(float(abs(share)))) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    shown = f"{part}" if part or not share else "<0.1"
    return f"{'−' if share < 0 else ''}{shown}{THIN}%"


def cell_format(value: float) -> str:
    """The number format of a spreadsheet cell that shows four significant digits of a figure kept in full.

    >>> cell_format(1234.5), cell_format(0.01234), cell_format(3e-9), cell_format(0.0)
    ('#,##0', '0.00000', '0.000E+00', '0')
    """
    if value == 0:
        return "0"
    power = floor(log10(abs(value)))
    if not -6 < power < 12:
        return "0.000E+00"
    decimals = max(0, DIGITS - 1 - power)
    return ("#,##0" if power >= 3 else "0") + (f".{'0' * decimals}" if decimals else "")


def bar(share: float, width: int) -> str:
    """A share of 1 as a bar of blocks, an eighth of a character exact; a negative one is drawn light.

    >>> bar(0.5, 4), bar(0.28125, 4), bar(-0.5, 4), bar(0.0001, 4), bar(3.0, 4)
    ('██', '█▏', '░░', '▏', '████')
    """
    eighths = round(min(abs(share), 1.0) * width * 8)
    if share < 0:
        return "░" * max(1, round(eighths / 8))
    whole, part = divmod(max(eighths, 1) if share else 0, 8)
    return "█" * whole + (" ▏▎▍▌▋▊▉"[part] if part else "")


def wide(text: str) -> int:
    """How many columns a text takes where a Chinese character takes two.

    >>> wide("铝 Al")
    5
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def short_digest(digest: str) -> str:
    """The beginning of a digest, enough for eyes.

    >>> short_digest("sha256:0123456789abcdef0123")
    'sha256:0123456789ab…'
    """
    name, _, value = digest.partition(":")
    return f"{name}:{value[:12]}…"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
