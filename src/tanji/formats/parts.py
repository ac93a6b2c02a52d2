"""The XML parts of a workbook, looked at before any library reads them: no DOCTYPE, bounded depth, true extents."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from tanji.errors import Refusal, Text
from tanji.formats.sheet import CELLS, CellFault, Scan, column_name

_DEPTH = 64
_AREA = 4_000_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_BUILT_IN_PERCENT = {"9", "10"}


class HostileXml(Refusal):
    """XML with a DOCTYPE or entities, or nested too deeply."""

    code = "TAB-001"


class DamagedXml(Refusal):
    """XML that can not be parsed."""

    code = "TAB-002"


class TooManyCells(Refusal):
    """A sheet that is larger than is allowed, or claims cells far apart."""

    code = "TAB-003"


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


def _ignore(*_: object) -> None:
    return


def parse(
    data: bytes, name: str, *, start: Start = _ignore, end: End = _ignore, characters: Characters = _ignore
) -> None:
    """Parse one XML part, telling of elements by their local names. Refuses HostileXml, DamagedXml."""
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise _hostile(name, Text(zh="嵌套过深", en="it is nested too deeply"))
        start(tag.rpartition(":")[2], attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2])

    def doctype(*_: object) -> None:
        raise _hostile(name, Text(zh="含有 DOCTYPE 或实体", en="it has a DOCTYPE or entities"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DamagedXml(
            Text(zh=f"工作簿部件“{name}”不是有效的 XML：{error}", en=f'Part "{name}" is not valid XML: {error}'),
            Text(zh="请用 Excel 打开并另存后再试。", en="Open it in Excel, save it anew and try again."),
        ) from None


def check(data: bytes, name: str) -> None:
    """Refuse a part with a DOCTYPE, entities, or too deep a nesting."""
    parse(data, name)


def percent_styles(data: bytes) -> frozenset[int]:
    """The cell styles whose number format is a percentage."""
    percent, styles, inside = set(_BUILT_IN_PERCENT), [], False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = True
        elif tag == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", attributes.get("formatCode", "")):
            percent.add(attributes.get("numFmtId", ""))
        elif tag == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    parse(data, "styles.xml", start=start, end=end)
    return frozenset(number for number, code in enumerate(styles) if code in percent)


class _Sheet:
    """Reads one sheet's XML into a Scan."""

    def __init__(self, name: str, percents: frozenset[int]) -> None:
        self.scan, self._name, self._percents = Scan(), name, percents
        self._row = self._column = self._cells = 0
        self._tag, self._kind, self._style = "", "", ""
        self._formula, self._value, self._filled = "", "", False
        self._has_formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._tag = tag
        if tag == "row":
            self._row, self._column = self._number(attributes.get("r"), self._row), 0
        elif tag == "c":
            self._open(attributes)
        elif tag == "f":
            self._has_formula = True

    def characters(self, text: str) -> None:
        """Text of the element that began last."""
        if self._tag == "v":
            self._value += text
        elif self._tag == "t":
            self._filled = self._filled or bool(text)
        elif self._tag == "f" and len(self._formula) < 200:
            self._formula += text

    def end(self, tag: str) -> None:
        """An element ends."""
        self._tag = ""
        if tag == "c":
            self._close()

    def _open(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place is None:
            self._row, self._column = max(self._row, 1), self._column + 1
        else:
            column = 0
            for letter in place[1]:
                column = 26 * column + ord(letter) - 64
            self._row, self._column = int(place[2]), column
        self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._formula = self._value = ""
        self._filled = self._has_formula = False

    def _close(self) -> None:
        if not (self._value or self._filled or self._has_formula):
            return
        scan, place = self.scan, (self._row, self._column)
        scan.filled += 1
        scan.rows, scan.columns = max(scan.rows, self._row), max(scan.columns, self._column)
        if scan.filled > CELLS or scan.rows * scan.columns > _AREA:
            raise self._too_many()
        if self._kind == "e":
            scan.faults[place] = CellFault("error_value", self._value[:40])
        elif self._has_formula and not self._value and not self._filled and self._kind != "str":
            scan.faults[place] = CellFault("not_computed", "=" + self._formula[:200])
        elif self._style.isdigit() and int(self._style) in self._percents and self._kind in {"", "n"}:
            scan.percents.add(place)

    def _number(self, text: str | None, last: int) -> int:
        return int(text) if text and text.isdigit() and len(text) <= 7 else last + 1

    def _too_many(self) -> TooManyCells:
        last = f"{column_name(self.scan.columns)}{self.scan.rows}"
        return TooManyCells(
            Text(
                zh=f"工作表“{self._name}”过大：有 {self.scan.filled} 个单元格，直到 {last}（上限 {CELLS} 个）",
                en=f'Sheet "{self._name}" is too large: {self.scan.filled} cells as far as {last} ({CELLS} allowed)',
            ),
            Text(
                zh="请删除远处的多余单元格，或拆分工作表。",
                en="Remove stray cells far from the table, or split the sheet.",
            ),
        )


def scan(data: bytes, name: str, percents: frozenset[int]) -> Scan:
    """Extents, cells without a value and percentages of a sheet. Refuses TooManyCells, HostileXml, DamagedXml."""
    sheet = _Sheet(name, percents)
    parse(data, name, start=sheet.start, end=sheet.end, characters=sheet.characters)
    return sheet.scan


def _hostile(name: str, why: Text) -> HostileXml:
    return HostileXml(
        Text(zh=f"工作簿部件“{name}”不被接受：{why.zh}", en=f'Part "{name}" is refused: {why.en}'),
        Text(
            zh="Excel 不会写出这样的文件；请用 Excel 打开并另存后再试。",
            en="Excel does not write such files: open it in Excel, save it anew and try again.",
        ),
    )
