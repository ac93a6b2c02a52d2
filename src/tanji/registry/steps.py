"""Steps of cases as doors take them by name; those that must do more than move a case are taken elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tanji.accounts.acting import Acting
from tanji.accounts.refusals import Conflict
from tanji.errors import Text
from tanji.registry.actions import act
from tanji.registry.models import CaseRow
from tanji.registry.queries import get_case

ELSEWHERE: Final[Mapping[str, frozenset[str]]] = {
    "study": frozenset({"compute", "edit", "declare", "archive", "restore"}),
    "database-publication": frozenset({"check"}),
}
"""Steps that write documents or change drafts beside the case: `studies` and `databases` take them."""


def step(
    acting: Acting,
    case: UUID,
    action: str,
    *,
    ground: str | None = None,
    note: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> CaseRow:
    """Take an action by its name. Refuses as `act`, and Conflict for one that is taken with its study or database."""
    row = get_case(acting, case)
    if action in ELSEWHERE.get(row.procedure, frozenset()):
        raise Conflict(
            Text(zh="这一步随研究或数据库一起办理", en="This step is taken together with its study or database"),
            Text(zh="请使用研究或数据库的相应操作。", en="Use the operation of the study or database."),
        )
    return act(acting, case, action, ground=ground, note=note, given=given)
