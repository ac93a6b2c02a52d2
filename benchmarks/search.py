"""Search in 100,000 listings in Chinese and English, with and without filters: goal below 0.1 s each; peer SQLite LIKE.

`python benchmarks/search.py` prints the rows. The release stands on a shelf as any other; only its table of listings is
filled. Opening it is a row of its own. The peer is asked for the same words in the same folded texts.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measure import Row
from tanji.background.filters import Filter, find
from tanji.background.names import folded
from tanji.background.opened import Opened
from tanji.background.shelf import Shelf
from tanji.background.tables import SCHEMAS, digest, table
from tanji.model.release import Release, Table

N = 100_000
LIMIT = 20
QUERIES: tuple[tuple[str, Filter | None], ...] = (
    ("铝锭", None),
    ("电力", Filter(place="CN")),
    ("热轧钢", Filter(years=(2015, None), unit="t")),
    ("aluminium ingot", None),
    ("steel hot rolled production", None),
    ("electricity low voltage", Filter(place="CN", licence="CC0")),
    ("nothing like this", None),
    ("", Filter(place="CN-GD", unit="kWh")),
)
_PRODUCTS = (
    ("steel", "钢", "kg"),
    ("aluminium ingot", "铝锭", "kg"),
    ("copper cathode", "阴极铜", "kg"),
    ("cement", "水泥", "kg"),
    ("polyethylene", "聚乙烯", "kg"),
    ("flat glass", "平板玻璃", "kg"),
    ("lithium carbonate", "碳酸锂", "kg"),
    ("electricity low voltage", "低压电力", "kWh"),
    ("heat from natural gas", "天然气供热", "MJ"),
    ("freight by lorry", "货运卡车运输", "t*km"),
    ("sulfuric acid", "硫酸", "kg"),
)
_WAYS = (
    ("production", "生产"),
    ("market for", "市场"),
    ("treatment", "处理"),
    ("hot rolled", "热轧"),
    ("recycled", "再生"),
)
_PLACES = ("CN", "CN-GD", "CN-JS", "US", "DE", "GLO", "RoW", None)


def release(folder: Path, n: int = N) -> Opened:
    """A release of n made-up listings, with a fixed seed."""
    chance = random.Random(1)
    rows = [_row(place, chance) for place in range(n)]
    tables = {name: table(name, {key: [] for key in schema}) for name, schema in SCHEMAS.items() if name != "listings"}
    tables["listings"] = table("listings", {key: [row.get(key) for row in rows] for key in SCHEMAS["listings"]})
    manifest = Release(
        id="search",
        names={"en": "For the benchmark of search"},
        link_rules="none",
        allocation="reference",
        counts={},
        tables={name: Table(rows=len(frame), digest=digest(frame)) for name, frame in tables.items()},
    )
    return Shelf(folder).add(manifest, tables)


def rows(n: int = N, repeats: int = 7) -> list[Row]:
    """One row for each query, and one for opening the release and its first search."""
    with tempfile.TemporaryDirectory(prefix="tanji-bench-") as scratch:
        opened = release(Path(scratch), n)
        peer = _peer(opened)
        begin = time.perf_counter()
        find("铝锭", [Opened(opened.folder)], limit=LIMIT)
        first = time.perf_counter() - begin
        made = [_made("search: open, first search", n, (0.0, first), 0.0)]
        find("铝锭", [opened], limit=LIMIT)
        for text, where in QUERIES:
            ours, found = _timed(lambda text=text, where=where: find(text, [opened], where=where, limit=LIMIT), repeats)
            theirs, hits = _timed(lambda text=text: _asked(peer, text), repeats)
            wrong = sum(each.score == 1.0 and each.listing.process not in hits for each in found) if text else 0
            label = f"search: {text or '(filter alone)'}{' with filters' if where and text else ''}"
            made.append(_made(label, n, (theirs, ours), wrong / max(1, len(found))))
    return made


def _row(place: int, chance: random.Random) -> dict[str, Any]:
    (en, zh, unit), (way, weise) = chance.choice(_PRODUCTS), chance.choice(_WAYS)
    return {
        "process": f"process-{place:06d}",
        "document": place,
        "names": json.dumps({"en": f"{en}, {way}, {place}", "zh": f"{zh}{weise}，{place}"}, ensure_ascii=False),
        "aliases": json.dumps([en, zh], ensure_ascii=False),
        "unit": unit,
        "kind": "unit_process",
        "factor_kind": "life_cycle",
        "location": chance.choice(_PLACES),
        "year": chance.choice((None, *range(2005, 2026))),
        "category": f"Sector {chance.randrange(40)} / {en}",
        "licence": chance.choice(("CC0", "CC BY 4.0", None)),
        "status": "unverified",
        "flow": en,
        "treatment": False,
    }


def _peer(opened: Opened) -> sqlite3.Connection:
    """The same folded words in a table of SQLite in memory."""
    peer = sqlite3.connect(":memory:")
    peer.execute("create table listing (process text, words text)")
    pairs = zip(opened.positions, opened.words.to_list(), strict=True)
    peer.executemany("insert into listing values (?, ?)", pairs)
    return peer


def _asked(peer: sqlite3.Connection, text: str) -> set[str]:
    terms = folded(text).split()
    where = " and ".join("words like ?" for _ in terms) or "1"
    found = peer.execute(f"select process from listing where {where}", [f"%{term}%" for term in terms])  # noqa: S608
    return {process for (process,) in found}


def _timed(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    taken, result = [], None
    for _ in range(repeats):
        begin = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - begin)
    return median(taken), result


def _made(task: str, n: int, seconds: tuple[float, float], error: float) -> Row:
    """A row; opening has no peer, and its time and ratio of the peer are 0."""
    theirs, ours = (float(f"{value:.3g}") for value in seconds)
    peer = f"sqlite3 {sqlite3.sqlite_version}" if theirs else "none"
    ratio = float(f"{theirs / ours:.3g}")
    return Row(task, "listings", n, peer, "LIKE", theirs, ours, ratio, None, error)


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(asdict(row), ensure_ascii=False))
