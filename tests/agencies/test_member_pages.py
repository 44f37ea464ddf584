import pytest
from django.urls import reverse

from studies.agencies import joining
from studies.agencies.models import Invitation, Member
from tests import make

pytestmark = pytest.mark.django_db


def enter(client, role="administrator"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def invite_page(client, **fields):
    values = {"email": "june@example.org", "role": "designer"}
    return client.post(reverse("member-list"), values | fields, follow=True)


def test_an_administrator_sees_who_works_here_and_nobody_of_another_agency(client):
    boss = enter(client)
    make.member(agency=boss.agency, user=make.user(name="June Abara"))
    make.member(user=make.user(name="Somebody Else"))

    page = client.get(reverse("member-list")).content.decode()

    assert "June Abara" in page
    assert "Somebody Else" not in page


@pytest.mark.parametrize("role", ["lead", "designer", "viewer"])
def test_other_roles_do_not_manage_members(client, role):
    enter(client, role)

    assert client.get(reverse("member-list")).status_code == 403
    assert invite_page(client).status_code == 403
    assert not Invitation.objects.exists()


def test_an_invitation_is_made_and_shown_with_its_link(client):
    boss = enter(client)

    response = invite_page(client)

    [invitation] = Invitation.objects.all()
    assert (invitation.agency, invitation.invited_by) == (boss.agency, boss.user)
    assert said(response) == [
        "june@example.org gets a link by e-mail. It works for 7 days, once."
    ]
    assert invitation.link in response.content.decode()


def test_a_second_invitation_is_refused_in_words_and_keeps_what_was_typed(client):
    enter(client)
    invite_page(client)

    response = invite_page(client)

    assert "june@example.org has an open invitation." in response.content.decode()
    assert response.context["form"]["email"].value() == "june@example.org"
    assert Invitation.objects.count() == 1


def test_an_address_that_is_none_is_refused(client):
    enter(client)

    response = invite_page(client, email="june at home")

    assert response.context["form"].errors.keys() == {"email"}


def test_an_invitation_is_taken_back(client):
    enter(client)
    invite_page(client)
    [invitation] = Invitation.objects.all()

    client.post(reverse("invitation-revoke", args=[invitation.pk]))

    assert not Invitation.objects.open().exists()


def test_a_role_is_changed_on_the_page(client):
    boss = enter(client)
    member = make.member(agency=boss.agency, role="viewer")

    response = client.post(
        reverse("member-role", args=[member.pk]), {"role": "analyst"}, follow=True
    )

    member.refresh_from_db()
    assert member.role == "analyst"
    assert said(response) == [f"{member.user} is now: Analyst."]


def test_a_role_that_does_not_exist_changes_nothing(client):
    boss = enter(client)
    member = make.member(agency=boss.agency, role="viewer")

    response = client.post(
        reverse("member-role", args=[member.pk]), {"role": "king"}, follow=True
    )

    member.refresh_from_db()
    assert member.role == "viewer"
    assert said(response) == ["Choose one of the roles. Nothing was changed."]


def test_the_last_administrator_reads_why_they_stay(client):
    boss = enter(client)

    response = client.post(reverse("member-end", args=[boss.pk]), follow=True)

    assert said(response) == [
        "An agency needs an administrator. Make somebody else one first."
    ]


def test_a_member_leaves_and_is_brought_back(client):
    boss = enter(client)
    member = make.member(agency=boss.agency)

    left = client.post(reverse("member-end", args=[member.pk]), follow=True)
    assert list(left.context["ended"]) == [member]
    client.post(reverse("member-bring-back", args=[member.pk]))

    member.refresh_from_db()
    assert member.ended_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    client, rows, django_assert_num_queries
):
    boss = enter(client)
    for number in range(rows):
        make.member(agency=boss.agency)
        email = f"new{number}@example.org"
        joining.invite(boss.agency_id, email=email, role="viewer", by=boss.user)

    with django_assert_num_queries(6):
        client.get(reverse("member-list"))


def test_a_person_in_two_agencies_switches_in_the_header(client):
    first = enter(client, role="viewer")
    second = make.member(user=first.user, role="administrator")

    page = client.get(reverse("archived-list"))
    assert page.context["present_agency"] == first.agency
    assert second.agency.name in page.content.decode()
    client.post(reverse("agency-switch"), {"agency": second.agency_id})

    assert client.get(reverse("member-list")).context["present_agency"] == second.agency


@pytest.mark.parametrize("asked", ["", "all", "0"])
def test_nobody_switches_to_what_is_no_agency_of_theirs(client, asked):
    enter(client)

    response = client.post(reverse("agency-switch"), {"agency": asked})

    assert response.status_code == 404


def test_nobody_switches_to_an_agency_that_they_left_or_never_joined(client):
    member = enter(client)
    left = make.member(user=member.user, ended_at=member.joined_at)

    for agency in (left.agency, make.agency()):
        response = client.post(reverse("agency-switch"), {"agency": agency.pk})
        assert response.status_code == 404

    assert Member.objects.active().filter(user=member.user).count() == 1
