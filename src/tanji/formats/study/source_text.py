"""YAML and JSON as plain data; it runs inside the child process."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tanji.errors import Progress, Refusal, Text

_BYTES = 16 << 20
_NODES = 500_000
_DEPTH = 40


class BadSource(Refusal):
    """A YAML or JSON file that is too large, is not of its form, or holds what no study can hold."""

    code = "STU-002"


def parse(path: str, progress: Progress) -> Any:
    """The data in a YAML or JSON file: mappings with text keys, lists, texts, numbers; dates as text.

    Refuses BadSource: more than 16 MiB, not UTF-8, not YAML or JSON, a key twice, references that multiply.
    """
    file = Path(path)
    progress(Text(zh=f"读取“{file.name}”", en=f'reading "{file.name}"'), 0, None)
    with file.open("rb") as opened:
        data = opened.read(_BYTES + 1)
    if len(data) > _BYTES:
        raise _bad(file, Text(zh=f"超过 {_BYTES >> 20} MiB", en=f"it is more than {_BYTES >> 20} MiB"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(file, Text(zh="不是 UTF-8 文本", en="it is not text in UTF-8")) from None
    body = _json(text, file) if file.suffix.lower() == ".json" else _yaml(text, file)
    return _Plain(file).of(body, 0)


def _json(text: str, file: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        body = dict(pairs)
        if len(body) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise _bad(file, Text(zh=f"“{twice}”出现了两次", en=f'"{twice}" stands there twice'))
        return body

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise _bad(file, Text(zh=f"不是有效的 JSON（{error}）", en=f"it is not valid JSON ({error})")) from None


def _yaml(text: str, file: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}" if mark is not None else "?"
        problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        raise _bad(
            file,
            Text(zh=f"第 {line} 行不是有效的 YAML（{problem}）", en=f"line {line} is not valid YAML ({problem})"),
        ) from None
    except (ValueError, TypeError, RecursionError, AttributeError, LookupError) as error:
        raise _bad(file, Text(zh=f"不是有效的 YAML（{error}）", en=f"it is not valid YAML ({error})")) from None


class _Plain:
    """Turns what a parser gives into plain data, and counts it, so that references cannot multiply it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._nodes = 0

    def of(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > _NODES or depth > _DEPTH:
            raise _bad(self._file, Text(zh="内容过多或嵌套过深", en="it holds too much or is nested too deeply"))
        if isinstance(value, dict):
            return {str(key): self.of(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(inner, depth + 1) for inner in value]
        if isinstance(value, date):
            return value.isoformat()
        if value is None or isinstance(value, str | bool):
            return value
        if isinstance(value, int | float) and abs(value) < 1e300:
            return value
        raise _bad(
            self._file,
            Text(zh=f"“{str(value)[:40]}”不能用在研究中", en=f'"{str(value)[:40]}" can not stand in a study'),
        )


def _bad(file: Path, why: Text) -> BadSource:
    return BadSource(
        Text(zh=f"无法读取“{file.name}”：{why.zh}", en=f'"{file.name}" can not be read: {why.en}'),
        Text(
            zh="请对照 examples 中的研究文件改正。",
            en="Compare it with the studies in the examples.",
        ),
    )
