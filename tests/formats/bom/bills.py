"""A bill of materials of 150 rows as a factory keeps it, and twelve faults of different kinds planted in it."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import xlsxwriter

HEADS = ("层级", "料号", "品名", "材质", "用量", "单位", "单重(kg)", "再生比例(%)", "供应商", "备注")
ENGLISH = ("Level", "Part No.", "Part name", "Material", "Qty", "UoM", "Unit weight (kg)", "Recycled content (%)",
           "Supplier", "Note")  # fmt: skip
TOP = 4
"""The first row of data: a title, a header in Chinese, one in English stand above."""
PARTS = (
    ("钢板", "Q235", "kg"), ("铝型材", "铝 6063", "kg"), ("铜线", "铜", "公斤"), ("ABS 外壳", "ABS", "件"),
    ("橡胶圈", "橡胶", "件"), ("螺钉", "不锈钢", "pcs"), ("润滑脂", "润滑脂", "斤"), ("玻璃门", "玻璃", "片"),
)  # fmt: skip

PLANTED = {
    12: ("用量", "1O.5", "IMP-012"),
    25: ("单位", "卷轴", "IMP-020"),
    31: ("用量", -2.0, "IMP-022"),
    44: ("用量", None, "IMP-010"),
    52: ("用量", "12,5", "IMP-013"),
    68: ("用量", date(2026, 1, 2), "IMP-016"),
    71: ("用量", "3 kg", "IMP-015"),
    85: ("用量", "#DIV/0!", "IMP-018"),
    97: ("品名", None, "IMP-010"),
    108: ("层级", 4.0, "IMP-053"),
    119: ("料号", "P-0005", "IMP-050"),
    133: ("再生比例(%)", 150.0, "IMP-025"),
}
"""Row to column, what stands there instead, and the code that must be found."""
RIGHT = {12: 10.5, 25: "件", 31: 2.0, 44: 1.0, 52: 12.5, 68: 1.2, 71: 3.0, 85: 0.5, 97: "垫片", 108: 2.0,
         119: "P-9119", 133: 15.0}  # fmt: skip
"""What a person puts there when correcting."""


def rows(seed: int = 6) -> dict[int, dict[str, object]]:
    """150 rows by number: two examples, then assemblies of level 1 with parts of level 2 below each."""
    chance = random.Random(seed)
    made: dict[int, dict[str, object]] = {}
    for row in range(TOP, TOP + 150):
        place = row - TOP
        if place < 2:
            made[row] = dict(
                zip(HEADS, ("示例", "P-X", "示例物料", "钢", 1.0, "kg", None, None, "某厂", ""), strict=True)
            )
        elif place % 15 == 2:
            made[row] = {"层级": 1.0, "料号": f"A-{place:04}", "品名": f"组件 {place}", "用量": 1.0, "单位": "套"}
        else:
            name, material, unit = PARTS[place % len(PARTS)]
            counted = unit in {"件", "pcs", "片"}
            made[row] = {
                "层级": 2.0, "料号": f"P-{place:04}", "品名": name, "材质": material, "单位": unit, "供应商": "某厂",
                "用量": float(chance.randint(1, 9)) if counted else round(chance.uniform(0.05, 2), 3),
                "单重(kg)": round(chance.uniform(0.01, 0.5), 3) if counted else None,
            }  # fmt: skip
    return made


def planted(seed: int = 6) -> dict[int, dict[str, object]]:
    """The same with the twelve faults."""
    made = rows(seed)
    for row, (column, value, _) in PLANTED.items():
        made[row] = {**made[row], column: value}
    return made


def write(path: Path, body: dict[int, dict[str, object]]) -> Path:
    """The rows as a workbook with a title and two header rows."""
    with xlsxwriter.Workbook(str(path)) as book:
        notes = book.add_worksheet("说明页")
        notes.write_string(0, 0, "内部资料")
        sheet = book.add_worksheet("洗衣机物料")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, "WM-8 物料清单")
        for index, (zh, en) in enumerate(zip(HEADS, ENGLISH, strict=True)):
            sheet.write_string(1, index, zh)
            sheet.write_string(2, index, en)
        for row, cells in body.items():
            for index, head in enumerate(HEADS):
                value = cells.get(head)
                if isinstance(value, date):
                    sheet.write_datetime(row - 1, index, value, day)
                elif isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(row - 1, index, "=1/0", None, value)
                elif value not in {None, ""}:
                    sheet.write(row - 1, index, value)
    return path
