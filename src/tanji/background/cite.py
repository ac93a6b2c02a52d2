"""How a process of a release is cited: in words (GB/T 7714, and English), as BibTeX and as RIS.

A citation names owner, title, database and version, year, and the digest of the release, by which a reader knows that
the same figures are meant. Form of the Chinese line: GB/T 7714-2015, 4.1 and 8.7 (electronic resources, [DS/OL] for
data sets; clauses unverified).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tanji.background.opened import Opened
from tanji.errors import Text
from tanji.model.listing import Listing
from tanji.model.release import Release
from tanji.model.source import Source

_KEY: Final = re.compile(r"[^A-Za-z0-9]+")
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """One process cited in four forms."""

    text: Text
    bibtex: str
    ris: str


@dataclass(frozen=True, slots=True)
class _Facts:
    release: Release
    digest: str
    listing: Listing
    sources: tuple[Source, ...]

    @property
    def owner(self) -> str:
        """Who answers for the data: owner of the release, else the publishers of the process, else the database."""
        rights = self.release.rights
        publishers = ", ".join(dict.fromkeys(source.publisher for source in self.sources if source.publisher))
        return (rights and rights.owner) or self.release.owner or publishers or self.release.id

    @property
    def url(self) -> str | None:
        return next((source.url for source in self.sources if source.url), None)

    @property
    def year(self) -> int | None:
        years = [source.year for source in self.sources if source.year is not None]
        return max(years, default=self.listing.year)

    def title(self, language: str) -> str:
        return _in(self.listing.names, language, self.listing.process)

    def database(self, language: str) -> str:
        return _in(self.release.names, language, self.release.id)


def cite(opened: Opened, process_id: str) -> Citation:
    """The citation of a process of a release. Refuses UnknownProcess."""
    listing = opened.get(process_id)
    named = [opened.source(source) for source in opened.process(process_id).sources]
    facts = _Facts(opened.manifest, opened.ref.digest, listing, tuple(source for source in named if source is not None))
    return Citation(Text(zh=_line(_chinese(facts)), en=_line(_english(facts))), _bibtex(facts), _ris(facts))


def _chinese(facts: _Facts) -> str:
    year = f", {facts.year}" if facts.year else ""
    source = f"数据来源：{facts.listing.source}. " if facts.listing.source else ""
    url = f"{facts.url}. " if facts.url else ""
    return (
        f"{facts.owner}. {facts.title('zh')}[DS/OL]. {facts.database('zh')}, 版本 {facts.release.version}{year}. "
        f"过程标识：{facts.listing.process}. {source}{url}{facts.digest}."
    )


def _english(facts: _Facts) -> str:
    year = f" ({facts.year})" if facts.year else ""
    source = f" Source: {facts.listing.source}." if facts.listing.source else ""
    url = f" {facts.url}." if facts.url else ""
    return (
        f"{facts.owner}{year}. {facts.title('en')} [data set]. {facts.database('en')}, "
        f"version {facts.release.version}, process {facts.listing.process}.{source}{url} {facts.digest}."
    )


def _bibtex(facts: _Facts) -> str:
    """An entry of type misc, which every BibTeX style knows; a dataset by its `howpublished`."""
    parts = (facts.release.id, facts.release.version, facts.listing.process)
    key = "-".join(part for part in (_KEY.sub("-", text).strip("-") for text in parts) if part)
    fields = {
        "author": f"{{{_tex(facts.owner)}}}",
        "title": f"{{{_tex(facts.title('en'))}}}",
        "year": str(facts.year) if facts.year else None,
        "howpublished": _tex(f"{facts.database('en')}, version {facts.release.version} (data set)"),
        "url": facts.url and facts.url.replace("{", "%7B").replace("}", "%7D"),
        "note": _tex(f"process {facts.listing.process}; release {facts.digest}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def _ris(facts: _Facts) -> str:
    """Tags of the RIS format, type DATA."""
    rows: Sequence[tuple[str, str | None]] = (
        ("TY", "DATA"),
        ("AU", facts.owner),
        ("TI", facts.title("en")),
        ("TT", facts.title("zh") if facts.title("zh") != facts.title("en") else None),
        ("T2", facts.database("en")),
        ("ET", facts.release.version),
        ("PY", str(facts.year) if facts.year else None),
        ("M1", facts.listing.process),
        ("N1", facts.digest),
        ("N2", facts.listing.source),
        ("UR", facts.url),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def _in(names: Mapping[str, str], language: str, otherwise: str) -> str:

    return names.get(language) or names.get("en") or next(iter(names.values()), otherwise)


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _line(text))


def _line(text: str) -> str:
    """A text on one line: what follows a line break would be read as another field."""
    return " ".join(text.split())
