"""A real-shaped bill: found in its workbook, every planted fault told with row and remedy, the rest taken."""

from __future__ import annotations

import pytest
from tests.formats.bom.bills import HEADS, PLANTED, RIGHT, planted, rows, write

from tanji.formats.bom.failed import write_failed
from tanji.formats.bom.identify import identify, missing, theirs_of
from tanji.formats.bom.plan import BadPlan, UnitRule, plan_of
from tanji.formats.bom.read import data_rows, read_bom
from tanji.formats.bom.units import figures, units_found
from tanji.formats.study.record import Record
from tanji.formats.table import Cell, Table, read_tables


def sheet(*lines, name="BOM"):
    cells = {
        row: {index: Cell(row, index, value) for index, value in enumerate(line, 1) if value is not None}
        for row, line in enumerate(lines, 1)
    }
    return Table(name, {row: found for row, found in cells.items() if found})


def read(*lines, plan=None, **more):
    table = sheet(*lines)
    chosen = plan or identify([table])
    return read_bom([table], chosen, "b.xlsx", **more)


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    path = write(tmp_path_factory.mktemp("bom") / "bom.xlsx", planted())
    tables = read_tables(path)
    return tables, identify(tables)


def test_the_sheet_both_header_rows_and_all_columns_are_proposed(bad):
    tables, plan = bad
    assert (plan.sheet, plan.first, plan.last) == ("洗衣机物料", 2, 3)
    keys = ["level", "part_no", "name_zh", "material", "amount", "unit", "unit_mass_kg", "recycled_percent",
            "supplier", "note"]  # fmt: skip
    assert plan.columns == {key: place for place, key in enumerate(keys, 1)}
    assert not missing(plan)
    assert [theirs.header for theirs in theirs_of(tables[1], (2, 3))][4] == "用量 / Qty"


def test_all_twelve_faults_are_found_with_row_column_and_remedy(bad):
    tables, plan = bad
    found = {f.place.row: f for f in read_bom(tables, plan, "bom.xlsx").report.errors}
    assert {row: found[row].code for row in PLANTED} == {row: code for row, (_, _, code) in PLANTED.items()}
    assert set(found) == set(PLANTED)
    for row, (column, _, _) in PLANTED.items():
        assert found[row].place.column == column
        assert f"第 {row} 行" in found[row].message.zh
        assert found[row].hint is not None


def test_every_row_counts_once(bad):
    tables, plan = bad
    read = read_bom(tables, plan, "bom.xlsx")
    counts = read.counts
    assert (counts.read, counts.imported, counts.skipped, counts.failed) == (150, 136, 2, 12)
    assert len(read.activities) == 136
    assert len(read.tree) == 148


def test_the_rows_that_failed_read_in_clean_once_they_are_corrected(bad, tmp_path):
    tables, plan = bad
    first = read_bom(tables, plan, "bom.xlsx")
    target = tmp_path / "错误行.xlsx"
    write_failed(tables, plan, first, target)
    again = read_tables(target)
    mended = []
    for table in again:
        cells = {number: dict(row) for number, row in table.rows.items()}
        for place, row in enumerate(sorted(PLANTED), 3):
            index = HEADS.index(PLANTED[row][0]) + 1
            cells[place][index] = Cell(place, index, RIGHT[row])
            if row == 108:
                cells[place][12] = Cell(place, 12, "A-0092")
        mended.append(Table(table.name, cells))
    part = identify(mended)
    assert part.part
    known = {activity.id: activity.id for activity in first.activities}
    second = read_bom(mended, part, "错误行.xlsx", known=known)
    assert second.report.errors == ()
    assert (second.counts.read, second.counts.imported) == (12, 12)
    whole = read_bom(read_tables(write(tmp_path / "good.xlsx", rows())), plan, "good.xlsx")
    ids = {activity.id for activity in first.activities} | {activity.id for activity in second.activities}
    assert len(ids) == 148 == len(whole.activities)
    above = {activity.id: activity.parent for activity in whole.activities}
    assert all(activity.parent == above.get(activity.id, activity.parent) for activity in second.activities)


def test_uncorrected_they_fail_again_with_the_same_codes(bad, tmp_path):
    tables, plan = bad
    first = read_bom(tables, plan, "bom.xlsx")
    target = tmp_path / "错误行.xlsx"
    write_failed(tables, plan, first, target)
    again = read_tables(target)
    part = identify(again)
    second = read_bom(again, part, "x.xlsx", known={a.id: a.id for a in first.activities})
    codes = [code for _, _, code in PLANTED.values()]
    assert second.counts.failed >= 10
    assert {f.code for f in second.report.errors} <= {*codes, "IMP-011"}


def test_what_stands_under_a_row_that_failed_waits_with_it():
    read_ = read(
        ["层级", "料号", "品名", "数量", "单位"],
        [1.0, "A", "组件", -1.0, "套"],
        [2.0, "B", "钢板", 2.0, "kg"],
        [1.0, "C", "铝板", 3.0, "kg"],
    )
    assert [activity.id for activity in read_.activities] == ["C"]
    assert {f.place.row: f.code for f in read_.report.errors} == {2: "IMP-022", 3: "IMP-101"}
    assert read_.counts.failed == 2


def test_trade_units_are_converted_and_others_only_where_somebody_says_what_they_are():
    lines = (["品名", "数量", "单位"], ["润滑脂", 3.0, "斤"], ["胶带", 2.0, "卷筒"], ["钢板", 1.0, "公斤"])
    table = sheet(*lines)
    plan = identify([table])
    rows_ = frozenset({2, 3, 4})
    assert [(u.text, u.unit, u.factor) for u in units_found(table, plan, rows_)] == [
        ("卷筒", None, 1.0), ("公斤", "kg", 1.0), ("斤", "kg", 0.5),
    ]  # fmt: skip
    first = read(*lines)
    assert [(a.amount, a.unit) for a in first.activities] == [(1.5, "kg"), (1.0, "kg")]
    told = plan.model_copy(update={"units": {"卷筒": UnitRule(unit="kg", factor=0.8)}})
    assert [(a.amount, a.unit) for a in read(*lines, plan=told).activities][1] == (1.6, "kg")


def test_a_decimal_comma_is_read_as_one_only_where_it_is_chosen():
    lines = (["品名", "数量", "单位"], ["钢板", "1.234,5", "kg"], ["铝", "１２,５", "kg"])
    table = sheet(*lines)
    plan = identify([table])
    assert [f.code for f in read(*lines).report.errors] == ["IMP-013", "IMP-013"]
    assert figures(table, plan, frozenset({2, 3})).commas == 2
    comma = plan.model_copy(update={"decimal": "comma"})
    assert [a.amount for a in read(*lines, plan=comma).activities] == [1234.5, 12.5]


def test_masses_go_through_the_tree():
    read_ = read(
        ["层级", "品名", "数量", "单位", "单重"],
        [1.0, "组件", 2.0, "套", None],
        [2.0, "钢板", 3.0, "kg", None],
        [2.0, "螺钉", 10.0, "件", 0.01],
        [1.0, "垫片", 4.0, "件", None],
    )
    assert read_.masses.total_kg == pytest.approx(2 * 3 + 2 * 10 * 0.01)
    assert read_.masses.unknown == 1


def test_circles_and_parents_that_are_not_there_are_told():
    read_ = read(
        ["料号", "上级编号", "品名", "数量", "单位"],
        ["A", "B", "甲", 1.0, "套"],
        ["B", "A", "乙", 1.0, "套"],
        ["C", "Z", "丙", 1.0, "kg"],
    )
    assert sorted(f.code for f in read_.report.errors) == ["IMP-051", "IMP-052", "IMP-052"]


def test_a_header_that_nobody_knows_is_mapped_by_a_person():
    lines = (["甲", "乙", "丙"], ["钢板", 2.0, "kg"])
    plan = plan_of({"sheet": "BOM", "first": 1, "last": 1, "columns": {"name_zh": 1, "amount": 2, "unit": 3}})
    assert [a.amount for a in read(*lines, plan=plan).activities] == [2.0]
    assert [text.en for text in missing(identify([sheet(*lines)]))] == ["Name", "Amount", "Unit"]


def test_an_empty_file_is_refused():
    with pytest.raises(BadPlan):
        identify([Table(None, {})])


def test_data_rows_pass_over_examples():
    table = sheet(["品名", "数量", "单位"], ["示例", 1.0, "kg"], ["钢", 1.0, "kg"], ["合计", 2.0, "kg"])
    assert [row.number_ for row in data_rows([table], identify([table]), Record("x"))] == [3]
