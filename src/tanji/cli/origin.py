"""What a footprint was made from, found again by digest: its method, its releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tanji.cli.workspace import release
from tanji.errors import Refusal, Text
from tanji.model.document import digest

if TYPE_CHECKING:
    from tanji.background.opened import Opened
    from tanji.background.shelf import Shelf
    from tanji.model.footprint import Footprint
    from tanji.model.method import Method


class OtherOrigin(Refusal):
    """A method or release that is here under the same name with other content than the footprint was made from."""

    code = "CLI-005"


def method_of(footprint: Footprint) -> Method:
    """The method of a footprint. Refuses OtherOrigin, where this program has another one of that name."""
    from tanji.starter.methods import method

    found = method(footprint.method.id)
    if digest(found) != footprint.method.digest:
        raise _other(f"{found.id} {found.version}", footprint.method.digest, digest(found))
    return found


def releases_of(kept: Shelf, footprint: Footprint, named: Sequence[str] = ()) -> Mapping[str, Opened]:
    """The releases of a footprint by database; `named` ones stand for those of their database.

    Refuses OtherOrigin, where the release that is here has another digest and was not named.
    """
    chosen = {name.partition("@")[0]: name for name in named}
    found = {}
    for ref in footprint.releases:
        opened = release(kept, chosen.get(ref.id, f"{ref.id}@{ref.version}"))
        if ref.id not in chosen and opened.ref.digest != ref.digest:
            raise _other(f"{ref.id} {ref.version}", ref.digest, opened.ref.digest)
        found[ref.id] = opened
    for database, name in chosen.items():
        if database not in found:
            found[database] = release(kept, name)
    return found


def _other(name: str, wanted: str, here: str) -> OtherOrigin:
    return OtherOrigin(
        Text(
            zh=f"碳足迹由 {name} 的另一份内容算出：{wanted}，此处为 {here}",
            en=f"The footprint was made from another content of {name}: {wanted}; here it is {here}",
        ),
        Text(
            zh="请取得当时的发布版，或用 tanji verify --release 指定要用的发布版，查看差异。",
            en="Get the release it was made from, or see the differences with `tanji verify --release`.",
        ),
    )
