"""Rules as everybody may read them: register, one pack, which rule applies, what differs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tanji.accounts.doors import public_door
from tanji.errors import Text
from tanji.model.document import digest
from tanji.model.study import Code, Product
from tanji.rules.casebook import run
from tanji.rules.difference import difference
from tanji.rules.pack import pack as get_pack
from tanji.rules.pack import packs
from tanji.rules.register import registered
from tanji.rules.resolve import others, resolve
from tanji.rules.stack import below
from tanji.web.frame.parts import Link
from tanji.web.officer import shown
from tanji.web.officer.forms import Two, Which

HOME = Link(Text(zh="核算规则", en="Accounting rules"), "/rules/")
TABS = (
    ("", Text(zh="条款", en="Requirements")),
    ("content", Text(zh="内容", en="Content")),
    ("parameters", Text(zh="参数", en="Parameters")),
    ("cases", Text(zh="案例", en="Cases")),
    ("text", Text(zh="正文与来源", en="Text and sources")),
)


@public_door
def register(request: HttpRequest) -> HttpResponse:
    """All rules: packs that can be checked, registered standards, targets."""
    page = {
        "packs": shown.packs_table(packs().values(), timezone.localdate()),
        "register": shown.registered_table(registered()),
        "targets": shown.targets_table(),
        "crumbs": [HOME],
    }
    return render(request, "tanji/officer/register.html", page)


@public_door
def pack(request: HttpRequest, identity: str, tab: str = "") -> HttpResponse:
    """One pack: requirements in words, parameters, cases run now, text and sources."""
    one = get_pack(identity)
    name = tab or "requirements"
    page = {
        "pack": one,
        "digest": digest(one),
        "level": shown.LEVELS[one.level],
        "kind": shown.KINDS[one.kind],
        "status": shown.STATUS[one.status],
        "tab": name,
        "tabs": [Link(said, _address(identity, each), current=each == tab) for each, said in TABS],
        "items": shown.rule_items(one, timezone.localdate()) if name == "requirements" else (),
        "sections": shown.sections_of(one) if name == "content" else (),
        "table": _table(name, identity),
        "crumbs": [HOME, Link(Text(zh=one.number or one.id, en=one.number or one.id), request.path)],
    }
    return render(request, "tanji/officer/pack.html", page)


@public_door
def which(request: HttpRequest) -> HttpResponse:
    """Which rules hold for a product at a place on a day, why these, and why not the others."""
    form = Which(request.GET or None)
    page: dict[str, object] = {"form": form, "crumbs": [HOME, Link(Text(zh="适用规则", en="Which rule"), request.path)]}
    if form.is_valid() and (form.cleaned_data["name"] or form.cleaned_data["code"]):
        asked, place = _product(form), form.cleaned_data["place"] or None
        on: date = form.cleaned_data["on"] or timezone.localdate()
        found = resolve(packs().values(), asked, on=on, place=place)
        name = form.cleaned_data["name"].casefold()
        page |= {
            "ruleset": found,
            "digest": digest(found),
            "others": others(packs().values(), found, asked, on=on, place=place),
            "real": [each for each in registered() if name and any(word.casefold() in name for word in each.words)],
        }
    return render(request, "tanji/officer/which.html", page, status=422 if request.GET and not form.is_valid() else 200)


@public_door
def diff(request: HttpRequest) -> HttpResponse:
    """How two packs differ, in words."""
    form = Two(request.GET or None)
    page: dict[str, object] = {"form": form, "crumbs": [HOME, Link(Text(zh="比较", en="Compare"), request.path)]}
    if form.is_valid():
        before, after = get_pack(form.cleaned_data["before"]), get_pack(form.cleaned_data["after"])
        page |= {"before": before, "after": after, "differences": difference(before, after), "compared": True}
    return render(request, "tanji/officer/diff.html", page, status=422 if request.GET and not form.is_valid() else 200)


def _address(identity: str, tab: str) -> str:
    return reverse("rule_pack_tab", args=[identity, tab]) if tab else reverse("rule_pack", args=[identity])


def _table(name: str, identity: str) -> object:
    one = get_pack(identity)
    if name == "parameters":
        return shown.parameters_table(one)
    if name == "cases":
        return shown.cases_table(run(one, timezone.localdate(), below(one)))
    return None


def _product(form: Which) -> Product:
    name, system, code = (form.cleaned_data[each] for each in ("name", "system", "code"))
    codes = (Code(system=system or "HS 2022", code=code),) if code else ()
    return Product(names={"zh": name or code, "en": name or code}, codes=codes)
