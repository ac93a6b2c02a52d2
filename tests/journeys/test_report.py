"""The report at the terminal: its histogram comes from the seed again, or says why there is none."""

import json
from pathlib import Path

import pytest
from tests.cli.shell import inside

from tanji.model.document import write
from tanji.model.footprint import Footprint
from tanji.model.process import Uncertainty
from tanji.model.study import Study
from tanji.rules.pack import pack

BASE = Study.model_validate(pack("gbt-24067-2024").base_case["study"])
SPREAD = Uncertainty(kind="lognormal", gsd=1.1)


@pytest.fixture
def footprint(tmp_path: Path) -> Path:
    activities = tuple(each.model_copy(update={"uncertainty": SPREAD}) for each in BASE.activities)
    file = tmp_path / "study.json"
    file.write_bytes(write(BASE.model_copy(update={"activities": activities})))
    done = inside("calc", file, "--uncertainty", "400", "-o", tmp_path, "--json", cwd=tmp_path)
    assert done.code == 0, done.err
    return tmp_path / "footprint.json"


def chapter(path: Path, number: str) -> dict:
    body = json.loads(path.read_text("utf-8"))
    waiting = list(body["sections"])
    while waiting:
        section = waiting.pop()
        if section["number"] == number:
            return section
        waiting += section["sections"]
    raise AssertionError(number)


def reported(tmp_path: Path, footprint: Path, *options: object) -> dict:
    done = inside("report", footprint, "-o", tmp_path / "r.json", "--lang", "en", *options, cwd=tmp_path)
    assert done.code == 0, done.err
    return chapter(tmp_path / "r.json", "7.2")


def said(section: dict) -> str:
    return json.dumps(section, ensure_ascii=False)


def test_the_histogram_is_drawn_again_from_the_seed(tmp_path, footprint):
    section = reported(tmp_path, footprint)
    titles = [block.get("title") for block in section["blocks"]]
    assert "Uncertainty of the total" in titles
    quantiles = next(block for block in section["blocks"] if block.get("title") == "Quantiles")
    claimed = json.loads(footprint.read_text("utf-8"))["uncertainty"]
    values = [row[1]["value"] for row in quantiles["rows"]]
    assert values[3] == pytest.approx(claimed["median"], rel=1e-2)
    assert values[0] == pytest.approx(claimed["interval"]["low"], rel=1e-2)


def test_without_draws_the_reason_stands_there(tmp_path, footprint):
    assert "--no-draws" in said(reported(tmp_path, footprint, "--no-draws"))


def test_a_claim_that_the_seed_does_not_give_again_has_no_histogram(tmp_path, footprint):
    body = json.loads(footprint.read_text("utf-8"))
    body.pop("schema")
    body["uncertainty"]["mean"] += 5.0
    forged = tmp_path / "forged.json"
    forged.write_bytes(write(Footprint.model_validate(body)))
    section = reported(tmp_path, forged)
    assert "other numbers" in said(section)
    assert "Quantiles" not in said(section)


def test_the_number_of_a_report_follows_the_pattern(tmp_path, footprint):
    reported(tmp_path, footprint, "--number", "12", "--issuer", "Example Institute")
    cover = dict(json.loads((tmp_path / "r.json").read_text("utf-8"))["cover"])
    assert cover["Report number"] == "CFP-〔2025〕-CN-0001-12"
    assert cover["Issued by (seal)"] == "Example Institute"
