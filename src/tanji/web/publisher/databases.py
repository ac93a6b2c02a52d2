"""Databases: list, new, one database with its releases; archived and restored."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tanji.accounts.acting import Acting
from tanji.accounts.doors import door
from tanji.accounts.middleware import signed_in
from tanji.accounts.permissions import allowed
from tanji.catalog import databases as rows
from tanji.catalog.shelves import releases
from tanji.errors import Refusal, Text
from tanji.registry.databases import importing, keeping
from tanji.registry.queries import events
from tanji.web.frame.parts import Fault, Link, faults_of
from tanji.web.frame.words import said
from tanji.web.publisher import shown
from tanji.web.publisher.forms import NewDatabase

HOME = Link(Text(zh="背景数据库", en="Background databases"), "/databases/")


@door("view", "database")
def databases(request: HttpRequest) -> HttpResponse:
    """The organisation's databases and the public ones."""
    acting = signed_in(request)
    own = [(each, rows.releases_of(acting, each)) for each in rows.databases(acting)]
    page = {
        "own": shown.databases_table(own),
        "any": bool(own),
        "public": shown.public_table(releases(None)),
        "archived": rows.databases(acting, archived=True),
        "may": allowed(acting, "create", "database"),
        "crumbs": [HOME],
    }
    return render(request, "tanji/publisher/databases.html", page)


@door("create", "database")
def new(request: HttpRequest) -> HttpResponse:
    """A new database."""
    acting, form = signed_in(request), NewDatabase(request.POST or None)
    page: dict[str, object] = {
        "asked": form,
        "crumbs": [HOME, Link(Text(zh="新建数据库", en="New database"), request.path)],
    }
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.create(acting, **form.cleaned_data)
        except Refusal as refusal:
            field = "id_name" if not form.cleaned_data["name"].strip() else "id_identifier"
            page["faults"] = [Fault(refusal.message, field=field, code=refusal.code, hint=refusal.hint or "")]
        else:
            return redirect("database_import", made.id)
    elif request.method == "POST":
        page["faults"] = faults_of(form)
    status = 422 if request.method == "POST" else 200
    return render(request, "tanji/publisher/new.html", page, status=status)


@door("view", "database")
def database(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One database: what it is, its releases, what happened."""
    acting = signed_in(request)
    row = rows.get_database(acting, pk)
    releases = rows.releases_of(acting, row)
    page = {
        "database": row,
        "name": shown.name_of(row),
        "table": shown.releases_table(row, releases),
        "any": bool(releases),
        "readings": importing.readings_of(acting, row),
        "events": events(acting, row.id)[:20] if allowed(acting, "view", "case") else (),
        "may_import": allowed(acting, "import", "database") and row.archived is None,
        "may_archive": allowed(acting, "archive", "database"),
        "crumbs": crumbs(shown.name_of(row), request.path),
    }
    return render(request, "tanji/publisher/database.html", page)


@door("import", "database")
def choose(request: HttpRequest) -> HttpResponse:
    """Into which database is something to be imported? Without any, a new one."""
    acting = signed_in(request)
    own = rows.databases(acting)
    if not own:
        return redirect("database_new")
    if len(own) == 1:
        return redirect("database_import", own[0].id)
    page = {"databases": own, "crumbs": [HOME, Link(Text(zh="导入", en="Import"), request.path)]}
    return render(request, "tanji/publisher/choose.html", page)


@require_POST
@door("archive", "database")
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a database away, or take it back."""
    acting: Acting = signed_in(request)
    if request.POST.get("back"):
        keeping.restore(acting, pk)
        messages.success(request, said(Text(zh="数据库已恢复。", en="The database is back.")))
    else:
        keeping.archive(acting, pk)
        messages.success(
            request, said(Text(zh="数据库已归档，30 天内可恢复。", en="Archived; it can be restored for 30 days."))
        )
    return redirect("database", pk)


def crumbs(*names: object) -> list[Link]:
    """The way to a page below databases: (name, address) in turn."""
    pairs = zip(names[::2], names[1::2], strict=True)
    return [HOME, *(Link(name, str(address)) for name, address in pairs)]  # type: ignore[arg-type]
