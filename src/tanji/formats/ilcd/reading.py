"""Data sets of a package as documents, each with what it does not say in its extra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tanji.formats.ilcd import messages
from tanji.formats.ilcd.fields import Named, bare, checked, checked_once
from tanji.formats.ilcd.flows import Flows, build_flow
from tanji.formats.ilcd.kinds import Body, kinds
from tanji.formats.ilcd.known import Bodies, Measures, named
from tanji.formats.ilcd.methods import read_method
from tanji.formats.ilcd.ours import restore, take
from tanji.formats.ilcd.processes import Processes
from tanji.formats.ilcd.rest import keep
from tanji.formats.ilcd.sources import read_source
from tanji.formats.olca.judge import Judge
from tanji.model.document import Document
from tanji.model.flow import Flow
from tanji.model.method import Method
from tanji.model.process import Process
from tanji.model.source import Source

CLASSES: dict[str, type[Document]] = {
    "flowDataSet": Flow,
    "sourceDataSet": Source,
    "processDataSet": Process,
    "LCIAMethodDataSet": Method,
}


class Reading:
    """Reads the data sets of one package. Flows first: processes need what is learned from them."""

    def __init__(self, bodies: Bodies, judge: Judge, *, heads: Mapping[str, Named] | None = None) -> None:
        self._judge = judge
        self.measures = Measures(bodies, judge)
        self.flows = Flows(self.measures, judge)
        self.named = named(bodies, *kinds()) | dict(heads or {})
        sources = set(bodies.get("sourceDataSet", {}))
        self._processes = Processes(self.flows.known, self.named, sources, judge)
        self._makers: dict[str, Callable[[Body, str], dict[str, Any] | None]] = {
            "flowDataSet": self._flow,
            "sourceDataSet": self._source,
            "processDataSet": self._processes.read,
            "LCIAMethodDataSet": lambda body, identity: read_method(body, identity, self.named),
        }

    def document(self, root: str, identity: str, body: Body) -> dict[str, Any] | None:
        """A data set as a document; None for a method that is none of ours. Faulty: it can not become one."""
        found, plain = take(body)
        if found is None and "tanji:document" in str(body.get("common:other", "")):
            self._judge.gather("ILC-138", "warning", messages.not_ours, identity)
        checked_once(plain)
        document = self._makers[root](plain, identity)
        if document is None:
            return None
        for words in (document.get("names") or document.get("title") or {}).values():
            checked(words, "name")
        return restore(document, found, set(CLASSES[root].model_fields))

    def _flow(self, body: Body, identity: str) -> dict[str, Any]:
        document = self.flows.read(body, identity)
        extra: Body = {}
        keep(extra, bare(body, self.named), bare(build_flow(document, self.measures), self.named))
        return document | {"extra": extra}

    def _source(self, body: Body, identity: str) -> dict[str, Any]:
        """A source has no extra of its own: its whole data set is kept by the package."""
        return read_source(body, identity)


def validated(root: str, document: dict[str, Any]) -> Document:
    """A plain document as a document."""
    return CLASSES[root].model_validate_json(msgspec.json.encode(document))
