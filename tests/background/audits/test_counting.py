import pytest
from tests.background.audits.subjects import said, subject
from tests.background.packages import gives, method, process, takes

from tanji.background.audits import chains, coverage, doubles
from tanji.background.audits.audit import CHECKS, audit
from tanji.model.finding import Severity


def _boiler(*more):
    return process("boiler", gives("burning", 1), takes("coal", 1), gives("co2", 2.4), *more)


def test_a_co2_factor_of_the_grid_is_no_supply_of_a_life_cycle(tmp_path):
    grid = process("grid", gives("power", 1, "kWh"), gives("co2", 0.5), factor_kind="grid_co2")
    grid = type(grid).model_validate_json(grid.model_dump_json())
    mill = process("mill", gives("steel", 1), takes("power", 1, "kWh"))
    checked = coverage.suppliers(subject(tmp_path, grid, mill))
    assert said(checked) == [("AUD-131", "mill")]
    assert checked.findings[0].severity is Severity.error


def test_a_supply_chain_of_co2_alone_is_remarked_and_one_with_methane_is_not(tmp_path):
    only = process("only", gives("steel", 1), gives("co2", 2))
    whole = process("whole", gives("ore", 1), gives("co2", 2), gives("ch4", 0.001))
    named = process("named", gives("heat", 1, "MJ"), gives("ch4", 1), names={"zh": "电网二氧化碳排放因子"})
    assert said(coverage.co2_only(subject(tmp_path, only, whole, named))) == [
        ("AUD-132", "named"),
        ("AUD-132", "only"),
    ]


def test_burning_that_gives_off_co2_alone_is_remarked(tmp_path):
    assert said(coverage.burning(subject(tmp_path / "1", _boiler()))) == [("AUD-133", "boiler")]
    assert said(coverage.burning(subject(tmp_path / "2", _boiler(gives("n2o", 1e-5))))) == []


def test_a_result_that_takes_inputs_again_is_an_error(tmp_path):
    mine = process("mine", gives("ore", 1))
    result = process("result", gives("steel", 1), takes("ore", 1), gives("co2", 2), kind="lci_result")
    result = type(result).model_validate_json(result.model_dump_json())
    unlinked = result.model_copy(update={"id": "unlinked", "exchanges": (result.exchanges[0], result.exchanges[2])})
    assert said(doubles.results(subject(tmp_path, mine, result, unlinked))) == [("AUD-141", "result")]


def test_a_row_that_stands_there_twice_is_remarked_and_a_like_one_is_not(tmp_path):
    twice = process("twice", gives("steel", 1), takes("ore", 2), takes("ore", 2))
    like = process("like", gives("part", 1, "item"), takes("ore", 2), takes("ore", 3), takes("ore", 2, location="CN"))
    assert said(doubles.repeated(subject(tmp_path, twice, like))) == [("AUD-142", "twice")]


@pytest.mark.parametrize(("own", "found"), [(4.8, True), (4.7, True), (2.4, False), (0.0, False)])
def test_burning_is_counted_twice_where_a_process_emits_what_its_boiler_emits(tmp_path, own, found):
    mill = process("mill", gives("steel", 1), takes("burning", 2), gives("co2", own))
    assert said(doubles.burning(subject(tmp_path, _boiler(), mill))) == ([("AUD-143", "mill")] if found else [])


def test_a_result_far_from_the_chain_of_its_product_is_remarked(tmp_path):
    mill = process("mill", gives("steel", 1), gives("co2", 2))
    results = [
        process(f"r{factor}", gives("steel", 1), gives("co2", 2.0 * factor), kind="lci_result") for factor in (1, 5)
    ]
    results = [type(each).model_validate_json(each.model_dump_json()) for each in results]
    checked = chains.aggregated(subject(tmp_path, mill, *results))
    assert said(checked) == [("AUD-182", "r5")]
    assert checked.skipped == 1


def test_kept_intensities_are_the_sum_of_the_chain(tmp_path):
    mill = process("mill", gives("steel", 1), takes("ore", 2), gives("co2", 2))
    mine = process("mine", gives("ore", 1), gives("co2", 0.5))
    audited = subject(tmp_path, mill, mine)
    assert said(chains.sums(audited)) == []
    wrong = audited.opened.intensities(audited.method).copy()
    wrong[0, audited.opened.positions["mine"]] *= 1.01
    audited.opened._intensities[id(audited.method)] = (audited.method, wrong)
    assert set(said(chains.sums(audited))) == {("AUD-181", "mill"), ("AUD-181", "mine")}


def test_below_zero_is_for_those_that_avoid_something(tmp_path):
    odd = process("odd", gives("steel", 1), gives("co2", -2))
    mine = process("mine", gives("ore", 1), gives("co2", 5))
    avoiding = process("avoiding", gives("heat", 1, "MJ"), gives("ore", 1, avoided=True))
    assert said(chains.below_zero(subject(tmp_path, odd, mine, avoiding))) == [("AUD-183", "odd")]


def test_all_checks_run_and_their_counts_add_up(tmp_path):
    told = []
    audited = subject(tmp_path, _boiler())
    report = audit(audited.opened, method(), on=audited.on, progress=lambda _, done, total: told.append((done, total)))
    assert set(report.counts) == set(CHECKS)
    assert told == [(place, len(CHECKS)) for place in range(len(CHECKS))]
    assert "AUD-133" in {each.code for each in report.findings}


def test_an_empty_release_is_audited_without_a_remark(tmp_path):
    assert audit(subject(tmp_path).opened, method(), on=subject(tmp_path).on).findings == ()
