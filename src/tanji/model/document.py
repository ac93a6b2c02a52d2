"""The only place that knows how a document becomes bytes and bytes become a document.

A document is an immutable value. Its bytes are the JSON of RFC 8785 (JCS), with the schema name under
`schema` and without members that are missing; its identity is the SHA-256 of these bytes, with SM3
(GB/T 32905-2016) beside it. Source: RFC 8785 (2020), JSON Canonicalization Scheme.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeVar

import rfc8785
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, ValidationError

from tanji.errors import Refusal, Text
from tanji.model.sm3 import sm3

D = TypeVar("D", bound="Document")
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

DEPTH = 60  # how deep an `Extra` may be nested; real sources stay below 10

_SCHEMAS: dict[str, type[Document]] = {}
_UPGRADES: dict[str, tuple[str, Upgrade]] = {}


class NotADocument(Refusal):
    """Bytes that are not a document of a known schema."""

    code = "DOC-001"


class Value(BaseModel):
    """A part of a document: frozen, finite, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


def _frozen_json(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({key: _json(value, 1) for key, value in mapping.items()})


def _json(value: Any, depth: int) -> Any:
    """A copy that reads back as it was written. JSON has one kind of number, so integers beyond 2⁵³ become floats."""
    if depth > DEPTH:
        raise ValueError(f"nested more than {DEPTH} deep")
    if isinstance(value, Mapping):
        return {_json(key, depth): _json(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner, depth + 1) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("not a finite number")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return _float(value)
    if isinstance(value, str):
        value.encode()  # a lone surrogate has no bytes: UnicodeEncodeError is a ValueError
    elif value is not None and not isinstance(value, bool | int | float):
        raise ValueError(f"{type(value).__name__} is not JSON")
    return value


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        raise ValueError("not a finite number") from None


Names = Annotated[Mapping[str, str], AfterValidator(_frozen), PlainSerializer(dict)]
"""A text in several languages, by language code: `{"zh": "铝锭", "en": "Aluminium ingot"}`."""

Scores = Annotated[Mapping[str, float], AfterValidator(_frozen), PlainSerializer(dict)]
"""Numbers by name."""

Extra = Annotated[Mapping[str, Any], AfterValidator(_frozen_json), PlainSerializer(dict)]
"""What a source says that we do not model; it is kept and comes out again."""


class Document(Value):
    """An immutable value with an identity: who may be asked "what did it say on that day?"."""

    schema_name: ClassVar[str]

    id: str = Field(min_length=1)
    """Stable name of the thing."""
    version: str = Field(default="1", min_length=1)
    """Which state of the thing."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "schema_name" in cls.__dict__:
            _SCHEMAS[cls.schema_name] = cls


class Ref(Value):
    """Which document, by digest; id and version stand beside it for people."""

    digest: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    id: str
    version: str


class Digests(Value):
    """Both identities of a document's bytes."""

    sha256: str
    sm3: str


def schemas() -> Mapping[str, type[Document]]:
    """Every known document class by its schema name."""
    return MappingProxyType(_SCHEMAS)


def upgrade(old: str, new: str) -> Callable[[Upgrade], Upgrade]:
    """Register how a document of schema `old` becomes one of schema `new`."""

    def register(function: Upgrade) -> Upgrade:
        _UPGRADES[old] = (new, function)
        return function

    return register


def write(document: Document) -> bytes:
    """The canonical bytes of a document."""
    body = document.model_dump(mode="json", exclude_none=True, by_alias=True)
    return rfc8785.dumps({"schema": document.schema_name, **body})


def digest(document: Document) -> str:
    """The identity of a document: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(write(document)).hexdigest()}"


def digests(document: Document) -> Digests:
    """SHA-256 and SM3 of a document's canonical bytes."""
    data = write(document)
    return Digests(sha256=f"sha256:{hashlib.sha256(data).hexdigest()}", sm3=f"sm3:{sm3(data).hex()}")


def ref(document: Document) -> Ref:
    """The reference that another document keeps of this one."""
    return Ref(digest=digest(document), id=document.id, version=document.version)


def read(data: bytes) -> Document:
    """The document that bytes hold, brought up to the newest version of its schema.

    Refuses NotADocument: not JSON, a member twice, NaN, an unknown schema, a member that is missing, unknown or
    of another type (a number is not taken from a text, nor from true).
    """
    body = _parse(data)
    name = body.pop("schema", None)
    while isinstance(name, str) and name in _UPGRADES:
        name, function = _UPGRADES[name]
        body = function(body)
    if not isinstance(name, str) or not _known(name):
        raise NotADocument(
            Text(zh=f"不认识的文档类型：{name!r}", en=f"Unknown kind of document: {name!r}"),
            Text(
                zh="请用写出该文件的版本或更新的 Tanji 打开。",
                en="Open it with the Tanji version that wrote it, or a newer one.",
            ),
        )
    try:
        return _SCHEMAS[name].model_validate_json(json.dumps(body), strict=True)
    except ValidationError as error:
        raise NotADocument(*_explain(name, error)) from None


def _known(name: str) -> bool:
    """Whether a schema is known; the modules of documents that nobody needed yet are looked through first."""
    if name not in _SCHEMAS:
        import importlib
        import pkgutil

        package = importlib.import_module("tanji.model")
        for module in pkgutil.iter_modules(package.__path__, "tanji.model."):
            importlib.import_module(module.name)
    return name in _SCHEMAS


def read_as(kind: type[D], data: bytes) -> D:
    """The document that bytes hold, which must be of the kind asked for."""
    document = read(data)
    if not isinstance(document, kind):
        raise NotADocument(
            Text(
                zh=f"需要 {kind.schema_name}，文件中是 {document.schema_name}",
                en=f"Expected {kind.schema_name}, found {document.schema_name}",
            ),
            Text(zh="请检查是否选错了文件。", en="Check whether this is the file you meant."),
        )
    return document


def _explain(name: str, error: ValidationError) -> tuple[Text, Text]:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "(document)"
    count = error.error_count()
    return (
        Text(
            zh=f"{name} 的成员 {where} 不合要求：{first['msg']}（共 {count} 处）",
            en=f"Member {where} of {name} is not as it must be: {first['msg']} ({count} in all)",
        ),
        Text(
            zh="请对照 docs/reference/schemas 中的模式修改。",
            en="Compare it with the schema in docs/reference/schemas.",
        ),
    )


def _parse(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_finite)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, an integer of thousands of digits, too deep
        raise NotADocument(
            Text(zh=f"不是有效的 JSON：{error}", en=f"Not valid JSON: {error}"),
            Text(zh="文件可能被截断或改动过。", en="The file may have been cut short or altered."),
        ) from None
    if not isinstance(body, dict):
        raise NotADocument(
            Text(zh="文件最外层不是 JSON 对象", en="The outermost value is not a JSON object"),
            Text(zh="文档应以 { 开始。", en="A document begins with {."),
        )
    return body


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise NotADocument(
            Text(zh=f"成员“{twice}”出现了两次", en=f'Member "{twice}" stands there twice'),
            Text(zh="请删除重复的成员。", en="Remove the duplicate."),
        )
    return body


def _finite(constant: str) -> float:
    raise NotADocument(
        Text(zh=f"数值 {constant} 不是有限数", en=f"The number {constant} is not finite"),
        Text(
            zh="请填写有限的数值，未知时省略该成员。",
            en="Give a finite number, or leave the member out where it is unknown.",
        ),
    )
