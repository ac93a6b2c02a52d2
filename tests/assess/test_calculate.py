"""Footprints of small studies on a small background, with every number checked by hand."""

from datetime import date

import pytest
from tests.assess.backgrounds import background
from tests.assess.studies import activity, study
from tests.background.packages import method

from tanji.assess.calculate import ReleaseMismatch, calculate
from tanji.assess.supply import MissingInput, Unsuitable
from tanji.model.document import digest, read, ref, write
from tanji.model.method import FlowFactor
from tanji.model.process import FactorKind
from tanji.model.study import (
    ActivityKind,
    DataSource,
    DataType,
    ElectricityTerms,
    FootprintLink,
    Output,
    OwnFactor,
    Period,
    ProcessLink,
    RefrigerantTerms,
    ReleaseUse,
    Stage,
    StudyLink,
    UnitOfAnalysis,
)

STEEL = 2 + 0.6 + 0.01 * 30


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return background(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def footprint(opened):
    def made(*activities, inputs=None, **more):
        return calculate(study(*activities, **more), {"db": opened}, method(), inputs=inputs, engine="tanji test")

    return made


def by(process):
    return ProcessLink(database="db", process=process)


def steel(amount=2.0, unit="kg", **more):
    return activity("steel", amount, unit, **{"link": by("steel"), **more})


def power(amount=5.0, **more):
    given = {"kind": ActivityKind.electricity, "stage": Stage.production, "link": by("power")}
    return activity("power", amount, "kWh", **{**given, **more})


def codes(made):
    return {finding.code for finding in made.findings}


def test_a_line_is_its_amount_times_the_intensity_of_its_process(footprint):
    made = footprint(steel(), power())
    assert made.score.total == pytest.approx(2 * STEEL + 5 * 0.6)
    assert [(line.activity, line.score.total) for line in made.lines] == [
        ("steel", pytest.approx(2 * STEEL)),
        ("power", pytest.approx(3.0)),
    ]
    assert made.score.co2 == pytest.approx(2 * 2.6 + 3.0)
    assert made.score.ch4 == pytest.approx(2 * 0.3)


def test_stages_and_shares_add_up_to_the_total(footprint):
    made = footprint(steel(), power())
    assert {s.stage: s.score.total for s in made.stages} == {
        Stage.raw_material: pytest.approx(5.8),
        Stage.production: pytest.approx(3.0),
    }
    assert sum(stage.share for stage in made.stages) == pytest.approx(1.0, abs=1e-11)
    assert sum(line.share for line in made.lines) == pytest.approx(1.0, abs=1e-11)


def test_the_unit_of_a_line_is_converted_to_that_of_its_process(footprint):
    assert footprint(steel(0.002, "t")).score.total == pytest.approx(2 * STEEL)
    assert footprint(steel(4.0, "item", unit_mass_kg=0.5)).score.total == pytest.approx(2 * STEEL)


def test_what_is_not_linked_is_named_with_its_share_of_the_mass_and_not_counted(footprint):
    made = footprint(steel(3.0), activity("rubber", 1.0), activity("glue", None), activity("tape", 1.0, None))
    assert made.score.total == pytest.approx(3 * STEEL)
    gone = {entry.activity: (entry.reason["en"], entry.mass_share) for entry in made.coverage.unlinked}
    assert gone == {
        "rubber": ("no background data are linked", pytest.approx(0.25)),
        "glue": ("the amount is not known", None),
        "tape": ("the unit is missing", None),
    }
    assert (made.coverage.lines, made.coverage.linked, made.coverage.mass_unknown) == (4, 1, 2)
    assert made.coverage.linked_mass_share == pytest.approx(0.75)
    assert "CAL-101" in codes(made)


def test_flows_without_a_factor_and_inputs_without_a_supplier_are_reported_with_amounts(footprint):
    made = footprint(steel(2.0))
    [flow], [gap] = made.coverage.uncharacterised, made.coverage.upstream_gaps
    assert (flow.name, flow.amount, flow.unit) == ("Sulfur dioxide", pytest.approx(1.0), "kg")
    assert made.coverage.uncharacterised_air_kg == pytest.approx(1.0)
    assert (gap.name, gap.amount, gap.unit, gap.processes) == ("coke", pytest.approx(0.8), "kg", 1)
    assert {"CAL-112", "CAL-113"} <= codes(made)


def test_a_grid_factor_of_co2_alone_is_refused_for_electricity(footprint):
    with pytest.raises(Unsuitable, match="CO2-only grid factor"):
        footprint(power(link=by("grid-co2")))


def test_an_own_factor_of_co2_alone_is_refused_too(footprint):
    own = OwnFactor(
        value=0.53, unit="kWh", factor_kind=FactorKind.grid_co2, source=DataSource(type=DataType.literature)
    )
    with pytest.raises(Unsuitable, match="CO2-only"):
        footprint(power(link=own))


def test_fuel_energy_is_refused_for_electricity_and_electricity_for_fuel(footprint):
    with pytest.raises(Unsuitable, match="electricity"):
        footprint(power(link=by("heat")))
    with pytest.raises(Unsuitable, match="fuel energy"):
        footprint(
            activity("coal", 1.0, "kWh", kind=ActivityKind.fuel, quantity_kind="energy_fuel_ncv", link=by("power"))
        )


def test_a_unit_that_does_not_convert_is_refused_with_both_names(footprint):
    with pytest.raises(Unsuitable, match="Steel"):
        footprint(steel(2.0, "m2"))


def test_a_gas_counts_by_the_method_and_one_that_it_lacks_is_reported(footprint):
    leak = RefrigerantTerms(charge_kg=1.0, leak_percent_per_year=2, years=10, recovered_percent=50)
    given = {"kind": ActivityKind.refrigerant, "stage": Stage.use, "refrigerant": leak}
    known = activity("R134a", None, None, gas="hfc-134a", **given)
    assert footprint(known).score.fluorinated == pytest.approx(0.6 * 1300)
    made = footprint(activity("R999", None, None, gas="hfc-999", **given))
    assert made.score.total == 0
    assert [entry.reason["en"] for entry in made.coverage.unlinked] == ["the method has no GWP for this gas"]


def test_biogenic_co2_stands_on_its_own_line_and_not_in_the_total(footprint):
    given = {"kind": ActivityKind.direct_emission, "stage": Stage.production}
    made = footprint(activity("wood", 3.0, gas="carbon-dioxide-biogenic", **given), power(1.0))
    assert made.score.total == pytest.approx(0.6)
    assert (made.score.biogenic_emissions, made.score.biogenic_co2) == (3.0, 3.0)
    assert made.score.with_biogenic == pytest.approx(3.6)


def test_a_gas_counts_by_a_method_of_flows_too_if_all_its_flows_agree(opened):
    # EF 3.1: methane (fossil) to air from high stacks, and to urban air.
    methane = [
        FlowFactor(flow=f"fe0acd60-3ddc-11dd-a8e{digit}-0050c2490048", direction="output", value=29.8) for digit in "65"
    ]
    by_flow = method({}).model_copy(update={"flows": tuple(methane)})
    given = {"kind": ActivityKind.direct_emission, "stage": Stage.production}
    leak = study(activity("leak", 2.0, gas="methane-fossil", **given))
    made = calculate(leak, {"db": opened}, by_flow, engine="test")
    assert (made.score.total, made.score.fossil, made.score.ch4) == (59.6, 59.6, 59.6)
    torn = by_flow.model_copy(update={"flows": (methane[0], methane[1].model_copy(update={"value": 30.0}))})
    made = calculate(leak, {"db": opened}, torn, engine="test")
    assert [entry.reason["en"] for entry in made.coverage.unlinked] == ["the method has no GWP for this gas"]


def test_a_database_of_other_flows_than_those_of_the_method_is_counted_by_gas_and_that_is_noted(opened):
    fossil = FlowFactor(flow="08a91e70-3ddc-11dd-923d-0050c2490048", direction="output", value=1.0)
    by_flow = method({}).model_copy(update={"flows": (fossil,)})
    power = study(activity("power", 2.0, "kWh", link=ProcessLink(database="db", process="power")))
    made = calculate(power, {"db": opened}, by_flow, engine="test")
    assert made.score.total == 1.2
    assert "CAL-122" in {finding.code for finding in made.findings}
    assert "CAL-122" not in {
        finding.code for finding in calculate(power, {"db": opened}, method(), engine="t").findings
    }


def test_emissions_of_aircraft_stand_on_their_own_line_and_in_the_total(footprint):
    given = {"kind": ActivityKind.direct_emission, "stage": Stage.distribution, "aircraft": True}
    made = footprint(activity("flight", 2.0, gas="carbon-dioxide-fossil", **given), power(1.0))
    assert (made.score.total, made.score.aircraft) == (pytest.approx(2.6), pytest.approx(2.0))


def test_with_other_electricity_the_grid_result_stands_beside_it(footprint):
    terms = ElectricityTerms(treatment="instrument", grid=by("power"))
    made = footprint(steel(), power(link=by("wind"), electricity=terms))
    assert made.score.total == pytest.approx(2 * STEEL + 0.05)
    assert made.grid_score.total == pytest.approx(2 * STEEL + 3.0)
    assert footprint(power()).grid_score is None
    assert "CAL-106" in codes(footprint(power(link=by("wind"), electricity=ElectricityTerms(treatment="on_site"))))


def test_an_own_factor_counts_without_gases_and_says_whether_it_was_checked(footprint):
    source = DataSource(type=DataType.literature, publisher="Somebody", document="A paper", year=2020, place="p. 3")
    made = footprint(activity("resin", 2.0, link=OwnFactor(value=3.0, unit="t", source=source)))
    assert made.score.unsplit == pytest.approx(0.006)
    assert made.lines[0].factor_source == "Somebody, A paper, 2020, p. 3"
    assert "CAL-108" in codes(made)


def test_the_footprint_of_a_supplier_is_taken_per_its_own_unit(footprint):
    part = footprint(steel(), unit=UnitOfAnalysis(kind="declared", amount=10, unit="item"))
    link = FootprintLink(footprint=ref(part))
    made = footprint(activity("part", 3.0, "item", link=link), inputs={digest(part): part})
    assert made.score.total == pytest.approx(3 / 10 * 2 * STEEL)
    assert [entry.digest for entry in made.inputs] == [digest(part)]
    with pytest.raises(MissingInput, match="part"):
        footprint(activity("part", 3.0, "item", link=link))


def test_another_study_is_computed_with_the_same_background(footprint):
    part = study(steel())
    link = StudyLink(study=ref(part))
    made = footprint(activity("part", 3.0, "item", link=link), inputs={digest(part): part})
    assert made.score.total == pytest.approx(3 * 2 * STEEL)


def test_studies_may_stand_behind_one_another_but_not_without_end(footprint):
    inner, inputs = study(steel()), {}
    for deep in range(10):
        inputs[digest(inner)] = inner
        part = activity("part", 1.0, "item", link=StudyLink(study=ref(inner)))
        if deep == 7:
            assert footprint(part, inputs=dict(inputs)).score.total == pytest.approx(2 * STEEL)
        inner = study(part)
    with pytest.raises(MissingInput, match="more than 8 deep"):
        footprint(
            activity("part", 1.0, "item", link=StudyLink(study=ref(inner))), inputs={**inputs, digest(inner): inner}
        )


def test_several_releases_are_used_at_once(opened, tmp_path):
    other = background(tmp_path, "other")
    mixed = study(steel(), power(link=ProcessLink(database="other", process="power")))
    made = calculate(mixed, {"db": opened, "other": other}, method(), engine="tanji test")
    assert made.score.total == pytest.approx(2 * STEEL + 3.0)
    assert [entry.id for entry in made.releases] == ["db", "other"]


def test_a_study_that_names_another_release_is_refused(opened):
    pinned = study(steel(), releases=(ReleaseUse(database="db", version="1", digest="sha256:" + "0" * 64),))
    with pytest.raises(ReleaseMismatch, match="db"):
        calculate(pinned, {"db": opened}, method(), engine="tanji test")


def test_a_database_that_is_not_open_is_named(footprint):
    with pytest.raises(MissingInput, match="'ecoinvent'"):
        footprint(steel(link=ProcessLink(database="ecoinvent", process="x")))


def test_figures_of_another_place_are_noted(footprint):
    assert "CAL-109" in codes(footprint(steel(), location="CN"))
    assert "CAL-109" not in codes(footprint(steel(), location="GB"))
    assert "CAL-109" not in codes(footprint(steel(origin="GB"), location="CN"))


def test_an_empty_stage_of_the_boundary_is_noted_unless_it_is_left_out_with_a_reason(footprint):
    assert "CAL-102" in codes(footprint(steel()))
    assert "CAL-102" not in codes(footprint(steel(), excluded_stages={"production": "bought ready-made"}))


def test_primary_data_are_counted_by_the_score_that_rests_on_them(footprint):
    made = footprint(
        steel(data=DataSource(type=DataType.metered)),
        power(data=DataSource(type=DataType.assumption)),
        activity("x", 1.0),
    )
    assert made.coverage.primary_share == pytest.approx(5.8 / 8.8)


def test_the_footprint_is_of_the_reference_flow_and_carries_its_biogenic_carbon(footprint):
    made = footprint(
        steel(200.0), output=Output(amount=100, unit="item"), reference_flow=3.0,
        period=Period(start=date(2024, 1, 1), end=date(2024, 12, 31)),
    )  # fmt: skip
    assert made.score.total == pytest.approx(6 * STEEL)
    assert made.period == ("2024-01-01", "2024-12-31")


def test_computed_again_it_is_the_same_bytes_and_they_read_back(footprint):
    made = footprint(steel(1 / 3), power(1 / 7))
    again = footprint(steel(1 / 3), power(1 / 7))
    assert write(made) == write(again)
    assert read(write(made)) == made


def test_a_negative_amount_is_a_credit_and_shares_still_add_up(footprint):
    made = footprint(steel(), steel(-0.5).model_copy(update={"id": "credit"}))
    assert made.score.total == pytest.approx(1.5 * STEEL)
    assert sum(line.share for line in made.lines) == pytest.approx(1.0, abs=1e-11)
