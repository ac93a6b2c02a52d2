"""A release, opened: its listings, processes, system, intensities and gaps, each read when it is asked for."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanji.background import arrays, flow_factors
from tanji.background.audit import check
from tanji.background.characterise import gas_lines
from tanji.background.columns import process_of
from tanji.background.gaps import Gaps, uncharacterised, upstream, without_factor
from tanji.background.intensities import digest_of, kept
from tanji.background.listings import Listings
from tanji.background.names import folded
from tanji.background.sampling import Sampling
from tanji.background.search import search, words_of
from tanji.background.variables import Variable
from tanji.errors import Progress, Refusal, Text
from tanji.model import document
from tanji.model.document import Ref
from tanji.model.finding import Report
from tanji.model.footprint import Score
from tanji.model.listing import Candidate, Listing
from tanji.model.method import Indicator, Method
from tanji.model.process import Process
from tanji.model.release import Release
from tanji.model.source import Source

if TYPE_CHECKING:
    from tanji import lca
    from tanji.lca.simulate import Uncertain

Floats = NDArray[np.float64]

MANIFEST = "manifest.json"
REPORT = "report.json"
SEARCH = "search.parquet"
_INDICATORS = tuple(Indicator)


class UnknownProcess(Refusal):
    """A process that the release does not hold."""

    code = "BGD-001"


class DamagedRelease(Refusal):
    """A release whose files can not be read as its manifest says."""

    code = "BGD-002"


class Spellings(NamedTuple):
    """What a process is called, folded: by its own names, and by aliases and the names of its product."""

    names: tuple[str, ...]
    aliases: tuple[str, ...]


class Opened:
    """One release of one database. Nothing is read before it is needed; only kept intensities and samples are added.

    Amounts of a process are in `Listing.unit`; for a treatment one unit is one unit treated, and scores are positive
    where treating emits.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._bytes = (folder / MANIFEST).read_bytes()
        except OSError:
            raise _damaged(folder, MANIFEST) from None
        self.manifest: Release = document.read_as(Release, self._bytes)
        self._digest = f"sha256:{hashlib.sha256(self._bytes).hexdigest()}"  # of canonical bytes: that of the manifest
        self._tables: dict[str, pl.DataFrame] = {}

    @cached_property
    def ref(self) -> Ref:
        """What a footprint says of the release that it was made from."""
        return document.ref(self.manifest)

    @cached_property
    def listings(self) -> Listings:
        """A listing of each process, in the order of the system's columns."""
        return Listings(self.table("listings"), self.manifest.id, self.manifest.version)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The column of each process."""
        processes = self.table("listings")["process"].to_list()
        return dict(zip(processes, range(len(processes)), strict=True))

    @cached_property
    def spellings(self) -> Sequence[Spellings]:
        """Folded names and aliases of each process, as names are compared."""
        columns = self.table("listings").select("names", "aliases").iter_rows()
        return [
            Spellings(tuple(map(folded, json.loads(names).values())), tuple(map(folded, json.loads(aliases))))
            for names, aliases in columns
        ]

    @cached_property
    def bearers(self) -> Mapping[str, tuple[int, ...]]:
        """Positions of the processes that bear a folded name or alias."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, spellings in enumerate(self.spellings):
            for name in {*spellings.names, *spellings.aliases}:
                found[name].append(place)
        return {name: tuple(places) for name, places in found.items()}

    def find(self, process_id: str) -> Listing | None:
        """The listing of a process, if the release has it."""
        place = self.positions.get(process_id)
        return None if place is None else self.listings[place]

    def get(self, process_id: str) -> Listing:
        """The listing of a process. Refuses UnknownProcess, naming three that are similar."""
        return self.listings[self._at(process_id)]

    def process(self, process_id: str) -> Process:
        """The document of a process, whole, as it was read. Refuses UnknownProcess.

        Of a co-product's column it is the process that the co-product comes from; `Listing` has its name and unit.
        """
        return self.document_at(self.table("listings")["document"][self._at(process_id)])

    def document_at(self, place: int) -> Process:
        """The process document at a position of the table of documents; it also holds those without a column."""
        rows = self.table("exchanges").filter(pl.col("process") == place)
        return process_of(self.table("processes")["document"][place], rows)

    def source(self, source_id: str) -> Source | None:
        """A source that processes refer to, if the release has it."""
        rows = self.table("sources").filter(pl.col("id") == source_id)
        return Source.model_validate_json(rows["document"][0]) if len(rows) else None

    @cached_property
    def sampling(self) -> Sampling:
        """What the release states of its uncertainty, and what is drawn from it."""
        return Sampling(self)

    def system(self, method: Method | None = None) -> lca.System:
        """A, B and C with one indicator for each line of the footprint, in the order of `Indicator`.

        Without a method C is empty.
        """
        from tanji import lca

        factors = lca.Triples.of(self._characterisation(method) if method else ())
        return lca.characterized(self._system, factors, lca.Index(_INDICATORS))

    def intensities(self, method: Method) -> Floats:
        """Kg CO2e of one unit of every process: (lines, processes); positive per unit treated of a treatment."""
        known = self._intensities.get(id(method))
        if known is None:
            identity = (self._digest, digest_of(method))
            shape = (len(_INDICATORS), len(self.positions))
            values = kept(self.folder, identity, shape, lambda: self._solved(method))
            self._intensities[id(method)] = known = (method, values)
        return known[1]

    def uncertain(self, method: Method) -> Uncertain | None:
        """The system with what is stated of its uncertainty; None where nothing is, and the release counts as exact.

        Refuses Untraced: a release of an earlier Tanji.
        """
        return self.sampling.uncertain(method)

    def variable_names(self, method: Method) -> Sequence[Variable]:
        """What each variable of `uncertain` is: an exchange or parameter of a process, or a factor of the method."""
        return self.sampling.names(method)

    def samples(self, method: Method, *, draws: int, seed: int, progress: Progress | None = None) -> Floats:
        """Kg CO2e of one unit of every process in each draw, (draws, processes): `intensities` of `Indicator.total`.

        Kept beside the release and memory-mapped; those that are missing are drawn now. The same seed gives the same
        draws, whatever their number. Of a release without uncertainty (`uncertain` is None) all draws are alike.
        Refuses Untraced, ShelfBusy.
        """
        return self.sampling.upto(method, draws, seed, progress)

    def score(self, process_id: str, method: Method) -> Score:
        """The lines of the footprint of one unit of a process. Refuses UnknownProcess."""
        return _score(self.intensities(method)[:, self._at(process_id)])

    def scores(self, method: Method) -> Sequence[Score]:
        """The lines of the footprint of one unit of every process, in the order of the listings."""
        return tuple(_score(column) for column in self.intensities(method).T)

    def gaps(self, demand: Mapping[str, float], method: Method) -> Gaps:
        """What the supply chain of a demand lacks; `demand` is the amount of each process in `Listing.unit`.

        One forward solve, or none where the release lacks nothing. Refuses UnknownProcess.
        """
        at = {self._at(process): amount for process, amount in demand.items()}
        elementary, missing = self.table("elementary"), self.table("gaps")
        lacking = without_factor(elementary, method)
        if not lacking.any() and not len(missing):
            return Gaps(uncharacterised_air_kg=0.0)
        from tanji import lca

        wanted = np.zeros(len(self.positions))
        for place, amount in at.items():
            wanted[place] = amount * self.signs[place]
        supply = lca.supply(self._factor, wanted)
        found = uncharacterised(elementary, np.asarray(self._system.B @ supply), lacking)
        listed, count = upstream(missing, self.table("unlinked"), supply, self.manifest.id)
        return Gaps(
            uncharacterised=found.uncharacterised,
            uncharacterised_count=found.uncharacterised_count,
            uncharacterised_air_kg=found.uncharacterised_air_kg,
            upstream_gaps=listed,
            upstream_gap_count=count,
        )

    def search(self, text: str, *, limit: int = 20) -> tuple[Candidate, ...]:
        """Processes that hold the words of a text in name, alias, category, id or place, the best first."""
        return search(self.words, self.listings, text, limit)

    def inspection(self) -> lca.Inspection:
        """Loops, singular blocks, missing references, empty and repeated columns, in process names."""
        from tanji import lca

        return lca.inspect(self._system)

    def report(self) -> Report:
        """What reading and linking found when the release was made."""
        try:
            return Report.model_validate_json((self.folder / REPORT).read_bytes())
        except OSError:
            raise _damaged(self.folder, REPORT) from None

    def check(self) -> Report:
        """Whether every table still holds what the manifest says, by its digest."""
        return check(self.folder, self.manifest)

    def table(self, name: str) -> pl.DataFrame:
        """A table of the release. Refuses DamagedRelease where it can not be read or has another length."""
        if name not in self._tables:
            try:
                frame = pl.read_parquet(self.folder / f"{name}.parquet", glob=False)
            except (OSError, pl.exceptions.PolarsError):
                raise _damaged(self.folder, f"{name}.parquet") from None
            if len(frame) != self.manifest.tables[name].rows:
                raise _damaged(self.folder, f"{name}.parquet")
            self._tables[name] = frame
        return self._tables[name]

    @cached_property
    def words(self) -> pl.Series:
        """The words to search in: as stored with the release, or made anew where they do not fit it."""
        listings = self.table("listings")
        try:
            stored = pl.read_parquet(self.folder / SEARCH, glob=False)
        except (OSError, pl.exceptions.PolarsError):
            stored = pl.DataFrame()
        fits = stored.schema == {"words": pl.String} and len(stored) == len(listings)
        return (stored if fits else words_of(listings))["words"]

    def _at(self, process_id: str) -> int:
        place = self.positions.get(process_id)
        if place is None:
            raise _unknown(process_id, self)
        return place

    def _solved(self, method: Method) -> Floats:
        from tanji import lca

        found: Floats = lca.intensities(self.system(method), self._factor) * self.signs
        return found

    def _characterisation(self, method: Method) -> list[tuple[int, int, float]]:
        """Entries of C: by the gas of each row, or by its flow where the method gives factors by flow."""
        elementary = self.table("elementary")
        if method.flows is None:
            return _by_gas(elementary, method)
        found = flow_factors.entries(elementary, self.table("flows"), method)
        return [(_INDICATORS.index(each.line), each.row, each.value) for each in found]

    @cached_property
    def _intensities(self) -> dict[int, tuple[Method, Floats]]:
        """By the method object, which is kept so that its id stays its own."""
        return {}

    @cached_property
    def signs(self) -> Floats:
        """-1 for a treatment: treating one unit is the demand -1 (`tanji.lca.system`)."""
        return np.where(self.table("listings")["treatment"].to_numpy(), -1.0, 1.0)

    @cached_property
    def _system(self) -> lca.System:
        return arrays.system(self)

    @cached_property
    def _factor(self) -> lca.Factor:
        from tanji import lca

        return lca.factorize(self._system)


def _by_gas(elementary: pl.DataFrame, method: Method) -> list[tuple[int, int, float]]:
    counted = elementary.select("gas", "sign", "kilograms", "aircraft").with_row_index()
    factors = {factor.gas: factor.value for factor in reversed(method.factors)}
    entries: list[tuple[int, int, float]] = []
    for place, gas, sign, kilograms, aircraft in counted.drop_nulls(("gas", "kilograms")).iter_rows():
        if gas in factors:
            for line, value in gas_lines(gas, factors[gas], aircraft=aircraft).items():
                entries.append((_INDICATORS.index(line), place, value * sign * kilograms))
    return entries


def _score(values: Floats) -> Score:
    return Score.of(dict(zip(_INDICATORS, values.tolist(), strict=True)))


def _unknown(process_id: str, opened: Opened) -> UnknownProcess:
    near = difflib.get_close_matches(process_id, list(opened.positions), n=3, cutoff=0.4)
    near += [candidate.listing.process for candidate in opened.search(process_id, limit=3)]
    listed = list(dict.fromkeys(near))[:3]
    where = f"{opened.manifest.id} {opened.manifest.version}"
    return UnknownProcess(
        Text(zh=f"数据库 {where} 中没有过程“{process_id}”", en=f'{where} holds no process "{process_id}"'),
        Text(
            zh=f"相近的有：{'、'.join(listed) or '无'}；可用 tanji db search 查找",
            en=f"Similar: {', '.join(listed) or 'none'}; `tanji db search` finds others",
        ),
    )


def _damaged(folder: Path, file: str) -> DamagedRelease:
    return DamagedRelease(
        Text(
            zh=f"发布版 {folder.parent.name} {folder.name} 的文件 {file} 缺失或已损坏",
            en=f"The file {file} of release {folder.parent.name} {folder.name} is missing or damaged",
        ),
        Text(zh="请删除该发布版后重新导入", en="Remove this release and import it again"),
    )
