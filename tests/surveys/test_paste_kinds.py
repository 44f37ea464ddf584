"""Kinds beyond choices and texts, guessed from words, marks and tables."""

import pytest
from django.http import QueryDict

from feedback.surveys.forms.pasting import PasteState, draft_of
from feedback.surveys.kinds import KINDS
from feedback.surveys.pasting import read
from feedback.surveys.pasting.faults import with_faults

GRID = (
    "2. How good or bad was each of these?\n"
    "\tVery good\tGood\tBad\n"
    "The waiting room\t☐\t☐\t☐\n"
    "The forms\t\t\t\n"
    "The desk\t1\t2\t3\n"
    "3. What else?\n"
)


def only(text):
    pasted = read(text)
    assert (len(pasted.questions), pasted.leftovers) == (1, ())
    return pasted.questions[0]


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Did you get the letter?\n- Yes\n- No", "yes_no"),
        ("Did you get the letter? Yes / No", "yes_no"),
        ("¿Recibió la carta?\n- Sí\n- No", "yes_no"),
        ("Did you get it?\n- Yes\n- No\n- Not sure", "one_choice"),
        ("How many times did you call us?", "number"),
        ("How old are you?", "number"),
        ("Age: ____", "number"),
        ("¿Cuántas veces llamó?", "number"),
        ("How many of these fit?\n- One\n- Two", "one_choice"),
        ("What date did you apply?", "date"),
        ("Date of your visit: ____", "date"),
        ("When did you apply (MM/DD/YYYY)?", "date"),
        ("Tell us what happened on that date.", "long_text"),
        ("What is your e-mail address?", "email"),
        ("E-mail: ______", "email"),
        ("Did you get our e-mail?", "short_text"),
        ("What is your phone number?", "phone"),
        ("Did you use your phone?", "short_text"),
        ("What is your ZIP code?", "postal_code"),
        ("May we quote you?\n☐ I agree", "consent"),
        ("How many? (number)", "number"),
        ("Is it so? (yes/no)", "yes_no"),
    ],
)
def test_the_kind_is_guessed(text, kind):
    assert only(text).kind == kind


def test_a_recommendation_from_0_to_10_is_a_ready_scale_with_its_codes():
    text = "How likely are you to recommend us, from 0 to 10 (0 = never, 10 = surely)?"

    question = only(text)
    draft = draft_of(question)

    assert (question.kind, question.preset) == ("scale", "nps")
    assert draft.settings == {"preset": "nps"}
    assert [choice.code for choice in draft.choices] == [str(n) for n in range(11)]
    assert draft.choices[0].label == "0 – never"


def test_another_scale_from_0_to_10_is_no_recommendation():
    question = only("Rate the letter from 0 to 10")

    assert (question.kind, question.preset) == ("scale", "")


def test_a_table_of_boxes_is_one_question_with_lines():
    pasted = read(GRID)

    first, second = pasted.questions
    assert (first.kind, first.label) == (
        "matrix",
        "How good or bad was each of these?",
    )
    assert [choice.label for choice in first.choices] == ["Very good", "Good", "Bad"]
    assert first.rows == ("The waiting room", "The forms", "The desk")
    assert second.label == "What else?"
    assert pasted.leftovers == ()


def test_words_left_of_the_choices_name_a_table_that_has_no_question_above():
    grid = "How was each?\tGood\tBad\nLetter\t\t\nOffice\t\t\n"

    question = only(grid)

    assert (question.label, question.rows) == ("How was each?", ("Letter", "Office"))


def test_a_table_that_nothing_names_is_left_over_whole():
    pasted = read("\tGood\tBad\nLetter\t\t\nOffice\t\t\n")

    assert pasted.questions == ()
    assert [left.text for left in pasted.leftovers] == [
        "\tGood\tBad",
        "Letter",
        "Office",
    ]


def test_columns_of_words_are_no_table_to_tick():
    pasted = read("Name\tAge\tTown\nAna\t30\tMesa\nLuis\t41\tTempe\n")

    assert all(question.kind != "matrix" for question in pasted.questions)


def test_a_kind_that_is_named_keeps_its_choices_as_words_of_the_hint():
    question = only("How many? (number)\n- One\n- Two")

    assert (question.kind, question.choices) == ("number", ())
    assert question.hint == "One Two"


def test_kinds_with_ready_choices_need_none():
    pasted = with_faults(read("Did you?\n- Yes\n- No\n"))

    assert [fault.code for fault in pasted.faults if fault.code == "few_choices"] == []
    assert KINDS["yes_no"].has_fixed_choices


def test_what_was_understood_travels_with_the_page():
    post = QueryDict(mutable=True)
    post.update(
        {
            "count": "2",
            "q0-keep": "on",
            "q0-kind": "matrix",
            "q0-was": "matrix",
            "q0-label": "How was each?",
            "q0-choices": "Good\r\nBad\r\nDoes not apply",
            "q0-known": "Good\r\nBad\r\nDoes not apply",
            "q0-apart": "Does not apply",
            "q0-rows": "Letter\r\nOffice",
            "q1-kind": "scale",
            "q1-was": "scale",
            "q1-preset": "nps",
            "q1-label": "Likely?",
            "q1-choices": "\n".join(str(n) for n in range(11)),
        }
    )

    first, second = PasteState.from_post(post, "en").pasted.questions

    assert first.rows == ("Letter", "Office")
    assert [choice.apart for choice in first.choices] == [False, False, True]
    assert second.preset == "nps"
