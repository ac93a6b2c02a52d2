"""What each page asks of who comes: declared at the view, kept before the view runs, and checked for every address.

    @door("view", "study", post=("edit", "study"))
    def study(request, pk): ...

    @public_door
    def policy(request): ...

Views of other packages (sign-in, second factor) are declared in data/doors.csv under the names of their addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Literal, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from tanji.accounts.acting import Acting
from tanji.accounts.middleware import person_of, signed_in
from tanji.accounts.permissions import actions, require
from tanji.accounts.tables import rows

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
Who = Literal["public", "person", "member"]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come through: everybody, a person who has signed in, or a member whose role allows an action."""

    who: Who
    read: tuple[str, str] | None = None
    """(action, kind) that a safe method needs."""
    write: tuple[str, str] | None = None
    """(action, kind) that every other method needs; None where the read permission is a permission to write."""

    def needs(self, method: str) -> tuple[str, str] | None:
        """The (action, kind) that a method needs."""
        return self.read if method in SAFE else self.write or self.read

    def keep(self, request: HttpRequest) -> None:
        """Refuses SignInFirst and NotAllowed; nothing is looked up before, so neither tells what there is."""
        if self.who == "public":
            return
        if self.who == "person":
            person_of(request)
            return
        acting: Acting = signed_in(request)
        if needed := self.needs(request.method or "GET"):
            require(acting, *needed)


def door(action: str, kind: str, *, post: tuple[str, str] | None = None) -> Callable[[V], V]:
    """A view that needs an action on a kind of thing; `post` for methods that change something, where it differs."""
    for each in ((kind, action), *([(post[1], post[0])] if post else [])):
        if each not in actions():
            raise KeyError(f"the table of permissions does not know {each[1]} on {each[0]}")
    return _kept(Door("member", (action, kind), post))


def public_door(view: V) -> V:
    """A view for everybody."""
    return _kept(Door("public"))(view)


def person_door(view: V) -> V:
    """A view for everybody who has signed in, in an organisation or not yet."""
    return _kept(Door("person"))(view)


def member_door(view: V) -> V:
    """A view for every member of an organisation, whatever the role."""
    return _kept(Door("member"))(view)


def declared(view: Callable[..., Any], name: str) -> Door | None:
    """What a view asks, declared at it or in the table under the name of its address; None where nobody has said."""
    found: Door | None = getattr(view, "door", None)
    return found or table().get(name)


@cache
def table() -> dict[str, Door]:
    """The doors of views that other packages bring, by the name of the address."""
    found: dict[str, Door] = {}
    for row in rows("doors.csv"):
        who = row["who"]
        if who not in {"public", "person"}:
            raise ValueError(f"doors.csv: {row['name']}: who is public or person, not {who}")
        found[row["name"]] = Door("public" if who == "public" else "person")
    return found


def _kept(asks: Door) -> Callable[[V], V]:
    def decorate(view: V) -> V:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asks.keep(request)
            return view(request, *args, **kwargs)

        kept.door = asks  # type: ignore[attr-defined]
        return cast("V", kept)

    return decorate
