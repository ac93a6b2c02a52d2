"""Makes the fonts that reports are set in: Noto Sans CJK SC (SIL OFL 1.1), cut to GB 2312, Latin and signs.

    apt-get install fonts-noto-cjk; pip install fonttools; python tools/make_fonts.py

Run by hand when the repertoire changes; the result is committed, so that a report has the same bytes everywhere.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FROM = Path("/usr/share/fonts/opentype/noto")
TO = Path(__file__).parents[1] / "src" / "tanji" / "reports" / "data" / "fonts"
LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")
SIMPLIFIED = 2  # number of the SC face in the collection
RANGES = (
    "U+0020-007E,U+00A0-017F,U+0370-03FF,U+2000-206F,U+20AC,U+2100-214F,U+2190-2199,U+2200-22FF,U+2460-2473,"
    "U+2500-257F,U+25A0-25FF,U+3000-303F,U+FF00-FFEF"
)


def repertoire() -> str:
    """The characters of GB 2312, row by row."""
    found = []
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return "".join(found)


def main() -> None:
    """Cut both weights."""
    TO.mkdir(parents=True, exist_ok=True)
    text = repertoire()
    for weight in ("Regular", "Bold"):
        subprocess.run(
            [
                sys.executable, "-m", "fontTools.subset", str(FROM / f"NotoSansCJK-{weight}.ttc"),
                f"--font-number={SIMPLIFIED}", f"--text={text}", f"--unicodes={RANGES}",
                "--layout-features=kern,locl,vert,ccmp",
                f"--output-file={TO / f'NotoSansCJKsc-{weight}.otf'}",
            ],
            check=True,
        )  # fmt: skip
    (TO / "LICENCE").write_text(_licence(), "utf-8")
    (TO / "glyphs.txt").write_text("\n".join(_ranges(glyphs(TO / "NotoSansCJKsc-Regular.otf"))) + "\n", "ascii")


def _licence() -> str:
    """The text of the licence, out of the file that Debian's package has."""
    text = LICENCE.read_text("utf-8")
    begin = text.index(" SIL OPEN FONT LICENSE")
    end = text.index("\nLicense:", begin)
    lines = [line.strip() for line in text[begin:end].splitlines()]
    return "\n".join("" if line == "." else line for line in lines).strip() + "\n"


def glyphs(font: Path) -> list[int]:
    """The code points that a font has glyphs for."""
    from fontTools.ttLib import TTFont

    return sorted(TTFont(font).getBestCmap())


def _ranges(points: list[int]) -> list[str]:
    """Code points as runs, in hexadecimal."""
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return [f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in runs]


if __name__ == "__main__":
    main()
