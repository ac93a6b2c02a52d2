"""Accounting rules: packs, which of them hold for a product, and what a study says to them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import StringConstraints

from tanji import __version__
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import require
from tanji.api.problems import BadRequest
from tanji.api.shapes import Json, RulesIn
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.model.document import digest
from tanji.model.study import Code, Product
from tanji.registry.studies import rule_set
from tanji.rules.check import check as checked
from tanji.rules.pack import pack, packs

router = Router(tags=["rules"])
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]


@router.get("/rules", response=list[Json])
def listed(request: HttpRequest) -> Any:
    """Rule packs that come with this server / 规则包列表。"""
    require(signed_in(request), "view", "ruleset")
    return [
        {"id": each.id, "version": each.version, "names": dict(each.names), "digest": digest(each)}
        for each in packs().values()
    ]


@router.post("/rules/resolve", response=Json)
def resolve(request: HttpRequest, given: RulesIn) -> Any:
    """The rules that hold for a product at a place on a day, and why / 查询适用规则。"""
    acting = signed_in(request)
    require(acting, "view", "ruleset")
    if not given.names and not given.codes:
        raise BadRequest(Text(zh="请给出产品名称或分类代码", en="Give names or codes of the product"))
    codes = tuple(Code(system=each.system, code=each.code) for each in given.codes)
    product = Product(names=given.names, codes=codes)
    found = rule_set(product, given.on or acting.today, given.place, given.packs)
    return {"digest": digest(found), "ruleset": found.model_dump(mode="json", exclude_none=True, by_alias=True)}


@router.get("/rules/{rule}", response=Json)
def one(request: HttpRequest, rule: Id) -> Any:
    """A rule pack, whole / 查看规则包。"""
    require(signed_in(request), "view", "ruleset")
    return pack(rule).model_dump(mode="json", exclude_none=True, by_alias=True)


@router.get("/studies/{study}/conformity", response=Json)
def conformity(request: HttpRequest, study: UUID) -> Any:
    """What a study says to the rules that hold for it today, as far as it is filled in / 规则符合性检查。"""
    acting = signed_in(request)
    row = drafts.get_draft(acting, study)
    read = drafts.freeze(row)
    if read.study is None:
        raise BadRequest(
            Text(zh="研究尚不完整，不能检查规则", en="The study is not complete enough to be checked"),
            Text(zh=f"请先看 /studies/{study}/check", en=f"Look at /studies/{study}/check first"),
        )
    rules = rule_set(read.study.product, acting.today, read.study.location, row.packs)
    found = checked(read.study, rules, engine=f"tanji {__version__}")
    return found.model_dump(mode="json", exclude_none=True, by_alias=True)
