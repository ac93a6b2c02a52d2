"""The empty workbook that people fill in."""

from __future__ import annotations

from pathlib import Path

from tanji.formats.study.book import Content, write_book


def write_template(path: Path) -> None:
    """Write the template: bilingual, with drop-downs, help, and an example row on each sheet that is skipped."""
    write_book(path, Content(), examples=True)
