import pytest

from tanji.model.flow import CarbonOrigin
from tanji.model.method import GasFactor, Method


def factor(gas, value=1.0, **members):
    return GasFactor(gas=gas, names={"en": gas}, value=value, source="hand-made", place="test", **members)


def test_a_gas_is_found_by_its_id_or_missing():
    made = Method(
        id="m", names={"en": "m"}, report="AR6", horizon=100, factors=(factor("nitrous-oxide", 273), factor("hfc-134a"))
    )
    assert made.find("nitrous-oxide").value == 273
    assert made.find("methane-fossil") is None


@pytest.mark.parametrize("members", [{"report": "AR3"}, {"horizon": 50}, {"horizon": "100"}])
def test_a_method_is_of_a_known_report_and_horizon(members):
    with pytest.raises(ValueError, match=next(iter(members))):
        Method(**({"id": "m", "names": {}, "report": "AR6", "horizon": 100, "factors": ()} | members))


def test_a_factor_without_source_or_place_is_no_factor():
    with pytest.raises(ValueError, match="source"):
        GasFactor(gas="x", names={}, value=1, place="p")
    with pytest.raises(ValueError, match="place"):
        GasFactor(gas="x", names={}, value=1, source="s")


def test_the_origin_of_carbon_is_fossil_unless_it_is_said():
    assert factor("methane").origin is CarbonOrigin.fossil
    assert factor("methane-biogenic", origin="biogenic").origin is CarbonOrigin.biogenic
