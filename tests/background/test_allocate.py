import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes, waste

from tanji.background.allocate import UnfitAllocation, read_allocations
from tanji.background.publish import Choices, prepared
from tanji.model.flow import FlowProperty
from tanji.model.process import AllocationFactor

FLOWS = [product("meat"), product("hide"), product("feed"), product("shoe"), CO2]


def factor(kind, flow, value, exchange=None):
    return AllocationFactor(method=kind, product=flow, value=value, exchange=exchange)


def _cow(*factors, **more):
    """One run: 60 kg meat and 20 kg hide for 100 kg feed and 40 kg CO2."""
    return process(
        "cow", gives("meat", 60), gives("hide", 20), takes("feed", 100), gives("co2", 40), allocation=factors, **more
    )


def _farm(cow):
    return package(
        FLOWS,
        [
            cow,
            process("field", gives("feed", 1), gives("co2", 2)),
            process("cobbler", gives("shoe", 1), takes("hide", 1)),
        ],
    )


PHYSICAL = (factor("physical", "meat", 0.75), factor("physical", "hide", 0.25))
ECONOMIC = (factor("economic", "meat", 0.9), factor("economic", "hide", 0.1))


def test_by_reference_the_co_product_is_dropped_and_what_takes_it_is_unlinked(tmp_path):
    published = publish_here(tmp_path, _farm(_cow(*PHYSICAL)))
    opened = published.opened
    assert opened.score("cow", method()).total == pytest.approx(240 / 60, rel=1e-15)
    assert opened.table("co_products").select("process", "flow", "amount", "treated_as").rows() == [
        ("cow", "hide", 20.0, "dropped")
    ]
    assert opened.table("unlinked")["reason"].to_list() == ["co_product_only"]
    assert {"BGD-105", "BGD-112"} <= {each.code for each in published.report.findings}
    assert published.report.counts["co_products"].skipped == 1


@pytest.mark.parametrize(("kind", "share"), [("physical", 0.75), ("economic", 0.9)])
def test_shares_divide_inputs_and_emissions(tmp_path, kind, share):
    opened = publish_here(tmp_path, _farm(_cow(*PHYSICAL, *ECONOMIC)), allocation=kind).opened
    assert opened.score("cow", method()).total == pytest.approx(share * 240 / 60, rel=1e-14)
    assert opened.score("cow::hide", method()).total == pytest.approx((1 - share) * 240 / 20, rel=1e-14)
    assert opened.score("cobbler", method()).total == opened.score("cow::hide", method()).total
    assert opened.manifest.counts["co_products"].imported == 1
    assert opened.process("cow::hide").id == "cow"


def test_the_shares_of_all_products_add_up_to_the_whole(tmp_path):
    opened = publish_here(tmp_path, _farm(_cow(*PHYSICAL)), allocation="physical").opened
    parts = 60 * opened.score("cow", method()).total + 20 * opened.score("cow::hide", method()).total
    assert parts == pytest.approx(240, rel=1e-14)


def test_the_default_is_the_method_that_the_process_names(tmp_path):
    cow = _cow(*PHYSICAL, *ECONOMIC, default_allocation="ECONOMIC_ALLOCATION")
    opened = publish_here(tmp_path, _farm(cow), allocation="default").opened
    assert opened.score("cow", method()).total == pytest.approx(0.9 * 240 / 60, rel=1e-14)


def test_without_a_default_the_reference_carries_everything(tmp_path):
    opened = publish_here(tmp_path, _farm(_cow(*PHYSICAL)), allocation="default").opened
    assert opened.find("cow::hide") is None


def test_causal_factors_divide_exchange_by_exchange(tmp_path):
    # Feed: 80 % meat; CO2: half and half. Meat: 0.8 x 200 + 0.5 x 40 = 180 for 60 kg.
    factors = (
        factor("causal", "meat", 0.8, "3"),
        factor("causal", "hide", 0.2, "3"),
        factor("causal", "meat", 0.5, "co2"),
        factor("causal", "hide", 0.5, "co2"),
    )
    opened = publish_here(tmp_path, _farm(_cow(*factors)), allocation="causal").opened
    assert opened.score("cow", method()).total == pytest.approx(3, rel=1e-14)
    assert opened.score("cow::hide", method()).total == pytest.approx(3, rel=1e-14)


@pytest.mark.parametrize(
    ("factors", "kind", "said"),
    [
        (PHYSICAL[:1], "physical", "1 of its physical"),
        ((factor("economic", "meat", 0.9), factor("economic", "hide", 0.3)), "economic", "1.2"),
        ((factor("causal", "meat", 1.0, "3"),), "causal", "2 of its causal"),
    ],
)
def test_factors_that_are_missing_or_do_not_add_up_fall_back_with_a_warning(factors, kind, said):
    work = prepared(_farm(_cow(*factors)), kind)
    finding = work.allocated.findings[0]
    assert (finding.code, finding.severity, finding.place.process) == ("BGD-109", "warning", "cow")
    assert said in finding.message.en
    assert [each.id for each in work.allocated.products] == ["cobbler", "cow", "field"]


def test_factors_that_the_source_rounds_are_scaled_to_one():
    thirds = (factor("physical", "meat", 0.667), factor("physical", "hide", 0.3334))
    work = prepared(_farm(_cow(*thirds)), "physical")
    shares = [each.share for each in work.allocated.products if each.process == 1]
    assert not work.allocated.findings
    assert sum(shares) == pytest.approx(1, abs=1e-15)


def test_taking_in_waste_is_a_co_product_of_a_kiln(tmp_path):
    made = package(
        [product("cement"), waste("tyres"), CO2],
        [process("kiln", gives("cement", 1), takes("tyres", 0.1), gives("co2", 1))],
    )
    opened = publish_here(tmp_path, made).opened
    assert opened.table("co_products")["flow"].to_list() == ["tyres"]
    assert opened.table("unlinked").is_empty()


def _property(name, unit, amount):
    return FlowProperty(id=name, name=name, unit=unit, amount=amount)


def _made_of(**properties):
    """The farm with properties of meat and hide: (meat, hide) of each name and unit."""
    listed = [
        [_property(name.replace("_", " "), unit, amounts[place]) for name, (unit, amounts) in properties.items()]
        for place in range(2)
    ]
    flows = [product("meat", properties=tuple(listed[0])), product("hide", properties=tuple(listed[1])), *FLOWS[2:]]
    return _farm(_cow()).model_copy(update={"flows": tuple(flows)})


def test_by_mass_amounts_divide_whatever_their_unit(tmp_path):
    opened = publish_here(tmp_path, _farm(_cow()), allocation="mass").opened
    assert opened.score("cow", method()).total == pytest.approx(0.75 * 240 / 60, rel=1e-14)
    assert opened.table("allocation").select("process", "flow", "wanted", "applied", "share").rows() == [
        ("cow", "meat", "mass", "mass", 0.75),
        ("cow", "hide", "mass", "mass", 0.25),
    ]


@pytest.mark.parametrize(
    ("kind", "properties", "meat"),
    [
        ("energy", {"Net_calorific_value": ("MJ", (10, 20))}, 600 / 1000),
        ("energy", {"低位发热量": ("kWh", (1, 1))}, 0.75),
        ("carbon", {"carbon_content,_fossil": ("kg", (0.1, 0.2)), "carbon_content,_non-fossil": ("g", (100, 0))}, 0.75),
        ("economic", {"price": ("EUR", (5, 1))}, 300 / 320),
        ("economic", {"Market_value_US_2000,_bulk_prices": ("USD", (1, 3))}, 0.5),
    ],
)
def test_properties_of_the_products_divide(kind, properties, meat):
    work = prepared(_made_of(**properties), kind)
    assert not work.allocated.findings
    shares = {each.flow.id: each.share for each in work.allocated.products if each.flow.id in {"meat", "hide"}}
    assert shares == pytest.approx({"meat": meat, "hide": 1 - meat})


@pytest.mark.parametrize(
    ("kind", "properties", "said"),
    [
        ("energy", {}, "2 of its products do not state their energy"),
        ("carbon", {"carbon_content": ("kg", (0.1, 0.0))}, "1 of its products"),
        ("economic", {"price": ("bales", (1, float("1e-9")))}, ""),
    ],
)
def test_what_the_file_can_not_support_falls_back_and_says_why(kind, properties, said):
    work = prepared(_made_of(**properties), kind)
    if not said:
        assert not work.allocated.findings
        return
    decided = work.allocated.decided[0]
    assert (decided.wanted, decided.applied) == (kind, "reference")
    assert said in decided.why.en
    assert said in work.allocated.findings[0].message.en


def test_prices_in_two_currencies_do_not_divide():
    made = _made_of(price=("EUR", (5, 1)))
    hide = made.flows[1].model_copy(update={"properties": (_property("price", "USD", 1),)})
    work = prepared(made.model_copy(update={"flows": (made.flows[0], hide, *made.flows[2:])}), "economic")
    assert "several currencies" in work.allocated.findings[0].message.en


def test_in_an_expanded_system_a_co_product_avoids_its_production_elsewhere(tmp_path):
    # 240 kg CO2 a run, less 20 kg hide at 3 kg CO2 of a tannery: 180 for 60 kg meat.
    tannery = process("tannery", gives("hide", 1), gives("co2", 3))
    made = _farm(_cow())
    made = made.model_copy(update={"processes": (*made.processes, tannery)})
    opened = publish_here(tmp_path, made, allocation="expansion").opened
    assert opened.score("cow", method()).total == pytest.approx(180 / 60, rel=1e-14)
    assert opened.table("co_products")["treated_as"].to_list() == ["avoided"]
    assert opened.table("allocation")["applied"].to_list() == ["expansion", "expansion"]
    assert opened.find("cow::hide") is None


def test_without_another_process_nothing_is_avoided_and_the_reference_carries_all(tmp_path):
    published = publish_here(tmp_path, _farm(_cow()), allocation="expansion")
    assert published.opened.score("cow", method()).total == pytest.approx(240 / 60, rel=1e-14)
    assert "no other process gives hide" in next(f.message.en for f in published.report.findings if f.code == "BGD-109")


def test_an_expanded_system_avoids_the_treatment_of_waste_that_a_kiln_takes_in(tmp_path):
    made = package(
        [product("cement"), waste("tyres"), CO2],
        [
            process("kiln", gives("cement", 1), takes("tyres", 0.1), gives("co2", 1)),
            process("incinerator", takes("tyres", 1), gives("co2", 2)),
        ],
    )
    opened = publish_here(tmp_path, made, allocation="expansion").opened
    assert opened.score("kiln", method()).total == pytest.approx(0.8, rel=1e-14)


def test_single_processes_have_a_method_of_their_own(tmp_path):
    path = tmp_path / "allocations.csv"
    path.write_text("process,method\ncow,mass\n", encoding="utf-8")
    choices = Choices(allocations=read_allocations(path))
    opened = publish_here(tmp_path, _farm(_cow(*ECONOMIC)), allocation="economic", choices=choices).opened
    assert opened.table("allocation")["applied"].to_list() == ["mass", "mass"]


@pytest.mark.parametrize("text", ["process,method\ncow,by feeling\n", "process,method\n,mass\n", "a,b\nc,d\n"])
def test_methods_that_do_not_exist_are_refused_by_line(tmp_path, text):
    path = tmp_path / "allocations.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnfitAllocation, match="2"):
        read_allocations(path)


def test_a_choice_for_a_process_that_is_not_there_is_refused():
    with pytest.raises(UnfitAllocation, match="horse"):
        prepared(_farm(_cow()), choices=Choices(allocations={"horse": "mass"}))


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["mass", "energy", "carbon", "economic"]),
    amounts=st.tuples(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6)),
    contents=st.tuples(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6)),
)
def test_shares_add_up_to_one(kind, amounts, contents):
    properties = {"energy": ("MJ", contents), "carbon_content": ("kg", contents), "price": ("CNY", contents)}
    made = _made_of(**properties)
    cow = process("cow", gives("meat", amounts[0]), gives("hide", amounts[1]), takes("feed", 100), gives("co2", 40))
    work = prepared(made.model_copy(update={"processes": (cow, *made.processes[1:])}), kind)
    shares = [each.share for each in work.allocated.products if each.process == 1]
    assert len(shares) == 2
    assert sum(shares) == pytest.approx(1, abs=1e-9)
    assert min(shares) >= 0
