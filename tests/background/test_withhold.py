"""The public view of a footprint: readers who try to compute what is withheld."""

from math import fsum

import pytest
from tests.background.packages import CO2, elementary, gives, package, process, product, publish_here, takes
from tests.background.readers import nearest_of

from tanji.background.rights_rules import rights_rules
from tanji.background.withhold import public
from tanji.model.document import Ref
from tanji.model.footprint import Coverage, Footprint, LineScore, Score, StageScore
from tanji.model.method import Indicator
from tanji.model.study import UnitOfAnalysis

REF = Ref(digest="sha256:" + "0" * 64, id="x", version="1")


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Resin, fibre and glue may not be shown; tape is open and takes glue."""
    flows = [*(product(name) for name in ("resin", "fibre", "glue", "tape")), CO2]
    made = [
        process("resin", gives("resin", 1), gives("co2", 3.1415926)),
        process("fibre", gives("fibre", 1), gives("co2", 2.7182818)),
        process("glue", gives("glue", 1), gives("co2", 1.6180339)),
        process("tape", gives("tape", 1), takes("glue", 0.5), gives("co2", 0.25), licence="CC0"),
    ]
    return publish_here(tmp_path_factory.mktemp("closed"), package(flows, made), "closed").opened


@pytest.fixture(scope="module")
def free(tmp_path_factory):
    flows = [product("power", "kWh"), product("wood"), CO2, elementary("luc", "Carbon dioxide, land use change")]
    made = [
        process("power", gives("power", 1, "kWh"), gives("co2", 0.6), licence="CC0"),
        process("wood", gives("wood", 1), gives("co2", 0.2), licence="CC0"),
    ]
    return publish_here(tmp_path_factory.mktemp("free"), package(flows, made), "free").opened


@pytest.fixture(scope="module")
def background(closed, free):
    return {"closed": closed, "free": free}


FACTORS = {
    "resin": 3.1415926,
    "fibre": 2.7182818,
    "glue": 1.6180339,
    "tape": 0.25 + 0.5 * 1.6180339,
    "power": 0.6,
    "wood": 0.2,
}


def _footprint(background, *lines):
    """A footprint of lines (activity, process, stage, amount)."""
    scored = []
    for activity, name, stage, amount in lines:
        opened = background["free" if name in {"power", "wood"} else "closed"]
        each = Score(total=FACTORS[name], fossil=FACTORS[name], co2=FACTORS[name])
        scored.append(
            LineScore(
                activity=activity,
                names={"en": activity},
                kind="material",
                stage=stage,
                amount=amount,
                unit=opened.get(name).unit,
                intensity=each,
                score=each.times(amount),
                supplier="process",
                listing=opened.get(name),
                mass_kg=amount,
            )
        )
    total = Score.sum(line.score for line in scored)
    stages = tuple(
        StageScore(stage=stage, score=score, share=score.total / total.total)
        for stage in dict.fromkeys(line.stage for line in scored)
        for score in [Score.sum(line.score for line in scored if line.stage is stage)]
    )
    return Footprint(
        id="f",
        names={"en": "f"},
        product={"en": "f"},
        unit=UnitOfAnalysis(kind="declared", amount=1, unit="item"),
        boundary="cradle_to_gate",
        score=total,
        stages=stages,
        lines=tuple(line.model_copy(update={"share": line.score.total / total.total}) for line in scored),
        coverage=Coverage(lines=len(scored), linked=len(scored)),
        study=REF,
        releases=(REF,),
        method=REF,
        engine="test",
    )


CLOSED = {"resin": 3.1415926, "fibre": 2.7182818, "glue": 1.6180339}
BEHIND = {"resin": {"resin": 1.0}, "fibre": {"fibre": 1.0}, "glue": {"glue": 1.0}, "tape": {"glue": 0.5}}
"""What everybody can read of tape: 0.25 and half of glue."""


def _near(view, footprint):
    """What readers can estimate to within the share of the rules: processes and lines."""
    within = rights_rules().within
    totals = {"total": view.score.total, **{stage: each.total for stage, each in view.stages.items()}}
    found = nearest_of(footprint, view, totals, BEHIND, CLOSED)
    return {name: error for name, error in found.items() if error < within * (1 - 1e-6)}


def _says(view, *values):
    """Whether any of these figures, to 6 digits, stands in the view as written."""
    text = view.model_dump_json()
    return [value for value in values if f"{value:.6g}"[:7] in text]


def test_without_closed_lines_everything_is_shown(background):
    footprint = _footprint(background, ("a", "power", "production", 2.0), ("b", "wood", "raw_material", 3.0))
    view = public(footprint, background)
    assert view.score.score == footprint.score
    assert [line.score for line in view.lines] == [line.score for line in footprint.lines]
    assert view.findings == ()


def test_three_closed_lines_of_a_stage_keep_all_sums_and_no_figure_of_their_own(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "raw_material", 3.0),
        ("c", "glue", "raw_material", 1.0),
        ("d", "power", "production", 5.0),
    )
    view = public(footprint, background)
    assert view.score.score == footprint.score
    assert view.stages["raw_material"].total == footprint.stages[0].score.total
    hidden = [line for line in view.lines if line.withheld]
    assert [line.activity for line in hidden] == ["a", "b", "c"]
    assert all((line.amount, line.score, line.intensity, line.share) == (None,) * 4 for line in hidden)
    assert not _says(view, 3.1415926, 2 * 3.1415926, 2.7182818, 3 * 2.7182818, 1.6180339)
    assert not _near(view, footprint)
    assert [finding.code for finding in view.findings] == ["RGT-110"]
    assert view.rules == "tanji-rights/1"


def test_who_supplies_one_of_two_closed_lines_does_not_learn_the_other(background):
    """The sum less its own value would be the other's, exactly: so a third line is withheld."""
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "raw_material", 3.0),
        ("c", "power", "production", 5.0),
    )
    view = public(footprint, background)
    assert {line.activity: line.withheld for line in view.lines} == {"a": "rights", "b": "rights", "c": "protects"}
    assert view.score.total == footprint.score.total
    assert view.score.score is None, "power is public: its other gases would tell how much of it there is"
    assert view.stages["raw_material"].total is None
    assert not _near(view, footprint)
    assert [finding.code for finding in view.findings] == ["RGT-110", "RGT-111", "RGT-112"]


def test_a_sum_that_is_almost_all_one_value_is_withheld(background):
    """417 kg of fibre beside 0.01 kg of glue: the sum is fibre to within 0.0015 %."""
    lines = [("a", "fibre", "raw_material", 417.0), ("b", "glue", "raw_material", 0.01)]
    footprint = _footprint(background, *lines)
    view = public(footprint, background)
    assert view.score.total is None
    assert view.stages["raw_material"].total is None
    assert "1133.5" not in view.model_dump_json()
    assert [finding.code for finding in view.findings] == ["RGT-110", "RGT-112", "RGT-113"]
    said = view.findings[-1]
    assert "不是零" in said.message.zh
    assert "it is not zero" in said.message.en
    assert "10 %" in said.message.en
    assert said.hint is not None


def test_small_lines_do_not_hide_a_large_one_and_stay_shown(background):
    lines = [
        ("a", "fibre", "raw_material", 417.0),
        ("b", "glue", "raw_material", 0.01),
        ("c", "power", "production", 1.0),
        ("d", "wood", "use", 1.0),
    ]
    view = public(_footprint(background, *lines), background)
    assert view.score.total is None
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b"}
    assert view.stages["production"].total == pytest.approx(0.6)


def test_large_public_lines_hide_a_large_closed_one(background):
    """Two, since whoever supplies the one knows how much of it there is; each at least a tenth of fibre."""
    footprint = _footprint(
        background,
        ("a", "fibre", "raw_material", 417.0),
        ("b", "glue", "raw_material", 0.01),
        ("c", "power", "production", 300.0),
        ("d", "power", "production", 5000.0),
        ("e", "wood", "use", 600.0),
        ("f", "wood", "use", 1.0),
    )
    view = public(footprint, background)
    assert view.score.total == footprint.score.total
    assert {line.activity for line in view.lines if line.withheld == "protects"} == {"c", "e"}
    assert not _near(view, footprint)


def test_a_difference_of_sums_counts_as_shown(background):
    """Total and one stage would give the other stage, in which fibre is almost all."""
    footprint = _footprint(
        background,
        *((f"a{n}", name, "raw_material", 100.0) for n, name in enumerate(["resin", "fibre", "glue"])),
        ("b", "resin", "use", 100.0),
        ("c", "glue", "use", 0.01),
    )
    view = public(footprint, background)
    assert view.score.total is not None
    assert view.stages["use"].total is None
    assert view.stages["raw_material"].total is None
    assert not _near(view, footprint)


def test_the_split_by_gases_is_withheld_where_one_gas_is_almost_all_one_value(background):
    lines = [(name, name, "raw_material", 2.0) for name in ("resin", "fibre", "glue")]
    footprint = _footprint(background, *lines)
    alone = [
        line.model_copy(update={"score": line.score.model_copy(update={"fluorinated": float(nth == 0)})})
        for nth, line in enumerate(footprint.lines)
    ]
    score = footprint.score.model_copy(update={"fluorinated": 1.0})
    stages = (footprint.stages[0].model_copy(update={"score": score}),)
    view = public(footprint.model_copy(update={"lines": tuple(alone), "score": score, "stages": stages}), background)
    assert view.score.total == score.total
    assert (view.score.score, view.stages["raw_material"].score) == (None, None)
    assert [finding.code for finding in view.findings] == ["RGT-110", "RGT-114"]


def test_the_rule_holds_at_its_very_figure(background):
    """The rest is 9.99 % or 10.01 % of the largest, where the second is as large as it: 10 % is p."""
    for rest, kept in ((0.0999, False), (0.1001, True)):
        shares = {"resin": 1.0, "fibre": 1.0, "glue": rest}
        lines = [(name, name, "use", share / FACTORS[name]) for name, share in shares.items()]
        view = public(_footprint(background, *lines), background)
        assert (view.score.total is not None) is kept


def test_another_figure_of_the_rule_withholds_more(background):
    lines = [("a", "resin", "use", 2.0), ("b", "fibre", "use", 2.0), ("c", "glue", "use", 1.0)]
    footprint = _footprint(background, *lines)
    strict = rights_rules().model_copy(update={"percent": 50.0})
    assert public(footprint, background).score.total is not None
    assert public(footprint, background, rules=strict).score.total is None


def test_subtraction_of_shown_lines_from_the_total_does_not_give_a_single_closed_line(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "power", "production", 5.0),
        ("c", "wood", "raw_material", 10.0),
        ("d", "wood", "use", 0.1),
    )
    view = public(footprint, background)
    left = view.score.total - fsum(line.score.total for line in view.lines if line.score)
    assert left > 1.1 * 2 * 3.1415926
    assert not _near(view, footprint)
    assert [line.activity for line in view.lines if line.withheld == "protects"] == ["b", "c"]
    assert view.score.total == footprint.score.total
    assert view.score.score is None, "its other lines would tell the parts of the one from the other"


def test_stages_that_hold_one_closed_line_each_give_up_their_sums(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "production", 3.0),
        ("c", "power", "production", 5.0),
        ("d", "wood", "use", 5.0),
    )
    view = public(footprint, background)
    assert view.score.total is not None
    assert view.stages["raw_material"].total is None
    assert view.stages["production"].total is None
    assert view.stages["use"].total is not None
    assert not _near(view, footprint)
    assert "RGT-112" in {finding.code for finding in view.findings}


def test_two_stages_of_the_same_two_processes_are_not_both_shown(background):
    """Two equations for two unknowns; and of one, who supplies resin would know fibre."""
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "raw_material", 3.0),
        ("c", "resin", "use", 5.0),
        ("d", "fibre", "use", 1.0),
    )
    view = public(footprint, background)
    assert view.score.total is None
    assert [stage.total for stage in view.stages.values()] == [None, None]


def test_the_same_process_twice_counts_once(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "resin", "raw_material", 3.0),
        ("c", "power", "production", 5.0),
        ("d", "wood", "production", 9.0),
    )
    view = public(footprint, background)
    assert not _near(view, footprint)
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b", "c", "d"}


def test_an_open_recipe_with_its_closed_supplier_counts_once(background):
    """Tape is 0.25 + 0.5 glue for everybody: tape and glue together are one unknown."""
    footprint = _footprint(
        background,
        ("a", "tape", "raw_material", 2.0),
        ("b", "glue", "raw_material", 3.0),
        ("c", "power", "production", 9.0),
        ("d", "power", "use", 9.0),
        ("e", "wood", "use", 9.0),
    )
    view = public(footprint, background)
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b", "c", "e"}
    assert not _near(view, footprint)


def test_a_total_of_one_closed_process_alone_is_withheld(background):
    footprint = _footprint(background, ("a", "resin", "raw_material", 2.0))
    view = public(footprint, background)
    assert view.score.total is None
    assert view.stages["raw_material"].total is None
    assert not _says(view, 3.1415926, 6.2831852)
    assert "RGT-113" in {finding.code for finding in view.findings}


def test_shares_do_not_tell_a_total_that_is_withheld(background):
    footprint = _footprint(background, ("a", "resin", "raw_material", 2.0), ("b", "resin", "use", 1.0))
    view = public(footprint, background)
    assert all(line.share is None for line in view.lines)
    assert all(stage.share is None for stage in view.stages.values())


def test_a_release_that_is_not_here_may_not_be_shown(background):
    footprint = _footprint(
        background, ("a", "power", "use", 2.0), ("b", "wood", "use", 1.0), ("c", "resin", "use", 1.0)
    )
    view = public(footprint, {"free": background["free"]})
    assert [line.activity for line in view.lines if line.withheld == "rights"] == ["c"]


def test_activities_that_the_maker_keeps_to_itself_are_withheld_too(background):
    lines = [("a", "power", "use", 2.0), ("b", "wood", "use", 1.0), ("c", "wood", "production", 2.0)]
    view = public(_footprint(background, *lines), background, also={"b"})
    assert {line.activity: line.withheld for line in view.lines} == {"a": "protects", "b": "rights", "c": "protects"}


def test_no_digest_lets_a_reader_try_out_the_missing_number(background):
    view = public(_footprint(background, ("a", "resin", "use", 2.0), ("b", "wood", "use", 1.0)), background)
    assert "sha256" not in view.model_dump_json()


@pytest.mark.parametrize("seed", range(30))
def test_no_mixture_of_lines_and_stages_gives_a_closed_line_away(background, seed):
    import random

    chance = random.Random(seed)
    names = ["resin", "fibre", "glue", "power", "wood", "tape"]
    stages = ["raw_material", "production", "use"]
    lines = [
        (f"l{n}", chance.choice(names), chance.choice(stages), round(chance.uniform(0.01, 9), 3))
        for n in range(chance.randint(1, 7))
    ]
    footprint = _footprint(background, *lines)
    view = public(footprint, background)
    assert not _near(view, footprint)
    for line in view.lines:
        assert (line.withheld is None) == (line.score is not None)
    closed_lines = {name for name, process_, *_ in lines if process_ not in {"power", "wood"}}
    assert closed_lines == {line.activity for line in view.lines if line.withheld == "rights"}
    assert set(Indicator)
