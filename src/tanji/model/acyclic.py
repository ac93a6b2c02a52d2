"""Making many documents at once, without the search for cycles, of which documents have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def acyclic() -> Iterator[None]:
    """While documents are made by the hundred thousand: the cyclic garbage collector waits.

    What a document holds is freed when nobody has it any more; the collector finds nothing among them, and walking
    over them again and again takes most of the time (measured with 600,000 exchanges: 12 of 15 s).
    """
    waiting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if waiting:
            gc.enable()
