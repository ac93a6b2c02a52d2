"""The bridge between documents and rows: store and load. The database keeps canonical bytes and their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Q

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotFound
from tanji.catalog.models import StoredDocument
from tanji.errors import Refusal, Text
from tanji.model import document as documents
from tanji.model.document import Document

D = TypeVar("D", bound=Document)


class DamagedDocument(Refusal):
    """Bytes in the database that are not what their digest says."""

    code = "CAT-001"


def store(acting: Acting, document: Document, *, public: bool = False) -> str:
    """Keep a document for the actor's organisation; the same bytes are kept once. Gives its digest."""
    body = documents.write(document)
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    row, new = StoredDocument.objects.get_or_create(
        organisation=acting.organisation,
        digest=digest,
        defaults={
            "schema": document.schema_name,
            "document_id": document.id,
            "version": document.version,
            "body": body,
            "public": public,
        },
    )
    if public and not new and not row.public:
        StoredDocument.objects.filter(pk=row.pk).update(public=True)
    return digest


def load(acting: Acting | None, digest: str) -> Document:
    """The document of a digest that the organisation holds, or that is public.

    Refuses NotFound, and DamagedDocument where the bytes are not what the digest says.
    """
    found = StoredDocument.objects.filter(_reach(acting), digest=digest).first()
    if found is None:
        raise NotFound
    body = bytes(found.body)
    if f"sha256:{hashlib.sha256(body).hexdigest()}" != digest:
        raise DamagedDocument(
            Text(zh=f"文档 {digest} 的内容与其摘要不符", en=f"The bytes of {digest} are not what the digest says"),
            Text(zh="请从备份恢复数据库。", en="Restore the database from a backup."),
        )
    return documents.read(body)


def load_as(kind: type[D], acting: Acting | None, digest: str) -> D:
    """The document of a digest, which must be of the kind asked for. Refuses NotFound for any other."""
    found = load(acting, digest)
    if not isinstance(found, kind):
        raise NotFound
    return found


def listed(acting: Acting, schema: str) -> Sequence[tuple[str, str, str]]:
    """(digest, id, version) of the organisation's documents of a schema, the newest first."""
    rows = StoredDocument.objects.filter(organisation=acting.organisation, schema=schema).order_by("-created")
    return list(rows.values_list("digest", "document_id", "version"))


def _reach(acting: Acting | None) -> Q:
    return Q(public=True) if acting is None else Q(public=True) | Q(organisation=acting.organisation)
