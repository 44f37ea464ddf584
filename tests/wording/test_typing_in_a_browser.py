"""The checks while somebody types, as a browser shows them."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from studies.wording.models import Override
from studies.wording.translations import place, source_hash
from tests import make
from tests.browsing import WCAG, faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dana(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    return member


def signed_in(context, client, live_server):
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": cookie,
                "url": live_server.url,
            }
        ]
    )


@pytest.fixture
def studio(page, live_server, client, dana):
    signed_in(page.context, client, live_server)
    page.complaints = []
    page.on("console", lambda said: _keep(page, said))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.root = live_server.url
    return page


def _keep(page, said):
    if said.type == "error":
        page.complaints.append(said.text)


def told(dana) -> str:
    round_ = make.round_(study=make.study(agency=dana.agency))
    return reverse("share-backs", args=[round_.study.slug, round_.number])


def open_question(dana, **fields):
    """A question of several choices, and the page on which it is open for changes."""
    activity = make.activity(agency=dana.agency)
    question = make.question(
        survey=make.survey(activity=activity, **fields),
        kind="several_choices",
        choices=["The phone", "None of these"],
    )
    at = [question.survey_id, question.pk]
    return question, reverse("survey-question", args=at)


def said_of(page, name):
    """The remarks under the field of this name."""
    return page.locator(f"[name={name}] + .cx-words > li")


def test_a_share_back_is_checked_while_it_is_typed_and_mended_by_one_click(
    studio, dana
):
    studio.goto(studio.root + told(dana))
    field = studio.get_by_label("What we did, or why not")

    field.press_sequentially("😀 We shall utilize it.")
    expect(said_of(studio, "what_we_did")).to_have_count(2)
    expect(said_of(studio, "what_we_did").first.locator("mark")).to_have_text("shall")
    studio.get_by_role("button", name="Write “use”").click()

    expect(field).to_have_value("😀 We shall use it.")
    expect(field).to_be_focused()
    expect(said_of(studio, "what_we_did")).to_have_count(1)
    assert studio.complaints == []


def test_the_parts_of_a_question_are_checked_together(studio, dana):
    question, url = open_question(dana)
    studio.goto(studio.root + url)
    form = studio.locator(".cx-q--open")

    form.get_by_label("Question", exact=True).fill("What helped you today?")
    choices = form.get_by_label("Choices, one on each line")
    choices.fill("The phone\nThe website")
    studio.get_by_role("button", name="Add “None of these”").click()

    expect(choices).to_have_value("The phone\nThe website\nNone of these")
    expect(said_of(form, "choices")).to_have_count(0)
    assert question.choices.count() == 2
    assert studio.complaints == []


def test_a_question_is_read_in_the_language_of_its_survey(studio, dana):
    _question, url = open_question(dana, source_language="es")
    studio.goto(studio.root + url)
    form = studio.locator(".cx-q--open")

    form.get_by_label("Question", exact=True).fill("¿Quiere utilizar y/o pedir ayuda?")

    expect(said_of(form, "label").locator("mark")).to_have_text(["utilizar", "y/o"])


def test_a_screen_reader_hears_news_and_nothing_twice(studio, dana):
    studio.goto(studio.root + told(dana))
    status = studio.locator("p.cx-hidden-text[role=status]")
    field = studio.get_by_label("What we did, or why not")
    expect(status).to_have_text("")

    field.press_sequentially("We utilize it.")
    expect(status).to_have_text("1 thing to look at in what you wrote.")
    studio.evaluate(
        """() => { window.heard = 0; new MutationObserver(() => { window.heard += 1; })
        .observe(document.querySelector("p[role=status]"), { childList: true }); }"""
    )
    with studio.expect_response("**/wording/check/"):
        field.press_sequentially(" Call us.")
    expect(said_of(studio, "what_we_did")).to_have_count(1)

    assert studio.evaluate("window.heard") == 0


def test_typing_asks_once_when_the_fingers_rest(studio, dana):
    asked = []
    studio.on("request", lambda one: asked.append(one.url))
    studio.goto(studio.root + told(dana))

    field = studio.get_by_label("What we did, or why not")
    field.evaluate(
        """field => { for (const letter of "We utilize it.") { field.value += letter;
        field.dispatchEvent(new Event("input", { bubbles: true })); } }"""
    )
    expect(said_of(studio, "what_we_did")).to_have_count(1)

    assert sum(url.endswith("/wording/check/") for url in asked) == 1


def test_words_that_may_stand_are_not_marked_while_somebody_types(studio, dana):
    study = make.study(agency=dana.agency, about="We utilize it.")
    Override.objects.create(
        agency=dana.agency,
        place=place(study, "about"),
        rule="hard_word",
        words_hash=source_hash("utilize"),
        reason="A law.",
    )
    studio.goto(studio.root + reverse("study-plan", args=[study.slug]))

    field = studio.get_by_label("What you tell people about it")
    field.press_sequentially(" You shall.")

    expect(said_of(studio, "about").locator("mark")).to_have_text(["shall"])


def test_without_a_connection_typing_goes_on(studio, dana):
    studio.goto(studio.root + told(dana))
    studio.route("**/wording/check/", lambda route: route.abort())
    field = studio.get_by_label("What we did, or why not")

    with studio.expect_event("requestfailed"):
        field.press_sequentially("We utilize it.")

    expect(field).to_have_value("We utilize it.")
    expect(said_of(studio, "what_we_did")).to_have_count(0)


def test_without_script_the_checks_show_when_the_text_is_saved(
    browser, client, live_server, dana
):
    with browser.new_context(java_script_enabled=False) as context:
        signed_in(context, client, live_server)
        page = context.new_page()
        page.goto(live_server.url + told(dana))
        page.get_by_label("You said").fill("It is long.")
        page.get_by_label("What we did, or why not").fill("We utilize it.")
        page.get_by_role("button", name="Save").first.click()
        page.get_by_role("button", name="Write “use”").click()

        expect(page.get_by_text("We use it.")).to_be_visible()
        expect(page.get_by_text("nothing stands out.")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_pages_with_remarks_are_accessible(studio, dana, language, width):
    study = make.study(agency=dana.agency, about="We utilize it.")
    round_ = make.round_(study=study, not_heard="We shall ask.")
    activity = make.open_activity(agency=dana.agency)
    wave = make.draft_wave(activity, [make.person(agency=dana.agency)])
    wave.first.body = "You shall call. {link} {stop}"
    wave.first.save()
    dana.agency.privacy_notice = "We utilize little."
    dana.agency.save()
    studio.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for path in [
        reverse("study-plan", args=[study.slug]),
        reverse("share-backs", args=[study.slug, round_.number]),
        reverse("mailing", args=[wave.pk]),
        reverse("mailing-edit", args=[wave.pk]),
        reverse("agency-words"),
    ]:
        studio.goto(f"{studio.root}{path}?lang={language}")
        expect(studio.locator("mark").first).to_be_visible()
        if found := faults(studio, WCAG):
            wrong[path] = found

    assert wrong == {}
    assert studio.complaints == []
