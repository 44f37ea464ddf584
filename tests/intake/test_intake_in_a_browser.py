"""A list of people as a browser sends it, under the studio's own policy for scripts."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from studies.intake import views, working
from studies.intake.models import PeopleFile
from studies.people.models import Person
from tests import make
from tests.browsing import go
from tests.intake.files import csv_of

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(context, url: str, user) -> None:
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}]
    )


def test_a_designer_sees_the_work_end_without_touching_the_page(
    live_server, context, monkeypatch
):
    monkeypatch.setattr(views, "SECONDS", 0.2)
    sign_in(context, live_server.url, make.member(role="designer").user)
    content = csv_of(["Name", "Email"], ["Ana", "ana@example.org"], ["Bo", "bo"])
    page = context.new_page()
    page.goto(f"{live_server.url}/studio/people/files/")
    list_of_people = {"name": "p.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("File with people").set_input_files(list_of_people)
    page.get_by_label("How we got these addresses").fill("Counter")
    go(page, page.get_by_role("button", name="Look at the file"))
    go(page, page.get_by_role("button", name="Check all rows"))
    expect(page.get_by_role("progressbar")).to_be_visible()

    working.work_due()
    add = page.get_by_role("button", name="Add 1 person")
    expect(add).to_be_visible()
    expect(page.get_by_text("Not a whole e-mail address")).to_be_visible()
    go(page, add)
    working.work_due()

    expect(page.get_by_text("1 person was added.")).to_be_visible()
    assert [person.name for person in Person.objects.all()] == ["Ana"]
    page.close()


def test_looking_again_says_how_far_it_is_and_leaves_the_focus_alone(
    live_server, context, monkeypatch
):
    monkeypatch.setattr(views, "SECONDS", 0.2)
    member = make.member(role="designer")
    sign_in(context, live_server.url, member.user)
    file = make.people_file(agency=member.agency, state="checking")
    page = context.new_page()
    page.goto(f"{live_server.url}/studio/people/files/{file.pk}/")
    now = page.get_by_role("link", name="Look again now")
    now.focus()

    PeopleFile.objects.update(lines_total=80, lines_done=20)

    expect(page.get_by_role("status")).to_contain_text("20 of 80 rows.")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "20")
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "80")
    expect(now).to_be_focused()
    page.close()
