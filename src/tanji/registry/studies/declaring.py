"""Declaring: what stands in the way, and the statement that freezes a study for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tanji.accounts.acting import Acting
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict
from tanji.assess.declare import Basis, Declaration, blocks
from tanji.assess.declare import declare as stated
from tanji.catalog import drafts, products
from tanji.catalog.documents import load_as, store
from tanji.catalog.models import Draft
from tanji.errors import Text
from tanji.model.document import ref
from tanji.model.ruleset import Verdict
from tanji.model.statement import Statement
from tanji.registry.actions import act, record
from tanji.registry.queries import case_about, next_actions
from tanji.registry.studies.computing import ENGINE
from tanji.registry.studies.rules import rule_set
from tanji.registry.studies.versions import Version, latest
from tanji.rules.check import check


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a study can be declared by who looks, and what hinders."""

    version: Version | None
    blocking: Sequence[Verdict] = ()
    """Rules on one's own data that fail or can not be judged."""
    open_points: Sequence[Verdict] = ()
    """What a statement would say is open: other people's data, questions for the verifier."""
    hindered: Text | None = None
    """What keeps this person from declaring it now, apart from the rules."""

    @property
    def ready(self) -> bool:
        """Whether nothing hinders."""
        return self.hindered is None and self.version is not None and not self.blocking


def readiness(acting: Acting, draft: Draft) -> Readiness:
    """What a statement of the present result would rest on, and what is in its way."""
    found = latest(acting, draft)
    if found is None:
        return Readiness(None, hindered=Text(zh="尚未计算", en="It is not computed yet"))
    verdicts = found.conformity.verdicts
    blocking = [each for each in verdicts if blocks(each)]
    left = [each for each in verdicts if each.outcome in {"fail", "indeterminate", "verifier"} and not blocks(each)]
    return Readiness(found, blocking, left, _hindered(acting, draft))


def declare(acting: Acting, draft: UUID, *, estimate: bool = False, supersedes: str | None = None) -> str:
    """The digest of the statement of a draft's present result; nothing of the draft can be changed any more.

    Refuses NotAllowed for who may not or has computed it, Conflict where it is stale or declared, and NotDeclarable
    while a rule on one's own data fails (unless it is an estimate, which says so for ever).
    """
    require(acting, "declare", "study")
    with transaction.atomic():
        row = drafts.get_draft(acting, draft)
        found = latest(acting, row)
        case = case_about(acting, row.id)
        if found is None or case is None:
            raise Conflict(Text(zh="尚未计算，不能声明", en="It is not computed yet and can not be declared"))
        if row.statement:
            raise Conflict(Text(zh="研究已声明", en="The study is declared already"))
        if row.frozen_revision != row.revision:
            raise Conflict(
                Text(zh="计算之后又改动过，不能声明", en="It was changed after it was computed"),
                Text(zh="请重新计算。", en="Compute it again."),
            )
        ruleset = rule_set(found.study.product, acting.today, found.study.location, row.packs)
        conformity = check(found.study, ruleset, found.footprint, engine=ENGINE)
        older = None if supersedes is None else ref(load_as(Statement, acting, supersedes))
        made = stated(
            Basis(found.study, found.footprint, ruleset, conformity),
            Declaration(by=acting.organisation.name, on=acting.today, supersedes=older, estimate=estimate),
        )
        for each in (ruleset, conformity):
            store(acting, each)
        digest = store(acting, made)
        act(acting, case.id, "declare", subject=found.study, given={"statement": digest})
        products.declared(acting, row.id, digest)
        record(acting, "study.declared", row.id, body={"statement": digest, "estimate": estimate})
    return digest


def statement_of(acting: Acting, draft: Draft) -> Statement | None:
    """The statement of a draft, if it is declared."""
    return load_as(Statement, acting, draft.statement) if draft.statement else None


def _hindered(acting: Acting, draft: Draft) -> Text | None:
    if draft.statement:
        return Text(zh="已声明", en="It is declared")
    if draft.frozen_revision != draft.revision:
        return Text(zh="计算之后又改动过，请重新计算", en="It was changed after it was computed; compute it again")
    case = case_about(acting, draft.id)
    if case is None:
        return Text(zh="尚未计算", en="It is not computed yet")
    found = next((each for each in next_actions(acting, case) if each.action.id == "declare"), None)
    if found is None:
        return Text(zh="须由批准人声明", en="An approver declares it")
    return found.hindered
