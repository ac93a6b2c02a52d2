import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from tests.background.packages import (
    CO2,
    SO2,
    elementary,
    gives,
    heijungs_and_suh,
    method,
    package,
    process,
    product,
    publish_here,
    takes,
)

from tanji import lca
from tanji.background.opened import Opened, UnknownProcess
from tanji.background.shelf import Shelf
from tanji.model.method import Indicator


@pytest.fixture
def opened(tmp_path):
    return publish_here(tmp_path, heijungs_and_suh()).opened


def test_an_unknown_process_is_refused_with_similar_ones(opened):
    with pytest.raises(UnknownProcess) as refused:
        opened.get("refinry")
    assert "refinery" in refused.value.hint.en


def test_the_system_has_twelve_indicators_in_their_order(opened):
    system = opened.system(method())
    assert list(system.indicators) == list(Indicator)
    assert list(system.processes) == ["power", "refinery"]
    assert list(system.names) == ["power", "refinery"]


def test_intensities_are_those_of_the_engine(opened):
    system = opened.system(method())
    wanted = lca.intensities(system, lca.factorize(system))
    assert opened.intensities(method()).tolist() == wanted.tolist()


def test_scores_stand_in_the_order_of_the_listings(opened):
    scores = opened.scores(method())
    assert [score.total for score in scores] == [opened.score(each.process, method()).total for each in opened.listings]


def _kept(opened):
    return next((opened.folder / "intensities").iterdir())


def test_kept_intensities_are_read_again_without_solving(opened, tmp_path):
    first = opened.intensities(method())
    before = _kept(opened).stat().st_mtime_ns
    again = Shelf(tmp_path).open("db").intensities(method())
    assert np.array_equal(first, again)
    assert _kept(opened).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-8], lambda data: data[:-1] + b"x", lambda data: data[:0], lambda data: b"{}\n" + data]
)
def test_harmed_intensities_are_computed_again(opened, tmp_path, harm):
    first = opened.intensities(method()).copy()
    path = _kept(opened)
    path.write_bytes(harm(path.read_bytes()))
    assert np.array_equal(Shelf(tmp_path).open("db").intensities(method()), first)
    assert np.array_equal(Shelf(tmp_path).open("db").intensities(method()), first)


def test_intensities_of_another_release_are_not_taken(opened, tmp_path):
    opened.intensities(method())
    other = heijungs_and_suh().model_copy(update={"processes": heijungs_and_suh().processes[1:]})
    dirty = publish_here(tmp_path, other, version="2").opened
    (dirty.folder / "intensities").mkdir()
    (dirty.folder / "intensities" / _kept(opened).name).write_bytes(_kept(opened).read_bytes())
    assert dirty.intensities(method())[0].tolist() == [0.1]


def test_a_method_changed_under_the_same_id_is_another_method(opened):
    assert opened.score("power", method()).total == 0.12
    doubled = method({"carbon-dioxide-fossil": 2.0})
    assert opened.score("power", doubled).total == 0.24


def test_a_folder_that_can_not_be_written_is_no_obstacle(opened):
    (opened.folder / "intensities").write_text("in the way")
    assert opened.score("power", method()).total == 0.12


def test_kept_intensities_need_no_sparse_algebra(opened):
    opened.intensities(method())
    code = (
        "import sys; from pathlib import Path; from tanji.background.opened import Opened\n"
        "from tests.background.packages import method\n"
        f"opened = Opened(Path({str(opened.folder)!r}))\n"
        "opened.score('power', method()); list(opened.listings); opened.search('power')\n"
        "assert 'scipy' not in sys.modules, 'scipy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_gaps_name_emissions_without_factor_and_inputs_without_supplier(tmp_path):
    # 2 parts take 4 kg steel; each kg steel lacks 3 kg ore and gives 0.1 kg SO2; each part lacks 1 kg ore and glue.
    made = package(
        [product("steel"), product("part"), product("ore"), product("glue"), CO2, SO2],
        [
            process("mill", gives("steel", 10), takes("ore", 30), gives("so2", 1), gives("co2", 9)),
            process("shop", gives("part", 1), takes("steel", 2), takes("ore", 1), takes("glue", 0.5)),
            process("idle", gives("glue2", 1), takes("ore", 1)),
        ],
    )
    found = publish_here(tmp_path, made).opened.gaps({"shop": 2.0}, method())
    assert [(each.name, each.amount, each.unit, each.processes) for each in found.upstream_gaps] == [
        ("ore", 14.0, "kg", 2),
        ("glue", 1.0, "kg", 1),
    ]
    assert found.upstream_gap_count == 2
    assert [(each.name, each.compartment, each.amount) for each in found.uncharacterised] == [
        ("Sulfur dioxide", "air/unspecified", pytest.approx(0.4))
    ]
    assert found.uncharacterised_air_kg == pytest.approx(0.4)


def test_co2_to_water_is_named_but_is_no_air_emission(tmp_path):
    water = elementary("w", "Carbon dioxide", ("water",))
    made = package([product("part"), water], [process("shop", gives("part", 1), gives("w", 2))])
    opened = publish_here(tmp_path, made).opened
    found = opened.gaps({"shop": 1.0}, method())
    assert (found.uncharacterised_count, found.uncharacterised_air_kg) == (1, 0)
    assert opened.score("shop", method()).total == 0


def test_a_gas_that_the_method_lacks_is_uncharacterised(tmp_path):
    gas = elementary("g", "Methane, difluoro-, HFC-32", unit="g")
    made = package([product("part"), gas], [process("shop", gives("part", 1), gives("g", 500, "g"))])
    found = publish_here(tmp_path, made).opened.gaps({"shop": 2.0}, method())
    assert (found.uncharacterised[0].amount, found.uncharacterised[0].unit) == (1000, "g")
    assert found.uncharacterised_air_kg == 1


def test_a_release_that_lacks_nothing_needs_no_solve(tmp_path):
    made = package([product("part"), CO2], [process("shop", gives("part", 1), gives("co2", 2))])
    found = publish_here(tmp_path, made).opened.gaps({"shop": 2.0}, method())
    assert (found.uncharacterised_air_kg, found.upstream_gap_count) == (0, 0)
    with pytest.raises(UnknownProcess):
        publish_here(tmp_path, made).opened.gaps({"nobody": 1.0}, method())


def test_a_whole_release_passes_its_check(opened):
    report = opened.check()
    assert not report.findings
    assert report.counts["tables"].imported == len(opened.manifest.tables)


def test_one_changed_number_is_found_by_the_check(opened):
    path = opened.folder / "exchanges.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(amount=pl.col("amount") + 1e-12).write_parquet(path)
    (opened.folder / "flows.parquet").write_bytes(b"not a table")
    assert [(each.code, each.place.file) for each in opened.check().errors] == [
        ("BGD-120", "exchanges.parquet"),
        ("BGD-120", "flows.parquet"),
    ]


def test_another_encoding_of_the_same_content_passes_the_check(opened):
    path = opened.folder / "exchanges.parquet"
    pl.read_parquet(path).write_parquet(path, compression="uncompressed")
    assert not opened.check().findings


def test_what_was_found_at_publishing_stays_with_the_release(tmp_path):
    made = package([product("part")], [process("shop", gives("part", 1), takes("glue", 1))])
    published = publish_here(tmp_path, made)
    assert Opened(published.opened.folder).report().findings == published.report.findings


def test_inspection_speaks_in_process_names(tmp_path):
    flows = [product("a"), product("b")]
    made = package(flows, [process("a", gives("a", 1), takes("b", 0.5)), process("b", gives("b", 1), takes("a", 0.5))])
    loop = publish_here(tmp_path, made).opened.inspection().loops[0]
    assert [place.name for place in loop.processes] == ["a", "b"]
    assert loop.radius == pytest.approx(0.5)
