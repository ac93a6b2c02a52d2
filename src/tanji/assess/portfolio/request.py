"""What is asked of a portfolio, and the digest of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tanji.background.opened import Opened
from tanji.formats.portfolio import File, Rows
from tanji.model.document import Ref, digest
from tanji.model.method import Method

FORM: Final = "tanji/portfolio/1"
SIZE: Final = 250_000
"""Products of a partition."""
LEVELS: Final = (0.025, 0.5, 0.975)


@dataclass(frozen=True, slots=True)
class Options:
    """How to compute: so many draws (0: none) with a seed, with the lines of the footprint or the total alone."""

    draws: int = 0
    seed: int = 1
    indicators: bool = False
    levels: Sequence[float] = LEVELS
    size: int = SIZE
    """Products of a partition; the results do not depend on it."""

    def said(self) -> dict[str, Any]:
        """What the results depend on."""
        sampled = {"draws": self.draws, "seed": self.seed, "levels": list(self.levels)} if self.draws else {}
        return {"indicators": self.indicators, **sampled}


@dataclass(frozen=True, slots=True)
class Request:
    """Lines and products of a portfolio, with what to compute them from."""

    lines: Rows
    products: Rows | None
    background: Mapping[str, Opened]
    method: Method
    engine: str
    options: Options = Options()

    def origin(self) -> dict[str, Any]:
        """All that every result depends on, but for the lines."""
        return {
            "form": FORM,
            "engine": self.engine,
            "method": digest(self.method),
            "releases": {name: opened.ref.digest for name, opened in sorted(self.background.items())},
            "products": [file.digest for file in self.products.files] if self.products else [],
            **self.options.said(),
        }

    def identity(self) -> str:
        """The digest of everything, the size of partitions among it."""
        lines = [(file.name, file.digest) for file in self.lines.files]
        return hashed({**self.origin(), "lines": lines, "size": self.options.size})

    def refs(self) -> list[Ref]:
        """The releases, by database."""
        return [opened.ref for _, opened in sorted(self.background.items())]

    def files(self) -> list[tuple[str, File]]:
        """All input files with the table that they are of."""
        products = self.products.files if self.products else ()
        return [*(("lines", file) for file in self.lines.files), *(("products", file) for file in products)]


def hashed(body: Any) -> str:
    """The digest of a value of JSON."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
