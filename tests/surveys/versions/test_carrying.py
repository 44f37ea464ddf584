import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.results.folding import fold
from feedback.surveys import publishing
from feedback.surveys.carrying import carry_survey, other_rounds
from feedback.surveys.copying import copy_survey
from feedback.surveys.models import Choice, Survey
from feedback.surveys.translation.languages import draft_texts, progress
from studies.planning.models import Activity
from tests import make

pytestmark = pytest.mark.django_db


def asked_in_round_1(**fields) -> Survey:
    study = make.study(state="running")
    make.round_(study=study)
    activity = make.activity(round=study.rounds.get(), **fields)
    survey = make.published_survey(activity=activity)
    make.round_(study=study)
    return survey


def next_round(survey):
    return survey.activity.round.study.rounds.get(number=2)


def carried(survey, by=None) -> Survey:
    return carry_survey(survey.pk, round=next_round(survey), by=by or make.user())


def answered(survey, *codes: str) -> None:
    for code in codes:
        make.response(survey=survey, answers={"q1": {"code": code}})
    fold(survey.pk)


def test_a_carried_survey_remembers_its_version_and_has_keys_but_no_answers():
    old = asked_in_round_1(closes_at="2999-01-01T00:00Z")
    answered(old, "c1")

    new = carried(old)

    assert (new.carried_from, new.activity.round) == (
        old.versions.get(),
        next_round(old),
    )
    assert list(new.questions.values_list("key", flat=True)) == ["q1", "q2"]
    assert (new.responses.count(), new.activity.closes_at) == (0, None)
    assert (new.activity.state, new.activity.slug != old.activity.slug) == (
        "draft",
        True,
    )


def test_what_was_taken_off_the_public_list_stays_off_it():
    old = asked_in_round_1(is_listed=False)

    copies = carried(old), copy_survey(old.pk, title="Again", by=make.user())

    assert [copy.activity.is_listed for copy in copies] == [False, False]


def test_translations_are_carried_with_their_states():
    old = asked_in_round_1()
    Survey.objects.filter(pk=old.pk).update(languages=["es"])
    old.refresh_from_db()
    make.translated(old, "es")

    copy = carried(old)

    [before], [after] = (progress(row, ["es"], draft_texts(row)) for row in (old, copy))
    assert (after.reviewed, after.drafted) == (before.reviewed, before.drafted)


def test_an_unpublished_survey_is_not_carried():
    round_ = make.round_()
    other = make.round_(study=round_.study)
    survey = make.survey(activity=make.activity(round=round_))

    with pytest.raises(Refusal) as refused:
        carry_survey(survey.pk, round=other, by=make.user())

    assert refused.value.code == "not_published"


def test_another_study_or_the_same_round_is_refused():
    survey = asked_in_round_1()

    for round_ in (make.round_(), survey.activity.round):
        with pytest.raises(Refusal) as refused:
            carry_survey(survey.pk, round=round_, by=make.user())
        assert refused.value.code == "other_round"


def test_carrying_twice_into_one_round_is_refused():
    survey = asked_in_round_1()
    carried(survey)

    with pytest.raises(Refusal) as refused:
        carried(survey)

    assert refused.value.code == "carried_before"
    assert Survey.objects.filter(carried_from__survey=survey).count() == 1


def test_a_closed_round_is_not_offered():
    survey = asked_in_round_1()
    round_ = next_round(survey)
    round_.state = "closed"
    round_.save()

    assert list(other_rounds(survey)) == []


@pytest.fixture
def dana(client):
    def enter(survey):
        client.force_login(make.member(agency=survey.agency).user)
        return client

    return enter


def test_the_copy_page_carries_and_the_editor_says_from_where(dana):
    survey = asked_in_round_1()
    client = dana(survey)
    round_ = next_round(survey)

    page = client.get(reverse("survey-copy", args=[survey.pk])).content.decode()
    made = client.post(
        reverse("survey-carry", args=[survey.pk]), {"round": round_.pk}, follow=True
    ).content.decode()
    again = client.post(
        reverse("survey-carry", args=[survey.pk]), {"round": round_.pk}
    ).content.decode()

    reloaded = client.get(reverse("survey-carry", args=[survey.pk]))

    assert "Or ask it again in another round" in page
    assert reloaded.url == reverse("survey-copy", args=[survey.pk])
    assert "Carried from version 1 of Round 1, Understand." in made
    assert "It was carried into this round before." in again


def test_what_is_different_since_the_round_before_is_shown_by_class(dana):
    new = carried(asked_in_round_1())
    client = dana(new)
    address = reverse("survey-since", args=[new.pk])

    same = client.get(address).content.decode()
    new.questions.filter(key="q1").update(label="Did a letter come?")
    changed = client.get(address).content.decode()

    assert "It asks the same." in same
    assert "Changes the meaning" in changed


def test_results_stand_beside_those_of_the_round_before_where_both_asked_alike(dana):
    old = asked_in_round_1()
    answered(old, "c1", "c1", "c2")
    new = carried(old)
    new.questions.filter(key="q1").update(label="QUESTION 1")
    publishing.publish(new.pk, by=make.user())
    answered(new, "c2")

    page = dana(new).get(reverse("survey-results", args=[new.pk]))

    compared = page.context["before"].questions["q1"]
    assert [
        (pair.label, pair.before.cell.count, pair.now.cell.count)
        for pair in compared.pairs
    ] == [("Yes", 2, 0), ("No", 1, 1)]
    assert "Compared with Round 1, Understand" in page.content.decode()
    assert "Before (n=3)" in page.content.decode()


def test_a_choice_of_the_round_before_stays_beside_those_that_are_left(dana):
    old = asked_in_round_1()
    answered(old, "c1", "c2")
    new = carried(old)
    choices = Choice.objects.filter(question__survey=new, code="c2")
    choices.update(code="c3", label="Perhaps")
    publishing.publish(new.pk, by=make.user())
    answered(new, "c1")

    page = dana(new).get(reverse("survey-results", args=[new.pk]))

    pairs = page.context["before"].questions["q1"].pairs
    assert [
        (p.label, p.before and p.before.cell.count, bool(p.now)) for p in pairs
    ] == [
        ("Yes", 1, True),
        ("Perhaps", None, True),
        ("No", 1, False),
    ]


def test_numbers_are_not_put_beside_each_other(dana):
    old = asked_in_round_1()
    asked = make.question(survey=old, kind="number", key="days")
    publishing.publish(old.pk, by=make.user())
    new = carried(old)
    publishing.publish(new.pk, by=make.user())
    for survey, number in ((old, "3"), (new, "7")):
        make.response(survey=survey, answers={asked.key: {"value": number}})
        fold(survey.pk)

    page = dana(new).get(reverse("survey-results", args=[new.pk]))

    assert list(page.context["before"].questions) == ["q1"]


def test_a_question_in_other_words_is_not_compared(dana):
    old = asked_in_round_1()
    answered(old, "c1")
    new = carried(old)
    new.questions.filter(key="q1").update(label="Did a letter come?")
    publishing.publish(new.pk, by=make.user())
    answered(new, "c1")

    page = dana(new).get(reverse("survey-results", args=[new.pk]))

    text = page.content.decode()
    assert page.context["before"].questions == {}
    assert "Not compared with Round 1, Understand: it asked something else" in text
    assert "<ins>" in text


def test_only_answers_to_the_same_words_of_the_round_before_are_compared(dana):
    old = asked_in_round_1()
    answered(old, "c1", "c1")
    old.questions.filter(key="q1").update(label="Did a letter come?")
    publishing.publish(old.pk, by=make.user(), reason="Clearer.")
    answered(old, "c2")
    new = carried(old)
    publishing.publish(new.pk, by=make.user())
    answered(new, "c1")

    page = dana(new).get(reverse("survey-results", args=[new.pk]))

    compared = page.context["before"].questions["q1"]
    assert [pair.before.cell.count for pair in compared.pairs] == [0, 1]


def test_a_copy_stands_alone_and_compares_with_nothing(dana):
    old = asked_in_round_1()
    copy = copy_survey(old.pk, title="Again", by=make.user())
    publishing.publish(copy.pk, by=make.user())
    answered(copy, "c1")

    page = dana(copy).get(reverse("survey-results", args=[copy.pk]))

    assert (copy.carried_from, page.context["before"]) == (None, None)
    assert Activity.objects.get(pk=copy.activity_id).round == old.activity.round
