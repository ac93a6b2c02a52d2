"""Studies in CSV, YAML and JSON."""

import json

import pytest

from tanji.errors import Refusal
from tanji.formats.study import read
from tanji.model import document
from tanji.model.study import ProcessLink

CSV = """# 产品名称: 电机
# 分析单位：件
# 产品净重(kg), 14.5
品名,用量,单位,损耗率
钢板,１２.５,公斤,3%
"铜,线",2,kg,
合计,14.5,kg,
"""
YAML = """
id: motor
names: 电机
product: {names: 电机}
unit: {kind: declared, amount: 1, unit: 件}
output: {amount: 1, unit: 件}
boundary: cradle_to_gate
activities:
  - {id: a, kind: material, names: 钢板, stage: raw_material, amount: 2, unit: kg, link: cn-steel}
  - {id: b, kind: material, names: {zh: 螺钉, en: Screw}, stage: raw_material, amount: 4, unit: 件, unit_mass_kg: 0.1}
"""
MULTIPLIED = "x: &x [1,1]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("xabcde", "abcdef", strict=True)
)


def save(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_alone_makes_a_study_in_any_usual_encoding(tmp_path, encoding):
    result = read(save(tmp_path / "b.csv", CSV, encoding))
    assert result.report.errors == ()
    assert (result.study.names, result.study.unit.unit, result.study.product.mass_kg) == ({"zh": "电机"}, "item", 14.5)
    assert [(a.id, a.names["zh"], a.amount) for a in result.study.activities] == [
        ("CSV-5", "钢板", 12.5),
        ("CSV-6", "铜,线", 2),
    ]
    counts = result.report.counts["CSV"]
    assert (counts.read, counts.imported, counts.skipped) == (6, 5, 1)


def test_a_csv_file_without_a_product_says_what_to_write(tmp_path):
    result = read(save(tmp_path / "b.csv", "品名,用量,单位\n钢板,1,kg\n"))
    assert result.study is None
    assert [f.code for f in result.report.errors] == ["IMP-007", "IMP-007"]
    assert "# 产品名称" in result.report.errors[0].hint.zh


def test_semicolons_and_english_items(tmp_path):
    text = "# Product name: Motor\n# Unit: item\nName;Qty;UoM\nSteel;1.5;kg\n"
    result = read(save(tmp_path / "b.csv", text))
    assert [(a.names["en"], a.amount) for a in result.study.activities] == [("Steel", 1.5)]


def test_a_yaml_file_may_use_short_forms(tmp_path):
    result = read(save(tmp_path / "m.yaml", YAML))
    assert result.report.errors == ()
    first = result.study.activities[0]
    assert (first.names, first.link) == ({"zh": "钢板"}, ProcessLink(database="starter", process="cn-steel"))
    assert result.report.counts["activities"].imported == 2


def test_a_document_in_json_is_the_same_study(tmp_path):
    study = read(save(tmp_path / "m.yaml", YAML)).study
    path = tmp_path / "m.json"
    path.write_bytes(document.write(study))
    assert document.digest(read(path).study) == document.digest(study)


@pytest.mark.parametrize(
    ("old", "new", "code", "member", "shown"),
    [
        ("amount: 2,", "amount: zwei,", "IMP-090", "activities[0].amount", "zwei"),
        ("stage: raw_material, amount: 2", "stage: raw, amount: 2", "IMP-090", "activities[0].stage", "raw"),
        ("boundary: cradle_to_gate", "boundry: cradle_to_gate", "IMP-090", "boundary", "缺少"),
        ("id: motor", "id: motor\nversion: 1.10", "IMP-090", "version", "1.1"),
        ("link: cn-steel", "link: {kind: process, database: x}", "IMP-090", "activities[0].link.process", "缺少"),
        ("unit: kg", "unit: 箩筐", "IMP-020", "activities[0].unit", "箩筐"),
        ("id: b", "id: a", "IMP-050", "activities[1].id", "a"),
        ("id: b", "id: b, parent: z", "IMP-051", "activities[1].parent", "z"),
        ("id: b", "id: b, parent: b", "IMP-052", "activities[1].parent", "b → b"),
        ("amount: 2,", "amount: -2,", "IMP-022", "activities[0].amount", "-2"),
        ("id: b", "id: b, gas: R32", "IMP-037", "activities[1].gas", "R32"),
        ("id: b", "id: b, step: S", "IMP-058", "activities[1].step", "S"),
        ("amount: 2,", "formula: x * 2,", "IMP-096", "activities[0].formula", "x"),
        ("id: b", "id: b, quantity_kind: mass", "IMP-068", "activities[1].quantity_kind", "item"),
    ],
)
def test_a_fault_in_yaml_is_named_by_its_member(tmp_path, old, new, code, member, shown):
    result = read(save(tmp_path / "m.yaml", YAML.replace(old, new, 1)))
    assert result.study is None
    matching = [f for f in result.report.findings if f.code == code and f.place.member == member]
    assert matching, [(f.code, f.place.member, f.message.zh) for f in result.report.findings]
    assert shown in matching[0].message.zh + (matching[0].hint.zh if shown == "item" else "") or shown == "item"
    assert member in matching[0].message.en


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2",
        "a: 1\na: 2",
        "a: !!python/object/apply:os.system ['true']",
        "a: .nan",
        MULTIPLIED,
        "a: &a [*a]",
        "\x00",
        "[" * 5000,
    ],
    ids=["unclosed", "key twice", "python object", "not a number", "multiplied", "endless", "null byte", "deep"],
)
def test_hostile_yaml_is_refused(tmp_path, text):
    with pytest.raises(Refusal) as refusal:
        read(save(tmp_path / "m.yaml", text))
    assert refusal.value.code in {"STU-002", "CHD-002", "CHD-003"}
    assert "m.yaml" in refusal.value.message.en


@pytest.mark.parametrize("text", ["", "[]", "3", "null", "{}", '"x"'])
def test_a_file_that_holds_no_study_is_answered_with_findings(tmp_path, text):
    result = read(save(tmp_path / "m.yaml", text))
    assert result.study is None
    assert {f.code for f in result.report.errors} == {"IMP-090"}


def test_another_document_is_not_taken_for_a_study(tmp_path):
    path = save(tmp_path / "m.json", json.dumps({"schema": "tanji/source/1", "id": "x", "publisher": "p", "title": {}}))
    with pytest.raises(Refusal) as refusal:
        read(path)
    assert refusal.value.code == "DOC-001"
