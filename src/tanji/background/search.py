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


def search(said: pl.Series, listings: Sequence[Listing], text: str, limit: int) -> tuple[Candidate, ...]:
    """The best processes for a text: score 1 where all its words are found as they stand; then by name and id.

    `said` are the folded words of each listing. Below a score of 0.5 nothing is found.
    """
    query = folded(text)
    terms = list(dict.fromkeys(query.split()))
    if not terms:
        return ()
    pairs = sorted({pair for term in terms for pair in bigrams(term)})
    scored = pl.DataFrame({"words": said}).with_row_index("place")
    whole, shared = _held(terms), _held(pairs)
    scored = scored.select(
        "place",
        length=pl.col("words").str.len_chars(),
        found=whole / len(terms),
        score=_WORDS_WEIGH * whole / len(terms) + _PAIRS_WEIGH * shared / len(pairs),
        exact=pl.concat_str(pl.lit("\n"), "words", pl.lit("\n")).str.contains(f"\n{query}\n", literal=True),
    ).filter(pl.col("score") >= _LEAST)
    best = scored.sort(["exact", "score", "length", "place"], descending=[True, True, False, False]).head(limit)
    return tuple(
        _candidate(listings[row["place"]], round(row["score"], 4), row["found"]) for row in best.iter_rows(named=True)
    )


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
