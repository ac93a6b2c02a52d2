"""Processes by words: the pairs of letters (bigrams) that a query and a process share, and where whole words stand.

Pairs of letters serve Chinese, which has no spaces, and English alike. The folded words of each process are kept with
the release and can be made anew; looking through them takes milliseconds for tens of thousands of processes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

from tanji.background.names import folded
from tanji.model.listing import Candidate, Listing

_WORDS_WEIGH, _PAIRS_WEIGH = 0.7, 0.3
_LEAST = 0.5
_SCORED = 5000


def search(
    said: pl.Series, listings: Sequence[Listing], text: str, limit: int, *, among: pl.Series | None = None
) -> tuple[Candidate, ...]:
    """The best processes for a text: score 1 where all its words are found as they stand; then by name and id.

    `said` are the folded words of each listing, `among` says which listings may be found (all without it). Below a
    score of 0.5 nothing is found. Listings that hold all words are looked for first; pairs of letters are counted
    only where these are too few.
    """
    query = folded(text)
    terms = list(dict.fromkeys(query.split()))
    if not terms:
        return ()
    places = pl.DataFrame({"words": said}).with_row_index("place")
    places = places if among is None else places.filter(among)
    holding = places
    for term in sorted(terms, key=len, reverse=True):
        holding = holding.filter(pl.col("words").str.contains(term, literal=True))
    scored = _whole(holding, query)
    if len(scored) < limit and len(terms) > 1:
        rest = places.filter(pl.col("words").str.contains_any(terms)).join(holding, on="place", how="anti")
        scored = pl.concat([scored, _partly(rest, terms)])
    best = scored.sort(["exact", "score", "length", "place"], descending=[True, True, False, False]).head(limit)
    return tuple(
        _candidate(listings[row["place"]], round(row["score"], 4), row["found"]) for row in best.iter_rows(named=True)
    )


def _whole(holding: pl.DataFrame, query: str) -> pl.DataFrame:
    """Listings that hold every word: score 1; those of which a name is the query itself are exact."""
    said = pl.concat_str(pl.lit("\n"), "words", pl.lit("\n"))
    return holding.select(
        "place",
        length=pl.col("words").str.len_chars(),
        found=pl.lit(1.0),
        score=pl.lit(1.0),
        exact=said.str.contains(f"\n{query}\n", literal=True),
    )


def _partly(rest: pl.DataFrame, terms: Sequence[str]) -> pl.DataFrame:
    """Listings that hold some of the words, scored by words and by pairs of letters.

    Of more than `_SCORED` that hold words enough, those are scored that hold most of them.
    """
    pairs = sorted({pair for term in terms for pair in bigrams(term)})
    least = (_LEAST - _PAIRS_WEIGH) / _WORDS_WEIGH
    held = rest.with_columns(found=_held(terms) / len(terms)).filter(pl.col("found") >= least)
    if len(held) > _SCORED:
        held = held.sort("found", "place", descending=[True, False]).head(_SCORED)
    return held.select(
        "place",
        length=pl.col("words").str.len_chars(),
        found="found",
        score=_WORDS_WEIGH * pl.col("found") + _PAIRS_WEIGH * _held(pairs) / len(pairs),
        exact=pl.lit(value=False),
    ).filter(pl.col("score") >= _LEAST)


def nearest(said: pl.Series, text: str, among: Sequence[int], limit: int) -> tuple[int, ...]:
    """Positions of the listings that hold most pairs of letters of a folded text, the shorter first where equal."""
    scored = pl.DataFrame({"words": said}).with_row_index("place")[list(among)]
    held = scored.select("place", length=pl.col("words").str.len_chars(), held=_held(sorted(bigrams(text))))
    best = held.filter(pl.col("held") > 0).sort(["held", "length", "place"], descending=[True, False, False])
    return tuple(best.head(limit)["place"].to_list())


def words_of(listings: pl.DataFrame) -> pl.DataFrame:
    """The folded words of each listing, a line for each name, alias, category, id and place."""
    columns = ("names", "aliases", "category", "process", "location")
    listed = []
    for names, aliases, *others in listings.select(columns).iter_rows():
        said = (*json.loads(names).values(), *json.loads(aliases), *(other for other in others if other))
        listed.append("\n".join(map(folded, said)))
    return pl.DataFrame({"words": pl.Series(listed, dtype=pl.String)})


def bigrams(text: str) -> frozenset[str]:
    """Every two neighbouring letters of a text; a single letter is its own pair.

    >>> sorted(bigrams("铝合金"))
    ['合金', '铝合']
    """
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _held(parts: Sequence[str]) -> pl.Expr:
    """How many of the parts the words of a listing hold."""
    return pl.sum_horizontal(pl.col("words").str.contains(part, literal=True).cast(pl.Float64) for part in parts)


def _candidate(listing: Listing, score: float, found: float) -> Candidate:
    if found == 1:
        return Candidate(listing=listing, score=score, reason_zh="含全部检索词", reason_en="holds all the words")
    return Candidate(listing=listing, score=score, reason_zh="与检索词部分相符", reason_en="holds part of the words")
