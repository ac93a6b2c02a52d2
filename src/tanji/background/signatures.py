"""Signatures of a release: files beside its manifest, each over the digest that the manifest has.

They are no part of the release, so signing changes no digest. What is kept here is shown as it is stated; whether a
signature is right is for whoever holds the public key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from tanji.background.opened import Opened
from tanji.errors import Refusal, Text
from tanji.model.release import Signature

FILE: Final = "signatures.json"
_LIST: Final = TypeAdapter(tuple[Signature, ...])


class OtherRelease(Refusal):
    """A signature that is not over this release, or a file of signatures that can not be read."""

    code = "SGN-001"


def signatures(opened: Opened) -> tuple[Signature, ...]:
    """The signatures of a release, in the order in which they were added. Refuses OtherRelease."""
    file = opened.folder / FILE
    if not file.exists():
        return ()
    found = read_signatures(file)
    for each in found:
        _fit(opened, each)
    return found


def read_signatures(path: Path) -> tuple[Signature, ...]:
    """The signatures that a file holds: a JSON list, or one of them. Refuses OtherRelease where it is no such file."""
    try:
        data = path.read_bytes().strip()
        return _LIST.validate_json(data if data.startswith(b"[") else b"[" + data + b"]")
    except (OSError, ValidationError) as problem:
        why = str(problem).partition("\n")[0]
        raise OtherRelease(
            Text(zh=f"{path.name} 不是签名文件：{why}", en=f"{path.name} is no file of signatures: {why}"),
            Text(
                zh="成员：algorithm、key、signer、signed_on、digest、value。",
                en="Its members are algorithm, key, signer, signed_on, digest and value.",
            ),
        ) from None


def add_signatures(opened: Opened, given: tuple[Signature, ...]) -> tuple[Signature, ...]:
    """All signatures of a release after these were added; one that is there already is kept once. Refuses OtherRelease.

    Written whole or not at all.
    """
    for each in given:
        _fit(opened, each)
    kept = tuple(dict.fromkeys((*signatures(opened), *given)))
    target = opened.folder / FILE
    draft = target.with_suffix(".new")
    draft.write_bytes(_LIST.dump_json(kept, indent=2))
    draft.replace(target)
    return kept


def _fit(opened: Opened, signature: Signature) -> None:
    if signature.digest != opened.ref.digest:
        name = f"{opened.ref.id} {opened.ref.version}"
        raise OtherRelease(
            Text(
                zh=f"{signature.signer} 的签名针对 {signature.digest}，不是发布版 {name}（{opened.ref.digest}）",
                en=f"The signature of {signature.signer} is over {signature.digest}, not {name} ({opened.ref.digest})",
            ),
            Text(zh="请对该发布版的摘要重新签名。", en="Sign the digest of this release."),
        )
