from feedback.surveys.rules import is_shown, program, shown_questions
from tests.surveys.rules.documents import document, picks, question, rule

YES, NO = {"code": "yes"}, {"code": "no"}


def keys(document, **answers):
    return [q["key"] for q in program(document).walk(answers).shown]


def yes_no(key, **fields):
    return question(key, "yes", "no", **fields)


def test_a_hidden_question_s_older_answer_decides_nothing():
    survey = document(
        yes_no("q1"),
        yes_no("q2", show_when=picks("q1", "yes")),
        question("q3", show_when=picks("q2", "yes")),
    )

    assert keys(survey, q1=YES, q2=YES) == ["q1", "q2", "q3"]
    assert keys(survey, q1=NO, q2=YES) == ["q1"]
    assert shown_questions(survey, {"q1": NO}) == survey["questions"][:1]


def test_a_rule_never_sees_an_answer_that_comes_later():
    survey = document(question("q1", show_when=picks("q2", "yes")), yes_no("q2"))

    assert keys(survey, q2=YES) == ["q2"]


def test_a_section_s_rule_holds_for_all_its_questions():
    survey = document(
        yes_no("q1"),
        question("q2", section="help"),
        question("q3", section="help"),
        question("q4", section="last"),
        help=picks("q1", "yes"),
        last=None,
    )

    assert keys(survey, q1=YES) == ["q1", "q2", "q3", "q4"]
    assert keys(survey, q1=NO) == ["q1", "q4"]


def test_an_end_leaves_out_the_rest_and_says_which_it_was():
    ends = rule("end", picks("q1", "no"), key="not_for_you", after="q1")
    survey = document(yes_no("q1"), question("q2"), rules=[ends])

    walk = program(survey).walk({"q1": NO, "q2": {"text": "old"}})

    assert [q["key"] for q in walk.shown] == ["q1"]
    assert (walk.ending, walk.counted) == ("not_for_you", {"q1": NO})
    assert program(survey).walk({"q1": YES}).ending is None


def test_going_to_a_section_passes_over_what_lies_between():
    goes = rule("go", picks("q1", "no"), after="q1", to="last")
    between = rule("end", picks("q1", "no"), key="never", after="q2")
    survey = document(
        yes_no("q1"),
        question("q2"),
        question("q3", section="middle"),
        question("q4", section="last"),
        rules=[goes, between],
        middle=None,
        last=None,
    )

    assert keys(survey, q1=NO) == ["q1", "q4"]
    assert keys(survey, q1=YES) == ["q1", "q2", "q3", "q4"]
    assert program(survey).walk({"q1": NO}).ending is None


def test_the_first_rule_behind_a_question_that_holds_acts():
    rules = [
        rule("end", picks("q1", "no"), key="first", after="q1"),
        rule("end", picks("q1", "no"), key="second", after="q1"),
    ]

    walk = program(document(yes_no("q1"), rules=rules)).walk({"q1": NO})

    assert walk.ending == "first"


def test_a_question_can_be_required_after_certain_answers():
    survey = document(yes_no("q1"), question("q2", require_when=picks("q1", "yes")))

    assert program(survey).walk({"q1": YES}).required == {"q2"}
    assert program(survey).walk({"q1": NO}).required == set()


def test_checks_across_questions_name_what_they_ask_about():
    before = {
        "op": "lt",
        "left": {"op": "answer", "question": "q2"},
        "right": {"op": "answer", "question": "q1"},
    }
    check = rule("check", before, key="order", after="q2")
    survey = document(question("q1"), question("q2"), rules=[check])
    early, late = {"value": "2026-01-01"}, {"value": "2026-02-01"}

    [fault] = faults(survey, q1=late, q2=early)

    assert (fault.key, fault.asks) == ("order", ("q1", "q2"))
    assert faults(survey, q1=early, q2=late) == []
    assert faults(survey, q1=early) == []


def test_a_check_is_not_made_where_nothing_that_it_asks_about_is_shown():
    check = rule("check", {"op": "empty", "question": "q2"}, after="q2")
    survey = document(
        yes_no("q1"), question("q2", show_when=picks("q1", "yes")), rules=[check]
    )

    assert [fault.key for fault in faults(survey, q1=YES)] == ["rule1"]
    assert faults(survey, q1=NO) == []


def faults(document, **answers):
    ready = program(document)
    return ready.faults(ready.walk(answers))


def test_calculated_values_use_each_other_in_any_order_and_circles_are_nothing():
    total = {"op": "calculated", "name": "total"}
    number = {"op": "answer", "question": "q1"}
    values = [
        rule("value", {"op": "add", "of": [total, total]}, key="double"),
        rule("value", {"op": "add", "of": [number]}, key="total"),
        rule(
            "value", {"op": "add", "of": [{"op": "calculated", "name": "b"}]}, key="a"
        ),
        rule(
            "value", {"op": "add", "of": [{"op": "calculated", "name": "a"}]}, key="b"
        ),
    ]
    ready = program(document(question("q1"), rules=values))
    answers = {"q1": {"value": "4"}}

    amounts = [ready.amount(name, answers) for name in ("double", "total", "a", "gone")]

    assert amounts == [8, 4, None, None]


def test_a_version_of_the_first_format_is_walked():
    old = {
        "questions": [
            {"key": "q1", "show_when": None},
            {"key": "q2", "show_when": {"any": [["q1", ["yes"]]]}},
        ]
    }

    assert keys(old, q1=YES) == ["q1", "q2"]
    assert keys(old, q1=NO) == ["q1"]
    assert is_shown({"any": [["q1", ["yes"]]]}, {"q1": YES})
    assert is_shown(None, {})


def test_a_document_is_prepared_once():
    survey = document(yes_no("q1"))

    assert program(survey) is program(survey)
