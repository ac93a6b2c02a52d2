"""Exchanges of a process as plain documents: direction, amount in the reference unit, uncertainty, pedigree."""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import ValidationError

from tanji.errors import Text
from tanji.formats.olca import raw
from tanji.formats.olca.flows import Flows, Known, Places
from tanji.formats.olca.judge import Judge
from tanji.formats.olca.schema import OURS
from tanji.model.process import Uncertainty

_DISTRIBUTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "LOG_NORMAL_DISTRIBUTION": ("lognormal", {"geomMean": "median", "geomSd": "gsd"}),
    "NORMAL_DISTRIBUTION": ("normal", {"mean": "mean", "sd": "sd"}),
    "TRIANGLE_DISTRIBUTION": ("triangular", {"minimum": "minimum", "mode": "mode", "maximum": "maximum"}),
    "UNIFORM_DISTRIBUTION": ("uniform", {"minimum": "minimum", "maximum": "maximum"}),
}
_SAID = {"@type", "distributionType"}


def uncertainty(body: dict[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """A distribution, and what of the source's statement it does not hold: all of it where it is none of ours."""
    if not body:
        return None, {}
    own = _own(body.get(OURS))
    if own is not None:
        said = {"@type", "distributionType", OURS, *(name for _, names in _DISTRIBUTIONS.values() for name in names)}
        return own, {name: value for name, value in body.items() if name not in said}
    kind, members = _DISTRIBUTIONS.get(str(body.get("distributionType", "")).upper(), ("", {}))
    given = {ours: body.get(theirs) for theirs, ours in members.items()}
    values = {ours: float(value) for ours, value in given.items() if type(value) is float or type(value) is int}
    if not kind or len(values) < len(members) or values.get("gsd", 1) <= 0 or values.get("sd", 0) < 0:
        return None, {name: value for name, value in body.items() if name != "@type"}
    known = len(members) + 1 + ("@type" in body)
    if len(body) == known:
        return {"kind": kind, **values}, {}
    left = {name: value for name, value in body.items() if name not in members and name not in _SAID}
    return {"kind": kind, **values}, left


def _own(said: Any) -> dict[str, Any] | None:
    """The distribution that our own writer put beside the schema's words."""
    try:
        return None if said is None else Uncertainty.model_validate(said).model_dump(mode="json", exclude_none=True)
    except ValidationError:
        return None


class Lines:
    """Makes exchange documents of one process."""

    def __init__(self, process: raw.Process, body: dict[str, Any], judge: Judge) -> None:
        self.process, self.judge = process, judge
        self._bodies: list[dict[str, Any]] = body.get("exchanges", [])
        self.ids = self._identities()
        self.reference = self._reference()

    def documents(self, flows: Flows, places: Places) -> list[dict[str, Any]]:
        """Every exchange. Faulty: one whose flow is not in the package."""
        return [
            self._document(identity, exchange, self._bodies[place], flows.get(exchange.flow)) | _place(exchange, places)
            for place, (identity, exchange) in enumerate(zip(self.ids, self.process.exchanges, strict=True))
        ]

    def find(self, ref: raw.ExchangeRef) -> str | None:
        """The exchange that a reference names, by its stated id and its flow; else the id of the flow."""
        named = _stated(ref)
        for identity, exchange in zip(self.ids, self.process.exchanges, strict=True):
            if named and _stated(exchange) == named and (ref.flow is None or ref.flow.id == exchange.flow.id):
                return identity
        return ref.flow.id if ref.flow else named or None

    def _identities(self) -> list[str]:
        """An id for each exchange: as stated, with a number where several state the same; else its place."""
        seen: dict[str, int] = {}
        identities = []
        for place, exchange in enumerate(self.process.exchanges, 1):
            stated = _stated(exchange) or f"line-{place}"
            seen[stated] = seen.get(stated, 0) + 1
            identities.append(stated if seen[stated] == 1 else f"{stated}-{seen[stated]}")
        if len(set(identities)) < len(identities):
            identities = [f"line-{place}" for place in range(1, len(identities) + 1)]
        if max(seen.values(), default=0) > 1:
            self.judge.gather("OLC-122", "note", _numbered, self.process.name)
        return identities

    def _reference(self) -> str | None:
        marked = [
            identity
            for identity, exchange in zip(self.ids, self.process.exchanges, strict=True)
            if exchange.is_quantitative_reference
        ]
        name, identity = self.process.name, self.process.id
        if not marked:
            message = Text(
                zh="没有定量参考，不能作为供应方", en="It has no quantitative reference and can supply nothing"
            )
            self.judge.say("OLC-110", "warning", message, process=name, member=identity)
        elif len(marked) > 1:
            message = Text(
                zh=f"有 {len(marked)} 个定量参考，采用第一个",
                en=f"It has {len(marked)} quantitative references; the first is taken",
            )
            self.judge.say("OLC-121", "warning", message, process=name, member=identity)
        return marked[0] if marked else None

    def _document(self, identity: str, exchange: raw.Exchange, body: dict[str, Any], flow: Known) -> dict[str, Any]:
        unit, reference_amount = flow.convert(exchange)
        if reference_amount is None:
            self.judge.gather("OLC-111", "warning", _unknown_conversion, f"{self.process.name}: {flow.name} [{unit}]")
        elif flow.doubtful(exchange, unit):
            self.judge.gather("OLC-124", "warning", _doubtful_unit, f"{self.process.name}: {flow.name} [{unit}]")
        distribution, left = uncertainty(exchange.uncertainty)
        extra = raw.rest(body, raw.Exchange)
        if left:
            extra["uncertainty"] = left
            if distribution is None:
                self.judge.gather("OLC-114", "note", _no_distribution, f"{self.process.name}: {flow.name}")
        outward = flow.kind == "product" if exchange.is_avoided_product else not exchange.is_input
        return {
            "id": identity,
            "flow": exchange.flow.id,
            "flow_name": flow.name,
            "direction": "output" if outward else "input",
            "amount": exchange.amount,
            "unit": unit,
            "reference_amount": reference_amount,
            "property_id": exchange.flow_property.id if exchange.flow_property else None,
            "avoided": exchange.is_avoided_product,
            "provider": exchange.default_provider.id if exchange.default_provider else None,
            "formula": exchange.amount_formula,
            "uncertainty": distribution,
            "pedigree": exchange.dq_entry or exchange.pedigree_uncertainty,
            "description": exchange.description,
            "extra": extra,
        }


def _stated(exchange: raw.Exchange | raw.ExchangeRef) -> str:
    if exchange.id:
        return exchange.id
    return "" if exchange.internal_id is None else str(exchange.internal_id)


def _place(exchange: raw.Exchange, places: Places) -> dict[str, Any]:
    return {"location": places.code(exchange.location)} if exchange.location else {}


def parameter(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A parameter, and what of the source it does not hold."""
    found = msgspec.convert(body, raw.Parameter)
    distribution, left = uncertainty(found.uncertainty)
    extra = raw.rest(body, raw.Parameter)
    if left:
        extra["uncertainty"] = left
    if found.formula and found.is_input_parameter:
        extra["isInputParameter"] = True
    document = {
        "name": found.name,
        "value": found.value,
        "formula": found.formula,
        "description": found.description,
        "uncertainty": distribution,
    }
    return document, extra


def _numbered(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个过程有内部编号相同的交换（可能重复），均保留并加序号：{shown}",
        en=f"{number} processes have exchanges with the same id (perhaps twice the same line); all are kept: {shown}",
    )


def _unknown_conversion(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个交换的单位或流属性不在流的定义中，无法换算：{shown}",
        en=f"{number} exchanges have a unit or flow property that their flow does not have; not converted: {shown}",
    )


def _doubtful_unit(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个交换所用的单位，文件中的换算系数与通行值不同，按文件换算：{shown}",
        en=f"{number} exchanges use a unit whose factor in the file is not the usual one; the file's is used: {shown}",
    )


def _no_distribution(number: int, shown: str) -> Text:
    return Text(
        zh=f"{number} 个不确定性说明不是有效的分布（如几何标准差为 0），原样保留：{shown}",
        en=f"{number} statements of uncertainty are no valid distribution (a geometric standard deviation of 0, say); "
        f"they are kept as they stand: {shown}",
    )
