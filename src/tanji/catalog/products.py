"""Products and drafts made, changed, put away, and marked with what was computed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotFound
from tanji.catalog.models import Draft, Product
from tanji.catalog.undo import refuse_archived, refuse_late
from tanji.errors import Text

Codes = Sequence[Mapping[str, str]]
NAME = 200
"""Characters of a name at most."""


def add_product(
    acting: Acting, name: str, *, name_en: str = "", model: str = "", codes: Codes = (), sample: bool = False
) -> Product:
    """A new product of the organisation. Refuses NotAllowed, Invalid without a name."""
    require(acting, "create", "product")
    return Product.objects.create(
        organisation=acting.organisation,
        created_by=acting.person,
        name=_named(name),
        name_en=name_en.strip()[:NAME],
        model=model.strip()[:100],
        codes=[dict(code) for code in codes],
        sample=sample,
    )


def edit_product(
    acting: Acting, product: UUID, *, name: str, name_en: str = "", model: str = "", codes: Codes = ()
) -> Product:
    """A product under other names or codes. Refuses NotFound, NotAllowed, Invalid."""
    require(acting, "edit", "product")
    row = _product(acting, product)
    row.name, row.name_en, row.model = _named(name), name_en.strip()[:NAME], model.strip()[:100]
    row.codes = [dict(code) for code in codes]
    row.save(update_fields=["name", "name_en", "model", "codes"])
    return row


def archive_product(acting: Acting, product: UUID, *, back: bool = False) -> Product:
    """A product put away, or brought back. Refuses Conflict where a study of it is declared."""
    require(acting, "archive", "product")
    row = _product(acting, product)
    if not back and row.drafts.exclude(statement="").exists():
        raise Conflict(Text(zh="产品有已声明的研究，不能归档", en="A study of this product is declared: it stays"))
    (refuse_late if back else refuse_archived)(row.archived)
    row.archived = None if back else timezone.now()
    row.save(update_fields=["archived"])
    return row


def add_draft(
    acting: Acting, product: Product, name: str, body: Mapping[str, Any], *, scenario_of: Draft | None = None
) -> Draft:
    """A new draft of a product. Refuses NotAllowed, NotFound for a product of somebody else, Invalid."""
    require(acting, "create", "study")
    if product.organisation_id != acting.organisation.id:
        raise NotFound
    return Draft.objects.create(
        organisation=acting.organisation,
        created_by=acting.person,
        changed_by=acting.person,
        product=product,
        name=_named(name),
        body=deepcopy(dict(body)),
        scenario_of=scenario_of,
    )


def computed(acting: Acting, draft: UUID, *, revision: int, study: str, footprint: str) -> Draft | None:
    """Mark a draft with the digests of what a revision of it gave; None where a later revision was computed since.

    Refuses NotFound, NotAllowed, Conflict for a draft that is declared.
    """
    require(acting, "compute", "study")
    row = _draft(acting, draft)
    if row.statement:
        raise Conflict(Text(zh="研究已声明，不再计算", en="The study is declared and is not computed again"))
    if row.frozen_revision is not None and row.frozen_revision > revision:
        return None
    row.study, row.footprint, row.frozen_revision = study, footprint, revision
    row.save(update_fields=["study", "footprint", "frozen_revision"])
    return row


def declared(acting: Acting, draft: UUID, statement: str) -> Draft:
    """Mark a draft with its statement; from then on nothing of it changes. Refuses Conflict for a second one."""
    require(acting, "declare", "study")
    row = _draft(acting, draft)
    if row.statement:
        raise Conflict(Text(zh="研究已声明", en="The study is declared already"))
    row.statement = statement
    row.save(update_fields=["statement"])
    return row


def choose_packs(acting: Acting, draft: UUID, packs: Sequence[str]) -> Draft:
    """The rule packs that were asked for beside those that hold by themselves. Refuses NotFound, Conflict."""
    require(acting, "edit", "study")
    row = _draft(acting, draft)
    if row.statement:
        raise Conflict(Text(zh="研究已声明，不能再修改", en="The study is declared and can not be changed"))
    row.packs = list(packs)
    row.save(update_fields=["packs"])
    return row


def _named(name: str) -> str:
    if not name.strip() or len(name.strip()) > NAME:
        raise Invalid(Text(zh=f"名称须有 1–{NAME} 个字符", en=f"A name has 1 to {NAME} characters"))
    return name.strip()


def _product(acting: Acting, product: UUID) -> Product:
    found = Product.objects.select_for_update().filter(organisation=acting.organisation, pk=product).first()
    if found is None:
        raise NotFound
    return found


def _draft(acting: Acting, draft: UUID) -> Draft:
    found = Draft.objects.select_for_update().filter(organisation=acting.organisation, pk=draft).first()
    if found is None:
        raise NotFound
    return found
