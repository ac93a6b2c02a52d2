"""Write docs/images/result-en.svg and result-zh.svg: what the terminal shows for an example, from a real run.

Run it after the examples or the terminal have changed: `.venv/bin/python tools/make_picture.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
STUDY = ROOT / "examples" / "washing-machine.xlsx"
FOLDER = ROOT / "docs" / "images"
COLUMNS, ROWS = 92, 43
"""Size of the terminal that is drawn; what comes below is left out."""
CELL, LINE, EDGE, BAR = 8.4, 18, 16, 34
"""Pixels: width of a column, height of a row, margin, height of the title."""
INK, PAPER, GREY = "#1f2d3a", "#ffffff", "#76808a"
COLOURS = {1: "#b3261e", 2: "#2a7d43", 3: "#a86400", 4: "#2c5aa0", 5: "#8a3d91", 6: "#117a85"}
"""Of the numbers of the terminal's colours."""
FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Microsoft YaHei', Menlo, Consolas, monospace"
WIDE = "\u2e80-\u9fff\uff00-\uffef"
PIECES = re.compile(rf"\s+|[{WIDE}]|[█▏▎▍▌▋▊▉]+|░+|─+|[^\s{WIDE}█▏▎▍▌▋▊▉░─]+")
EIGHTHS = " ▏▎▍▌▋▊▉█"


def main() -> int:
    """Make both pictures; the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "zh"):
            shown = run(Path(folder), language)
            (FOLDER / f"result-{language}.svg").write_text(picture(shown), encoding="utf-8")
    return 0


def run(folder: Path, language: str) -> str:
    """The coloured answer of `tanji calc` for the example."""
    environment = {
        **os.environ,
        "TANJI_HOME": str(folder / "home"),
        "TANJI_LANG": language,
        "COLUMNS": str(COLUMNS),
        "FORCE_COLOR": "1",
    }
    environment.pop("NO_COLOR", None)
    command = [str(Path(sys.executable).with_name("tanji")), "calc", str(STUDY), "-o", str(folder / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return "\n".join(done.stdout.strip("\n").split("\n")[:ROWS])


def picture(shown: str) -> str:
    """The answer drawn as SVG, with fonts of the reader's machine and nothing fetched from anywhere."""
    lines = shown.split("\n")
    width, height = COLUMNS * CELL + 2 * EDGE, len(lines) * LINE + BAR + EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img">',
        f"<title>tanji calc {STUDY.name}</title>",
        f'<rect x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1}" rx="8" fill="{PAPER}" stroke="#c9d1d8"/>',
        f'<text x="{EDGE}" y="22" font-family="{FONTS}" font-size="13" fill="{GREY}">$ tanji calc {STUDY.name}</text>',
        f'<g font-family="{FONTS}" font-size="14" xml:space="preserve">',
    ]
    console = Console(width=COLUMNS, file=StringIO())
    for row, line in enumerate(lines):
        column = 0
        for segment in Text.from_ansi(line).render(console, end=""):
            for piece in PIECES.findall(segment.text):
                parts += drawn(piece, column, row, segment.style or Style())
                column += cell_len(piece)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def drawn(piece: str, column: int, row: int, style: Style) -> list[str]:
    """A piece of one style: bars as rectangles, rules as lines, anything else as text of its exact width."""
    x, y = EDGE + column * CELL, BAR + row * LINE
    colour = COLOURS.get(style.color.number or 0, INK) if style.color else GREY if style.dim else INK
    if piece[0] in "█▏▎▍▌▋▊▉":
        wide = sum(EIGHTHS.index(block) / 8 for block in piece) * CELL
        return [f'<rect x="{x:.1f}" y="{y + 3}" width="{wide:.1f}" height="{LINE - 6}" fill="{colour}"/>']
    if piece[0] == "░":
        wide = len(piece) * CELL
        return [f'<rect x="{x:.1f}" y="{y + 3}" width="{wide:.1f}" height="{LINE - 6}" fill="none" stroke="{colour}"/>']
    if piece[0] == "─":
        return [f'<path d="M{x:.1f} {y + LINE / 2}h{len(piece) * CELL:.1f}" stroke="#c9d1d8"/>']
    if not piece.strip():
        return []
    weight = ' font-weight="bold"' if style.bold else ""
    size = f'textLength="{cell_len(piece) * CELL:.1f}" lengthAdjust="spacingAndGlyphs"'
    return [f'<text x="{x:.1f}" y="{y + 14}" {size} fill="{colour}"{weight}>{escape(piece)}</text>']


if __name__ == "__main__":
    sys.exit(main())
