"""Rules that nobody wrote: each that follows from content passes where it should and fails where it should."""

import pytest
from tests.rules.contents import content, entry, line, made, outcomes, parameter, process, stack, study

from tanji.model.footprint import Footprint
from tanji.rules.pack import pack

BASE = pack("gbt-24067-2024").base_case["footprint"]
LINE = line("ore")
GRAVE = 'study.boundary == "cradle_to_grave"'
CUT = [{"name": "label", "reason": "small", "share_percent": 2.0, "basis": "mass"}]
WASTE = {"names": {"zh": "炉渣", "en": "Slag"}, "amount": 1.0, "unit": "kg"}
FACTOR = {
    "kind": "own_factor",
    "value": 1.0,
    "unit": "kg",
    "year": 2015,
    "location": "EU",
    "source": {"type": "literature", "publisher": "p"},
}
LINK = {"kind": "process", "database": "starter", "process": "x"}
USED = line("lamp", "use_energy", "use", unit=None, amount=None, use={"years": 10.0, "per_year": 1.0})


def of(**members):
    return study(LINE, **members)


def power(treatment):
    return line("power", "electricity", "production", unit="kWh", electricity={"treatment": treatment})


def dated(year):
    return study(line("ore", data={"type": "bill", "publisher": "p", "year": year}))


CASES = {
    "unit.kind": (
        {"unit": {"kinds": ["declared"]}},
        of(),
        of(unit={"kind": "functional", "amount": 1.0, "unit": "t"}),
    ),
    "unit.of-the-product": (
        {"unit": {"units": ["t", "kg"]}},
        of(),
        of(unit={"kind": "declared", "amount": 1.0, "unit": "件"}),
    ),
    "unit.service-life": ({"unit": {"service_life": True}}, of(service_years=8.0), of()),
    "unit.product-mass": (
        {"unit": {"product_mass": True}},
        of(product={"names": {"zh": "x"}, "mass_kg": 2.0}),
        of(),
    ),
    "unit.described": (
        {"unit": {"described": True}},
        of(unit={"kind": "declared", "amount": 1.0, "unit": "t", "description": {"zh": "一吨"}}),
        of(),
    ),
    "boundary.allowed": ({"boundary": {"boundaries": ["cradle_to_gate"]}}, of(), of(boundary="gate_to_gate")),
    "boundary.required-stages": (
        {"boundary": {"stages": ["raw_material"]}},
        of(),
        study(line("x", stage="production")),
    ),
    "boundary.process.ore": (
        {"boundary": {"processes": [process("ore", kinds=["material"], words=["铁矿"])]}},
        study(line("a", names={"zh": "进口铁矿粉"})),
        study(line("a", names={"zh": "石灰石"})),
    ),
    "boundary.process.gas": (
        {"boundary": {"processes": [process("gas", stage="production", gases=["pfc-14"])]}},
        study(line("a", "direct_emission", "production", gas="pfc-14")),
        study(line("a", "direct_emission", "production", gas="pfc-116")),
    ),
    "boundary.process.end": (
        {"boundary": {"processes": [process("end", "conditional", stage="end_of_life", when=GRAVE)]}},
        study(line("w", "waste", "end_of_life"), boundary="cradle_to_grave"),
        of(boundary="cradle_to_grave"),
    ),
    "boundary.excluded.office": (
        {"boundary": {"processes": [process("office", "excluded", words=["office"])]}},
        of(),
        study(line("a", names={"en": "Office paper"})),
    ),
    "data.primary.ore": (
        {"boundary": {"processes": [process("ore", words=["x"], primary="primary")]}},
        of(),
        study(line("ore-2", data={"type": "estimate", "publisher": "p"})),
    ),
    "data.age.ore": (
        {"boundary": {"processes": [process("ore", words=["x"], age_years=3.0)]}},
        dated(2022),
        dated(2021),
    ),
    "data.region.ore": (
        {"boundary": {"processes": [process("ore", words=["x"], locations=["CN"])]}},
        study(line("ore", link={**FACTOR, "location": "CN"})),
        study(line("ore", link=FACTOR)),
    ),
    "cutoff.share-stated": (
        {"cut_off": {"share_stated": True}},
        of(cut_offs=CUT),
        of(cut_offs=[{"name": "label", "reason": "small"}]),
    ),
    "cutoff.item": (
        {"cut_off": {"item_percent": 2.0}},
        of(cut_offs=CUT),
        of(cut_offs=[{**CUT[0], "share_percent": 2.1}]),
    ),
    "cutoff.total": ({"cut_off": {"total_percent": "most"}}, of(cut_offs=CUT), of(cut_offs=CUT * 2)),
    "cutoff.basis": (
        {"cut_off": {"bases": ["mass"]}},
        of(cut_offs=CUT),
        of(cut_offs=[{**CUT[0], "basis": "energy"}]),
    ),
    "cutoff.never.gold": (
        {"cut_off": {"never": [entry("gold", words=["gold", "金盐"])]}},
        of(cut_offs=CUT),
        of(cut_offs=[{**CUT[0], "name": "Gold plating"}]),
    ),
    "allocation.method": (
        {"allocation": {"methods": ["mass"]}},
        of(co_products=[WASTE], allocation="mass"),
        of(co_products=[WASTE], allocation="economic"),
    ),
    "allocation.co-product.slag": (
        {"allocation": {"co_products": [entry("slag", words=["slag"], methods=["mass"])]}},
        of(co_products=[WASTE], allocation="mass"),
        of(co_products=[WASTE], allocation="none"),
    ),
    "data.primary-stage.raw-material": (
        {
            "data": {
                "stages": [{"stage": "raw_material", "clause": {"source": "s", "clause": "1"}, "primary": "primary"}]
            }
        },
        of(),
        study(line("ore", data={"type": "literature", "publisher": "p"})),
    ),
    "data.age-stage.raw-material": (
        {"data": {"stages": [{"stage": "raw_material", "clause": {"source": "s", "clause": "1"}, "age_years": 3.0}]}},
        dated(2022),
        dated(2021),
    ),
    "period.length": (
        {"data": {"period_days": 365.0}},
        of(),
        of(period={"start": "2025-01-01", "end": "2025-06-30"}),
    ),
    "data.age": ({"data": {"age_years": 5.0}}, dated(2020), dated(2019)),
    "data.factor-age": (
        {"data": {"factor_age_years": 10.0}},
        study(line("ore", link=FACTOR)),
        study(line("ore", link={**FACTOR, "year": 2014})),
    ),
    "data.databases": (
        {"data": {"databases": [entry("starter", database="starter")]}},
        study(line("ore", link=LINK)),
        study(line("ore", link={**LINK, "database": "other"})),
    ),
    "data.database.starter": (
        {"data": {"databases": [entry("starter", database="starter", versions=["1"])]}},
        of(releases=[{"database": "starter", "version": "1"}]),
        of(releases=[{"database": "starter", "version": "2"}]),
    ),
    "electricity.treatment": (
        {"electricity": {"hierarchy": [entry("grid", treatment="grid")]}},
        study(power("grid")),
        study(power("instrument")),
    ),
    "electricity.grid-kept": (
        {"electricity": {"grid_beside": True}},
        study(power("grid")),
        study(power("instrument")),
    ),
    "gwp.latest": ({"gwp": {"methods": ["ar6-gwp100"]}}, of(), of(method="ar4-gwp100")),
    "scenario.use.years": (
        {
            "scenarios": {
                "items": [
                    entry(
                        "use", stage="use", values=[entry("years", member="use.years", relation="at_most", value=10.0)]
                    )
                ]
            }
        },
        study(USED),
        study({**USED, "use": {"years": 10.5, "per_year": 1.0}}),
    ),
}


def ruleset(sections):
    return stack(made("one", parameters=[parameter("most", 3.0)], **sections))


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_that_follows_passes_where_it_is_kept(rule):
    sections, good, _ = CASES[rule]
    assert outcomes(ruleset(sections), good)[rule] == "pass"


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_that_follows_fails_where_it_is_broken(rule):
    sections, _, bad = CASES[rule]
    assert outcomes(ruleset(sections), bad)[rule] == "fail"


@pytest.mark.parametrize(
    ("sections", "rule", "body", "expected"),
    [
        ({"data": {"primary_share_percent": 50.0}}, "data.primary-share", {"coverage": {"primary_share": 0.5}}, "pass"),
        ({"data": {"primary_share_percent": 60.0}}, "data.primary-share", {"coverage": {"primary_share": 0.5}}, "fail"),
        ({"data": {"rating": 2.0}}, "data.rating", {"quality": {"rating": 2.0}}, "pass"),
        ({"data": {"rating": 1.6}}, "data.rating", {"quality": {"rating": 2.0}}, "fail"),
        ({"uncertainty": {"duty": "quantitative"}}, "uncertainty.quantified", {}, "pass"),
        ({"uncertainty": {"duty": "quantitative"}}, "uncertainty.quantified", {"uncertainty": None}, "fail"),
    ],
)
def test_what_follows_about_a_footprint(sections, rule, body, expected):
    made_ = {**BASE, **{name: value for name, value in body.items() if not isinstance(value, dict)}}
    made_ |= {name: {**BASE[name], **value} for name, value in body.items() if isinstance(value, dict)}
    made_ = {name: value for name, value in made_.items() if value is not None}
    footprint = Footprint.model_validate(made_)
    assert outcomes(ruleset(sections), of(), footprint)[rule] == expected
    assert outcomes(ruleset(sections), of())[rule] == "indeterminate"


@pytest.mark.parametrize(
    ("sections", "rule"),
    [
        ({"unit": {"qualifiers": [entry("grade")]}}, "unit.qualifiers"),
        ({"boundary": {"processes": [process("office", "excluded")]}}, "boundary.excluded.office"),
        ({"data": {"gaps": [entry("proxy")]}}, "data.gaps"),
        ({"electricity": {"criteria": [entry("unique")]}}, "electricity.criteria"),
        ({"carbon": {"items": [entry("dluc", treatment="separate")]}}, "carbon.dluc"),
        ({"uncertainty": {"sensitivity": [entry("use")]}}, "uncertainty.sensitivity"),
    ],
)
def test_what_software_can_not_see_is_put_to_the_verifier(sections, rule):
    assert outcomes(ruleset(sections), of())[rule] == "verifier"


@pytest.mark.parametrize(
    "sections",
    [
        {"unit": {"kinds": ["functional", "declared"]}},
        {"boundary": {"boundaries": ["cradle_to_gate", "cradle_to_grave", "gate_to_gate"]}},
        {"boundary": {"processes": [process("ore", "optional")]}},
        {"cut_off": {"bases": ["mass", "energy", "ghg"], "never": [entry("gold")]}},
        {"allocation": {"order": [entry("physical")], "recycling": ["cut_off", "cff", "substitution"]}},
        {
            "electricity": {
                "hierarchy": [
                    entry(f"e{n}", treatment=t) for n, t in enumerate(["grid", "instrument", "on_site", "direct_line"])
                ],
                "criteria": [entry("unique", rule="electricity.claimed-once")],
            }
        },
        {"carbon": {"items": [entry("dluc", treatment="separate", rule="result.land-use")]}},
        {"uncertainty": {"duty": "qualitative"}},
        {"report": {"items": [entry("goal")]}, "label": {"items": [entry("value")]}, "validity": {"years": 2.0}},
    ],
)
def test_what_leaves_nothing_out_or_is_only_told_gives_no_rule(sections):
    assert ruleset(sections).rules == ()


@pytest.mark.parametrize(("allowed", "expected"), [("cut_off", "pass"), ("cff", "fail")])
def test_recycling_is_by_a_method_of_the_rule(allowed, expected):
    assert outcomes(ruleset({"allocation": {"recycling": [allowed]}}), of())["recycling.method"] == expected


def test_a_conditional_process_is_not_asked_for_where_its_condition_does_not_hold():
    sections = CASES["boundary.process.end"][0]
    assert outcomes(ruleset(sections), of())["boundary.process.end"] == "not_applicable"


def test_a_line_stands_for_a_process_by_its_id_and_is_of_the_stage_and_kind():
    sections = {"boundary": {"processes": [process("ore", kinds=["material"], words=["铁矿"])]}}
    for lines, expected in (
        ([line("ore-3")], "pass"),
        ([line("orepowder")], "fail"),
        ([line("ore", stage="production")], "fail"),
        ([line("ore", "packaging")], "fail"),
    ):
        assert outcomes(ruleset(sections), study(*lines))["boundary.process.ore"] == expected


def test_evidence_lets_another_value_stand_where_the_scenario_says_so():
    value = entry("years", member="use.years", value=8.0, other="evidence")
    sections = {"scenarios": {"items": [entry("use", stage="use", values=[value])]}}
    proven = {**USED, "evidence": ["e"]}
    evidence = [{"id": "e", "file": "life.pdf"}]
    assert outcomes(ruleset(sections), study(USED))["scenario.use.years"] == "fail"
    assert outcomes(ruleset(sections), study(proven, evidence=evidence))["scenario.use.years"] == "pass"


def test_a_written_rule_of_the_same_id_goes_before_the_one_that_follows():
    written = pack("gbt-24067-2024").rules[0].model_copy(update={"id": "unit.of-the-product"})
    one = made("one", unit={"units": ["kg"]}).model_copy(update={"rules": (written,)})
    found = [each.rule for each in stack(one).rules if each.rule.id == "unit.of-the-product"]
    assert found == [written]


def test_words_with_signs_of_regular_expressions_are_taken_as_they_are():
    sections = {"boundary": {"processes": [process("ore", words=['C++ "(x)"'])]}}
    assert outcomes(ruleset(sections), study(line("a", names={"en": 'c++ "(X)"'})))["boundary.process.ore"] == "pass"
    assert outcomes(ruleset(sections), study(line("a", names={"en": "Cxx"})))["boundary.process.ore"] == "fail"


def test_a_conditional_process_says_when_and_no_other_does():
    with pytest.raises(ValueError, match="when"):
        content(boundary={"processes": [process("ore", "conditional")]})
    with pytest.raises(ValueError, match="when"):
        content(boundary={"processes": [process("ore", when=GRAVE)]})
