"""Workbooks as people make them: what a good one means, other headers, numbers as text, rows that are passed over."""

import pytest
from tests.formats.study.workbooks import Book

from tanji.errors import Refusal
from tanji.formats.study import read, write_template
from tanji.formats.study.build import build
from tanji.formats.study.goal import known_methods
from tanji.formats.table import Cell, Table
from tanji.model.quantity import QuantityKind
from tanji.model.study import ActivityKind, DataType, OwnFactor, ProcessLink, Stage

B, E, T, U = "BOM", "能源", "运输", "使用与废弃"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    result = read(Book().save(tmp_path_factory.mktemp("good") / "电机.xlsx"))
    assert result.report.errors == ()
    return result


def lines(result):
    return {activity.id: activity for activity in result.study.activities}


def codes(result):
    return [finding.code for finding in result.report.findings]


def table(*rows, name="BOM"):
    cells = {
        number: {
            index: Cell(number, index, float(value) if isinstance(value, int) else value)
            for index, value in enumerate(row, 1)
            if value is not None
        }
        for number, row in enumerate(rows, 1)
    }
    return Table(name, {number: row for number, row in cells.items() if row})


def product(**more):
    return table(
        ["项目", "填写内容"], ["产品名称", "电机"], ["分析单位", "件"], *([k, v] for k, v in more.items()), name="产品"
    )


def test_the_product_is_read_with_all_its_items(good):
    study = good.study
    assert study.names == {"zh": "电机"}
    assert (study.id, study.product.model, study.product.mass_kg) == ("M-1", "M-1", 20)
    assert study.product.maker.uscc == "91330100799655058B"
    assert [(code.system, code.code) for code in study.product.codes] == [("HS 2022", "8501.52")]
    assert (study.unit.kind, study.unit.unit, study.output.unit, study.reference_flow) == (
        "functional",
        "item",
        "item",
        1,
    )
    assert (study.period.days, study.service_years, study.method) == (366, 10, "ar6-gwp100")


def test_levels_make_a_tree_and_a_row_with_parts_is_an_assembly(good):
    assert lines(good)["A"].kind is ActivityKind.assembly
    assert lines(good)["A1"].parent == "A"
    assert lines(good)["B"].parent is None


def test_a_line_keeps_its_figures_links_and_sources(good):
    shell, wire = lines(good)["A1"], lines(good)["B"]
    assert (shell.amount, shell.unit, shell.loss_percent, shell.recycled_percent) == (8, "kg", 5, 30)
    assert shell.link == ProcessLink(database="starter", process="al-primary")
    assert shell.recycled_link == ProcessLink(database="starter", process="al-recycled")
    assert (shell.data.type, shell.data.year, shell.data.period.days) == (DataType.bill, 2024, 366)
    assert isinstance(wire.link, OwnFactor)
    assert (wire.link.value, wire.link.unit, wire.link.source.publisher, wire.link.source.year) == (
        4.1,
        "kg",
        "协会",
        2023,
    )
    assert wire.evidence == ("铜.pdf",)
    assert good.study.evidence[0].sha256 == "ab" * 32


def test_months_of_one_meter_become_one_line_with_readings(good):
    bought = lines(good)["M1"]
    assert (bought.amount, bought.unit, bought.quantity_kind) == (300, "kWh", QuantityKind.energy_electricity)
    assert [(reading.period.start.month, reading.amount) for reading in bought.readings] == [(1, 100), (2, 200)]


def test_electricity_keeps_its_treatment_and_the_grid_process_beside_it(good):
    roof, green = lines(good)["能源-4"], lines(good)["能源-7"]
    assert roof.electricity.treatment == "on_site"
    assert roof.electricity.grid.process == "cn-electricity-2024"
    assert (green.electricity.treatment, green.electricity.instrument.number) == ("instrument", "GEC-1")


def test_freight_use_refrigerant_waste_and_gases(good):
    road, air = lines(good)["运输-2"], lines(good)["运输-3"]
    assert (road.transport.mass_kg, road.transport.distance_km, road.material) == (8, 300, "铝壳")
    assert (air.amount, air.unit, air.aircraft) == (1.5, "t.km", True)
    use, leak = lines(good)["使用与废弃-2"], lines(good)["使用与废弃-3"]
    assert (use.use.years, use.use.per_year, use.stage) == (10, 1000, Stage.use)
    assert (leak.gas, leak.refrigerant.charge_kg, leak.refrigerant.years) == ("hfc-32", 1, 10)
    assert (lines(good)["使用与废弃-4"].stage, lines(good)["使用与废弃-5"].gas) == (Stage.end_of_life, "methane-fossil")


def test_steps_parameters_and_cut_offs(good):
    (step,) = good.study.steps
    assert (step.id, step.yield_percent, step.allocation, step.co_products[0].id) == ("S1", 98, "mass", "热")
    assert [parameter.name for parameter in good.study.parameters] == ["面积", "两倍"]
    assert good.study.cut_offs[0].share_percent == 0.6
    assert (lines(good)["E"].formula, lines(good)["E"].step, lines(good)["E"].amount) == ("面积 * 2", "S1", None)


def test_a_line_says_where_it_stood_and_the_study_has_no_path_of_this_machine(good):
    place = lines(good)["B"].place
    assert (place.file, place.sheet, place.row) == ("电机.xlsx", "BOM", 4)
    assert "/" not in place.file


def test_every_row_is_accounted_for(good):
    counts = good.report.counts
    assert (counts["BOM"].read, counts["BOM"].imported, counts[E].read) == (6, 6, 6)


def test_the_same_file_gives_the_same_study(good, tmp_path):
    again = read(Book().save(tmp_path / "电机.xlsx"))
    assert again == good


def test_the_untouched_template_says_that_the_product_is_not_filled_in(tmp_path):
    write_template(tmp_path / "t.xlsx")
    result = read(tmp_path / "t.xlsx")
    assert result.study is None
    assert [f.code for f in result.report.errors] == ["IMP-007", "IMP-007"]
    assert "产品名称" in result.report.errors[0].message.zh
    assert result.report.errors[0].place.row == 3
    assert all(counts.read == counts.skipped for counts in result.report.counts.values())


def test_the_least_is_a_name_a_unit_and_one_row():
    result = build([product(), table(["物料名称", "数量", "单位"], ["钢", 2, "kg"])], "a.xlsx")
    assert result.report.errors == ()
    assert lines(result)["BOM-2"].amount == 2
    assert {"IMP-083"} == set(codes(result))


def test_parts_lists_of_other_systems_are_read_by_their_own_headers():
    erp = table(
        ["某公司物料清单"],
        ["序号", "料号", "品名规格", "用量", "计量单位", "单重(g)", "供方", "仓库"],
        [1, "10-01", "螺栓", 4, "个", 25, "甲", "W1"],
        [2, "10-02", "钢板", "１２．５", "公斤", None, "乙", "W2"],
        name="导出",
    )
    result = build([product(), erp], "erp.xlsx")
    assert result.report.errors == ()
    bolt, plate = lines(result)["10-01"], lines(result)["10-02"]
    assert (bolt.amount, bolt.unit_mass_kg, bolt.supplier) == (4, 0.025, "甲")
    assert (plate.amount, plate.unit) == (12.5, "kg")
    unknown = [f.place.column for f in result.report.findings if f.code == "IMP-003"]
    assert unknown == ["序号", "仓库"]


def test_english_parts_lists_are_read():
    result = build(
        [
            product(),
            table(
                ["Level", "Part No.", "Description", "Qty", "UoM", "Country of origin"],
                [1, "X", "Steel", 2, "KG", "DE"],
            ),
        ],
        "en.xlsx",
    )
    assert (lines(result)["X"].names, lines(result)["X"].unit, lines(result)["X"].origin) == (
        {"en": "Steel"},
        "kg",
        "DE",
    )


def test_a_unit_in_the_header_is_the_unit_of_its_column():
    result = build([product(), table(["物料名称", "数量(kg)"], ["钢", 2])], "a.xlsx")
    assert result.report.errors == ()
    assert lines(result)["BOM-2"].unit == "kg"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,234.5", 1234.5), ("1 234.5", 1234.5), ("１，２３４", 1234), ("1e3", 1000), (" 7 ", 7), ("7.", 7), ("+7", 7)],
)
def test_numbers_as_text_are_numbers(typed, number):
    result = build([product(), table(["物料名称", "数量", "单位"], ["钢", typed, "kg"])], "a.xlsx")
    assert result.report.errors == ()
    assert lines(result)["BOM-2"].amount == number


@pytest.mark.parametrize("word", ["不可得", "N/A", "-", "unknown", "待补充", "n.a."])
def test_an_unknown_amount_is_missing_and_never_zero(word):
    result = build([product(), table(["物料名称", "数量", "单位"], ["钢", word, "kg"])], "a.xlsx")
    assert result.report.errors == ()
    assert lines(result)["BOM-2"].amount is None
    assert "IMP-024" in codes(result)


def test_zero_is_kept_and_doubted():
    result = build([product(), table(["物料名称", "数量", "单位"], ["钢", 0, "kg"])], "a.xlsx")
    assert lines(result)["BOM-2"].amount == 0
    assert "IMP-023" in codes(result)


@pytest.mark.parametrize(("typed", "shown", "percent"), [("5%", False, 5), (0.05, True, 5), (5, False, 5)])
def test_percentages_as_excel_shows_them(typed, shown, percent):
    rows = table(["物料名称", "数量", "单位", "损耗率(%)"], ["钢", 1, "kg", None])
    row = dict(rows.rows[2])
    row[4] = Cell(2, 4, float(typed) if not isinstance(typed, str) else typed, percent=shown)
    result = build([product(), Table("BOM", {**rows.rows, 2: row})], "a.xlsx")
    assert lines(result)["BOM-2"].loss_percent == percent
    assert "IMP-026" not in codes(result)


def test_a_fraction_in_a_percent_column_is_doubted():
    result = build([product(), table(["物料名称", "数量", "单位", "损耗率"], ["钢", 1, "kg", 0.05])], "a.xlsx")
    assert "IMP-026" in codes(result)


def test_empty_example_total_and_heading_rows_are_passed_over_and_counted():
    rows = table(
        ["物料名称", "数量", "单位"],
        ["一、主材"],
        ["钢", 2, "kg"],
        [],
        ["示例", 9, "kg"],
        ["合计", 11, "kg"],
        ["铝", 1, "kg"],
    )
    rows = Table("BOM", rows.rows, merged=((2, 1, 2, 3),))
    result = build([product(), rows], "a.xlsx")
    assert result.report.errors == ()
    counts = result.report.counts["BOM"]
    assert (counts.read, counts.imported, counts.skipped, counts.failed) == (6, 2, 4, 0)
    assert {"IMP-048", "IMP-008", "IMP-009"} <= set(codes(result))


def test_a_part_called_sample_holder_is_no_example():
    result = build([product(), table(["物料名称", "数量", "单位"], ["Sample holder", 2, "kg"])], "a.xlsx")
    assert [a.names["en"] for a in result.study.activities] == ["Sample holder"]


@pytest.mark.parametrize("first", ["", "3", 3, "1.2"])
def test_a_row_without_a_name_is_an_error_and_no_example(first):
    rows = table(["序号", "物料名称", "数量", "单位"], ["1", "钢", 2, "kg"], [first, "", "3", "kg"])
    result = build([product(), rows], "a.xlsx")
    counts = result.report.counts["BOM"]
    assert (counts.imported, counts.skipped, counts.failed) == (1, 0, 1)
    assert [(f.place.row, f.place.column) for f in result.report.errors] == [(3, "物料名称")]


def test_the_product_at_level_0_gives_the_study_its_name():
    rows = table(["层级", "物料编号", "物料名称", "数量", "单位"], [0, "P", "水泵", 1, "台"], [1, "Q", "壳", 3, "kg"])
    result = build([rows], "a.xlsx")
    assert result.report.errors == ()
    assert (result.study.names, result.study.product.model, result.study.unit.unit) == ({"zh": "水泵"}, "P", "item")
    assert [a.id for a in result.study.activities] == ["Q"]


def test_parents_by_number_and_the_product_as_a_parent():
    rows = table(
        ["上级编号", "物料编号", "物料名称", "数量", "单位"],
        ["电机", "A", "壳", 1, "件"],
        ["A", "A1", "铝", 3, "kg"],
    )
    result = build([product(), rows], "a.xlsx")
    assert result.report.errors == ()
    assert [(a.id, a.parent) for a in result.study.activities] == [("A", None), ("A1", "A")]


def test_one_part_used_twice_gets_two_ids():
    rows = table(
        ["层级", "物料编号", "物料名称", "数量", "单位"],
        [1, "A", "壳", 1, "件"], [2, "S", "螺钉", 4, "件"], [1, "B", "盖", 1, "件"], [2, "S", "螺钉", 2, "件"],
    )  # fmt: skip
    result = build([product(), rows], "a.xlsx")
    assert result.report.errors == ()
    assert [a.id for a in result.study.activities] == ["A", "BOM-3", "B", "BOM-5"]


def test_the_mass_balance_says_how_much_is_missing():
    rows = table(["物料名称", "数量", "单位"], ["钢", 61.8, "kg"])
    result = build([product(**{"产品净重(kg)": 72}), rows], "a.xlsx")
    (finding,) = [f for f in result.report.findings if f.code == "IMP-080"]
    assert finding.message.zh == "BOM 合计 61.8 kg，产品净重 72 kg，缺 14.2 %"
    assert finding.message.en == "The BOM adds up to 61.8 kg, the product's net mass is 72 kg: 14.2 % missing"


def test_the_mass_balance_multiplies_through_the_tree_and_the_batch():
    rows = table(
        ["层级", "物料名称", "数量", "单位", "单重"],
        [1, "组件", 4, "件", None], [2, "钢", 10, "kg", None], [2, "螺钉", 5, "个", 2],
    )  # fmt: skip
    form = product(**{"产品净重(kg)": 40, "产出数量": 2})
    assert "IMP-080" not in codes(build([form, rows], "a.xlsx"))


def test_a_yearly_row_is_only_checked_against_the_months():
    rows = table(
        ["类别", "能源名称", "期间", "数量", "单位"],
        ["电力", "电", "2024-01~2024-06", 10, "kWh"], ["电力", "电", "2024-07~2024-12", 20, "kWh"],
        ["电力", "电", "2024", 30, "kWh"], name="能源",
    )  # fmt: skip
    result = build([product(), rows], "a.xlsx")
    assert result.report.errors == ()
    assert [(a.amount, len(a.readings)) for a in result.study.activities] == [(30, 2)]


def test_months_in_different_units_add_up_and_a_gap_is_named():
    rows = table(
        ["类别", "能源名称", "期间", "数量", "单位"],
        ["电力", "电", "2024-01", 1, "MWh"], ["电力", "电", "2024-03", 500, "kWh"], name="能源",
    )  # fmt: skip
    result = build([product(), rows], "a.xlsx")
    assert [(a.amount, a.unit) for a in result.study.activities] == [(1.5, "MWh")]
    (finding,) = [f for f in result.report.findings if f.code == "IMP-064"]
    assert "29" in finding.message.zh


def test_rows_of_one_meter_without_periods_are_doubted_not_added():
    rows = table(["类别", "能源名称", "数量", "单位"], ["电力", "电", 1, "kWh"], ["电力", "电", 2, "kWh"], name="能源")
    result = build([product(), rows], "a.xlsx")
    assert len(result.study.activities) == 2
    assert "IMP-063" in codes(result)


GASES = {
    "R-32": "hfc-32",
    "HFC-32": "hfc-32",
    "ＣＯ₂": "carbon-dioxide-fossil",
    "甲烷": "methane-fossil",
    "sf6": "sulfur-hexafluoride",
    "R1234yf": "hfo-1234yf",
    "75-10-5": "hfc-32",
}


@pytest.mark.parametrize(("typed", "gas"), GASES.items())
def test_gases_are_known_by_their_common_names(typed, gas):
    rows = table(["类别", "名称", "数量", "单位", "气体", "阶段"], ["直接排放", "x", 1, "kg", typed, "生产"], name=U)
    assert [a.gas for a in build([product(), rows], "a.xlsx").study.activities] == [gas]


def test_primary_data_without_its_type_is_taken_for_the_least_of_it():
    result = build([product(), table(["物料名称", "数量", "单位", "数据类型"], ["钢", 1, "kg", "初级"])], "a.xlsx")
    assert lines(result)["BOM-2"].data.type is DataType.supplier
    assert "IMP-043" in codes(result)


def test_a_factor_in_tonnes_per_megawatt_hour_is_brought_to_kilograms():
    heads = ["物料名称", "数量", "单位", "自带因子值", "自带因子单位", "自带因子来源"]
    result = build([product(), table(heads, ["电", 1, "kWh", 0.6, "tCO2e/MWh", "某报告"])], "a.xlsx")
    link = lines(result)["BOM-2"].link
    assert (link.value, link.unit, link.source.document) == (600, "MWh", "某报告")


def test_an_imported_method_is_named_by_its_uuid_or_digest():
    for named in ("6209B35F-9447-40b5-b68c-a1099e3674a0", f"sha256:{'0a' * 32}"):
        found = build([product(方法=named), table(["物料名称", "数量", "单位"], ["钢", 1, "kg"])], "a.xlsx")
        assert found.study.method == named.lower()


def test_methods_and_gases_are_those_of_the_embedded_database():
    from tanji.formats.study.columns import gases
    from tanji.starter.methods import methods

    assert set(known_methods()) == set(methods())
    known = {gas.gas for gas in methods()["ar6-gwp100"].factors}
    assert known - {"co2e-unsplit"} <= set(gases().values())


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(b"x")
    with pytest.raises(Refusal) as refusal:
        read(path)
    assert refusal.value.code == "STU-001"


def test_a_line_above_the_header_with_words_of_headers_is_not_the_header():
    rows = table(["品名", "水泵", "单位", "台"], ["品名", "数量", "单位"], ["钢", 2, "kg"])
    assert lines(build([product(), rows], "a.xlsx"))["BOM-3"].amount == 2


def test_an_id_made_from_the_row_is_never_the_id_of_another_line():
    rows = table(["行编号", "物料名称", "数量", "单位"], [None, "钢", 1, "kg"], ["BOM-2", "铝", 1, "kg"])
    result = build([product(), rows], "a.xlsx")
    assert [activity.id for activity in result.study.activities] == ["BOM-2b", "BOM-2"]


def test_two_thousand_rows_are_read_in_a_moment():
    heads = ["层级", "物料编号", "物料名称", "数量", "单位", "单重", "背景过程"]
    rows = table(
        heads, *([1 + n % 3, f"P{n}", f"件{n}", 1, "件", 1, "steel" if n % 3 == 2 else None] for n in range(2000))
    )
    result = build([product(), rows], "a.xlsx")
    assert result.report.errors == ()
    assert len(result.study.activities) == 2000
