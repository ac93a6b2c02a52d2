import pytest
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes

from tanji.background.diff import OtherDatabases, diff, rows


def _release(folder, version, *, coal=2.0, steel=1.0, without=(), database="db", **more):
    flows = [product("steel"), product("coal"), product("car"), product("tree"), product("wheel"), CO2]
    processes = [
        process("coal", gives("coal", 1), gives("co2", coal)),
        process("steel", gives("steel", 1), takes("coal", steel), gives("co2", 1), **more),
        process("car", gives("car", 1), takes("steel", 10), gives("co2", 0)),
        process("tree", gives("tree", 1), gives("co2", 5)),
        process("wheel", gives("wheel", 1), gives("co2", 7)),
    ]
    kept = [each for each in processes if each.id not in without]
    return publish_here(folder, package(flows, kept), database, version).opened


def test_a_release_does_not_differ_from_itself(tmp_path):
    opened = _release(tmp_path, "1")
    found = diff(opened, opened, method=method())
    assert found.changes == ()
    assert found.counts == {"added": 0, "removed": 0, "changed": 0, "upstream": 0, "unchanged": 5}
    assert found.report.findings == ()


def test_what_was_added_removed_and_changed_is_told_with_its_effect_the_largest_first(tmp_path):
    before = _release(tmp_path, "1", without={"wheel"})
    after = _release(tmp_path, "2", coal=3.0, steel=1.5, without={"tree"})
    found = diff(before, after, method=method())
    assert {change.process: change.fate for change in found.changes} == {
        "steel": "changed",
        "car": "upstream",
        "coal": "changed",
        "tree": "removed",
        "wheel": "added",
    }
    assert [change.process for change in found.changes][:3] == ["car", "steel", "coal"]
    steel = found.of("steel")
    assert (steel.effect.before, steel.effect.after) == (3.0, 5.5)
    assert steel.effect.relative == pytest.approx(2.5 / 3.0)
    assert [(each.flow_name, each.before, each.after) for each in steel.exchanges] == [
        ("coal", {"amount": 1.0}, {"amount": 1.5})
    ]
    assert found.of("car").exchanges == ()
    assert sum(found.counts.values()) == 5
    assert {(finding.code, finding.place.process) for finding in found.report.findings} >= {("DIF-102", "tree")}


def test_changed_members_are_named_and_new_internal_ids_are_no_change(tmp_path):
    before = _release(tmp_path, "1")
    after = _release(tmp_path, "2", technology="EAF")
    found = diff(before, after, method=method())
    assert [(change.process, change.fate) for change in found.changes] == [("steel", "changed")]
    assert [(each.member, each.before, each.after) for each in found.changes[0].fields] == [("technology", None, "EAF")]

    flows = [product("x"), CO2]
    one = process("x", gives("x", 1), gives("co2", 1))
    other = one.model_copy(
        update={"exchanges": tuple(e.model_copy(update={"id": f"n{e.id}"}) for e in one.exchanges), "reference": "n1"}
    )
    first = publish_here(tmp_path / "ids", package(flows, [one]), version="1").opened
    second = publish_here(tmp_path / "ids", package(flows, [other]), version="2").opened
    assert diff(first, second, method=method()).changes == ()


def test_exchanges_that_come_go_or_stand_twice_are_told(tmp_path):
    flows = [product("x"), product("y"), CO2]
    y = process("y", gives("y", 1), gives("co2", 1))
    one = process("x", gives("x", 1), takes("y", 1), takes("y", 2))
    other = process("x", gives("x", 1), takes("y", 1), takes("y", 3), gives("co2", 4))
    first = publish_here(tmp_path, package(flows, [one, y]), version="1").opened
    second = publish_here(tmp_path, package(flows, [other, y]), version="2").opened
    found = diff(first, second).of("x").exchanges
    assert [(each.flow, each.before and each.before["amount"], each.after["amount"]) for each in found] == [
        ("co2", None, 4.0),
        ("y", 2.0, 3.0),
    ]
    back = diff(second, first).of("x").exchanges
    assert back[0].after is None


def test_a_unit_that_converts_changes_nothing_and_another_one_can_not_be_compared(tmp_path):
    def release(unit, amount, version):
        flows = [product("x", unit), CO2]
        made = process("x", gives("x", amount, unit), gives("co2", 1))
        return publish_here(tmp_path, package(flows, [made]), version=version).opened

    kg, tonne, item = release("kg", 1000, "1"), release("t", 1, "2"), release("Item(s)", 1, "3")
    effect = diff(kg, tonne, method=method()).of("x").effect
    assert (effect.before, effect.after, effect.relative) == (1.0, 1.0, 0.0)
    found = diff(kg, item, method=method())
    assert found.of("x").effect.before is None
    assert "DIF-104" in {finding.code for finding in found.report.findings}


def test_other_link_rules_or_allocation_are_said(tmp_path):
    flows = [product("x"), CO2]
    made = package(flows, [process("x", gives("x", 1), gives("co2", 1))])
    first = publish_here(tmp_path, made, version="1").opened
    second = publish_here(tmp_path, made, version="2", allocation="default").opened
    assert [finding.code for finding in diff(first, second).report.findings] == ["DIF-101"]


def test_two_databases_have_no_difference(tmp_path):
    with pytest.raises(OtherDatabases):
        diff(_release(tmp_path, "1"), _release(tmp_path, "1", database="other"))


def test_the_table_has_a_row_for_each_process_field_and_exchange(tmp_path):
    found = diff(_release(tmp_path, "1"), _release(tmp_path, "2", steel=2.0, technology="EAF"), method=method())
    listed = list(rows(found))
    assert {len(row) for row in listed} == {8}
    assert [row[:4] for row in listed if row[0] == "steel"] == [
        ("steel", "steel", "changed", "intensity"),
        ("steel", "steel", "changed", "technology"),
        ("steel", "steel", "changed", "input coal"),
    ]


def test_another_licence_is_said(tmp_path):
    made = package([product("x"), CO2], [process("x", gives("x", 1), gives("co2", 1))])
    first = publish_here(tmp_path, made, version="1", licence="CC0").opened
    second = publish_here(tmp_path, made, version="2", licence="CC BY 4.0").opened
    assert [finding.code for finding in diff(first, second).report.findings] == ["DIF-105"]
