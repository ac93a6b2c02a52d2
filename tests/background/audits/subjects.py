"""A tiny package as the subject of an audit."""

from datetime import date

from tests.background.packages import CO2, elementary, method, package, product, publish_here

from tanji.background.audits.subject import Subject

ON = date(2026, 1, 1)
CH4 = elementary("ch4", "Methane, fossil")
N2O = elementary("n2o", "Dinitrogen monoxide")
FLOWS = (
    CO2,
    CH4,
    N2O,
    product("steel"),
    product("ore"),
    product("part", "item"),
    product("coal", "kg", "Bituminous coal, at mine"),
    product("gas", "m3", "Natural gas, at well"),
    product("heat", "MJ", "Heat"),
    product("power", "kWh", "Electricity, at plant"),
    product("burning", "kg", "Bituminous coal, combusted in boiler"),
    product("water", "kg", "Water, process"),
)


def subject(folder, *processes, flows=(), sources=()):
    """The processes, published, on 1 January 2026."""
    made = package([*FLOWS, *flows], processes, sources=tuple(sources))
    return Subject(publish_here(folder, made).opened, method(), ON)


def said(checked):
    """(code, process id) of each finding."""
    return [(each.code, each.place.member) for each in checked.findings]
