"""Refusals of the records, and the HTTP status with which a door answers any refusal."""

from __future__ import annotations

from typing import Final

from tanji.errors import Refusal, Text


class NotFound(Refusal):
    """Something that there is not, or that belongs to somebody else: the answer is the same."""

    code = "ACC-404"

    def __init__(self) -> None:
        super().__init__(
            Text(zh="找不到您要的内容", en="There is nothing here that you may see"),
            Text(zh="请检查网址；也可能您在另一机构中有权查看。", en="Check the address, or switch the organisation."),
        )


class NotAllowed(Refusal):
    """An action that none of the actor's roles allows."""

    code = "ACC-403"


class SignInFirst(Refusal):
    """Something that only people who have signed in may do."""

    code = "ACC-401"


class OrganisationFirst(Refusal):
    """Something that is done for an organisation, asked for by a person who is in none."""

    code = "ACC-402"


class Conflict(Refusal):
    """Somebody else has changed it meanwhile, or its state does not allow this."""

    code = "ACC-409"


class Invalid(Refusal):
    """Input that cannot be taken: which field, why, and what to do."""

    code = "ACC-422"


class TooMany(Refusal):
    """More requests than are allowed in the time."""

    code = "ACC-429"

    def __init__(self, message: Text, hint: Text, *, seconds: int) -> None:
        super().__init__(message, hint)
        self.seconds = seconds
        """After how many seconds to come again; doors say it as Retry-After."""


_STATUS: Final = {"ACC-401": 401, "ACC-402": 403, "ACC-403": 403, "ACC-404": 404, "ACC-409": 409, "ACC-429": 429}
_MISSING: Final = frozenset({"BGD-001", "BGD-003", "BGD-006", "PRC-006", "RUL-004"})
"""Names of databases, processes, procedures and rules that there are not."""
_CONFLICTS: Final = frozenset({"PRC-002", "PRC-003"})


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: its own, 409 for a step that a procedure holds back, 404 for a
    name that there is not, else 422.
    """
    if refusal.code in _CONFLICTS:
        return 409
    if refusal.code in _MISSING:
        return 404
    return _STATUS.get(refusal.code, 422)
