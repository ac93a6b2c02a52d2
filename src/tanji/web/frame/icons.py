"""The icons that the sprite has."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SPRITE = "vendor/lucide/sprite.svg"


@cache
def names() -> frozenset[str]:
    """Every icon by its name; `tools/vendor_web.py` draws the sprite from the same list."""
    return frozenset((files("tanji.web.frame") / "data" / "icons.txt").read_text("utf-8").split())
