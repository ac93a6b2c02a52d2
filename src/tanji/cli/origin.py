"""What a footprint was made from, found again by digest: its method, its releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
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


def method_of(home: Path, footprint: Footprint) -> Method:
    """The method of a footprint: embedded, else the one of its digest that was kept.

    Refuses OtherOrigin, where there is another one of that name alone, and UnknownMethod, where there is none.
    """
    from tanji.cli.offered import load, method
    from tanji.starter.methods import methods

    wanted = footprint.method
    embedded = methods().get(wanted.id)
    if embedded is not None and digest(embedded) == wanted.digest:
        return embedded
    if (home / "documents" / wanted.digest.removeprefix("sha256:")).is_file():
        return load(home, wanted.digest)
    found = method(home, wanted.id, files=False)
    raise _other(f"{found.id} {found.version}", wanted.digest, digest(found))


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
            zh="请取得当时的内容，或用 tanji verify --release 或 --method 指定要用的发布版或方法，查看差异。",
            en="Get what it was made from, or see the differences with `tanji verify --release` or `--method`.",
        ),
    )
