"""Processes proposed for a name, with a score and the reason for it in words.

An equal name or alias scores 1, others by likeness; distance of place and year and a kind that is not known take
something off (`data/match_deductions.csv`), so that of equal names the nearest place and then the nearest year comes
first. The reason says what matters: another place, a far year, or the year where nothing else tells two apart. A
process whose unit, quantity kind or factor kind can not serve is not proposed at all.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from tanji.background.measure import converted
from tanji.background.names import folded
from tanji.background.opened import Opened, Spellings
from tanji.background.places import Grade, nearness
from tanji.background.search import bigrams, nearest
from tanji.model.listing import Candidate, Listing
from tanji.model.process import FactorKind
from tanji.model.quantity import QuantityKind, find_unit

EXACT: Final = 0.85
"""An equal name or alias never falls below this, whatever is taken off; likeness alone never reaches it."""
LEAST: Final = 0.15
"""Below this likeness nothing is proposed."""

_SHORTLIST = 400
_DECIDING = ("unit", "quantity_kind", "factor_kind")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Want:
    """What a line of a study needs: its unit and quantity kind, the factor kinds it may take, its place and year."""

    unit: str
    quantity_kind: QuantityKind | None
    factor_kinds: frozenset[FactorKind]
    location: str | None = None
    year: int | None = None
    material: str | None = None
    """Name of the material, where the line's own name is that of a part."""


class _Likeness(NamedTuple):
    score: float
    zh: str
    en: str


def match(name: str, databases: Sequence[Opened], *, want: Want, limit: int = 3) -> tuple[Candidate, ...]:
    """The best processes of several databases for a name, the best first; equal scores in the order of their ids."""
    queries = [folded(name)] + ([folded(want.material)] if want.material else [])
    queries = list(dict.fromkeys(query for query in queries if query))
    scored: list[tuple[float, Listing, _Likeness]] = []
    for opened in databases:
        for place in _shortlist(opened, queries, want):
            spellings = opened.spellings[place]
            best = max((_likeness(query, spellings) for query in queries), key=lambda found: found.score)
            if best.score >= LEAST:
                listing = opened.listings[place]
                scored.append((best.score - _taken_off(listing, want), listing, best))
    scored.sort(key=lambda item: (-round(item[0], 6), item[1].database, item[1].process))
    told_apart = _told_apart_by_year(scored, want)
    return tuple(
        _candidate((score, listing, found), want, by_year=_but_for_year(score, listing, want) in told_apart)
        for score, listing, found in scored[:limit]
    )


def serves(listing: Listing, want: Want) -> bool:
    """Whether a process can stand behind a line: convertible unit, same quantity kind, a factor kind it may take."""
    return listing.factor_kind in want.factor_kinds and _measures(listing.unit, listing.quantity_kind, want)


def _shortlist(opened: Opened, queries: Sequence[str], want: Want) -> tuple[int, ...]:
    """Positions that can serve and bear a name asked for, or hold most of its pairs of letters."""
    serving = _serving(opened, want)
    found: set[int] = set()
    for query in queries if serving else ():
        found.update(serving.intersection(opened.bearers.get(query, ())))
        found.update(nearest(opened.words, query, sorted(serving), _SHORTLIST))
    return tuple(sorted(found))


def _serving(opened: Opened, want: Want) -> frozenset[int]:
    table = opened.table("listings")
    fitting: dict[tuple[str, str | None, str], bool] = {}
    found: list[int] = []
    for place, key in enumerate(zip(*(table[name].to_list() for name in _DECIDING), strict=True)):
        if key not in fitting:
            kind = QuantityKind(key[1]) if key[1] else None
            fitting[key] = FactorKind(key[2]) in want.factor_kinds and _measures(key[0], kind, want)
        if fitting[key]:
            found.append(place)
    return frozenset(found)


def _measures(unit: str, kind: QuantityKind | None, want: Want) -> bool:
    if converted(want.unit, unit) is None:
        return False
    mine, theirs = _kinds(want.unit, want.quantity_kind), _kinds(unit, kind)
    return not mine or not theirs or bool(mine & theirs)


def _kinds(unit: str, kind: QuantityKind | None) -> frozenset[QuantityKind]:
    if kind is not None:
        return frozenset({kind})
    found = find_unit(unit)
    return frozenset(found.kinds) if found else frozenset()


def _likeness(query: str, spellings: Spellings) -> _Likeness:
    """The best likeness of a query to any name: equal, one within the other, or pairs of letters and words in common.

    Half of it is the share of common pairs of letters (Dice), half the order-free likeness of words (rapidfuzz).
    """
    from rapidfuzz import fuzz

    if query in spellings.names:
        return _Likeness(1.0, "名称完全一致", "same name")
    if query in spellings.aliases:
        return _Likeness(1.0, "别名一致", "same alias")
    pairs = bigrams(query)
    best, called = 0.0, ""
    for spelling in (*spellings.names, *spellings.aliases):
        other = bigrams(spelling)
        dice = 2 * len(pairs & other) / (len(pairs) + len(other))
        score = 0.5 * dice + 0.005 * fuzz.token_sort_ratio(query, spelling)
        if _within(query, spelling):
            score = max(score, 0.75 + 0.25 * score)
        if score > best:
            best, called = score, spelling
    percent = f"{100 * best:.0f} %"
    return _Likeness(best * (EXACT - 0.01), f"与“{called}”相似 {percent}", f'{percent} like "{called}"')


def _within(query: str, spelling: str) -> bool:
    """Whether one holds the other as whole words (or, in Chinese, as a part)."""
    short, long = sorted((query, spelling), key=len)
    if len(short) < 2 or 3 * len(short) < len(long):
        return False
    if short.isascii():
        return f" {_NOT_A_WORD.sub(' ', short).strip()} " in f" {_NOT_A_WORD.sub(' ', long).strip()} "
    return short in long


def _taken_off(listing: Listing, want: Want) -> float:
    place = _deductions()[f"place_{_grade(listing, want).name}"]
    return place + _off_for_year(listing, want) + (_deductions()["kind_unknown"] if _kind_unknown(listing, want) else 0)


def _grade(listing: Listing, want: Want) -> Grade:
    return nearness(listing.location, want.location).grade


def _off_for_year(listing: Listing, want: Want) -> float:
    """More for each year of distance; at once more beyond the span within which a figure counts as of the time."""
    if want.year is None:
        return 0.0
    off = _deductions()
    if listing.year is None:
        return off["year_unknown"]
    years = abs(listing.year - want.year)
    return off["year_near"] * years if years <= off["year_span"] else _far(years)


def _far(years: int) -> float:
    off = _deductions()
    return min(off["year_most"], off["year_far"] + off["year_step"] * years)


def _long_ago(listing: Listing, want: Want) -> bool:
    if want.year is None or listing.year is None:
        return False
    return abs(listing.year - want.year) > _deductions()["year_span"]


def _kind_unknown(listing: Listing, want: Want) -> bool:
    return want.quantity_kind is not None and listing.quantity_kind is None


def _but_for_year(score: float, listing: Listing, want: Want) -> float:
    return round(score + _off_for_year(listing, want), 6)


def _told_apart_by_year(scored: Iterable[tuple[float, Listing, _Likeness]], want: Want) -> frozenset[float]:
    """Scores, the year left out of account, that processes of several years share."""
    years: defaultdict[float, set[int | None]] = defaultdict(set)
    for score, listing, _ in scored if want.year is not None else ():
        years[_but_for_year(score, listing, want)].add(listing.year)
    return frozenset(score for score, found in years.items() if len(found) > 1)


def _candidate(scored: tuple[float, Listing, _Likeness], want: Want, *, by_year: bool) -> Candidate:
    score, listing, found = scored
    zh, en = [found.zh], [found.en]
    if _grade(listing, want) is not Grade.same:
        zh.append(f"地域{f' {listing.location}' if listing.location else '未注明'}，研究地域 {want.location}")
        en.append(f"place {listing.location or 'not stated'}, study in {want.location}")
    if by_year or _long_ago(listing, want):
        zh.append(f"年份{f' {listing.year}' if listing.year else '未注明'}，研究年份 {want.year}")
        en.append(f"year {listing.year or 'not stated'}, study of {want.year}")
    if _kind_unknown(listing, want):
        zh.append("数据库未说明量的种类")
        en.append("the database does not say what its unit measures")
    return Candidate(listing=listing, score=round(score, 4), reason_zh="；".join(zh), reason_en="; ".join(en))


@cache
def _deductions() -> Mapping[str, float]:
    text = (files("tanji.background") / "data" / "match_deductions.csv").read_text("utf-8")
    return {row["key"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
