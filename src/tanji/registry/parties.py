"""Other organisations in a case: who may bring them in, and in which role."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tanji.accounts.acting import Acting
from tanji.accounts.models import Organisation
from tanji.accounts.permissions import require
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.accounts.tenancy import scope
from tanji.errors import Text
from tanji.registry.actions import locked, record
from tanji.registry.models import Party
from tanji.registry.notices import members, tell
from tanji.registry.queries import document_of, roles_in
from tanji.registry.waiting import settle

JUDGES = "reviewer"
"""A role whose people nobody chooses for their own work."""


def found_organisations(acting: Acting, text: str) -> Sequence[Organisation]:
    """Organisations whose full name, 统一社会信用代码 or LEI is exactly this; parts of a name find nothing."""
    require(acting, "view", "organisation")
    said = text.strip()
    if not said:
        return []
    same = Q(name=said) | Q(name_en=said) | Q(uscc=said.upper()) | Q(lei=said.upper())
    with scope(acting, everything=True):
        return list(Organisation.objects.filter(same).order_by("name")[:5])


def invite(acting: Acting, case: UUID, organisation: UUID, role: str) -> Party:
    """Bring another organisation into a case in a role of its procedure.

    Who owns the case brings in who decides; reviewers are brought in by who decides, and are never the owner.
    Refuses NotFound, NotAllowed, Invalid for a role that the procedure has not, Conflict where it is in already.
    """
    require(acting, "invite", "case")
    with scope(acting, everything=True), transaction.atomic():
        row = locked(acting, case)
        flow, document = document_of(row)
        owner = row.organisation_id == acting.organisation.pk
        if not owner and not roles_in(acting, row):
            raise NotFound
        if role not in flow.roles:
            raise Invalid(
                Text(zh=f"此流程没有角色“{role}”", en=f"This procedure has no role {role!r}"),
                Text(zh=f"可选：{'、'.join(flow.roles)}", en=f"There are: {', '.join(flow.roles)}"),
            )
        if role == JUDGES and owner:
            raise NotAllowed(
                Text(zh="评议人不能由提交单位自己邀请", en="The owner of a case does not choose who reviews it"),
                Text(zh="请由编辑或主管部门邀请。", en="The editor or the authority invites them."),
            )
        guest = Organisation.objects.filter(pk=organisation).first()
        if guest is None:
            raise NotFound
        if guest.pk == row.organisation_id:
            raise Conflict(Text(zh="提交单位已在此案中", en="The owner is in this case already"))
        party, new = Party.objects.get_or_create(
            case=row, organisation=guest, role=role, defaults={"owner_id": row.organisation_id}
        )
        if not new:
            raise Conflict(Text(zh="该机构已以此角色参与", en="The organisation is in this case in that role already"))
        record(acting, "case.invited", row.about, case=row, body={"organisation": str(guest.pk), "role": role})
        settle(row, flow, document, on=acting.today)
        tell(
            {each for each in members(row, flow) if each[0] == guest.pk},
            Text(zh=f"受邀参与：{row.title}", en=f"You are invited to: {row.title}"),
            "/tasks/",
        )
    return party
