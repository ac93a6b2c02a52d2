import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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

from tanji.background.publish import publish
from tanji.background.shelf import ReleaseExists, Shelf
from tanji.model.finding import Severity


def test_heijungs_and_suh_comes_out_exactly(tmp_path):
    opened = publish_here(tmp_path, heijungs_and_suh()).opened
    system = opened.system()
    demand = [1000.0 if process == "power" else 0.0 for process in system.processes]
    from tanji import lca

    found = dict(zip(system.flows, lca.inventory(system, lca.factorize(system), demand).tolist(), strict=True))
    assert found == {"co2": 120, "so2": 14, "crude|input": 100}
    assert opened.score("power", method()).total == 0.12
    assert opened.score("refinery", method()).total == 0.1
    assert opened.system().A.toarray().tolist() == [[10, 0], [-2, 100]]


def test_the_score_of_a_treatment_is_positive_per_unit_treated(tmp_path):
    # The workshop gives 3 kg scrap a unit; treating 2 kg gives 1 kg CO2: 0.5 kg CO2 per kg, 1.5 per unit.
    made = package(
        [product("part", "item"), waste("scrap"), CO2],
        [
            process("workshop", gives("part", 1, "item"), gives("scrap", 3)),
            process("treatment", takes("scrap", 2), gives("co2", 1)),
        ],
    )
    opened = publish_here(tmp_path, made).opened
    assert opened.score("treatment", method()).total == 0.5
    assert opened.score("workshop", method()).total == 1.5
    assert opened.get("treatment").factor_kind == "treatment"
    assert opened.gaps({"treatment": 4.0}, method()).uncharacterised_count == 0


def test_an_avoided_product_is_taken_off(tmp_path):
    made = package(
        [product("heat", "MJ"), product("power", "kWh"), CO2],
        [
            process("boiler", gives("heat", 1, "MJ"), gives("co2", 2)),
            process("engine", gives("power", 1, "kWh"), gives("heat", 3, "MJ", avoided=True), gives("co2", 10)),
        ],
    )
    assert publish_here(tmp_path, made).opened.score("engine", method()).total == pytest.approx(10 - 3 * 2, rel=1e-15)


def test_amounts_meet_in_the_reference_unit_of_the_flow(tmp_path):
    made = package(
        [product("steel", "kg"), product("part", "item"), CO2],
        [
            process("mill", gives("steel", 1, "t", reference_amount=1000.0), gives("co2", 2, "t")),
            process("shop", gives("part", 1, "item"), takes("steel", 500, "g")),
        ],
    )
    assert publish_here(tmp_path, made).opened.score("shop", method()).total == pytest.approx(1.0, rel=1e-15)


def test_a_process_without_quantitative_reference_is_left_out_by_name_and_kept(tmp_path):
    lost = process("lost", gives("steel", 1)).model_copy(update={"reference": None})
    made = package(
        [product("steel"), product("part"), CO2], [lost, process("shop", gives("part", 1), takes("steel", 2))]
    )
    published = publish_here(tmp_path, made)
    assert [(each.code, each.place.process) for each in published.report.errors] == [("BGD-101", "lost")]
    assert published.report.counts["processes"].failed == 1
    assert published.opened.find("lost") is None
    assert published.opened.table("unlinked")["reason"].to_list() == ["co_product_only"]
    assert published.opened.document_at(0) == lost


def test_an_exchange_whose_unit_is_unknown_is_reported_and_not_zero(tmp_path):
    made = package([product("part"), CO2], [process("shop", gives("part", 1), gives("co2", 5, "bales"))])
    published = publish_here(tmp_path, made)
    assert published.opened.table("unlinked").select("flow", "amount", "unit", "reason").rows() == [
        ("co2", 5.0, "bales", "unit_unknown")
    ]
    assert "BGD-110" in {each.code for each in published.report.findings}
    gap = published.opened.gaps({"shop": 2.0}, method()).upstream_gaps[0]
    assert (gap.name, gap.amount, gap.unit, gap.processes) == ("co2", 10.0, "bales", 1)


def test_a_loop_that_uses_what_it_makes_is_a_warning_and_a_singular_one_an_error(tmp_path):
    flows = [product("a"), product("b")]
    hungry = [process("a", gives("a", 1), takes("b", 2)), process("b", gives("b", 1), takes("a", 2))]
    found = publish_here(tmp_path / "1", package(flows, hungry)).report.findings
    assert [(each.code, each.severity) for each in found] == [("BGD-114", Severity.warning)]
    singular = [process("a", gives("a", 1), takes("b", 1)), process("b", gives("b", 1), takes("a", 1))]
    found = publish_here(tmp_path / "2", package(flows, singular)).report.findings
    assert ("BGD-116", Severity.error) in [(each.code, each.severity) for each in found]


def test_the_same_content_is_published_once_and_another_is_refused(tmp_path):
    first = publish_here(tmp_path, heijungs_and_suh())
    again = publish_here(tmp_path, heijungs_and_suh())
    assert first.opened.ref == again.opened.ref
    other = heijungs_and_suh().model_copy(update={"processes": heijungs_and_suh().processes[:1]})
    with pytest.raises(ReleaseExists):
        publish_here(tmp_path, other)


def test_two_homes_give_the_same_digest(tmp_path):
    digests = {publish_here(tmp_path / home, heijungs_and_suh()).opened.ref.digest for home in ("a", "b")}
    assert len(digests) == 1


def test_a_repeated_id_is_an_error_and_the_higher_version_is_taken(tmp_path):
    flows = [product("steel"), CO2]
    old = process("mill", gives("steel", 1), gives("co2", 9), version="1")
    new = process("mill", gives("steel", 1), gives("co2", 2), version="2")
    published = publish_here(tmp_path, package(flows, [new, old]))
    assert [each.code for each in published.report.errors] == ["BGD-103"]
    assert published.opened.score("mill", method()).total == 2


def test_progress_is_told_step_by_step(tmp_path):
    told = []
    shelf = Shelf(tmp_path)
    publish(
        heijungs_and_suh(),
        shelf,
        database="db",
        version="1",
        names={"en": "x"},
        owner="nobody",
        methods=[method()],
        progress=lambda step, done, total: told.append((step.en, done, total)),
    )
    assert [done for _, done, _ in told] == list(range(6))
    assert shelf.open("db").manifest.owner == "nobody"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(order=st.permutations(range(2)), flows=st.permutations(range(5)))
def test_the_order_of_documents_does_not_change_the_digest(tmp_path_factory, order, flows):
    made = heijungs_and_suh()
    shuffled = made.model_copy(
        update={
            "processes": tuple(made.processes[i] for i in order),
            "flows": tuple(made.flows[i] for i in flows),
        }
    )
    opened = [publish_here(tmp_path_factory.mktemp("home"), each).opened for each in (made, shuffled)]
    assert opened[0].ref == opened[1].ref


@settings(max_examples=15, deadline=None)
@given(
    amount=st.floats(1e-6, 1e6),
    unit=st.sampled_from([("kg", 1.0), ("g", 1e3), ("t", 1e-3), ("斤", 2.0), ("公斤", 1.0)]),
    emitted=st.floats(1e-3, 1e3),
)
def test_a_change_of_unit_changes_no_score(tmp_path_factory, amount, unit, emitted):
    def score(symbol, factor):
        made = package(
            [product("steel"), product("part", "item"), CO2],
            [
                process("mill", gives("steel", 1), gives("co2", emitted * factor, symbol)),
                process("shop", gives("part", 1, "item"), takes("steel", amount * factor, symbol)),
            ],
        )
        return publish_here(tmp_path_factory.mktemp("home"), made).opened.score("shop", method()).total

    assert score(*unit) == pytest.approx(score("kg", 1.0), rel=1e-12)


def test_an_empty_package_makes_an_empty_release(tmp_path):
    opened = publish_here(tmp_path, package([], [])).opened
    assert opened.intensities(method()).shape == (12, 0)
    assert (list(opened.listings), opened.search("steel"), opened.check().errors) == ([], (), ())


def test_a_treatment_written_as_an_output_below_zero_is_scored_per_unit_treated(tmp_path):
    # Old sources write the treatment of 1 kg as -1 kg of output, and its use as an input below zero.
    made = package(
        [product("scrap"), product("part"), CO2],
        [
            process("treatment", gives("scrap", -1), gives("co2", 2)),
            process("workshop", gives("part", 1), takes("scrap", -3)),
        ],
    )
    opened = publish_here(tmp_path, made).opened
    assert opened.score("treatment", method()).total == 2
    assert opened.score("workshop", method()).total == 6
    assert opened.get("treatment").factor_kind == "treatment"
