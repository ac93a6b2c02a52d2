"""Keys for machines: shown once, narrow, ended in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tanji.accounts import actions, keys
from tanji.accounts.acting import acting
from tanji.accounts.models import ApiKey
from tanji.accounts.permissions import allowed
from tanji.accounts.refusals import Conflict, Invalid, NotAllowed, NotFound, SignInFirst


def test_a_key_acts_for_its_person_within_its_scopes(founder):
    admin = founder("甲")
    _, text = keys.make_key(admin, "MES", scopes=["study:read"], days=30)
    machine = keys.acting_of_key(text)
    assert machine.person == admin.person
    assert allowed(machine, "view", "study")
    assert not allowed(machine, "edit", "study")
    assert not allowed(machine, "view", "product")


def test_the_secret_is_kept_only_as_a_hash(founder):
    row, text = keys.make_key(founder("甲"), "MES", scopes=["study:read"])
    assert text.rsplit("_", 1)[1] not in str(vars(ApiKey.objects.get(pk=row.pk)))


def test_whatever_is_wrong_with_a_key_the_answer_is_the_same(founder, person, joined):
    admin = founder("甲")
    row, good = keys.make_key(admin, "MES", scopes=["study:read"], days=1)
    ended, past = keys.make_key(admin, "old", scopes=["study:read"], days=1)
    ApiKey.objects.filter(pk=ended.pk).update(expires=timezone.now() - timedelta(1))
    said = set()
    for text in ("", "tanji", f"{good}x", good.replace("tanji", "other"), f"tanji_{row.prefix}_", "tanji_0_0", past):
        with pytest.raises(SignInFirst) as refused:
            keys.acting_of_key(text)
        said.add((refused.value.message, refused.value.hint))
    keys.revoke_key(admin, row.id)
    with pytest.raises(SignInFirst) as refused:
        keys.acting_of_key(good)
    assert said == {(refused.value.message, refused.value.hint)}


def test_a_key_has_no_more_rights_than_its_person_has_today(founder, person, joined):
    admin, accountant = founder("甲"), person("accountant")
    member = joined(admin, accountant, "accountant")
    _, text = keys.make_key(acting(accountant), "MES", scopes=["study:write"])
    assert allowed(keys.acting_of_key(text), "edit", "study")
    actions.change_roles(admin, member.id, ["reader"])
    assert not allowed(keys.acting_of_key(text), "edit", "study")
    actions.end_membership(admin, member.id)
    with pytest.raises(SignInFirst):
        keys.acting_of_key(text)


def test_a_key_goes_neither_beyond_roles_nor_makes_keys(founder, person, joined):
    admin, accountant = founder("甲"), person("accountant")
    joined(admin, accountant, "accountant")
    with pytest.raises(Invalid):
        keys.make_key(acting(accountant), "MES", scopes=["organisation:write"])
    _, text = keys.make_key(admin, "MES", scopes=list(keys.scopes_of(admin)))
    machine = keys.acting_of_key(text)
    with pytest.raises(NotAllowed):
        keys.make_key(machine, "another", scopes=["study:read"])
    with pytest.raises(NotAllowed):
        actions.invite(machine, "a@example.org", ["reader"], link=lambda token: token)


def test_keys_of_others_are_ended_by_administrators_alone(founder, person, joined):
    admin, accountant = founder("甲"), person("accountant")
    joined(admin, accountant, "accountant")
    mine, _ = keys.make_key(admin, "MES", scopes=["study:read"])
    theirs, _ = keys.make_key(acting(accountant), "MES", scopes=["study:read"])
    with pytest.raises(NotFound):
        keys.revoke_key(acting(accountant), mine.id)
    with pytest.raises(NotFound):
        keys.revoke_key(founder("乙"), mine.id)
    keys.revoke_key(admin, theirs.id)
    with pytest.raises(Conflict):
        keys.revoke_key(admin, theirs.id)
