from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from feedback.answering import codes, going_on
from feedback.answering.models import Receipt, SurveyResponse
from feedback.results import tallying
from feedback.results.folding import fold
from feedback.results.marking import mark
from feedback.results.models import Tally
from feedback.results.recounting import recount
from feedback.results.taking_back import find, take_back
from studies.evidence.models import Highlight
from studies.people.models import Conversation
from studies.planning.models import Round
from tests import make
from tests.results.finished import finished


def in_round(**fields):
    return make.published_survey(activity=make.activity(round=make.round_(**fields)))


def counters(survey):
    found = Counter()
    for row in Tally.objects.filter(survey=survey):
        found[row.question_key, row.code] += row.count
    return {cell: count for cell, count in found.items() if count}


@pytest.mark.django_db
def test_taking_back_empties_the_response_and_its_counters():
    survey = make.published_survey()
    _, code = finished(survey, answers={"q1": {"code": "c1"}})
    finished(survey, answers={"q1": {"code": "c2"}})
    fold(survey.pk)

    assert take_back(code)

    assert counters(survey) == {
        ("", "finished"): 1,
        ("q1", "c2"): 1,
        ("q1", "_answered"): 1,
    }
    gone = SurveyResponse.objects.get(state="withdrawn")
    assert (gone.answers, gone.folded) == ({}, None)
    assert recount(survey.pk) == []


@pytest.mark.django_db
def test_what_was_never_counted_is_not_counted_out():
    survey = make.published_survey()
    _, code = finished(survey, answers={"q1": {"code": "c1"}})

    assert take_back(code)
    assert fold(survey.pk) == 0
    assert counters(survey) == {}


@pytest.mark.django_db
def test_a_code_works_once_and_its_receipt_is_erased():
    survey = make.published_survey()
    _, code = finished(survey)
    fold(survey.pk)

    assert [take_back(code), take_back(code)] == [True, False]
    assert Receipt.objects.count() == 0
    assert recount(survey.pk) == []


@pytest.mark.django_db
def test_a_code_that_opens_nothing_changes_nothing():
    survey = make.published_survey()
    finished(survey)

    assert not take_back("3333-3333-3333")
    assert SurveyResponse.objects.submitted().count() == 1


@pytest.mark.django_db
def test_exactly_what_was_counted_is_taken_out_even_when_counting_has_changed():
    survey = make.published_survey()
    response, code = finished(survey, answers={"q1": {"code": "c1"}})
    fold(survey.pk)
    SurveyResponse.objects.filter(pk=response.pk).update(folded=[["", "finished"]])

    take_back(code)

    assert counters(survey) == {("q1", "c1"): 1, ("q1", "_answered"): 1}


@pytest.mark.django_db
@pytest.mark.parametrize("state, people", [("in_field", 1), ("closed", 2)])
def test_the_head_count_freezes_when_the_round_closes(state, people):
    survey = in_round()
    _, code = finished(survey)
    finished(survey)
    fold(survey.pk)
    Round.objects.update(state=state)

    take_back(code)

    assert Conversation.objects.people() == people


@pytest.mark.django_db
def test_who_finishes_after_the_round_closed_is_counted_but_not_as_met_in_it():
    survey = in_round()
    finished(survey)
    fold(survey.pk)
    Round.objects.update(state="closed")

    _, code = finished(survey)
    fold(survey.pk)
    late = (counters(survey), Conversation.objects.people())
    take_back(code)

    assert late == ({("", "finished"): 2}, 1)
    assert (counters(survey), Conversation.objects.people()) == (
        {("", "finished"): 1},
        1,
    )


@pytest.mark.django_db
def test_words_that_were_kept_from_the_answer_go_too():
    survey = in_round()
    response, code = finished(survey, answers={"q2": {"text": "Too long"}})
    mark(response.pk, "q2", by=make.user())

    take_back(code)

    assert Highlight.objects.count() == 0


@pytest.mark.django_db
def test_a_confidential_response_forgets_whose_it_was():
    survey = in_round()
    participant = make.participant(study=survey.activity.round.study)
    response, code = finished(
        survey,
        is_anonymous=False,
        participant=participant,
        submitted_at="2027-04-01T09:00Z",
    )

    take_back(code)

    response.refresh_from_db()
    assert (response.participant, response.personal_link) == (None, None)
    assert response.submitted_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: "  " + " ".join(code.replace("-", "")) + " ",
        lambda code: code.replace("-", "."),
    ],
    ids=["small letters", "no dashes", "spaces", "dots"],
)
def test_case_spaces_and_dashes_do_not_matter(spell):
    response, code = finished(make.published_survey())

    assert find(spell(code)).pk == response.pk


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "q1": st.sampled_from([{}, {"code": "c1"}, {"code": "c2"}]),
        "q2": st.sampled_from([{}, {"text": "Words"}]),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("send"), ANSWERS, st.sampled_from(["en", "ar"]), st.booleans()
        ),
        st.tuples(st.just("take back"), st.integers(0, 20)),
        st.just(("fold",)),
    ),
    max_size=25,
)


class AnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(STEPS)
    def test_counters_equal_a_recount_after_any_order_of_sending_and_taking_back(
        self, steps
    ):
        survey, codes = in_round(), []
        for step, *given_ in steps:
            if step == "send":
                answers, language, is_synthetic = given_
                _, code = finished(
                    survey,
                    answers=answers,
                    language=language,
                    is_synthetic=is_synthetic,
                )
                codes.append(code)
            elif step == "fold":
                fold(survey.pk)
            elif codes:
                take_back(codes[given_[0] % len(codes)])
        fold(survey.pk)

        kept = SurveyResponse.objects.filter(survey=survey).submitted().count()
        assert recount(survey.pk) == []
        assert counters(survey).get(("", "finished"), 0) == kept
        assert Conversation.objects.people() == kept


@pytest.mark.django_db
@pytest.mark.parametrize("meanwhile", ["erased", "sent"])
def test_a_code_to_go_on_takes_back_nothing_that_moved_on_meanwhile(
    monkeypatch, meanwhile
):
    survey = make.published_survey()
    row = make.response(
        survey=survey, state="started", is_kept_unsent=True, submitted_on=None
    )
    going_on.offer(row.pk)
    rows = SurveyResponse.objects.filter(pk=row.pk)

    def lock(survey_id: int) -> None:
        if meanwhile == "erased":
            rows.delete()
        else:
            rows.update(state="submitted", submitted_on=row.started_on)

    monkeypatch.setattr(tallying, "lock", lock)

    assert take_back(codes.resume_code(row.pk)) is False
    left = {"erased": [], "sent": ["submitted"]}
    assert list(rows.values_list("state", flat=True)) == left[meanwhile]
