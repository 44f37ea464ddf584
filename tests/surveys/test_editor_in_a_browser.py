"""The designers' main tool as a browser shows it: by keyboard alone, and to axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.surveys import drafting, questions, starting
from feedback.surveys.choices import guessed
from feedback.surveys.outside import commenting, guests
from feedback.surveys.questions import QuestionDraft
from feedback.surveys.translation import languages
from tests import make
from tests.browsing import WCAG, faults

pytestmark = pytest.mark.django_db(transaction=True)


def faulty_survey(member):
    """Findings of each kind, a rule, a fixed wording, languages in every state."""
    starter = starting.starters()["a11_v2"]
    words = {"service": "Food Help", "agency": "the Office"}
    by = member.user
    survey = starting.start_from(
        starter, agency=member.agency, title="", anonymous=True, words=words, by=by
    )
    labels = ["Pay stubs", "Something else", "Bank letter"]
    draft = QuestionDraft(
        kind="several_choices",
        label="How easy and clear was the form that you utilized?",
        choices=tuple(guessed(label, "several_choices") for label in labels),
        show_when={"any": [["trust", ["1", "2"]]]},
    )
    added = questions.add_question(survey.pk, draft, by=by)
    gone = questions.add_question(
        survey.pk, QuestionDraft("short_text", "Gone?"), by=by
    )
    for code in ("es", "ar", "zh-hans"):
        languages.add_language(survey.pk, code, by=by)
    languages.move_to_later(survey.pk, "zh-hans", by=by)
    guests.make_link(survey.pk, "translate", "ar", by=by)
    link = guests.make_link(survey.pk, "comment", by=by)
    said = {added.key: "Which form?", gone.key: "Why this?", "": "A little long."}
    for comment in commenting.comment(link.pk, "Nora Haskell", said):
        if comment.question == gone:
            commenting.deal_with(comment.pk, by=by)
    questions.archive_question(gone.pk, by=by)
    return survey, added, gone


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_pages_of_a_survey_are_accessible(studio, dana, language, width):
    survey, question, gone = faulty_survey(dana)
    studio.set_viewport_size({"width": width, "height": 900})
    edit = reverse("survey-edit", args=[survey.pk])
    wrong = {}
    for path in [
        reverse("survey-list"),
        reverse("survey-new"),
        edit,
        f"{edit}?put_away={gone.pk}",
        reverse("survey-details", args=[survey.pk]),
        reverse("survey-question", args=[survey.pk, question.pk]),
        reverse("survey-question-move", args=[survey.pk, question.pk]),
        reverse("survey-question-add", args=[survey.pk]),
        reverse("survey-question-add", args=[survey.pk]) + "?kind=scale",
        reverse("survey-rules", args=[survey.pk]),
        reverse("survey-paste", args=[survey.pk]),
        reverse("survey-translate", args=[survey.pk, "ar"]),
        reverse("survey-preview", args=[survey.pk]),
        reverse("survey-publish", args=[survey.pk]),
        reverse("survey-copy", args=[survey.pk]),
        reverse("survey-history", args=[survey.pk]),
    ]:
        mark = "&" if "?" in path else "?"
        studio.goto(f"{studio.root}{path}{mark}lang={language}")
        if found := faults(studio, WCAG):
            wrong[path] = found

    assert wrong == {}
    assert studio.complaints == []


def press_to(page, name: str, role: str = "button", most: int = 80) -> None:
    """Press Tab until the named control has the keyboard, as a person would."""
    tab_to(page, page.get_by_role(role, name=name).first, most)


def tab_to(page, control, most: int = 80) -> None:
    wanted = control.element_handle()
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} is not reached by Tab")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def add_by_keyboard(page, kind: str, label: str, choices: str) -> None:
    press_to(page, "Add a question", "link")
    page.keyboard.press("Enter")
    press_to(page, kind, "link")
    page.keyboard.press("Enter")
    expect(page.locator("#new-label")).to_be_focused()
    page.keyboard.insert_text(label)
    press_to(page, "Choices, one on each line", "textbox")
    page.keyboard.insert_text(choices)
    press_to(page, "Save the question")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=label)).to_be_visible()
    expect(page.locator("#add")).to_be_focused()


def test_a_survey_is_written_by_keyboard_alone(studio, dana):
    survey = drafting.create_survey(
        agency=dana.agency, title="Your letter", anonymous=True, by=dana.user
    )
    studio.goto(studio.root + reverse("survey-edit", args=[survey.pk]))

    add_by_keyboard(studio, "One choice", "Did you get it in May?", "Yes\nNo")
    add_by_keyboard(studio, "Several choices", "In June?", "A\nB")
    press_to(studio, "Move question 2 up")
    studio.keyboard.press("Enter")
    said = studio.locator("#said")
    expect(said).to_have_text("Now question 1 of 2. You can undo it.")
    first, second = survey.questions.current()

    assert (first.label, second.label) == ("In June?", "Did you get it in May?")
    assert focused(studio) == f"up-{first.pk}"

    tab_to(studio, studio.locator(f"#more-{first.pk}"))
    studio.keyboard.press("Enter")
    press_to(studio, "Archive")
    studio.keyboard.press("Enter")
    expect(studio.locator(f"#undo-{first.pk}")).to_be_focused()
    studio.keyboard.press("Enter")
    expect(studio.locator(f"#change-{first.pk}")).to_be_focused()

    assert list(survey.questions.current()) == [first, second]


def test_the_preview_walks_inside_the_phone(studio, dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    make.question(survey=survey, choices=["Yes", "No"], label="Did you?")
    studio.goto(studio.root + reverse("survey-preview", args=[survey.pk]))
    phone = studio.frame_locator("iframe")

    phone.get_by_role("button", name="Start").click()
    phone.get_by_label("Yes").check()
    phone.get_by_role("button", name="Continue").last.click()

    phone.get_by_role("heading", name="Check your answers").wait_for()
    assert studio.complaints == []
