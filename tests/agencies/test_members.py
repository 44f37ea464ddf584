import pytest
from django.db import IntegrityError, transaction

from cxstudio.refusal import Refusal
from studies.agencies import members
from studies.agencies.models import Member
from studies.agencies.permissions import GRANTS, Permission, Role
from tests import make

pytestmark = pytest.mark.django_db


def test_a_role_is_changed_and_history_says_by_whom():
    boss = make.member(role="administrator")
    member = make.member(agency=boss.agency, role="viewer")

    changed = members.change_role(member.pk, role=Role.ANALYST, by=boss.user)

    assert changed.role == Role.ANALYST
    assert member.history.first().history_user == boss.user


def test_the_last_administrator_keeps_the_role():
    boss = make.member(role="administrator")
    make.member(role="administrator")  # of another agency: no help here
    make.member(agency=boss.agency, role="lead")

    with pytest.raises(Refusal) as refused:
        members.change_role(boss.pk, role=Role.LEAD, by=boss.user)

    assert refused.value.code == "last_administrator"
    boss.refresh_from_db()
    assert boss.role == Role.ADMINISTRATOR


def test_the_last_administrator_does_not_leave():
    boss = make.member(role="administrator")

    with pytest.raises(Refusal) as refused:
        members.end(boss.pk, by=boss.user)

    assert refused.value.code == "last_administrator"


def test_one_of_two_administrators_may_leave_and_the_other_may_not():
    first = make.member(role="administrator")
    second = make.member(agency=first.agency, role="administrator")

    members.end(first.pk, by=second.user)

    with pytest.raises(Refusal):
        members.end(second.pk, by=second.user)


def test_an_administrator_whose_account_is_closed_does_not_count():
    boss = make.member(role="administrator")
    make.member(
        agency=boss.agency, role="administrator", user=make.user(is_active=False)
    )

    with pytest.raises(Refusal):
        members.end(boss.pk, by=boss.user)


def test_ending_closes_the_agency_keeps_the_row_and_repeats_without_change():
    member = make.member(role="designer")

    ended = members.end(member.pk, by=make.user())
    again = members.end(member.pk, by=make.user())

    assert again.ended_at == ended.ended_at
    assert not again.may(Permission.STUDIO_ENTER)
    assert not Member.objects.active().filter(pk=member.pk).exists()
    assert member.history.count() == 2


def test_bringing_back_opens_the_agency_in_the_same_role():
    member = make.member(role="designer")
    members.end(member.pk, by=make.user())

    back = members.bring_back(member.pk, by=make.user())
    again = members.bring_back(member.pk, by=make.user())

    assert (back.role, back.ended_at, again.ended_at) == ("designer", None, None)
    assert member.history.count() == 3


def test_one_person_is_one_member_of_an_agency():
    member = make.member()

    with pytest.raises(IntegrityError), transaction.atomic():
        make.member(agency=member.agency, user=member.user)


def test_each_role_has_grants_and_only_administrators_set_up():
    setting_up = {
        Permission.AGENCY_MANAGE,
        Permission.MEMBER_MANAGE,
        Permission.TOKEN_MANAGE,
    }

    assert set(GRANTS) == set(Role)
    assert [role for role in Role if GRANTS[role] & setting_up] == [Role.ADMINISTRATOR]
    assert all(Permission.STUDIO_ENTER in grants for grants in GRANTS.values())
