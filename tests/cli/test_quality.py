"""`tanji quality` as it is used."""

import pytest
from tests.cli.shell import inside
from tests.reports.footprints import footprint

from tanji.model.document import write


@pytest.fixture
def given(tmp_path):
    (tmp_path / "a.json").write_bytes(write(footprint()))
    return tmp_path


def test_a_rating_names_what_is_not_rated_and_says_that_the_study_is_not_here(given):
    answer = inside("--lang", "en", "quality", "a.json", cwd=given)
    assert answer.code == 0
    assert "1.25 for the 38.6" in answer.out
    assert "no score on Technological representativeness (background data)" in answer.out
    assert "The study is not kept here" in answer.out


def test_the_same_in_chinese(given):
    answer = inside("--lang", "zh", "quality", "a.json", "--scheme", "cn-two-table", cwd=given)
    assert "总评分" in answer.out
    assert "现场数据" in answer.out


def test_a_program_gets_every_line(given):
    body = inside("--json", "quality", "a.json", "--scheme", "pact-3", cwd=given).json
    rating = body["ratings"][0]
    assert body["scheme"]["id"] == "pact-3"
    assert rating["with_study"] is False
    assert {line["side"] for line in rating["quality"]["lines"]} == {"activity", "factor"}


def test_several_footprints_give_a_trend(given):
    body = inside("--json", "quality", "a.json", "a.json", cwd=given).json
    assert len(body["trend"]["ratings"]) == 2
    assert body["trend"]["moved"] == []
    assert "Trend of data quality" in inside("--lang", "en", "quality", "a.json", "a.json", cwd=given).out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_schemes_and_the_meaning_of_their_scores_are_listed(given, language):
    listed = inside("--lang", language, "quality", "--list", cwd=given).out
    assert "cn-two-table" in listed
    told = inside("--lang", language, "quality", "--list", "--scheme", "ef-dqr", cwd=given).out
    assert "TeR" in told
    assert "1.5" in told


def test_an_unknown_scheme_and_no_footprint_are_refused_in_words(given):
    refused = inside("--lang", "en", "quality", "a.json", "--scheme", "dqr", cwd=given)
    assert refused.code == 3
    assert "QUA-001" in refused.err
    assert inside("--lang", "en", "quality", cwd=given).code == 2


def test_the_picture_of_a_rating_is_written(given):
    answer = inside("--lang", "zh", "quality", "a.json", "--plot", "q.svg", cwd=given)
    assert "已写出：q.svg" in answer.out
    assert (given / "q.svg").read_text("utf-8").startswith("<svg")


STUDY = """
id: pump
names: 水泵
product: {names: 水泵}
unit: {kind: declared, amount: 1, unit: 件}
output: {amount: 1, unit: 件}
boundary: cradle_to_gate
location: CN
period: {start: 2025-01-01, end: 2025-12-31}
activities:
  - id: steel
    kind: material
    names: 钢板
    stage: raw_material
    amount: 2
    unit: kg
    data: {type: metered, year: 2025}
    quality: "pact-3: 1,1,2"
    link: {kind: own_factor, value: 2.5, unit: kg, location: CN, year: 2020, source: {type: supplier, year: 2020}}
"""


def test_a_footprint_can_carry_its_rating_which_verification_computes_again(tmp_path):
    (tmp_path / "pump.yaml").write_text(STUDY, "utf-8")
    answer = inside("--json", "calc", "pump.yaml", "--quality", "pact-3", cwd=tmp_path)
    assert answer.code == 0, answer.err
    kept = answer.json["footprint"]["quality"]
    assert kept["rating"] == pytest.approx((4 / 3 + (1 + 1 + 3) / 3) / 2)
    assert inside("verify", "footprint.json", cwd=tmp_path).code == 0
    shown = inside("--lang", "en", "quality", "footprint.json", cwd=tmp_path).out
    assert "(pact-3)" in shown
    assert "1.50" in shown
    changed = (tmp_path / "footprint.json").read_text("utf-8").replace('"rated_share":1', '"rated_share":0.5')
    (tmp_path / "changed.json").write_text(changed, "utf-8")
    assert inside("verify", "changed.json", cwd=tmp_path).code == 1


def test_an_unknown_scheme_is_refused_before_anything_is_computed(tmp_path):
    (tmp_path / "pump.yaml").write_text(STUDY, "utf-8")
    assert "QUA-001" in inside("calc", "pump.yaml", "--quality", "none", cwd=tmp_path).err
    assert not (tmp_path / "footprint.json").exists()
