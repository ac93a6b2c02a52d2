"""The home page: what waits for the person, then what was touched last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tanji.accounts.acting import Acting, role_named
from tanji.accounts.permissions import allowed
from tanji.catalog.drafts import drafts, products
from tanji.errors import Text
from tanji.registry.queries import todo, todo_count
from tanji.web.frame.parts import Card
from tanji.web.frame.words import said

MOST_CARDS, MOST_RECENT = 7, 8
DO = Text(zh="去处理", en="Do it")


@dataclass(frozen=True, slots=True)
class Start:
    """A way to begin: a page, or with `posts` an action of one click; `needs` is (action, kind), None for everybody."""

    name: Text
    href: str
    icon: str
    needs: tuple[str, str] | None = None
    posts: bool = False


STARTS = (
    Start(
        Text(zh="用示例产品试一试", en="Try it with the sample product"),
        "/products/sample/",
        "sparkles",
        ("create", "product"),
        posts=True,
    ),
    Start(Text(zh="新建产品", en="New product"), "/products/new/", "plus", ("create", "product")),
    Start(Text(zh="导入数据库", en="Import a database"), "/databases/import/", "upload", ("import", "database")),
    Start(Text(zh="核算规则", en="Accounting rules"), "/rules/", "scroll-text", ("edit", "ruleset")),
    Start(Text(zh="查询因子", en="Look up factors"), "/factors/", "flask-conical"),
)


@dataclass(frozen=True, slots=True)
class Recent:
    """A study that was touched: where it is, what it is of, when it changed, how far it is."""

    name: str
    product: str
    href: str
    changed: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Home:
    """All that the home page shows."""

    cards: Sequence[Card]
    waiting: int
    recent: Sequence[Recent]
    starts: Sequence[Start]
    new: bool
    """Whether the organisation has no product yet."""


def of(acting: Acting) -> Home:
    """The home page of who acts."""
    may_see = allowed(acting, "view", "study")
    may_do = allowed(acting, "view", "task")
    return Home(
        cards=_cards(acting) if may_do else [],
        waiting=todo_count(acting) if may_do else 0,
        recent=_recent(acting) if may_see else [],
        starts=[start for start in STARTS if start.needs is None or allowed(acting, *start.needs)],
        new=may_see and allowed(acting, "view", "product") and not products(acting)[:1],
    )


def _cards(acting: Acting) -> Sequence[Card]:
    return [
        Card(
            title=said(task.title),
            href=task.address,
            action=DO,
            owner=role_named(task.role) if task.role else str(acting.person),
            due=task.due,
            overdue=task.due is not None and task.due < acting.today,
        )
        for task in todo(acting, MOST_CARDS)
    ]


def _recent(acting: Acting) -> Sequence[Recent]:
    return [
        Recent(
            name=draft.name,
            product=str(draft.product.name),
            href=f"/studies/{draft.pk}/",
            changed=draft.changed,
            state=_state(draft.statement, draft.footprint, stale=draft.frozen_revision != draft.revision),
        )
        for draft in drafts(acting)[:MOST_RECENT]
    ]


def _state(statement: str, footprint: str, *, stale: bool) -> str:
    if statement:
        return "declared"
    if not footprint:
        return "draft"
    return "changed" if stale else "calculated"
