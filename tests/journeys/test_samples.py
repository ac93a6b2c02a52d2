"""Somebody at a shell draws a release, looks at an interval, draws more, and reads what a release states."""

import polars as pl
import pytest
from tests.background.packages import CO2, gives, package, process, product, takes
from tests.cli.shell import inside as tanji

from tanji.background.shelf import Shelf
from tanji.formats.olca import write
from tanji.model.process import Uncertainty
from tanji.model.source import Source

SOURCE = Source(id="s", publisher="Some office", title={"en": "Figures"}, year=2024, licence="CC0")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    said = {"sources": ("s",), "licence": "CC0"}
    spread = Uncertainty(kind="lognormal", median=2.0, gsd=1.2)
    made = package(
        [product("steel"), product("coal"), product("brick"), CO2],
        [
            process("steel", gives("steel", 1), takes("coal", 2), gives("co2", 1), names={"en": "Steel"}, **said),
            process("coal", gives("coal", 1), gives("co2", 2, uncertainty=spread), names={"en": "Coal"}, **said),
            process("brick", gives("brick", 1), gives("co2", 2), names={"en": "Brick"}),
        ],
        sources=[SOURCE],
    )
    write(made, folder / "toy.zip")
    assert tanji("db", "import", "toy.zip", "--as", "toy", "--version", "1", cwd=folder).code == 0
    return folder


def test_draws_are_kept_and_added_to(place):
    first = tanji("db", "sample", "toy", "--draws", "150", "--json", cwd=place).json
    assert (first["draws"], first["added"], first["seed"]) == (150, 150, 1)
    assert [each["process"] for each in first["widest"]] == ["coal", "steel"]
    assert first["widest"][0]["low"] < 2 < first["widest"][0]["high"]
    assert first["stated"]["verdicts"] == {"taken": 1}
    more = tanji("db", "sample", "toy@1", "--draws", "200", "--json", cwd=place).json
    assert (more["draws"], more["added"]) == (200, 50)
    assert tanji("db", "sample", "toy@1", "--draws", "200", "--json", cwd=place).json["added"] == 0


@pytest.mark.parametrize(
    ("language", "words", "alike"),
    [("zh", "95% 包含区间", "各次抽样相同"), ("en", "95 % interval", "All draws are alike")],
)
def test_a_dataset_shows_its_interval_once_draws_are_kept(place, language, words, alike):
    tanji("db", "sample", "toy", "--draws", "150", cwd=place)
    assert words in tanji("db", "show", "toy:steel", "--lang", language, cwd=place).out
    assert alike in tanji("db", "show", "toy:brick", "--lang", language, cwd=place).out
    shown = tanji("db", "show", "toy:steel", "--json", cwd=place).json["uncertainty"]
    assert shown["low"] < shown["median"] < shown["high"]
    assert tanji("db", "show", "starter:cn-electricity-2024", "--json", cwd=place).json["uncertainty"] is None


@pytest.mark.parametrize(("language", "words"), [("zh", "说明了不确定性"), ("en", "state their uncertainty")])
def test_an_inspection_says_how_much_is_stated(place, language, words):
    answer = tanji("db", "inspect", "toy", "--lang", language, cwd=place)
    assert words in answer.out
    body = tanji("db", "inspect", "toy", "--json", cwd=place).json
    assert (body["uncertainty"]["stated"], body["uncertainty"]["kinds"]) == (1, {"lognormal": 1})


def test_a_release_that_states_nothing_says_that_it_counts_as_exact(place):
    export = tanji("db", "import", "toy.zip", "--as", "bare", "--version", "1", cwd=place)
    assert export.code == 0
    folder = Shelf(place / "home").open("bare", "1").folder
    exchanges = folder / "exchanges.parquet"
    pl.read_parquet(exchanges).with_columns(uncertainty=pl.lit(None, dtype=pl.String)).write_parquet(exchanges)
    answer = tanji("db", "sample", "bare", "--lang", "en", cwd=place)
    assert answer.code == 1
    assert "exact" in answer.out


def test_a_release_of_an_earlier_tanji_is_refused_and_published_anew(place):
    tanji("db", "import", "toy.zip", "--as", "old", "--version", "1", cwd=place)
    folder = Shelf(place / "home").open("old", "1").folder
    for name in ("technosphere", "biosphere"):
        path = folder / f"{name}.parquet"
        pl.read_parquet(path).drop("exchange").write_parquet(path)
    answer = tanji("db", "sample", "old", "--lang", "en", cwd=place)
    assert (answer.code, "BGD-009" in answer.err) == (3, True)
    assert tanji("db", "show", "old:steel", cwd=place).code == 0
    assert "earlier Tanji" in tanji("db", "inspect", "old", "--lang", "en", cwd=place).out
    assert tanji("db", "release", "old@1", "--as", "2", cwd=place).code == 0
    assert tanji("db", "sample", "old@2", "--draws", "100", "--json", cwd=place).json["draws"] == 100


def test_a_dataset_without_source_is_named_once_by_check(place):
    answer = tanji("db", "check", "toy", "--json", cwd=place)
    codes = [finding["code"] for finding in answer.json[0]["report"]["findings"]]
    assert codes.count("RGT-101") == 1
    assert "AUD-161" not in codes
