import pytest

from studies.wording.checks import check_question
from studies.wording.findings import Part, QuestionText, TextKind
from studies.wording.question_rules import question_findings
from studies.wording.two_questions import part


def ask(text, *choices, language="en", **facts):
    """Each finding as its rule, the words marked and the fix."""
    question = QuestionText(text, choices=choices, place="q", **facts)
    return [
        (finding.rule.value, text[finding.start : finding.end], finding.suggestion)
        for finding in question_findings(question, language)
        if finding.part == Part.TEXT
    ]


def ask_choices(*choices, **facts):
    question = QuestionText("Which one fits?", choices=choices, place="q", **facts)
    return [
        (finding.rule.value, finding.choice, finding.suggestion)
        for finding in question_findings(question, "en")
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("How clear and helpful was the letter?", "clear and helpful"),
        ("Could you find and use the form?", "find and use"),
        (
            "Can you get the form and understand it?",
            "Can you get the form and understand",
        ),
        ("Do you own a phone? If so, which one?", "If so, which one?"),
        ("Rate the speed and quality of our help.", "speed and quality"),
        ("What would you change and why?", "and why"),
    ],
)
def test_two_questions_in_one_are_found(text, marked):
    assert ("two_questions", marked, "") in ask(text)


@pytest.mark.parametrize(
    "text",
    [
        "How easy or hard was it to understand the letter?",
        "How satisfied or dissatisfied are you with our food and drink?",
        "The letter shows a date in bold. What did you think that date was?",
        "If you needed help and rest, how would you most like to get it?",
        "What, if anything, made it hard for you to renew in the last 12 months?",
        "Do any of these fit you?",
        "In the last month, did you call or visit us?",
        "Why or why not?",
        "In a few words, what did the letter ask you to do?",
        "If you could change one thing in the letter, what would it be?",
        "When you were at our office, did you get help?",
        "How old are you?",
    ],
)
def test_a_fair_question_raises_no_alarm(text):
    assert ask(text) == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Don’t you agree that it is better?", "Don’t you agree"),
        ("What do you like about our improved form?", "our improved"),
        ("How great was the letter?", "How great"),
        ("Most people like it. What about you?", "Most people like"),
    ],
)
def test_leading_words_are_marked(text, marked):
    assert ask(text) == [("leading", marked, "")]


def test_a_question_with_one_end_of_the_scale_gets_the_other():
    assert ask("How easy was it to renew?") == [("one_sided", "easy", "easy or hard")]


@pytest.mark.parametrize(
    ("text", "marked", "fix"),
    [
        ("How often did you call us?", "How", "In the last 12 months, how"),
        ("Have you ever used the website?", "Have", "In the last 12 months, have"),
        ("We care. Did you visit us?", "Did", "In the last 12 months, did"),
    ],
)
def test_a_question_about_experience_needs_a_time(text, marked, fix):
    assert ask(text) == [("no_time_frame", marked, fix)]


def test_a_time_frame_in_the_hint_is_enough():
    assert ask("Did you visit us?", hint="Think of the last 12 months.") == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Can you not find it?", "not"),
        ("The letter was never clear.", "never"),
        ("Do you think it isn’t clear?", "isn’t"),
    ],
)
def test_a_negative_question_is_marked(text, marked):
    assert ask(text) == [("negative_question", marked, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Which papers can you not find?",
        "What didn’t go so well?",
        "If you did not read it, what stopped you?",
        "Is it clear or not?",
    ],
)
def test_a_not_whose_answer_stays_clear_is_left_alone(text):
    assert ask(text) == []


def test_scales_need_as_many_good_answers_as_bad_ones():
    lopsided = ask_choices(
        "Excellent", "Very good", "Good", "Fair", "Poor", is_scale=True
    )
    even = ask_choices(
        "Very easy",
        "Easy",
        "Not easy and not hard",
        "Hard",
        "Very hard",
        "I did not read it",
        is_scale=True,
    )
    one_way = ask_choices("Not at all clear", "Clear", "Very clear", is_scale=True)

    assert lopsided == [("unbalanced_scale", None, "")]
    assert even == one_way == []


def test_more_than_ten_choices_are_too_many_in_any_language():
    labels = tuple(f"Choix {number}" for number in range(11))
    question = QuestionText("Lequel ?", choices=labels, place="q")

    found = question_findings(question, "fr")

    assert [(finding.rule.value, finding.facts) for finding in found] == [
        ("too_many_choices", (("choices", 11), ("most", 10)))
    ]
    assert question_findings(QuestionText("?", choices=labels[:10]), "fr") == []


def test_eleven_numbers_on_a_scale_are_not_too_many():
    assert ask_choices(*map(str, range(11)), is_scale=True) == []


def test_several_choices_need_one_for_people_whom_none_fits():
    assert ask_choices("Phone", "Mail", takes_several=True) == [
        ("none_missing", None, "None of these")
    ]
    assert ask_choices("Phone", "Nothing helped", takes_several=True) == []


def test_a_way_out_beside_the_choices_is_one():
    assert ask_choices("Phone", "Mail", takes_several=True, has_way_out=True) == []
    assert ask_choices("North", "South", "East", "West", has_way_out=True) == []


def test_a_sentence_with_not_is_an_ordinary_choice_among_several():
    late = ask_choices(
        "I did not have all the papers",
        "It came late",
        "None of these",
        takes_several=True,
    )

    assert late == []


def test_an_open_list_needs_something_else_and_a_complete_one_does_not():
    assert ask_choices("North", "South", "East", "West") == [
        ("other_missing", None, "Something else")
    ]
    assert ask_choices("18 to 24", "25 to 44", "45 to 64", "65 or older") == []
    assert ask_choices("North", "South", "East", "I am not sure") == []


def test_something_else_and_none_stand_last():
    assert ask_choices("North", "Other", "South", "West") == [("not_last", 1, "")]
    assert ask_choices("None of these", "A", "B", takes_several=True) == [
        ("not_last", 0, "")
    ]
    assert ask_choices("A", "Something else", "None of these", takes_several=True) == []


def test_the_whole_question_is_checked_part_by_part():
    question = QuestionText(
        "How often did you utilize it?",
        hint="You shall skip it.",
        choices=("Daily", "Prior to May"),
        place="q1",
    )

    found = check_question(question, "en")

    assert [(f.rule.value, f.part.value, f.choice, f.place) for f in found] == [
        ("hard_word", "text", None, "q1"),
        ("shall", "hint", None, "q1"),
        ("hard_word", "choice", 1, "q1"),
        ("no_time_frame", "text", None, "q1"),
    ]


def test_every_reason_can_be_read():
    question = QuestionText(
        "Don't you agree? How easy and helpful was our improved form?",
        choices=("Excellent", "Good", "Fair", "Poor"),
        is_scale=True,
    )

    reasons = [str(finding.reason) for finding in check_question(question, "en")]

    assert len(reasons) > 3
    assert [reason for reason in reasons if "%" in reason or not reason] == []


def test_a_joined_question_parts_into_two_where_the_cut_is_safe():
    text = "How clear and helpful was the letter?"
    twice = "Do you own a phone? If so, which one?"
    apart = "Can you get the form and understand it?"

    assert part(text, 4, 21) == (
        "How clear was the letter?",
        "How helpful was the letter?",
    )
    assert part(twice, 20, 37) == ("Do you own a phone?", "If so, which one?")
    assert part(apart, 0, 36) is None


def test_legal_kind_exists_for_locked_wording():
    assert TextKind("legal") is TextKind.LEGAL
