"""Pages of products."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.catalog import drafts
from tanji.errors import Text
from tanji.registry import studies
from tanji.web.frame.parts import Link, paged
from tanji.web.frame.words import said
from tanji.web.practitioner.products.forms import ProductForm, StudyForm, codes_as_text
from tanji.web.practitioner.products.shown import HOME, product_table, study_table


@door("view", "product")
def products(request: HttpRequest) -> HttpResponse:
    """The organisation's products, and the three ways to begin."""
    acting = signed_in(request)
    put_away = bool(request.GET.get("archived"))
    shown, pages = paged(drafts.products(acting, archived=put_away), asked=request.GET.get("page"))
    page = {"table": product_table(acting, shown), "pages": pages, "put_away": put_away}
    page |= {"may": allowed(acting, "create", "product"), "crumbs": [HOME], "none": not pages.total}
    return render(request, "tanji/practitioner/products.html", page)


@door("create", "product")
def new(request: HttpRequest) -> HttpResponse:
    """A new product; the study form follows on its page."""
    acting = signed_in(request)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("product", studies.create_product(acting, **form.given).id)
    page = {"form": form, "crumbs": [HOME, Link(Text(zh="新建产品", en="New product"), "")]}
    return render(request, "tanji/practitioner/product_form.html", page, status=422 if form.errors else 200)


@require_POST
@door("create", "product")
def sample(request: HttpRequest) -> HttpResponse:
    """The sample, finished and computed, in one click."""
    draft = studies.sample(signed_in(request))
    return redirect("study_results", draft.id)


@door("view", "product")
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One product with its studies and scenarios."""
    acting = signed_in(request)
    row = drafts.get_product(acting, pk)
    page = {"product": row, "table": study_table(drafts.drafts(acting, row)), "crumbs": [HOME, Link(row.name, "")]}
    page |= {
        "form": StudyForm(initial={"name": f"{row.name} {acting.today.year}"}),
        "may": allowed(acting, "create", "study"),
    }
    page |= {"may_archive": allowed(acting, "archive", "product"), "ruleset": studies.rules_for(acting, row)}
    return render(request, "tanji/practitioner/product.html", page)


@door("edit", "product")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other names or codes for a product."""
    acting = signed_in(request)
    row = drafts.get_product(acting, pk)
    known = {"name": row.name, "name_en": row.name_en, "model": row.model, "codes": codes_as_text(row.codes)}
    form = ProductForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        studies.edit_product(acting, pk, **form.given)
        return redirect("product", pk)
    page = {"form": form, "crumbs": [HOME, Link(row.name, reverse("product", args=[pk])), Link(EDIT, "")]}
    return render(request, "tanji/practitioner/product_form.html", page, status=422 if form.errors else 200)


@require_POST
@door("create", "study")
def study(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new study of a product."""
    acting = signed_in(request)
    form = StudyForm(request.POST)
    if not form.is_valid():
        return redirect("product", pk)
    draft = studies.create_draft(acting, drafts.get_product(acting, pk), form.cleaned_data["name"])
    return redirect("study_rules", draft.id)


@require_POST
@door("archive", "product")
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a product away; the message says how it comes back."""
    studies.archive_product(signed_in(request), pk)
    messages.success(
        request, said(Text(zh="产品已归档，可在“已归档”中恢复。", en="Archived; bring it back under “Archived”."))
    )
    return redirect("products")


@require_POST
@door("archive", "product")
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a product back."""
    studies.restore_product(signed_in(request), pk)
    messages.success(request, said(Text(zh="产品已恢复。", en="The product is back.")))
    return redirect("product", pk)


EDIT = Text(zh="修改", en="Edit")
