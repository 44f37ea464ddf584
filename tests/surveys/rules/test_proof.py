import json

from hypothesis import HealthCheck, given, settings

from feedback.surveys.rules import program, trees
from feedback.surveys.rules.proving.events import happened, wanted
from feedback.surveys.rules.proving.proof import Verdict, prove, proved
from tests.surveys.rules.random_surveys import all_answers, surveys


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(surveys())
def test_what_is_proved_agrees_with_trying_all_answers(survey):
    ready, seen = program(survey), set()
    for answers in all_answers(survey):
        seen |= happened(ready, answers, ())

    said = prove(survey).verdicts

    assert set(said) == set(wanted(survey, ()))
    can = {event for event, verdict in said.items() if verdict == Verdict.CAN}
    if is_misread(survey):
        assert can <= seen
    else:
        assert can == seen & set(said)
        assert Verdict.OPEN not in said.values()


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(surveys())
def test_how_an_answer_looks_is_left_open_and_proves_nothing_wrong(survey):
    written = json.dumps(survey).replace('"contains"', '"looks_like"')
    masked = json.loads(written.replace('"text_is_not"', '"looks_unlike"'))
    ready = program(masked)
    seen = set().union(*(happened(ready, each, ()) for each in all_answers(masked)))

    said = prove(masked).verdicts

    assert {event for event, told in said.items() if told == Verdict.CAN} <= seen
    assert not seen & {event for event, told in said.items() if told == Verdict.NEVER}


def is_misread(survey):
    """Whether a rule reads a number as words, which is left open."""
    numbers = {q["key"] for q in survey["questions"] if q["kind"] == "number"}
    asked = [
        tree
        for q in survey["questions"]
        for tree in (q["show_when"], q["require_when"])
    ]
    asked += [s["show_when"] for s in survey["sections"]]
    asked += [r["tree"] for r in survey["rules"] if r["effect"] != "value"]
    nodes = [n for t in asked if t for n in trees.all_nodes(trees.condition(t))]
    nodes += [
        n
        for r in survey["rules"]
        if r["effect"] == "value"
        for n in trees.all_nodes(trees.value(r["tree"]))
    ]
    return any(isinstance(n, trees.Words) and n.question in numbers for n in nodes)


@settings(deadline=None, max_examples=10)
@given(surveys())
def test_what_was_proved_before_is_known_and_the_same(survey):
    proved(survey).verdicts.clear()  # a caller's own: no other proof changes with it

    assert proved(survey).verdicts == prove(survey).verdicts
