"""Evidence: kept under its hash, once, apart for each organisation, and never larger than allowed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from tests.catalog.people import member

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotAllowed, NotFound
from tanji.catalog import blobs, evidence
from tanji.catalog.blobs import EmptyFile, TooLarge
from tanji.catalog.models import Evidence


@pytest.fixture
def who(db: None) -> Acting:
    return member("a", "accountant")


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings.TANJI, "upload_mb", 1)
    return


def files(who: Acting) -> list[Path]:
    home = Path(settings.TANJI.data) / "blobs" / str(who.organisation.id)
    return [path for path in home.rglob("*") if path.is_file()] if home.exists() else []


def test_bytes_lie_under_their_hash_and_are_told_by_content(who: Acting) -> None:
    kept = evidence.add(who, "C:\\bills\\電費.pdf", BytesIO(b"%PDF-1.7 bill"))
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 bill").hexdigest()
    assert (kept.name, kept.size, kept.media_type) == ("電費.pdf", 13, "application/pdf")
    found, path = evidence.opened(who, kept.id)
    assert path.read_bytes() == b"%PDF-1.7 bill"
    assert found == kept


def test_the_same_file_again_is_the_same_evidence(who: Acting) -> None:
    first = evidence.add(who, "a.txt", BytesIO(b"same"))
    assert evidence.add(who, "a.txt", BytesIO(b"same")) == first
    assert len(files(who)) == 1


def test_a_file_that_is_too_large_leaves_nothing(who: Acting, small_limit: None) -> None:
    with pytest.raises(TooLarge):
        evidence.add(who, "a.bin", BytesIO(b"x" * 1_000_001))
    assert files(who) == []
    assert not Evidence.objects.exists()


def test_an_empty_file_is_refused(who: Acting) -> None:
    with pytest.raises(EmptyFile):
        evidence.add(who, "a.txt", BytesIO())
    assert files(who) == []


def test_evidence_of_another_organisation_is_not_there(who: Acting) -> None:
    kept = evidence.add(who, "a.txt", BytesIO(b"ours"))
    other = member("b", "accountant")
    assert evidence.listed(other) == []
    with pytest.raises(NotFound):
        evidence.opened(other, kept.id)
    with pytest.raises(NotFound):
        blobs.path_of(other, kept.sha256)


@pytest.mark.parametrize("name", ["../../secret-key", "", "A" * 64, "0" * 63 + "/"])
def test_what_is_no_hash_opens_nothing(who: Acting, name: str) -> None:
    with pytest.raises(NotFound):
        blobs.path_of(who, name)


def test_who_may_not_add_evidence_keeps_none(db: None) -> None:
    reader = member("r", "reader")
    with pytest.raises(NotAllowed):
        evidence.add(reader, "a.txt", BytesIO(b"x"))
    assert files(reader) == []
