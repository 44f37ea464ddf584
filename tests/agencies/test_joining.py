from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.agencies import joining, tasks
from studies.agencies.models import Invitation, Member, User
from studies.agencies.permissions import Role
from tests import make

pytestmark = pytest.mark.django_db


def invited(**fields) -> Invitation:
    values = {"email": "june@example.org", "role": Role.DESIGNER, "by": None}
    agency = fields.pop("agency", None) or make.agency()
    return joining.invite(agency.pk, **values | fields)


def token_of(invitation: Invitation) -> str:
    return invitation.link.rstrip("/").rsplit("/", 1)[1]


def run_out(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )


def test_an_invitation_works_for_seven_days_and_wakes_the_mail(
    woken, django_capture_on_commit_callbacks
):
    boss = make.member(role="administrator")

    with django_capture_on_commit_callbacks(execute=True):
        invitation = invited(
            agency=boss.agency, email=" June@Example.org ", by=boss.user
        )

    assert invitation.email == "june@example.org"
    assert invitation.expires_at - invitation.created_at >= timedelta(days=6, hours=23)
    assert woken == [("agencies.mail_invitation", [str(invitation.pk)])]


def test_the_secret_of_a_link_is_not_kept():
    invitation = invited()

    token = token_of(invitation)

    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert joining.find_open(token) == invitation
    assert joining.find_open("0" * 32) is None


def test_a_member_is_not_invited_again():
    member = make.member()

    with pytest.raises(Refusal) as refused:
        invited(agency=member.agency, email=member.user.email)

    assert refused.value.code == "member_already"


def test_one_address_has_one_open_invitation():
    first = invited()

    with pytest.raises(Refusal) as refused:
        invited(agency=first.agency)

    assert refused.value.code == "invited_already"
    assert list(Invitation.objects.all()) == [first]


def test_an_invitation_that_ran_out_makes_room_for_a_new_one():
    first = invited()
    run_out(first)

    second = invited(agency=first.agency)

    first.refresh_from_db()
    assert first.revoked_at is not None
    assert list(Invitation.objects.open()) == [second]


def test_the_database_keeps_one_open_invitation_per_address():
    first = invited()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            agency=first.agency,
            email=first.email,
            role=Role.VIEWER,
            token_hash="another",
            expires_at=timezone.now(),
        )


def test_joining_uses_the_link_up():
    invitation, user = invited(), make.user()

    member = joining.accept(invitation.pk, by=user)

    assert (member.agency, member.user, member.role) == (
        invitation.agency,
        user,
        Role.DESIGNER,
    )
    assert member.history.get().history_user == user
    assert joining.find_open(token_of(invitation)) is None
    with pytest.raises(Refusal) as refused:
        joining.accept(invitation.pk, by=make.user())
    assert refused.value.code == "link_closed"
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    "close", [run_out, lambda one: joining.revoke(one.pk, by=None)]
)
def test_a_link_that_ran_out_or_was_taken_back_lets_nobody_in(close):
    invitation = invited()
    close(invitation)

    with pytest.raises(Refusal):
        joining.accept(invitation.pk, by=make.user())

    assert joining.find_open(token_of(invitation)) is None
    assert not Member.objects.exists()


def test_taking_back_twice_and_after_use_changes_nothing():
    taken, used = invited(email="a@example.org"), invited(email="b@example.org")
    joining.accept(used.pk, by=make.user())

    outcomes = [joining.revoke(one.pk, by=None) for one in (taken, taken, used)]

    assert outcomes == [True, False, False]


def test_somebody_who_had_left_comes_back_in_the_new_role():
    member = make.member(role="viewer", ended_at=timezone.now())
    invitation = invited(agency=member.agency, email=member.user.email)

    again = joining.accept(invitation.pk, by=member.user)

    assert (again.pk, again.role, again.ended_at) == (member.pk, Role.DESIGNER, None)


def test_a_member_who_opens_a_second_link_keeps_the_role():
    member = make.member(role="lead")
    invitation = invited(agency=member.agency, email="elsewhere@example.org")

    same = joining.accept(invitation.pk, by=member.user)

    assert (same.pk, same.role) == (member.pk, "lead")
    assert joining.find_open(token_of(invitation)) is None


def test_a_newcomer_gets_an_account_with_a_proved_address():
    invitation = invited()

    member = joining.accept_as_newcomer(
        invitation.pk, name="June Abara", password="four plain words here"
    )

    user = User.objects.get(email="june@example.org")
    assert member.user == user
    assert user.check_password("four plain words here")
    assert not user.is_operator
    [address] = user.emailaddress_set.all()
    assert (address.email, address.verified, address.primary) == (
        user.email,
        True,
        True,
    )


def test_a_newcomer_form_makes_no_second_account():
    user = make.user(email="june@example.org")
    invitation = invited()

    with pytest.raises(Refusal) as refused:
        joining.accept_as_newcomer(invitation.pk, name="J", password="x" * 12)

    assert refused.value.code == "has_account"
    assert list(User.objects.filter(email="june@example.org")) == [user]
    assert joining.find_open(token_of(invitation)) == invitation


def test_an_invitation_from_the_shell_may_make_an_operator():
    user = make.user()

    joining.accept(invited(makes_operator=True).pk, by=user)

    user.refresh_from_db()
    assert user.is_operator


def test_the_mail_carries_the_link_and_goes_once(sink):
    boss = make.member(role="administrator", user=make.user(name="Nora Haskell"))
    invitation = invited(agency=boss.agency, by=boss.user)

    outcomes = [joining.mail(invitation.pk), joining.mail(invitation.pk)]

    assert outcomes == [True, False]
    [mail] = sink.mails
    assert mail["to"] == "june@example.org"
    assert boss.agency.name in mail["subject"]
    text = mail.get_content()
    assert "Nora Haskell" in text
    assert f"https://studio.example.org/join/{token_of(invitation)}/" in text


def test_a_mail_server_that_is_away_leaves_the_invitation_waiting(sink, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    invitation = invited()

    assert joining.mail(invitation.pk) is False
    settings.EMAIL_PORT = port
    tasks.mail_invitations()
    tasks.mail_invitations()

    assert [mail["to"] for mail in sink.mails] == ["june@example.org"]


def test_an_invitation_that_was_taken_back_is_not_mailed(sink):
    invitation = invited()
    joining.revoke(invitation.pk, by=None)

    tasks.mail_invitation(str(invitation.pk))

    assert sink.mails == []
