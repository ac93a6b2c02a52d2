"""What holds for every document: `load(store(d)) == d`, whatever its class and members."""

import json
import re
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
import tests.properties.documents as classes
from annotated_types import Ge, Gt, Le, Lt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel

from tanji.model.case import Procedure
from tanji.model.document import digest, digests, read, write
from tanji.model.finding import Counts
from tanji.model.meter import Calibration, Meter
from tanji.model.ruleset import Rule, RuleParameter
from tanji.model.study import Period, UseTerms
from tanji.procedures.pack import procedures

text = st.text(max_size=12)
number = st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | number | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
counted = st.integers(0, 1000)
SPECIAL = {
    Period: st.lists(st.dates(), min_size=2, max_size=2).map(lambda d: Period(start=min(d), end=max(d))),
    UseTerms: st.builds(UseTerms, years=st.floats(1, 50), per_year=st.floats(0, 1e6))
    | st.builds(UseTerms, years=st.floats(1, 50), power_kw=st.floats(0, 9), hours_per_year=st.floats(0, 8760)),
    Counts: st.tuples(counted, counted, counted).map(
        lambda c: Counts(read=sum(c), imported=c[0], skipped=c[1], failed=c[2])
    ),
}


def values(annotation, metadata=()):
    """A strategy for one member, from its annotation."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return values(arguments[0], (*metadata, *arguments[1:]))
    if origin in {Union, types.UnionType}:
        return st.one_of([values(a, metadata) for a in arguments])
    if origin is tuple:
        return tuples(arguments, max([m.min_length for m in metadata if hasattr(m, "min_length")], default=0))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {dict, Mapping}:
        return st.dictionaries(text, values(arguments[1]), max_size=2)
    return numbers(annotation, metadata) if annotation in {float, int} else plain(annotation, metadata)


def tuples(arguments, least=0):
    if arguments[-1] is Ellipsis:
        return st.lists(values(arguments[0]), min_size=least, max_size=max(2, least)).map(tuple)
    return st.tuples(*map(values, arguments))


def plain(annotation, metadata):
    if annotation in SPECIAL:
        return SPECIAL[annotation]
    if annotation is str:
        return strings(metadata)
    known = {
        bool: st.booleans(),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
        Any: json_values,
        types.NoneType: st.none(),
    }
    if annotation in known:
        return known[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return documents(annotation)
    assert is_dataclass(annotation), annotation
    hints = get_type_hints(annotation)
    return st.builds(annotation, **{name: values(hint) for name, hint in hints.items()})


def strings(metadata):
    if any(isinstance(m, AfterValidator) for m in metadata):
        return st.just("91330100799655058B")  # the only text with a check of its own
    pattern = next((m.pattern for m in metadata if getattr(m, "pattern", None)), None)
    if pattern:
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    return st.text(min_size=max([m.min_length for m in metadata if hasattr(m, "min_length")], default=0), max_size=12)


def numbers(kind, metadata):
    low = next((m.ge for m in metadata if isinstance(m, Ge)), None)
    high = next((m.le for m in metadata if isinstance(m, Le)), None)
    over = next((m.gt for m in metadata if isinstance(m, Gt)), None)
    under = next((m.lt for m in metadata if isinstance(m, Lt)), None)
    if kind is int:
        return st.integers(low if low is not None else -(2**53) + 1, high if high is not None else 2**53 - 1)
    return st.floats(
        min_value=low if low is not None else over,
        max_value=high if high is not None else under,
        exclude_min=over is not None,
        exclude_max=under is not None,
        allow_nan=False,
        allow_infinity=False,
    )


RISING = {Meter: ("low", "high"), Calibration: ("performed", "due")}
"""Members of which the second must come after the first."""


def rising(kind, drawn):
    """The members with those in order that must be; where they can not be, without the second."""
    first, second = RISING.get(kind, ("", ""))
    pair = [drawn.get(first), drawn.get(second)]
    if None in pair or ... in pair:
        return drawn
    if pair[0] == pair[1]:
        return {**drawn, second: ...}
    return {**drawn, first: min(pair), second: max(pair)}


def fitting(kind, drawn):
    """The members made to fit where a class asks for more than its members say one by one."""
    if kind is Rule:  # exactly one way to judge
        way = drawn["id"][0] < "m"
        return {**drawn, "function": ..., "require": "true" if way else ..., "question": ... if way else {"en": "?"}}
    if kind is RuleParameter:  # each day once, in order
        by_day = {value.since: value for value in drawn["values"]}
        return {**drawn, "values": tuple(by_day[day] for day in sorted(by_day))}
    return rising(kind, drawn)


def documents(kind):
    """A strategy for a model: required members always, the others now and then."""
    if kind is Procedure:  # its parts have to fit together
        return st.builds(
            lambda known, identity: known.model_copy(update={"id": identity}),
            st.sampled_from(list(procedures().values())),
            st.text(min_size=1, max_size=12),
        )
    members = {
        name: values(field.annotation, tuple(field.metadata))
        if field.is_required()
        else st.just(...) | values(field.annotation, tuple(field.metadata))
        for name, field in kind.model_fields.items()
    }
    members.pop("content", None)  # sections of packs and rule sets bind their members together; tests/rules has them
    given_ = st.fixed_dictionaries(members)
    return given_.map(
        lambda drawn: kind(**{name: value for name, value in fitting(kind, drawn).items() if value is not ...})
    )


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # a pack has some two hundred members
@pytest.mark.parametrize("kind", classes.DOCUMENTS, ids=lambda kind: kind.__name__)
def test_what_was_stored_is_what_is_loaded(kind):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(documents(kind))
    def holds(document):
        data = write(document)
        again = read(data)
        assert again == document
        assert write(again) == data
        assert digest(again) == digest(document)
        assert digests(again).sha256 == digest(document)
        spaced = json.dumps(dict(reversed(json.loads(data).items())), indent=1, allow_nan=False).encode()
        assert write(read(spaced)) == data

    holds()
