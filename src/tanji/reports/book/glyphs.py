"""The vendored font of reports, and what it can show: characters without a glyph become 〓, and are told."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from tanji.errors import Refusal, Text

GETA = "〓"
"""What stands for a character that the font lacks, as Chinese and Japanese printers do."""
REPLACED = {"㎡": "m²", "㎥": "m³", "\u202f": "\u00a0", "\t": " "}
DRAWN = {"₂": "2", "₄": "4", "₆": "6", "\u202f": " ", "\u00a0": " "}
"""Subscripts that pages set by themselves; pictures can not, so they have plain figures."""
MADE = "₂⁻⁰¹²³⁴⁵⁶⁷⁸⁹\n"


class NoReports(Refusal):
    """A form of report whose library is not installed."""

    code = "REP-001"


def absent(library: str) -> NoReports:
    """The refusal where a library is not there."""
    return NoReports(
        Text(
            zh=f"未安装 {library}，不能生成这种报告", en=f"{library} is not installed, so this form can not be written"
        ),
        Text(zh="请安装：pip install 'tanji[report]'", en="Install it: pip install 'tanji[report]'"),
    )


def data() -> Traversable:
    """The folder of fonts and templates."""
    return files("tanji.reports") / "data"


def printable(text: str, lacking: set[str]) -> str:
    """A text of characters that the font has; those that it lacks are added to `lacking`."""
    for character, instead in REPLACED.items():
        text = text.replace(character, instead)
    missing = {character for character in text if ord(character) not in glyphs() and character not in MADE}
    lacking |= missing
    return "".join(GETA if character in missing else character for character in text)


def drawn(svg: str, lacking: set[str]) -> str:
    """A picture whose texts are set in the vendored font."""
    for character, instead in DRAWN.items():
        svg = svg.replace(character, instead)
    return printable(svg, lacking)


@cache
def glyphs() -> frozenset[int]:
    """Code points of the font, as `tools/make_fonts.py` lists them."""
    text = (data() / "fonts" / "glyphs.txt").read_text("ascii")
    found: set[int] = set()
    for line in text.split():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def png(svg: str, width: int) -> bytes:
    """A picture as PNG, so many pixels wide, for forms that draw no SVG. Refuses NoReports."""
    try:
        import resvg_py
    except ImportError:
        raise absent("resvg-py") from None
    from importlib.resources import as_file

    with as_file(data() / "fonts") as fonts:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawn(svg, set()),
                skip_system_fonts=True,
                font_dirs=[str(fonts)],
                font_family="Noto Sans CJK SC",
                width=width,
            )
        )
