import pytest
from tests.background.packages import CO2, gives, method, package, process, product, publish_here, takes, waste

from tanji.background.publish import prepared
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
