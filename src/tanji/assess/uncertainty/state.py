"""What a study and its suppliers state about uncertainty, line by line; what nobody states is known by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum

from tanji.assess.amounts import called, parameters, stated
from tanji.assess.calculate import calculate
from tanji.assess.expand import Line, expand, parts
from tanji.assess.metrology import Metered, metered
from tanji.assess.pedigree import derived_uncertainty
from tanji.assess.supply import Suppliers, Supply
from tanji.assess.uncertainty import source
from tanji.assess.uncertainty.background import Sampled
from tanji.assess.uncertainty.source import Source
from tanji.assess.uncertainty.spread import Spread, between, multiple, spread
from tanji.assess.uncertainty.vary import Draws, Row, Stated, Term, by_formula, scores
from tanji.errors import Text
from tanji.model import formula
from tanji.model.footprint import Footprint
from tanji.model.method import Method
from tanji.model.process import Uncertainty
from tanji.model.study import Activity, FootprintLink, Link, OwnFactor, ProcessLink, Study, StudyLink

REFERENCE_GAS = "carbon-dioxide-"
"""How the ids of carbon dioxide begin: its warming potential is 1 by definition, so it is exact."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the lines of all studies of a propagation are supplied by."""

    suppliers: Suppliers
    sampled: Sampled


def state(study: Study, given: Given) -> Stated:
    """A study with its uncertainties. Refuses what `calculate` refuses, and UnfitUncertainty."""
    nominal = parameters(study)
    named = {
        each.name: spread(each.uncertainty, nominal[each.name], source.parameter(each), _parameter(each.name))
        for each in study.parameters
        if each.uncertainty is not None
    }
    read = metered(study, given.suppliers.inputs) if study.meters else {}
    amounts = {
        each.id: found
        for each in study.activities
        if (found := _amount(each, study, stated(each, nominal).value, read.get(each.id)))
    }
    uncertain = _uncertain(study, set(named))
    rows = []
    for line in expand(study):
        supply = given.suppliers.of(line)
        if supply is not None and line.amount is not None:
            rows.append(_row(line, supply, given, known=_known(line.activity, amounts, uncertain)))
    return Stated(study, tuple(rows), named, amounts)


def _parameter(name: str) -> Text:
    return Text(zh=f"参数“{name}”", en=f'the parameter "{name}"')


def _amount(activity: Activity, study: Study, value: float | None, register: Metered | None) -> tuple[Term, ...]:
    """What an amount varies with: as stated for it, else as its meters say, else as its quality scores do."""
    if value is None:
        return ()
    if activity.uncertainty is None and register is not None and register.uncertainty is not None:
        return _read(activity, study, register)
    about = activity.uncertainty or derived_uncertainty(activity)
    if about is None:
        return ()
    drawn_as = meter_of(activity)
    from_ = source.line(activity, study.product) if drawn_as is None else source.meter(f"meter:{drawn_as}")
    from_ = from_ if activity.uncertainty else from_.derived()
    return (Term(1.0, (spread(about, value, from_, called(activity)),)),)


def _read(activity: Activity, study: Study, register: Metered) -> tuple[Term, ...]:
    """An amount as its meters read it: the error of each drawn with the meter, what is random with the line."""
    own, where = source.line(activity, study.product), called(activity)
    single, whole = len(register.parts) == 1, register.uncertainty
    terms = []
    for part in register.parts:
        about = Uncertainty(kind="normal", relative=True, mean=1 + part.correction, sd=part.systematic or 0.0)
        if single and whole is not None and whole.kind == "uniform":
            about = whole
        spreads = [spread(about, 1.0, source.meter(f"meter:{part.meter}"), where)]
        if part.random and about is not whole:
            random = Uncertainty(kind="normal", relative=True, mean=1.0, sd=part.random)
            spreads.append(spread(random, 1.0, replace(own, key=f"{own.key}:{part.meter}"), where))
        terms.append(Term(part.share, tuple(spreads)))
    return tuple(terms)


def meter_of(activity: Activity) -> str | None:
    """The one meter that an amount was read from; None where there is none, or where there are several."""
    meters = {reading.meter or activity.meter for reading in activity.readings} or {activity.meter}
    return meters.pop() if len(meters) == 1 else None


def _uncertain(study: Study, stated_: set[str]) -> frozenset[str]:
    """The names of all parameters that a stated uncertainty reaches, as parsed."""
    found = {formula.spelled(name) for name in stated_}
    formulas = {formula.spelled(p.name): formula.names(p.formula) for p in study.parameters if p.formula is not None}
    while reached := {name for name, needs in formulas.items() if needs & found} - found:
        found |= reached
    return frozenset(found)


def _known(activity: Activity, amounts: Mapping[str, tuple[Term, ...]], uncertain: frozenset[str]) -> bool:
    """Whether somebody says how uncertain an amount is: for itself, or through the parameters of its formula."""
    through = by_formula(activity) and bool(formula.names(activity.formula or "") & uncertain)
    return activity.id in amounts or through


def _row(line: Line, supply: Supply, given: Given, *, known: bool) -> Row:
    """A line with what its supplier states; where that is nothing, with what the study states for it."""
    part, link = next((part, link) for id_, part, link in parts(line.activity) if id_ == line.id)
    row = Row(line, part, supply.intensity.total, amount_stated=known, factor_share=1.0)
    if isinstance(link, ProcessLink):
        taken = given.sampled.taken(link, supply)
        if taken is not None:
            return replace(row, background=taken, demand=supply.demand, factor_share=taken.share)
    elif isinstance(link, StudyLink):
        return _of_study(row, link, supply, given)
    elif link is None and (line.activity.gas or "").startswith(REFERENCE_GAS):
        return row
    elif (about := _of_supplier(line, link, given.suppliers)) is not None:
        return replace(row, spread=about)
    return _by_line(row, link, supply)


def _of_supplier(line: Line, link: Link | None, given: Suppliers) -> Spread | None:
    """What an own factor, a supplier's footprint or the method's factor of a gas states of itself."""
    activity = line.activity
    if isinstance(link, OwnFactor) and link.uncertainty is not None:
        return spread(link.uncertainty, link.value, source.own_factor(link, activity, line.id), called(activity))
    if isinstance(link, FootprintLink):
        other = given.inputs[link.footprint.digest]
        if isinstance(other, Footprint) and other.uncertainty is not None:
            from_ = source.document(link.footprint.digest, activity, line.id)
            return between(other.uncertainty.interval, other.uncertainty.nominal, from_)
    return _of_gas(activity, given.method) if link is None else None


def _of_study(row: Row, link: StudyLink, supply: Supply, given: Given) -> Row:
    """A line that takes the product of another study, which is propagated with the same draws."""
    other = given.suppliers.inputs[link.study.digest]
    assert isinstance(other, Study)  # noqa: S101 - the supply was found
    inner = state(other, given)
    row = replace(row, study=inner, demand=supply.demand, factor_share=stated_share(inner) or 0.0)
    drawn = any(each.amount_stated or each.factor_share for each in inner.rows)
    return row if drawn else _by_line(row, link, supply)


def stated_share(stated_: Stated) -> float | None:
    """Which part of the absolute contributions has an uncertainty of amount and factor; None where there are none."""
    sizes = [(row, abs(float(score))) for row, score in scores(stated_, Draws())]
    whole = fsum(size for _, size in sizes)
    return fsum(size * row.factor_share for row, size in sizes if row.amount_stated) / whole if whole else None


def _of_gas(activity: Activity, method: Method) -> Spread | None:
    """What the method states for the warming potential of a gas that is emitted on the line itself."""
    factor = None if method.flows is not None else method.find(activity.gas or "")
    if factor is None or factor.uncertainty is None:
        return None
    where = Text(zh=f"{activity.gas} 的增温潜势", en=f"the warming potential of {activity.gas}")
    return spread(factor.uncertainty, factor.value, source.gas(factor.gas), where)


def _by_line(row: Row, link: Link | None, supply: Supply) -> Row:
    """With the uncertainty of the factor that the study itself states for the line, if it does."""
    activity = row.line.activity
    about = activity.factor_uncertainty or derived_uncertainty(activity, "factor")
    if about is None:
        return replace(row, factor_share=0.0)
    from_ = _factor(row.line, link, supply)
    from_ = from_ if activity.factor_uncertainty else from_.derived()
    return replace(row, spread=multiple(about, from_, called(activity)), factor_share=1.0)


def _factor(line: Line, link: Link | None, supply: Supply) -> Source:
    activity = line.activity
    if supply.listing is not None:
        return source.dataset(supply.listing.database, supply.listing.process, supply.listing.names)
    if isinstance(link, OwnFactor):
        return source.own_factor(link, activity, line.id)
    if isinstance(link, FootprintLink):
        return source.document(link.footprint.digest, activity, line.id)
    if isinstance(link, StudyLink):
        return source.document(link.study.digest, activity, line.id)
    return source.gas(activity.gas or "?")


def suppliers(given: Suppliers) -> Suppliers:
    """The same suppliers, with other studies computed as `calculate` does."""

    def footprint_of(other: Study) -> Footprint:
        return calculate(other, given.background, given.method, inputs=given.inputs, engine="")

    return Suppliers(given.background, given.method, given.inputs, footprint_of)
