"""`calc --uncertainty`, `--sensitivity` and `--plot`, Ctrl-C while drawing, `compare` draw by draw, `verify` again."""

import json
import os
import signal
import threading
import time
import xml.etree.ElementTree as ET

import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import factor, normal, parameter
from tests.cli.shell import inside

from tanji.cli.uncertain import stopping
from tanji.model.document import write
from tanji.model.process import Uncertainty

UNSURE = factor(2.0, uncertainty=Uncertainty(kind="lognormal", median=2.0, gsd=1.4))


@pytest.fixture
def folder(tmp_path):
    def made(amount, **more):
        lines = (
            activity("steel", amount, uncertainty=normal(0.02), link=UNSURE),
            activity("paint", None, formula="area * 0.1", link=factor(3.0)),
        )
        return study(*lines, parameters=(parameter("area", 4.0, normal(0.1)),), **more)

    (tmp_path / "a.json").write_bytes(write(made(10.0)))
    (tmp_path / "b.json").write_bytes(write(made(9.0)))
    return tmp_path


def calc(folder, name, *words):
    answer = inside("calc", f"{name}.json", "-o", name, *words, "--lang", "en", cwd=folder)
    assert answer.code == 0, answer.err
    return answer


def test_the_document_carries_the_uncertainty_and_the_terminal_says_it(folder):
    said = calc(folder, "a", "--uncertainty", "2_000").out
    result = json.loads((folder / "a" / "footprint.json").read_text("utf-8"))["uncertainty"]
    assert (result["draws"], result["seed"]) == (2000, 1)
    assert result["interval"]["low"] < result["mean"] < result["interval"]["high"]
    assert "95% interval [" in said
    assert "Sources of uncertainty" in said
    assert "factor of steel" in said
    assert "1 without one count as exact: paint" in said


def test_without_the_option_nothing_is_drawn(folder):
    calc(folder, "a")
    assert "uncertainty" not in json.loads((folder / "a" / "footprint.json").read_text("utf-8"))


def test_charts_are_written_beside_each_other(folder):
    calc(folder, "a", "--uncertainty", "500", "--plot", "charts/draws.svg")
    for name in ("draws.svg", "draws-tornado.svg"):
        assert ET.parse(folder / "charts" / name).getroot().tag.endswith("svg")  # noqa: S314 - our own file


def test_sensitivities_are_shown_without_any_draws(folder):
    said = calc(folder, "a", "--sensitivity").out
    assert "Sensitivity: 1 % more of" in said
    body = calc(folder, "a", "--sensitivity", "--json").json
    by_source = {each["source"]: each for each in body["sensitivity"]}
    assert by_source["parameter:area"]["effect_of_1_percent"] == pytest.approx(0.012)


@pytest.mark.parametrize("words", [("--uncertainty", "many"), ("--plot", "x.svg"), ("--uncertainty", "-5")])
def test_what_is_no_number_of_draws_is_wrong_use(folder, words):
    assert inside("calc", "a.json", *words, cwd=folder).code == 2


def test_too_few_draws_are_refused(folder):
    answer = inside("calc", "a.json", "--uncertainty", "5", cwd=folder)
    assert answer.code == 3
    assert "CAL-009" in answer.err


def test_drawn_again_it_is_the_same_and_a_changed_digit_is_found(folder):
    calc(folder, "a", "--uncertainty", "1000", "--seed", "7")
    path = folder / "a" / "footprint.json"
    assert inside("verify", path, cwd=folder).code == 0
    body = json.loads(path.read_text("utf-8"))
    body["uncertainty"]["interval"]["high"] = float(f"{body['uncertainty']['interval']['high'] * 1.00001:.9g}")
    path.write_text(json.dumps(body), "utf-8")
    answer = inside("verify", path, "--json", cwd=folder)
    assert answer.code == 1
    assert [each["member"] for each in answer.json["differences"]] == ["uncertainty.interval.high"]


def test_two_footprints_are_compared_draw_by_draw_and_with_datasets_apart(folder):
    for name in ("a", "b"):
        calc(folder, name, "--uncertainty", "2000")
    words = ("compare", "a/footprint.json", "b/footprint.json")
    paired = inside(*words, "--plot", "difference.svg", "--json", cwd=folder).json["paired"]
    apart = paired["if_datasets_were_not_shared"]
    assert paired["second_lower"] > 0.95
    assert apart["second_lower"] < 0.75
    assert apart["sd"] > 3 * paired["sd"]
    assert ET.parse(folder / "difference.svg").getroot().tag.endswith("svg")  # noqa: S314 - our own file
    assert "Draw by draw: the second is lower in" in inside(*words, "--lang", "en", cwd=folder).out


def test_other_seeds_are_no_pairs_and_the_lines_are_compared_all_the_same(folder):
    calc(folder, "a", "--uncertainty", "1000")
    calc(folder, "b", "--uncertainty", "1000", "--seed", "2")
    words = ("compare", "a/footprint.json", "b/footprint.json")
    answer = inside(*words, "--json", cwd=folder)
    assert (answer.code, answer.json["not_paired"]["code"]) == (0, "CAL-008")
    assert answer.json["changes"]
    assert inside(*words, "--plot", "difference.svg", cwd=folder).code == 3


def test_footprints_without_uncertainty_have_no_pairs_to_draw(folder):
    for name in ("a", "b"):
        calc(folder, name)
    words = ("compare", "a/footprint.json", "b/footprint.json")
    assert "paired" not in inside(*words, "--json", cwd=folder).json
    assert inside(*words, "--plot", "difference.svg", cwd=folder).code == 2


def test_ctrl_c_keeps_what_was_drawn_and_says_so(folder):
    wide = Uncertainty(kind="pert", relative=True, minimum=0.5, maximum=2.0)
    lines = [activity(f"{n}", 1.0, uncertainty=wide, link=factor()) for n in range(4)]
    (folder / "slow.json").write_bytes(write(study(*lines)))
    before = signal.getsignal(signal.SIGINT)

    def press():
        while signal.getsignal(signal.SIGINT) is before:
            time.sleep(0.005)
        os.kill(os.getpid(), signal.SIGINT)

    hand = threading.Thread(target=press)
    hand.start()
    answer = inside("calc", "slow.json", "-o", "slow", "--uncertainty", "1000000", cwd=folder)
    hand.join()
    result = json.loads((folder / "slow" / "footprint.json").read_text("utf-8"))["uncertainty"]
    assert answer.code == 130
    assert 1000 <= result["draws"] < 1_000_000
    assert result["stopped"]["en"].startswith("stopped by the user")
    assert signal.getsignal(signal.SIGINT) is before
    assert inside("verify", "slow/footprint.json", cwd=folder).code == 0


def test_ctrl_c_a_second_time_interrupts():
    with stopping() as pressed:
        assert not pressed()
        os.kill(os.getpid(), signal.SIGINT)
        assert pressed()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_the_workbook_has_a_sheet_of_it(folder):
    from tanji.formats.table import read_tables

    calc(folder, "a", "--uncertainty", "1000")
    sheets = {table.name for table in read_tables(folder / "a" / "footprint.xlsx")}
    assert "不确定度 Uncertainty" in sheets


def test_a_study_takes_its_meters_from_the_register_of_the_home(tmp_path):
    lines = activity("power", 1000.0, "kWh", kind="electricity", meter="main", link=factor(0.5, "kWh"))
    (tmp_path / "a.json").write_bytes(write(study(lines)))
    register = "meters:\n  - {id: main, names: {en: main}, unit: kWh, accuracy_class: 1}\n"
    (tmp_path / "register.yaml").write_text(register, "utf-8")
    answer = inside("meter", "read", "register.yaml", cwd=tmp_path)
    assert answer.code == 0, answer.err
    result = calc(tmp_path, "a", "--uncertainty", "1000", "--json").json["footprint"]["uncertainty"]
    assert [share["source"] for share in result["shares"]] == ["meter:main"]
    assert result["first_order_sd"] == pytest.approx(500 * 0.01 / 3**0.5)
    for words in ((), ("--study", "a.json")):
        assert inside("verify", "a/footprint.json", *words, cwd=tmp_path).code == 0
