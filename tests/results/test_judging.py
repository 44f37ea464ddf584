from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cxstudio.refusal import Refusal
from feedback.answering.models import SurveyResponse
from feedback.results.folding import fold
from feedback.results.judging import judge
from feedback.results.marking import mark
from feedback.results.models import Judgment, Tally
from feedback.results.participation import overviews, participation
from feedback.results.recounting import recount
from feedback.results.taking_back import take_back
from feedback.surveys.models import Survey
from studies.evidence.models import Highlight, Insight
from studies.evidence.strength import backing
from studies.people.models import Conversation
from tests import make
from tests.results.finished import finished


@pytest.fixture
def survey(db):
    return make.published_survey(activity=make.activity(round=make.round_()))


def leave_out(row, **more):
    return judge(
        row.pk, leaves_out=True, reason="The same twice.", by=make.user(), **more
    )


def count(row):
    return judge(row.pk, leaves_out=False, reason="Two people.", by=make.user())


def total(survey) -> int:
    cells = Tally.objects.filter(survey=survey, question_key="", code="finished")
    return sum(cell.count for cell in cells)


def test_what_is_left_out_leaves_the_counters_and_stays_there_whole(survey):
    row, _code = finished(survey, answers={"q1": {"code": "c1"}})
    finished(survey)
    fold(survey.pk)

    assert leave_out(row)

    row.refresh_from_db()
    assert (row.is_left_out, row.folded, row.state) == (True, None, "submitted")
    assert row.answers == {"q1": {"code": "c1"}}
    assert (total(survey), Conversation.objects.get().people) == (1, 1)
    assert recount(survey.pk) == []
    assert fold(survey.pk) == 0


def test_it_can_be_counted_again(survey):
    row, _code = finished(survey)
    fold(survey.pk)
    leave_out(row)

    assert count(row)
    assert fold(survey.pk) == 1

    assert (total(survey), Conversation.objects.get().people) == (1, 1)
    assert recount(survey.pk) == []
    said = Judgment.objects.values_list("leaves_out", "reason")
    assert list(said) == [(True, "The same twice."), (False, "Two people.")]


def test_leaving_out_before_it_was_counted_keeps_it_from_being_counted(survey):
    row, _code = finished(survey)

    leave_out(row)

    assert (fold(survey.pk), total(survey)) == (0, 0)


def test_the_same_judgment_twice_is_one(survey):
    row, _code = finished(survey)

    assert [leave_out(row), leave_out(row)] == [True, False]
    assert Judgment.objects.count() == 1


def test_a_judgment_needs_a_reason(survey):
    row, _code = finished(survey)

    with pytest.raises(Refusal, match="Write why"):
        judge(row.pk, leaves_out=True, reason=" ", by=make.user())

    assert not Judgment.objects.exists()


@pytest.mark.parametrize("fields", [{"is_practice": True}, {"state": "started"}])
def test_what_does_not_count_anyway_is_not_judged(survey, fields):
    row = make.response(survey=survey, **fields)

    with pytest.raises(Refusal) as refused:
        leave_out(row)

    assert refused.value.code == "not_counted"


def test_the_count_of_a_closed_round_is_frozen(survey):
    row, _code = finished(survey)
    fold(survey.pk)
    survey.activity.round.state = "closed"
    survey.activity.round.save()

    with pytest.raises(Refusal) as refused:
        leave_out(row)

    assert (refused.value.code, total(survey)) == ("closed", 1)


def test_taking_back_what_was_left_out_erases_the_judgment_too(survey):
    row, code = finished(survey)
    fold(survey.pk)
    leave_out(row)

    assert take_back(code)

    assert not Judgment.objects.exists()
    assert recount(survey.pk) == []


def test_words_of_what_is_left_out_are_not_kept_as_said(survey):
    row, _code = finished(survey, answers={"q1": {"text": "Say the date first"}})
    leave_out(row)

    with pytest.raises(Refusal) as refused:
        mark(row.pk, "q1", by=make.user())

    assert refused.value.code == "left_out"


def backed_by(insight) -> int:
    rows = Insight.objects.prefetch_related("highlights__conversation")
    return backing(rows.get(pk=insight.pk), of=0).answers


def test_words_of_what_is_left_out_back_nothing_until_it_counts_again(survey):
    rows = [finished(survey, answers={"q1": {"text": "Say it"}})[0] for _ in range(2)]
    said = [mark(row.pk, "q1", by=make.user()) for row in rows]
    insight = make.insight(round=survey.activity.round, highlights=said)

    backed = [backed_by(insight)]
    leave_out(rows[0])
    backed.append(backed_by(insight))
    count(rows[0])
    backed.append(backed_by(insight))

    assert backed == [2, 1, 2]
    assert Highlight.objects.current().count() == 2


def test_words_that_were_archived_before_stay_so(survey):
    row, _code = finished(survey, answers={"q1": {"text": "One"}, "q2": {"text": "2"}})
    before, kept = (mark(row.pk, key, by=make.user()) for key in ("q1", "q2"))
    yesterday = timezone.now() - timedelta(days=1)
    Highlight.objects.filter(pk=before.pk).update(archived_at=yesterday)

    leave_out(row)
    count(row)

    assert list(Highlight.objects.current()) == [kept]


def test_a_refused_judgment_leaves_the_words_where_they_are(survey):
    row, _code = finished(survey, answers={"q1": {"text": "Say it"}})
    mark(row.pk, "q1", by=make.user())
    survey.activity.round.state = "closed"
    survey.activity.round.save()

    with pytest.raises(Refusal):
        leave_out(row)

    assert Highlight.objects.current().count() == 1


def test_the_list_of_surveys_counts_without_it(survey):
    row, _code = finished(survey)
    finished(survey)
    leave_out(row)

    assert Survey.objects.with_answers().get(pk=survey.pk).answers == 1


def test_it_is_in_no_number_of_who_took_part(survey):
    row, _code = finished(survey)
    finished(survey)
    fold(survey.pk)
    leave_out(row)

    people = participation(survey)
    [overview] = overviews([survey])

    started = people.people("started", is_synthetic=False)
    finishers = people.people("finished", is_synthetic=False)
    assert (started, finishers, people.waiting) == (1, 1, 0)
    assert (overview.started, overview.finished) == (1, 1)


class AnyOrder(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from(["out", "in", "fold"])),
            max_size=12,
        )
    )
    def test_counters_equal_a_recount_after_any_judgments(self, steps):
        survey, by = make.published_survey(), make.user()
        rows = [
            make.response(survey=survey, answers={"q1": {"code": f"c{n % 2}"}})
            for n in range(4)
        ]
        for index, step in steps:
            if step == "fold":
                fold(survey.pk)
            else:
                out = step == "out"
                judge(rows[index].pk, leaves_out=out, reason="Seen.", by=by)
        fold(survey.pk)

        kept = SurveyResponse.objects.filter(is_left_out=False).count()
        assert total(survey) == kept
        assert recount(survey.pk) == []
