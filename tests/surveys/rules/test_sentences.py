import pytest
from django.utils import translation

from feedback.surveys.models import Rule
from feedback.surveys.rules import trees
from feedback.surveys.rules.sentences import Sayer, rule_in_words
from feedback.surveys.texts import draft_questions
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make.survey()
    make.question(
        survey=survey,
        key="letter",
        label="Did you get a letter?",
        choices=["Yes", "No", "Not sure"],
    )
    make.question(survey=survey, key="age", kind="number", label="How old are you?")
    make.question(survey=survey, key="day", kind="date", label="When did it come?")
    make.question(survey=survey, key="what", label="What did it say?")
    return survey


def sayer(survey):
    return Sayer(draft_questions(survey))


def picks(op="is", choices=None, choice="c1"):
    held = {"choices": choices} if choices else {"choice": choice}
    return {"op": op, "question": "letter", **held}


def answer(key):
    return {"op": "answer", "question": key}


def number(value):
    return {"op": "number", "value": value}


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (picks(), "“Did you get a letter?” is “Yes”"),
        (picks("is_not", choice="c2"), "“Did you get a letter?” is not “No”"),
        (
            picks("one_of", ["c1", "c2", "c3"]),
            "“Did you get a letter?” is “Yes”, “No” or “Not sure”",
        ),
        (
            picks("none_of", ["c1", "c2"]),
            "“Did you get a letter?” is none of “Yes” or “No”",
        ),
        (
            {"op": "declined", "question": "gone"},
            "people would rather not answer “gone”",
        ),
        (
            {"op": "contains", "question": "what", "text": "late"},
            "“What did it say?” contains “late”",
        ),
        (
            {"op": "looks_like", "question": "what", "text": "AA-999999"},
            "“What did it say?” looks like “AA-999999”",
        ),
        (
            {"op": "looks_unlike", "question": "what", "text": "AA-999999"},
            "“What did it say?” does not look like “AA-999999”",
        ),
        (
            {"op": "ge", "left": answer("age"), "right": number(18)},
            "“How old are you?” is at least 18",
        ),
        (
            {
                "op": "lt",
                "left": answer("day"),
                "right": {"op": "date", "value": "2026-03-01"},
            },
            "“When did it come?” is before March 1, 2026",
        ),
        (
            {
                "op": "and",
                "of": [picks(), {"op": "or", "of": [picks("is_not"), picks()]}],
            },
            "“Did you get a letter?” is “Yes” and (“Did you get a letter?” is not “Yes” "
            "or “Did you get a letter?” is “Yes”)",
        ),
        (
            {"op": "not", "of": {"op": "answered", "question": "what"}},
            "it is not so that “What did it say?” is answered",
        ),
        (
            {
                "op": "at_least",
                "count": 2,
                "of": [picks(), {"op": "empty", "question": "what"}],
            },
            "(at least 2 of these hold: “Did you get a letter?” is “Yes”; "
            "“What did it say?” is not answered)",
        ),
        (
            {
                "op": "gt",
                "left": {"op": "multiply", "of": [answer("age"), number("1.5")]},
                "right": {"op": "calculated", "name": "total"},
            },
            "(“How old are you?” × 1.5) is more than {{total}}",
        ),
        (
            {
                "op": "le",
                "left": {
                    "op": "days",
                    "left": answer("day"),
                    "right": {"op": "date", "value": "2026-03-01"},
                },
                "right": {"op": "count", "of": [picks()]},
            },
            "the days from March 1, 2026 to “When did it come?” is at most "
            "(how many of these hold: “Did you get a letter?” is “Yes”)",
        ),
    ],
)
def test_a_condition_in_words(survey, tree, said):
    assert sayer(survey).condition(trees.condition(tree)) == said


def test_each_effect_is_one_sentence(survey):
    say, section = sayer(survey), make.section(survey=survey, title="About you")
    end = make.rule(survey=survey, tree=picks())
    go = make.rule(survey=survey, effect="go", section=section, tree=picks())
    check = make.rule(survey=survey, effect="check", text="Look again.", tree=picks())
    value = make.rule(
        survey=survey,
        effect=Rule.Effect.VALUE,
        key="total",
        tree={"op": "add", "of": [answer("age"), number(2)]},
    )
    broken = make.rule(survey=survey, tree={"op": "nothing"})

    assert say.show(picks()) == "Show this when “Did you get a letter?” is “Yes”."
    assert say.require(picks()).startswith("This must be answered when “Did")
    assert say.show_section(picks()).startswith("Show this section when “Did")
    assert [say.rule(row, "letter") for row in (end, go, check, value, broken)] == [
        "After “Did you get a letter?”, end the survey when “Did you get a letter?” "
        "is “Yes”.",
        "After “Did you get a letter?”, go to the section “About you” when “Did you "
        "get a letter?” is “Yes”.",
        "Say “Look again.” when “Did you get a letter?” is “Yes”.",
        "Calculate {{total}}: (“How old are you?” + 2).",
        "This rule can’t be read.",
    ]
    assert say.show(None) == ""


def test_a_rule_of_the_first_versions_reads_as_a_sentence(survey):
    rule = {"any": [["letter", ["c1", "c2"]], ["gone", ["x"]]]}

    assert sayer(survey).show(rule) == (
        "Show this when “Did you get a letter?” is “Yes” or “No” or “gone” is “x”."
    )


def test_what_a_language_does_not_know_yet_is_said_in_english(survey):
    say = sayer(survey)
    with translation.override("es"):
        said = say.show({"op": "answered", "question": "what"})

    assert "What did it say?" in said


def test_a_rule_apart_from_its_survey_has_the_names_of_exports():
    assert rule_in_words({"any": [["letter", ["yes"]]]}) == "“letter” is “yes”"
    assert rule_in_words(answer("age")) == "“age”"
    assert rule_in_words({"op": "?"}) == "a rule that can’t be read"
