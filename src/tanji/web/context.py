"""What every page knows: language, who acts, menu, counts, version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tanji import __version__
from tanji.accounts.acting import Acting, organisations
from tanji.accounts.permissions import allowed
from tanji.errors import Text
from tanji.registry.notices import unread
from tanji.registry.queries import todo_count
from tanji.web.frame import menu, words
from tanji.web.frame.parts import Link
from tanji.web.frame.words import said

TASKS = Text(zh="任务中心", en="Tasks")
NOTICES = Text(zh="通知", en="Notices")


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """The context of the frame; what costs a query is asked for only where a template shows it."""
    acting: Acting | None = getattr(request, "acting", None)
    signed_in = acting is not None or getattr(getattr(request, "user", None), "is_authenticated", False)
    return {
        "acting": acting,
        "language": words.language(),
        "version": __version__,
        "request_id": getattr(request, "request_id", ""),
        "menu": SimpleLazyObject(lambda: menu.menu(acting, request.path)),
        "tools": SimpleLazyObject(lambda: tools(acting, request.path)),
        "account_links": SimpleLazyObject(lambda: menu.account(acting)),
        "organisations": SimpleLazyObject(lambda: [] if acting is None else organisations(acting.person)),
        "switch": menu.address("organisation_switch"),
        "sign_in": "" if signed_in else menu.address("account_login"),
        "sign_up": "" if signed_in else menu.address("account_signup"),
        "sign_out": menu.address("account_logout") if signed_in else "",
    }


def tools(acting: Acting | None, path: str) -> Sequence[Link]:
    """What stands in the top bar for who has signed in: the task centre and the notices, with how many wait."""
    if acting is None or not allowed(acting, "view", "task"):
        return []
    return [
        Link(said(TASKS), "/tasks/", icon="list-checks", current=path.startswith("/tasks/"), count=todo_count(acting)),
        Link(said(NOTICES), "/notices/", icon="bell", current=path == "/notices/", count=unread(acting)),
    ]
