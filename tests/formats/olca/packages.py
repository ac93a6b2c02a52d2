"""A small package of openLCA's JSON-LD to change at will: 1 kg of steel from ore and electricity, with CO2 to air."""

import json

V2 = {"schemaVersion": 2}


def units(identity, name, *listed):
    return {
        "@type": "UnitGroup",
        "@id": f"units-{identity}",
        "name": f"Units of {name}",
        "units": [
            {
                "@type": "Unit",
                "@id": f"{identity}-{unit}",
                "name": unit,
                "conversionFactor": factor,
                "isRefUnit": n == 0,
            }
            for n, (unit, factor) in enumerate(listed)
        ],
    }


def measure(identity, name):
    return {
        "@type": "FlowProperty",
        "@id": identity,
        "name": name,
        "unitGroup": {"@type": "UnitGroup", "@id": f"units-{identity}"},
    }


def flow(identity, name, measured="mass", **members):
    factor = {"flowProperty": {"@id": measured}, "conversionFactor": 1.0, "isRefFlowProperty": True}
    body = {"@type": "Flow", "@id": identity, "name": name, "flowType": "PRODUCT_FLOW", "flowProperties": [factor]}
    return body | members


def exchange(number, of, amount, unit, *, given=False, **members):
    measured, _, _ = unit.rpartition("-")
    body = {
        "internalId": number,
        "flow": {"@id": of, "name": of},
        "amount": amount,
        "isInput": given,
        "unit": {"@id": unit},
        "flowProperty": {"@id": measured},
    }
    return body | members


def steel(**members):
    body = {
        "@type": "Process",
        "@id": "steelmaking",
        "name": "Steelmaking",
        "version": "01.00.000",
        "category": "metals/ferrous",
        "processType": "UNIT_PROCESS",
        "location": {"@id": "place-cn", "name": "China"},
        "defaultAllocationMethod": "PHYSICAL_ALLOCATION",
        "processDocumentation": {
            "validFrom": "2020-01-01",
            "validUntil": "2024-12-31T00:00:00+08:00",
            "technologyDescription": "Electric arc furnace",
            "timeDescription": "five years",
            "sources": [{"@id": "book"}],
            "dataGenerator": {"@type": "Actor", "@id": "somebody"},
        },
        "exchanges": [
            exchange(1, "steel", 2.0, "mass-t", isQuantitativeReference=True),
            exchange(2, "electricity", 900.0, "energy-kWh", given=True, defaultProvider={"@id": "grid"}),
            exchange(3, "gas", 3.0, "volume-m3", given=True, dqEntry="(1;2;3;4;5)"),
            exchange(4, "co2", 500.0, "mass-kg", amountFormula="FACTOR * 1000", description="stack"),
            exchange(5, "slag", 0.5, "mass-t", isAvoidedProduct=True, isInput=True),
        ],
        "allocationFactors": [
            {"allocationType": "PHYSICAL_ALLOCATION", "product": {"@id": "steel"}, "value": 1},
            {
                "allocationType": "CAUSAL_ALLOCATION",
                "product": {"@id": "steel"},
                "value": 0.75,
                "exchange": {"internalId": 4, "flow": {"@id": "co2"}},
            },
        ],
        "parameters": [
            {"name": "half", "value": 0.5, "isInputParameter": True, "description": "of it"},
            {"name": "factor", "value": 0.5, "formula": "IF(half > 1; 2; half)", "isInputParameter": False},
        ],
        "tags": ["demo"],
    }
    return body | members


def steel_package(**changes):
    """Objects by path of a package of schema 2; `changes` replace or (None) remove some."""
    objects = {
        "openlca.json": V2,
        "unit_groups/mass": units("mass", "mass", ("kg", 1.0), ("t", 1000.0)),
        "unit_groups/energy": units("energy", "energy", ("MJ", 1.0), ("kWh", 3.6)),
        "unit_groups/volume": units("volume", "volume", ("m3", 1.0)),
        "flow_properties/mass": measure("mass", "Mass"),
        "flow_properties/energy": measure("energy", "Energy"),
        "flow_properties/volume": measure("volume", "Volume"),
        "flows/steel": flow("steel", "Steel, at plant", category="metals/ferrous", location={"@id": "place-cn"}),
        "flows/electricity": flow("electricity", "Electricity, at grid", "energy"),
        "flows/slag": flow("slag", "Slag"),
        "flows/gas": flow(
            "gas",
            "Natural gas ",
            "energy",
            synonyms="CNG; 天然气",
            flowProperties=[
                {"flowProperty": {"@id": "energy"}, "conversionFactor": 38.0, "isRefFlowProperty": True},
                {"flowProperty": {"@id": "volume"}, "conversionFactor": 1.0},
            ],
        ),
        "flows/co2": flow(
            "co2",
            "Carbon dioxide, fossil",
            flowType="ELEMENTARY_FLOW",
            category="Elementary flows/Emission to air/unspecified",
            cas="000124-38-9",
            formula="CO2",
        ),
        "locations/cn": {"@type": "Location", "@id": "place-cn", "name": "China", "code": "CN", "latitude": 35.0},
        "sources/book": {"@type": "Source", "@id": "book", "name": "Book", "year": 2021, "textReference": "A book."},
        "actors/somebody": {"@type": "Actor", "@id": "somebody", "name": "Somebody", "email": "a@example.org"},
        "processes/steelmaking": steel(),
    }
    objects |= {name.replace("__", "/"): body for name, body in changes.items()}
    return {name: body for name, body in objects.items() if body is not None}


def put(folder, objects):
    """Write objects (or bytes) as files of a folder."""
    for name, body in objects.items():
        path = folder / (name if name.endswith(".json") else f"{name}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode())
    return folder
