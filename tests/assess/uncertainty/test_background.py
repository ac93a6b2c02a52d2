"""The uncertainty of the background: drawn once for all that take it, split to exchanges, compared draw by draw."""

from math import exp, log

import numpy as np
import pytest
from tests.assess.studies import activity, study
from tests.assess.uncertainty.spreads import drawn, lognormal, normal
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes

from tanji.assess.uncertainty.again import again
from tanji.assess.uncertainty.paired import NotPaired, compared
from tanji.model.process import Uncertainty
from tanji.model.study import ActivityKind, ProcessLink


def made(folder, uncertainty=None, version="1"):
    """Power: 0.6 kg CO2 a kWh, uncertain; steel: 2 kg CO2 and 1 kWh a kg; wind: 0.01 kg CO2 a kWh."""
    energy = [product(each, "kWh", quantity_kind="energy_electricity") for each in ("power", "wind")]
    processes = [
        process("power", gives("power", 1, "kWh"), gives("co2", 0.6, uncertainty=uncertainty), names={"en": "Power"}),
        process("steel", gives("steel", 1), takes("power", 1, "kWh"), gives("co2", 2), names={"en": "Steel"}),
        process("wind", gives("wind", 1, "kWh"), gives("co2", 0.01), names={"en": "Wind"}),
    ]
    return publish_here(folder, package([product("steel"), *energy, CO2], processes), version=version).opened


SD = Uncertainty(kind="normal", mean=0.6, sd=0.06)


def steel(amount, **more):
    return activity("steel", amount, link=ProcessLink(database="db", process="steel"), **more)


def power(amount, process_id="power", **more):
    link = ProcessLink(database="db", process=process_id)
    return activity("power", amount, "kWh", kind=ActivityKind.electricity, link=link, **more)


def test_two_lines_that_need_the_same_power_share_its_draw(tmp_path):
    background = {"db": made(tmp_path, SD)}
    result = drawn(study(steel(5.0), power(10.0)), background=background).result
    assert result.nominal == pytest.approx(5 * 2.6 + 10 * 0.6)
    assert result.first_order_sd == pytest.approx(15 * 0.06)
    assert result.sd == pytest.approx(15 * 0.06, rel=0.02)
    assert result.first_order_mean == pytest.approx(result.nominal)
    assert [ref.id for ref in result.background] == ["db"]


def test_the_variance_of_the_background_is_split_to_exchanges_by_name(tmp_path):
    background = {"db": made(tmp_path, SD)}
    result = drawn(study(steel(5.0, uncertainty=normal(0.1)), power(10.0)), background=background).result
    first, second = result.shares
    assert (first.source, first.kind) == ("line:steel", "line")
    assert (second.kind, second.names["en"]) == ("background", "Power: co2")
    assert second.source.startswith("exchange:db:power:")
    assert first.share == pytest.approx(1.3**2 / (1.3**2 + 0.9**2))
    assert second.share == pytest.approx(1 - first.share)
    assert second.high == pytest.approx(result.nominal + 1.959964 * 0.9)


def test_the_mean_of_a_background_of_lognormals_is_explained(tmp_path):
    background = {"db": made(tmp_path, Uncertainty(kind="lognormal", median=0.6, gsd=1.5))}
    result = drawn(study(power(10.0)), background=background).result
    assert result.first_order_mean == pytest.approx(6 * exp(log(1.5) ** 2 / 2))
    assert "the distributions in the background" in result.why["en"]
    assert "Power (+8." in result.why["en"]


def test_a_factor_uncertainty_of_the_study_gives_way_to_the_background_and_fills_its_gaps(tmp_path):
    background = {"db": made(tmp_path, SD)}
    result = drawn(study(power(10.0, factor_uncertainty=normal(0.5))), background=background).result
    assert result.first_order_sd == pytest.approx(0.6)
    wind = drawn(study(power(10.0, "wind", factor_uncertainty=normal(0.5))), background=background).result
    assert wind.first_order_sd == pytest.approx(0.05)
    assert wind.shares[0].source == "factor:db:wind"
    assert (wind.background, wind.unquantified[0].what) == ((), "amount")


def test_a_background_without_uncertainty_counts_as_exact_and_is_named(tmp_path):
    result = drawn(study(power(10.0, uncertainty=normal(0.1))), background={"db": made(tmp_path)}).result
    assert (result.background, result.stated_share) == ((), 0.0)
    assert [(row.activity, row.what) for row in result.unquantified] == [("power", "factor")]


def test_lines_of_one_process_share_its_factor_even_where_only_the_study_states_it(tmp_path):
    lines = [power(10.0, factor_uncertainty=normal(0.1)).model_copy(update={"id": f"{n}"}) for n in range(4)]
    result = drawn(study(*lines), background={"db": made(tmp_path)}).result
    assert result.first_order_sd == pytest.approx(4 * 0.6)


def test_scenarios_share_the_background_draw_by_draw(tmp_path):
    background = {"db": made(tmp_path, Uncertainty(kind="lognormal", median=0.6, gsd=1.5))}
    before = drawn(study(power(10.0)), background=background)
    after = drawn(study(power(9.0)), background=background, apart=True)
    found = compared(before, after)
    assert np.allclose(found.differences, -0.1 * before.totals)
    assert found.shared.lower == 1.0
    assert 0.5 < found.apart.lower < 0.7


def test_two_releases_of_one_database_are_no_pair(tmp_path):
    old, new = made(tmp_path, SD), made(tmp_path, Uncertainty(kind="normal", mean=0.6, sd=0.05), "2")
    with pytest.raises(NotPaired, match="different releases"):
        compared(
            drawn(study(power(1.0)), draws=200, background={"db": old}),
            drawn(study(power(1.0)), draws=200, background={"db": new}),
        )


def test_draws_with_a_background_repeat_to_the_last_digit(tmp_path):
    background = {"db": made(tmp_path / "one", SD)}
    result = drawn(study(steel(5.0, uncertainty=lognormal(1.1))), draws=1500, background=background).result
    elsewhere = {"db": made(tmp_path / "other", SD)}
    assert again(result, study(steel(5.0, uncertainty=lognormal(1.1))), elsewhere, method()).result == result


def test_a_supply_chain_of_which_little_is_stated_counts_as_not_stated(tmp_path):
    # of 2.6 kg of steel, 0.6 from power are uncertain: 23 %
    result = drawn(study(steel(5.0, uncertainty=normal(0.1))), background={"db": made(tmp_path, SD)}).result
    assert result.stated_share == pytest.approx(0.6 / 2.6)
    assert [(row.activity, row.what) for row in result.unquantified] == [("steel", "factor")]
