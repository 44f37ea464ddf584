import pytest
from django.urls import reverse

from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import recount
from feedback.results.summary import summarize
from feedback.results.wordings import published
from feedback.surveys import publishing
from studies.wording.models import Translation
from studies.wording.translations import source_hash
from tests import make

pytestmark = pytest.mark.django_db


def answered(survey, *codes: str, **fields):
    for code in codes:
        make.response(survey=survey, answers={"q1": {"code": code}}, **fields)
    fold(survey.pk)


def republished(survey, reason: str = "People misread it.", **fields):
    survey.questions.filter(key="q1").update(**fields)
    publishing.publish(survey.pk, by=make.user(), reason=reason)


def question(survey, key: str = "q1", **narrowed):
    summary = summarize(
        survey, published(survey), is_synthetic=False, spoken="en", **narrowed
    )
    return next(row for row in summary.questions if row.question.key == key)


def counts(row) -> list[tuple[str, int]]:
    return [(bar.label, bar.cell.count) for bar in row.bars]


def test_answers_to_words_of_another_meaning_are_counted_apart_with_the_reason():
    survey = make.published_survey()
    answered(survey, "c1", "c1")
    republished(survey, label="Did a letter come?")
    answered(survey, "c2")

    found = question(survey)

    assert [
        (row.question.label, row.question.versions, counts(row), row.wording.reason)
        for row in found.wordings
    ] == [
        ("Did a letter come?", (2,), [("Yes", 0), ("No", 1)], "People misread it."),
        ("Question 1?", (1,), [("Yes", 2), ("No", 0)], ""),
    ]
    assert [piece.words for piece in found.wordings[0].wording.changed[0].words] == [
        "Question 1",
        "Did a letter come",
        "?",
    ]


def test_cosmetic_words_are_counted_together_and_their_difference_is_noted():
    survey = make.published_survey()
    answered(survey, "c1")
    republished(survey, label="QUESTION 1", reason="")
    answered(survey, "c1")

    found = question(survey)

    assert (counts(found), found.wordings) == ([("Yes", 2), ("No", 0)], ())
    assert [(note.version, note.shown.what) for note in found.notes] == [
        (2, "Changed words")
    ]


def test_words_that_were_vouched_for_as_a_typo_are_counted_together():
    survey = make.published_survey()
    answered(survey, "c1")
    survey.questions.filter(key="q1").update(label="Qwestions 1?")
    graded = {"text|q1||en|q1": "cosmetic"}
    publishing.publish(survey.pk, by=make.user(), reason="A typo.", graded=graded)
    answered(survey, "c2")

    found = question(survey)

    assert (counts(found), found.wordings) == ([("Yes", 1), ("No", 1)], ())


def test_another_kind_under_the_same_key_is_a_wording_of_its_own():
    survey = make.published_survey()
    answered(survey, "c1")
    republished(survey, kind="several_choices")
    make.response(survey=survey, answers={"q1": {"codes": ["c1", "c2"]}})
    fold(survey.pk)

    rows = question(survey).wordings

    assert [(row.question.kind, counts(row)) for row in rows] == [
        ("several_choices", [("Yes", 1), ("No", 1)]),
        ("one_choice", [("Yes", 1), ("No", 0)]),
    ]


def test_who_is_asked_and_whether_they_must_answer_splits_no_counts():
    survey = make.published_survey()
    answered(survey, "c1")
    republished(survey, required=True)
    answered(survey, "c1")

    found = question(survey)

    assert (counts(found)[0], found.wordings) == (("Yes", 2), ())
    assert [note.shown.what for note in found.notes] == ["Must be answered"]


def test_a_choice_taken_away_stays_with_the_version_that_offered_it_last():
    survey = make.published_survey()
    answered(survey, "c1", "c2")
    row = survey.questions.get(key="q1")
    row.choices.create(code="c3", label="Maybe", position=2)
    row.choices.filter(code="c1").update(archived_at="2027-01-01T00:00Z")
    publishing.publish(survey.pk, by=make.user(), reason="Nobody means it.")
    answered(survey, "c3")

    found = question(survey)

    assert [(bar.label, bar.cell.count, bar.until) for bar in found.bars] == [
        ("No", 1, None),
        ("Maybe", 1, None),
        ("Yes", 1, 1),
    ]


def test_narrowed_to_a_language_only_its_own_words_split_the_counts():
    survey = make.survey(languages=["es"])
    make.question(survey=survey, choices=["Yes", "No"])
    make.translated(survey, "es")
    publishing.publish(survey.pk, by=make.user())
    answered(survey, "c1")
    answered(survey, "c1", language="es")
    survey.questions.filter(key="q1").update(label="Did a letter come?")
    asked = Translation.objects.filter(text="Question 1?")
    asked.update(source_hash=source_hash("Did a letter come?"))
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")

    assert len(question(survey).wordings) == 2
    assert question(survey, language="es").wordings == ()


def test_counts_of_all_wordings_equal_a_recount():
    survey = make.published_survey()
    answered(survey, "c1")
    republished(survey, label="Did a letter come?")
    answered(survey, "c2")

    cells = Tally.objects.filter(question_key="q1", code__in=["c1", "c2"])

    assert recount(survey.pk) == []
    assert sorted(cells.values_list("version__number", "code", "count")) == [
        (1, "c1", 1),
        (2, "c2", 1),
    ]


def test_the_page_shows_both_wordings_with_the_reason(client):
    member = make.member()
    client.force_login(member.user)
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    answered(survey, "c1")
    republished(survey, label="Did a letter come?")
    survey.questions.filter(key="q2").update(archived_at="2027-01-01T00:00Z")
    publishing.publish(survey.pk, by=make.user(), reason="Nobody wrote.")
    answered(survey, "c1")

    page = client.get(reverse("survey-results", args=[survey.pk])).content.decode()

    assert "2 ways that mean different things" in page
    assert "Versions 2, 3:" in page
    assert "People misread it." in page
    assert "asked until version 2" in page


def test_the_page_costs_the_same_for_one_version_and_four(
    client, django_assert_max_num_queries
):
    member = make.member()
    client.force_login(member.user)
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    answered(survey, "c1")
    numbers = []
    for label in ("Did a letter come?", "Was there a letter?", "Any mail?"):
        with django_assert_max_num_queries(30) as captured:
            client.get(reverse("survey-results", args=[survey.pk]))
        numbers.append(len(captured))
        republished(survey, label=label)
        answered(survey, "c1")

    assert len(set(numbers)) == 1
    assert numbers[0] <= 20
