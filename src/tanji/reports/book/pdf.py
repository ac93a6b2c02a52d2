"""A report as PDF/A-2b, set by typst in a vendored font: the same report gives the same bytes everywhere."""

from __future__ import annotations

import io
import json
import tempfile
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from tanji.reports.book.glyphs import absent, data, drawn, printable
from tanji.reports.book.page import Book
from tanji.reports.book.plain import plain


def pdf(book: Book) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and the characters that it shows as 〓 because the font has no glyph for them."""
    typst = _typst()
    lacking: set[str] = set()
    body = _set(plain(book, values=False), lacking)
    body |= {
        "date": [book.dated.year, book.dated.month, book.dated.day],
        "contents": "目录" if book.language == "zh" else "Contents",
        "code_words": "本报告所依据文档的摘要"
        if book.language == "zh"
        else "Digest of the document that this report is of",
    }
    with tempfile.TemporaryDirectory(prefix="tanji-report-") as scratch, as_file(data()) as given:
        folder = Path(scratch)
        _pictures(body, folder, lacking)
        (folder / "code.svg").write_text(_code(book.digest), "utf-8")
        (folder / "data.json").write_text(json.dumps(body, ensure_ascii=False), "utf-8")
        (folder / "report.typ").write_bytes((given / "report.typ").read_bytes())
        made = typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=[given / "fonts"],
            ignore_system_fonts=True,
            pdf_standards="a-2b",
            timestamp=0,
        )
    return bytes(made), tuple(sorted(lacking))


def _pictures(body: dict[str, Any], folder: Path, lacking: set[str]) -> None:
    """Each picture into a file of its own; its place in the report keeps the name."""
    count = 0
    waiting = [*body["summary"], *(block for section in body["sections"] for block in _blocks(section))]
    for block in waiting:
        if block["kind"] == "figure":
            name = f"figure-{count}.svg"
            (folder / name).write_text(drawn(block.pop("svg"), lacking), "utf-8")
            block["file"] = name
            count += 1


def _blocks(section: dict[str, Any]) -> list[dict[str, Any]]:
    return [*section["blocks"], *(block for inner in section["sections"] for block in _blocks(inner))]


def _set(value: Any, lacking: set[str]) -> Any:
    """Every text with glyphs alone; pictures are left for `drawn`."""
    if isinstance(value, str):
        return printable(value, lacking)
    if isinstance(value, dict):
        return {key: inner if key == "svg" else _set(inner, lacking) for key, inner in value.items()}
    if isinstance(value, list):
        return [_set(inner, lacking) for inner in value]
    return value


def _code(digest: str) -> str:
    """A QR code of a digest as SVG."""
    try:
        import segno
    except ImportError:
        raise absent("segno") from None
    made = io.BytesIO()
    segno.make(digest, error="m").save(made, kind="svg", scale=4, border=1)
    return made.getvalue().decode()


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise absent("typst") from None
    return typst
