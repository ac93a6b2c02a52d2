"""Bodies of studies that come from outside: they may be incomplete, but what stands in them has the right shape.

A name may be missing; a list where an object belongs may not, nor a member that no study has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from tanji.accounts.refusals import Invalid
from tanji.errors import Text
from tanji.model.study import Study

SHORT: Final = frozenset({"link", "recycled_link", "grid", "uncertainty", "quality"})
"""Members that may be one text, as in a cell of a workbook."""
MOST: Final = 20
KNOWN_BESIDE: Final = frozenset({"schema"})


def checked(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it can be kept. Refuses Invalid, naming the members whose shape is wrong."""
    given = {name: value for name, value in body.items() if name not in KNOWN_BESIDE}
    wrong = [path for path, _ in zip(_wrong(given, (Study,), ""), range(MOST), strict=False)]
    if wrong:
        raise Invalid(
            Text(
                zh=f"研究内容中这些成员的形式不对：{'、'.join(wrong)}",
                en=f"These members of the study have the wrong shape: {', '.join(wrong)}",
            ),
            Text(
                zh="形式见 docs/reference/schemas（tanji/study/1）。", en="See docs/reference/schemas (tanji/study/1)."
            ),
        )
    return given


def _wrong(value: Any, shapes: tuple[Any, ...], path: str) -> Iterator[str]:
    models = [each for each in shapes if isinstance(each, type) and issubclass(each, BaseModel)]
    if isinstance(value, Mapping):
        if not models and not any(get_origin(each) is not None and _is_mapping(each) for each in shapes):
            yield path
        elif models:
            yield from _members(value, models, path)
        elif any(not isinstance(inner, str | int | float | bool) for inner in value.values()):
            yield path
    elif isinstance(value, list):
        inner = tuple(part for each in shapes if get_origin(each) is tuple for part in _parts(get_args(each)[0]))
        if not inner:
            yield path
        for place, each in enumerate(value):
            yield from _wrong(each, inner, f"{path}[{place}]")
    elif value is not None and path.rpartition(".")[2] not in SHORT and (models or not _scalar(shapes)):
        yield path


def _members(value: Mapping[str, Any], models: list[type[BaseModel]], path: str) -> Iterator[str]:
    fields: dict[str, list[Any]] = {}
    for model in models:
        for name, field in model.model_fields.items():
            fields.setdefault(field.alias or name, []).extend(_parts(field.annotation))
    for name, inner in value.items():
        here = f"{path}.{name}" if path else str(name)
        if name not in fields:
            yield here
        else:
            yield from _wrong(inner, tuple(fields[name]), here)


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The shapes that an annotation allows, without unions and notes."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _parts(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return tuple(part for each in get_args(annotation) for part in _parts(each))
    return (annotation,)


def _is_mapping(shape: Any) -> bool:
    origin = get_origin(shape)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _scalar(shapes: tuple[Any, ...]) -> bool:
    return any(get_origin(each) is not tuple and not _is_mapping(each) for each in shapes if each is not type(None))
