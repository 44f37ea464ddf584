import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answering.attempts import Attempt, new_id, read
from feedback.answering.models import SurveyResponse
from feedback.answering.signs import is_straight, signs
from tests.answering import surveys
from tests.answering.person import Person

POINTS = [{"code": f"p{n}", "apart": False} for n in range(5)]
POINTS.append({"code": "none", "apart": True})
FIVE = [f"r{n}" for n in range(5)]


def matrix(key="grid"):
    return {"key": key, "kind": "matrix", "choices": POINTS}


def scales(count):
    return [{"key": f"s{n}", "kind": "scale", "choices": POINTS} for n in range(count)]


def test_one_point_on_every_line_is_straight():
    assert is_straight([matrix()], {"grid": {"rows": dict.fromkeys(FIVE, "p2")}})
    every = {f"s{n}": {"code": "p0"} for n in range(5)}
    assert is_straight(scales(5), every)


@pytest.mark.parametrize(
    "rows",
    [
        dict.fromkeys(FIVE[:4], "p2"),
        dict.fromkeys(FIVE, "p2") | {"r0": "p3"},
        dict.fromkeys(FIVE, "none"),
        {},
    ],
)
def test_few_lines_different_points_and_no_points_are_not(rows):
    assert not is_straight([matrix()], {"grid": {"rows": rows}})
    assert not is_straight([matrix()], {"grid": {"code": "_declined"}})
    assert not is_straight([matrix()], {})


def test_a_straight_matrix_counts_beside_other_scales():
    answers = {"grid": {"rows": dict.fromkeys(FIVE, "p2")}, "s0": {"code": "p4"}}

    assert is_straight([*scales(1), matrix()], answers)


@given(st.lists(st.sampled_from(["p0", "p1", "none"]), min_size=5, max_size=9))
def test_straight_is_five_points_or_more_and_all_the_same(codes):
    answers = {"grid": {"rows": {f"r{n}": code for n, code in enumerate(codes)}}}
    points = [code for code in codes if code != "none"]

    expected = len(points) >= 5 and len(set(points)) == 1

    assert is_straight([matrix()], answers) is expected


def test_signs_are_those_that_hold():
    now = int(time.time())

    assert signs([], {}, began_at=now, is_trapped=True) == ["quick", "trap"]
    assert signs([], {}, began_at=now - 3) is None
    assert signs([], {}, began_at=0) is None


def test_the_time_is_signed_and_tokens_of_before_have_none():
    attempt = Attempt(new_id(), 1, "en", began_at=1_800_000_000)
    token = attempt.sign("/s/a/")
    *parts, _signature = token.split(":")

    assert read(token, "/s/a/") == attempt
    assert read(token.replace("1800000000", "1800000009"), "/s/a/") is None
    assert "1800000000" in ":".join(parts)


def finish(**more) -> SurveyResponse:
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.answers_all(surveys.ANSWERS).sends(**more)
    assert "Your answers are in" in person.text
    return SurveyResponse.objects.get()


@pytest.mark.django_db
def test_sent_faster_than_a_person_is_marked_and_not_refused():
    row = finish()

    assert (row.state, row.signs, row.submitted_at) == ("submitted", ["quick"], None)


@pytest.mark.django_db
def test_a_person_who_takes_a_while_has_no_sign(monkeypatch):
    later = time.time() + 60
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.answers_all(surveys.ANSWERS)
    monkeypatch.setattr("feedback.answering.signs.time.time", lambda: later)

    person.sends()

    assert SurveyResponse.objects.get().signs is None


@pytest.mark.django_db
def test_the_hidden_field_is_marked_and_the_receipt_is_the_same():
    row = finish(more="https://x.example")

    assert (row.state, row.signs) == ("submitted", ["quick", "trap"])


@pytest.mark.django_db
def test_the_hidden_field_is_out_of_reach_of_keyboard_and_screen_reader():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()

    text = person.answers_all(surveys.ANSWERS).text

    assert '<div class="hidden-text" aria-hidden="true">' in text
    assert '<input id="more" name="more" tabindex="-1" autocomplete="off">' in text
