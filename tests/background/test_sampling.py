"""A release drawn: samples are those of its exchanges, and the same again; signs and units are those of intensities."""

import numpy as np
import pytest
from tests.background.packages import (
    CO2,
    gives,
    heijungs_and_suh,
    method,
    package,
    process,
    product,
    publish_here,
    takes,
    waste,
)

from tanji.background.opened import Opened
from tanji.background.variables import Variable
from tanji.model.method import GasFactor
from tanji.model.process import Uncertainty

LOGNORMAL = Uncertainty(kind="lognormal", gsd=1.3)


def _chain(folder, spread=LOGNORMAL, **more):
    """Steel takes 2 coal and emits 1; coal emits 3 uncertain kg. Slag is treated, which emits 4 uncertain kg."""
    made = package(
        [product("steel"), product("coal"), waste("slag"), CO2],
        [
            process("steel", gives("steel", 1), takes("coal", 2), gives("co2", 1)),
            process("coal", gives("coal", 1), gives("co2", 3, uncertainty=spread)),
            process("slag", takes("slag", 2), gives("co2", 8, uncertainty=spread)),
        ],
    )
    return publish_here(folder, made, **more).opened


def test_samples_spread_about_the_intensities_and_share_what_is_upstream(tmp_path):
    opened = _chain(tmp_path)
    samples = opened.samples(method(), draws=2000, seed=1)
    coal, slag, steel = (samples[:, opened.positions[name]] for name in ("coal", "slag", "steel"))
    assert steel == pytest.approx(1 + 2 * coal)
    assert np.median(coal) == pytest.approx(3, rel=0.03)
    assert np.std(np.log(coal)) == pytest.approx(np.log(1.3), rel=0.06)
    assert np.median(slag) == pytest.approx(4, rel=0.03)
    assert (slag > 0).all()
    assert abs(np.corrcoef(coal, slag)[0, 1]) < 0.08


def test_the_same_seed_gives_the_same_draws_whatever_their_number(tmp_path):
    more = np.array(_chain(tmp_path / "a").samples(method(), draws=300, seed=1))
    few = _chain(tmp_path / "b")
    first = np.array(few.samples(method(), draws=70, seed=1))
    assert (first == more[:70]).all()
    assert (few.samples(method(), draws=300, seed=1) == more).all()
    assert not (few.samples(method(), draws=300, seed=2) == more).any()


def test_samples_are_read_again_by_another_program(tmp_path):
    opened = _chain(tmp_path)
    samples = np.array(opened.samples(method(), draws=80, seed=1))
    again = Opened(opened.folder)
    assert again.sampling.best(method()) == (1, 80)
    assert (again.samples(method(), draws=80, seed=1) == samples).all()
    assert again.sampling.best(method(identity="other")) is None


def test_two_releases_do_not_share_their_random_numbers(tmp_path):
    first = _chain(tmp_path / "a").samples(method(), draws=500, seed=1)
    second = _chain(tmp_path / "b", version="2").samples(method(), draws=500, seed=1)
    assert abs(np.corrcoef(first[:, 0], second[:, 0])[0, 1]) < 0.2


def test_a_release_that_states_nothing_is_exact(tmp_path):
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    assert opened.uncertain(method()) is None
    samples = opened.samples(method(), draws=50, seed=1)
    assert samples.shape == (50, 2)
    assert (samples == opened.intensities(method())[0]).all()
    assert not (opened.folder / "samples").exists()
    assert np.isnan(opened.sampling.shares(method({"carbon-dioxide-fossil": 0.0}))).all()


def test_mean_coefficients_are_those_of_the_statements(tmp_path):
    from tanji.lca.simulate import mean_system

    opened = _chain(tmp_path)
    drawn = opened.uncertain(method())
    mean = float(np.exp(np.log(1.3) ** 2 / 2))
    assert mean_system(drawn).B.toarray() == pytest.approx(opened.system().B.toarray() * [[mean, mean, 1]])
    assert opened.variable_names(method()) == [Variable("coal", "2", "co2"), Variable("slag", "2", "co2")]


def test_factors_of_gases_may_be_uncertain_too_and_are_drawn_once_for_all_flows(tmp_path):
    plain = method({"carbon-dioxide-fossil": 2.0})
    factor = plain.factors[0].model_copy(update={"uncertainty": Uncertainty(kind="uniform", minimum=1, maximum=3)})
    chosen = plain.model_copy(update={"factors": (GasFactor.model_validate(factor),)})
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    assert opened.variable_names(chosen) == [Variable("", None, "carbon-dioxide-fossil")]
    samples = opened.samples(chosen, draws=300, seed=1)
    nominal = opened.intensities(plain)[0]
    ratio = samples / nominal
    assert ratio[:, 0] == pytest.approx(ratio[:, 1])
    assert 0.5 <= ratio.min() < 0.52
    assert 1.48 < ratio.max() <= 1.5


def test_the_stated_share_follows_the_chain(tmp_path):
    opened = _chain(tmp_path)
    shares = dict(zip(opened.positions, opened.sampling.shares(method()), strict=True))
    assert shares == pytest.approx({"coal": 1.0, "slag": 1.0, "steel": 6 / 7})
