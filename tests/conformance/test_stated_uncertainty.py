"""What real databases state of their uncertainty, and what of it can be drawn."""

from collections import Counter

import numpy as np
import polars as pl
import pytest

from tanji.background.columns import exchange_table
from tanji.background.publish import publish
from tanji.background.shelf import Shelf
from tanji.background.stated import stated
from tanji.formats.identify import identify
from tanji.starter.methods import DEFAULT, method


def _read(path):
    return identify(path).read(path)


@pytest.fixture(scope="module")
def uslci(shared_data, tmp_path_factory):
    package = _read(shared_data / "uslci" / "uslci_jsonld_olca15.tar.gz")
    shelf = Shelf(tmp_path_factory.mktemp("uslci"))
    return publish(package, shelf, database="uslci", version="1", names={"en": "USLCI"}).opened


def test_uslci_states_little_and_most_of_it_is_no_spread(uslci):
    counted = uslci.sampling.counted
    # 4,811 more lognormals have a geometric standard deviation of 0 and are none: the reader keeps and reports them.
    assert counted.kinds == {"lognormal": 319, "triangular": 385, "uniform": 24}
    assert counted.verdicts == {
        "absurd": 6,
        "no_spread": 307,
        "not_in_system": 295,
        "reversed": 3,
        "taken": 107,
        "unfit": 10,
    }
    assert (counted.coefficients, counted.uncertain) == (28373, 104)


def test_uslci_is_drawn_whole_and_differs_from_its_intensities_only_where_something_is_stated(uslci):
    samples = uslci.samples(method(DEFAULT), draws=1000, seed=1)
    assert samples.shape == (1000, 766)
    assert np.isfinite(samples).all()
    nominal = uslci.intensities(method(DEFAULT))[0]
    exact = np.ptp(samples, axis=0) <= 1e-9 * np.abs(nominal)
    assert samples[:, exact] == pytest.approx(np.broadcast_to(nominal[exact], (1000, exact.sum())), rel=1e-8, abs=1e-12)
    assert 0 < (~exact).sum() < 766
    assert (uslci.samples(method(DEFAULT), draws=1000, seed=1) == samples).all()


@pytest.mark.parametrize(
    ("file", "verdicts"),
    [
        ("ecospold1/v1_2.spold", {"taken": 52}),
        ("ecospold2/v2_2.spold", {"taken": 48, "no_spread": 3}),
        ("simapro/process.csv", {"taken": 4}),
        ("tiangong/tiangong_grid_subset_ilcd.tar.gz", {"taken": 5, "moved": 1}),
    ],
)
def test_statements_of_samples_fit_their_amounts(shared_data, file, verdicts):
    table = exchange_table(_read(shared_data / file).processes).filter(pl.col("uncertainty").is_not_null())
    found = stated(table["amount"].to_numpy(), table["uncertainty"])
    assert Counter(found["verdict"]) == verdicts
