"""Package: the documents that one read of a file or folder gave, with the report of that read."""

from __future__ import annotations

from pydantic import Field

from tanji.model.document import Extra, Value
from tanji.model.finding import Report
from tanji.model.flow import Flow
from tanji.model.method import Method
from tanji.model.process import Process
from tanji.model.source import Source


class Place(Value):
    """A place of the source: its id there, its code and its name."""

    id: str
    code: str | None = None
    name: str | None = None


class Package(Value):
    """Flows, processes, sources and places as read: cleaned of nothing, linked to nothing."""

    format: str
    """Id of the reader: `olca-jsonld/1`."""
    file: str
    sha256: str | None = None
    """Of the bytes read, where they were one file."""
    flows: tuple[Flow, ...] = ()
    processes: tuple[Process, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    methods: tuple[Method, ...] = ()
    """Characterisation by flow, where the source has it."""
    report: Report = Report()
    extra: Extra = Field(default_factory=dict)
    """Whole objects of the source that we do not model (actors, systems …), by type and id."""
