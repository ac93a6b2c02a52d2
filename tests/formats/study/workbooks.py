"""A good workbook as plain tables, and a writer that puts tables into files; mutants of it are bad workbooks."""

from __future__ import annotations

import copy
from datetime import date

import xlsxwriter

from tanji.formats.table import Cell, CellFault, Table, column_name

HEADS = {
    "BOM": [
        "层级", "上级编号", "物料编号", "类别", "物料名称", "数量", "单位", "单重(kg)", "损耗率(%)", "再生比例(%)",
        "生命周期阶段", "工序", "背景过程", "再生料背景过程", "自带因子值", "自带因子单位", "自带因子来源", "数据类型",
        "数据来源", "来源年份", "数据期间", "证据文件名", "公式", "行编号", "备注",
    ],
    "能源": [
        "类别", "能源名称", "表计编号", "期间", "数量", "单位", "年度合计", "气体", "电力处理", "电网平均背景过程",
        "凭证类型", "凭证编号", "凭证电量(kWh)", "量的种类", "生命周期阶段", "工序", "背景过程",
    ],
    "运输": ["运输货物", "运输方式", "质量(kg)", "距离(km)", "周转量", "生命周期阶段", "背景过程"],
    "使用与废弃": [
        "类别", "名称", "数量", "单位", "使用年限(年)", "每年用量", "功率(kW)", "每年小时数(h)", "气体", "充注量(kg)",
        "年泄漏率(%)", "回收率(%)", "生命周期阶段", "背景过程",
    ],
    "工序": [
        "类型", "工序编号", "产出编号", "名称", "产出数量", "产出单位", "产出质量(kg)", "分配方法", "合格率(%)", "混合",
    ],
    "参数": ["参数名", "值", "公式", "单位"],
    "取舍与假设": ["类型", "名称", "内容或理由", "估计占比(%)", "SHA-256"],
}  # fmt: skip
PRODUCT = {
    "产品名称": "电机", "型号": "M-1", "分类代码": "HS 2022: 8501.52", "生产者": "某公司",
    "统一社会信用代码": "91330100799655058B", "单位类型": "功能单位", "分析单位": "件", "系统边界": "从摇篮到坟墓",
    "产品净重(kg)": 20, "使用年限(年)": 10, "数据期间": "2024", "方法": "ar6-gwp100", "损耗率基准": "净用量",
}  # fmt: skip
ROWS = {
    "BOM": [
        {"层级": 1, "物料编号": "A", "物料名称": "壳体组件", "数量": 1, "单位": "件", "单重(kg)": 8},
        {"层级": 2, "物料编号": "A1", "物料名称": "铝壳", "数量": 8, "单位": "公斤", "损耗率(%)": 5, "再生比例(%)": 30,
         "背景过程": "al-primary", "再生料背景过程": "al-recycled", "数据类型": "票据", "来源年份": 2024,
         "数据期间": "2024"},
        {"层级": 1, "物料编号": "B", "物料名称": "铜线", "数量": 4, "单位": "kg", "自带因子值": 4.1,
         "自带因子单位": "kgCO2e/kg", "自带因子来源": "协会 | 报告 | 2023 | 表 2", "证据文件名": "铜.pdf"},
        {"层级": 1, "物料编号": "C", "物料名称": "螺钉", "数量": 16, "单位": "个", "单重(kg)": 0.5},
        {"层级": 1, "物料编号": "D", "类别": "包装", "物料名称": "纸箱", "数量": 1.2, "单位": "kg",
         "生命周期阶段": "分销"},
        {"层级": 1, "物料编号": "E", "类别": "服务", "物料名称": "电镀", "公式": "面积 * 2", "单位": "m2",
         "工序": "S1"},
    ],
    "能源": [
        {"类别": "电力", "能源名称": "外购电", "表计编号": "M1", "期间": "2024-01", "数量": 100, "单位": "kWh",
         "年度合计": 300, "背景过程": "cn-electricity-2024"},
        {"类别": "电力", "能源名称": "外购电", "表计编号": "M1", "期间": "2024-02", "数量": 200, "单位": "kWh",
         "背景过程": "cn-electricity-2024"},
        {"类别": "电力", "能源名称": "光伏电", "数量": 50, "单位": "度", "电力处理": "自发自用",
         "电网平均背景过程": "cn-electricity-2024"},
        {"类别": "燃料", "能源名称": "天然气", "数量": 30, "单位": "MJ", "量的种类": "低位发热量"},
        {"类别": "直接排放", "能源名称": "焊接保护气", "数量": 0.2, "单位": "kg", "气体": "CO2"},
        {"类别": "电力", "能源名称": "绿电", "数量": 500, "单位": "kWh", "电力处理": "绿证", "凭证类型": "绿证",
         "凭证编号": "GEC-1", "凭证电量(kWh)": 500, "电网平均背景过程": "cn-electricity-2024"},
    ],
    "运输": [
        {"运输货物": "铝壳", "运输方式": "公路货运", "质量(kg)": 8, "距离(km)": 300, "生命周期阶段": "原材料获取"},
        {"运输方式": "空运", "周转量": 1.5, "生命周期阶段": "分销"},
    ],
    "使用与废弃": [
        {"类别": "使用用电", "名称": "用电", "单位": "kWh", "每年用量": 1000},
        {"类别": "制冷剂泄漏", "名称": "冷媒", "气体": "R32", "充注量(kg)": 1, "年泄漏率(%)": 2, "回收率(%)": 50},
        {"类别": "废弃处置", "名称": "整机拆解", "数量": 20, "单位": "kg"},
        {"类别": "直接排放", "名称": "泄漏甲烷", "数量": 1, "单位": "g", "气体": "甲烷", "生命周期阶段": "使用"},
    ],
    "工序": [
        {"类型": "工序", "工序编号": "S1", "名称": "电镀", "产出数量": 1, "产出单位": "件", "产出质量(kg)": 5,
         "分配方法": "按质量", "合格率(%)": 98},
        {"类型": "共生产品", "工序编号": "S1", "产出编号": "热", "名称": "余热", "产出数量": 1, "产出单位": "kg"},
    ],
    "参数": [{"参数名": "面积", "值": 3, "单位": "m2"}, {"参数名": "两倍", "公式": "面积 * 2"}],
    "取舍与假设": [
        {"类型": "取舍", "名称": "胶", "内容或理由": "少于 1 %", "估计占比(%)": 0.6},
        {"类型": "证据", "名称": "铜.pdf", "SHA-256": "ab" * 32},
    ],
}  # fmt: skip


class Formula(str):
    """A formula of a cell, without a computed value."""

    __slots__ = ()


class Book:
    """A workbook as lists of cells by sheet; rows and columns are named as a person sees them."""

    def __init__(self):
        self.heads = copy.deepcopy(HEADS)
        self.sheets = {"产品": [["项目", "填写内容"], *([key, value] for key, value in PRODUCT.items())]}
        for name, rows in ROWS.items():
            self.sheets[name] = [list(HEADS[name]), *([row.get(head) for head in HEADS[name]] for row in rows)]
        self.merged = []

    def column(self, sheet, head):
        """The position of a column, by its header."""
        return self.sheets[sheet][0].index(head)

    def put(self, sheet, row, head, value):
        """Put a value into a cell; on the sheet of the product the row is found by its item."""
        if sheet == "产品":
            found = [line for line in self.sheets[sheet] if line[0] == head]
            if found:
                found[0][1] = value
            else:
                self.sheets[sheet].append([head, value])
        else:
            self.sheets[sheet][row - 1][self.column(sheet, head)] = value
        return self

    def add(self, sheet, **cells):
        """Add a row."""
        self.sheets[sheet].append([cells.get(head) for head in self.sheets[sheet][0]])
        return self

    def drop(self, sheet, head):
        """Take a column away."""
        index = self.column(sheet, head)
        for row in self.sheets[sheet]:
            del row[index]
        return self

    def row_of(self, item):
        """The row of an item of the product."""
        return 1 + next(n for n, line in enumerate(self.sheets["产品"]) if line[0] == item)

    def merge(self, sheet, first, last, head):
        """Merge cells of a column; the first keeps its value."""
        letters = column_name(self.column(sheet, head) + 1)
        self.merged.append((sheet, f"{letters}{first}:{letters}{last}"))
        for row in range(first + 1, last + 1):
            self.sheets[sheet][row - 1][self.column(sheet, head)] = None
        return self

    def tables(self):
        """What reading the file gives, without a file."""
        made = []
        for name, rows in self.sheets.items():
            cells = {
                number: {
                    index: Cell(number, index, _read_back(value))
                    for index, value in enumerate(row, 1)
                    if value is not None and value != ""
                }
                for number, row in enumerate(rows, 1)
            }
            made.append(Table(name, {number: row for number, row in cells.items() if row}))
        return made

    def save(self, path):
        """Write the file."""
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for name, rows in self.sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for index, value in enumerate(row):
                        _write(sheet, (number, index), value, day)
            for name, area in self.merged:
                letter, first = area.split(":")[0][0], int(area.split(":")[0][1:])
                value = self.sheets[name][first - 1][ord(letter) - 65]
                book.get_worksheet_by_name(name).merge_range(area, value if value is not None else "")
        return path


def _read_back(value):
    if isinstance(value, Formula):
        return CellFault("not_computed", str(value))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _write(sheet, where, value, day):
    if isinstance(value, Formula):
        sheet.write_formula(*where, str(value), None, "")
    elif isinstance(value, date):
        sheet.write_datetime(*where, value, day)
    elif isinstance(value, str):
        sheet.write_string(*where, value)
    elif isinstance(value, bool):
        sheet.write_boolean(*where, value)
    elif value is not None:
        sheet.write_number(*where, value)
