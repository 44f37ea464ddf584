import pytest

from feedback.surveys.models import Rule
from tests import make
from tests.paper.forms import blocks_of, sheet_of

pytestmark = pytest.mark.django_db

YES = {"op": "is", "question": "q1", "choice": "c1"}
NO = {"op": "is", "question": "q1", "choice": "c2"}


def ask(survey, number, **fields):
    for _each in range(number):
        make.question(survey=survey, **fields)


@pytest.fixture
def survey():
    """The first question is answered Yes or No."""
    survey = make.survey()
    make.question(survey=survey, choices=["Yes", "No"])
    return survey


def then(block) -> list[str]:
    return [box.then for box in block.boxes]


def test_questions_with_one_rule_are_told_once_and_the_boxes_lead_past_them(survey):
    ask(survey, 2, show_when=YES)
    ask(survey, 1)

    blocks = blocks_of(survey)

    assert then(blocks["q1"]) == ["", "Go to question 4."]
    assert [one.only for one in blocks.values()] == [
        "",
        "Answer questions 2 to 3 only when question 1 is “Yes”. "
        "If not, go to question 4.",
        "",
        "",
    ]


def test_a_rule_of_the_last_question_leads_to_the_end(survey):
    ask(survey, 1, show_when=YES)

    blocks = blocks_of(survey)

    assert then(blocks["q1"]) == ["", "Go to the end of this form."]
    assert blocks["q2"].only == (
        "Answer question 2 only when question 1 is “Yes”. "
        "If not, go to the end of this form."
    )


def test_two_rules_behind_each_other_lead_to_their_own_questions(survey):
    ask(survey, 1, show_when=YES)
    ask(survey, 1, show_when=NO)
    ask(survey, 1)

    blocks = blocks_of(survey)

    assert then(blocks["q1"]) == ["", "Go to question 3."]
    assert blocks["q3"].only.endswith("If not, go to question 4.")


def test_a_rule_about_several_questions_is_said_only_where_it_holds(survey):
    make.question(survey=survey, choices=["Mail", "Phone"])
    both = {"op": "and", "of": [YES, {"op": "answered", "question": "q2"}]}
    ask(survey, 1, show_when=both)

    blocks = blocks_of(survey)

    assert then(blocks["q2"]) == ["", ""]
    assert blocks["q3"].only.startswith(
        "Answer question 3 only when question 1 is “Yes” and question 2 is answered."
    )


def test_an_end_is_said_at_its_box_with_its_own_words(survey):
    ask(survey, 2)
    make.rule(survey=survey, tree=NO, text="Thanks, this is for others.")

    block = blocks_of(survey)["q1"]

    assert then(block) == ["", "Go to the end of this form."]
    assert block.after == ("When question 1 is “No”: Thanks, this is for others.",)


def test_a_way_to_a_section_leads_to_its_first_question(survey):
    ask(survey, 2)
    section = make.section(survey=survey)
    ask(survey, 1, section=section)
    make.rule(survey=survey, effect=Rule.Effect.GO, tree=YES, section=section)

    assert then(blocks_of(survey)["q1"]) == ["Go to question 4.", ""]


def test_a_rule_that_needs_what_was_written_is_said_below(survey):
    ask(survey, 2)
    words = {"op": "contains", "question": "q2", "text": "late"}
    make.rule(survey=survey, tree=words)

    assert blocks_of(survey)["q2"].after == (
        "When question 2 contains “late”: Go to the end of this form.",
    )


def test_what_a_rule_makes_required_says_when(survey):
    ask(survey, 1, require_when=YES)

    assert blocks_of(survey)["q2"].after == (
        "We need an answer here when question 1 is “Yes”.",
    )


def test_a_section_with_a_rule_says_for_whom_it_is(survey):
    section = make.section(survey=survey, show_when=YES)
    ask(survey, 2, section=section)
    ask(survey, 1)

    [opened] = [one for one in sheet_of(survey).blocks if one.what == "section"]
    order = [one.number for one in sheet_of(survey).blocks]

    assert order == [1, 2, 0, 3, 4]
    assert opened.only == (
        "Answer questions 3 to 4 only when question 1 is “Yes”. "
        "If not, go to the end of this form."
    )


def test_words_behind_a_rule_say_who_reads_them(survey):
    make.question(survey=survey, kind="statement", show_when=YES)
    ask(survey, 1)

    blocks = blocks_of(survey)

    assert blocks["q2"].only == "Read this only when question 1 is “Yes”."
    assert then(blocks["q1"]) == ["", ""]


def test_a_rule_about_a_value_from_the_link_asks_everybody(survey):
    make.question(survey=survey, kind="hidden", settings={"parameter": "place"})
    from_link = {"op": "text_is", "question": "q2", "text": "library"}
    ask(survey, 1, show_when=from_link)

    assert blocks_of(survey)["q3"].only == ""


def test_a_calculated_value_is_said_by_what_it_is_made_of(survey):
    make.question(survey=survey, kind="number")
    double = {"op": "add", "of": [{"op": "answer", "question": "q2"}] * 2}
    make.rule(survey=survey, key="double", effect=Rule.Effect.VALUE, tree=double)
    left = {"op": "calculated", "name": "double"}
    more = {"op": "gt", "left": left, "right": {"op": "number", "value": 4}}
    ask(survey, 1, show_when=more)

    assert blocks_of(survey)["q3"].only.startswith(
        "Answer question 3 only when (question 2 + question 2) is more than 4."
    )


def test_a_rule_of_the_first_versions_is_told_like_todays(survey):
    ask(survey, 1, show_when={"any": [["q1", ["c1"]]]})

    assert then(blocks_of(survey)["q1"]) == ["", "Go to the end of this form."]
