"""The worked case of every pack computes again: its footprint is what its study gives."""

import pytest

from tanji.assess.calculate import calculate
from tanji.model.document import digest
from tanji.model.footprint import Footprint
from tanji.model.study import Study
from tanji.rules.pack import packs
from tanji.starter.methods import method

CASES = {name: pack.base_case for name, pack in packs().items() if "footprint" in pack.base_case}


def test_every_pack_has_a_worked_case():
    assert set(CASES) == set(packs())


@pytest.mark.parametrize("name", CASES)
def test_the_footprint_of_a_worked_case_is_what_its_study_gives(name):
    study, told = Study.model_validate(CASES[name]["study"]), Footprint.model_validate(CASES[name]["footprint"])
    found = calculate(study, {}, method(study.method), engine=told.engine)
    assert told.study.digest == digest(study)
    assert told.method.digest == digest(method(study.method))
    assert found.score.total == pytest.approx(told.score.total, rel=1e-9)
    assert [line.activity for line in found.lines] == [line.activity for line in told.lines]
    for one, other in zip(found.lines, told.lines, strict=True):
        assert one.score.total == pytest.approx(other.score.total, rel=1e-9), one.activity
        assert one.amount == pytest.approx(other.amount, rel=1e-9), one.activity
    assert [stage.stage for stage in found.stages] == [stage.stage for stage in told.stages]
