"""A package that no file was ever read for: all that documents can say."""

from datetime import date

from tanji.model.flow import Flow, FlowKind, FlowProperty
from tanji.model.package import Package, Place
from tanji.model.process import AllocationFactor, Direction, Exchange, FactorKind, Parameter, Process, Uncertainty
from tanji.model.source import Source


def everything():
    """Three processes: heating with a co-product, a treatment of waste, a published factor."""
    flows = (
        Flow(
            id="diesel",
            names={"zh": "柴油", "en": "Diesel"},
            kind=FlowKind.product,
            unit="kg",
            properties=(FlowProperty(id="ncv", name="Net calorific value", unit="MJ", amount=42.5),),
            synonyms=("gas oil", "0#柴油"),
            category=("fuels", "oil/products", "light"),
            extra={"deep": {"a": [1, 2.5, None, {"b": True}]}},
        ),
        Flow(id="heat", names={"en": "Heat"}, kind=FlowKind.product, unit="MJ", location="CN"),
        Flow(id="power", names={"zh": "电力"}, kind=FlowKind.product, unit="kWh"),
        Flow(id="ash", names={"zh": "灰渣"}, kind=FlowKind.waste, unit="kg"),
        Flow(
            id="co2",
            names={"en": "Carbon dioxide, fossil "},
            kind=FlowKind.elementary,
            unit="kg",
            compartment=("air", "high", "very"),
            cas="124-38-9",
            formula="CO2",
        ),
        Flow(id="lonely", names={"en": "Never used"}, kind=FlowKind.product, unit="odd unit"),
    )
    return Package(
        format="made",
        file="made",
        flows=flows,
        processes=(_heating(), _treatment(), _factor()),
        sources=(
            Source(id="book", publisher="P", title={"zh": "书", "en": "Book"}, year=2020, url="u", sha256="0" * 64),
        ),
        places=(Place(id="p1", code="CN", name="China"),),
    )


def _line(identity, flow, name, direction, amount, unit, **more):
    return Exchange(id=identity, flow=flow, flow_name=name, direction=direction, amount=amount, unit=unit, **more)


def _heating():
    lognormal = Uncertainty(kind="lognormal", median=1100.0, gsd=1.2)
    return Process(
        id="../odd id",
        names={"zh": "供热", "en": "Heating"},
        version="01.00.000",
        factor_kind=FactorKind.combustion,
        reference="out",
        location="CN",
        licence="CC0",
        aliases=("暖气",),
        place="table 3",
        valid_from=date(2020, 2, 1),
        valid_until=date(2020, 12, 31),
        technology="boiler",
        default_allocation="economic",
        allocation=(
            AllocationFactor(method="economic", product="heat", value=0.75),
            AllocationFactor(method="causal", product="heat", exchange="3", value=0.5),
        ),
        parameters=(
            Parameter(name="x", value=2.0, unit="kg", uncertainty=Uncertainty(kind="normal", mean=2.0, sd=0.1)),
            Parameter(name="y", value=4.0, formula="x * 2", description="twice"),
        ),
        sources=("book",),
        exchanges=(
            _line("3", "co2", "Carbon dioxide, fossil ", Direction.output, 80.0, "kg", reference_amount=80.0),
            _line("out", "heat", "Heat", Direction.output, 1.0, "GJ", reference_amount=1000.0, location="CN"),
            _line(
                "2",
                "diesel",
                "Diesel",
                Direction.input,
                1100.0,
                "MJ",
                property_id="ncv",
                provider="refinery",
                formula="y * 275",
                pedigree="(1;1;1;1;1)",
                uncertainty=lognormal,
            ),
            _line("4", "power", "电力", Direction.output, 5.0, "kWh", avoided=True, reference_amount=5.0),
            _line("5", "ash", "灰渣", Direction.output, 0.1, "kg", reference_amount=0.1, provider="treat"),
            _line("6", "power", "电力", Direction.input, -2.0, "kWh", reference_amount=-2.0, description="credit"),
        ),
    )


def _treatment():
    return Process(
        id="treat",
        names={"zh": "灰渣填埋"},
        factor_kind=FactorKind.treatment,
        reference="1",
        exchanges=(
            _line("1", "ash", "灰渣", Direction.input, 1.0, "t", reference_amount=1000.0),
            _line("2", "co2", "Carbon dioxide, fossil ", Direction.output, 5.0, "kg", reference_amount=5.0),
        ),
    )


def _factor():
    return Process(
        id="factor",
        names={"en": "Heating"},
        reference="1",
        extra={"gwp_basis": "AR5", "note": "a note"},
        exchanges=(
            _line("1", "heat", "Heat", Direction.output, 1.0, "MJ", reference_amount=1.0),
            _line("2", "co2", "Carbon dioxide, fossil ", Direction.output, 0.056, "kg", reference_amount=0.056),
        ),
    )
