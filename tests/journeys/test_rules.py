"""A standards officer's rule and a factory's study, held against each other at the terminal."""

import json
import re
from pathlib import Path

import pytest
from tests.architecture.source import ROOT
from tests.cli.shell import inside

from tanji.model.document import read_as, write
from tanji.model.footprint import Footprint
from tanji.model.ruleset import Conformity, Ruleset
from tanji.model.study import Study
from tanji.rules.pack import pack

BASE = pack("gbt-24067-2024").base_case


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "study.json"
    path.write_bytes(write(Study.model_validate(BASE["study"])))
    return path


def test_rules_are_listed_shown_linted_and_tested(tmp_path):
    listed = inside("rule", "list", "--json", cwd=tmp_path).json
    assert {one["id"] for one in listed["packs"]} >= {"gbt-24067-2024"}
    assert len(listed["catalogue"]) == 17
    shown = inside("rule", "show", "gbt-24067-2024", "--lang", "zh", cwd=tmp_path)
    assert "未核对" in shown.out
    assert "不是标准原文" in shown.out
    assert inside("rule", "lint", "gbt-24067-2024", cwd=tmp_path).code == 0
    cases = inside("rule", "test", "gbt-24067-2024", "--json", cwd=tmp_path).json
    assert all(case["as_expected"] for case in cases)


def test_a_new_pack_is_led_by_the_linter_until_it_can_be_used(tmp_path, study):
    folder = tmp_path / "bicycle"
    assert inside("rule", "new", folder, "--title", "自行车", cwd=tmp_path).code == 0
    first = inside("rule", "lint", folder, "--json", cwd=tmp_path)
    assert first.code == 1
    assert {found["code"] for found in first.json["findings"]} == {"RUL-118"}
    for name in ("manifest", "rules", "parameters", "content", "texts"):
        file = folder / f"{name}.yaml"
        text = (
            file.read_text("utf-8")
            .replace('"?"', '"第 1 条"')
            .replace("待写", "见正文")
            .replace("to be written", "text")
        )
        file.write_text(text, "utf-8")
    assert inside("rule", "lint", folder, cwd=tmp_path).code == 0
    found = inside("check", study, "--rule", folder, "--json", cwd=tmp_path).json
    judged = {verdict["rule"]: verdict["outcome"] for verdict in found["verdicts"]}
    assert judged["use.service-years"] == "pass"
    assert judged["unit.of-the-product"] == "pass"
    assert judged["boundary.process.materials"] == "pass"


@pytest.mark.parametrize("page", ["rules.md", "rules.zh.md"])
def test_the_pack_that_the_how_to_writes_is_without_fault_and_its_cases_are_green(tmp_path, page):
    folder = tmp_path / "bicycle"
    inside("rule", "new", folder, "--title", "自行车", cwd=tmp_path)
    (folder / "rules.yaml").unlink()
    lines = (ROOT / "docs" / "how-to" / page).read_text("utf-8").splitlines()
    block = lines[lines.index("    # content.yaml") :]
    block = block[: next(at for at, each in enumerate(block) if each and not each.startswith("    "))]
    parts = re.split(r"(?m)^# (\w+)\.yaml$", "\n".join(each[4:] for each in block))[1:]
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    for name in ("manifest", "texts"):
        file = folder / f"{name}.yaml"
        file.write_text(file.read_text("utf-8").replace('"?"', "示例标准").replace("待写", "见正文"), "utf-8")
    found = inside("rule", "lint", folder, "--json", cwd=tmp_path)
    assert [each["code"] for each in found.json["findings"]] == []
    cases = inside("rule", "test", folder, "--json", cwd=tmp_path).json
    assert len(cases) > 7
    assert all(each["as_expected"] for each in cases)


def test_a_broken_rule_is_answered_when_it_is_linted_not_when_it_is_used(tmp_path):
    folder = tmp_path / "broken"
    inside("rule", "new", folder, cwd=tmp_path)
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("study.service_years >=", "study.servise_years >="), "utf-8")
    found = inside("rule", "lint", folder, "--json", cwd=tmp_path)
    assert found.code == 1
    assert any("servise_years" in finding["message"]["en"] for finding in found.json["findings"])


def test_a_study_is_checked_and_what_fails_is_told_with_clause_and_remedy(tmp_path, study):
    fine = inside("check", study, "--on", "2026-01-01", "--json", cwd=tmp_path)
    assert fine.code == 0
    bad = tmp_path / "bad.json"
    body = json.loads(study.read_text("utf-8"))
    body.pop("period")
    bad.write_text(json.dumps(body), "utf-8")
    answer = inside("check", bad, "--lang", "en", cwd=tmp_path)
    assert answer.code == 1
    assert "The period of the activity data is not stated" in answer.out
    assert "6.3.6 unverified" in answer.out
    assert "needs more 12" in answer.out  # the rules that need a footprint
    assert "ISO 14067:2018 6.3.6" in answer.out


def test_results_are_documents(tmp_path, study):
    inside("check", study, "-o", tmp_path / "result.json", cwd=tmp_path)
    assert read_as(Conformity, (tmp_path / "result.json").read_bytes()).count("fail") == 0
    inside("rule", "resolve", "轮胎", "-o", tmp_path / "rules.json", cwd=tmp_path)
    assert read_as(Ruleset, (tmp_path / "rules.json").read_bytes()).packs[0].id == "gbt-24067-2024"


def test_resolve_tells_why_and_names_what_the_register_knows(tmp_path):
    found = inside("rule", "resolve", "汽车轮胎", "--lang", "zh", cwd=tmp_path)
    assert "T/CPCIF 0391-2024" in found.out
    assert inside("rule", "resolve", cwd=tmp_path).code != 0
    assert inside("rule", "resolve", "x", "--code", "4011", cwd=tmp_path).code != 0


def test_two_versions_are_told_apart_in_words(tmp_path):
    assert "same" in inside("rule", "diff", "gbt-24067-2024", "gbt-24067-2024", "--lang", "en", cwd=tmp_path).out
    inside("rule", "new", tmp_path / "one", cwd=tmp_path)
    inside("rule", "new", tmp_path / "two", cwd=tmp_path)
    rules = tmp_path / "two" / "parameters.yaml"
    rules.write_text(rules.read_text("utf-8").replace("value: 5.0", "value: 8.0"), "utf-8")
    said = inside("rule", "diff", tmp_path / "one", tmp_path / "two", "--lang", "en", cwd=tmp_path).out
    assert "5.0 → 8.0" in said


def test_a_rule_is_shown_in_words_and_in_cel_on_request(tmp_path):
    shown = inside("rule", "show", "gbt-24067-2024", "--lang", "en", cwd=tmp_path).out
    assert "Where the kind of the unit of analysis is a functional unit" in shown
    assert "&&" not in shown
    assert "has(study.goal)" in inside("rule", "show", "gbt-24067-2024", "--cel", cwd=tmp_path).out
    body = inside("rule", "show", "gbt-24067-2024", "--json", cwd=tmp_path).json
    assert set(body["words"]) > {rule["id"] for rule in body["rules"]}


def test_content_is_shown_section_by_section_with_clause_and_status(tmp_path):
    zh = inside("rule", "show", "example-textile", "--lang", "zh", cwd=tmp_path).out
    assert "系统边界  示例编写者自定 示例（自定，未核对）" in zh
    assert "洗涤和护理（阶段 使用；需要 有条件时必需；条件 边界为从摇篮到坟墓时" in zh.replace("\n", "")
    assert "由内容得出" in zh
    en = inside("rule", "show", "pact-v3", "--lang", "en", cwd=tmp_path).out
    assert "Validity and triggers  PACT Technical Specifications 3.0 validityPeriodStart\n" in en
    told = inside("rule", "show", "example-textile", "--json", cwd=tmp_path).json["told"]
    need = next(each for each in told if each["path"] == "boundary.processes.laundry.need")
    assert need["zh"] == "系统边界 单元过程 洗涤和护理 有条件时必需"
    assert (need["source"], need["status"]) == ("own", "unverified")


def test_content_of_two_versions_is_compared_section_by_section(tmp_path):
    for name in ("one", "two"):
        inside("rule", "new", tmp_path / name, cwd=tmp_path)
    content = tmp_path / "two" / "content.yaml"
    content.write_text(content.read_text("utf-8").replace("need: required", "need: optional"), "utf-8")
    said = inside("rule", "diff", tmp_path / "one", tmp_path / "two", "--lang", "en", cwd=tmp_path).out
    assert "System boundary, unit processes 'main materials', need: required → optional" in said


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules", "study.service_years >=", "study.servise_years >="),
        ("rules", "study.service_years >=", "study.service_years >>="),
        ("manifest", "builds_on: [gbt-24067-2024]", "builds_on: [there-is-none]"),
        ("rules", "  require: ", "  function: no-such-function\n  clause: "),
        ("parameters", "service_years_least", "other_parameter"),
        ("manifest", "id: house", "id: [house"),
        ("content", "need: required", "need: conditional\n      when: study.bondary == 'x'"),
        ("content", "need: required", "need: conditional\n      when: study.boundary ==="),
        ("content", "need: required", "need: required\n      age_years: no_such_parameter"),
    ],
)
@pytest.mark.parametrize("command", ["check", "declare"])
def test_nothing_is_checked_by_a_pack_that_does_not_work(tmp_path, study, file, old, new, command):
    folder = tmp_path / "house"
    inside("rule", "new", folder, cwd=tmp_path)
    broken = folder / f"{file}.yaml"
    text = broken.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), "utf-8")
    footprint = tmp_path / "footprint.json"
    footprint.write_bytes(write(Footprint.model_validate(BASE["footprint"])))
    arguments = [study, "--rule", folder] if command == "check" else [study, footprint, "--by", "x", "--rule", folder]
    answer = inside(command, *arguments, "--lang", "en", cwd=tmp_path)
    assert answer.code == 3, answer.out
    assert "house" in answer.err
    assert "passes" not in answer.out
    assert not (tmp_path / "statement.json").exists()


def test_a_condition_without_end_is_bounded_and_needs_more(tmp_path, study):
    folder = tmp_path / "house"
    inside("rule", "new", folder, cwd=tmp_path)
    rules = folder / "rules.yaml"
    deep = ".all(x, ".join(["[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0,10.0]"] * 9) + ".all(x, x > 0.0" + ")" * 9
    text = rules.read_text("utf-8")
    text = text.replace("  when: has(study.service_years)\n", "")
    text = text.replace("study.service_years >= parameter.service_years_least", f'"{deep}"')
    rules.write_text(text, "utf-8")
    found = inside("check", study, "--rule", folder, "--json", cwd=tmp_path)
    outcome = next(v["outcome"] for v in found.json["verdicts"] if v["rule"] == "use.service-years")
    assert outcome == "indeterminate"


def test_resolve_tells_why_the_others_do_not_apply(tmp_path):
    body = inside("rule", "resolve", "水泥", "--json", cwd=tmp_path).json
    said = " ".join(each["en"] for each in body["others"])
    assert "example-tyre" in said
    assert "no code of the product" in said
    assert "example-cement" not in said
    assert "illustrative pack" in said


def test_the_checklist_and_the_table_of_equivalence_are_listed(tmp_path):
    items = inside("rule", "checklist", "--json", cwd=tmp_path).json
    assert [each["item"] for each in items] == list(range(1, 55))
    assert "没有着落 0 项" in inside("rule", "checklist", "--lang", "zh", cwd=tmp_path).out
    entries = inside("rule", "equivalent", "--json", cwd=tmp_path).json
    assert {each["state"] for each in entries} == {"none", "illustrative"}


def test_a_footprint_does_not_pass_for_one_by_another_rule_without_a_published_decision(tmp_path, study):
    footprint = tmp_path / "footprint.json"
    footprint.write_bytes(write(Footprint.model_validate(BASE["footprint"])))
    for wanted in ("pact-v3", "example-scheme", "unheard-of"):
        answer = inside("rule", "equivalent", footprint, "--to", wanted, "--study", study, "--lang", "en", cwd=tmp_path)
        assert answer.code == 3
        assert wanted in answer.err
    assert inside("rule", "equivalent", footprint, "--study", study, cwd=tmp_path).code == 2
