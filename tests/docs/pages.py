"""The Markdown pages of the project: their headings, links and commands."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.architecture.source import ROOT, kept_files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?: {4}.+\n?)+")
GENERATED = ("docs/reference/cli.md", "docs/reference/errors.md")


def pages() -> list[Path]:
    """Every Markdown page that is kept."""
    return [path for path in kept_files() if path.suffix == ".md"]


def title(path: Path) -> str:
    """What a test calls a page: its path from the root."""
    return str(path.relative_to(ROOT))


def links(path: Path) -> list[str]:
    """Where a page points to, code left out."""
    return LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8")))


def headings(path: Path) -> list[tuple[int, str]]:
    """Level and words of every heading, code left out."""
    return [(len(marks), words) for marks, words in HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))]


def anchors(path: Path) -> set[str]:
    """What `#…` may point to in a page."""
    kept = (re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(path))
    return set(kept)


def code_lines(path: Path) -> list[str]:
    """Every line of a page that stands in a code block."""
    text = path.read_text(encoding="utf-8")
    blocks = [match.group() for match in FENCE.finditer(text)]
    blocks += [match.group() for match in INDENTED.finditer(FENCE.sub("", text))]
    return [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]


def targets() -> set[str]:
    """The targets that `make` lists."""
    shown = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^\s+make ([a-z-]+)", shown, re.MULTILINE))
