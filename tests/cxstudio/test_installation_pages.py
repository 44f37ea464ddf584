"""Pages that belong to no agency: whose they are, and where to read more."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = ["/go/", "/withdraw/", "/i/unknown/", "/privacy/", "/accessibility/"]


@pytest.mark.parametrize("page", PAGES)
def test_each_has_a_name_and_leads_to_privacy_and_accessibility(client, settings, page):
    settings.SITE_NAME = "State of Example <Services>"

    text = client.get(f"{page}?lang=es").content.decode()

    assert "<span>State of Example &lt;Services&gt;</span>" in text
    assert '<a href="/privacy/?lang=es">' in text
    assert '<a href="/accessibility/?lang=es">' in text
    assert '<div class="agency"><span></span></div>' not in text


def test_they_say_what_is_true_everywhere_and_name_no_agency(client):
    privacy = client.get("/privacy/").content.decode()
    accessibility = client.get("/accessibility/").content.decode()

    assert "With it you can take your answers back." in privacy
    assert "has not written its privacy notice" not in privacy
    assert "Tell whoever invited you." in accessibility
    assert "wants everyone to be able to answer" not in accessibility


@pytest.mark.parametrize("page", ["/go/", "/s/nothing/", "/withdraw/"])
def test_a_body_of_many_megabytes_is_refused_in_words(page):
    client = Client(raise_request_exception=False)

    answer = client.post(
        page,
        b"code=" + b"x" * 12_000_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 413
    assert "too much" in answer.content.decode()
    assert answer.wsgi_request.read(1) == b""  # all of it was taken off the wire


def test_a_form_of_another_site_opens_no_survey(client):
    answer = client.post(
        "/go/", {"code": "23456789"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 400
