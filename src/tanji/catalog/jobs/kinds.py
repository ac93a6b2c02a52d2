"""The kinds of long work, each with the function that does it and its name for people."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps

from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.catalog.jobs.run import Run

Result = dict[str, Any]
Function = Callable[["Run"], Result]
APPS: Final = ("accounts", "catalog", "registry")
"""Apps whose modules may hold kinds of work."""
_APART: Final = frozenset({"migrations", "management"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work."""

    id: str
    function: Function
    title: Text


_KINDS: dict[str, Kind] = {}


def job(kind: str, *, title: Text | None = None) -> Callable[[Function], Function]:
    """Register a function for a kind of work; `title` is what the task centre calls it.

    The function gives a dict of JSON that is kept as the result; its member `address` is where a person sees it.
    It may be run again from its last checkpoint after a crash, so it writes through `Run.writing`.
    """

    def register(function: Function) -> Function:
        known = _KINDS.get(kind)
        if known is not None and known.function.__module__ != function.__module__:
            raise ValueError(f"two functions for jobs of kind {kind}")
        _KINDS[kind] = Kind(kind, function, title or Text(zh=f"任务 {kind}", en=f"Job {kind}"))
        return function

    return register


def kind_of(kind: str) -> Kind:
    """A kind by its id; KeyError for one that there is not."""
    if kind not in _KINDS:
        load()
    return _KINDS[kind]


def load() -> None:
    """Import every module that may register a kind of work."""
    for label in APPS:
        name = apps.get_app_config(label).name
        _walk(name, import_module(name).__path__)


def _walk(name: str, path: Any) -> None:
    for found in pkgutil.iter_modules(path):
        if found.name in _APART:
            continue
        module = import_module(f"{name}.{found.name}")
        if found.ispkg:
            _walk(f"{name}.{found.name}", module.__path__)
