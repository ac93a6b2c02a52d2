"""Which coefficients of a release move with which variable, and what is counted of the rest."""

import numpy as np
import polars as pl
import pytest
from tests.background.packages import CO2, gives, package, process, product, publish_here, takes

from tanji.background.variables import Untraced, Variable, variables
from tanji.model.process import Parameter, Uncertainty


def lognormal(median=None, gsd=1.2):
    return Uncertainty(kind="lognormal", median=median, gsd=gsd)


def _found(folder, *processes, flows=(), **more):
    made = package([product("a"), product("b"), product("c"), CO2, *flows], processes)
    opened = publish_here(folder, made, **more).opened
    return opened, variables(opened.table)


def _moving(moves):
    uncertain = moves.variable >= 0
    listed = (moves.row, moves.column, moves.variable, moves.scale)
    return [tuple(float(each[place]) for each in listed) for place in np.flatnonzero(uncertain)]


def test_an_exchange_is_one_variable_in_its_own_unit(tmp_path):
    _, found = _found(tmp_path, process("p", gives("a", 2), gives("co2", 500, "g", uncertainty=lognormal(500))))
    assert found.names == [Variable("p", "2", "co2")]
    assert _moving(found.biosphere) == [(0, 0, 0, 0.001)]
    assert _moving(found.technosphere) == []
    assert (found.counted.coefficients, found.counted.uncertain) == (2, 1)


def test_allocated_columns_share_one_variable(tmp_path):
    both = process("both", gives("a", 1), gives("b", 3), takes("c", 8, uncertainty=lognormal()), gives("co2", 4))
    _, found = _found(tmp_path, both, process("maker", gives("c", 1), gives("co2", 2)), allocation="mass")
    assert _moving(found.technosphere) == [(2, 0, 0, -0.25), (2, 1, 0, -0.75)]
    assert len(found.names) == 1


def test_a_reference_amount_may_be_uncertain_unless_it_may_be_zero(tmp_path):
    sound = process("p", gives("a", 2, uncertainty=lognormal(2)), gives("co2", 1))
    _, found = _found(tmp_path / "sound", sound)
    assert _moving(found.technosphere) == [(0, 0, 0, 1)]
    near = Uncertainty(kind="normal", mean=2, sd=1)
    _, found = _found(tmp_path / "near", process("p", gives("a", 2, uncertainty=near), gives("co2", 1)))
    assert _moving(found.technosphere) == []
    assert found.counted.verdicts == {"near_zero": 1}


def test_what_has_no_supplier_is_stated_but_not_in_the_system(tmp_path):
    _, found = _found(tmp_path, process("p", gives("a", 1), takes("b", 1, uncertainty=lognormal()), gives("co2", 1)))
    assert found.counted.verdicts == {"not_in_system": 1}
    assert found.counted.stated == 1
    assert len(found.frame) == 0


def test_amounts_follow_uncertain_parameters_where_they_are_linear(tmp_path):
    parameters = (
        Parameter(name="k", value=3.0, uncertainty=Uncertainty(kind="uniform", minimum=2, maximum=4)),
        Parameter(name="m", formula="2 * k"),
        Parameter(name="exact", value=5.0),
    )
    whole = process(
        "p",
        gives("a", 1),
        gives("co2", 7, formula="m + 1"),
        takes("b", 10, formula="2 * exact"),
        takes("c", 9, formula="k ^ 2"),
        parameters=parameters,
    )
    _, found = _found(
        tmp_path, whole, process("b", gives("b", 1), gives("co2", 1)), process("c", gives("c", 1), gives("co2", 1))
    )
    assert found.names == [Variable("p", None, "k")]
    assert _moving(found.biosphere) == [(0, 2, 0, 2)]
    constant = [
        scale
        for column, variable, scale in zip(
            found.biosphere.column, found.biosphere.variable, found.biosphere.scale, strict=True
        )
        if (column, variable) == (2, -1)
    ]
    assert constant == [1.0]
    assert found.counted.formulas == {"linear": 1, "not_linear": 1}
    assert found.counted.parameters == {"taken": 1}


def test_a_formula_that_does_not_give_the_amount_is_not_followed(tmp_path):
    parameters = (Parameter(name="k", value=3.0, uncertainty=lognormal()),)
    _, found = _found(tmp_path, process("p", gives("a", 1), gives("co2", 8, formula="2 * k"), parameters=parameters))
    assert found.counted.formulas == {"disagrees": 1}
    assert _moving(found.biosphere) == []


def test_a_reference_amount_by_formula_is_followed_unless_it_may_be_zero(tmp_path):
    def counted(folder, low):
        spread = Uncertainty(kind="uniform", minimum=low, maximum=4)
        parameters = (Parameter(name="k", value=3.0, uncertainty=spread),)
        made = process("p", gives("a", 2, formula="k - 1"), gives("co2", 1), parameters=parameters)
        return _found(folder, made)[1].counted

    assert counted(tmp_path / "sound", 2.0).formulas == {"linear": 1}
    assert counted(tmp_path / "near", 0.5).formulas == {"near_zero": 1}
    assert counted(tmp_path / "other", 0.5).uncertain == 0


def test_the_own_statement_of_an_exchange_counts_before_its_formula(tmp_path):
    parameters = (Parameter(name="k", value=3.0, uncertainty=lognormal()),)
    co2 = gives("co2", 6, formula="2 * k", uncertainty=lognormal(6, 1.5))
    _, found = _found(tmp_path, process("p", gives("a", 1), co2, parameters=parameters))
    assert _moving(found.biosphere) == [(0, 0, 0, 1)]
    assert found.frame["b"].to_list() == [1.5, 1.2]


def test_nothing_stated_is_no_variable(tmp_path):
    _, found = _found(tmp_path, process("p", gives("a", 1), gives("co2", 8)))
    assert len(found.frame) == 0
    assert found.counted.stated == found.counted.uncertain == 0


def test_a_release_without_origins_is_refused_with_what_to_do(tmp_path):
    opened, _ = _found(tmp_path, process("p", gives("a", 1), gives("co2", 8)))
    path = opened.folder / "biosphere.parquet"
    pl.read_parquet(path).drop("exchange").write_parquet(path)
    with pytest.raises(Untraced) as refused:
        variables(type(opened)(opened.folder).table)
    assert "tanji db release" in refused.value.hint.en
    assert type(opened)(opened.folder).system().B[0, 0] == 8
