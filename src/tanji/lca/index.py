"""Which key stands at which position of a matrix: the only bridge between names and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import final

from tanji.errors import Refusal, Text


class RepeatedKey(Refusal):
    """The same key was given two positions."""

    code = "LCA-001"


class UnknownKey(Refusal):
    """A key was asked for that the index does not hold."""

    code = "LCA-002"


@final
class Index:
    """An immutable, ordered set of keys; a key's position is its row or column.

    Refuses RepeatedKey.

    >>> index = Index(["coal", "steel"])
    >>> index.at("steel"), index.of(0), index.find("gold"), len(index)
    (1, 'coal', None, 2)
    """

    __slots__ = ("_keys", "_known")

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)
        self._known: dict[str, int] | None = None
        _ = self._positions

    @classmethod
    def distinct(cls, keys: Iterable[str]) -> Index:
        """Of keys that were looked at before: positions are made, and repetitions refused, when one is asked for."""
        made = cls(())
        made._keys, made._known = tuple(keys), None
        return made

    @property
    def _positions(self) -> dict[str, int]:
        if self._known is None:
            self._known = dict(zip(self._keys, range(len(self._keys)), strict=True))
            if len(self._known) < len(self._keys):
                raise _repeated(self._keys)
        return self._known

    def at(self, key: str) -> int:
        """Position of a key. Refuses UnknownKey."""
        position = self._positions.get(key)
        if position is None:
            raise UnknownKey(
                Text(zh=f"索引中没有“{key}”", en=f"{key!r} is not in this index"),
                Text(zh="请检查标识及其所属的发布版本", en="Check the key, and the release it belongs to"),
            )
        return position

    def of(self, position: int) -> str:
        """Key at a position, counted from 0."""
        if position < 0:
            raise IndexError(position)
        return self._keys[position]

    def find(self, key: str) -> int | None:
        """Position of a key, or None where the index does not hold it."""
        return self._positions.get(key)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._positions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and self._keys == other._keys

    def __hash__(self) -> int:
        return hash(self._keys)

    def __repr__(self) -> str:
        return f"Index({len(self)} keys)"


def _repeated(keys: tuple[str, ...]) -> RepeatedKey:
    seen: set[str] = set()
    key = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return RepeatedKey(
        Text(zh=f"“{key}”在索引中出现了两次", en=f"{key!r} appears twice in an index"),
        Text(zh="每个标识只能有一个位置，请合并或改名", en="A key has one position; merge the two or rename one"),
    )
