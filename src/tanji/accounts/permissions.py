"""What roles may do: one table of role × kind × action. What is not in it is not allowed."""

from __future__ import annotations

from functools import cache

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import NotAllowed
from tanji.accounts.tables import rows
from tanji.errors import Text


@cache
def table() -> frozenset[tuple[str, str, str]]:
    """All that is allowed, as (role, kind, action)."""
    return frozenset(
        (role, row["kind"], row["action"]) for row in rows("permissions.csv") for role in row["roles"].split()
    )


@cache
def actions() -> frozenset[tuple[str, str]]:
    """Every (kind, action) that the table knows."""
    return frozenset((kind, action) for _, kind, action in table())


def allowed(acting: Acting, action: str, kind: str) -> bool:
    """Whether one of the actor's roles, within the scopes of the key, allows an action on a kind of thing."""
    if (kind, action) not in actions():
        raise KeyError(f"the table of permissions does not know {action} on {kind}")
    if acting.key is not None and f"{kind}:{'read' if action == 'view' else 'write'}" not in acting.key.scopes:
        return False
    return any((role, kind, action) in table() for role in acting.roles)


def require(acting: Acting, action: str, kind: str) -> None:
    """Refuses NotAllowed, naming the roles that may."""
    if allowed(acting, action, kind):
        return
    may = ", ".join(sorted({role for role, k, a in table() if (k, a) == (kind, action)}))
    raise NotAllowed(
        Text(
            zh=f"您的角色不能执行“{kind}:{action}”，需要角色：{may}",
            en=f"None of your roles allows {kind}:{action}; these do: {may}",
        ),
        Text(zh="请联系本机构管理员。", en="Ask the administrator of your organisation."),
    )
