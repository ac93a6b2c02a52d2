"""A report as DOCX: an organisation's own template around the same sections, numbers and figures."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from tanji.errors import Text
from tanji.reports.book.contents import contents
from tanji.reports.book.glyphs import NoReports, absent, data, png
from tanji.reports.book.page import Block, Book, Cell, Figure, Number, Paragraph, Section, Table

PLACES = ("title", "product", "cover", "summary", "contents", "body", "disclaimer", "digest", "mark")
"""What a template may hold: texts as {{ title }}, parts of the document as {{p body }}."""

PIXELS = 1600
WIDE = 170
"""Millimetres of text across a page."""
RIGHT = 2
"""`WD_ALIGN_PARAGRAPH.RIGHT` of python-docx."""
LARGEST = 100_000_000


class BadTemplate(NoReports):
    """A template that is no DOCX, or holds expressions that can not be filled in."""

    code = "REP-002"


def docx(book: Book, template: Path | None = None) -> bytes:
    """The DOCX in the given template, or in that of Tanji. Refuses NoReports, BadTemplate."""
    library = _library()
    if template is not None:
        return _filled(library, template, book)
    with as_file(data() / "report.docx") as own:
        return _filled(library, own, book)


def _filled(library: Any, template: Path, book: Book) -> bytes:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    try:
        _fit(template)
        document = library.DocxTemplate(template)
        context = {
            "title": book.title,
            "product": book.product,
            "disclaimer": book.disclaimer,
            "digest": book.digest,
            "mark": book.mark,
            "cover": _part(document, [_cover(book)]),
            "summary": _part(document, list(book.summary)),
            "contents": contents(document, book),
            "body": _part(document, [], book.sections),
        }
        document.render(context, jinja_env=SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined))
    except (jinja2.TemplateError, zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise BadTemplate(
            Text(
                zh=f"模板“{template.name}”不能填写：{problem}",
                en=f"The template {template.name} can not be filled: {problem}",
            ),
            Text(zh=f"可用的位置：{'、'.join(PLACES)}", en=f"Places that there are: {', '.join(PLACES)}"),
        ) from None
    _mark(document.docx, book.mark)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _mark(document: Any, mark: str) -> None:
    """The mark of an estimate at the head of every page, whatever the template holds."""
    if not mark:
        return
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            header.is_linked_to_previous = False
            if not any(mark in paragraph.text for paragraph in header.paragraphs):
                run = header.paragraphs[0].insert_paragraph_before().add_run(mark)
                run.bold = True


def _fit(template: Path) -> None:
    """Nothing, if a template unpacks to a reasonable size."""
    with zipfile.ZipFile(template) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > LARGEST:
        raise ValueError(f"{size} bytes unpacked; at most {LARGEST}")


def _cover(book: Book) -> Table:
    return Table("", ("", ""), book.cover, (2, 5))


def _part(document: Any, blocks: list[Block], sections: tuple[Section, ...] = ()) -> Any:
    part = document.new_subdoc()
    for block in blocks:
        _block(part, block)
    for section in sections:
        _section(part, section, 1)
    return part


def _section(part: Any, section: Section, level: int) -> None:
    part.add_heading(f"{section.number}  {section.title}", level)
    for block in section.blocks:
        _block(part, block)
    for inner in section.sections:
        _section(part, inner, min(level + 1, 3))


def _block(part: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        paragraph = part.add_paragraph()
        run = paragraph.add_run(block.text)
        run.bold = block.notice
    elif isinstance(block, Figure):
        part.add_picture(io.BytesIO(png(block.svg, PIXELS)), width=_width())
        part.add_paragraph(block.words).runs[0].italic = True
    else:
        _table(part, block)


def _table(part: Any, table: Table) -> None:
    if table.title:
        part.add_paragraph().add_run(table.title).bold = True
    head = 1 if any(table.columns) else 0
    made = part.add_table(rows=head, cols=len(table.columns))
    made.style = "Table Grid"
    made.autofit = False
    if head:
        for cell, text in zip(made.rows[0].cells, table.columns, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
    numeric = set(table.numeric)
    for row in table.rows:
        for place, (cell, value) in enumerate(zip(made.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(_shown(value))
            if place in numeric:
                paragraph.alignment = RIGHT
    _widths(made, table)
    note = part.add_paragraph(table.note)
    note.paragraph_format.space_before = note.paragraph_format.space_after = _points(3)
    for run in note.runs:
        run.font.size = _points(8)


def _widths(made: Any, table: Table) -> None:
    """Each cell as wide as its column's share, in small letters where there are many columns."""
    from docx.shared import Mm, Pt

    shares = table.widths or (1,) * len(table.columns)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Mm(WIDE * share / sum(shares))
    size = Pt(7.5 if len(table.columns) > 5 else 9)
    for row in made.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Mm(WIDE * share / sum(shares))
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = size


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _width() -> Any:
    from docx.shared import Mm

    return Mm(WIDE)


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Number) else cell


def _library() -> Any:
    try:
        import docxcompose  # noqa: F401 - docxtpl needs it for parts of documents
        import docxtpl
    except ImportError:
        raise absent("docxtpl") from None
    return docxtpl
