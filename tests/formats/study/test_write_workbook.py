"""Studies written as workbooks read back as the same studies; what a workbook can not hold is refused by name."""

from datetime import date

import openpyxl
import pytest
from tests.formats.study.workbooks import Book

from tanji.errors import Refusal
from tanji.formats.study import CannotHold, read, write_template, write_workbook
from tanji.formats.study.build import build
from tanji.formats.study.layout import lay_out
from tanji.formats.study.workbook import tables
from tanji.model.document import Ref
from tanji.model.process import Parameter, Uncertainty
from tanji.model.study import (
    Activity,
    Code,
    CutOff,
    DataSource,
    ElectricityTerms,
    Evidence,
    FootprintLink,
    Instrument,
    Organisation,
    Output,
    OwnFactor,
    Period,
    ProcessLink,
    Product,
    Quality,
    Reading,
    RefrigerantTerms,
    ReleaseUse,
    Step,
    StepLink,
    Study,
    StudyLink,
    TransportTerms,
    UnitOfAnalysis,
    UseTerms,
)

YEAR = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))
REF = Ref(digest="sha256:" + "ab" * 32, id="mine", version="2")
SOURCE = DataSource(
    type="supplier",
    publisher="甲厂",
    document="声明",
    year=2023,
    place="表 1",
    opened="扫描件",
    status="verified",
    period=YEAR,
)  # fmt: skip
GRID = ProcessLink(database="starter", process="cn-electricity-2024")

ACCEPTED = ProcessLink(database="starter", process="x", decided_by="accepted", score=0.7)
CUT = Uncertainty(kind="normal", mean=1.5, sd=0.1, minimum=1.25)
VAGUE = Parameter(name="x", value=1, uncertainty=Uncertainty(kind="normal"))


def activity(id_, kind, stage="production", **more):
    return Activity(id=id_, kind=kind, stage=stage, names={"zh": f"名{id_}", "en": f"name {id_}"}, **more)


def rich():
    """A study that fills in nearly every cell that there is."""
    own = OwnFactor(
        value=1.25,
        unit="kg",
        factor_kind="life_cycle",
        location="CN",
        year=2022,
        source=SOURCE,
        uncertainty=Uncertainty(kind="triangular", minimum=1, mode=1.25, maximum=1.75),
    )
    months = tuple(
        Reading(period=Period(start=date(2024, m, 1), end=date(2024, m, 28)), amount=m / 8,
                meter="M-2" if m == 2 else None, method="direct" if m == 1 else None) for m in range(1, 4)
    )  # fmt: skip
    scored = Quality(scheme="pedigree", scores={"reliability": 2.0, "temporal": 1.5, "factor:technological": 3.0},
                     by="质量部")  # fmt: skip
    activities = (
        activity("asm", "assembly", "raw_material", amount=2, unit="item", part_no="P-0", step="S1"),
        activity("m1", "material", "raw_material", parent="asm", amount=0.3125, unit="kg", loss_percent=3.5,
                 link=own, material="6061", supplier="甲", origin="CN-SD", data=SOURCE, evidence=("e1", "照片.jpg"),
                 note="=1+1"),
        activity("m2", "material", "raw_material", amount=4, unit="item", unit_mass_kg=0.025, recycled_percent=20,
                 link=GRID, recycled_link=ProcessLink(database="uslci", process="a_b-c.1")),
        activity("box", "packaging", "distribution", formula="x * 2", unit="kg", link=StepLink(step="S1", output="h")),
        activity("gone", "material", "raw_material", amount=None, unit="kg", link=FootprintLink(footprint=REF)),
        activity("job", "service", "use", amount=1, unit="h", step="S1", link=StudyLink(study=REF)),
        activity("el", "electricity", amount=sum(r.amount for r in months), unit="kWh", readings=months, link=GRID,
                 quantity_kind="energy_electricity", part_no="表-1", meter="M-1", quality=scored,
                 uncertainty=Uncertainty(kind="normal", relative=True, mean=1, sd=0.02),
                 factor_uncertainty=Uncertainty(kind="lognormal", relative=True, median=1, gsd=1.2)),
        activity("green", "electricity", amount=5, unit="MWh", quantity_kind="energy_electricity",
                 electricity=ElectricityTerms(treatment="instrument", grid=GRID, instrument=Instrument(
                     kind="GEC", number="1", kwh=5000, period=YEAR, market="CN"))),
        activity("gas", "fuel", amount=3, unit="Nm3", quantity_kind="volume_normal"),
        activity("heat", "heat", amount=3, unit="GJ", quantity_kind="energy_heat"),
        activity("em", "direct_emission", amount=1, unit="g", gas="methane-biogenic",
                 gas_origin="biogenic", aircraft=True),
        activity("road", "transport", "distribution", material="壳", unit="t.km", transport=TransportTerms(
            mass_kg=3, distance_km=120), link=GRID),
        activity("air", "transport", "distribution", amount=7, unit="t.km", aircraft=True),
        activity("use", "use_energy", "use", unit="kWh", quantity_kind="energy_electricity", use=UseTerms(
            years=8, power_kw=1.5, hours_per_year=300)),
        activity("boil", "use_energy", "use", unit="MJ", quantity_kind="energy_fuel_ncv", use=UseTerms(
            years=8, per_year=3)),
        activity("cold", "refrigerant", "use", gas="hfc-32", refrigerant=RefrigerantTerms(
            charge_kg=1, leak_percent_per_year=2, years=8, recovered_percent=0)),
        activity("scrap", "waste", "end_of_life", amount=2, unit="kg",
                 quality=Quality(scheme="house", scores={"b": 1.0, "a": 2.25}),
                 uncertainty=Uncertainty(kind="discrete", values=(1.0, 2.0), weights=(0.3, 0.7))),
        activity("leak", "direct_emission", "use", amount=1, unit="kg", gas="sulfur-hexafluoride"),
    )  # fmt: skip
    step = Step(
        id="S1", names={"zh": "压铸"}, output=Output(names={"en": "casting"}, amount=2, unit="item", mass_kg=3),
        co_products=(Output(id="h", names={"zh": "余热"}, amount=1, unit="MJ", mass_kg=1),), allocation="mass",
        yield_percent=97.5,
    )  # fmt: skip
    maker = Organisation(
        name="某公司", uscc="91330100799655058B", location="CN", other_id=Code(system="LEI", code="5299")
    )
    return Study(
        id="rich", version="3", names={"zh": "研究", "en": "Study"}, goal="多行\n目的", audience="客户",
        product=Product(names={"zh": "产品", "en": "Product"}, model="M", maker=maker, mass_kg=3,
                        biogenic_carbon_kg=0.1, codes=(Code(system="HS 2022", code="8501"),
                        Code(system="GB/T 4754-2017", code="3812"))),
        unit=UnitOfAnalysis(kind="functional", amount=10, unit="kWh", description={"zh": "十度", "en": "ten"}),
        reference_flow=0.07, output=Output(names={"zh": "一批"}, amount=12, unit="item", value=3),
        co_products=(Output(names={"zh": "副"}, amount=1, unit="kg", value=1),), allocation="economic",
        boundary="cradle_to_grave", excluded_stages={"distribution": "无"}, location="CN", period=YEAR, service_years=8,
        loss_basis="gross", steps=(step,), activities=activities,
        parameters=(Parameter(name="x", value=1.5, unit="kg", description="说明", uncertainty=CUT),
                    Parameter(name="y", formula="x^2")),
        cut_offs=(CutOff(name="胶", reason="少", share_percent=0.6, basis="ghg"),), assumptions=("甲：乙", "丙"),
        limitations=("丁",), evidence=(Evidence(id="e1", file="a.pdf", sha256="cd" * 32, title="票"),
                                      Evidence(id="照片.jpg", file="照片.jpg")),
        releases=(ReleaseUse(database="starter", version="2025.1"), ReleaseUse(database="uslci", digest=REF.digest)),
        method="ar5-gwp20", derived_from=REF, meters=(REF,), scenario="水电",
    )  # fmt: skip


def without_places(study):
    lines = tuple(line.model_copy(update={"place": None}) for line in study.activities)
    return study.model_copy(update={"activities": lines})


def test_a_rich_study_reads_back_the_same(tmp_path):
    path = tmp_path / "rich.xlsx"
    write_workbook(rich(), path)
    result = read(path)
    assert result.report.errors == ()
    assert without_places(result.study) == rich()


def test_written_twice_it_reads_the_same_and_has_the_same_bytes(tmp_path):
    write_workbook(rich(), tmp_path / "a.xlsx")
    write_workbook(read(tmp_path / "a.xlsx").study, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_cell_of_a_written_workbook_is_a_formula(tmp_path):
    write_workbook(rich(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(cell.value == "=1+1" for row in book["BOM"].iter_rows() for cell in row)


def test_what_tables_give_is_what_the_file_gives(tmp_path):
    write_workbook(rich(), tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").study == build(tables(lay_out(rich())), "a.xlsx").study


def test_the_good_workbook_of_other_tests_survives_too(tmp_path):
    study = build(Book().tables(), "a.xlsx").study
    write_workbook(study, tmp_path / "b.xlsx")
    assert without_places(read(tmp_path / "b.xlsx").study) == without_places(study)


def changed(**more):
    first = rich().activities[1].model_copy(update=more)
    return rich().model_copy(update={"activities": (rich().activities[0], first, *rich().activities[2:])})


@pytest.mark.parametrize(
    ("study", "member"),
    [
        (changed(link=ACCEPTED), "link.decided_by"),
        (changed(names={"zh": "甲", "fr": "a"}), "names.fr"),
        (changed(evidence=("没有的",)), "evidence"),
        (rich().model_copy(update={"parameters": (VAGUE,)}), "不确定度"),
        (changed(recycled_percent=10, recycled_link=OwnFactor(value=1, unit="kg", source=SOURCE)), "recycled_link"),
    ],
)  # fmt: skip
def test_what_a_workbook_can_not_hold_is_refused_by_name(tmp_path, study, member):
    with pytest.raises(CannotHold) as refusal:
        write_workbook(study, tmp_path / "a.xlsx")
    assert member in refusal.value.message.en
    assert "rich" in refusal.value.message.zh
    assert not (tmp_path / "a.xlsx").exists()


def test_a_study_that_would_not_read_is_refused(tmp_path):
    with pytest.raises(Refusal) as refusal:
        write_workbook(changed(amount=-1.0), tmp_path / "a.xlsx")
    assert "-1" in refusal.value.message.en


def test_the_template_has_every_sheet_two_header_rows_lists_and_no_formula(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == [
        "说明",
        "产品",
        "BOM",
        "能源",
        "运输",
        "使用与废弃",
        "工序",
        "参数",
        "取舍与假设",
        "枚举",
    ]
    bom = book["BOM"]
    assert bom["F1"].value == "物料名称 *"
    assert bom["F2"].value == "Name"
    assert bom["A3"].value == "示例 Example"
    assert len(bom.data_validations.dataValidation) > 20
    assert bom.freeze_panes == "A3"
    assert bom.print_title_rows == "$1:$2"
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_the_template_is_always_the_same_file(tmp_path):
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_entry_of_a_drop_down_is_understood():
    from tanji.formats.study.book import both
    from tanji.formats.study.columns import choices, columns, plain, spellings

    for sheet in ("product", "bom", "energy", "transport", "use", "steps", "scope"):
        for column in columns(sheet):
            if column.kind == "choice":
                for choice in choices(column.list):
                    text = plain(both(choice.text.zh, choice.text.en))
                    assert spellings(column.list)[text] == choice.id


def test_numbers_keep_16_significant_digits(tmp_path):
    write_workbook(changed(amount=0.1 + 0.2), tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").study.activities[1].amount == 0.3
