"""A move is taken back exactly, by whoever made it, unless the list changed since."""

import pytest

from cxstudio.refusal import Refusal
from feedback.surveys import placing, putting_back, questions
from feedback.surveys.models import Question
from feedback.surveys.texts import draft_order
from tests import make
from tests.surveys.pieces import IN_PLACE, pieces, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(dana):
    """A, B in no section; C, D in one; E in another."""
    survey = make.survey(activity=make.activity(agency=dana.agency))
    rows = [make.question(survey=survey, label=label) for label in "ABCDE"]
    sections = [make.section(survey=survey) for _n in range(2)]
    places = [sections[0], sections[0], sections[1]]
    for row, section in zip(rows[2:], places, strict=True):
        Question.objects.filter(pk=row.pk).update(section=section)
    return survey


def standing(survey) -> list[tuple]:
    return [(row.label, row.section_id) for row in draft_order(survey)]


def named(survey, label: str) -> Question:
    return survey.questions.get(label=label)


def undo_of(response) -> str:
    page = response.content.decode()
    return page.partition('name="moved" value="')[2].partition('"')[0]


@pytest.mark.parametrize("label", "ABCDE")
@pytest.mark.parametrize("up", [True, False])
def test_a_step_is_taken_back_exactly(survey, dana, label, up):
    before, question = standing(survey), named(survey, label)
    by = dana.user

    stood = putting_back.noted(
        question, lambda: questions.move_question(question.pk, up=up, by=by)
    )
    if stood:
        putting_back.put_back(stood, by=by)

    assert (stood is None) == (label + str(up) in ("ATrue", "EFalse"))
    assert standing(survey) == before


@pytest.mark.parametrize("behind", "ABCDE")
@pytest.mark.parametrize("label", "ACE")
def test_a_move_to_any_place_is_taken_back_exactly(survey, dana, label, behind):
    before, question = standing(survey), named(survey, label)
    after, by = named(survey, behind).pk, dana.user

    stood = putting_back.noted(
        question, lambda: placing.place_question(question.pk, after=after, by=by)
    )
    if stood:
        putting_back.put_back(stood, by=by)

    assert standing(survey) == before


def test_a_list_that_changed_since_is_left_alone(survey, dana):
    question, by = named(survey, "A"), dana.user
    stood = putting_back.noted(
        question, lambda: questions.move_question(question.pk, up=False, by=by)
    )
    questions.archive_question(named(survey, "D").pk, by=by)
    before = standing(survey)

    with pytest.raises(Refusal) as refusal:
        putting_back.put_back(stood, by=by)

    assert refusal.value.code == "list_changed"
    assert standing(survey) == before


def test_taking_back_is_in_the_history_and_twice_is_refused(survey, dana):
    question, by = named(survey, "A"), dana.user
    stood = putting_back.noted(
        question, lambda: questions.move_question(question.pk, up=False, by=by)
    )

    back = putting_back.put_back(stood, by=by)
    with pytest.raises(Refusal):
        putting_back.put_back(stood, by=by)

    assert back.history.first().history_user == by
    assert back.history.count() == 3  # made, moved, put back


def test_the_way_back_opens_for_the_one_who_moved_alone(survey, dana):
    question = named(survey, "A")
    stood = putting_back.Stood(question.pk, 0, None, "mark")

    text = putting_back.signed(stood, dana.user)

    assert putting_back.read(text, dana.user) == stood
    assert putting_back.read(text, make.user()) is None
    assert putting_back.read(text[:-1], dana.user) is None


def test_a_moved_card_says_so_and_undo_puts_it_back_in_place(client, survey):
    before, question = standing(survey), named(survey, "B")
    move, undo = (
        url(f"question-{x}", survey.pk, question.pk) for x in ("move", "undo")
    )

    moved = client.post(move, {"after": "0"}, headers=IN_PLACE)
    page = moved.content.decode()
    back = client.post(undo, {"moved": undo_of(moved)}, headers=IN_PLACE)

    assert ("Now question 1 of 5." in page, "Undo" in page) == (True, True)
    assert pieces(back)["said"] == "The question is back in its place."
    assert pieces(back)["focus"] == f"change-{question.pk}"
    assert undo_of(back) == ""
    assert standing(survey) == before


def test_without_a_script_the_way_back_stands_on_the_page(client, survey):
    before, question = standing(survey), named(survey, "B")
    move, undo = (
        url(f"question-{x}", survey.pk, question.pk) for x in ("move", "undo")
    )

    page = client.post(move, {"to": "up"}, follow=True)
    back = client.post(undo, {"moved": undo_of(page)}, follow=True)

    assert "Now question 1 of 5." in page.content.decode()
    assert standing(survey) == before
    assert undo_of(back) == ""


def test_a_refused_way_back_is_said_with_a_script_and_without(client, survey, dana):
    question = named(survey, "B")
    move, undo = (
        url(f"question-{x}", survey.pk, question.pk) for x in ("move", "undo")
    )
    moved = undo_of(client.post(move, {"to": "up"}, headers=IN_PLACE))
    questions.archive_question(named(survey, "D").pk, by=dana.user)

    in_place = client.post(undo, {"moved": moved}, headers=IN_PLACE)
    without = client.post(undo, {"moved": moved}, follow=True)

    assert pieces(in_place)["said"].startswith("The list has changed since.")
    assert "<span>The list has changed since." in in_place.content.decode()
    assert "The list has changed since." in without.content.decode()


def test_a_forged_way_back_does_nothing(client, survey):
    before, question = standing(survey), named(survey, "B")

    undo = url("question-undo", survey.pk, question.pk)
    response = client.post(undo, {"moved": "forged"})

    assert response.url == url("edit", survey.pk) + f"#question-{question.pk}"
    assert standing(survey) == before
