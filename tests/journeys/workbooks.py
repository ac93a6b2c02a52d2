"""Workbooks filled in as a person would: the template of `tanji template`, opened, filled and saved."""

from __future__ import annotations

from pathlib import Path

import openpyxl

ROWS = (
    ("BOM", {"物料名称": "铝锭", "数量": 2, "单位": "kg", "背景过程": "glo-aluminium-primary-2022"}),
    ("BOM", {"物料名称": "纸板", "数量": 0.5, "单位": "kg", "背景过程": "uk-board-primary"}),
    ("BOM", {"物料名称": "神秘胶水 XQ-7", "数量": 0.2, "单位": "kg"}),
    ("能源", {"类别": "电力 Electricity", "能源名称": "外购电力", "数量": 12, "单位": "度"}),
)
PRODUCT = {"产品名称": "测试泵", "产品英文名称": "Test pump", "分析单位": "件", "产品净重(kg)": 2.7, "地理范围": "CN"}


def filled(template: Path, target: Path, rows=ROWS, product=None) -> Path:
    """A copy of the template with these rows below the example row of each sheet."""
    book = openpyxl.load_workbook(template)
    items = {_plain(cell.value): cell.row for cell in book["产品"]["A"] if cell.value}
    for name, value in (PRODUCT if product is None else product).items():
        book["产品"].cell(items[name], 3, value)
    free = {}
    for sheet, cells in rows:
        columns = {_plain(cell.value): cell.column for cell in book[sheet][1] if cell.value}
        row = free[sheet] = free.get(sheet, 3) + 1
        for name, value in cells.items():
            book[sheet].cell(row, columns[name], value)
    book.save(target)
    return target


def _plain(head: object) -> str:
    return str(head).replace(" *", "")
