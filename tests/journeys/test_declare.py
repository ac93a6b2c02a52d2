"""From a study to what the company claims, and from two claims to whether they may be compared."""

import json
from pathlib import Path

from tests.cli.shell import inside

from tanji.model.document import read_as, write
from tanji.model.footprint import Footprint
from tanji.model.statement import Statement
from tanji.model.study import Study
from tanji.rules.pack import pack

BASE = pack("gbt-24067-2024").base_case
STUDY = Study.model_validate(BASE["study"])


def computed(folder: Path, study: Study = STUDY) -> tuple[Path, Path]:
    """The study computed at the terminal, with the rating that the rules ask for laid into the result."""
    folder.mkdir(exist_ok=True)
    file = folder / "study.json"
    file.write_bytes(write(study))
    done = inside("calc", file, "-o", folder, "--json", cwd=folder)
    assert done.code == 0, done.err
    body = json.loads((folder / "footprint.json").read_text("utf-8"))
    body["quality"] = BASE["footprint"]["quality"]
    result = folder / "footprint.json"
    body.pop("schema")
    result.write_bytes(write(Footprint.model_validate(body)))
    return file, result


def test_a_footprint_is_declared_and_the_claim_names_its_documents(tmp_path):
    study, footprint = computed(tmp_path)
    done = inside(
        "declare",
        study,
        footprint,
        "--by",
        "张三",
        "--on",
        "2026-05-01",
        "-o",
        tmp_path / "out",
        "--lang",
        "zh",
        cwd=tmp_path,
    )
    assert done.code == 0, done.err
    assert "也不是认证" in done.out
    made = read_as(Statement, (tmp_path / "out" / "statement.json").read_bytes())
    assert made.score.total == 144.0
    assert made.declared_on.isoformat() == "2026-05-01"
    assert (tmp_path / "out" / "conformity.json").exists()


def test_an_error_of_own_data_is_refused_by_name_and_an_estimate_says_what_it_is(tmp_path):
    study, footprint = computed(tmp_path, STUDY.model_copy(update={"goal": None}))
    refused = inside("declare", study, footprint, "--by", "张三", "--lang", "en", cwd=tmp_path)
    assert refused.code == 3
    assert "goal" in refused.err
    assert not (tmp_path / "statement.json").exists()
    done = inside("declare", study, footprint, "--by", "张三", "--estimate", "--lang", "zh", cwd=tmp_path)
    assert done.code == 0
    assert "估算，不得用于认证" in done.out


def test_two_claims_are_judged_before_any_number(tmp_path):
    study, footprint = computed(tmp_path)
    inside("declare", study, footprint, "--by", "张三", "-o", tmp_path / "one", cwd=tmp_path)
    one = tmp_path / "one" / "statement.json"
    same = inside("comparable", one, one, "--json", cwd=tmp_path).json
    assert same["verdict"] == "direct"
    assert same["figures"]["difference"] == 0.0
    body = json.loads(one.read_text("utf-8")) | {"boundary": "cradle_to_gate"}
    other = tmp_path / "other.json"
    other.write_text(json.dumps(body), "utf-8")
    unlike = inside("comparable", one, other, "--lang", "en", cwd=tmp_path)
    assert "not comparable" in unlike.out
    assert "no difference is given" in unlike.out
    assert inside("comparable", one, other, "--json", cwd=tmp_path).json["figures"] is None


def test_a_new_version_of_a_rule_names_the_claims_that_it_touches(tmp_path):
    study, footprint = computed(tmp_path)
    folder = tmp_path / "house"
    inside("rule", "new", folder, cwd=tmp_path)
    declared = inside(
        "declare", study, footprint, "--by", "张三", "--rule", folder, "-o", tmp_path / "out", cwd=tmp_path
    )
    assert declared.code == 0, declared.err
    inside("rule", "new", tmp_path / "next", cwd=tmp_path)
    changed = tmp_path / "next" / "parameters.yaml"
    changed.write_text(changed.read_text("utf-8").replace("value: 5.0", "value: 8.0"), "utf-8")
    found = inside("rule", "diff", folder, tmp_path / "next", "--json", cwd=tmp_path).json
    touched = {each["kind"] for each in found["touched"]}
    assert touched >= {"ruleset", "conformity", "statement", "study"}
    nothing = inside("rule", "diff", "pact-v3", tmp_path / "next", "--json", cwd=tmp_path).json
    assert nothing["touched"] == []
