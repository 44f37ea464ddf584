import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words here"


@pytest.fixture
def person():
    user = make.user()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    make.member(user=user, role="administrator")
    return user


def sign_in(client, user, password=PASSWORD):
    values = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), values)


def prove(client) -> None:
    """Pages that change how an account is kept safe ask for the password again."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def signed_in(client) -> bool:
    return client.get(reverse("archived-list")).status_code == 200


def current_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_a_password_opens_the_studio_and_another_does_not(client, person):
    wrong = sign_in(client, person, "four other words here")
    assert wrong.status_code == 200
    assert not signed_in(client)

    right = sign_in(client, person)

    assert right["location"] == reverse("admin:index")
    assert signed_in(client)


def test_the_studio_sends_to_sign_in_and_back(client, person):
    asked = client.get(reverse("member-list"))
    assert asked["location"].startswith(reverse("account_login"))

    values = {"login": person.email, "password": PASSWORD}
    response = client.post(asked["location"], values | {"next": reverse("member-list")})

    assert response["location"] == reverse("member-list")


def test_the_themes_own_sign_in_form_never_shows(client, person):
    page = client.get(reverse("admin:login"))
    assert page["location"].startswith(reverse("account_login"))

    client.force_login(person)
    assert client.get(reverse("admin:login"))["location"] == reverse("admin:index")


def test_six_wrong_passwords_close_the_door_for_the_right_one_too(client, person):
    for _ in range(6):
        sign_in(client, person, "not the right words")

    sign_in(client, person)

    assert not signed_in(client)


def test_a_mailed_code_opens_the_studio_once(client, person, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    [mail] = mailoutbox
    assert "Here is your code to sign in:" in mail.body
    code = re.search(r"^[A-Z0-9-]{6,}$", mail.body, re.MULTILINE)[0]

    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client)

    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not signed_in(client)


@pytest.mark.parametrize(
    "name", ["account_request_login_code", "account_reset_password"]
)
def test_an_unknown_address_gets_no_mail_and_the_same_page(
    client, person, mailoutbox, name
):
    known = client.post(reverse(name), {"email": person.email}, follow=True)
    client.cookies.clear()
    unknown = client.post(reverse(name), {"email": "nobody@example.org"}, follow=True)

    assert [mail.to for mail in mailoutbox] == [[person.email]]
    assert known.status_code == unknown.status_code == 200
    assert known.redirect_chain == unknown.redirect_chain


def test_a_mailed_link_sets_a_new_password_once(client, person, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": person.email})
    [mail] = mailoutbox
    link = re.search(r"http://\S+", mail.body)[0]
    form = client.get(link, follow=True)
    new = {"password1": "five quite plain words", "password2": "five quite plain words"}

    client.post(form.redirect_chain[-1][0], new)

    person.refresh_from_db()
    assert person.check_password("five quite plain words")
    client.cookies.clear()
    again = client.get(link, follow=True).content.decode()
    assert "This link does not work" in again


def test_two_steps_ask_for_the_code_of_the_app(client, person):
    sign_in(client, person)
    asked = client.get(reverse("mfa_activate_totp"), follow=True).content.decode()
    assert "Show that it is you" in asked
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    assert Authenticator.objects.filter(user=person).count() == 2  # app and codes
    client.post(reverse("account_logout"))

    asked = sign_in(client, person)
    assert asked["location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.context["form"].errors
    [spare, *_] = recovery_codes(person)
    client.post(reverse("mfa_authenticate"), {"code": spare})

    assert signed_in(client)
    assert spare not in recovery_codes(person)


def recovery_codes(user) -> list[str]:
    row = Authenticator.objects.get(user=user, type="recovery_codes")
    return row.wrap().get_unused_codes()


def test_a_code_of_the_app_does_not_work_twice(person):
    secret = "JBSWY3DPEHPK3PXP"
    totp = TOTP.activate(person, secret).instance.wrap()
    code = current_code(secret)

    assert [totp.validate_code(code), totp.validate_code(code)] == [True, False]


def test_recovery_codes_and_sessions_show_to_their_owner(client, person):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": current_code("JBSWY3DPEHPK3PXP")})
    prove(client)
    client.post(reverse("mfa_generate_recovery_codes"))

    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    sessions = client.get(reverse("usersessions_list")).content.decode()

    assert all(code in shown for code in recovery_codes(person))
    assert "This one" in sessions


def test_an_account_that_was_closed_does_not_open(client, person):
    person.is_active = False
    person.save()

    sign_in(client, person)

    assert not signed_in(client)


PAGES = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_inactive",
]
OWN_PAGES = [
    "account_change_password",
    "account_logout",
    "account_email",
    "mfa_index",
    "usersessions_list",
]


@pytest.mark.parametrize("name", PAGES + OWN_PAGES)
def test_account_pages_have_one_heading_and_our_frame(client, person, name):
    if name in OWN_PAGES:
        sign_in(client, person)

    page = client.get(reverse(name)).content.decode()

    assert page.count("<h1") == 1
    assert 'href="/static/cx.css"' in page


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "account_login",
            {
                "login": "E-mail",
                "password": "Password",
                "remember": "Stay signed in on this computer",
            },
        ),
        ("account_request_login_code", {"email": "E-mail"}),
        ("account_reset_password", {"email": "E-mail"}),
    ],
)
def test_the_sign_in_pages_speak_in_our_words(client, name, labels):
    page = client.get(reverse(name))

    form = page.context["form"]
    assert {field.name: str(field.label) for field in form} == labels
    assert "placeholder" not in str(form)
    assert "Remember Me" not in page.text


@pytest.mark.parametrize("stays", [False, True])
def test_who_stays_signed_in_does_so_when_the_browser_was_closed(client, person, stays):
    values = {"login": person.email, "password": PASSWORD}

    client.post(
        reverse("account_login"), values | ({"remember": "on"} if stays else {})
    )

    assert client.session.get_expire_at_browser_close() is not stays
