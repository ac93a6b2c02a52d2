"""Makes the DOCX template that comes with Tanji; an organisation edits a copy of it in Word or LibreOffice.

python tools/make_docx_template.py
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

TO = Path(__file__).parents[1] / "src" / "tanji" / "reports" / "data" / "report.docx"


def main() -> None:
    """Cover, summary, body; styles that hold Chinese and Latin letters."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    for name, size in (("Normal", 10), ("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0x0B, 0x4F, 0x8A) if name != "Normal" else RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "Noto Sans CJK SC")
        fonts.set(qn("w:ascii"), "Arial")
        fonts.set(qn("w:hAnsi"), "Arial")
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ product }}")
    document.add_paragraph("{{ mark }}")
    document.add_paragraph("{{p cover }}")
    document.add_paragraph("{{p summary }}")
    document.add_paragraph("{{ digest }}")
    document.add_paragraph("{{ disclaimer }}")
    document.add_page_break()
    document.add_paragraph("{{p contents }}")
    document.add_page_break()
    document.add_paragraph("{{p body }}")
    _numbered(page.footer.paragraphs[0])
    document.save(str(TO))


def _numbered(paragraph: Paragraph) -> None:
    """A footer of product and page number."""
    paragraph.add_run("{{ product }}  ·  ")
    for kind in ("begin", "PAGE", "end"):
        element = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            element.text = kind
        else:
            element.set(qn("w:fldCharType"), kind)
        paragraph.add_run().element.append(element)
    for run in paragraph.runs:
        run.font.size = Pt(8)


if __name__ == "__main__":
    main()
