"""Products."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from tanji.accounts.middleware import signed_in
from tanji.api.pages import Piece, Which, piece
from tanji.api.shapes import ProductIn, ProductOut
from tanji.catalog import drafts
from tanji.registry import studies

router = Router(tags=["products"])


@router.get("/products", response=Piece[ProductOut])
def listed(request: HttpRequest, wanted: Which, *, archived: bool = False) -> Any:
    """The organisation's products, the newest first / 产品列表。"""
    return piece(drafts.products(signed_in(request), archived=archived), wanted)


@router.post("/products", response={201: ProductOut})
def create(request: HttpRequest, given: ProductIn) -> Any:
    """A new product / 新建产品。"""
    return Status(201, studies.create_product(signed_in(request), **given.dict()))


@router.get("/products/{product}", response=ProductOut)
def one(request: HttpRequest, product: UUID) -> Any:
    """A product / 查看产品。"""
    return drafts.get_product(signed_in(request), product)


@router.put("/products/{product}", response=ProductOut)
def edit(request: HttpRequest, product: UUID, given: ProductIn) -> Any:
    """Change a product / 修改产品。"""
    return studies.edit_product(signed_in(request), product, **given.dict())


@router.post("/products/{product}/archive", response=ProductOut)
def archive(request: HttpRequest, product: UUID) -> Any:
    """Put a product away; 30 days of undo / 归档，30 天内可恢复。"""
    return studies.archive_product(signed_in(request), product)


@router.post("/products/{product}/restore", response=ProductOut)
def restore(request: HttpRequest, product: UUID) -> Any:
    """Bring a product back / 恢复。"""
    return studies.restore_product(signed_in(request), product)
