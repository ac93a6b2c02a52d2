"""What elementary flows count by a method that gives a factor to each flow of its own list (an ILCD method: EF 3.1).

A row of B takes the factor of its flow, direction and place, else that of its flow and direction everywhere. The value
is per reference unit of the flow, with the direction as it stands: there is no step over kilograms and no sign of ours.
A flow that the method does not list counts nothing and is reported as uncharacterised.

A release of another list of flows, of which the method lists none at all (the starter database under EF 3.1), is
counted by the gases that its flows are known to be: kg of a gas take the factor that the method gives to the flows of
that gas in published lists, where all of them have the same. CO2e published without gases counts 1. `by_gas` says so.

Lines: carbon whose origin is not said, and that no name says to be biogenic, counts as fossil. Biogenic CO2 stands on
its own lines and never in the total (ISO 14067:2018, 7.3), whatever value the method gives it: a method that counts
biogenic CO2, in and out, has the sum of `total`, `biogenic_co2` and `biogenic_removals`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background.characterise import UPTAKE, gases_by_flow, known, substance
from tanji.background.row import location_of
from tanji.errors import Refusal, Text
from tanji.model.flow import CarbonOrigin, Flow
from tanji.model.method import FlowFactor, Indicator, Method
from tanji.model.process import Direction

_GASES: Final = {
    "carbon-dioxide": Indicator.co2,
    "methane": Indicator.ch4,
    "nitrous-oxide": Indicator.n2o,
    "co2e-unsplit": Indicator.unsplit,
}
_UNSPLIT: Final = FlowFactor(flow="co2e-unsplit", direction="output", value=1.0)
_CARBON: Final = {
    CarbonOrigin.fossil: Indicator.fossil,
    CarbonOrigin.biogenic: Indicator.biogenic_emissions,
    CarbonOrigin.land_use: Indicator.land_use,
}


class NothingListed(Refusal):
    """A method by flow that lists none of the flows of a release, whose every score would be zero."""

    code = "BGD-007"


class Contradiction(Refusal):
    """A method that gives one flow, in one direction and place, two values."""

    code = "BGD-008"


class Entry(NamedTuple):
    """One place of C: a line of the footprint, a row of B, kg CO2e per unit of that row."""

    line: Indicator
    row: int
    value: float


def factors(elementary: pl.DataFrame, method: Method) -> Sequence[FlowFactor | None]:
    """The factor of each row of B, if the method lists its flow in this direction, or by gas. Refuses Contradiction."""
    found = _by_id(elementary, method)
    return found if any(found) else _by_gas(elementary, method)


def by_gas(elementary: pl.DataFrame, method: Method) -> bool:
    """Whether a method by flow counts a release by the gases of its flows, because it lists none of the flows."""
    if method.flows is None or any(_by_id(elementary, method)):
        return False
    return any(_by_gas(elementary, method))


def _by_gas(elementary: pl.DataFrame, method: Method) -> Sequence[FlowFactor | None]:
    """By the gas of each row, per reference unit of its flow and with the sign of its direction."""
    gases = set(elementary["gas"].drop_nulls())
    of = {gas: _UNSPLIT if gas == _UNSPLIT.flow else of_gas(gas, method) for gas in gases}
    found: list[FlowFactor | None] = []
    columns = ("flow", "direction", "gas", "sign", "kilograms")
    for flow, direction, gas, sign, kilograms in elementary.select(columns).iter_rows():
        factor = of[gas] if gas is not None and kilograms is not None else None
        own = {"flow": flow, "direction": direction, "value": factor.value * sign * kilograms} if factor else {}
        found.append(factor.model_copy(update=own) if factor else None)
    return found


def _by_id(elementary: pl.DataFrame, method: Method) -> Sequence[FlowFactor | None]:
    by_key: dict[tuple[str, str, str | None], FlowFactor] = {}
    for each in method.flows or ():
        other = by_key.setdefault((each.flow, each.direction, each.location), each)
        if other.value != each.value:
            raise _contradiction(method, each, other)
    rows = elementary.select("id", "flow", "direction").iter_rows()
    return [
        by_key.get((flow, direction, location_of(row, flow))) or by_key.get((flow, direction, None))
        for row, flow, direction in rows
    ]


def entries(elementary: pl.DataFrame, flows: pl.DataFrame, method: Method) -> list[Entry]:
    """C of a release, by a method that gives factors by flow; `flows` is the table of flow documents.

    Refuses NothingListed, where greenhouse gases are emitted and the method lists no flow of the release.
    """
    found = factors(elementary, method)
    if len(elementary) and not any(found) and elementary["gas"].is_not_null().any():
        raise _nothing(method)
    gases = _gases(elementary, flows, found)
    aircraft = elementary["aircraft"].to_list()
    return [
        Entry(line, row, factor.value)
        for row, factor in enumerate(found)
        if factor is not None
        for line in lines(gases[row], factor, aircraft=aircraft[row])
    ]


def lines(gas: str | None, factor: FlowFactor, *, aircraft: bool = False) -> tuple[Indicator, ...]:
    """The lines on which a factor counts, for the gas that its flow is known to be, if it is one.

    >>> [line.value for line in lines("methane-fossil", FlowFactor(flow="x", direction="output", value=29.8))]
    ['total', 'fossil', 'ch4']
    """
    kind = _GASES.get(substance(gas or ""), Indicator.fluorinated)
    origin = _origin(gas, factor.origin)
    if origin is CarbonOrigin.biogenic and kind is Indicator.co2:
        if factor.direction == Direction.input.value or gas == UPTAKE:
            return (Indicator.biogenic_removals,)
        return (Indicator.biogenic_emissions, Indicator.biogenic_co2)
    counted = (Indicator.total, _CARBON[origin], kind)
    return (*counted, Indicator.aircraft) if aircraft else counted


def of_gas(gas: str, method: Method) -> FlowFactor | None:
    """The factor of a gas as such, per kg: of its flows in published lists, where all of them have the same value."""
    wanted = Direction.input.value if gas == UPTAKE else Direction.output.value
    flows = gases_by_flow()
    found = [
        each
        for each in method.flows or ()
        if each.direction == wanted and each.location is None and flows.get(each.flow) == gas
    ]
    return found[0] if len({each.value for each in found}) == 1 else None


def listed(elementary: pl.DataFrame, method: Method) -> NDArray[np.bool_]:
    """Which rows of B the method has a factor for, be it zero."""
    return np.array([factor is not None for factor in factors(elementary, method)], dtype=np.bool_)


def _origin(gas: str | None, said: CarbonOrigin) -> CarbonOrigin:
    """As the method says, else as the gas implies, else fossil."""
    if said is not CarbonOrigin.unspecified:
        return said
    named = gas or ""
    if named == UPTAKE or named.endswith("-biogenic"):
        return CarbonOrigin.biogenic
    return CarbonOrigin.land_use if named.endswith("-land-use") else CarbonOrigin.fossil


def _gases(elementary: pl.DataFrame, flows: pl.DataFrame, found: Sequence[FlowFactor | None]) -> Sequence[str | None]:
    """The gas of each row that has a factor, whatever its medium: of the release, else by its document."""
    gases: list[str | None] = elementary["gas"].to_list()
    ids = elementary["flow"].to_list()
    open_ = {ids[row] for row, factor in enumerate(found) if factor is not None and gases[row] is None}
    documents = flows.filter(pl.col("id").is_in(sorted(open_)))["document"] if open_ else ()
    by_flow: Mapping[str, str | None] = {
        flow.id: known(flow).gas for flow in (Flow.model_validate_json(document) for document in documents)
    }
    return [by_flow.get(flow) if gas is None else gas for flow, gas in zip(ids, gases, strict=True)]


def _nothing(method: Method) -> NothingListed:
    return NothingListed(
        Text(
            zh=f"方法 {method.id} 按流给出因子，但没有列出该数据库的任何基本流或温室气体，所有结果都将为 0",
            en=f"Method {method.id} gives factors by flow and lists no elementary flow or gas of this database:"
            " every score would be 0",
        ),
        Text(
            zh="请改用按气体给出因子的方法，如 ar6-gwp100；见 tanji methods",
            en="Take a method that gives factors by gas, as ar6-gwp100 does; see `tanji methods`",
        ),
    )


def _contradiction(method: Method, one: FlowFactor, other: FlowFactor) -> Contradiction:
    name = one.name or one.flow
    return Contradiction(
        Text(
            zh=f"方法 {method.id} 为同一个流“{name}”给出两个值：{other.value:g} 和 {one.value:g}",
            en=f'Method {method.id} gives "{name}" two values: {other.value:g} and {one.value:g}',
        ),
        Text(zh="请改正方法文件后重新导入", en="Correct the file of the method and import it again"),
    )
