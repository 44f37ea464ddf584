import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from feedback.api.v1.tokens import TokenAuthentication
from studies.agencies import api_tokens
from studies.agencies.models import ApiToken
from tests import make

pytestmark = pytest.mark.django_db


def enter(client, role="administrator"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def test_a_secret_is_kept_as_a_hash_and_opens_its_agency(rf):
    agency = make.agency()

    row, secret = api_tokens.make(agency, name="Figures", by=make.user())

    assert secret not in str(ApiToken.objects.values().get())
    request = rf.get("/", headers={"authorization": f"Bearer {secret}"})
    assert TokenAuthentication().authenticate(request) == (None, row)


def test_two_keys_never_share_a_hash():
    row, _ = api_tokens.make(make.agency(), name="Figures", by=make.user())

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(
            agency=row.agency, name="Copy", token_hash=row.token_hash
        )


def test_an_ended_key_keeps_its_day():
    row, _ = api_tokens.make(make.agency(), name="Figures", by=make.user())

    outcomes = [api_tokens.end(row.pk, by=None), api_tokens.end(row.pk, by=None)]

    assert outcomes == [True, False]


def test_the_secret_shows_once(client):
    enter(client)

    made = client.post(reverse("token-list"), {"name": "Figures"})
    secret = made.context["secret"]

    assert secret in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    assert secret not in client.get(reverse("token-list")).content.decode()


def test_a_key_says_what_it_is_for(client):
    enter(client)

    response = client.post(reverse("token-list"), {"name": ""})

    assert list(response.context["form"].errors) == ["name"]
    assert not ApiToken.objects.exists()


def test_a_key_is_ended_on_the_page(client):
    member = enter(client)
    row, _ = api_tokens.make(member.agency, name="Figures", by=member.user)

    page = client.post(reverse("token-end", args=[row.pk]), follow=True)

    row.refresh_from_db()
    assert row.revoked_at is not None
    assert "“Figures” no longer works." in page.content.decode()


def test_leads_do_not_make_keys(client):
    enter(client, role="lead")

    assert client.post(reverse("token-list"), {"name": "x"}).status_code == 403
    assert not ApiToken.objects.exists()
