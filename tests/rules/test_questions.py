"""What a form has to ask for a product, as its rule set says."""

from datetime import date

from tests.rules.contents import PRODUCT, made, parameter, process, stack

from tanji.model.study import Stage
from tanji.rules.pack import packs
from tanji.rules.questions import excluded, questions
from tanji.rules.resolve import resolve

NAMED = {"zh": "地区", "en": "region"}


def test_questions_stand_in_the_order_of_the_stages_without_what_is_excluded():
    found = stack(
        made(
            "one",
            boundary={
                "processes": [
                    process("end", stage="end_of_life"),
                    process("power", stage="production", kinds=["electricity"], measured="energy_electricity"),
                    process("ore"),
                    process("office", "excluded", stage="production", reason={"zh": "很小", "en": "small"}),
                    process("lamp", "conditional", stage="use", when="true == true", condition=NAMED),
                    process("box", "optional"),
                ]
            },
        )
    )
    asked = questions(found)
    assert [each.process for each in asked] == ["ore", "box", "power", "lamp", "end"]
    assert [each.need for each in asked] == ["required", "optional", "required", "conditional", "required"]
    assert (asked[2].kinds, asked[2].unit_kind) == (("electricity",), "energy_electricity")
    assert (asked[3].when, asked[3].condition) == ("true == true", NAMED)
    assert [each.process for each in questions(found, Stage.production)] == ["power"]
    left = excluded(found)
    assert [(each.process, each.reason["en"]) for each in left] == [("office", "small")]
    assert excluded(found, Stage.use) == ()


def test_what_a_process_does_not_say_of_its_data_its_stage_says_and_else_the_section():
    where = {"source": "s", "clause": "1"}
    stages = [{"stage": "production", "clause": where, "primary": "primary", "age_years": 3.0, "technology": NAMED}]
    found = stack(
        made(
            "one",
            parameters=[parameter("oldest", 10.0)],
            boundary={"processes": [process("ore"), process("mill", stage="production"), process("x", age_years=1.0)]},
            data={"age_years": "oldest", "region": NAMED, "stages": stages},
        )
    )
    ore, other, mill = questions(found)
    assert (ore.primary, ore.age_years, ore.region, ore.technology) == (None, 10.0, NAMED, None)
    assert (mill.primary, mill.age_years, mill.region, mill.technology) == ("primary", 3.0, NAMED, NAMED)
    assert other.age_years == 1.0
    assert (ore.clause.pack, ore.clause.document["en"], ore.clause.status) == ("one", "Document of one", "unverified")


def test_a_rule_set_without_unit_processes_asks_nothing():
    assert questions(stack(made("one"))) == ()
    assert questions(resolve([packs()["gbt-24067-2024"]], PRODUCT, on=date(2026, 1, 1))) == ()
