"""A rule stands for another only where that was published, on its conditions, with its caveats."""

import pytest
from pydantic import ValidationError

from tanji.model.footprint import Footprint
from tanji.model.study import Study
from tanji.rules.equivalence import Equivalence, NotEquivalent, apply, table
from tanji.rules.facts import facts
from tanji.rules.pack import packs

BODY = packs()["example-cement"].base_case
FACTS = facts(Study.model_validate(BODY["study"]), Footprint.model_validate(BODY["footprint"]))
DECISION = {"publisher": "an authority", "title": "invented for this test", "date": "2026-01-01"}
EXAMPLE = next(each for each in table() if each.state == "illustrative")


def published(**changes) -> Equivalence:
    body = EXAMPLE.model_dump(by_alias=True) | {"state": "published", "document": DECISION} | changes
    return Equivalence.model_validate(body)


@pytest.mark.parametrize("entry", table(), ids=lambda entry: entry.id)
def test_nothing_in_the_table_is_applied_as_long_as_nobody_published_it(entry):
    assert entry.state != "published"
    with pytest.raises(NotEquivalent, match="not published"):
        apply(FACTS, entry.rule, entry.to)


def test_a_pair_that_is_not_in_the_table_is_refused():
    with pytest.raises(NotEquivalent, match="no entry"):
        apply(FACTS, "gbt-24067-2024", "nothing-like-it")


def test_a_published_entry_applies_where_its_conditions_hold_and_keeps_its_caveats():
    entry = published()
    found = apply(FACTS, entry.rule, entry.to, [entry])
    assert found.entry.caveats


def test_a_condition_that_fails_or_can_not_be_judged_refuses_by_name():
    grave = {**FACTS, "study": {**FACTS["study"], "boundary": "cradle_to_grave"}}
    with pytest.raises(NotEquivalent, match="the boundary is cradle to gate"):
        apply(grave, EXAMPLE.rule, EXAMPLE.to, [published()])
    unknown = {name: value for name, value in FACTS.items() if name != "footprint"}
    with pytest.raises(NotEquivalent, match="missing: footprint"):
        apply(unknown, EXAMPLE.rule, EXAMPLE.to, [published()])


def test_what_is_published_has_to_name_its_document_and_caveats():
    with pytest.raises(ValidationError, match="document and caveats"):
        published(document=None)
    with pytest.raises(ValidationError, match="document and caveats"):
        published(caveats=[])
