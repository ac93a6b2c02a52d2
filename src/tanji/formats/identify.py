"""Which format a file, archive or folder is in: by its content, never by its ending alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from tanji.errors import Progress, Refusal, Text
from tanji.formats.child import run
from tanji.model.package import Package


class UnknownFormat(Refusal):
    """A file in none of the formats that are read, or asked to be read as one that there is not."""

    code = "FMT-001"


Reader = Callable[..., Package]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of background data: its id, its module, what people call it, and whether it is written too."""

    id: str
    module: str
    name: Text
    writes: bool = True

    @property
    def read(self) -> Reader:
        """The reader: `read(path, progress=…)`."""
        return cast("Reader", _module(self.module).read)

    @property
    def write(self) -> Callable[[Package, Path], None]:
        """The writer: `write(package, path)`."""
        return cast("Callable[[Package, Path], None]", _module(self.module).write)


FORMATS: Final = (
    Format("olca", "tanji.formats.olca", Text(zh="openLCA JSON-LD 数据包", en="openLCA JSON-LD")),
    Format("ilcd", "tanji.formats.ilcd", Text(zh="ILCD 数据包（XML）", en="ILCD (XML)")),
    Format("tidas", "tanji.formats.tidas", Text(zh="TIDAS 数据包（JSON）", en="TIDAS (JSON)")),
    Format("ecospold1", "tanji.formats.ecospold1", Text(zh="EcoSpold 1 数据集", en="EcoSpold 1")),
    Format("ecospold2", "tanji.formats.ecospold2", Text(zh="EcoSpold 2 数据集", en="EcoSpold 2")),
    Format("simapro", "tanji.formats.simapro", Text(zh="SimaPro CSV 导出文件", en="SimaPro CSV"), writes=False),
    Format("brightway", "tanji.formats.brightway", Text(zh="Brightway 数据包", en="Brightway datapackage")),
    Format(
        "factors", "tanji.formats.factors", Text(zh="碳迹因子表（Excel 或 CSV）", en="table of factors, Excel or CSV")
    ),
)
"""Every format of background data that is read."""

CERTIFICATE: Final = "dcc"
"""What `look` calls a digital calibration certificate: it is told, but is no format of background data."""

_HEAD = 1 << 20
_LOOKED_AT = 200
_SUFFIXES = (".json", ".xml", ".spold", ".csv", ".jsonld")
_ILCD = re.compile(r"lca\.jrc\.it/ILCD|eplca\.jrc\.ec\.europa\.eu/ILCD", re.IGNORECASE)
_TIDAS = re.compile(r'"(?:process|flow|flowProperty|unitGroup|source|contact|LCIAMethod|lifeCycleModel)DataSet"')
_OLCA = re.compile(r'"(?:@type|@context)"\s*:')
_DATAPACKAGE = re.compile(r'"resources"\s*:\s*\[')


def format_of(id_: str) -> Format:
    """The format of an id. Refuses UnknownFormat, naming those that there are."""
    found = next((one for one in FORMATS if one.id == id_), None)
    if found is None:
        known = ", ".join(one.id for one in FORMATS)
        raise UnknownFormat(
            Text(zh=f"没有名为“{id_}”的格式", en=f'There is no format "{id_}"'),
            Text(zh=f"可用的格式：{known}", en=f"The formats are: {known}"),
        )
    return found


def identify(path: Path) -> Format:
    """The format of a file, archive or folder, looked at in a child process.

    Refuses UnknownFormat, naming what was found; and what `archive` and `child` refuse.
    """
    found = run("tanji.formats.identify:look", {"path": str(path)})
    if found == CERTIFICATE:
        raise UnknownFormat(
            Text(
                zh=f"“{path.resolve().name}”是数字校准证书（DCC），不是背景数据",
                en=f'"{path.resolve().name}" is a digital calibration certificate (DCC), no background data',
            ),
            Text(zh="请用 tanji meter read 读入计量登记。", en="Read it into the register with `tanji meter read`."),
        )
    if found is None:
        known = Text(zh="、".join(one.name.zh for one in FORMATS), en="; ".join(one.name.en for one in FORMATS))
        name = path.resolve().name
        raise UnknownFormat(
            Text(zh=f"认不出“{name}”是哪种格式", en=f'"{name}" is in no format that is known'),
            Text(zh=f"可读取：{known.zh}。", en=f"What is read: {known.en}."),
        )
    return format_of(found)


def look(path: str, progress: Progress) -> str | None:  # noqa: ARG001 - every job takes it
    """The id of a file's format, or None; the job that runs in the child."""
    from tanji.formats.archive import is_archive, members

    file = Path(path)
    if not is_archive(file):
        with file.open("rb") as opened:
            return of_bytes(file.name, opened.read(_HEAD))
    names: list[str] = []

    def wanted(name: str) -> bool:
        names.append(name)
        return name.lower().endswith(_SUFFIXES)

    verdicts = _verdicts((member.name, member.data) for member in members(file, wanted=wanted))
    first = next(verdicts, None)
    return "factors" if first is None and "xl/workbook.xml" in names else first


def of_bytes(name: str, data: bytes) -> str | None:
    """The format that the beginning of a file is in.

    >>> of_bytes("a.csv", b"{SimaPro 9.5}"), of_bytes("p.json", b'{"@type": "Process"}'), of_bytes("x.xml", b"<a/>")
    ('simapro', 'olca', None)
    """
    text = data[:_HEAD].decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1", "replace")
    start = text.removeprefix("ï»¿").lstrip("\ufeff \t\r\n\"'")
    if start.startswith("<"):
        return _of_xml(data, start)
    if start.startswith(("{SimaPro", "SimaPro ")):
        return "simapro"
    if start.startswith(("{", "[")):
        return _of_json(name, start)
    return "factors" if name.lower().endswith((".csv", ".tsv", ".txt")) else None


def _verdicts(files: Iterator[tuple[str, bytes]]) -> Iterator[str]:
    """What the members of an archive are, of the first ones that are anything."""
    for count, (name, data) in enumerate(files):
        if count >= _LOOKED_AT:
            return
        found = of_bytes(name, data)
        if found is not None:
            yield found


def _of_xml(data: bytes, start: str) -> str | None:
    from tanji.formats import dcc, ecospold1, ecospold2

    if dcc.claims(data):
        return CERTIFICATE
    if ecospold2.claims(data):
        return "ecospold2"
    if ecospold1.claims(data):
        return "ecospold1"
    return "ilcd" if _ILCD.search(start[:4096]) else None


def _of_json(name: str, start: str) -> str | None:
    base = name.replace("\\", "/").rpartition("/")[2].lower()
    if base == "openlca.json":
        return "olca"
    if base == "datapackage.json" and _DATAPACKAGE.search(start):
        return "brightway"
    if _TIDAS.search(start[:65536]):
        return "tidas"
    if _OLCA.search(start[:65536]):
        return "olca"
    return "brightway" if _DATAPACKAGE.search(start) and "npy" in start and _is_json(start) else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _module(name: str) -> Any:
    import importlib

    return importlib.import_module(name)
