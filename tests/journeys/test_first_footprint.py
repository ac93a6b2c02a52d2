"""The tutorial at a shell: a template, a footprint, its reasons, its verification; and what goes wrong on the way."""

import json
import re

import openpyxl
import pytest
from tests.cli.shell import inside as tanji
from tests.cli.shell import tanji as shell
from tests.journeys.workbooks import ROWS, filled

from tanji.model.document import read_as, write
from tanji.model.footprint import Footprint
from tanji.model.sm3 import sm3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a filled-in workbook and its footprint."""
    folder = tmp_path_factory.mktemp("first")
    assert shell("template", "-o", "bom.xlsx", cwd=folder).code == 0
    filled(folder / "bom.xlsx", folder / "pump.xlsx")
    assert shell("calc", "pump.xlsx", cwd=folder).code == 0
    return folder


@pytest.fixture(scope="module")
def footprint(place):
    return read_as(Footprint, (place / "footprint.json").read_bytes())


def test_the_template_is_not_written_over_a_filled_in_workbook(place):
    answer = tanji("template", "-o", "pump.xlsx", cwd=place)
    assert answer.code == 3
    assert "--force" in answer.err


def test_the_document_has_canonical_bytes_and_the_workbook_has_its_total(place, footprint):
    assert write(footprint) == (place / "footprint.json").read_bytes()
    cells = [c for row in openpyxl.load_workbook(place / "footprint.xlsx").worksheets[0].values for c in row]
    assert footprint.score.total in cells


def test_the_total_is_the_sum_of_amounts_times_published_factors(place, footprint):
    factors = {}
    for process in ("glo-aluminium-primary-2022", "uk-board-primary", "cn-electricity-2024"):
        factors[process] = tanji("db", "show", process, "--json", cwd=place).json["score"]["total"]
    wanted = 2 * factors["glo-aluminium-primary-2022"] + 0.5 * factors["uk-board-primary"]
    wanted += 12 * factors["cn-electricity-2024"]
    assert footprint.score.total == pytest.approx(wanted, rel=1e-11)


def test_what_has_no_factor_is_named_and_not_in_the_total(place, footprint):
    assert [unlinked.names["zh"] for unlinked in footprint.coverage.unlinked] == ["神秘胶水 XQ-7"]
    answer = tanji("calc", "pump.xlsx", "-o", "again", cwd=place)
    assert "1 of 4 lines have no factor" in answer.out
    assert "神秘胶水 XQ-7" in answer.out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", ["80", "120"])
def test_the_answer_fits_the_terminal(place, language, width):
    from tanji.reports.figures import wide

    out = tanji("calc", "pump.xlsx", "-o", "again", "--lang", language, cwd=place, COLUMNS=width).out
    assert [line for line in out.splitlines() if wide(line) > int(width)] == []


def test_with_json_the_answer_is_one_value_that_holds_the_document(place, footprint):
    answer = tanji("calc", "pump.xlsx", "-o", "again", "--json", cwd=place)
    assert set(answer.json) == {"footprint", "digest", "sm3", "matches", "report", "files"}
    data = (place / "again" / "footprint.json").read_bytes()
    assert answer.json["sm3"] == f"sm3:{sm3(data).hex()}"
    assert answer.json["footprint"] == footprint.model_dump(mode="json", exclude_none=True)
    assert answer.err == ""


def test_the_same_study_gives_the_same_bytes_in_either_language(place):
    for language in ("zh", "en"):
        tanji("calc", "pump.xlsx", "-o", language, "--lang", language, cwd=place)
    first, second = ((place / language / "footprint.json").read_bytes() for language in ("zh", "en"))
    assert first == second == (place / "footprint.json").read_bytes()


def test_verify_says_identical_on_another_computer(place, tmp_path):
    answer = tanji("verify", "footprint.json", "--study", "pump.xlsx", cwd=place, home=tmp_path / "other")
    assert answer.code == 0
    assert "Identical" in answer.out


def test_verify_takes_the_study_from_the_home_where_none_is_given(place):
    assert tanji("verify", "footprint.json", "--json", cwd=place).json["identical"] is True


@pytest.mark.parametrize("member", ["total", "fossil", "unsplit", "share", "amount"])
def test_verify_finds_one_changed_digit_of_any_figure(place, member):
    text = (place / "footprint.json").read_text(encoding="utf-8")
    found = next(m for m in re.finditer(rf'"{member}":(\d+\.?\d*)', text) if float(m.group(1)))
    digit = text[found.end() - 1]
    changed = text[: found.end() - 1] + ("1" if digit != "1" else "2") + text[found.end() :]
    (place / "forged.json").write_text(changed, encoding="utf-8")
    answer = tanji("verify", "forged.json", "--study", "pump.xlsx", "--json", cwd=place)
    assert answer.code == 1
    assert answer.json["identical"] is False
    assert [each["member"].rpartition(".")[2] for each in answer.json["differences"]] == [member]


def test_verify_shows_what_differs_claimed_and_recomputed(place):
    body = json.loads((place / "footprint.json").read_text(encoding="utf-8"))
    right, body["score"]["total"] = body["score"]["total"], 1.0
    (place / "forged.json").write_text(json.dumps(body), encoding="utf-8")
    answer = tanji("verify", "forged.json", "--study", "pump.xlsx", cwd=place)
    assert answer.code == 1
    assert re.search(rf"score\.total\s+1\.0\s+{right}", answer.out)


def test_verify_with_another_study_says_that_it_is_another(place):
    filled(place / "bom.xlsx", place / "other.xlsx", ROWS[:2])
    answer = tanji("verify", "footprint.json", "--study", "other.xlsx", "--lang", "zh", cwd=place)
    assert answer.code == 1
    assert "不是同一份" in answer.out


def test_explain_shows_stages_lines_and_a_reason_for_every_end(place, footprint):
    found = tanji("explain", "footprint.json", "--json", cwd=place).json
    assert sum(branch["score"] for branch in found["branches"]) == pytest.approx(footprint.score.total, rel=1e-11)
    ends = []
    waiting = list(found["branches"])
    while waiting:
        branch = waiting.pop()
        waiting += branch.get("below", [])
        if "below" not in branch and branch["score"]:
            ends.append(branch["end"])
    assert ends
    assert set(ends) <= {"leaf", "cutoff", "depth", "loop", "limit", "factor"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tree_fits_80_columns(place, language):
    from tanji.reports.figures import wide

    out = tanji("explain", "footprint.json", "--all", "--lang", language, cwd=place, COLUMNS="80").out
    assert [line for line in out.splitlines() if wide(line) > 80] == []


def test_a_mapping_decides_for_a_line_and_is_needed_to_verify(place):
    (place / "map.csv").write_bytes("行,背景过程\n神秘胶水 XQ-7,starter:uk-board-primary\n".encode("gb18030"))
    answer = tanji("calc", "pump.xlsx", "--map", "map.csv", "-o", "mapped", "--json", cwd=place)
    assert answer.json["footprint"]["coverage"]["unlinked"] == []
    words = ("verify", "mapped/footprint.json", "--study", "pump.xlsx")
    assert tanji(*words, "--map", "map.csv", cwd=place).code == 0
    assert tanji(*words, cwd=place).code == 1


def test_a_mapping_for_a_line_that_is_not_there_is_refused_with_its_row(place):
    (place / "map2.csv").write_text("line,process\nnowhere,starter:uk-board-primary\n")
    answer = tanji("calc", "pump.xlsx", "--map", "map2.csv", "-o", "mapped", cwd=place)
    assert answer.code == 3
    assert "row 2" in answer.err


def test_compare_explains_the_difference_line_by_line(place):
    rows = (("BOM", {"物料名称": "铝锭", "数量": 3, "单位": "kg", "背景过程": "glo-aluminium-primary-2022"}), *ROWS[1:])
    filled(place / "bom.xlsx", place / "heavier.xlsx", rows)
    assert tanji("calc", "heavier.xlsx", "-o", "heavier", cwd=place).code == 0
    found = tanji("compare", "footprint.json", "heavier/footprint.json", "--json", cwd=place).json
    causes = {change["names"]["zh"]: change["cause"] for change in found["changes"]}
    assert causes == {"铝锭": "amount", "纸板": "same", "外购电力": "same"}
    assert sum(change["difference"] for change in found["changes"]) == pytest.approx(found["difference"], rel=1e-9)
    shown = tanji("compare", "footprint.json", "heavier/footprint.json", "--lang", "zh", cwd=place).out
    assert "数量" in shown
    assert "另有 2 行不变" in shown


def test_another_method_gives_another_footprint_that_verifies(place):
    assert tanji("calc", "pump.xlsx", "--method", "ar5-gwp100", "-o", "ar5", cwd=place).code == 0
    assert tanji("verify", "ar5/footprint.json", "--study", "pump.xlsx", cwd=place).code == 0
    answer = tanji("calc", "pump.xlsx", "--method", "gwp", "-o", "ar5", cwd=place)
    assert answer.code == 3
    assert "ar6-gwp100" in answer.err


def test_rows_with_errors_come_back_in_a_workbook_and_nothing_is_computed(place):
    bad = (
        *ROWS,
        ("BOM", {"物料名称": "铜线", "数量": "1O.5", "单位": "kg"}),
        ("BOM", {"物料名称": "铜箔", "数量": 1, "单位": "卷卷"}),
    )
    filled(place / "bom.xlsx", place / "bad.xlsx", bad)
    answer = tanji("calc", "bad.xlsx", "-o", "bad", cwd=place)
    assert answer.code == 1
    assert "1O.5" in answer.out
    assert "row 7" in answer.out
    assert not (place / "bad" / "footprint.json").exists()
    back = openpyxl.load_workbook(place / "bad" / "bad-errors.xlsx")
    assert "BOM" in back.sheetnames


def test_rows_with_errors_as_json_add_up(place):
    filled(place / "bom.xlsx", place / "bad2.xlsx", (*ROWS, ("BOM", {"物料名称": "铜线", "数量": "x", "单位": "kg"})))
    answer = tanji("calc", "bad2.xlsx", "-o", "bad", "--json", cwd=place)
    assert answer.code == 1
    assert answer.json["footprint"] is None
    counts = answer.json["report"]["counts"]["BOM"]
    assert counts == {"read": 5, "imported": 3, "skipped": 1, "failed": 1}


def test_a_file_that_is_no_workbook_is_refused_with_its_name(place):
    (place / "fake.xlsx").write_bytes(b"not a workbook at all")
    answer = tanji("calc", "fake.xlsx", cwd=place)
    assert answer.code == 3
    assert "fake.xlsx" in answer.err


def test_a_folder_that_can_not_be_made_is_refused(place):
    (place / "file").write_text("x")
    assert tanji("calc", "pump.xlsx", "-o", "file/below", cwd=place).code == 3
