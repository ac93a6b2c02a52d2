"""Candidates that were found before, for the same thing in the same releases at the same place and time.

What is remembered hangs on the digests of the releases in reach, so nobody gets candidates of a release that is not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Final

from tanji.model.listing import Candidate

MOST: Final = 20_000
"""Things that are remembered in one process; the longest not asked for go first."""
_known: OrderedDict[Hashable, tuple[Candidate, ...]] = OrderedDict()
_lock = Lock()
Found = Mapping[Hashable, tuple[Candidate, ...]]


def candidates(keys: Sequence[Hashable], find: Callable[[Sequence[Hashable]], Found]) -> Found:
    """The candidates of each key; `find` is asked once for those that are not remembered."""
    with _lock:
        found = {key: _known[key] for key in keys if key in _known}
        for key in found:
            _known.move_to_end(key)
    missing = [key for key in dict.fromkeys(keys) if key not in found]
    if not missing:
        return found
    fresh = dict(find(missing))
    with _lock:
        _known.update(fresh)
        while len(_known) > MOST:
            _known.popitem(last=False)
    return found | fresh
