"""The studio's pages of answering, on a narrow screen: what axe and a ruler find.

Pages are drawn by Django's own client and shown by the browser, so no server runs.
"""

from mimetypes import guess_type

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from feedback.surveys.models import Survey
from studies.partners import actions as partners
from tests import make
from tests.answering import surveys
from tests.answering.person import fields
from tests.browsing import faults
from tests.keying.sheets import name_of
from tests.phoning.caller import Caller

pytestmark = pytest.mark.django_db
SITE = "http://studio.example.org"
FORM = "input[type=file]"


def at(name: str, *args) -> str:
    return reverse(name, args=args)


def asked(client: Client, survey: Survey) -> dict[str, str]:
    """What opens by its address alone, with something on each list."""
    agreed = survey.agency.consent_texts.get().versions.first()
    read = {"consent_version": agreed, "consent_language": "en", "consents": {}}
    row = make.response(survey=survey, signs=["quick", "trap"], **read)
    make.safety_flag(survey=survey, response=row.pk, question_key="asked")
    make.aid(survey=survey)
    partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    addresses = [
        at("taking-list"),
        at("survey-kiosk", survey.pk),
        at("survey-phone", survey.pk),
        at("survey-aids", survey.pk),
        at("survey-look-again", survey.pk),
        at("may-need-help"),
        at("survey-response", survey.pk, row.pk),
        at("consent", agreed.text_id),
        at("consent-version", agreed.text_id, 1),
    ]
    return {address: client.get(address).content.decode() for address in addresses}


def keyed(client: Client, survey: Survey) -> dict[str, str]:
    """The question about an empty sheet, and a saved one with its Undo."""
    address = f"{at('survey-key', survey.pk)}?form={name_of(survey)}"
    sheet = client.get(address)
    empty = client.post(address, fields(sheet).hidden | {"save": "1"})
    yes = fields(empty).hidden | {"save": "1", "save-empty": "on"}
    saved = client.post(address, yes, follow=True)
    found = {"empty": empty, "saved": saved}
    assert "This sheet is empty" in empty.text
    assert "Undo the last sheet" in saved.text
    return {f"/{name}/": page.content.decode() for name, page in found.items()}


def called(survey: Survey) -> dict[str, str]:
    """What was said, and the code to read out; a question has a test of its own."""
    caller = Caller(survey, role="front_line").begins()
    found = {"/said/": caller.opens("check/").text}
    found["/code/"] = caller.presses("send").text
    assert "The answers are saved" in found["/code/"]
    return found


@pytest.fixture
def shown(page):
    """Show pages by their names, with their styles; scripts where files are given."""
    pages: dict[str, str] = {}

    def serve(route):
        path = route.request.url.removeprefix(SITE)
        if path in pages:
            return route.fulfill(body=pages[path], content_type="text/html")
        wanted = ".css" in path or (
            page.url.endswith("/aids/") and path.endswith(".js")
        )
        if not wanted or not path.startswith("/static/"):
            return route.abort()
        name = path.removeprefix("/static/").partition("?")[0]
        return route.fulfill(path=finders.find(name), content_type=guess_type(name)[0])

    page.route("**/*", serve)
    page.set_viewport_size({"width": 360, "height": 800})
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page, pages
    page.close()


def test_the_studio_pages_of_answering_have_no_fault(client, shown):
    page, pages = shown
    member = make.member(role="designer")
    study = make.study(agency=member.agency, state="running")
    surveys.ask_consent(study)
    survey = surveys.letter(study=study, state="published")
    client.force_login(member.user)
    pages |= asked(client, survey) | keyed(client, survey) | called(survey)

    found = {}
    for path in pages:
        page.goto(SITE + path, wait_until="domcontentloaded")
        if path == at("survey-aids", survey.pk):
            page.wait_for_load_state()  # the theme watches file fields from then on
            page.locator(FORM).set_input_files(
                {"name": "a.mp3", "mimeType": "audio/mpeg", "buffer": b"sound"}
            )
        found[path] = faults(page) + page.complaints
        page.complaints.clear()

    assert found == dict.fromkeys(pages, [])
