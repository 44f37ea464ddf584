import pytest

from feedback.surveys.pasting import (
    Heading,
    PastedChoice,
    PastedQuestion,
    PasteTooLarge,
    read,
)
from studies.wording.checks import check_question
from studies.wording.findings import QuestionText
from tests.surveys.demo_document import KINDS, QUESTIONS, document

STYLES = ["numbers", "letters", "bullets", "word", "slashes", "apart"]


def only(text):
    """The one question of a text."""
    pasted = read(text)
    assert len(pasted.questions) == 1, pasted
    return pasted.questions[0]


def labels(question):
    return [choice.label for choice in question.choices]


@pytest.mark.parametrize("style", STYLES)
def test_the_demo_survey_is_read_whole_from_each_form_of_document(style):
    pasted = read(document(style))

    shown = [(q.label, q.hint, q.kind, tuple(labels(q))) for q in pasted.questions]

    assert shown == [
        (label, hint, kind, tuple(choices))
        for (label, hint, choices), kind in zip(QUESTIONS, KINDS, strict=True)
    ]
    assert pasted.leftovers == ()


@pytest.mark.parametrize("style", STYLES)
def test_the_demo_surveys_choices_keep_what_they_are_for(style):
    questions = read(document(style)).questions

    special = {
        choice.label: (choice.exclusive, choice.other, choice.apart)
        for question in questions
        for choice in question.choices
        if choice.exclusive or choice.other or choice.apart
    }

    assert special == {
        "I did not read it": (False, False, True),
        "Something else": (False, True, False),
        "Nothing made it hard": (True, False, False),
        "None of these": (True, False, False),
        "I would rather not say": (True, False, False),
    }


def test_the_demo_survey_has_no_faults():
    assert read(document("numbers")).faults == ()


@pytest.mark.parametrize(
    "mark", ["a)", "(a)", "A.", "○", "( )", "-", "–", "•", "*", "\uf0b7", "o\t", "◦"]
)
def test_every_usual_mark_makes_a_choice(mark):
    question = only(f"Which color is it?\n{mark} Red\n{mark} Blue")

    assert labels(question) == ["Red", "Blue"]
    assert question.kind == "one_choice"


@pytest.mark.parametrize("mark", ["☐", "[ ]", "[x]", "□", "\uf0a8"])
def test_boxes_mean_several_choices(mark):
    question = only(f"Which colors?\n{mark} Red\n{mark} Blue\n{mark} Green")

    assert labels(question) == ["Red", "Blue", "Green"]
    assert question.kind == "several_choices"


@pytest.mark.parametrize(
    "text",
    [
        "Did it come? Yes / No / I am not sure",
        "Did it come?\nYes / No / I am not sure",
        "Did it come? Yes/No/I am not sure",
        "Did it come?\nYes\nNo\nI am not sure",
        "Did it come? ☐ Yes  ☐ No  ☐ I am not sure",
        "Did it come?\n( ) Yes ( ) No ( ) I am not sure",
        "Did it come?\na) Yes    b) No    c) I am not sure",
        "Did it come?\r\n\ta)\tYes\r\n\tb)\tNo\r\n\tc)\tI am not sure",
        "1. Did it come?\n1. Yes\n2. No\n3. I am not sure",
        "Did it come?\n\nYes\n\nNo\n\nI am not sure",
        "Did\u00a0it come?\n\u200b•\u00a0Yes\n•\u00a0No\n•\u00a0I am not sure",
    ],
)
def test_choices_are_read_in_a_line_or_on_lines_of_their_own(text):
    question = only(text)

    assert question.label == "Did it come?"
    assert labels(question) == ["Yes", "No", "I am not sure"]
    assert question.kind == "one_choice"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How old is it?", "short_text"),
        ("In a few words, why?", "short_text"),
        ("Please explain.", "long_text"),
        ("What happened?\n_______\n_______", "long_text"),
        ("Your name: ______", "short_text"),
        ("Is it clear?\nStrongly agree\nAgree\nDisagree", "scale"),
        ("How often?\n- Never\n- Sometimes\n- Always", "scale"),
        ("How good is it?\n1\n2\n3\n4\n5", "scale"),
        ("Which? (Select all that apply)\n- A\n- B", "several_choices"),
        ("What, if anything, was hard?\n- A\n- B", "several_choices"),
        ("(several) Which?\n- A\n- B", "several_choices"),
        ("Which? Choose one.\n☐ A\n☐ B\n☐ C", "one_choice"),
    ],
)
def test_the_kind_is_guessed_from_words_and_marks(text, kind):
    assert only(text).kind == kind


def test_a_scale_named_in_words_gets_its_points():
    question = only("Rate the letter from 1 to 5 (1 = very bad, 5 = very good)")

    assert question.kind == "scale"
    assert labels(question) == ["1 – very bad", "2", "3", "4", "5 – very good"]


@pytest.mark.parametrize(
    "text",
    ["Who are you? *", "Who are you? (required)", "1) Who are you?*"],
)
def test_a_required_mark_is_taken_off_the_question(text):
    question = only(text)

    assert (question.label, question.required) == ("Who are you?", True)


@pytest.mark.parametrize(
    "text",
    [
        "Who are you?\nYou can skip this.",
        "Who are you? (You can skip this.)",
        "Who are you? *You can skip this.*",
        "Who are you? You can skip this.",
    ],
)
def test_a_hint_is_told_from_the_question(text):
    question = only(text)

    assert (question.label, question.hint) == ("Who are you?", "You can skip this.")


def test_headings_give_their_questions_a_section():
    pasted = read("About you\n\n1. Who are you?\n\n# The end\n\n2. Why?")

    assert pasted.headings == (Heading("About you", 1), Heading("The end", 5))
    assert [q.section for q in pasted.questions] == ["About you", "The end"]


def test_a_question_that_wraps_stays_one():
    question = only("1. The letter shows a date.\nWhat is it?\n- A day\n- A year")

    assert question.label == "The letter shows a date. What is it?"
    assert labels(question) == ["A day", "A year"]


def test_a_choice_that_wraps_stays_one():
    assert labels(only("Which?\n- One that is\n  long\n- Two")) == [
        "One that is long",
        "Two",
    ]


def test_bulleted_questions_are_questions():
    pasted = read("- What is good?\n- What is bad?")

    assert [q.label for q in pasted.questions] == ["What is good?", "What is bad?"]


def test_smart_quotes_stay_as_they_were_written():
    question = only("What does “renew” mean, and isn’t it clear?\n• It’s “new”\n• No")

    assert labels(question) == ["It’s “new”", "No"]


def test_other_languages_are_read_by_their_marks():
    pasted = read(
        "1. هل وصلت الرسالة؟\n- نعم\n- لا\n\n2、你收到信了吗？\n○ 有\n○ 没有", "ar"
    )

    assert pasted.questions == (
        PastedQuestion(
            "هل وصلت الرسالة؟",
            "one_choice",
            choices=(PastedChoice("نعم"), PastedChoice("لا")),
            lines=(1, 2, 3),
        ),
        PastedQuestion(
            "你收到信了吗？",
            "one_choice",
            choices=(PastedChoice("有"), PastedChoice("没有")),
            lines=(5, 6, 7),
        ),
    )


def test_what_is_no_question_is_left_over_with_a_reason():
    pasted = read("Welcome to it.\n\nWho are you?\n- Me\n- You\n\nThank you!")

    assert [(left.line, left.text, left.reason) for left in pasted.leftovers] == [
        (1, "Welcome to it.", "This stands before the first question."),
        (7, "Thank you!", "This does not look like a question, a hint or a choice."),
    ]


def test_a_choice_longer_than_the_database_takes_is_left_over():
    pasted = read(f"Which?\n- {'so ' * 200}\n- Yes\n- No")

    assert [left.code for left in pasted.leftovers] == ["choice_too_long"]
    assert labels(pasted.questions[0]) == ["Yes", "No"]


def test_a_line_too_long_to_be_a_question_is_left_over():
    pasted = read("Who are you?\n" + "Why? " * 500)

    assert [left.code for left in pasted.leftovers] == ["line_too_long"]
    assert "2,000 characters" in pasted.leftovers[0].reason
    assert [question.label for question in pasted.questions] == ["Who are you?"]


@pytest.mark.parametrize("mark", ["", "- ", "☐ "])
def test_five_thousand_choices_are_read_in_one_go(mark):
    names = [f"Place {number}" for number in range(5000)]

    question = only("Where?\n" + "\n".join(mark + name for name in names))

    assert labels(question) == names


def test_more_than_a_million_characters_are_refused_with_a_sentence():
    with pytest.raises(PasteTooLarge, match="larger than 1 million characters"):
        read("a" * 1_000_001)


def test_nothing_gives_nothing():
    assert read(" \n\t\n").questions == read("").questions == ()


def test_the_wording_of_the_demo_survey_raises_no_alarm():
    found = [
        (finding.rule, finding.part)
        for label, hint, choices in QUESTIONS
        for finding in check_question(QuestionText(label, hint, tuple(choices)), "en")
    ]

    assert found == []
