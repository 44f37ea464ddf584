"""The translate page and translators' files as a browser shows them."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from feedback.interchange import taking_in
from feedback.surveys.outside import approving, guests
from feedback.surveys.translation import languages
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make
from tests.browsing import WCAG, faults
from tests.interchange.files import save, sent_back

pytestmark = pytest.mark.django_db(transaction=True)
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => one.open = true)"


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def studio(page, live_server, client, dana):
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.complaints = []
    page.on(
        "console",
        lambda said: said.type == "error" and page.complaints.append(said.text),
    )
    page.root = live_server.url
    return page


@pytest.fixture
def survey(dana):
    """Texts in each state, one with a changed source and a lost placeholder."""
    activity = make.activity(agency=dana.agency)
    survey = make.survey(
        activity=activity, title="Your [program] letter", purpose="Why?", thanks="SNAP"
    )
    make.question(survey=survey, label="Did you get it?", choices=["Yes", "No"])
    for code in ("es", "ar", "zh-hans"):
        survey = languages.add_language(survey.pk, code, by=dana.user)
    save(survey, "purpose", "¿Por que?")
    save(survey, "purpose", "¿Por qué?", seen="¿Por que?", reviewed=True)
    save(survey, "title", "Su carta")
    save(survey, "thanks", "", same=True)
    survey.purpose = "Why do we ask?"
    survey.save()
    return survey


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_translating_is_accessible_in_each_script(
    studio, survey, dana, language, width
):
    studio.set_viewport_size({"width": width, "height": 900})
    name, content = sent_back(survey, {"title": "Carta", "q1": "¿Y?"})
    file = taking_in.receive(survey, "es", name, content, by=dana.user)
    files = reverse("texts-in", args=[survey.pk, "es"])
    pages = [
        *(
            reverse("survey-translate", args=[survey.pk, code])
            for code in ("es", "ar", "zh-hans")
        ),
        files,
        f"{files}{file.pk}/",
    ]
    found = {}
    for address in pages:
        studio.goto(f"{studio.root}{address}?lang={language}")
        studio.evaluate(OPEN_ALL)
        found[address] = faults(studio, WCAG)

    assert {place: seen for place, seen in found.items() if seen} == {}
    assert studio.complaints == []


@pytest.mark.parametrize(
    ("language", "target"), [("en", "ar"), ("es", "zh-hans"), ("ar", "es")]
)
def test_the_mailed_pages_are_accessible_in_each_script(
    page, live_server, survey, dana, language, target
):
    page.set_viewport_size({"width": 360, "height": 900})
    words = guests.make_link(survey.pk, "translate", target, by=None)
    read = guests.make_link(
        survey.pk, "comment", target, asks_for="language", by=dana.user
    )
    seen = approving.wording_hash(survey, "language", target)
    approving.approve(read.pk, "Ana Ruiz", seen=seen)
    found = {}
    for address in (
        f"/t/{words.token}/",
        f"/t/{words.token}/files/",
        f"/c/{read.token}/",
    ):
        page.goto(f"{live_server.url}{address}?lang={language}")
        found[address] = faults(page, WCAG)

    assert [faults for faults in found.values() if faults] == []


def test_a_text_is_translated_and_the_next_one_reached_by_keyboard_alone(
    studio, survey
):
    studio.goto(f"{studio.root}{reverse('survey-translate', args=[survey.pk, 'ar'])}")
    first = studio.locator(f"[id='text-{place(survey, 'title')}']")
    second = studio.locator(f"[id='text-{place(survey, 'purpose')}']")

    first.focus()
    studio.keyboard.press("Alt+ArrowDown")
    expect(second).to_be_focused()
    studio.keyboard.press("Alt+ArrowUp")
    expect(first).to_be_focused()
    studio.keyboard.insert_text("خطاب [program]")
    expect(studio.locator(f"[id='length-{place(survey, 'title')}']")).to_contain_text(
        "14 characters; the source has 21"
    )
    studio.keyboard.press("Control+Enter")

    expect(studio.get_by_text("1 text saved.")).to_be_visible()
    assert Translation.objects.get(language="ar").text == "خطاب [program]"


def test_a_placeholder_is_put_in_by_keyboard_while_it_is_not_there(studio, survey):
    studio.goto(f"{studio.root}{reverse('survey-translate', args=[survey.pk, 'ar'])}")
    box = studio.locator(f"[id='text-{place(survey, 'title')}']")
    insert = studio.get_by_role("button", name="Insert [program]")

    box.fill("خطاب ")
    box.press("Tab")
    expect(insert).to_be_focused()
    studio.keyboard.press("Enter")

    expect(box).to_have_value("خطاب [program]")
    expect(box).to_be_focused()
    expect(insert).to_be_hidden()


def test_without_scripts_the_next_open_text_is_a_link_to_its_box(
    browser, live_server, survey
):
    link = guests.make_link(survey.pk, "translate", "ar", by=None)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/t/{link.token}/")

    page.get_by_role("link", name="To the first open text").click()
    expect(page.locator(f"[id='text-{place(survey, 'title')}']")).to_be_focused()
    page.get_by_role("link", name="Next open text").first.click()
    expect(page.locator(f"[id='text-{place(survey, 'purpose')}']")).to_be_focused()

    page.context.close()
