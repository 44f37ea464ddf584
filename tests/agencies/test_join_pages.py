from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.agencies import joining
from studies.agencies.models import Invitation, Member, User
from tests import make

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"


@pytest.fixture
def invitation():
    agency = make.agency(name="Office of Household Support")
    return joining.invite(agency.pk, email="june@example.org", role="designer", by=None)


def path(invitation) -> str:
    return invitation.link.removeprefix("http://localhost:8000")


def newcomer(client, invitation, **fields):
    values = {"name": "June Abara", "password": PASSWORD}
    return client.post(path(invitation), values | fields)


def test_a_newcomer_makes_an_account_and_stands_in_the_studio(client, invitation):
    assert "june@example.org" in client.get(path(invitation)).content.decode()

    response = newcomer(client, invitation)

    assert response.status_code == 302
    page = client.get(response["location"], follow=True)
    assert page.context["present_agency"] == invitation.agency
    assert "Welcome to Office of Household Support." in page.content.decode()


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"name": ""}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "1qaz2wsx3edc"}, "password"),
        ({"password": "june@example.org"}, "password"),
    ],
)
def test_a_weak_password_or_no_name_makes_no_account(client, invitation, fields, wrong):
    response = newcomer(client, invitation, **fields)

    assert list(response.context["form"].errors) == [wrong]
    assert not User.objects.exists()
    assert Invitation.objects.open().exists()


def test_somebody_signed_in_joins_with_that_account(client, invitation):
    member = make.member()
    client.force_login(member.user)
    assert member.user.email in client.get(path(invitation)).content.decode()
    assert Member.objects.count() == 1

    client.post(path(invitation))

    assert set(member.user.memberships.values_list("agency", flat=True)) == {
        member.agency_id,
        invitation.agency_id,
    }
    page = client.get(reverse("archived-list"))
    assert page.context["present_agency"] == invitation.agency


def test_somebody_with_an_account_signs_in_first_and_comes_back(client, invitation):
    user = make.user(email="june@example.org")
    page = client.get(path(invitation))
    assert f"{reverse('account_login')}?next={reverse('rejoin')}" in (
        page.content.decode()
    )

    client.force_login(user)
    # Signing in makes a new session key and keeps what the session holds.
    session = client.session
    session["join"] = path(invitation).strip("/").split("/")[1]
    session.save()
    response = client.get(reverse("rejoin"))

    assert response["location"] == path(invitation)


def test_without_a_kept_link_the_way_back_leads_to_the_studio(client):
    assert client.get(reverse("rejoin"))["location"] == reverse("admin:index")


def closed_pages(client, invitation):
    return [client.get(path(invitation)), newcomer(client, invitation)]


@pytest.mark.parametrize("state", ["unknown", "used", "taken back", "too old"])
def test_a_link_that_does_not_work_is_one_plain_page(client, invitation, state):
    if state == "unknown":
        pages = [client.get(reverse("join", args=["f" * 32]))]
    else:
        now = timezone.now()
        changed = {
            "used": {"accepted_at": now},
            "taken back": {"revoked_at": now},
            "too old": {"expires_at": now - timedelta(minutes=1)},
        }[state]
        Invitation.objects.filter(pk=invitation.pk).update(**changed)
        pages = closed_pages(client, invitation)

    for page in pages:
        assert page.status_code == 404
        assert "This link does not work" in page.content.decode()
        assert invitation.agency.name not in page.content.decode()
    assert not User.objects.exists()


def test_nobody_signs_up_without_an_invitation(client):
    page = client.post(
        reverse("account_signup"),
        {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "Accounts are by invitation" in page.content.decode()
    assert not User.objects.exists()
