"""A file comes back: compared with what was done meanwhile, then taken in at once."""

import pytest
from django.db import IntegrityError, transaction

from cxstudio.refusal import Refusal
from feedback.interchange import taking_in
from feedback.interchange.comparing import Kind
from feedback.interchange.formats import FORMATS
from feedback.interchange.models import IncomingFile
from feedback.surveys.models import Question
from feedback.surveys.translation.rows import rows_of
from studies.wording.models import PastTranslation, Translation
from studies.wording.translations import place
from tests import make
from tests.interchange.files import save, sent_back, survey_of

pytestmark = pytest.mark.django_db


def receive(survey, said, ending="xlf", **changes):
    name, content = sent_back(survey, said, ending, **changes)
    return taking_in.receive(survey, "es", name, content, by=make.user())


def kinds(file, survey):
    compared = taking_in.comparison(file, survey)
    return {row.unit.key: str(row.kind) for row in compared.rows}


def take(file, survey, **choices):
    mark = taking_in.comparison(file, survey).mark
    return taking_in.take_in(file.pk, mark=mark, by=make.user(), **choices)


def saved():
    return dict(Translation.objects.values_list("place", "text"))


@pytest.mark.parametrize("ending", FORMATS)
def test_new_and_changed_texts_are_saved_and_the_rest_is_left_alone(ending):
    survey = survey_of(thanks="Bye")
    question = make.question(survey=survey, label="Did you?", choices=["Yes", "No"])
    save(survey, "purpose", "¿Por que?")
    save(survey, "thanks", "Adiós")
    said = {"purpose": "¿Por qué?", "title": "Su carta de [program]", "q1": "¿Y?"}

    file = receive(survey, said, ending)
    found = kinds(file, survey)
    before = saved()
    number = take(file, survey)

    assert found == {
        "title": "new",
        "purpose": "changed",
        "thanks": "unchanged",
        "q1": "new",
        "q1:c1": "empty",
        "q1:c2": "empty",
    }
    assert before == {
        place(survey, "purpose"): "¿Por que?",
        place(survey, "thanks"): "Adiós",
    }
    assert number == 3
    assert saved() == {
        place(survey, "title"): "Su carta de [program]",
        place(survey, "purpose"): "¿Por qué?",
        place(survey, "thanks"): "Adiós",
        place(question, "label"): "¿Y?",
    }
    assert PastTranslation.objects.get().text == "¿Por que?"


def test_what_somebody_wrote_meanwhile_stays_unless_the_files_words_are_picked():
    survey = survey_of()
    save(survey, "purpose", "¿Por que?")
    name, content = sent_back(survey, {"purpose": "¿Por qué?"})
    save(survey, "purpose", "¿Para qué?", seen="¿Por que?")

    files = [
        taking_in.receive(survey, "es", name, content, by=make.user()) for _ in range(2)
    ]
    [row] = taking_in.comparison(files[0], survey).of([Kind.THEIRS])
    left = take(files[0], survey)
    after_left = saved()[place(survey, "purpose")]
    picked = take(files[1], survey, picked={row.unit.row})

    assert (left, after_left) == (0, "¿Para qué?")
    assert (picked, saved()[place(survey, "purpose")]) == (1, "¿Por qué?")


def test_a_source_changed_meanwhile_is_listed_and_its_translation_becomes_outdated():
    survey = survey_of()
    name, content = sent_back(survey, {"purpose": "¿Por qué?"})
    survey.purpose = "What for?"
    survey.save()

    file = taking_in.receive(survey, "es", name, content, by=make.user())
    [row] = taking_in.comparison(file, survey).of([Kind.SOURCE])
    take(file, survey, picked={row.unit.row}, as_reviewed=True)
    text = next(one.text for one in rows_of(survey, "es") if one.name == "purpose")

    assert [(piece.change, piece.text) for piece in row.source_difference][:2] == [
        ("removed", "Why"),
        ("added", "What for"),
    ]
    assert (text.state, text.text, text.made_from) == ("outdated", "¿Por qué?", "Why?")


def test_a_row_that_was_left_out_is_not_saved():
    survey = survey_of()
    file = receive(survey, {"purpose": "¿Por qué?", "title": "Su [program]"})

    number = take(file, survey, left_out={1})

    assert (number, list(saved())) == (1, [place(survey, "purpose")])


def test_a_lost_placeholder_is_a_choice_and_never_counts_as_read_over():
    survey = survey_of()
    file = receive(survey, {"title": "Su carta", "purpose": "¿Por qué?"})

    take(file, survey, picked={1}, as_reviewed=True)

    states = dict(Translation.objects.values_list("place", "state"))
    assert kinds(file, survey)["title"] == "unchanged"
    assert states == {
        place(survey, "title"): "draft",
        place(survey, "purpose"): "reviewed",
    }


def test_unknown_and_repeated_texts_are_listed_and_nothing_more():
    survey = survey_of()
    question = make.question(survey=survey)
    file = receive(survey, {"q1": "¿Qué?"})
    file.units += [dict(file.units[0], target="Otra vez", row=99)]
    question.delete()

    compared = taking_in.comparison(file, survey)

    assert {row.unit.key: row.kind for row in compared.of([Kind.UNKNOWN])} == {
        "q1": Kind.UNKNOWN
    }
    assert [row.unit.row for row in compared.of([Kind.TWICE])] == [99]
    assert compared.not_in_file == 0


@pytest.mark.parametrize(
    ("text", "kind"), [("", "new"), ("¿Por que?", "theirs"), ("¿Por qué?", "unchanged")]
)
def test_without_marks_a_tool_can_not_tell_so_a_difference_is_a_choice(text, kind):
    survey = survey_of()
    if text:
        save(survey, "purpose", text)

    file = receive(survey, {"purpose": "¿Por qué?"}, mark="")

    assert kinds(file, survey)["purpose"] == kind


def test_a_choice_made_before_somebody_else_saved_is_refused_whole():
    survey = survey_of()
    file = receive(survey, {"purpose": "¿Por qué?", "title": "Su [program]"})
    mark = taking_in.comparison(file, survey).mark
    save(survey, "purpose", "¿Para qué?")

    with pytest.raises(Refusal) as refused:
        taking_in.take_in(file.pk, mark=mark, by=make.user())

    assert refused.value.code == "stale"
    assert saved() == {place(survey, "purpose"): "¿Para qué?"}


def test_a_file_is_taken_in_once():
    survey = survey_of()
    file = receive(survey, {"purpose": "¿Por qué?"})
    take(file, survey)

    with pytest.raises(Refusal) as refused:
        take(file, survey)

    assert refused.value.code == "taken"


def test_a_file_thrown_away_is_gone_unless_it_was_taken_in():
    survey = survey_of()
    waiting, taken = receive(survey, {}), receive(survey, {"purpose": "¿Por qué?"})
    take(taken, survey)

    for file in (waiting, waiting, taken):
        taking_in.throw_away(file.pk)

    assert [row.pk for row in IncomingFile.objects.all()] == [taken.pk]


@pytest.mark.parametrize(
    ("other", "code"),
    [({"languages": ["ar"]}, "wrong_language"), ({}, "other_survey")],
)
def test_a_file_for_another_language_or_survey_is_refused(other, code):
    survey = survey_of()
    foreign = survey_of(**other)
    language = foreign.languages[0]
    name, content = sent_back(foreign, {}, language=language)

    with pytest.raises(Refusal) as refused:
        taking_in.receive(survey, "es", name, content, by=make.user())

    assert (refused.value.code, IncomingFile.objects.count()) == (code, 0)


def test_only_a_file_that_was_taken_in_says_that_it_saved_texts():
    file = receive(survey_of(), {})

    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingFile.objects.filter(pk=file.pk).update(texts_saved=1)


def test_six_hundred_questions_go_out_and_come_in_with_a_fixed_number_of_queries(
    django_assert_max_num_queries,
):
    survey = survey_of()
    Question.objects.bulk_create(
        Question(survey=survey, key=f"q{n}", kind="short_text", label=f"Question {n}?")
        for n in range(1, 601)
    )
    said = {f"q{number}": f"¿{number}?" for number in range(1, 601)}
    file = receive(survey, said, "xlsx")
    mark = taking_in.comparison(file, survey).mark
    by = make.user()

    with django_assert_max_num_queries(20):
        number = taking_in.take_in(file.pk, mark=mark, by=by)

    assert number == 600
