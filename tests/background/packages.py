"""Tiny packages that can be checked by hand, and the methods to score them."""

from tanji.model.flow import Flow, FlowKind
from tanji.model.method import GasFactor, Method
from tanji.model.package import Package
from tanji.model.process import Exchange, Process

GASES = {
    "carbon-dioxide-fossil": 1.0,
    "carbon-dioxide-land-use": 1.0,
    "carbon-dioxide-biogenic": 1.0,
    "carbon-dioxide-uptake": -1.0,
    "methane-fossil": 30.0,
    "methane-biogenic": 28.0,
    "nitrous-oxide": 265.0,
    "hfc-134a": 1300.0,
    "co2e-unsplit": 1.0,
}


def method(values=None, identity="test-gwp100"):
    """A method with the factors given, by gas."""
    return Method(
        id=identity,
        names={"en": "For tests", "zh": "测试用"},
        report="AR5",
        horizon=100,
        factors=tuple(
            GasFactor(gas=gas, names={"en": gas}, value=value, source="For tests", place="none")
            for gas, value in (GASES if values is None else values).items()
        ),
    )


def product(flow, unit="kg", name=None, **more):
    return Flow(id=flow, names={"en": name or flow}, kind=FlowKind.product, unit=unit, **more)


def waste(flow, unit="kg", **more):
    return Flow(id=flow, names={"en": flow}, kind=FlowKind.waste, unit=unit, **more)


def elementary(flow, name, compartment=("air", "unspecified"), unit="kg", **more):
    return Flow(id=flow, names={"en": name}, kind=FlowKind.elementary, unit=unit, compartment=compartment, **more)


CO2 = elementary("co2", "Carbon dioxide, fossil")
SO2 = elementary("so2", "Sulfur dioxide")


def process(identity, reference, *others, **more):
    """A process from (flow, amount, unit) of its reference and exchanges made by `takes`, `gives` …"""
    names = more.pop("names", {"en": identity})
    exchanges = [reference, *others]
    numbered = tuple(exchange.model_copy(update={"id": str(place)}) for place, exchange in enumerate(exchanges, 1))
    return Process(id=identity, names=names, reference="1", exchanges=numbered, **more)


def gives(flow, amount, unit="kg", **more):
    return Exchange(id="0", flow=flow, flow_name=flow, direction="output", amount=amount, unit=unit, **more)


def takes(flow, amount, unit="kg", **more):
    return Exchange(id="0", flow=flow, flow_name=flow, direction="input", amount=amount, unit=unit, **more)


def package(flows, processes, **more):
    return Package(format="test", file="made here", flows=tuple(flows), processes=tuple(processes), **more)


def heijungs_and_suh():
    """Heijungs & Suh (2002), ch. 2: 10 kWh take 2 l fuel and give 1 kg CO2, 0.1 kg SO2; 100 l fuel take 50 l crude oil
    and give 10 kg CO2, 2 kg SO2."""
    crude = elementary("crude", "Oil, crude", ("resource", "in ground"), unit="L")
    return package(
        [product("electricity", "kWh"), product("fuel", "L"), CO2, SO2, crude],
        [
            process(
                "power", gives("electricity", 10, "kWh"), takes("fuel", 2, "L"), gives("co2", 1), gives("so2", 0.1)
            ),
            process("refinery", gives("fuel", 100, "L"), takes("crude", 50, "L"), gives("co2", 10), gives("so2", 2)),
        ],
    )


def publish_here(folder, made, database="db", version="1", **more):
    """The package as a release on a shelf in a folder."""
    from tanji.background.publish import publish
    from tanji.background.shelf import Shelf

    return publish(made, Shelf(folder), database=database, version=version, names={"en": "Test"}, **more)
