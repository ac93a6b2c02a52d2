"""Portfolios of steel and power: 2 kg CO2 and 0.01 kg CH4 (30) and 1 kWh of 0.6 kg CO2: steel 2.9, power 0.6."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assess.backgrounds import background
from tests.assess.portfolio.tables import computed, lines, problems, request, results, written

from tanji.assess.portfolio import Pool, Serial, prepare, run
from tanji.background.lock import ShelfBusy, locked
from tanji.lca.nest import UnproductiveProducts
from tanji.model.footprint import Score

STEEL, POWER = 2.9, 0.6


def test_a_product_is_the_sum_of_its_lines_in_the_units_of_the_processes(tmp_path):
    table = lines(
        ("pump", "db:steel", 2.0, "kg", "raw_material"),
        ("pump", "db:power", 3.6, "MJ", "生产"),
        ("pipe", "db:steel", 1.0, "吨", None),
    )
    outcome, store = computed(tmp_path, table)
    found = results(store)
    assert found["pump"]["total"] == pytest.approx(2 * STEEL + POWER)
    assert found["pump"]["raw_material"] == pytest.approx(2 * STEEL)
    assert found["pump"]["production"] == pytest.approx(POWER)
    assert found["pump"]["use"] is None
    assert found["pipe"]["unstated"] == found["pipe"]["total"] == pytest.approx(1000 * STEEL)
    assert all(row["complete"] for row in found.values())
    assert outcome.manifest["lines"] == {"read": 3, "imported": 3, "skipped": 0, "failed": 0}


def test_missing_is_never_zero_and_every_line_left_out_is_listed_with_its_reason(tmp_path):
    table = lines(
        ("a", "db:steel", 1.0, "kg"),
        ("a", "db:gold", 1.0, "kg"),
        ("a", "db:steel", None, "kg"),
        ("a", "db:steel", 1.0, "kWh"),
        ("a", "db:steel", 1.0, "bushels"),
        ("a", "db:steel", 1.0, None),
        ("a", "other:steel", 1.0, "kg"),
        ("a", "nonsense", 1.0, "kg"),
        ("a", None, 1.0, "kg"),
        ("a", None, None, None),
        ("a", "db:grid-co2", 1.0, "kWh"),
        ("b", "db:gold", 1.0, "kg"),
        ("c", "db:steel", float("nan"), "kg"),
        (None, "db:steel", 1.0, "kg"),
    )
    outcome, store = computed(tmp_path, table)
    assert [reason for _, _, reason in problems(store)] == [
        "unknown_process",
        "no_amount",
        "other_quantity",
        "unknown_unit",
        "no_unit",
        "unknown_database",
        "unknown_item",
        "no_item",
        "co2_only",
        "unknown_process",
        "no_amount",
        "no_product",
    ]
    assert [row for _, row, _ in problems(store)] == [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]
    found = results(store)
    assert set(found) == {"a", "b", "c"}
    assert (found["a"]["total"], found["a"]["unlinked"], found["a"]["complete"]) == (pytest.approx(STEEL), 9, False)
    assert (found["b"]["total"], found["b"]["complete"]) == (None, False)
    assert found["a"]["lines"] == 10
    assert outcome.manifest["lines"] == {"read": 14, "imported": 1, "skipped": 1, "failed": 12}
    assert outcome.manifest["products"] == {"products": 3, "complete": 0, "without_total": 2}
    words = store.scan("problems").collect()
    assert words["zh"].null_count() == words["en"].null_count() == 0
    assert "bushels" in " ".join(words["en"])


def test_an_unknown_stage_counts_and_is_told(tmp_path):
    _, store = computed(tmp_path, lines(("a", "db:steel", 1.0, "kg", "Tuesday")))
    assert results(store)["a"]["unstated"] == pytest.approx(STEEL)
    assert results(store)["a"]["complete"]
    assert store.scan("problems").select("severity", "reason").collect().rows() == [("warning", "unknown_stage")]


def test_a_product_of_the_table_without_lines_has_no_result_and_its_name(tmp_path):
    products = pl.DataFrame({"product": ["a", "z"], "name": ["泵", "管"], "unit": ["item", "kg"]})
    _, store = computed(tmp_path, lines(("a", "db:steel", 1.0, "kg")), products=products)
    found = results(store)
    assert found["a"]["name"] == "泵"
    assert (found["z"]["total"], found["z"]["lines"], found["z"]["complete"]) == (None, 0, False)


def test_the_lines_of_the_footprint_are_those_of_the_background(tmp_path):
    opened = background(tmp_path)
    asked, store = request(tmp_path, lines(("a", "db:steel", 2.0, "kg")), opened=opened, indicators=True)
    run(asked, store, Serial())
    score = opened.score("steel", asked.method).times(2.0)
    row = results(store)["a"]
    assert {name: row[name] for name in Score.model_fields} == pytest.approx(score.model_dump())


NESTED = lines(
    ("car", "engine", 1.0, "item"),
    ("car", "wheel", 4.0, "个"),
    ("car", "db:power", 10.0, "kWh"),
    ("engine", "db:steel", 100.0, "kg"),
    ("engine", "bolt", 0.5, "kg"),
    ("wheel", "db:steel", 5.0, "kg"),
    ("wheel", "bolt", 100.0, "g"),
    ("bolt", "db:steel", 1.0, "kg"),
)
UNITS = pl.DataFrame({"product": ["car", "engine", "wheel", "bolt"], "unit": [None, None, "item", "kg"]})


@pytest.mark.parametrize("size", [1, 2, 100])
def test_products_of_products_score_as_if_they_were_flattened(tmp_path, size):
    outcome, store = computed(tmp_path, NESTED, products=UNITS, size=size)
    total = {name: row["total"] for name, row in results(store).items()}
    bolt, wheel, engine = STEEL, 5.1 * STEEL, 100.5 * STEEL
    assert total == pytest.approx({"car": engine + 4 * wheel + 6.0, "engine": engine, "wheel": wheel, "bolt": bolt})
    assert outcome.manifest["nested"] == {"used_products": 3, "levels": 2, "cycles": []}


def test_what_an_incomplete_product_is_in_is_incomplete_and_what_has_no_result_is_left_out(tmp_path):
    table = lines(
        ("a", "b", 1.0, "item"),
        ("a", "db:steel", 1.0, "kg"),
        ("b", "c", 1.0, "item"),
        ("c", "db:steel", 1.0, "kg"),
        ("c", "db:gold", 1.0, "kg"),
        ("d", "e", 1.0, "item"),
        ("e", "db:gold", 1.0, "kg"),
        ("f", "db:steel", 1.0, "kg"),
    )
    _, store = computed(tmp_path, table)
    found = results(store)
    assert (found["a"]["total"], found["a"]["incomplete_inputs"], found["a"]["complete"]) == (
        pytest.approx(2 * STEEL),
        1,
        False,
    )
    assert found["d"]["total"] is None
    assert ("d", 6, "no_total") in problems(store)
    assert found["f"]["complete"]


def test_a_loop_of_products_is_solved_and_reported_and_an_unproductive_one_refused_by_name(tmp_path):
    loop = [("a", "b", 0.5, "item"), ("b", "a", 0.5, "item"), ("b", "db:steel", 1.0, "kg")]
    outcome, store = computed(tmp_path, lines(*loop))
    total = {name: row["total"] for name, row in results(store).items()}
    assert total == pytest.approx({"a": 0.5 * STEEL / 0.75, "b": STEEL / 0.75})
    (cycle,) = outcome.manifest["nested"]["cycles"]
    assert cycle["products"] == ["a", "b"]
    with pytest.raises(UnproductiveProducts, match="a, b"):
        computed(tmp_path, lines(*loop, ("a", "b", 2.0, "item")), out="other")


def test_an_item_that_is_a_process_and_a_product_is_neither(tmp_path):
    table = lines(("a", "db:steel", 1.0, "kg"), ("db:steel", "db:power", 1.0, "kWh"))
    _, store = computed(tmp_path, table)
    assert problems(store) == [("a", 1, "ambiguous_item")]


def tables_of(store):
    return [store.scan(kind).collect() for kind in ("results", "problems")]


@st.composite
def portfolios(draw):
    """Lines of a few products in any order, some used by others (a later one by an earlier one: no loops)."""
    count = draw(st.integers(1, 8))
    chosen = []
    for _ in range(draw(st.integers(1, 25))):
        product = draw(st.integers(0, count - 1))
        inner = [f"p{q}" for q in range(product + 1, count)]
        item = draw(st.sampled_from(["db:steel", "db:power", "db:wind", "db:gold", *inner]))
        unit = "item" if item in inner else draw(st.sampled_from(["kg", "kWh", "g"]))
        amount = draw(st.one_of(st.none(), st.floats(-10, 10, allow_nan=False)))
        chosen.append((f"p{product}", item, amount, unit, draw(st.sampled_from(["use", "生产", None, "?"]))))
    return lines(*chosen)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    return background(tmp_path_factory.mktemp("db"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=portfolios(), size=st.integers(1, 5), cut=st.integers(0, 25))
def test_neither_partitions_nor_files_nor_scattered_lines_change_a_result(tmp_path_factory, opened, table, size, cut):
    folder = tmp_path_factory.mktemp("any")
    gathered = table.sort("product", maintain_order=True)
    _, whole = computed(folder, gathered, opened=opened, out="whole")
    _, parted = computed(folder, gathered, opened=opened, out="parted", size=size)
    for one, other in zip(tables_of(whole), tables_of(parted), strict=True):
        assert one.equals(other)
    folder = tmp_path_factory.mktemp("scattered")
    _, scattered = computed(folder, [table[:cut], table[cut:]], opened=opened, size=size)
    assert tables_of(scattered)[0].sort("product").equals(tables_of(whole)[0].sort("product"))
    assert len(tables_of(scattered)[1]) == len(tables_of(whole)[1])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=portfolios())
def test_a_nested_portfolio_scores_as_the_flattened_one(tmp_path_factory, opened, table):
    folder = tmp_path_factory.mktemp("flat")
    table = table.filter(pl.col("amount").is_not_null()).sort("product", maintain_order=True)
    per_unit = {"db:steel": {"kg": STEEL, "g": STEEL / 1000}, "db:power": {"kWh": POWER}, "db:wind": {"kWh": 0.01}}
    flat = {}
    for name in sorted(set(table["product"]), reverse=True):
        parts = [
            amount * (per_unit[item].get(unit) if item in per_unit else flat.get(item))
            for product, item, amount, unit, _ in table.iter_rows()
            if product == name and (unit in per_unit.get(item, ()) or flat.get(item) is not None)
        ]
        flat[name] = sum(parts) if parts else None
    if len(table):
        _, store = computed(folder, table, opened=opened)
        total = {name: row["total"] for name, row in results(store).items()}
        assert {name for name, value in total.items() if value is None} == {n for n, v in flat.items() if v is None}
        known = {name: value for name, value in flat.items() if value is not None}
        assert {name: total[name] for name in known} == pytest.approx(known, rel=1e-9, abs=1e-9)


class Broken:
    """Finishes so many partitions, and then the lights go out."""

    def __init__(self, after):
        self.after = after

    def each(self, work, tasks):
        yield from (work(task) for task in tasks[: self.after])
        raise KeyboardInterrupt


def many(count):
    return lines(*[(f"p{n:03}", "db:steel", float(n), "kg") for n in range(count)])


def test_a_run_that_was_broken_off_repeats_only_what_is_unfinished_and_ends_with_the_same_bytes(tmp_path):
    opened = background(tmp_path)
    asked, store = request(tmp_path, many(10), opened=opened, size=2)
    with pytest.raises(KeyboardInterrupt):
        run(asked, store, Broken(3))
    asked, store = request(tmp_path, many(10), opened=opened, size=2)
    outcome = run(asked, store, Serial())
    assert (outcome.found, outcome.computed) == (3, 2)
    asked, other = request(tmp_path, many(10), opened=opened, size=2, out="undisturbed")
    run(asked, other, Serial())
    assert written(store) == written(other)
    again = run(asked, other, Serial())
    assert (again.found, again.computed) == (5, 0)


def test_a_finished_partition_that_was_damaged_is_made_again(tmp_path):
    opened = background(tmp_path)
    asked, store = request(tmp_path, many(6), opened=opened, size=2)
    run(asked, store, Serial())
    good = written(store)
    next((store.folder / "results").iterdir()).write_bytes(b"PAR1")
    asked, store = request(tmp_path, many(6), opened=opened, size=2)
    outcome = run(asked, store, Serial())
    assert (outcome.found, outcome.computed) == (2, 1)
    assert written(store) == good


def test_a_change_of_the_input_repeats_only_the_partitions_that_it_is_in(tmp_path):
    opened = background(tmp_path)
    first, second = many(2), lines(("x", "db:steel", 1.0, "kg"))
    computed(tmp_path, [first, second], opened=opened, size=2)
    outcome, store = computed(tmp_path, [first, lines(("x", "db:steel", 5.0, "kg"))], opened=opened, size=2)
    assert (outcome.found, outcome.computed) == (1, 1)
    assert len(list((store.folder / "results").iterdir())) == 2
    assert results(store)["x"]["total"] == pytest.approx(5 * STEEL)


def test_processes_give_the_same_bytes_as_this_one(tmp_path):
    opened = background(tmp_path)
    _, alone = computed(tmp_path, many(9), opened=opened, size=2, out="alone", threads=None)
    _, pool = computed(tmp_path, many(9), opened=opened, size=2, out="pool", executor=Pool(2))
    assert written(alone) == written(pool)


def test_two_runs_do_not_write_to_one_folder_at_a_time(tmp_path):
    asked, store = request(tmp_path, many(2))
    with locked(store.lock), pytest.raises(ShelfBusy):
        run(asked, store, Serial())


def test_the_manifest_says_what_everything_was_made_from(tmp_path):
    outcome, store = computed(tmp_path, many(3))
    manifest = json.loads((store.folder / "manifest.json").read_bytes())
    assert manifest == outcome.manifest
    assert manifest["method"]["id"] == "test-gwp100"
    assert [each["id"] for each in manifest["releases"]] == ["db"]
    assert [each["rows"] for each in manifest["inputs"]] == [3]


def test_a_table_of_products_with_one_twice_or_without_id_is_refused(tmp_path):
    for products in (["a", "a"], ["a", None]):
        with pytest.raises(prepare.UnfitProducts):
            computed(tmp_path, many(1), products=pl.DataFrame({"product": products}))


def test_draws_of_a_background_that_states_no_uncertainty_are_refused(tmp_path):
    with pytest.raises(prepare.NoSamples):
        computed(tmp_path, many(1), draws=10)


class Uncertain:
    """A release whose steel is uncertain: draw d is (1 + d) times the nominal."""

    def __init__(self, opened):
        self._opened = opened

    def __getattr__(self, name):
        return getattr(self._opened, name)

    def uncertain(self, method):  # noqa: ARG002
        return object()

    def samples(self, method, *, draws, seed, progress=None):  # noqa: ARG002 - the signature of a release
        made = np.repeat(self._opened.intensities(method)[:1], draws, axis=0)
        made[:, self._opened.positions["steel"]] *= 1 + np.arange(draws)
        return made


def test_draws_of_the_background_are_shared_through_products_of_products(tmp_path):
    opened = Uncertain(background(tmp_path))
    table = lines(("bolt", "db:steel", 1.0, "kg"), ("car", "bolt", 2.0, "item"), ("car", "db:power", 1.0, "kWh"))
    outcome, store = computed(tmp_path, table, opened=opened, draws=5)
    car = results(store)["car"]
    drawn = 2 * STEEL * np.arange(1, 6) + POWER
    assert (car["mean"], car["deviation"]) == (pytest.approx(drawn.mean()), pytest.approx(drawn.std(ddof=1)))
    assert [car[name] for name in ("p2.5", "p50", "p97.5")] == pytest.approx(np.quantile(drawn, (0.025, 0.5, 0.975)))
    assert outcome.manifest["options"]["draws"] == 5


def test_draws_are_the_same_in_partitions_and_compiled(tmp_path, monkeypatch):
    opened = Uncertain(background(tmp_path))
    _, whole = computed(tmp_path, many(9), opened=opened, draws=50)
    monkeypatch.setattr("tanji.lca.portfolio.SMALL", 0)
    _, parted = computed(tmp_path, many(9), opened=opened, draws=50, size=4, out="parted")
    assert tables_of(whole)[0].equals(tables_of(parted)[0])
