"""Rights: who owns data, what of them may be shown to everybody, and whether the law restricts where they go.

What is not said stays missing; what follows from that is decided where data are shown (`tanji.background.rights`).
"""

from __future__ import annotations

from enum import StrEnum

from tanji.model.document import Value


class Permission(StrEnum):
    """How much of a process its owner lets everybody see, from most to least."""

    values = "values"
    """Everything: amounts, exchanges, results."""
    metadata = "metadata"
    """That it exists: name, unit, place, year, source, licence; no amount and no result."""
    nothing = "nothing"
    """Not even that it exists."""


class CrossBorder(StrEnum):
    """Whether data may leave the country in which they were collected."""

    free = "free"
    assessed = "assessed"
    """Only after an assessment, contract or filing that the law asks for."""
    forbidden = "forbidden"


class Rights(Value):
    """Owner, licence and permission of a release or process, and what the law makes of its data.

    Personal data: Personal Information Protection Law of China (2021). Important data (重要数据), data across the
    border: Data Security Law (2021), articles 21 and 31; clauses unverified.
    """

    owner: str | None = None
    licence: str | None = None
    permission: Permission | None = None
    personal_data: bool | None = None
    important_data: bool | None = None
    cross_border: CrossBorder | None = None
    note: str | None = None
