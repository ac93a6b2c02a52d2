"""Products and drafts of studies: saved with the revision that one saw, undone, frozen into a Study document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, NotFound
from tanji.catalog.models import Draft, DraftChange, Product
from tanji.catalog.undo import refuse_archived, refuse_late
from tanji.errors import Text
from tanji.formats.study.build import StudyRead
from tanji.formats.study.native import read_body

Body = dict[str, Any]


def get_product(acting: Acting, product: UUID) -> Product:
    """A product of the organisation. Refuses NotFound."""
    require(acting, "view", "product")
    found = Product.objects.filter(organisation=acting.organisation, pk=product).first()
    if found is None:
        raise NotFound
    return found


def products(acting: Acting, *, archived: bool = False) -> Sequence[Product]:
    """The organisation's products, the newest first."""
    require(acting, "view", "product")
    found = Product.objects.filter(organisation=acting.organisation, archived__isnull=not archived)
    return list(found.order_by("-created"))


def get_draft(acting: Acting, draft: UUID) -> Draft:
    """A draft of the organisation, with its product. Refuses NotFound."""
    require(acting, "view", "study")
    found = Draft.objects.filter(organisation=acting.organisation, pk=draft).select_related("product").first()
    if found is None:
        raise NotFound
    return found


def drafts(acting: Acting, product: Product | None = None) -> Sequence[Draft]:
    """The organisation's drafts that are not archived, of one product or of all, the last changed first."""
    require(acting, "view", "study")
    found = Draft.objects.filter(organisation=acting.organisation, archived=None).select_related("product")
    if product is not None:
        found = found.filter(product=product)
    return list(found.order_by("-changed"))


def save(acting: Acting, draft: UUID, revision: int, change: Callable[[Body], None], *, what: Text) -> Draft:
    """Change the body of a draft in place by a function; what it was before is kept for undo.

    Refuses NotFound, NotAllowed, Conflict where somebody has saved since `revision`, or the draft is declared.
    """
    require(acting, "edit", "study")
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(organisation=acting.organisation, pk=draft).first()
        if row is None:
            raise NotFound
        _open(row, revision)
        before: Body = deepcopy(row.body)
        change(row.body)
        if row.body == before:
            return row
        DraftChange.objects.create(
            organisation=acting.organisation,
            draft=row,
            revision=row.revision,
            before=before,
            what={"zh": what.zh, "en": what.en},
            by=acting.person,
        )
        row.revision += 1
        row.changed_by = acting.person
        row.save(update_fields=["body", "revision", "changed", "changed_by"])
    return row


def undo(acting: Acting, draft: UUID, revision: int) -> Draft:
    """Take back the last saving; that is a saving too, and can be taken back. Refuses as `save`, and without any."""
    row = get_draft(acting, draft)
    last = DraftChange.objects.filter(draft=row, revision=revision - 1).first()
    if last is None:
        raise Conflict(Text(zh="没有可以撤销的修改", en="There is nothing to undo"))

    def back(body: Body) -> None:
        body.clear()
        body.update(deepcopy(last.before))

    told = Text(zh=f"撤销：{last.what['zh']}", en=f"Undone: {last.what['en']}")
    return save(acting, draft, revision, back, what=told)


def changes(acting: Acting, draft: Draft, limit: int = 20) -> Sequence[DraftChange]:
    """The last savings of a draft, the newest first."""
    require(acting, "view", "study")
    return list(DraftChange.objects.filter(draft=draft).select_related("by").order_by("-revision")[:limit])


def freeze(draft: Draft) -> StudyRead:
    """The Study document that a draft is; without one where anything is missing, with a Report of what and where."""
    return read_body(body_of(draft), draft.name)


def body_of(draft: Draft) -> Mapping[str, Any]:
    """The body of a draft with what its row knows: id, version, names, product."""
    body: Body = deepcopy(draft.body)
    body.setdefault("id", str(draft.id))
    body.pop("work", None)  # notes of how far one is, such as lines left without data; no part of the study
    body["version"] = str(draft.revision)
    body.setdefault("names", {"zh": draft.name})
    product = body.setdefault("product", {})
    names = product.setdefault("names", {"zh": draft.product.name})
    if draft.product.name_en:
        names.setdefault("en", draft.product.name_en)
    return body


def archive(acting: Acting, draft: UUID) -> Draft:
    """Put a draft away; it can be restored for 30 days. Refuses Conflict for one that is declared."""
    require(acting, "archive", "study")
    row = get_draft(acting, draft)
    if row.statement:
        raise Conflict(Text(zh="已声明的研究不能归档", en="A declared study can not be archived"))
    refuse_archived(row.archived)
    Draft.objects.filter(pk=row.pk).update(archived=timezone.now())
    row.refresh_from_db()
    return row


def restore(acting: Acting, draft: UUID) -> Draft:
    """Bring an archived draft back. Refuses Conflict after 30 days."""
    require(acting, "archive", "study")
    row = get_draft(acting, draft)
    refuse_late(row.archived)
    Draft.objects.filter(pk=row.pk).update(archived=None)
    row.refresh_from_db()
    return row


def _open(row: Draft, revision: int) -> None:
    if row.statement:
        raise Conflict(
            Text(zh="研究已声明，不能再修改", en="The study is declared and can not be changed"),
            Text(zh="请另建新版本。", en="Make a new version of it."),
        )
    if row.archived is not None:
        raise Conflict(Text(zh="研究已归档，请先恢复", en="The study is archived; restore it first"))
    if row.revision != revision:
        raise Conflict(
            Text(
                zh=f"他人已保存过（第 {row.revision} 版，您看到的是第 {revision} 版）",
                en=f"Somebody has saved since (revision {row.revision}; you saw {revision})",
            ),
            Text(zh="请刷新后再修改，您的输入未被保存。", en="Load it again; what you entered was not saved."),
        )
