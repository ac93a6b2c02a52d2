"""Write documents as a zip of TIDAS JSON that reads back to the same documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tanji.formats.ilcd.kinds import Body, Kind, order, prefixes
from tanji.formats.ilcd.writer import archive
from tanji.model.package import Package

_ROOT = "tidas"
_LISTS = frozenset(
    {"exchange", "factor", "unit", "flowProperty", "allocation", "variableParameter", "common:class", "common:category"}
)
"""What TIDAS writes as a list even where there is one."""


def write(package: Package, path: Path) -> None:
    """A package as a TIDAS zip; the same package gives the same bytes. It holds what an ILCD zip holds, as JSON."""
    archive(package, path, encode=encode, suffix=".json", root=_ROOT)


def encode(kind: Kind, body: Body) -> bytes:
    """One data set as JSON, with its namespaces first."""
    declared = {"@xmlns": kind.namespace} | {
        f"@xmlns:{prefix}": prefixes()[prefix] for prefix in ("common", "xsi") if kind.section
    }
    text = json.dumps({kind.root: declared | _laid_out(kind.root, body)}, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _laid_out(name: str, value: Any) -> Any:
    """A tree in the order of the schemas, with lists where TIDAS has lists, and texts instead of numbers."""
    if isinstance(value, dict):
        ranked = sorted(value, key=lambda key: (_rank(key), order().get((name, key), 1000)))
        return {key: _listed(key, _laid_out(key, value[key])) for key in ranked}
    if isinstance(value, list):
        return [_laid_out(name, item) for item in value]
    return value if isinstance(value, str) else repr(value)


def _rank(key: str) -> int:
    """Namespaces, then other attributes, then elements."""
    return 0 if key.startswith("@xmlns") else 1 if key.startswith("@") else 2


def _listed(name: str, value: Any) -> Any:
    return value if isinstance(value, list) or name not in _LISTS else [value]
