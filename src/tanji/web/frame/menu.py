"""What the left menu and the account menu hold for a person in their roles; what they cannot use is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import allowed
from tanji.errors import Text
from tanji.web.frame.parts import Link
from tanji.web.frame.words import said


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the menu; `needs` is (action, kind) of the table of permissions, None for everybody."""

    name: Text
    href: str
    icon: str
    needs: tuple[str, str] | None = None


ENTRIES = (
    Entry(Text(zh="首页", en="Home"), "/", "house"),
    Entry(Text(zh="待办", en="To do"), "/tasks/", "list-checks", ("view", "task")),
    Entry(Text(zh="产品", en="Products"), "/products/", "package", ("view", "product")),
    Entry(Text(zh="背景数据库", en="Background databases"), "/databases/", "database", ("view", "database")),
    Entry(Text(zh="核算规则", en="Accounting rules"), "/rules/", "scroll-text"),
    Entry(Text(zh="因子查询", en="Emission factors"), "/factors/", "flask-conical"),
    Entry(Text(zh="方法", en="Methods"), "/methods/", "ruler"),
    Entry(Text(zh="政策", en="Policy"), "/policy/", "landmark"),
    Entry(Text(zh="关于", en="About"), "/about/", "info"),
)
ACCOUNT = (
    Entry(Text(zh="个人设置", en="Your account"), "/account/", "user"),
    Entry(Text(zh="机构", en="Organisation"), "/organisation/", "building-2", ("view", "organisation")),
)


def menu(acting: Acting | None, path: str) -> Sequence[Link]:
    """The left menu for who acts, with the place of this page marked."""
    return [_link(entry, path) for entry in ENTRIES if _open(entry, acting) and is_page(entry.href)]


def account(acting: Acting | None) -> Sequence[Link]:
    """The places under the name of the person; none for who has not signed in."""
    return [_link(entry, "") for entry in ACCOUNT if acting and _open(entry, acting) and is_page(entry.href)]


def is_page(href: str) -> bool:
    """Whether an address leads to a page."""
    try:
        resolve(href)
    except Resolver404:
        return False
    return True


def address(name: str) -> str:
    """The address of a named page; empty where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _open(entry: Entry, acting: Acting | None) -> bool:
    return entry.needs is None or (acting is not None and allowed(acting, *entry.needs))


def _link(entry: Entry, path: str) -> Link:
    here = path == entry.href or (entry.href != "/" and path.startswith(entry.href))
    return Link(said(entry.name), entry.href, icon=entry.icon, current=here)
