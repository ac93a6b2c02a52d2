"""`tanji meter`, `tanji decide` and `tanji roundrobin`, with the (invented) examples."""

import json
from pathlib import Path

import pytest
from tests.cli.shell import inside

from tanji.assess.metrology import metered
from tanji.assess.supply import MissingInput
from tanji.background.shelf import Shelf
from tanji.formats.study.links import ref_of
from tanji.model import document
from tanji.model.document import Ref
from tanji.model.footprint import Footprint
from tanji.model.study import Activity, ActivityKind, Boundary, Output, Product, Stage, Study, UnitOfAnalysis
from tanji.model.uncertain import Interval, UncertaintyResult

EXAMPLES = Path(__file__).parents[2] / "examples" / "metering"


@pytest.fixture
def shell(tmp_path):
    def run(*words):
        return inside("--lang", "en", *words, cwd=tmp_path)

    assert run("meter", "read", EXAMPLES / "register.yaml").code == 0
    return run


def _refs(answer):
    return [ref_of(text) for text in answer.json["documents"]]


def test_a_certificate_is_kept_with_its_file_and_raises_the_level_of_its_meter(shell, tmp_path):
    before = {
        each["meter"]["id"]: each["level"] for each in shell("meter", "list", "--on", "2025-06-01", "--json").json
    }
    assert before["main-electricity"] == 2
    answer = shell("meter", "read", EXAMPLES / "electricity-meter-dcc.xml", "--json")
    assert answer.code == 0
    assert Path(answer.json["file"]).read_bytes() == (EXAMPLES / "electricity-meter-dcc.xml").read_bytes()
    after = {each["meter"]["id"]: each for each in shell("meter", "list", "--on", "2025-06-01", "--json").json}
    assert after["main-electricity"]["level"] == 3
    assert after["weighbridge"]["expired_days"] == 814


def test_the_list_and_a_meter_are_shown_to_people(shell):
    listed = shell("meter", "list", "--on", "2025-06-01")
    assert "weighbridge" in listed.out
    assert "MET-105" in listed.out
    shown = shell("meter", "show", "weighbridge", "--on", "2022-06-01")
    assert "0.1155%" in shown.out  # 0.2 %/√3
    assert "Level 3" in shown.out


def test_a_series_is_checked_without_being_kept_and_read_to_be_kept(shell):
    words = (EXAMPLES / "electricity-week.csv", "--meter", "main-electricity")
    checked = shell("meter", "check", *words, "--json")
    assert checked.code == 1
    assert {finding["code"] for finding in checked.json["report"]["findings"]} == {"SER-107", "SER-115"}
    assert not shell("meter", "show", "main-electricity", "--json").json["series"]
    kept = shell("meter", "read", *words, "--json")
    assert kept.code == 0
    assert [each["meter"] for each in shell("meter", "show", "main-electricity", "--json").json["series"]] == [
        "main-electricity"
    ]


def test_a_series_needs_a_meter_that_is_registered(shell):
    assert shell("meter", "check", EXAMPLES / "electricity-week.csv").code == 2
    answer = shell("meter", "check", EXAMPLES / "electricity-week.csv", "--meter", "nobody")
    assert (answer.code, "main-electricity" in answer.err) == (3, True)


def test_quantities_of_d_si_are_shown(shell, tmp_path):
    (tmp_path / "a.xml").write_text(
        '<si:real xmlns:si="https://ptb.de/si"><si:value>1.5</si:value><si:unit>\\kilogram</si:unit></si:real>', "utf-8"
    )
    assert "1.5 \\kilogram" in shell("meter", "read", tmp_path / "a.xml").out


def test_a_study_takes_the_documents_that_it_refers_to(shell, tmp_path):
    refs = _refs(shell("meter", "read", EXAMPLES / "register.yaml", "--json"))
    power = Activity(
        id="a", kind=ActivityKind.electricity, names={"en": "p"}, stage=Stage.production, amount=1, unit="kWh",
        meter="main-electricity",
    )  # fmt: skip
    made = Study(
        id="s",
        names={"en": "s"},
        product=Product(names={"en": "p"}),
        unit=UnitOfAnalysis(kind="declared", amount=1, unit="item"),
        output=Output(amount=1, unit="item"),
        boundary=Boundary.cradle_to_gate,
        activities=(power,),
        meters=tuple(refs),
    )
    shelf = Shelf(tmp_path / "home")
    documents = {ref.digest: shelf.load(ref.digest) for ref in refs}
    assert metered(made, documents)["a"].level == 2
    lost = made.model_copy(update={"meters": (Ref(digest="sha256:" + "0" * 64, id="x", version="1"),)})
    with pytest.raises(MissingInput, match="000000"):
        metered(lost, documents)


def test_the_example_draws_the_error_of_its_meter_once_for_both_lines(shell, tmp_path):
    shell("meter", "read", EXAMPLES / "electricity-meter-dcc.xml")
    answer = shell("calc", EXAMPLES / "study.yaml", "-o", tmp_path / "out", "--uncertainty", 500)
    assert answer.code == 0, answer.err
    made = document.read_as(Footprint, (tmp_path / "out" / "footprint.json").read_bytes())
    largest = made.uncertainty.shares[0]
    assert (largest.source, largest.share > 0.99) == ("meter:main-electricity", True)
    u = (0.0003**2 + 0.0002**2 / 3) ** 0.5  # U/k = 0.03 %, corrections from −0.08 to −0.12 %
    assert made.uncertainty.first_order_sd == pytest.approx(u * made.score.total, rel=0.01)
    assert made.uncertainty.first_order_mean == pytest.approx(0.999 * made.score.total)
    decided = shell("decide", tmp_path / "out" / "footprint.json", "--limit", 139)
    assert (decided.code, "undecided" in decided.out) == (1, True)


def test_the_picker_takes_the_best_and_asks_for_a_reason_to_take_less(shell):
    sources = ("main=metered@main-electricity", "invoice=bill", "guess=estimate")
    assert shell("meter", "pick", *sources, "--json").json["taken"] == "main"
    assert shell("meter", "pick", *sources, "--take", "invoice").code == 1
    reasoned = shell("meter", "pick", *sources, "--take", "invoice", "--reason", "two tenants", "--json")
    assert (reasoned.code, reasoned.json["reason"]) == (0, "two tenants")
    expired = shell("meter", "pick", "scales=calibrated@weighbridge", "x=estimate", "--on", "2025-06-01", "--json")
    assert (expired.code, expired.json["grade"], expired.json["level"]) == (1, "metered", 2)
    assert shell("meter", "pick", "a=phone").code == 2


def test_measured_beside_calculated_emissions(shell):
    assert shell("meter", "beside", 104, 100, "--u-measured", 3, "--u-calculated", 4).code == 0
    answer = shell("meter", "beside", 111, 100, "--u-measured", 3, "--u-calculated", 4, "--json")
    assert (answer.code, answer.json["agrees"]) == (1, False)


def test_a_comparison_names_the_outlier(shell):
    answer = shell("roundrobin", EXAMPLES / "roundrobin.csv", "--reference", "Reference (invented)", "--json")
    assert answer.code == 1
    assert [each["body"] for each in answer.json["bodies"] if each["outlier"]] == ["Body C (invented)"]
    assert "Algorithm A" in shell("roundrobin", EXAMPLES / "roundrobin.csv").out


def _footprint(path, uncertainty):
    made = Footprint(
        id="f",
        names={"en": "f"},
        product={"en": "p"},
        unit=UnitOfAnalysis(kind="declared", amount=1, unit="item"),
        boundary=Boundary.cradle_to_gate,
        score={"total": 46.0},
        stages=(),
        lines=(),
        coverage={"lines": 0, "linked": 0},
        study=Ref(digest="sha256:" + "0" * 64, id="s", version="1"),
        releases=(),
        method=Ref(digest="sha256:" + "0" * 64, id="m", version="1"),
        engine="tanji",
        uncertainty=uncertainty,
    )
    path.write_bytes(document.write(made))
    return path


def test_a_decision_says_how_probable_an_error_is(shell, tmp_path):
    spread = UncertaintyResult(
        draws=1000,
        seed=1,
        generator="g",
        stopped={"en": "s"},
        why={"en": "w"},
        nominal=46.0,
        mean=46.0,
        median=46.0,
        sd=2.0,
        interval=Interval(low=42.08, high=49.92, coverage=0.95),
        stated_share=0.8,
    )
    path = _footprint(tmp_path / "footprint.json", spread)
    accepted = shell("decide", path, "--limit", 50)
    assert (accepted.code, "97.72%" in accepted.out, "80%" in accepted.out) == (0, True, True)
    undecided = shell("decide", path, "--limit", 47, "--json")
    assert (undecided.code, undecided.json["verdict"], undecided.json["simple"]) == (1, "undecided", "accept")
    assert json.loads(undecided.out)["if_accepted"] == pytest.approx(0.3085, abs=1e-4)
    assert shell("decide", _footprint(tmp_path / "bare.json", None), "--limit", 50).code == 3
