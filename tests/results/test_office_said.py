from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.results import office_said
from feedback.results.asked import AskedChoice, AskedQuestion
from feedback.results.folding import fold
from feedback.results.models import ANSWERED, EMPTY
from feedback.results.office_said import said
from feedback.surveys import publishing
from feedback.surveys.models import Survey
from studies.disclosure.outside import FEWEST, rounded
from tests import make

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def office(db):
    return make.office()


@pytest.fixture
def survey(office) -> Survey:
    row = make.survey(activity=make.activity(agency=office.agency), title="Your letter")
    make.question(survey=row, label="Clear?", choices=["Yes", "No", "Partly"])
    several = {"kind": "several_choices", "choices": ["Words", "Size"]}
    make.question(survey=row, label="What helped?", **several)
    make.question(survey=row, label="What else?", kind="long_text")
    publishing.publish(row.pk, by=make.user())
    return Survey.objects.get(pk=row.pk)


def answer(survey, office, number, clear="c1", helped=("c1",), text="Ana", **fields):
    answers = {
        "q1": {"code": clear} if clear else {},
        "q2": {"codes": list(helped)} if helped else {},
        "q3": {"text": text},
    }
    values = {"submitted_on": date(2026, 10, 14), "partner": office}
    for _each in range(number):
        make.response(survey=survey, answers=answers, **values | fields)
    fold(survey.pk)


def test_counts_are_rounded_and_words_of_ones_own_stay_out(office, survey):
    answer(survey, office, 13, "c1", ["c1"])
    answer(survey, office, 14, "c2", ["c1", "c2"], text="My caseworker Jo")

    assert said(office, OCTOBER, "en") == [
        {
            "title": "Your letter",
            "people": 25,
            "questions": [
                {
                    "label": "Clear?",
                    "answers": [["Yes", 15], ["No", 15]],
                    "most": [],
                },
                # All chose the words; the others are 13 who did not choose the size.
                {
                    "label": "What helped?",
                    "answers": [["Words", 25], ["Size", 15]],
                    "most": [],
                },
            ],
        }
    ]


def test_fewer_than_11_people_are_told_of_by_no_number(office, survey):
    answer(survey, office, 10)

    assert said(office, OCTOBER, "en") == [
        {"title": "Your letter", "people": None, "questions": []}
    ]


def test_a_month_in_which_nobody_answered_has_nothing(office, survey):
    assert said(office, OCTOBER, "en") == []


def test_a_small_group_is_found_neither_by_itself_nor_in_what_is_left(office, survey):
    answer(survey, office, 20, "c1", ["c1"])
    answer(survey, office, 15, "c2", ["c1", "c2"])
    answer(survey, office, 3, "c3", ["c2"])

    [found] = said(office, OCTOBER, "en")

    # 3 chose "Partly": with the next smallest, no one can take "Yes" from the whole.
    assert found["questions"][0]["answers"] == [["Yes", 20]]
    # 35 of 38 chose the words: the 3 others would be known by a number.
    assert found["questions"][1]["answers"] == [["Size", 20]]
    assert [one["most"] for one in found["questions"]] == [[], ["Words"]]


def test_what_most_people_said_is_told_in_a_word_where_a_number_would_tell_more(
    office, survey
):
    answer(survey, office, 32, "c1", ["c1"])
    answer(survey, office, 5, "c2", ["c1"])

    [found] = said(office, OCTOBER, "en")

    assert found["questions"][0] == {"label": "Clear?", "answers": [], "most": ["Yes"]}


@pytest.mark.parametrize(("yes", "no"), [(12, 12), (10, 3)])
def test_half_of_the_people_or_fewer_than_11_are_not_most(office, survey, yes, no):
    answer(survey, office, yes, "c1", ["c1"])
    answer(survey, office, no, "c2", ["c1"])

    [found] = said(office, OCTOBER, "en")

    assert [one["most"] for one in found["questions"]] == [[]] * len(found["questions"])


def test_who_left_it_empty_is_a_small_group_too(office, survey):
    answer(survey, office, 20, "c1")
    answer(survey, office, 2, "")

    [found] = said(office, OCTOBER, "en")

    assert found["questions"][0] == {"label": "Clear?", "answers": [], "most": ["Yes"]}


def test_what_only_some_were_asked_is_left_out(office, survey):
    answer(survey, office, 20, "c1")
    row = survey.responses.first()
    row.folded = [pair for pair in row.folded if pair[0] != "q1"]
    row.save()

    [found] = said(office, OCTOBER, "en")

    assert [one["label"] for one in found["questions"]] == ["What helped?"]


@pytest.mark.parametrize(
    "fields",
    [
        {"submitted_on": date(2026, 9, 30)},
        {"submitted_on": date(2026, 11, 1)},
        {"is_practice": True},
        {"is_synthetic": True},
        {"is_left_out": True},
        {"partner": None},
        {"state": "partial", "is_kept_unsent": True},
    ],
)
def test_only_people_of_this_office_and_month_count(office, survey, fields):
    answer(survey, office, 11)
    answer(survey, office, 2, **fields)

    [found] = said(office, OCTOBER, "en")

    assert found["people"] == 10


def test_made_up_answers_are_told_apart(office, survey):
    answer(survey, office, 12, is_synthetic=True)

    assert said(office, OCTOBER, "en") == []
    assert said(office, OCTOBER, "en", is_synthetic=True)[0]["people"] == 10


def test_a_question_that_changed_its_meaning_within_a_month_is_left_out(office, survey):
    answer(survey, office, 12)
    survey.questions.filter(key="q1").update(label="Was it short?")
    publishing.publish(survey.pk, by=make.user(), reason="Another thing matters")
    newest = survey.versions.order_by("number").last()
    answer(survey, office, 12, version=newest)

    [found] = said(office, OCTOBER, "en")

    assert (found["people"], [one["label"] for one in found["questions"]]) == (
        25,
        ["What helped?"],
    )


def test_more_surveys_and_people_take_no_more_queries(
    office, survey, django_assert_num_queries
):
    answer(survey, office, 11)

    with django_assert_num_queries(3):
        said(office, OCTOBER, "en")


@given(
    counts=st.lists(st.integers(0, 30), min_size=2, max_size=5),
    empty=st.integers(0, 15),
)
def test_what_is_shown_never_leaves_a_small_rest(counts, empty):
    choices = tuple(
        AskedChoice(f"c{n}", f"Choice {n}", apart=False, other=False)
        for n in range(len(counts))
    )
    question = AskedQuestion("q1", "one_choice", "?", "en", choices, (1,))
    exact = {f"c{place}": number for place, number in enumerate(counts)}
    people = sum(counts) + empty
    counted = Counter(exact) + Counter({ANSWERED: sum(counts), EMPTY: empty})

    shown = dict(office_said._open_parts(question, counted, people))

    rest = people - sum(shown.values())
    assert shown.items() <= exact.items()
    assert min(shown.values(), default=FEWEST) >= FEWEST
    assert not shown or rest == 0 or rest >= FEWEST


def test_numbers_are_rounded_to_the_nearest_five():
    assert [rounded(n) for n in (11, 12, 13, 17, 18, 22, 23)] == [
        10,
        10,
        15,
        15,
        20,
        20,
        25,
    ]
