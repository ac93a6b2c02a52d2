"""The kinds of long work, each with the function that does it and its name for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps

from tanji.errors import Text

if TYPE_CHECKING:
    from tanji.catalog.jobs.run import Run

Result = dict[str, Any]
Function = Callable[["Run"], Result]


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
    """Import every module that registers a kind of work: those that the configurations of the apps name in `works`."""
    for app in apps.get_app_configs():
        for module in getattr(app, "works", ()):
            import_module(module)
