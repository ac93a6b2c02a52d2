"""A small background, published for real: steel from ore and power, grid power of two years, a CO2-only grid factor."""

from __future__ import annotations

from tests.background.packages import CO2, elementary, gives, package, process, product, publish_here, takes

from tanji.model.process import FactorKind

METHANE = elementary("ch4", "Methane, fossil")
SULFUR = elementary("so2", "Sulfur dioxide")


def background(folder, database="db"):
    """Steel: 2 kg CO2, 0.01 kg CH4, 0.5 kg SO2 and 1 kWh a kg, and coke without a supplier. Power: 0.6 kg CO2 a kWh."""
    flows = [
        product("steel"),
        product("coke"),
        product("power", "kWh", quantity_kind="energy_electricity"),
        product("wind", "kWh", quantity_kind="energy_electricity"),
        product("grid", "kWh", quantity_kind="energy_electricity"),
        product("coal heat", "kWh", quantity_kind="energy_fuel_ncv"),
        CO2,
        METHANE,
        SULFUR,
    ]
    inputs = (takes("power", 1, "kWh"), takes("coke", 0.4))
    emissions = (gives("co2", 2), gives("ch4", 0.01), gives("so2", 0.5))
    processes = [
        process("steel", gives("steel", 1), *inputs, *emissions, names={"zh": "钢", "en": "Steel"}, location="GB"),
        process(
            "power", gives("power", 1, "kWh"), gives("co2", 0.6), names={"zh": "电力", "en": "Power"}, location="CN"
        ),
        process("wind", gives("wind", 1, "kWh"), gives("co2", 0.01), names={"zh": "风电", "en": "Wind power"}),
        process("grid-co2", gives("grid", 1, "kWh"), gives("co2", 0.5), factor_kind=FactorKind.grid_co2),
        process("heat", gives("coal heat", 1, "kWh"), gives("co2", 0.4)),
    ]
    return publish_here(folder, package(flows, processes), database).opened
