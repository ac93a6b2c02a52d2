"""What time does by itself: periods lapse, to-dos become due, old idempotency keys are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanji.accounts import limits
from tanji.accounts.tenancy import scope
from tanji.procedures.waiting import lapse
from tanji.registry.actions import moved
from tanji.registry.models import Answered, CaseRow
from tanji.registry.queries import document_of
from tanji.registry.waiting import settle

REMEMBERED_DAYS = 7
"""How long a request under an idempotency key is known again."""


class Ticked(NamedTuple):
    """What one round has done."""

    cases: int
    lapsed: int
    forgotten: int


def tick() -> Ticked:
    """One round over all open cases of all organisations; each in a transaction of its own, safe to run twice."""
    count = lapsed = 0
    with scope(None, everything=True):
        for pk in list(CaseRow.objects.filter(archived=None).values_list("pk", flat=True)):
            count += 1
            lapsed += _one(pk)
        old = timezone.now() - timedelta(days=REMEMBERED_DAYS)
        limits.forget()
        forgotten, _ = Answered.objects.filter(on__lt=old).delete()
    return Ticked(count, lapsed, forgotten)


def _one(pk: UUID) -> int:
    today = timezone.localdate()
    with transaction.atomic():
        row = CaseRow.objects.select_for_update().get(pk=pk)
        flow, before = document_of(row)
        state = next(each for each in flow.states if each.id == row.state)
        if state.final:
            return 0
        after = lapse(flow, before, on=today)
        if after is not before:
            moved(None, row, flow, after, on=today)
            return 1
        settle(row, flow, before, on=today)
    return 0
