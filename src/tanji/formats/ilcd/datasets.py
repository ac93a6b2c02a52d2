"""The data sets of a package to write: made of its documents and of what it kept, each read back and compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanji.errors import Refusal, Text
from tanji.formats.ilcd.fields import full, made_texts, pruned, reference
from tanji.formats.ilcd.flows import build_flow
from tanji.formats.ilcd.kinds import Body, kinds, uuid_of
from tanji.formats.ilcd.known import Measures
from tanji.formats.ilcd.lines import build_line, numbers
from tanji.formats.ilcd.methods import build_factor, build_method
from tanji.formats.ilcd.ours import differences, put
from tanji.formats.ilcd.plain import tidy
from tanji.formats.ilcd.processes import build_process, shares_of
from tanji.formats.ilcd.reading import Reading, validated
from tanji.formats.ilcd.rest import kept, merged
from tanji.formats.ilcd.sources import build_source, read_source
from tanji.formats.olca.judge import Faulty, Judge
from tanji.model.document import Document
from tanji.model.package import Package
from tanji.model.quantity import QuantityKind, kind_names
from tanji.model.source import Source

_NAMES = {
    QuantityKind.energy_fuel_ncv: "Net calorific value",
    QuantityKind.energy_fuel_gcv: "Gross calorific value",
    QuantityKind.length: "Length",
    QuantityKind.distance_vehicle: "Vehicle transport",
}


class NotWritable(Refusal):
    """A document that ILCD can not hold, so that it would not read back."""

    code = "ILC-002"


class Datasets:
    """The data sets of one package as plain trees by root and id."""

    def __init__(self, package: Package, suffix: str) -> None:
        self._package, self._suffix = package, suffix
        folders = {kind.folder: root for root, kind in kinds().items()}
        self.foreign = {key: value for key, value in package.extra.items() if key not in {*folders, "classifications"}}
        self._bodies: dict[str, dict[str, Body]] = {
            root: {identity: dict(body) for identity, body in package.extra.get(folder, {}).items()}
            for folder, root in folders.items()
        }
        self._flows = {flow.id: flow for flow in package.flows}
        for source in package.sources:
            identity = uuid_of(source.id)
            self._bodies["sourceDataSet"][identity] = _source(source, self._bodies["sourceDataSet"].get(identity))
        self._make_flows()
        for method in package.methods:
            self._bodies["LCIAMethodDataSet"][uuid_of(method.id)] = _method(method.model_dump(mode="json"))
        self._make_processes()

    def all(self) -> Iterator[tuple[tuple[str, str], Body]]:
        """Every data set with its root and id, whole, with the references between them written out."""
        reading = Reading(self._bodies, Judge())
        package = self._package
        for root, documents in (
            ("flowDataSet", package.flows),
            ("sourceDataSet", package.sources),
            ("LCIAMethodDataSet", package.methods),
            ("processDataSet", package.processes),
        ):
            for document in documents:
                self._complete(root, document, reading)
        for root, bodies in self._bodies.items():
            for identity, body in bodies.items():
                yield (root, identity), full(body, reading.named, self._suffix)

    def _complete(self, root: str, document: Document, reading: Reading) -> None:
        """Read a data set back and add what it does not say of its document."""
        identity = uuid_of(document.id)
        body = self._bodies[root][identity]
        try:
            back = reading.document(root, identity, body)
        except Faulty as fault:
            raise _unwritable(document.id, fault.message) from None
        if back is None:
            raise _unwritable(document.id, Text(zh="不是气候变化方法", en="It is no method of climate change"))
        found = differences(document.model_dump(mode="json"), validated(root, back).model_dump(mode="json"))
        if found:
            self._bodies[root][identity] = put(body, found)

    def _make_flows(self) -> None:
        measures = Measures(self._bodies, Judge())
        documents = []
        for flow in self._package.flows:
            document = flow.model_dump(mode="json")
            document["property_id"] = flow.property_id or f"property-{flow.quantity_kind or 'of'}-{flow.unit}"
            words = kind_names()[flow.quantity_kind].en.capitalize() if flow.quantity_kind else flow.unit
            name = _NAMES.get(flow.quantity_kind, words) if flow.quantity_kind else words
            for identity, named, unit in (
                (document["property_id"], name, flow.unit),
                *((other.id, other.name, other.unit) for other in flow.properties),
            ):
                if measures.find(uuid_of(identity)) is None and kept(flow.extra) is None:
                    self._make_property(uuid_of(identity), named, unit)
            documents.append(document)
        measures = Measures(self._bodies, Judge())
        for document in documents:
            built = build_flow(document, measures)
            self._bodies["flowDataSet"][uuid_of(document["id"])] = _tree(merged(built, kept(document["extra"])))

    def _make_property(self, identity: str, name: str, unit: str) -> None:
        group = uuid_of(f"units-{identity}")
        self._bodies["flowPropertyDataSet"].setdefault(identity, _property(identity, name, group))
        self._bodies["unitGroupDataSet"].setdefault(group, _unit_group(group, name, unit))

    def _make_processes(self) -> None:
        reading = Reading(self._bodies, Judge())
        for identity, body in self._bodies["flowDataSet"].items():
            try:
                reading.document("flowDataSet", identity, body)
            except Faulty as fault:
                raise _unwritable(identity, fault.message) from None
        for process in self._package.processes:
            document = process.model_dump(mode="json")
            self._bodies["processDataSet"][uuid_of(process.id)] = self._process(document, reading)

    def _process(self, document: Body, reading: Reading) -> Body:
        ids, shares = numbers(line["id"] for line in document["exchanges"]), shares_of(document)
        lines = []
        for line in document["exchanges"]:
            amount = self._amount(line, reading, document["id"])
            built = build_line(line, ids[line["id"]], amount, shares.get(line["id"], ()))
            lines.append(merged(built, kept(line["extra"])))
        body = merged(build_process(document, ids), kept(document["extra"]))
        around = body.get("exchanges", {})
        skipped = around.get("exchange", [])
        lines += skipped if isinstance(skipped, list) else [skipped]
        return _tree(body | {"exchanges": around | {"exchange": lines}})

    def _amount(self, line: Body, reading: Reading, process: str) -> float:
        """The amount of an exchange in the unit of its flow's data set."""
        known = reading.flows.known.get(uuid_of(line["flow"]))
        if known is None or line["unit"] == known.unit:
            return float(line["amount"])
        flow = self._flows.get(line["flow"])
        if line["reference_amount"] is not None:
            return float(line["reference_amount"]) / known.scale
        if flow is not None and line["unit"] == flow.unit:
            return float(line["amount"])
        raise _unwritable(
            process,
            Text(
                zh=f"流“{line['flow_name']}”的单位 {line['unit']} 不能换算为 {known.unit}",
                en=f'The amount of "{line["flow_name"]}" in {line["unit"]} can not be said in {known.unit}',
            ),
        )


def _tree(body: Any) -> Body:
    found: Body = tidy(body)
    return found


def _source(source: Source, whole: Body | None) -> Body:
    """The data set that a source came from, with what was changed of it since."""
    built = build_source(source.model_dump(mode="json"))
    if whole is None:
        return _tree(built)
    same = validated("sourceDataSet", read_source(whole, uuid_of(source.id))) == source
    return whole if same else _tree(merged(whole, built))


def _method(document: Body) -> Body:
    rest = kept(document["extra"]) or {}
    built = [build_factor(factor) for factor in document["flows"] or ()]
    details = (rest.get("characterisationFactors") or {}).get("factor") or [{}] * len(built)
    lines = [merged(*pair) for pair in zip(built, details, strict=False)] + built[len(details) :]
    body = merged(build_method(document), {k: v for k, v in rest.items() if k != "characterisationFactors"})
    return _tree(body | {"characterisationFactors": {"factor": lines}})


def _property(identity: str, name: str, group: str) -> Body:
    information = {"common:UUID": identity, "common:name": made_texts({"en": name})}
    referred = {"referenceToReferenceUnitGroup": reference("unit group data set", group)}
    made: Body = pruned(
        {
            "@version": "1.1",
            "flowPropertiesInformation": {"dataSetInformation": information, "quantitativeReference": referred},
            "administrativeInformation": {"publicationAndOwnership": {"common:dataSetVersion": "01.00.000"}},
        }
    )
    return made


def _unit_group(identity: str, name: str, unit: str) -> Body:
    information = {"common:UUID": identity, "common:name": made_texts({"en": f"Units of {name.lower()}"})}
    return {
        "@version": "1.1",
        "unitGroupInformation": {
            "dataSetInformation": information,
            "quantitativeReference": {"referenceToReferenceUnit": "0"},
        },
        "administrativeInformation": {"publicationAndOwnership": {"common:dataSetVersion": "01.00.000"}},
        "units": {"unit": {"@dataSetInternalID": "0", "name": unit, "meanValue": "1.0"}},
    }


def _unwritable(what: str, why: Text) -> NotWritable:
    return NotWritable(
        Text(zh=f"“{what}”不能写成 ILCD：{why.zh}", en=f'"{what}" can not be written as ILCD: {why.en}'),
        Text(zh="请补充单位换算或修改该文档。", en="Add the conversion of the unit, or change the document."),
    )
