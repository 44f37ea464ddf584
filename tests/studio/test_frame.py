import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from cxstudio.studio import sidebar
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(client, **fields):
    member = make.member(**fields)
    client.force_login(member.user)
    return member


def test_the_studio_shows_the_agency_and_who_is_signed_in(client):
    member = signed_in(client, role="administrator")

    page = client.get("/studio/").content.decode()

    assert f"<strong>{member.agency.name}</strong>" in page
    assert member.user.email in page


def test_a_page_of_a_room_puts_heading_tools_and_body_into_the_frame(client):
    member = signed_in(client)
    request = RequestFactory().get("/studio/anything/")
    request.user, request.session = member.user, {}
    words = (
        '{% extends "studio/page.html" %}{% block title %}One{% endblock %}'
        "{% block heading %}Two{% endblock %}{% block tools %}Three{% endblock %}"
        "{% block body %}Four{% endblock %}"
    )

    page = engines["django"].from_string(words).render({}, request)

    assert "<title>One | CX Studio</title>" in page
    assert page.count("<h1>") == 1
    assert "<h1>Two</h1>" in page
    assert page.index("Two") < page.index("Three") < page.index("Four")


def titles(role):
    member = make.member(role=role)
    request = RequestFactory().get("/studio/")
    request.member = member
    return [
        str(entry["title"])
        for group in sidebar.menu(request)
        for entry in group["entries"]
    ]


def test_the_menu_leaves_out_what_the_member_may_not_open():
    assert "Members" not in titles("viewer")
    assert "Study board" in titles("viewer")


def test_a_place_whose_page_does_not_exist_has_no_address():
    place = sidebar.Place("Nowhere", "x", sidebar.P.STUDIO_ENTER, ("no-such-page",))

    assert place.url == ""


def test_the_longest_matching_address_is_marked_as_the_present_page():
    groups = [
        {
            "entries": [
                {"url": "/studio/"},
                {"url": "/studio/people/"},
                {"url": "/studio/people/lists/"},
            ]
        }
    ]

    sidebar._mark_present(groups, "/studio/people/lists/4/")

    assert [entry.get("present", False) for entry in groups[0]["entries"]] == [
        False,
        False,
        True,
    ]


def test_a_page_of_a_study_stands_under_the_study_board():
    groups = [
        {
            "entries": [
                {"url": "/studio/", "below": "/studio/study/"},
                {"url": "/studio/studies/study/", "below": ""},
            ]
        }
    ]

    sidebar._mark_present(groups, reverse("study-new"))

    assert [entry.get("present", False) for entry in groups[0]["entries"]] == [
        True,
        False,
    ]


def test_a_browser_in_arabic_gets_the_studio_in_english(client):
    signed_in(client)

    response = client.get("/studio/", headers={"accept-language": "ar"})

    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en" dir="ltr"' in response.content.decode()


def test_the_studio_in_spanish_is_asked_for_by_a_link_and_kept(client):
    signed_in(client)

    client.get("/studio/?lang=es")
    response = client.get("/studio/")

    assert response.headers["Content-Language"] == "es"


def policy(response):
    text = response.headers["Content-Security-Policy"]
    parts = [part.split() for part in text.split(";")]
    return {name: sorted(values) for name, *values in parts}


def test_the_themes_lists_may_style_inline_but_run_nothing_inline(client):
    signed_in(client)

    rules = policy(client.get("/studio/studies/service/"))

    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'", "'unsafe-inline'"]


def test_pages_outside_the_themes_lists_allow_nothing_inline(client):
    rules = policy(client.get(f"/agency/{make.agency().slug}/privacy/"))

    assert rules["script-src"] == rules["style-src"] == ["'self'"]


def test_a_page_that_an_entry_names_stands_under_it_and_not_where_it_begins():
    groups = [
        {
            "entries": [
                {"url": "/studio/survey/", "below": ""},
                {"url": "/studio/r/", "below": r"/studio/survey/\d+/(results|export)/"},
            ]
        }
    ]

    sidebar._mark_present(groups, "/studio/survey/4/results/")

    assert [entry.get("present", False) for entry in groups[0]["entries"]] == [
        False,
        True,
    ]
