"""Columns of uncertainty, meters and data quality, read into a study; what can not be read is found at its cell."""

import pytest
from tests.formats.study.test_read_text_files import YAML, save
from tests.formats.study.workbooks import Book

from tanji.formats.study import read
from tanji.formats.study.build import build

REF = "kb@2#sha256:" + "ab" * 32


def book(sheet, row, **cells):
    """The good workbook with more columns on a sheet, filled in at one row."""
    made = Book()
    for head, value in cells.items():
        if head not in made.sheets[sheet][0]:
            for number, line in enumerate(made.sheets[sheet]):
                line.append(head if number == 0 else None)
        made.put(sheet, row, head, value)
    return made


def result(sheet, row, **cells):
    return build(book(sheet, row, **cells).tables(), "b.xlsx")


def line(found, name):
    assert found.report.errors == (), found.report.errors
    return next(a for a in found.study.activities if name in a.names.values())


def test_uncertainty_of_amount_and_factor_meter_and_scores_are_read():
    cells = {"不确定度": "U=5% k=2", "因子不确定度": "GSD 1.2", "数据质量": "pedigree: 2,1,3,1,2"}
    cells |= {"因子数据质量评分": "pedigree: 3,3,3,3,3", "计量器具": "scale-1"}
    read_ = line(result("BOM", 3, **cells), "铝壳")
    assert read_.uncertainty.sd == 0.025
    assert read_.factor_uncertainty.gsd == 1.2
    assert read_.meter == "scale-1"
    assert read_.quality.scheme == "pedigree"
    assert read_.quality.scores["temporal"] == 3
    assert read_.quality.scores["factor:temporal"] == 3


def test_english_headers_name_the_same_columns():
    cells = {"Uncertainty": "±3", "Data quality scores": "pact: 1,1,1", "Registered meter": "m"}
    read_ = line(result("BOM", 3, **cells), "铝壳")
    assert read_.uncertainty.mean == 8
    assert read_.quality.scheme == "pact-3"
    assert read_.meter == "m"


def test_the_header_data_quality_still_names_the_data_type():
    assert line(result("运输", 2, **{"Data quality": "计算"}), "公路货运").data.type == "calculated"


def test_a_workbook_without_the_columns_reads_as_before():
    for each in build(Book().tables(), "b.xlsx").study.activities:
        assert (each.uncertainty, each.factor_uncertainty, each.meter, each.quality) == (None, None, None, None)


def test_the_uncertainty_of_an_own_factor_is_that_of_its_value():
    read_ = line(result("BOM", 4, 因子不确定度="uni(4, 5)"), "铜线")
    assert (read_.link.uncertainty.minimum, read_.link.uncertainty.maximum) == (4, 5)
    assert read_.factor_uncertainty is None


def test_it_is_converted_with_the_unit_of_the_factor():
    cells = {"因子不确定度": "uni(4000, 5000)", "自带因子单位": "gCO2e/kg", "自带因子值": 4100}
    found = line(result("BOM", 4, **cells), "铜线").link
    assert (found.value, found.uncertainty.minimum, found.uncertainty.maximum) == (4.1, 4, 5)


def test_a_parameter_has_its_uncertainty():
    found = result("参数", 2, 不确定度="tri(2, 3, 5)")
    assert found.report.errors == ()
    assert found.study.parameters[0].uncertainty.mode == 3


def test_monthly_rows_share_one_uncertainty_and_keep_the_meter_and_the_method_of_each():
    made = book("能源", 2, 不确定度="±2%", 计量器具="M-1", 读数方式="累计差值")
    made.put("能源", 3, "计量器具", "M-2")
    made.put("能源", 3, "读数方式", "估算")
    found = line(build(made.tables(), "b.xlsx"), "外购电")
    assert found.uncertainty.relative
    assert found.meter == "M-1"
    assert [(each.meter, each.method) for each in found.readings] == [
        (None, "cumulative_difference"),
        ("M-2", "estimate"),
    ]


def test_documents_of_the_metrology_register_are_named_on_the_sheet_of_the_product():
    made = Book()
    made.put("产品", 0, "计量登记文档", f"{REF}; {REF.replace('kb', 'other')}")
    study = build(made.tables(), "b.xlsx").study
    assert [ref.id for ref in study.meters] == ["kb", "other"]


@pytest.mark.parametrize(
    ("sheet", "row", "head", "value", "code"),
    [
        ("BOM", 3, "不确定度", "5%", "IMP-098"),
        ("BOM", 3, "不确定度", "0.05", "IMP-098"),
        ("BOM", 7, "不确定度", "±2", "IMP-098"),
        ("BOM", 3, "因子不确定度", "±2", "IMP-098"),
        ("BOM", 3, "数据质量评分", "高", "IMP-099"),
        ("BOM", 3, "数据质量评分", "pedigree: 2,1,3", "IMP-099"),
        ("能源", 2, "不确定度", "±2", "IMP-098"),
        ("参数", 3, "不确定度", "±2", "IMP-098"),
        ("能源", 3, "读数方式", "猜", "IMP-028"),
        ("产品", 0, "计量登记文档", "kb", "IMP-039"),
    ],
)
def test_what_can_not_be_read_is_found_at_its_cell_with_what_to_write(sheet, row, head, value, code):
    made = Book().put(sheet, row, head, value) if sheet == "产品" else book(sheet, row, **{head: value})
    report = build(made.tables(), "b.xlsx").report
    found = [each for each in report.errors if each.code == code]
    assert found, report.errors
    assert found[0].place.sheet == sheet
    assert found[0].place.column == head
    assert found[0].place.row == (made.row_of(head) if sheet == "产品" else row)
    assert found[0].hint is not None
    assert value in found[0].message.zh


def test_different_uncertainties_in_the_rows_of_one_meter_are_found():
    made = book("能源", 2, 不确定度="±2%")
    made.put("能源", 3, "不确定度", "±3%")
    assert "IMP-066" in {each.code for each in build(made.tables(), "b.xlsx").report.errors}


def test_scores_of_amount_and_factor_must_be_by_one_scheme():
    cells = {"数据质量评分": "pact: 1,1,1", "因子数据质量评分": "ef: 1,1,1,1"}
    assert "IMP-099" in {each.code for each in result("BOM", 3, **cells).report.errors}


@pytest.mark.parametrize(
    ("sheet", "row", "head", "value", "code"),
    [("BOM", 3, "不确定度", "uni(1, 2)", "IMP-049"), ("能源", 4, "读数方式", "直接读数", "IMP-100")],
)
def test_what_looks_wrong_is_a_warning(sheet, row, head, value, code):
    found = result(sheet, row, **{head: value})
    assert found.study is not None
    assert code in {each.code for each in found.report.findings}


def test_yaml_may_write_them_as_cells_do(tmp_path):
    text = YAML.replace("link: cn-steel}", "link: cn-steel, uncertainty: ±3, quality: 'ef-dqr: 1,2,1,2'}")
    text += "parameters: [{name: x, value: 2, uncertainty: 'tri(1,2,4)'}]\n"
    study = read(save(tmp_path / "s.yaml", text)).study
    assert study.activities[0].uncertainty.mean == 2
    assert study.activities[0].quality.scores["GeR"] == 2
    assert study.parameters[0].uncertainty.maximum == 4


@pytest.mark.parametrize(
    ("more", "code", "member"),
    [
        ("uncertainty: 5%", "IMP-098", "activities[0].uncertainty"),
        ("factor_uncertainty: ±3", "IMP-098", "activities[0].factor_uncertainty"),
        ("quality: good", "IMP-099", "activities[0].quality"),
        ("quality: 7", "IMP-090", "activities[0].quality"),
    ],
)
def test_in_yaml_a_fault_is_named_by_its_member(tmp_path, more, code, member):
    report = read(save(tmp_path / "s.yaml", YAML.replace("link: cn-steel}", f"link: cn-steel, {more}}}"))).report
    assert [(each.code, each.place.member) for each in report.errors] == [(code, member)]
