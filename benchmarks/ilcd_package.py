"""A seeded ILCD package of the size of a large real database, for measuring imports: `olca_package` said in ILCD.

The processes, flows and amounts are those of `olca_package`; each data set has what programs write of it: names,
classification, documentation in paragraphs, an administrative section, and a reference with a short description for
each exchange. The same package as TIDAS is that tree as JSON.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from benchmarks.olca_package import _Made

Body = dict[str, Any]

_COMMON = "http://lca.jrc.it/ILCD/Common"
_ROOTS = {
    "processDataSet": ("processes", "http://lca.jrc.it/ILCD/Process"),
    "flowDataSet": ("flows", "http://lca.jrc.it/ILCD/Flow"),
    "flowPropertyDataSet": ("flowproperties", "http://lca.jrc.it/ILCD/FlowProperty"),
    "unitGroupDataSet": ("unitgroups", "http://lca.jrc.it/ILCD/UnitGroup"),
    "sourceDataSet": ("sources", "http://lca.jrc.it/ILCD/Source"),
}
_ADMINISTRATION = {
    "dataEntryBy": {"common:timeStamp": "2024-01-31T12:00:00Z"},
    "publicationAndOwnership": {"common:dataSetVersion": "01.00.000", "common:copyright": "false"},
}


def store(path: Path, n: int = 23_000, exchanges: int = 600_000, *, seed: int = 20260202, form: str = "ilcd") -> None:
    """The package as a zip, as `ilcd` (XML) or `tidas` (JSON): n processes with so many exchanges in all."""
    suffix, encode = (".xml", _xml) if form == "ilcd" else (".json", _json)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for root, identity, body in _sets(_Made(n, exchanges, seed)):
            archive.writestr(f"ILCD/{_ROOTS[root][0]}/{identity}{suffix}", encode(root, body))


def _sets(made: _Made) -> Iterator[tuple[str, str, Body]]:
    measures = {}
    for name, body in made.objects():
        kind = body.get("@type")
        if kind == "FlowProperty":
            measures[body["@id"]] = body
            yield "flowPropertyDataSet", body["@id"], _property(body)
        elif kind == "UnitGroup":
            yield "unitGroupDataSet", body["@id"], _group(body)
        elif kind == "Flow":
            yield "flowDataSet", body["@id"], _flow(body)
        elif kind == "Source":
            yield "sourceDataSet", body["@id"], _source(body)
        elif name.startswith("processes/"):
            yield "processDataSet", body["@id"], _process(body)


def _information(body: Body, name: Any, category: str = "") -> Body:
    classes = [{"@level": str(level), "#text": part} for level, part in enumerate(category.split("/")) if part]
    made: Body = {"common:UUID": body["@id"], **name}
    if classes:
        made["classificationInformation"] = {"common:classification": {"common:class": classes}}
    return made


def _words(text: str) -> Body:
    return {"@xml:lang": "en", "#text": text}


def _ref(kind: str, body: Body) -> Body:
    return {
        "@type": f"{kind} data set",
        "@refObjectId": body["@id"],
        "@version": "01.00.000",
        "@uri": f"../{kind.replace(' ', '')}s/{body['@id']}.xml",
        "common:shortDescription": _words(body["name"]),
    }


def _property(body: Body) -> Body:
    return {
        "flowPropertiesInformation": {
            "dataSetInformation": _information(body, {"common:name": _words(body["name"])}),
            "quantitativeReference": {"referenceToReferenceUnitGroup": _ref("unit group", body["unitGroup"])},
        },
        "administrativeInformation": _ADMINISTRATION,
    }


def _group(body: Body) -> Body:
    units = [
        {"@dataSetInternalID": str(place), "name": unit["name"], "meanValue": repr(unit["conversionFactor"])}
        for place, unit in enumerate(body["units"])
    ]
    return {
        "unitGroupInformation": {
            "dataSetInformation": _information(body, {"common:name": _words(body["name"])}),
            "quantitativeReference": {"referenceToReferenceUnit": "0"},
        },
        "administrativeInformation": _ADMINISTRATION,
        "units": {"unit": units},
    }


def _source(body: Body) -> Body:
    return {
        "sourceInformation": {
            "dataSetInformation": _information(body, {"common:shortName": _words(body["name"])}),
        },
        "administrativeInformation": _ADMINISTRATION,
    }


def _flow(body: Body) -> Body:
    product = body["flowType"] == "PRODUCT_FLOW"
    measure = body["flowProperties"][0]["flowProperty"]
    return {
        "flowInformation": {
            "dataSetInformation": _information(body, {"name": {"baseName": _words(body["name"])}}, body["category"]),
            "quantitativeReference": {"referenceToReferenceFlowProperty": "0"},
        },
        "modellingAndValidation": {
            "LCIMethod": {"typeOfDataSet": "Product flow" if product else "Elementary flow"},
        },
        "administrativeInformation": _ADMINISTRATION,
        "flowProperties": {
            "flowProperty": {
                "@dataSetInternalID": "0",
                "referenceToFlowPropertyDataSet": _ref("flow property", measure),
                "meanValue": "1.0",
            }
        },
    }


def _process(body: Body) -> Body:
    written = body["processDocumentation"]
    lines = [_line(line) for line in body["exchanges"]]
    reference = next(str(place) for place, each in enumerate(body["exchanges"]) if each["isQuantitativeReference"])
    return {
        "processInformation": {
            "dataSetInformation": _information(body, {"name": {"baseName": _words(body["name"])}}, body["category"])
            | {"common:generalComment": _words(body["description"])},
            "quantitativeReference": {"@type": "Reference flow(s)", "referenceToReferenceFlow": reference},
            "time": {
                "common:referenceYear": "2020",
                "common:dataSetValidUntil": "2024",
                "common:timeRepresentativenessDescription": _words(written["timeDescription"]),
            },
            "geography": {
                "locationOfOperationSupplyOrProduction": {
                    "@location": body["location"]["name"],
                    "descriptionOfRestrictions": _words(written["geographyDescription"]),
                }
            },
            "technology": {
                "technologyDescriptionAndIncludedProcesses": _words(written["technologyDescription"]),
            },
        },
        "modellingAndValidation": {
            "LCIMethodAndAllocation": {"typeOfDataSet": "Unit process, single operation"},
            "dataSourcesTreatmentAndRepresentativeness": {
                "samplingProcedure": _words(written["samplingDescription"]),
                "referenceToDataSource": [_ref("source", each) for each in written["sources"]],
            },
        },
        "administrativeInformation": _ADMINISTRATION,
        "exchanges": {"exchange": [line | {"@dataSetInternalID": str(place)} for place, line in enumerate(lines)]},
    }


_UNITS = {"kg": 1.0, "t": 1000.0, "g": 0.001, "MJ": 1.0, "kWh": 3.6, "GJ": 1000.0}
_UNITS |= {"m3": 1.0, "l": 0.001, "t*km": 1.0, "kg*km": 0.001}


def _line(line: Body) -> Body:
    amount = repr(line["amount"] * _UNITS[line["unit"]["name"]])
    made = {
        "@dataSetInternalID": "",
        "referenceToFlowDataSet": _ref("flow", line["flow"]),
        "exchangeDirection": "Input" if line["isInput"] else "Output",
        "meanAmount": amount,
        "resultingAmount": amount,
    }
    spread = line.get("uncertainty")
    if spread:
        made["uncertaintyDistributionType"] = "log-normal"
        made["relativeStandardDeviation95In"] = repr(spread["geomSd"] ** 2)
    return made | {"dataDerivationTypeStatus": "Estimated"}


def _xml(root: str, body: Body) -> str:
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    spaces = f'xmlns="{_ROOTS[root][1]}" xmlns:common="{_COMMON}" version="1.1"'
    _element(root, body, pieces, spaces)
    return "".join(pieces)


def _element(name: str, body: Any, pieces: list[str], spaces: str = "") -> None:
    if isinstance(body, str):
        pieces.append(f"<{name}>{escape(body)}</{name}>\n")
        return
    told = "".join(f" {key[1:]}={quoteattr(value)}" for key, value in body.items() if key[0] == "@")
    pieces.append(f"<{name}{' ' + spaces if spaces else ''}{told}>")
    for key, value in body.items():
        if key == "#text":
            pieces.append(escape(value))
        elif key[0] != "@":
            for each in value if isinstance(value, list) else [value]:
                _element(key, each, pieces)
    pieces.append(f"</{name}>\n")


def _json(root: str, body: Body) -> bytes:
    spaces = {"@xmlns": _ROOTS[root][1], "@xmlns:common": _COMMON, "@version": "1.1"}
    return msgspec.json.encode({root: spaces | body})
