import pytest
from django.urls import reverse

from feedback.surveys.checklist.rules import rule_findings, rule_lines
from feedback.surveys.models import Rule
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.wording.translations import translate
from tests import make
from tests.surveys.rules.documents import picks

pytestmark = pytest.mark.django_db
YES, NO = picks("q1", "c1"), picks("q1", "c2")
NEVER = {"op": "and", "of": [YES, NO]}


@pytest.fixture
def survey():
    """q1 asks yes or no; whatever is tested comes behind it."""
    survey = make.survey()
    make.question(survey=survey, label="A letter?", choices=["Yes", "No"])
    return survey


def findings(survey):
    questions = draft_questions(survey)
    return rule_findings(survey, questions, list(keyed_texts(survey, questions)))


def found(survey):
    return [(f.code, f.place, f.is_stop) for f in findings(survey)]


def test_a_survey_without_rules_has_no_findings(survey):
    make.question(survey=survey)

    assert found(survey) == []


def test_a_condition_that_never_holds_is_a_contradiction(survey):
    make.question(survey=survey, label="Why?", show_when=NEVER)

    assert found(survey) == [("contradiction", "Question 2, “Why?”", True)]


def test_a_question_that_nobody_reaches_is_named(survey):
    make.question(survey=survey, show_when=NO, choices=["A", "B"])
    make.question(
        survey=survey,
        label="And?",
        show_when={"op": "and", "of": [YES, picks("q2", "c1")]},
    )

    assert found(survey) == [("unreachable", "Question 3, “And?”", True)]


def test_a_question_behind_every_end_is_named_even_without_a_rule(survey):
    survey.questions.update(required=True)
    make.question(survey=survey, label="Last?")
    make.rule(survey=survey, tree=YES)
    make.rule(survey=survey, tree=NO)

    assert found(survey) == [("unreachable", "Question 2, “Last?”", True)]


def test_a_section_that_nobody_reaches_is_named_once(survey):
    section = make.section(survey=survey, title="Help", show_when=NEVER)
    make.question(survey=survey, section=section)
    make.question(survey=survey, section=section, show_when=YES)

    assert found(survey) == [("contradiction", "Section “Help”", True)]


def test_what_is_never_required_is_named(survey):
    make.question(survey=survey, show_when=YES, require_when=NO, label="Why?")

    assert found(survey) == [("unreachable", "Question 2, “Why?”", True)]


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (picks("q9", "c1"), "gone"),
        (picks("q3", "c1"), "later"),
        (picks("q1", "c9"), "choice_gone"),
        ({"op": "contains", "question": "q1", "text": "x"}, "misfit"),
        (
            {
                "op": "lt",
                "left": {"op": "answer", "question": "q1"},
                "right": {"op": "date", "value": "2026-01-01"},
            },
            "misfit",
        ),
        ({"op": "nonsense"}, "unreadable"),
    ],
)
def test_what_a_rule_can_not_ask_about_stops_publishing(survey, tree, code):
    make.question(survey=survey, show_when=tree, label="Why?")
    make.question(survey=survey, key="q3", choices=["A", "B"])

    [finding] = findings(survey)

    assert (finding.code, finding.is_stop) == (code, True)
    assert finding.place == "Question 2, “Why?”"
    assert "" not in (finding.reason, finding.fix)


def test_a_question_that_was_archived_is_gone(survey):
    make.question(survey=survey, show_when=YES)
    survey.questions.filter(key="q1").update(archived_at="2026-01-01T00:00Z")

    assert [f.code for f in findings(survey)] == ["gone"]


def test_questions_that_wait_for_each_other_are_a_loop(survey):
    make.question(survey=survey, key="a", choices=["Yes"], show_when=picks("b", "c1"))
    make.question(survey=survey, key="b", choices=["Yes"], show_when=picks("a", "c1"))

    assert [f.code for f in findings(survey)] == ["loop", "later", "loop"]


def test_going_back_is_a_loop_and_going_nowhere_a_dead_end(survey):
    first = make.section(survey=survey)
    make.question(survey=survey, section=first)
    last = make.section(survey=survey)
    make.question(survey=survey, section=last)
    empty = make.section(survey=survey)
    survey.questions.filter(key="q1").update(section=last)
    make.rule(survey=survey, effect="go", section=first, tree=YES)
    make.rule(survey=survey, effect="go", section=empty, tree=YES)

    assert found(survey) == [("loop", "Rule 1", True), ("dead_end", "Rule 2", True)]


def test_values_that_use_each_other_are_a_loop(survey):
    for key, other in (("a", "b"), ("b", "a")):
        tree = {"op": "add", "of": [{"op": "calculated", "name": other}]}
        make.rule(survey=survey, key=key, effect=Rule.Effect.VALUE, tree=tree)

    assert found(survey) == [
        ("loop", "Calculated value {{a}}", True),
        ("loop", "Calculated value {{b}}", True),
    ]


def test_a_value_that_is_gone_is_named(survey):
    tree = {
        "op": "ge",
        "left": {"op": "calculated", "name": "total"},
        "right": {"op": "number", "value": 1},
    }
    make.question(survey=survey, show_when=tree)

    assert [f.code for f in findings(survey)] == ["value_gone"]


def test_a_check_that_nobody_passes_is_a_dead_end(survey):
    survey.questions.update(required=True)
    make.rule(
        survey=survey,
        effect="check",
        text="No.",
        tree={"op": "or", "of": [YES, NO]},
    )

    assert found(survey) == [("dead_end", "Rule 1", True)]


def test_checks_that_refuse_everybody_together_are_a_dead_end(survey):
    survey.questions.update(required=True)
    for tree in (YES, NO):
        make.rule(survey=survey, effect="check", text="No.", tree=tree)

    assert found(survey) == [("dead_end", "Rule 1", True)]


def test_a_rule_that_never_acts_is_named_and_a_check_that_never_does_is_only_said(
    survey,
):
    make.rule(survey=survey, tree=YES)
    make.question(survey=survey, choices=["A", "B"])
    both = {"op": "and", "of": [YES, picks("q2", "c1")]}
    make.rule(survey=survey, tree=both)
    make.rule(survey=survey, effect="check", text="No.", tree=both)

    assert found(survey) == [("never", "Rule 2", True), ("never", "Rule 3", False)]


def test_what_goes_beyond_the_proof_is_said_to_be_not_checked(survey):
    make.question(survey=survey, kind="number")
    make.question(
        survey=survey,
        label="So many?",
        show_when={
            "op": "gt",
            "left": {
                "op": "multiply",
                "of": [
                    {"op": "answer", "question": "q2"},
                    {"op": "number", "value": 3},
                ],
            },
            "right": {"op": "number", "value": 100_000},
        },
    )

    assert found(survey) == [("not_checked", "Question 3, “So many?”", False)]


def test_how_an_answer_looks_is_not_checked_and_what_stands_beside_it_is(survey):
    looks = {"op": "looks_like", "question": "q2", "text": "AA-999999"}
    opposite = looks | {"op": "looks_unlike"}
    make.question(survey=survey, label="Case number?")
    make.question(survey=survey, label="How?", show_when=looks)
    both = {"op": "and", "of": [looks, opposite]}
    make.question(survey=survey, label="Both?", show_when=both)
    beside = {"op": "and", "of": [looks, YES, NO]}
    make.question(survey=survey, label="Never?", show_when=beside)

    assert found(survey) == [
        ("not_checked", "Question 3, “How?”", False),
        ("contradiction", "Question 4, “Both?”", True),
        ("contradiction", "Question 5, “Never?”", True),
    ]


# Earlier answers in texts


def test_an_answer_that_may_be_missing_is_said_with_the_languages(survey):
    survey.languages = ["es"]
    survey.save()
    question = make.question(survey=survey, label="You said {{q1|this}}. Why?")
    questions = draft_questions(survey)
    source = dict(keyed_texts(survey, questions))[question.key]
    translate(source, "es", "Dijo {{q1}}. ¿Por qué?", agency=survey.agency, by=None)

    [finding] = findings(survey)

    assert (finding.code, finding.is_stop) == ("missing", False)
    assert "(Spanish)" in finding.reason
    assert "{{q1|your office}}" in finding.fix


def test_an_answer_that_is_always_there_is_no_finding(survey):
    survey.questions.update(required=True)
    make.question(survey=survey, label="You said {{q1}}. Why?")

    assert found(survey) == []


def test_an_answer_is_there_where_the_rule_asks_for_it(survey):
    make.question(survey=survey, label="You said {{q1}}. Why?", show_when=YES)

    assert found(survey) == []


@pytest.mark.parametrize(
    ("label", "code"), [("{{gone}}?", "pipe_gone"), ("{{q2}}?", "pipe_later")]
)
def test_a_text_shows_only_earlier_answers(survey, label, code):
    make.question(survey=survey, label=label)

    assert [(f.code, f.is_stop) for f in findings(survey)] == [(code, True)]


def test_the_first_page_knows_no_answers(survey):
    survey.purpose = "About {{q1}}"
    survey.save()

    assert [f.code for f in findings(survey)] == ["pipe_later"]


def test_a_line_of_the_checklist_says_place_reason_and_fix(survey):
    question = make.question(survey=survey, label="Why?", show_when=NEVER)
    questions = draft_questions(survey)

    named = list(keyed_texts(survey, questions))
    [line] = rule_lines(survey, rule_findings(survey, questions, named))

    assert line.text == (
        "Question 2, “Why?”: Its rule contradicts itself, so it never holds. "
        "Take one of its conditions out, or ask for any of them."
    )
    assert (line.stop, line.met) == (True, False)
    assert str(question.pk) in line.url


def follow_up(survey, *, count=2, **fields):
    for number in range(count):
        make.question(survey=survey, label=f"Why {number}?", show_when=YES, **fields)


SKIPPED = ("skips_all", "Question 1, “A letter?”", False)


def test_a_first_question_whose_skipping_hides_all_others_is_said(survey):
    follow_up(survey)

    [finding] = findings(survey)

    assert found(survey) == [SKIPPED]
    assert finding.reason == "People may skip it, and then they see no other question."
    assert finding.row == survey.questions.first()
    [line] = rule_lines(survey, [finding])
    assert (line.code, line.stop) == ("rule_note", False)


def test_a_section_and_a_rule_that_ends_it_hide_all_others_too(survey):
    section = make.section(survey=survey, show_when=YES)
    follow_up(survey, section=section)
    assert found(survey) == [SKIPPED]

    make.question(survey=survey, label="Anything else?")
    assert found(survey) == []

    make.rule(survey=survey, tree={"op": "not", "of": YES})
    assert SKIPPED in found(survey)


def test_what_must_be_answered_hides_nothing(survey):
    follow_up(survey)
    survey.questions.filter(key="q1").update(required=True)

    assert found(survey) == []


def test_one_question_for_everybody_is_enough(survey):
    follow_up(survey)
    make.question(survey=survey, label="Anything else?")

    assert found(survey) == []


def test_one_follow_up_is_not_worth_a_word(survey):
    follow_up(survey, count=1)

    assert found(survey) == []


def test_a_text_before_or_behind_it_is_no_question(survey):
    follow_up(survey)
    make.question(survey=survey, kind="statement", label="Thank you.")

    assert found(survey) == [SKIPPED]


def test_the_editor_asks_to_look_where_nothing_has_to_be_mended(client):
    member = make.member()
    survey = make.survey(activity=make.activity(agency=member.agency))
    make.question(survey=survey, label="A letter?", choices=["Yes", "No"])
    follow_up(survey)
    client.force_login(member.user)

    page = client.get(reverse("survey-edit", args=[survey.pk])).content.decode()

    mark = '<span class="cx-mark">Look:</span> People may skip it'
    assert page.count(mark) == 1
    assert "data-fault" not in page
