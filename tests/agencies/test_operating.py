from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from studies.agencies import opening
from studies.agencies.models import Agency, Invitation, Member
from studies.agencies.permissions import Role
from tests import make

pytestmark = pytest.mark.django_db


def operator(client):
    user = make.user(is_operator=True)
    client.force_login(user)
    return user


def command(**options) -> str:
    out = StringIO()
    values = {"name": "Water Office", "admin_email": "ana@example.org"}
    values |= {"time_zone": "America/Chicago"}
    call_command("create_agency", stdout=out, **values | options)
    return out.getvalue()


def test_an_agency_opens_empty_with_its_administrator_invited():
    user = make.user(is_operator=True)

    invitation = opening.create_agency(
        name=" Water Office ",
        admin_email="Ana@example.org",
        time_zone="America/Chicago",
        by=user,
    )

    agency = Agency.objects.get()
    assert (agency.name, agency.slug, agency.is_demo) == (
        "Water Office",
        "water-office",
        False,
    )
    assert (invitation.email, invitation.role) == (
        "ana@example.org",
        Role.ADMINISTRATOR,
    )
    assert agency.history.get().history_user == user


def test_two_agencies_of_one_name_have_two_addresses():
    slugs = [
        opening.create_agency(
            name=name, admin_email="a@example.org", time_zone="America/Chicago", by=None
        ).agency.slug
        for name in ("Water Office", "Water Office", "水务局")
    ]

    assert slugs == ["water-office", "water-office-2", "agency"]


def test_the_operator_sees_names_and_sizes_and_opens_an_agency(client):
    operator(client)
    member = make.member(agency=make.agency(name="Parks"))
    make.service(agency=member.agency, name="Hidden plans")

    page = client.get(reverse("operate")).content.decode()
    assert "Parks" in page
    assert "Hidden plans" not in page
    assert member.user.email not in page
    values = {"name": "Water Office", "admin_email": "ana@example.org"}
    client.post(reverse("operate"), values)  # without a time zone nothing opens
    assert Agency.objects.count() == 1
    values |= {"time_zone": "America/Chicago"}
    client.post(reverse("operate"), values)

    assert Agency.objects.filter(name="Water Office").exists()
    assert Invitation.objects.get().email == "ana@example.org"


def test_an_agency_needs_a_name_an_address_and_a_clock(client):
    operator(client)

    response = client.post(reverse("operate"), {"name": "", "admin_email": "x"})

    assert set(response.context["form"].errors) == {"name", "admin_email", "time_zone"}
    assert not Agency.objects.exists()


def test_administrators_of_an_agency_do_not_run_the_platform(client):
    client.force_login(make.member(role="administrator").user)

    assert client.get(reverse("operate")).status_code == 404


def test_an_operator_has_no_rights_in_any_agency(client):
    operator(client)
    agency = make.agency()
    make.service(agency=agency, name="Hidden plans")

    for name in ("member-list", "token-list", "archived-list", "admin:index"):
        response = client.get(reverse(name), follow=True)
        assert response.redirect_chain[-1][0] == reverse("no-agency"), name

    assert not Member.objects.exists()


def test_whoever_belongs_nowhere_is_told_what_to_do(client):
    user = make.user()
    client.force_login(user)

    page = client.get(reverse("admin:index"), follow=True).content.decode()

    assert "You are not a member of an agency" in page
    assert user.email in page


def test_the_command_opens_an_agency_and_mails_the_link(sink):
    text = command()

    assert "Water Office is open." in text
    assert "gets a link to join by e-mail" in text
    [mail] = sink.mails
    assert Invitation.objects.get().link in mail.get_content()


def test_the_command_prints_the_link_when_no_mail_goes_out(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    text = command(operator=True)

    invitation = Invitation.objects.get()
    assert invitation.link in text
    assert invitation.makes_operator
    assert invitation.sent_at is None


@pytest.mark.parametrize(
    "options, words",
    [
        ({"name": None}, "--name"),
        ({"admin_email": None}, "--admin-email"),
        ({"admin_email": "ana"}, "not an e-mail address"),
        ({"name": "x" * 161}, "1 to 160"),
    ],
)
def test_the_command_says_what_is_missing(options, words, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match=words):
        command(**options)

    assert not Agency.objects.exists()


def test_the_command_asks_a_person_for_what_is_missing(monkeypatch, sink):
    answers = iter(["Water Office", "ana@example.org"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))

    command(name=None, admin_email=None)

    assert Invitation.objects.get().email == "ana@example.org"


def test_an_operator_finds_the_way_back_and_out(client):
    operator(client)

    page = client.get(reverse("operate")).text

    assert f'<a class="back" href="{reverse("admin:index")}">' in page
    assert f'action="{reverse("account_logout")}"' in page
