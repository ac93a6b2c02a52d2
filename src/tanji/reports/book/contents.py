"""The contents of a DOCX report: a field that Word fills with page numbers; until then the titles stand in it."""

from __future__ import annotations

from typing import Any

from tanji.reports.book.page import Book

FIELD = 'TOC \\o "1-2" \\h \\z'
"""Headings of two levels, linked."""


def contents(document: Any, book: Book) -> Any:
    """A part of a document with its heading and the field."""
    part = document.new_subdoc()
    part.add_paragraph().add_run("目录" if book.language == "zh" else "Contents").bold = True
    titles = [f"{section.number}  {section.title}" for section in book.every()]
    for place, title in enumerate(titles):
        paragraph = part.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = 0
        if place == 0:
            _character(paragraph, "begin")
            _instruction(paragraph)
            _character(paragraph, "separate")
        paragraph.add_run(title)
        if place == len(titles) - 1:
            _character(paragraph, "end")
    return part


def _character(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run().element.append(element)


def _instruction(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = FIELD
    paragraph.add_run().element.append(element)
