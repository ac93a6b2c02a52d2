"""What of a release is uncertain: its variables, which coefficients they move, and counts of all that was stated.

One variable for each exchange that states a distribution, shared by all columns that it is allocated to (the shares
themselves are exact), and one for each uncertain parameter that amounts follow. See `stated` for what is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background.parameters import Followed, parameters
from tanji.background.stated import DRAWN, stated
from tanji.errors import Refusal, Text

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Tables = Callable[[str], pl.DataFrame]

RULES = "tanji-uncertain/1"
"""Which statements are drawn, in which order variables stand, and how `tanji.lca.streams` draws them: part of the
identity of samples. Another rule, another order or another stream is another number, and samples are made anew."""


class Untraced(Refusal):
    """A release of an earlier Tanji, whose coefficients do not say which exchange they come from."""

    code = "BGD-009"


class Variable(NamedTuple):
    """What one variable is: an exchange of a process (`name` is its flow's) or a parameter of it."""

    process: str
    exchange: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of a release states its uncertainty, and what became of it.

    `kinds` and `verdicts` are of exchanges: of the distributions stated, and of what `stated` found, with
    `not_in_system` for those that have no coefficient. `formulas`: exchanges whose formula takes an uncertain
    parameter, by whether it is followed.
    """

    exchanges: int
    stated: int
    kinds: Mapping[str, int]
    verdicts: Mapping[str, int]
    parameters: Mapping[str, int]
    formulas: Mapping[str, int]
    coefficients: int
    uncertain: int
    """Coefficients of A and B that move with a variable."""


class Moves(NamedTuple):
    """Coefficients in parts: coefficient[row, column] is the sum of scale × variable, or of scale where it is −1."""

    row: Ints
    column: Ints
    variable: Ints
    scale: Floats


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables of a release (columns of `stated`, a row each), what they are, what they move, and the counts."""

    frame: pl.DataFrame
    names: Sequence[Variable]
    technosphere: Moves
    biosphere: Moves
    counted: Counted


def variables(table: Tables) -> Variables:
    """All that is uncertain in the tables of a release. Refuses Untraced."""
    traced = {name: _traced(table(name)) for name in ("technosphere", "biosphere")}
    exchanges = table("exchanges")
    own = _own(exchanges, traced)
    stating = parameters(table("processes")["document"], exchanges)
    drawn = own.filter(pl.col("verdict").is_in(sorted(DRAWN)))
    of_parameters = stating.frame.filter(pl.col("verdict").is_in(sorted(DRAWN)))
    variable_of = np.full(len(exchanges), -1, dtype=np.int64)
    variable_of[drawn["exchange"].to_numpy()] = np.arange(len(drawn))
    rows = np.flatnonzero(stating.frame["verdict"].is_in(sorted(DRAWN)).to_numpy())
    numbers = {int(row): len(drawn) + place for place, row in enumerate(rows)}
    references = set(_references(traced["technosphere"]))
    reach = stating.frame.select("least", "most").to_numpy()
    followed = [
        Followed(each.exchange, "near_zero") if each.exchange in references and _near_zero(each, reach) else each
        for each in stating.followed
        if variable_of[each.exchange] < 0
    ]
    moves = {
        name: _moves(frame, exchanges["amount"].to_numpy(), variable_of, (followed, numbers))
        for name, frame in traced.items()
    }
    columns = [name for name in drawn.columns if name in of_parameters.columns]
    return Variables(
        frame=pl.concat([drawn.select(columns), of_parameters.select(columns)]),
        names=_names(table("processes")["id"], exchanges, drawn, of_parameters),
        technosphere=moves["technosphere"],
        biosphere=moves["biosphere"],
        counted=Counted(
            exchanges=len(exchanges),
            stated=len(own),
            kinds=_counts(own["kind"].to_list()),
            verdicts=_counts(own["verdict"].to_list()),
            parameters=_counts([*stating.frame["verdict"].to_list(), *["by_formula"] * stating.by_formula]),
            formulas=_counts([each.fate for each in followed]),
            coefficients=sum(_places(each, moved=False) for each in moves.values()),
            uncertain=sum(_places(each, moved=True) for each in moves.values()),
        ),
    )


def _traced(frame: pl.DataFrame) -> pl.DataFrame:
    if "exchange" in frame.columns:
        return frame
    raise Untraced(
        Text(
            zh="该发布版由较早的 Tanji 生成，系数没有记录来自哪条交换，无法抽样",
            en="This release was made by an earlier Tanji: its coefficients do not say which exchange they come from",
        ),
        Text(
            zh="请用 tanji db release 数据库@版本 --as 新版本 重新发布；其他用途不受影响",
            en="Publish it anew: tanji db release DB@VERSION --as NEW; everything else works as before",
        ),
    )


def _own(exchanges: pl.DataFrame, traced: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every statement of an exchange, with `exchange`, its place; those that move nothing are `not_in_system`."""
    said = exchanges.with_row_index("exchange").filter(pl.col("uncertainty").is_not_null())
    places = said["exchange"].cast(pl.Int64)
    found = stated(said["amount"].to_numpy(), said["uncertainty"]).with_columns(exchange=places)
    references = _references(traced["technosphere"])
    used = pl.concat([frame["exchange"] for frame in traced.values()]).unique()
    is_drawn = pl.col("verdict").is_in(sorted(DRAWN))
    near = is_drawn & (pl.col("least") * pl.col("most") <= 0) & pl.col("exchange").is_in(references.implode())
    outside = is_drawn & ~pl.col("exchange").is_in(used.implode())
    return found.with_columns(
        verdict=pl.when(outside)
        .then(pl.lit("not_in_system"))
        .when(near)
        .then(pl.lit("near_zero"))
        .otherwise(pl.col("verdict"))
    )


def _references(technosphere: pl.DataFrame) -> pl.Series:
    """The exchanges that are reference products, or taken off them again."""
    return technosphere.filter(pl.col("row") == pl.col("column"))["exchange"].unique()


def _near_zero(followed: Followed, reach: Floats) -> bool:
    """Whether the parameters of a formula may bring its amount to zero."""
    if followed.amount is None:
        return False
    ends = [[slope * end for end in reach[row]] for row, slope in followed.amount.slopes.items()]
    least = followed.amount.constant + sum(min(pair) for pair in ends)
    most = followed.amount.constant + sum(max(pair) for pair in ends)
    return bool(least * most <= 0)


def _moves(
    frame: pl.DataFrame,
    amounts: Floats,
    variable_of: Ints,
    formulas: tuple[Sequence[Followed], Mapping[int, int]],
) -> Moves:
    exchange = frame["exchange"].fill_null(-1).to_numpy()
    row, column, value = frame["row"].to_numpy(), frame["column"].to_numpy(), frame["value"].to_numpy()
    variable = np.where(exchange >= 0, variable_of[exchange], -1)
    scale = np.array(value)
    own = variable >= 0
    scale[own] /= amounts[exchange[own]]
    parts = [Moves(row, column, variable, scale)]
    followed, numbers = formulas
    for each in followed:
        if each.amount is None:
            continue
        for at in np.flatnonzero(exchange == each.exchange):
            per_unit = value[at] / amounts[each.exchange]
            scale[at] = per_unit * each.amount.constant
            slopes = sorted((numbers[key], per_unit * slope) for key, slope in each.amount.slopes.items())
            parts.append(
                Moves(
                    np.full(len(slopes), row[at]),
                    np.full(len(slopes), column[at]),
                    np.array([number for number, _ in slopes]),
                    np.array([slope for _, slope in slopes]),
                )
            )
    return Moves(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _places(moves: Moves, *, moved: bool) -> int:
    """How many places of a matrix there are, or how many of them move with a variable."""
    taken = moves.variable >= 0 if moved else np.ones(len(moves.variable), dtype=np.bool_)
    return len(pl.DataFrame({"row": moves.row[taken], "column": moves.column[taken]}).unique())


def _names(
    processes: pl.Series, exchanges: pl.DataFrame, drawn: pl.DataFrame, of_parameters: pl.DataFrame
) -> list[Variable]:
    ids = processes.to_list()
    rows = exchanges[drawn["exchange"].to_list()].select("process", "id", "flow_name")
    own = [Variable(ids[process], identity, name) for process, identity, name in rows.iter_rows()]
    named = of_parameters.select("process", "name").iter_rows()
    return own + [Variable(ids[process], None, name) for process, name in named]


def _counts(values: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
