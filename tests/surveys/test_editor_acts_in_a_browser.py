"""Acts of the editor that need a script: in place, by drag, and nothing lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.surveys.models import Question
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(dana):
    survey = make.survey(activity=make.activity(agency=dana.agency))
    return [make.question(survey=survey, label=f"{name}?") for name in "ABC"]


@pytest.fixture
def editor(studio, rows):
    studio.set_viewport_size({"width": 1280, "height": 1000})  # all of the list
    studio.goto(studio.root + reverse("survey-edit", args=[rows[0].survey_id]))
    return studio


def order(rows) -> str:
    questions = rows[0].survey.questions.current()
    return "".join(row.label[0] for row in questions)


def in_list(page) -> str:
    return "".join(one[0] for one in page.locator("[data-list] h3").all_inner_texts())


def open_card(page, row):
    page.locator(f"#change-{row.pk}").click()
    field = page.locator(f"#q{row.pk}-label")
    expect(field).to_be_focused()
    return field


def test_two_open_cards_are_saved_one_by_one(editor, rows):
    first, second, _third = rows
    open_card(editor, first).fill("Mine A?")
    other = open_card(editor, second)
    other.fill("Mine B?")

    save = editor.get_by_role("button", name="Save", exact=True)
    editor.locator(f"#question-{first.pk}").locator(save).click()
    expect(editor.locator("#said")).to_have_text("Saved in the draft.")

    expect(editor.locator(f"#change-{first.pk}")).to_be_focused()
    expect(other).to_have_value("Mine B?")
    assert list(Question.objects.order_by("pk").values_list("label", flat=True)) == [
        "Mine A?",
        "B?",
        "C?",
    ]
    assert editor.complaints == []


def test_a_question_is_dragged_by_its_grip(editor, rows):
    grip = editor.locator(f"#question-{rows[0].pk} .cx-grip")
    start = grip.bounding_box()
    editor.mouse.move(start["x"] + 5, start["y"] + 5)
    editor.mouse.down()
    for passed in rows[1:]:
        box = editor.locator(f"#question-{passed.pk}").bounding_box()
        bottom = box["y"] + box["height"] - 4
        editor.mouse.move(start["x"] + 5, bottom, steps=8)
    editor.mouse.up()

    expect(editor.locator("#said")).to_contain_text("Now question 3 of 3.")
    assert (in_list(editor), order(rows)) == ("BCA", "BCA")


def test_a_question_is_dragged_by_a_finger_and_put_back(editor, rows):
    finger = editor.context.new_cdp_session(editor)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(what: str, at: dict | None = None) -> None:
        points = [{"x": at["x"] + 12, "y": at["y"]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})

    start = editor.locator(f"#question-{rows[0].pk} .cx-grip").bounding_box()
    touch("touchStart", start | {"y": start["y"] + 12})
    for passed in rows[1:]:
        box = editor.locator(f"#question-{passed.pk}").bounding_box()
        for share in (0.3, 0.6, 0.95):
            touch("touchMove", start | {"y": box["y"] + share * box["height"]})
    touch("touchEnd")

    expect(editor.locator("#said")).to_contain_text("Now question 3 of 3.")
    assert (in_list(editor), order(rows)) == ("BCA", "BCA")

    editor.get_by_role("button", name="Undo").click()
    expect(editor.locator("#said")).to_have_text("The question is back in its place.")
    assert (in_list(editor), order(rows)) == ("ABC", "ABC")
    assert editor.complaints == []


def test_a_clash_is_settled_text_by_text_in_the_list(editor, rows):
    field = open_card(editor, rows[0])
    field.fill("Mine?")
    Question.objects.filter(pk=rows[0].pk).update(label="Theirs?", hint="Their hint")

    save = editor.get_by_role("button", name="Save", exact=True)
    save.click()
    clash = editor.locator(".cx-clash")
    expect(clash).to_contain_text("Theirs?")
    expect(clash.get_by_role("radio").first).to_be_focused()
    clash.get_by_role("group", name="Question").get_by_label("Keep theirs").check()
    save.click()
    expect(editor.locator("#said")).to_have_text("Saved in the draft.")

    saved = Question.objects.get(pk=rows[0].pk)
    assert (saved.label, saved.hint) == ("Theirs?", "Their hint")


def test_words_that_are_not_saved_are_warned_about(editor, rows):
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_card(editor, rows[0]).fill("Mine?")

    editor.get_by_role("link", name="History").click()
    expect(editor.locator(f"#q{rows[0].pk}-label")).to_have_value("Mine?")

    assert asked == ["beforeunload"]


def test_without_a_connection_the_words_stay_and_the_page_says_so(editor, rows):
    field = open_card(editor, rows[0])
    field.fill("Mine?")
    editor.context.set_offline(True)

    editor.get_by_role("button", name="Save", exact=True).click()
    lost = editor.get_by_role("alert")
    expect(lost).to_contain_text("nothing was saved")
    editor.context.set_offline(False)
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.get_by_role("heading", name="Mine?")).to_be_visible()

    assert Question.objects.get(pk=rows[0].pk).label == "Mine?"


def test_the_phone_follows_the_question_that_is_open(editor, rows):
    phone = editor.frame_locator("#phone-page")

    open_card(editor, rows[1])
    expect(phone.get_by_text("Question 2 of 3")).to_be_visible()
