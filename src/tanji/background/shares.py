"""Which share of a process each of its products carries, by one method; or why the file can not say.

`mass`, `energy` and `carbon` are computed from the amounts and the flow properties; `physical`, `economic` and
`causal` are the factors of the file, `economic` else from prices. Shares add up to 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from math import fsum, isfinite
from typing import Final, Literal

from tanji.background.measure import converted
from tanji.background.names import folded
from tanji.errors import Text
from tanji.model.flow import Flow
from tanji.model.process import AllocationFactor, Direction, Process

Allocation = Literal["reference", "default", "physical", "mass", "energy", "carbon", "economic", "causal", "expansion"]

ROUNDING: Final = 1e-3
"""How far the factors of a source may be from 1 in sum, because it rounds them; they are then scaled to 1."""

_UNITS: Final = {"mass": "kg", "energy": "MJ", "carbon": "kg"}


@dataclass(frozen=True, slots=True)
class Product:
    """One column of the system: a product of a process with its share of everything that is not a product.

    `amount` is in the reference unit of the flow, per run of the process; negative inside lca where it is taken in.
    """

    id: str
    process: int
    flow: Flow
    direction: Direction
    amount: float
    exchanges: tuple[int, ...]
    """Positions of the exchanges that are this product; ids may repeat in a source."""
    is_reference: bool
    share: float = 1.0
    by_exchange: Mapping[int, float] = field(default_factory=dict)
    """Of a causal allocation: the share of single exchanges, where it is not `share`."""

    @property
    def takes_in(self) -> bool:
        """Whether the product is a treatment: an input, or (as some sources write it) an output below zero."""
        return (self.direction is Direction.input) != (self.amount < 0)

    def share_of(self, exchange: int) -> float:
        """Which part of the exchange at a position this product carries."""
        return self.by_exchange.get(exchange, self.share)


def shared(process: Process, products: Sequence[Product], method: Allocation) -> list[Product] | Text:
    """The products with their shares, or why this method can not give them."""
    if any(product.amount == 0 for product in products):
        return Text(zh="共生产品的数量未知或为零", en="the amount of a co-product is missing")
    if method == "causal":
        return _causal(process, products)
    if method in _UNITS:
        return _by_property(products, method)
    factors = [factor for factor in process.allocation if factor.method == method]
    if method == "economic" and not factors:
        return _by_property(products, method)
    given = {product.flow.id: _whole(factors, product.flow.id) for product in products}
    known = [share for share in given.values() if share is not None]
    total = fsum(known)
    if len(known) < len(given) or abs(total - 1) > ROUNDING or min(known) < 0:
        return _unfit(method, len(given) - len(known), total)
    return [replace(product, share=(given[product.flow.id] or 0.0) / total) for product in products]


def content(flow: Flow, basis: str) -> float | None:
    """How much mass (kg), energy (MJ), carbon (kg) or value one reference unit of a flow has, where the file says.

    Fossil and biogenic carbon add up. Value is in the currency of the file.
    """
    unit = _UNITS.get(basis)
    if basis in {"mass", "energy"} and unit is not None:
        direct = converted(flow.unit, unit)
        if direct is not None:
            return direct
    amounts = [
        each.amount * (1.0 if unit is None else converted(each.unit, unit) or 0.0)
        for each in flow.properties
        if _means(each.name, basis)
    ]
    found = fsum(amounts) if basis == "carbon" else next(iter(amounts), 0.0)
    return found if found > 0 and isfinite(found) else None


def _by_property(products: Sequence[Product], basis: str) -> list[Product] | Text:
    if any(product.takes_in for product in products):
        return Text(zh="被处理的废物不按此分配", en="a waste that is treated has no share by this")
    if basis == "economic" and len({_currency(product.flow) for product in products}) > 1:
        return Text(zh="价格的货币不同", en="its prices are in several currencies")
    contents = [content(product.flow, basis) for product in products]
    missing = [product.flow.id for product, found in zip(products, contents, strict=True) if found is None]
    if missing:
        return Text(
            zh=f"{len(missing)} 个产品没有 {basis} 数据",
            en=f"{len(missing)} of its products do not state their {basis}",
        )
    weights = [product.amount * (found or 0.0) for product, found in zip(products, contents, strict=True)]
    total = fsum(weights)
    return [replace(product, share=weight / total) for product, weight in zip(products, weights, strict=True)]


def _causal(process: Process, products: Sequence[Product]) -> list[Product] | Text:
    """Shares exchange by exchange; each exchange's must be there and add up to 1."""
    own = {place for product in products for place in product.exchanges}
    given: dict[tuple[str, str], float] = {}
    for factor in process.allocation:
        if factor.method == "causal":
            key = (factor.product, factor.exchange or "")
            given[key] = given.get(key, 0.0) + factor.value
    shares: dict[str, dict[int, float]] = {product.id: {} for product in products}
    for place, exchange in enumerate(process.exchanges):
        if place in own:
            continue
        found = [
            given.get((product.flow.id, exchange.id), given.get((product.flow.id, exchange.flow)))
            for product in products
        ]
        known = [value for value in found if value is not None]
        total = fsum(known)
        if not known or abs(total - 1) > ROUNDING:
            return _unfit("causal", len(found) - len(known), total)
        for product, value in zip(products, found, strict=True):
            shares[product.id][place] = (value or 0.0) / total
    return [replace(product, share=0.0, by_exchange=shares[product.id]) for product in products]


def _whole(factors: Iterable[AllocationFactor], product: str) -> float | None:
    found = [factor.value for factor in factors if factor.product == product and factor.exchange is None]
    return fsum(found) if found else None


def _unfit(method: str, missing: int, total: float) -> Text:
    if missing:
        return Text(
            zh=f"缺少 {missing} 个 {method} 分配系数", en=f"{missing} of its {method} allocation factors are missing"
        )
    return Text(zh=f"{method} 分配系数之和为 {total:.6g}", en=f"its {method} allocation factors add up to {total:.6g}")


def _currency(flow: Flow) -> str | None:
    return next((each.unit for each in flow.properties if _means(each.name, "economic")), None)


def _means(name: str, basis: str) -> bool:
    said = folded(name)
    return said in _names(basis) or (basis == "economic" and said.startswith("market value"))


@cache
def _names(basis: str) -> frozenset[str]:
    text = (files("tanji.background") / "data" / "allocation_properties.csv").read_text("utf-8")
    return frozenset(folded(row["name"]) for row in csv.DictReader(text.splitlines()) if row["basis"] == basis)
