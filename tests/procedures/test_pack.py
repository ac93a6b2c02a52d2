"""Files of procedures: what does not fit together is refused when the file is read."""

import pytest

from tanji.procedures.pack import BadProcedure, UnknownProcedure, parsed, procedure, procedures, read

GOOD = """
id: tiny
names: {zh: 小流程, en: Tiny}
subject: [tanji/study/1]
roles: [clerk]
begins: open
states:
  - {id: open, names: {zh: 开, en: open}}
  - {id: shut, names: {zh: 关, en: shut}, final: true}
actions:
  - {id: close, names: {zh: 关闭, en: Close}, from: [open], to: shut, by: [clerk]}
"""


def test_a_small_procedure_reads(tmp_path):
    (tmp_path / "tiny.yaml").write_text(GOOD, "utf-8")
    assert read(tmp_path / "tiny.yaml").id == "tiny"
    with pytest.raises(BadProcedure):
        read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("to: shut", "to: nowhere", "nowhere"),
        ("by: [clerk]", "by: [king]", "king"),
        ("from: [open], to: shut", "from: [shut], to: open", "final"),
        ("begins: open", "begins: shut", "nothing leads"),
        ("by: [clerk]}", "by: [clerk], guards: [{guard: magic}]}", "magic"),
        ("by: [clerk]}", "by: [clerk], guards: [{guard: quorum, settings: {least: 2}}]}", "quorum"),
        ("id: tiny", "id: tiny\ncolour: red", "colour"),
        ("roles: [clerk]", "roles: [clerk", "line"),
        ("final: true}", "final: true}\nperiods: [{state: open, days: 0}]", "greater than 0"),
        ("final: true}", "final: true}\nperiods: [{state: open, days: 3, action: explode}]", "explode"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_by_name(old, new, why):
    text = GOOD.replace(old, new)
    if "periods" in new:
        text = GOOD + new.split("\n", 1)[1] + "\n"
    with pytest.raises(BadProcedure, match=why):
        parsed(text, "tiny.yaml")


def test_an_unknown_procedure_is_refused_naming_those_there_are():
    with pytest.raises(UnknownProcedure, match="dataset-review"):
        procedure("nothing")
    assert set(procedures()) == {"study", "database-publication", "dataset-review"}
