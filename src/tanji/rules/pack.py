"""Packs as folders of YAML: `manifest`, `parameters`, `content`, `rules`, `cases`, `texts`. Some come with Tanji.

A folder is what a standards officer edits; the document that it reads to is what a rule set names by digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from tanji.errors import Refusal, Text
from tanji.model.ruleset import Pack

PARTS: Final = ("parameters", "content", "rules", "cases", "texts")
MANIFEST: Final = "manifest.yaml"
LARGEST: Final = 2_000_000
"""Bytes of one file of a pack."""
MOST: Final = 500_000
DEEPEST: Final = 50
"""Values of a pack, and how deep they nest, anchors of YAML written out."""


class BadPack(Refusal):
    """A folder that is not a pack: a file missing, not YAML, or not of the form that packs have."""

    code = "RUL-003"


class UnknownPack(Refusal):
    """A pack that does not come with Tanji and was not given."""

    code = "RUL-004"


def packs() -> Mapping[str, Pack]:
    """All packs that come with Tanji, by id."""
    return _all()


def pack(identity: str) -> Pack:
    """One of them. Refuses UnknownPack, naming those there are."""
    known = _all()
    if identity not in known:
        raise UnknownPack(
            Text(zh=f"没有规则包“{identity}”", en=f"There is no pack {identity!r}"),
            Text(zh=f"已有：{'、'.join(known)}", en=f"There are: {', '.join(known)}"),
        )
    return known[identity]


def read(folder: Path) -> Pack:
    """The pack of a folder. Refuses BadPack, naming file and member."""
    return _read(folder, folder.name)


@cache
def _all() -> dict[str, Pack]:
    root = files("tanji.rules") / "packs"
    found = [_read(folder, folder.name) for folder in root.iterdir() if (folder / MANIFEST).is_file()]
    return {each.id: each for each in sorted(found, key=lambda each: each.id)}


def _read(folder: Traversable | Path, name: str) -> Pack:
    body = _yaml(folder / MANIFEST, name)
    if not isinstance(body, dict):
        raise _bad(name, MANIFEST, "a mapping was expected")
    for part in PARTS:
        file = folder / f"{part}.yaml"
        if file.is_file():
            _take(body, part, _yaml(file, name), name)
    try:
        return Pack.model_validate(_Plain(name).of(body))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _bad(name, where or MANIFEST, first["msg"].removeprefix("Value error, ")) from None


def _take(body: dict[str, Any], part: str, found: Any, name: str) -> None:
    """One file of a folder into the body of the document; `cases.yaml` holds the base case beside the cases."""
    if part == "cases" and isinstance(found, dict):
        body["base_case"] = found.get("base", {})
        body["cases"] = found.get("cases", [])
        strange = sorted(set(found) - {"base", "cases"})
        if strange:
            raise _bad(name, "cases.yaml", f"unknown members: {', '.join(strange)}")
        return
    body[part] = found


def _yaml(file: Traversable | Path, name: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST:
            raise _bad(name, file.name, f"{len(raw)} bytes; at most {LARGEST}")
        return YAML(typ="safe", pure=True).load(raw.decode())
    except (OSError, UnicodeDecodeError, YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = "" if mark is None else f"line {mark.line + 1}: "
        raise _bad(name, file.name, where + str(problem).split("\n", 1)[0]) from None


class _Plain:
    """YAML's values as JSON has them: dates as ISO text. References that repeat or nest too much are refused."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST

    def of(self, value: Any, depth: int = 0) -> Any:
        self._left -= 1
        if depth > DEEPEST or self._left < 0:
            why = f"nested more than {DEEPEST} deep" if depth > DEEPEST else f"more than {MOST} values"
            raise _bad(self._name, "YAML", why)
        if isinstance(value, dict):
            return {str(key): self.of(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner, depth + 1) for inner in value]
        return value.isoformat() if isinstance(value, date | datetime) else value


def _bad(name: str, where: str, why: str) -> BadPack:
    return BadPack(
        Text(zh=f"规则包“{name}”的 {where} 有误：{why}", en=f"Pack {name!r}, {where}: {why}"),
        Text(
            zh="请对照 docs/reference/schemas 中的 pack 结构改正，再用 tanji rule lint 检查。",
            en="Correct it by the schema of a pack in docs/reference/schemas, then run `tanji rule lint`.",
        ),
    )
