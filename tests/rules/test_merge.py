"""Content of several packs as one: free, tighter only, fixed; what is not allowed is not done, and told."""

import pytest
from tests.rules.contents import content, entry, made, parameter, process, stack

from tanji.model.content import Need, Override
from tanji.rules.merge import looser, merge


def of_two(below, above, values=None, *, section="cut_off", override="tighten"):
    one, refused = merge(
        content(**{section: {"override": override, **below}}), content(**{section: above}), values or {}
    )
    return getattr(one, section), [each.where for each in refused]


@pytest.mark.parametrize(
    ("override", "above", "taken", "refused"),
    [
        ("free", 3.0, 3.0, []),
        ("free", 0.5, 0.5, []),
        ("tighten", 0.5, 0.5, []),
        ("tighten", 3.0, 1.0, ["cut_off.item_percent"]),
        ("fixed", 0.5, 1.0, ["cut_off.item_percent"]),
        ("fixed", 3.0, 1.0, ["cut_off.item_percent"]),
        ("fixed", 1.0, 1.0, []),
    ],
)
def test_a_limit_is_free_or_only_tightened_or_fixed(override, above, taken, refused):
    found, said = of_two({"item_percent": 1.0}, {"item_percent": above}, override=override)
    assert (found.item_percent, said) == (taken, refused)


def test_what_only_one_of_two_says_holds():
    found, said = of_two({"item_percent": 1.0}, {"total_percent": 5.0}, override="fixed")
    assert (found.item_percent, found.total_percent, said) == (1.0, 5.0, [])
    one, refused = merge(content(cut_off={"item_percent": 1.0}), content(validity={"years": 2.0}), {})
    assert list(one.sections()) == ["cut_off", "validity"]
    assert refused == ()
    assert merge(None, one, {}) == (one, ())
    assert merge(one, None, {}) == (one, ())


def test_a_limit_that_names_a_parameter_is_compared_by_its_value():
    values = {"least": 1.0, "more": 2.0}
    found, said = of_two({"item_percent": "least"}, {"item_percent": "more"}, values)
    assert (found.item_percent, said) == ("least", ["cut_off.item_percent"])
    found, said = of_two({"item_percent": "more"}, {"item_percent": "least"}, values)
    assert (found.item_percent, said) == ("least", [])
    found, said = of_two({"item_percent": "least"}, {"item_percent": "unknown"}, values)
    assert said == ["cut_off.item_percent"]  # what can not be compared is not taken


def test_what_is_allowed_gets_shorter_and_what_is_required_longer():
    below = {"boundaries": ["cradle_to_gate", "cradle_to_grave"], "stages": ["raw_material"]}
    found, said = of_two(
        below, {"boundaries": ["cradle_to_grave"], "stages": ["raw_material", "use"]}, section="boundary"
    )
    assert said == []
    assert [list(found.boundaries), list(found.stages)] == [["cradle_to_grave"], ["raw_material", "use"]]
    found, said = of_two(below, {"boundaries": ["gate_to_gate"], "stages": ["use"]}, section="boundary")
    assert said == ["boundary.boundaries", "boundary.stages"]
    assert list(found.stages) == ["raw_material"]


@pytest.mark.parametrize(
    ("below", "above", "taken", "allowed"),
    [
        ("optional", "required", "required", True),
        ("excluded", "required", "required", True),
        ("required", "optional", "required", False),
        ("required", "excluded", "required", False),
    ],
)
def test_a_unit_process_is_asked_for_more_but_not_less(below, above, taken, allowed):
    found, said = of_two(
        {"processes": [process("ore", below)]}, {"processes": [process("ore", above)]}, section="boundary"
    )
    assert found.processes[0].need is Need(taken)
    assert said == ([] if allowed else ["boundary.processes.ore.need"])


def test_a_condition_goes_with_the_need_that_is_taken():
    conditional = process("ore", "conditional", when='study.boundary == "cradle_to_grave"')
    found, _ = of_two({"processes": [conditional]}, {"processes": [process("ore")]}, section="boundary")
    assert (found.processes[0].need, found.processes[0].when) == (Need.required, None)
    found, said = of_two({"processes": [process("ore")]}, {"processes": [conditional]}, section="boundary")
    assert (found.processes[0].need, found.processes[0].when) == (Need.required, None)
    assert said == ["boundary.processes.ore.need"]


def test_processes_of_both_stand_side_by_side_and_one_may_be_fixed():
    fixed = process("ore", override="fixed", age_years=5.0)
    found, said = of_two(
        {"processes": [fixed]}, {"processes": [process("ore", age_years=3.0), process("coal")]}, section="boundary"
    )
    assert [each.id for each in found.processes] == ["ore", "coal"]
    assert found.processes[0].age_years == 5.0
    assert said == ["boundary.processes.ore.age_years"]


def test_an_order_is_kept_whole_or_replaced_by_a_part_of_it():
    below = {"order": [entry("physical"), entry("economic")]}
    found, said = of_two(below, {"order": [entry("economic")]}, section="allocation")
    assert ([each.id for each in found.order], said) == (["economic"], [])
    found, said = of_two(below, {"order": [entry("other")]}, section="allocation")
    assert ([each.id for each in found.order], said) == (["physical", "economic"], ["allocation.order"])


def test_a_section_that_is_fixed_stays_so_in_what_is_built_on_it():
    found, _ = of_two({"item_percent": 1.0}, {"total_percent": 5.0}, override="fixed")
    assert found.override is Override.fixed


def test_a_severity_and_a_written_rule_are_kept_unless_the_pack_above_says_another():
    below = {"severity": "warning", "item_percent": 1.0, "never": [entry("gold", severity="note", rule="a.rule")]}
    found, _ = of_two(below, {"total_percent": 5.0, "never": [entry("gold")]})
    assert (found.severity, found.never[0].severity, found.never[0].rule) == ("warning", "note", "a.rule")
    found, _ = of_two(below, {"severity": "error", "never": [entry("gold", severity="error")]})
    assert (found.severity, found.never[0].severity) == ("error", "error")


def test_each_member_cites_the_pack_that_it_comes_from():
    lower = made("below", cut_off={"item_percent": 1.0, "total_percent": 5.0})
    upper = made("above", cut_off={"clause": {"source": "s", "clause": "7"}, "item_percent": 0.5, "total_percent": 9.0})
    found = stack(lower, upper).content.cut_off
    assert (found.item_percent, found.total_percent) == (0.5, 5.0)
    assert (found.cites("item_percent").pack, found.cites("item_percent").clause) == ("above", "7")
    assert (found.cites("total_percent").pack, found.cites("total_percent").clause) == ("below", "1")
    assert found.cites("item_percent").document["en"] == "Document of above"


def test_a_change_that_is_not_allowed_is_told_as_a_conflict_of_the_rule_set():
    lower, upper = made("below", cut_off={"item_percent": 1.0}), made("above", cut_off={"item_percent": 3.0})
    found = stack(lower, upper)
    assert found.content.cut_off.item_percent == 1.0
    assert found.conflicts == (
        {
            "zh": "above 的 cut_off.item_percent 从 1 改为 3，未采用：下层规定只能更严",
            "en": "above: cut_off.item_percent from 1 to 3 is not taken: the rule below may only be tightened",
        },
    )


def test_a_parameter_that_may_only_get_tighter_is_not_loosened():
    lower = made("below", parameters=[parameter("most", 5.0, tighter="less")], cut_off={"total_percent": "most"})
    looser_one = made("above", parameters=[parameter("most", 9.0)])
    tighter = made("above", parameters=[parameter("most", 3.0)])
    assert stack(lower, looser_one).content.cut_off.total_percent == 5.0
    assert len(stack(lower, looser_one).conflicts) == 1
    assert stack(lower, tighter).content.cut_off.total_percent == 3.0
    assert stack(lower, tighter).conflicts == ()


def test_what_can_not_be_compared_counts_as_looser():
    assert looser("less", "a", 1.0)
    assert looser(None, 1.0, 2.0)
    assert not looser(None, 1.0, 1.0)
    assert not looser("more", Need.optional, Need.required)
    assert looser("more", Need.required, Need.optional)
