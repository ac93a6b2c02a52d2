"""A report as plain values, which programs read and from which the PDF is set."""

from __future__ import annotations

from typing import Any

from tanji.reports.book.page import Block, Book, Cell, Figure, Number, Paragraph, Section


def plain(book: Book, *, values: bool = True) -> dict[str, Any]:
    """The report as JSON values. With `values` a figure is {value, text}; without, its text alone."""
    return {
        "schema": "tanji/report/1",
        "language": book.language,
        "title": book.title,
        "product": book.product,
        "digest": book.digest,
        "disclaimer": book.disclaimer,
        "mark": book.mark,
        "cover": [list(row) for row in book.cover],
        "summary": [_block(block, values) for block in book.summary],
        "sections": [_section(section, values) for section in book.sections],
    }


def _section(section: Section, values: bool) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "blocks": [_block(block, values) for block in section.blocks],
        "sections": [_section(inner, values) for inner in section.sections],
    }


def _block(block: Block, values: bool) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "notice": block.notice}
    if isinstance(block, Figure):
        return {"kind": "figure", "title": block.title, "words": block.words, "svg": block.svg}
    return {
        "kind": "table",
        "title": block.title,
        "columns": list(block.columns),
        "rows": [[_cell(cell, values) for cell in row] for row in block.rows],
        "numeric": list(block.numeric),
        "widths": list(block.widths or [1] * len(block.columns)),
        "note": block.note,
    }


def _cell(cell: Cell, values: bool) -> Any:
    if not isinstance(cell, Number):
        return cell
    return {"value": cell.value, "text": cell.text} if values else cell.text
