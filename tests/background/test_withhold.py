"""The public view of a footprint: readers who try to compute what is withheld."""

from math import fsum

import pytest
from tests.background.packages import CO2, elementary, gives, package, process, product, publish_here, takes

from tanji.background.disclosure import recoverable
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


def _computed(view, footprint):
    """The withheld processes that a reader can compute who knows every amount: from all sums, less all shown lines."""
    amounts = {line.activity: (line.listing.process, line.amount) for line in footprint.lines}
    rows = []
    for name, each in [("total", view.score), *view.stages.items()]:
        if each.total is not None:
            inside = [line for line in view.lines if line.withheld and name in {"total", line.stage}]
            row = {}
            for line in inside:
                if line.withheld == "protects":  # its amount is the maker's own and nowhere to be read
                    row[line.activity] = 1.0
                else:
                    name_, amount = amounts[line.activity]
                    row[name_] = row.get(name_, 0.0) + amount
            rows.append(row)
    return recoverable(rows)


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


def test_two_closed_lines_of_a_stage_keep_all_sums_and_no_figure_of_their_own(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "raw_material", 3.0),
        ("c", "power", "production", 5.0),
    )
    view = public(footprint, background)
    assert view.score.score == footprint.score
    assert view.stages["raw_material"].total == footprint.stages[0].score.total
    hidden = [line for line in view.lines if line.withheld]
    assert [line.activity for line in hidden] == ["a", "b"]
    assert all((line.amount, line.score, line.intensity, line.share) == (None,) * 4 for line in hidden)
    assert not _says(view, 3.1415926, 2 * 3.1415926, 2.7182818, 3 * 2.7182818)
    assert not _computed(view, footprint)
    assert [finding.code for finding in view.findings] == ["RGT-110"]


def test_subtraction_of_shown_lines_from_the_total_does_not_give_a_single_closed_line(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "power", "production", 5.0),
        ("c", "wood", "raw_material", 0.1),
    )
    view = public(footprint, background)
    left = view.score.total - fsum(line.score.total for line in view.lines if line.score)
    assert left != pytest.approx(2 * 3.1415926)
    assert not _computed(view, footprint)
    assert [line.activity for line in view.lines if line.withheld == "protects"] == ["b"]
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
    assert not _computed(view, footprint)
    assert "RGT-112" in {finding.code for finding in view.findings}


def test_two_stages_of_the_same_two_processes_are_not_both_shown(background):
    """Two equations for two unknowns: whoever knows the amounts would solve them."""
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "fibre", "raw_material", 3.0),
        ("c", "resin", "use", 5.0),
        ("d", "fibre", "use", 1.0),
    )
    view = public(footprint, background)
    assert sum(stage.total is not None for stage in view.stages.values()) + (view.score.total is not None) == 1
    assert not _computed(view, footprint)


def test_the_same_process_twice_counts_once(background):
    footprint = _footprint(
        background,
        ("a", "resin", "raw_material", 2.0),
        ("b", "resin", "raw_material", 3.0),
        ("c", "power", "production", 5.0),
    )
    view = public(footprint, background)
    assert not _computed(view, footprint)
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b", "c"}


def test_an_open_recipe_with_its_closed_supplier_counts_once(background):
    """Tape is 0.25 + 0.5 glue for everybody: tape and glue together are one unknown."""
    footprint = _footprint(
        background,
        ("a", "tape", "raw_material", 2.0),
        ("b", "glue", "raw_material", 3.0),
        ("c", "power", "production", 9.0),
    )
    view = public(footprint, background)
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b", "c"}


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
    footprint = _footprint(background, ("a", "power", "use", 2.0), ("b", "wood", "use", 1.0))
    view = public(footprint, background, also={"b"})
    assert {line.activity for line in view.lines if line.withheld} == {"a", "b"}


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
    assert not _computed(view, footprint)
    for line in view.lines:
        assert (line.withheld is None) == (line.score is not None)
    closed_lines = {name for name, process_, *_ in lines if process_ not in {"power", "wood"}}
    assert closed_lines == {line.activity for line in view.lines if line.withheld == "rights"}
    assert set(Indicator)
