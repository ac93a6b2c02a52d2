"""Which rules hold for a product or a study of the platform."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tanji.accounts.acting import Acting
from tanji.catalog.models import Draft
from tanji.catalog.models import Product as ProductRow
from tanji.model.document import Names
from tanji.model.ruleset import Ruleset
from tanji.model.study import Code, Product
from tanji.rules.pack import packs
from tanji.rules.resolve import others, resolve


def product_of(row: ProductRow) -> Product:
    """A product of the platform as rules look at it: names and codes."""
    names = {"zh": row.name, "en": row.name_en} if row.name_en else {"zh": row.name}
    codes = tuple(Code(system=str(each["system"]), code=str(each["code"])) for each in row.codes)
    return Product(names=names, codes=codes)


def rule_set(product: Product, on: date, place: str | None, named: Sequence[str] = ()) -> Ruleset:
    """The rules that hold for a product on a day at a place, with packs that were asked for. Refuses NoGeneralRule."""
    return resolve(packs().values(), product, on=on, place=place, named=named)


def rules_for(acting: Acting, row: ProductRow) -> Ruleset:
    """The rules that hold today for a product of the platform, where its organisation is."""
    return rule_set(product_of(row), acting.today, acting.organisation.country)


def rules_of(acting: Acting, draft: Draft) -> Ruleset:
    """The rules that hold for a draft today, whether or not it can be computed already."""
    given = [each for each in draft.body.get("product", {}).get("codes", []) if {"system", "code"} <= set(each)]
    found = product_of(draft.product)
    codes = tuple(dict.fromkeys((*found.codes, *(Code(system=c["system"], code=c["code"]) for c in given))))
    return rule_set(found.model_copy(update={"codes": codes}), acting.today, place_of(draft), draft.packs)


def not_applied(acting: Acting, draft: Draft, ruleset: Ruleset) -> Sequence[Names]:
    """Why each other pack is not in the rule set of a draft."""
    return others(packs().values(), ruleset, product_of(draft.product), on=acting.today, place=place_of(draft))


def place_of(draft: Draft) -> str | None:
    """Where the product of a draft is made, as its body says."""
    found = draft.body.get("location")
    return found if isinstance(found, str) else None
