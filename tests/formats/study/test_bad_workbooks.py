"""Mutants of a good workbook, each with one fault: the answer names code, sheet, row, column and value."""

from datetime import date

import pytest
from tests.formats.study.workbooks import Book, Formula

from tanji.formats.study import read
from tanji.formats.study.build import build
from tanji.model.finding import Severity

P, B, E, T, U, S, Q, K = "产品", "BOM", "能源", "运输", "使用与废弃", "工序", "参数", "取舍与假设"

CELLS = [
    # name, sheet, row, column, what is typed there, code, what the message must show
    ("letter_o_in_a_number", B, 3, "数量", "1O.5", "IMP-012", "1O.5"),
    ("letter_l_in_a_number", B, 3, "数量", "1l", "IMP-012", "1l"),
    ("words_for_a_number", B, 3, "数量", "约八公斤", "IMP-011", "约八公斤"),
    ("a_range_for_a_number", B, 3, "数量", "8-9", "IMP-011", "8-9"),
    ("not_a_number_at_all", B, 3, "数量", "nan", "IMP-011", "nan"),
    ("infinity", B, 3, "数量", "1e999", "IMP-011", "1e999"),
    ("decimal_comma", B, 3, "数量", "8,5", "IMP-013", "8,5"),
    ("space_and_comma", B, 3, "数量", "1 234,5", "IMP-013", "1 234,5"),
    ("point_and_comma", B, 3, "数量", "1.234,5", "IMP-013", "1.234,5"),
    ("number_with_its_unit", B, 3, "数量", "8kg", "IMP-015", "8kg"),
    ("date_for_a_number", B, 3, "数量", date(2024, 1, 2), "IMP-016", "2024-01-02"),
    ("truth_for_a_number", B, 3, "数量", True, "IMP-017", "TRUE"),
    ("formula_without_value", B, 3, "数量", Formula("=B1*2"), "IMP-019", "B1*2"),
    ("percent_for_an_amount", B, 3, "数量", "8%", "IMP-027", "8%"),
    ("negative_amount", B, 3, "数量", -8, "IMP-022", "-8"),
    ("negative_amount_as_text", B, 3, "数量", "－8", "IMP-022", "-8"),
    ("empty_amount", B, 3, "数量", None, "IMP-010", "数量"),
    ("empty_unit", B, 3, "单位", None, "IMP-010", "单位"),
    ("empty_name", B, 3, "物料名称", None, "IMP-010", "物料名称"),
    ("unknown_unit", B, 3, "单位", "箩筐", "IMP-020", "箩筐"),
    ("compound_unit", B, 3, "单位", "kg/件", "IMP-020", "kg/件"),
    ("unit_with_wrong_case", B, 3, "单位", "mG", "IMP-020", "mG"),
    ("words_for_loss", B, 3, "损耗率(%)", "百分之五", "IMP-011", "百分之五"),
    ("loss_of_120_percent", B, 3, "损耗率(%)", 120, "IMP-025", "120"),
    ("loss_of_100_percent", B, 3, "损耗率(%)", 100, "IMP-025", "100"),
    ("negative_loss", B, 3, "损耗率(%)", -5, "IMP-025", "-5"),
    ("recycled_share_of_130_percent", B, 3, "再生比例(%)", "130%", "IMP-025", "130"),
    ("negative_unit_mass", B, 5, "单重(kg)", -1, "IMP-022", "-1"),
    ("unknown_stage", B, 3, "生命周期阶段", "采购阶段", "IMP-028", "采购阶段"),
    ("unknown_kind", B, 3, "类别", "虚拟件", "IMP-028", "虚拟件"),
    ("unknown_data_type", B, 3, "数据类型", "道听途说", "IMP-028", "道听途说"),
    ("year_that_is_no_year", B, 3, "来源年份", "20240", "IMP-031", "20240"),
    ("period_that_is_no_period", B, 3, "数据期间", "去年", "IMP-029", "去年"),
    ("period_reversed", B, 3, "数据期间", "2024-12-31~2024-01-01", "IMP-030", "2024-12-31~2024-01-01"),
    ("mapping_that_is_a_name", B, 3, "背景过程", "铝锭（原生）", "IMP-033", "铝锭（原生）"),
    ("own_factor_without_unit", B, 4, "自带因子单位", None, "IMP-034", "自带因子单位"),
    ("own_factor_without_source", B, 4, "自带因子来源", None, "IMP-034", "自带因子来源"),
    ("own_factor_without_value", B, 4, "自带因子值", None, "IMP-034", "自带因子值"),
    ("own_factor_unit_without_reference", B, 4, "自带因子单位", "kgCO2e", "IMP-035", "kgCO2e"),
    ("own_factor_of_co2_only", B, 4, "自带因子单位", "kgCO2/kg", "IMP-036", "kgCO2/kg"),
    ("own_factor_with_a_bad_source", B, 4, "自带因子来源", "a | b | 去年 | d", "IMP-039", "a | b | 去年 | d"),
    ("own_factor_and_mapping", B, 4, "背景过程", "cu-primary", "IMP-074", "背景过程"),
    ("missing_parent", B, 4, "上级编号", "Z9", "IMP-051", "Z9"),
    ("level_jump", B, 6, "层级", 4, "IMP-053", "4"),
    ("level_with_a_fraction", B, 3, "层级", 1.5, "IMP-041", "1.5"),
    ("level_in_words", B, 3, "层级", "二级", "IMP-011", "二级"),
    ("level_and_parent_disagree", B, 3, "上级编号", "B", "IMP-054", "B"),
    ("part_number_with_two_names", B, 5, "物料编号", "B", "IMP-050", "B"),
    ("unknown_step", B, 3, "工序", "S9", "IMP-058", "S9"),
    ("mapping_to_an_unknown_step", B, 3, "背景过程", "step:S9", "IMP-058", "S9"),
    ("mapping_to_an_unknown_co_product", B, 3, "背景过程", "step:S1/冷", "IMP-059", "冷"),
    ("assembly_with_its_own_process", B, 2, "背景过程", "al-part", "IMP-056", "背景过程"),
    ("formula_with_an_unknown_parameter", B, 7, "公式", "体积 * 2", "IMP-096", "体积"),
    ("formula_that_attacks", B, 7, "公式", "__import__('os').system('x')", "IMP-089", "__import__"),
    ("amount_and_formula", B, 7, "数量", 2, "IMP-074", "公式"),
    ("text_of_3000_characters", B, 3, "备注", "长" * 3000, "IMP-038", "3000"),
    ("wrong_electricity_treatment", E, 4, "电力处理", "免费电", "IMP-028", "免费电"),
    ("treatment_on_a_fuel", E, 5, "电力处理", "绿证", "IMP-072", "燃料"),
    ("electricity_in_kilograms", E, 4, "单位", "kg", "IMP-068", "kg"),
    ("fuel_energy_of_unknown_kind", E, 5, "量的种类", None, "IMP-067", "MJ"),
    ("fuel_energy_as_mass", E, 5, "量的种类", "质量", "IMP-068", "MJ"),
    ("emission_without_a_gas", E, 6, "气体", None, "IMP-073", "气体"),
    ("unknown_gas", E, 6, "气体", "沼泽气", "IMP-037", "沼泽气"),
    ("gas_in_cubic_metres", E, 6, "单位", "m3", "IMP-079", "m3"),
    ("energy_without_a_kind", E, 4, "类别", None, "IMP-010", "类别"),
    ("months_that_do_not_add_up", E, 2, "年度合计", 3000, "IMP-061", "3000"),
    ("months_that_overlap", E, 3, "期间", "2024-01-15~2024-02-15", "IMP-062", "2024-01-15~2024-02-15"),
    ("months_with_two_processes", E, 3, "背景过程", "cn-electricity-2023", "IMP-066", "背景过程"),
    ("grid_process_that_is_a_step", E, 4, "电网平均背景过程", "step:S1", "IMP-033", "step:S1"),
    ("transport_without_distance", T, 2, "距离(km)", None, "IMP-073", "距离(km)"),
    ("transport_without_stage", T, 2, "生命周期阶段", None, "IMP-010", "生命周期阶段"),
    ("transport_given_twice", T, 2, "周转量", 2, "IMP-074", "周转量"),
    ("negative_distance", T, 2, "距离(km)", -300, "IMP-022", "-300"),
    ("use_without_an_amount", U, 2, "每年用量", None, "IMP-073", "每年用量"),
    ("use_given_twice", U, 2, "功率(kW)", 1, "IMP-074", "功率(kW)"),
    ("refrigerant_without_leakage", U, 3, "年泄漏率(%)", None, "IMP-073", "年泄漏率(%)"),
    ("refrigerant_without_recovery", U, 3, "回收率(%)", "不可得", "IMP-073", "回收率(%)"),
    ("refrigerant_that_is_a_mixture", U, 3, "气体", "R410A", "IMP-037", "R410A"),
    ("waste_without_amount", U, 4, "数量", None, "IMP-010", "数量"),
    ("step_without_number", S, 2, "工序编号", None, "IMP-010", "工序编号"),
    ("co_product_of_an_unknown_step", S, 3, "工序编号", "S7", "IMP-058", "S7"),
    ("output_of_zero", S, 2, "产出数量", 0, "IMP-040", "0"),
    ("unknown_allocation", S, 2, "分配方法", "随便", "IMP-028", "随便"),
    ("parameter_with_a_space", Q, 2, "参数名", "面 积", "IMP-039", "面 积"),
    ("parameter_with_value_and_formula", Q, 2, "公式", "两倍 / 2", "IMP-095", "面积"),
    ("parameter_formula_with_unknown_name", Q, 3, "公式", "高度 * 2", "IMP-096", "高度"),
    ("evidence_with_a_bad_hash", K, 3, "SHA-256", "abcd", "IMP-039", "abcd"),
    ("cut_off_without_a_reason", K, 2, "内容或理由", None, "IMP-010", "内容或理由"),
    ("bad_check_digit", P, None, "统一社会信用代码", "91330100799655058A", "IMP-032", "91330100799655058A"),
    ("unknown_boundary", P, None, "系统边界", "从头到尾", "IMP-028", "从头到尾"),
    ("unknown_method", P, None, "方法", "ipcc-2013", "IMP-086", "ipcc-2013"),
    ("code_without_its_system", P, None, "分类代码", "8501.52", "IMP-039", "8501.52"),
    ("product_mass_of_zero", P, None, "产品净重(kg)", 0, "IMP-040", "0"),
    ("product_mass_in_words", P, None, "产品净重(kg)", "二十", "IMP-011", "二十"),
    ("product_without_a_name", P, None, "产品名称", None, "IMP-007", "产品名称"),
    ("product_without_a_unit", P, None, "分析单位", "不可得", "IMP-007", "分析单位"),
    ("product_with_an_unknown_unit", P, None, "分析单位", "箩筐", "IMP-020", "箩筐"),
    ("product_period_reversed", P, None, "数据期间", "2024-02~2024-01", "IMP-030", "2024-02~2024-01"),
    ("far_too_heavy_a_bill", P, None, "产品净重(kg)", 2, "IMP-080", "20"),
]  # fmt: skip


def found(book, code):
    """The first finding of a code; nothing was raised."""
    result = build(book.tables(), "坏.xlsx") if isinstance(book, Book) else read(book)
    matching = [finding for finding in result.report.findings if finding.code == code]
    assert matching, f"{code} was not found, but {[(f.code, f.message.zh) for f in result.report.findings]}"
    return result, matching[0]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code", "shown"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS]
)
def test_a_faulty_cell_is_answered_at_its_place(sheet, row, column, value, code, shown):
    book = Book().put(sheet, row, column, value)
    result, finding = found(book, code)
    assert result.study is None
    assert finding.severity is Severity.error
    assert (finding.place.file, finding.place.sheet) == ("坏.xlsx", sheet)
    assert finding.place.row == (row or book.row_of(column))
    assert (
        finding.place.column in {column, "上级编号", "量的种类", "年泄漏率(%)", "单位"} or shown == finding.place.column
    )
    assert shown in finding.message.zh + (finding.hint.zh if finding.hint else "")
    assert finding.place.sheet in finding.message.zh
    if shown.isascii():
        assert shown in finding.message.en + (finding.hint.en if finding.hint else "")
    assert finding.message.en
    assert finding.message.en != finding.message.zh
    assert all(counts.failed <= 2 for counts in result.report.counts.values())


@pytest.mark.parametrize("case", CELLS[::9], ids=[case[0] for case in CELLS[::9]])
def test_a_real_file_says_the_same_as_its_tables(tmp_path, case):
    book = Book().put(*case[1:5])
    assert read(book.save(tmp_path / "坏.xlsx")) == build(book.tables(), "坏.xlsx")


def test_there_are_more_than_fifty_mutants():
    assert len(CELLS) > 90


def test_a_circle_of_parents_names_its_members():
    book = Book().drop("BOM", "层级")
    book.put(B, 2, "上级编号", "C").put(B, 3, "上级编号", "A").put(B, 5, "上级编号", "A1")
    result, finding = found(book, "IMP-052")
    assert result.study is None
    assert (finding.place.sheet, finding.place.row, finding.place.column) == (B, 2, "上级编号")
    assert "A → C → A1 → A" in finding.message.zh
    assert "A → C → A1 → A" in finding.message.en


def test_a_line_id_given_twice_is_found():
    book = Book().put(B, 3, "行编号", "x").put(B, 4, "行编号", "x")
    _, finding = found(book, "IMP-050")
    assert (finding.place.row, finding.place.column) == (4, "行编号")
    assert '"x"' in finding.message.en
    assert "row 3" in finding.message.en


def test_a_parent_that_stands_in_two_rows_is_doubtful():
    book = (
        Book().drop(B, "层级").put(B, 4, "物料编号", "A").put(B, 4, "物料名称", "壳体组件").put(B, 3, "上级编号", "A")
    )
    _, finding = found(book, "IMP-055")
    assert finding.place.row == 3
    assert "2, 4" in finding.message.zh


@pytest.mark.parametrize(("sheet", "head"), [(B, "数量"), (B, "物料名称"), (B, "单位"), (E, "类别"), (U, "名称")])
def test_a_required_column_that_is_missing_is_named(sheet, head):
    book = Book().drop(sheet, head)
    if sheet == B:
        book.drop(B, "公式")
    _, finding = found(book, "IMP-004")
    assert (finding.place.sheet, finding.place.row, finding.place.column) == (sheet, 1, head)
    assert head in finding.message.zh


def test_a_column_given_twice_is_named():
    book = Book()
    for row in book.sheets[B]:
        row.append(row[book.column(B, "数量")])
    _, finding = found(book, "IMP-005")
    assert (finding.place.sheet, finding.place.row, finding.place.column) == (B, 1, "数量")


def test_merged_amounts_are_refused_row_by_row(tmp_path):
    _, finding = found(Book().merge(B, 4, 5, "数量").save(tmp_path / "b.xlsx"), "IMP-046")
    assert (finding.place.row, finding.place.column) == (5, "数量")
    assert "F4" in finding.message.en


def test_merged_words_speak_for_all_their_rows(tmp_path):
    book = Book().put(B, 4, "数据来源", "采购部").merge(B, 4, 5, "数据来源")
    book.put(B, 4, "数据类型", "票据").put(B, 5, "数据类型", "票据")
    result, finding = found(book.save(tmp_path / "b.xlsx"), "IMP-047")
    assert finding.severity is Severity.note
    assert [a.data.publisher for a in result.study.activities if a.id in "BC"] == ["采购部", "采购部"]


def test_an_error_value_is_named(tmp_path):
    import openpyxl

    path = Book().save(tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(path)
    book[B].cell(3, 6).value = "#DIV/0!"
    book[B].cell(3, 6).data_type = "e"
    book.save(path)
    _, finding = found(path, "IMP-018")
    assert (finding.place.sheet, finding.place.row, finding.place.column) == (B, 3, "数量")
    assert "#DIV/0!" in finding.message.en


@pytest.mark.parametrize(("where", "value"), [("产品名称", "又一台电机"), ("产品", "又一台电机")])
def test_two_products_in_one_workbook_are_refused(where, value):
    book = Book()
    book.sheets[P].append([where, value])
    _, finding = found(book, "IMP-057")
    assert finding.place.row == len(book.sheets[P])
    assert "又一台电机" in finding.message.zh
    assert "电机" in finding.message.en


def test_two_products_at_level_0_are_refused():
    book = Book().add(B, 层级=0, 物料名称="甲", 数量=1, 单位="件").add(B, 层级=0, 物料名称="乙", 数量=1, 单位="件")
    _, finding = found(book, "IMP-057")
    assert finding.place.row == 9
    assert "乙" in finding.message.zh


def test_a_workbook_of_empty_sheets_says_so():
    book = Book()
    for sheet in (B, E, T, U):
        book.sheets[sheet] = book.sheets[sheet][:1]
    result, finding = found(book, "IMP-006")
    assert result.study is None
    assert "BOM" in finding.message.en


def test_a_file_of_other_things_is_not_a_study(tmp_path):
    book = Book()
    book.sheets = {"销售": [["客户", "日期"], ["甲", "2024"]]}
    result, finding = found(book.save(tmp_path / "b.xlsx"), "IMP-001")
    assert result.study is None
    assert any(f.code == "IMP-002" and "销售" in f.message.en for f in result.report.findings)
    assert "b.xlsx" in finding.message.en


def test_co_products_without_an_allocation_are_refused():
    _, finding = found(Book().put(S, 2, "分配方法", None), "IMP-091")
    assert (finding.place.sheet, finding.place.row) == (S, 2)


def test_an_output_without_what_allocation_divides_by_is_refused():
    _, finding = found(Book().put(S, 2, "分配方法", "按经济价值"), "IMP-092")
    assert (finding.place.sheet, finding.place.row) == (S, 2)


def test_a_unit_of_analysis_that_does_not_convert_needs_a_reference_flow():
    book = Book().put(P, None, "分析单位", "kWh").put(P, None, "产出单位", "件")
    _, finding = found(book, "IMP-084")
    assert finding.place.sheet == P
    assert "kWh" in finding.message.en


def test_months_in_units_that_do_not_convert_are_named():
    steam = {"类别": "热力", "能源名称": "蒸汽", "背景过程": "steam"}
    book = Book().add(E, **steam, 期间="2024-01", 数量=1, 单位="t").add(E, **steam, 期间="2024-02", 数量=3, 单位="GJ")
    _, finding = found(book, "IMP-065")
    assert (finding.place.row, finding.place.column) == (9, "单位")
    assert '"GJ"' in finding.message.en
    assert '"t"' in finding.message.en


@pytest.mark.parametrize("case", CELLS, ids=[case[0] for case in CELLS])
def test_one_fault_gives_one_error(case):
    result = build(Book().put(*case[1:5]).tables(), "坏.xlsx")
    assert {finding.code for finding in result.report.errors} == {case[5]}


def test_shares_of_a_mix_must_add_up():
    book = Book().put(S, 2, "混合", "是").put(S, 3, "类型", "工序").put(S, 3, "工序编号", "S2")
    book.put(B, 4, "工序", "S1").put(B, 4, "单位", "件")
    _, finding = found(book, "IMP-082")
    assert (finding.place.sheet, finding.place.row) == (S, 2)
    assert "S1" in finding.message.zh
