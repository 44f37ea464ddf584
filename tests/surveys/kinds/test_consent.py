from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, take
from tests.surveys.kinds.markup import Page

EXAMPLE = Example(
    kind="consent",
    choices=("yes",),
    sent={"q1": "yes"},
    answer={"code": "yes"},
    said=["Yes"],
    counted=["yes"],
    cells=["yes"],
    refused=({"q1": "no"},),
)


def test_it_is_a_box_that_is_never_ticked_beforehand():
    [box] = Page(drawn(EXAMPLE.question())).controls

    assert (box["type"], "checked" in box) == ("checkbox", False)


def test_whoever_does_not_agree_leaves_it_empty():
    question = EXAMPLE.question(settings={"may_decline": True}, required=True)

    assert take(question, {}).message == (
        "Tick the box to go on. If you do not agree, stop here."
    )
    assert KINDS["consent"].ways_taken(question, {}) == []
