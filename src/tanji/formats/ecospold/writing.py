"""Documents written as EcoSpold so that they read back the same.

Every dataset is read again before it is written. What does not come back the same way, because the format has no place
for it, goes into the dataset's extension (`extension`); so a package that came from EcoSpold needs none.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from tanji.errors import Refusal, Text
from tanji.formats.ecospold import extension
from tanji.formats.ecospold.body import Body, Taken, element
from tanji.formats.ecospold.files import NAMESPACES
from tanji.formats.ecospold.judge import Faulty, Judge, Where
from tanji.formats.ecospold.reading import Dialect, Reading
from tanji.formats.xml import XSI, Element
from tanji.formats.xml import write as to_bytes
from tanji.model.flow import Flow
from tanji.model.package import Package, Place
from tanji.model.process import Process
from tanji.model.source import Source

_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150}")
_WHEN = (1980, 1, 1, 0, 0, 0)


class Bodies(Protocol):
    """Makes the datasets of a package in one version of EcoSpold."""

    def dataset(self, process: Process, number: int) -> tuple[str, Body]:
        """The name and the body of a process's dataset."""

    def order(self, process: Process) -> list[int]:
        """The places of its exchanges in the process, in the order in which the dataset has them."""


class Writer:
    """Makes the elements of one package."""

    def __init__(self, package: Package, dialect: type[Dialect], bodies: Bodies, refusal: type[Refusal]) -> None:
        self._package, self._dialect, self._bodies, self._refusal = package, dialect, bodies, refusal
        self._namespace = NAMESPACES[dialect.version]
        self._native = package.format == f"ecospold/{dialect.version}"

    def datasets(self) -> Iterator[tuple[str, Element]]:
        """Every dataset with a name for its file; the kept ones last."""
        self._check()
        made = [
            self._element(*self._bodies.dataset(process, number))
            for number, process in enumerate(self._package.processes, 1)
        ]
        stated = self._differences(made)
        for process, dataset, body in zip(self._package.processes, made, stated, strict=True):
            if body:
                dataset.children.append(extension.element(body))
            yield process.id, dataset
        kept = self._package.extra.get("datasets", ()) if self._native else ()
        for number, item in enumerate(kept, 1):
            for name, body in item.items():
                yield f"kept-{number}", self._element(name, body)

    def root(self, datasets: Sequence[Element]) -> Element:
        """The outermost element around datasets."""
        roots = self._package.extra.get("roots", {}) if self._native else {}
        made = self._element("ecoSpold", next(iter(roots.values()), {}))
        made.children = [*datasets, *made.children]
        return made

    def _element(self, name: str, body: Any) -> Element:
        return element(name, body, self._namespace, self._dialect.order)

    def _check(self) -> None:
        flows = {flow.id for flow in self._package.flows}
        if not self._package.processes:
            raise self._refused(Text(zh="数据包中没有过程", en="the package has no process"))
        for process in self._package.processes:
            for line in process.exchanges:
                if line.flow not in flows:
                    name = next(iter(process.names.values()), process.id)
                    raise self._refused(
                        Text(
                            zh=f"过程“{name}”的流“{line.flow_name}”不在数据包中",
                            en=f'flow "{line.flow_name}" of process "{name}" is not in the package',
                        )
                    )

    def _differences(self, made: Sequence[Element]) -> list[dict[str, Any]]:
        """For each dataset what must be stated beside it, after reading it again."""
        reading = Reading(self._dialect, Judge(self._dialect.prefix))
        found = [
            self._read(reading, dataset, process)
            for dataset, process in zip(made, self._package.processes, strict=True)
        ]
        wanted = [extension.said(process) for process in self._package.processes]
        stated = [
            self._difference(reading, process, one, other)
            for process, one, other in zip(self._package.processes, wanted, found, strict=True)
        ]
        used = {line["flow"] for process in wanted for line in process["exchanges"]}
        flows = {
            identity: {"id": identity, "kind": reading.book.kinds[identity], "unit": reading.book.units[identity]}
            | reading.dialect.flow(identity, reading.book.kinds[identity], said)
            for identity, said in reading.book.said.items()
            if identity in used
        }
        for name, kind, documents, known in (
            ("flows", Flow, self._package.flows, flows),
            ("sources", Source, self._package.sources, reading.sources),
            ("places", Place, self._package.places, reading.places),
        ):
            others = [extension.said(document) for document in documents if not _is_same(kind, document, known)]
            if others:
                stated[0][name] = others
        return stated

    def _difference(
        self, reading: Reading, process: Process, wanted: dict[str, Any], found: dict[str, Any]
    ) -> dict[str, Any]:
        order = self._bodies.order(process)
        moved = order != list(range(len(order)))
        found = extension.applied(found, {"order": order}) if moved else found
        waited = frozenset(place for place, line in enumerate(found["exchanges"]) if extension.OPEN in line)
        found = reading.dialect.close(found) if waited else found
        stated = extension.process_difference(wanted, extension.said(_validated(Process, found)), waited)
        return stated | ({"order": order} if moved else {})

    def _read(self, reading: Reading, dataset: Element, process: Process) -> dict[str, Any]:
        name = next(iter(process.names.values()), process.id)
        try:
            document = reading.dialect.process(Taken(dataset, self._namespace), Where("", name))
        except Faulty as fault:
            why = str(fault.values or fault.number)
            raise self._refused(
                Text(zh=f"过程“{name}”不能这样表达（{why}）", en=f'the process "{name}" can not be told in it ({why})')
            ) from None
        if document is None:
            raise self._refused(Text(zh=f"“{name}”不是过程", en=f'"{name}" is no process'))
        return document

    def _refused(self, why: Text) -> Refusal:
        version = self._dialect.version
        return self._refusal(
            Text(
                zh=f"不能写成 EcoSpold {version}：{why.zh}", en=f"It can not be written as EcoSpold {version}: {why.en}"
            ),
            Text(zh="请补全数据包后再写出。", en="Complete the package first."),
        )


def _is_same(kind: type[Any], document: Any, known: dict[str, dict[str, Any]]) -> bool:
    found = known.get(document.id)
    return found is not None and extension.said(_validated(kind, found)) == extension.said(document)


def _validated(kind: type[Any], body: dict[str, Any]) -> Any:
    """A document of plain data; where it can not be one, an empty mapping stands for it, so that all is stated."""
    try:
        return kind.model_validate(body)
    except ValidationError:
        return kind.model_construct(**body)


def write(writer: Writer, path: Path) -> None:
    """One file with all datasets; a zip with a file for each where the name ends with .zip. Always the same bytes."""
    part = path.with_name(path.name + ".part")
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                names: set[str] = set()
                for identity, dataset in writer.datasets():
                    name = _file_name(identity, names)
                    archive.writestr(zipfile.ZipInfo(name, _WHEN), _bytes(writer.root([dataset])), zipfile.ZIP_DEFLATED)
        else:
            part.write_bytes(_bytes(writer.root([dataset for _, dataset in writer.datasets()])))
        os.replace(part, path)  # noqa: PTH105  atomic on one file system
    finally:
        part.unlink(missing_ok=True)


def _bytes(root: Element) -> bytes:
    prefixes = {"": root.namespace}
    if any(name.startswith(f"{{{XSI}}}") for name in root.attributes):
        prefixes["xsi"] = XSI
    if any(child.name == extension.NAME for dataset in root.children for child in dataset.children):
        prefixes["tanji"] = extension.NAMESPACE
    return to_bytes(root, prefixes=prefixes)


def _file_name(identity: str, names: set[str]) -> str:
    name = identity if _FILE_NAME.fullmatch(identity) else hashlib.sha256(identity.encode("utf-8")).hexdigest()
    while f"{name}.spold" in names:
        name += "_"
    names.add(f"{name}.spold")
    return f"{name}.spold"
