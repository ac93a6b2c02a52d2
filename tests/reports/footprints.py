"""A small footprint written by hand: every kind of line, every gap, every severity."""

from __future__ import annotations

from tanji.errors import Text
from tanji.model.document import Ref
from tanji.model.finding import Place, error, note, warning
from tanji.model.footprint import (
    Coverage,
    FlowAmount,
    Footprint,
    LineScore,
    Score,
    StageScore,
    Unlinked,
    UpstreamGap,
)
from tanji.model.listing import Listing
from tanji.model.method import Indicator
from tanji.model.process import FactorKind
from tanji.model.source import Status
from tanji.model.study import ActivityKind, Boundary, DataSource, DataType, Stage, UnitOfAnalysis

STEEL = Score(total=2.5, fossil=2.5, co2=2.3, ch4=0.2)
POWER = Score(total=0.55, fossil=0.55, unsplit=0.55)
FLIGHT = Score(total=1.0, fossil=1.0, co2=1.0, aircraft=0.9)
CREDIT = Score(total=-0.4, fossil=-0.4, co2=-0.4)
WOOD = Score(biogenic_emissions=0.3, biogenic_co2=0.3, biogenic_removals=-0.3, land_use=0.0)


def rounded(score):
    """Numbers of a document have 12 significant digits."""
    return Score(**{line.value: float(f"{getattr(score, line):.12g}") for line in Indicator})


def listing(process="steel-plate", **changed):
    """A background process with everything that a person must see of it."""
    facts = {
        "database": "starter",
        "version": "2026.1",
        "process": process,
        "names": {"zh": "钢板", "en": "Steel plate"},
        "unit": "kg",
        "location": "GB",
        "year": 2025,
        "technology": "average",
        "source": "DESNZ, Conversion factors 2025, sheet Material use, row 31",
        "licence": "OGL-UK-3.0",
        "status": Status.verified,
        "factor_kind": FactorKind.life_cycle,
    }
    return Listing(**(facts | changed))


def ref(letter, name):
    """A reference whose digest is one letter over and over."""
    return Ref(digest=f"sha256:{letter * 64}", id=name, version="1")


def line(activity, zh, en, **facts):
    """A line of the hand-made footprint."""
    facts = {"kind": ActivityKind.material, "stage": Stage.raw_material, "supplier": "process"} | facts
    return LineScore(activity=activity, names={"zh": zh, "en": en}, **facts)


LINES = (
    line(
        "B1",
        "冷轧钢板",
        "Cold-rolled steel plate",
        amount=4.0,
        unit="kg",
        intensity=STEEL,
        score=rounded(STEEL.times(4)),
        share=float(f"{10 / 12.15:.12g}"),
        listing=listing(),
        data=DataSource(type=DataType.bill, publisher="Plant 1", document="Order 7", year=2024),
        mass_kg=4.0,
    ),
    line(
        "E1",
        "生产用电",
        "Electricity of production",
        kind=ActivityKind.electricity,
        stage=Stage.production,
        amount=3.0,
        unit="kWh",
        intensity=POWER,
        score=rounded(POWER.times(3)),
        share=float(f"{1.65 / 12.15:.12g}"),
        listing=listing(
            "cn-electricity-2024",
            names={"zh": "全国电网电力，2024", "en": "Electricity, national grid, 2024"},
            unit="kWh",
            location="CN",
            status=Status.unverified,
            gwp_basis="AR5",
        ),
        grid_score=rounded(POWER.times(3.1)),
    ),
    line(
        "T1",
        "空运",
        "Air freight",
        kind=ActivityKind.transport,
        stage=Stage.distribution,
        amount=0.9,
        unit="t·km",
        intensity=FLIGHT,
        score=rounded(FLIGHT.times(0.9)),
        share=float(f"{0.9 / 12.15:.12g}"),
        supplier="own_factor",
        factor_source='=HYPERLINK("a"), the carrier\'s report 2024',
        factor_unverified=True,
    ),
    line(
        "W1",
        "=1+1 铝回收",
        "+Avoided aluminium",
        kind=ActivityKind.waste,
        stage=Stage.end_of_life,
        amount=1.0,
        unit="kg",
        intensity=CREDIT,
        score=CREDIT,
        share=float(f"{-0.4 / 12.15:.12g}"),
        listing=listing("al-scrap", names={"en": "Aluminium scrap"}),
    ),
    line("P1", "木箱", "Wooden crate", amount=1.0, unit="piece", intensity=WOOD, score=WOOD, listing=listing("crate")),
)
TOTAL = rounded(Score.sum(each.score for each in LINES))
COVERAGE = Coverage(
    lines=6,
    linked=5,
    unlinked=(
        Unlinked(
            activity="B2",
            names={"zh": "密封胶", "en": "Sealant"},
            stage=Stage.raw_material,
            amount=0.2,
            unit="kg",
            mass_kg=0.2,
            mass_share=0.2 / 4.2,
            reason={"zh": "没有足够相近的背景过程", "en": "no background process is near enough"},
        ),
    ),
    linked_mass_share=4 / 4.2,
    mass_unknown=1,
    uncharacterised=(FlowAmount(name="Ethanol", compartment="air/unspecified", amount=0.0012, unit="kg"),),
    uncharacterised_count=3,
    uncharacterised_air_kg=0.0013,
    upstream_gaps=(UpstreamGap(name="Lubricant", amount=0.01, unit="kg", database="uslci", processes=12),),
    upstream_gap_count=40,
    primary_share=0.8,
)
FINDINGS = (
    warning(
        "ASM-001",
        Text(zh="英国因子用于中国：钢板", en="A factor of the United Kingdom is used for China: steel plate"),
        Text(zh="请改用中国的因子", en="Use a factor of China"),
        Place(sheet="BOM", row=5),
    ),
    note("ASM-002", Text(zh="按电网平均计算", en="Computed with the grid average")),
    error("ASM-003", Text(zh="“密封胶”未计入", en='"Sealant" is not in the total')),
)


def footprint(**changed):
    """The hand-made footprint: 4 kg of steel, electricity, a flight, a credit, a crate; a sealant has no factor."""
    per_stage = {stage: rounded(Score.sum(e.score for e in LINES if e.stage is stage)) for stage in Stage}
    facts = {
        "id": "pump",
        "names": {"zh": "水泵的碳足迹", "en": "Carbon footprint of a water pump"},
        "product": {"zh": "水泵 P-1", "en": "Water pump P-1"},
        "maker": "@Pumps Ltd",
        "unit": UnitOfAnalysis(kind="declared", amount=1, unit="piece"),
        "boundary": Boundary.cradle_to_grave,
        "period": ("2024-01-01", "2024-12-31"),
        "location": "CN",
        "score": TOTAL,
        "grid_score": rounded(Score.sum([TOTAL, POWER.times(0.1)])),
        "stages": tuple(
            StageScore(stage=stage, score=score, share=score.total / TOTAL.total) for stage, score in per_stage.items()
        ),
        "lines": LINES,
        "biogenic_carbon_kg": 0.08,
        "coverage": COVERAGE,
        "findings": FINDINGS,
        "assumptions": ("The crate is used once.",),
        "study": ref("a", "pump"),
        "releases": (ref("b", "starter"),),
        "method": ref("c", "ar6-gwp100"),
        "engine": "tanji 0.1.0",
    }
    return Footprint(**(facts | changed))
