"""Organisations and their people: founding, inviting, roles, leaving."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from tanji.accounts import actions, queries
from tanji.accounts.acting import acting, organisations
from tanji.accounts.actions import About
from tanji.accounts.identifiers import BadLei
from tanji.accounts.models import AccountEvent, Invitation, Membership
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound
from tanji.model.identifier import BadCode


def _invite(acting, email, *roles):
    _, link = actions.invite(acting, email, roles, link=lambda token: token)
    return link


def test_who_founds_a_firm_is_its_administrator_accountant_and_approver(person):
    founded = actions.create_organisation(person("李"), "manufacturer", About("示例公司", uscc="91330100799655058b"))
    assert founded.roles == {"administrator", "accountant", "approver"}
    assert founded.organisation.uscc == "91330100799655058B"
    assert [each.kind for each in queries.events(founded)] == ["organisation.created"]


def test_an_authority_is_founded_by_the_operator_alone(person):
    with pytest.raises(NotAllowed):
        actions.create_organisation(person("周"), "authority", About("主管部门"))
    assert actions.create_organisation(person("吴"), "authority", About("主管部门"), by_operator=True)


@pytest.mark.parametrize(
    ("about", "refusal"),
    [
        (About("  "), Invalid),
        (About("甲", uscc="913301007996550580"), BadCode),
        (About("甲", lei="5493001KJTIIGC8Y1R13"), BadLei),
        (About("甲", region="990000"), Invalid),
        (About("甲", country="C1"), Invalid),
    ],
)
def test_an_organisation_with_a_wrong_code_is_refused_and_leaves_nothing(person, about, refusal):
    somebody = person("李")
    with pytest.raises(refusal):
        actions.create_organisation(somebody, "manufacturer", about)
    assert list(organisations(somebody)) == []


def test_a_region_within_a_province_is_taken(founder):
    changed = actions.edit_organisation(founder("甲"), About("甲公司", region="340100"))
    assert changed.region == "340100"


def test_an_invitation_leads_its_addressee_and_nobody_else_into_the_organisation(
    founder, person, django_capture_on_commit_callbacks
):
    admin = founder("甲")
    with django_capture_on_commit_callbacks(execute=True):
        token = _invite(admin, "Zhao@Example.org", "accountant")
    assert mail.outbox[0].to == ["zhao@example.org"]
    assert token in mail.outbox[0].body
    other = person("other")
    with pytest.raises(NotFound):
        actions.accept_invitation(other, token)
    zhao = person("zhao")
    joined = actions.accept_invitation(zhao, token)
    assert joined.organisation == admin.organisation
    assert joined.roles == {"accountant"}
    with pytest.raises(NotFound):
        actions.accept_invitation(zhao, token)


def test_the_token_is_kept_only_as_a_hash(founder):
    token = _invite(founder("甲"), "a@example.org", "reader")
    row = Invitation.objects.get()
    assert token not in str(vars(row))


def test_an_invitation_ends_after_fourteen_days_and_by_withdrawal_and_by_a_newer_one(founder, person):
    admin, guest = founder("甲"), person("guest")
    old = _invite(admin, guest.email, "reader")
    new = _invite(admin, guest.email, "reader")
    assert queries.invitation_of(guest, old) is None
    row = queries.invitation_of(guest, new)
    assert timedelta(13) < row.expires - timezone.now() <= timedelta(14)
    Invitation.objects.filter(pk=row.pk).update(expires=timezone.now())
    assert queries.invitation_of(guest, new) is None
    last = _invite(admin, guest.email, "reader")
    actions.withdraw_invitation(admin, queries.invitation_of(guest, last).id)
    assert queries.invitation_of(guest, last) is None


def test_a_member_is_not_invited_again(founder):
    admin = founder("甲")
    with pytest.raises(Conflict):
        _invite(admin, admin.person.email, "reader")


def test_a_role_that_the_kind_of_organisation_lacks_is_not_given(founder):
    with pytest.raises(Invalid, match=r"主管|Authority"):
        _invite(founder("甲"), "a@example.org", "authority")


def test_only_administrators_manage_members(founder, person, joined):
    admin, accountant = founder("甲"), person("accountant")
    joined(admin, accountant, "accountant")
    with pytest.raises(NotAllowed):
        _invite(acting(accountant), "a@example.org", "reader")


def test_nobody_changes_their_own_role_of_administrator(founder, person, joined):
    admin = founder("甲")
    second = joined(admin, person("second"), "administrator")
    own = Membership.objects.get(person=admin.person)
    with pytest.raises(NotAllowed):
        actions.change_roles(admin, own.id, ["accountant"])
    assert actions.change_roles(admin, own.id, ["administrator"]).roles == ["administrator"]
    assert actions.change_roles(admin, second.id, ["reader"]).roles == ["reader"]


def test_the_last_administrator_does_not_leave(founder, person, joined):
    admin = founder("甲")
    own = Membership.objects.get(person=admin.person)
    with pytest.raises(Conflict):
        actions.end_membership(admin, own.id)
    joined(admin, person("second"), "administrator")
    actions.end_membership(admin, own.id)
    assert acting(admin.person) is None


def test_who_has_left_comes_back_by_an_invitation(founder, person, joined):
    admin, guest = founder("甲"), person("guest")
    actions.end_membership(admin, joined(admin, guest, "reader").id)
    again = actions.accept_invitation(guest, _invite(admin, guest.email, "approver"))
    assert again.roles == {"approver"}


def test_members_of_another_organisation_are_not_found(founder):
    one, two = founder("甲"), founder("乙")
    theirs = Membership.objects.get(person=two.person)
    for act in (
        lambda: actions.change_roles(one, theirs.id, ["reader"]),
        lambda: actions.end_membership(one, theirs.id),
        lambda: queries.member(one, theirs.id),
        lambda: actions.choose_organisation(one.person, two.organisation.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_events_are_neither_changed_nor_removed(founder):
    founder("甲")
    for change in (lambda: AccountEvent.objects.update(kind="x"), lambda: AccountEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_permission_that_the_table_lacks_is_a_mistake_not_a_refusal(founder):
    with pytest.raises(KeyError):
        allowed(founder("甲"), "fly", "study")
