import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys import placing, questions
from feedback.surveys.choices import ChoiceDraft, guessed
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Question
from feedback.surveys.questions import QuestionDraft
from tests import make

pytestmark = pytest.mark.django_db


def draft(label="Did you get a letter?", *labels, kind=None, **fields) -> QuestionDraft:
    kind = kind or ("one_choice" if labels else "short_text")
    choices = tuple(ChoiceDraft(each) for each in labels)
    return QuestionDraft(kind=kind, label=label, choices=choices, **fields)


def marker(question: Question) -> str:
    present = Question.objects.get(pk=question.pk)
    return question_marker(present, list(present.choices.current()))


def codes(question: Question) -> list[tuple[str, str]]:
    return list(question.choices.current().values_list("code", "label"))


def edit(question: Question, written: QuestionDraft) -> Question:
    return questions.edit_question(
        question.pk, written, marker=marker(question), by=make.user()
    )


def test_a_new_question_comes_last_with_a_key_from_its_words():
    survey, author = make.survey(), make.user()

    for label in ("How was it?", "How was it?", "Why?"):
        questions.add_question(survey.pk, draft(label), by=author)

    rows = survey.questions.values_list("key", "position")
    assert list(rows) == [("how_was_it", 0), ("how_was_it_2", 1), ("why", 2)]
    assert survey.questions.first().history.get().history_user == author


def test_choices_get_codes_from_their_words():
    survey = make.survey()

    question = questions.add_question(
        survey.pk, draft("Did you?", "Yes", "No", "I am not sure"), by=make.user()
    )

    assert codes(question) == [
        ("yes", "Yes"),
        ("no", "No"),
        ("i_am_not_sure", "I am not sure"),
    ]


def test_a_question_can_be_added_after_another():
    survey, author = make.survey(), make.user()
    first = questions.add_question(survey.pk, draft("One?"), by=author)
    questions.add_question(survey.pk, draft("Three?"), by=author)

    questions.add_question(survey.pk, draft("Two?"), after=first.pk, by=author)

    labels = survey.questions.values_list("label", flat=True)
    assert list(labels) == ["One?", "Two?", "Three?"]


def test_a_question_without_words_is_refused_and_nothing_is_kept():
    survey = make.survey()

    with pytest.raises(Refusal) as refused:
        questions.add_question(survey.pk, draft("  "), by=make.user())

    assert refused.value.code == "no_words"
    assert survey.questions.count() == 0


def test_a_choice_that_is_there_twice_is_refused():
    survey = make.survey()

    with pytest.raises(Refusal) as refused:
        questions.add_question(
            survey.pk, draft("Did you?", "Yes", "yes"), by=make.user()
        )

    assert refused.value.code == "double_choice"
    assert survey.questions.count() == 0


def test_relabeling_keeps_key_and_codes():
    question = make.question(choices=["Yes", "No"])

    edit(question, draft("Did you get the letter?", "Yes, I did", "No"))

    question.refresh_from_db()
    assert (question.key, question.label) == ("q1", "Did you get the letter?")
    assert codes(question) == [("c1", "Yes, I did"), ("c2", "No")]


def test_reordering_choices_keeps_their_codes():
    question = make.question(choices=["Yes", "No", "Maybe"])

    edit(question, draft("Did you?", "Maybe", "Yes", "No"))

    assert codes(question) == [("c3", "Maybe"), ("c1", "Yes"), ("c2", "No")]


def test_before_publishing_new_words_in_place_keep_the_code():
    question = make.question(choices=["Yes", "No"])

    edit(question, draft("Did you?", "Yes", "Never ever"))

    assert codes(question) == [("c1", "Yes"), ("c2", "Never ever")]


def test_after_publishing_other_words_are_another_choice():
    survey = make.published_survey()
    question = survey.questions.first()

    edit(question, draft("Did you?", "Yes", "Never ever"))

    assert codes(question) == [("c1", "Yes"), ("never_ever", "Never ever")]
    assert question.choices.get(code="c2").archived_at is not None


def test_a_choice_that_was_put_away_comes_back_with_its_code():
    question = make.published_survey().questions.first()

    edit(question, draft("Did you?", "Yes", "Perhaps"))
    edit(question, draft("Did you?", "Yes", "Perhaps", "No"))

    assert codes(question) == [("c1", "Yes"), ("perhaps", "Perhaps"), ("c2", "No")]


def test_choices_left_out_are_put_away_and_not_deleted():
    question = make.question(choices=["Yes", "No"])

    edit(question, draft("Did you?", kind="long_text"))

    assert codes(question) == []
    assert question.choices.count() == 2


def test_saving_the_same_twice_writes_no_choice_history():
    question = make.question(choices=["Yes", "No"])
    edit(question, draft("Did you?", "Maybe", "No"))

    edit(question, draft("Did you?", "Maybe", "No"))

    assert [row.history.count() for row in question.choices.all()] == [1, 0]


def test_a_second_designer_sees_both_texts_and_overwrites_nothing():
    question, author = make.question(), make.user()
    seen = marker(question)
    questions.edit_question(question.pk, draft("First?"), marker=seen, by=author)

    with pytest.raises(StaleEdit):
        questions.edit_question(question.pk, draft("Second?"), marker=seen, by=author)

    question.refresh_from_db()
    assert question.label == "First?"


def test_a_move_in_between_does_not_make_an_edit_stale():
    survey = make.survey()
    make.question(survey=survey)
    question = make.question(survey=survey)
    seen = marker(question)

    questions.move_question(question.pk, up=True, by=make.user())
    questions.edit_question(question.pk, draft("New?"), marker=seen, by=make.user())

    assert survey.questions.first().label == "New?"


def test_moving_goes_one_place_and_stops_at_the_ends():
    survey, author = make.survey(), make.user()
    one, two, three = (make.question(survey=survey) for _ in range(3))

    questions.move_question(three.pk, up=True, by=author)
    questions.move_question(one.pk, up=True, by=author)
    questions.move_question(two.pk, up=False, by=author)

    assert list(survey.questions.all()) == [one, three, two]
    assert one.history.count() == 1


def test_a_question_put_away_keeps_its_place_for_its_return():
    survey, author = make.survey(), make.user()
    one, two, three = (make.question(survey=survey) for _ in range(3))

    for _ in range(2):
        questions.archive_question(two.pk, by=author)
    assert list(survey.questions.current()) == [one, three]
    for _ in range(2):
        questions.restore_question(two.pk, by=author)

    assert list(survey.questions.current()) == [one, two, three]
    assert two.history.count() == 3


def test_a_locked_wording_keeps_its_words_but_may_be_made_required():
    question = make.question(locked=True, choices=["Yes", "No"], label="As agreed?")

    edit(question, draft("Mine?", "Ja", "Nein", kind="one_choice", required=True))

    question.refresh_from_db()
    assert (question.label, question.required) == ("As agreed?", True)
    assert codes(question) == [("c1", "Yes"), ("c2", "No")]


def test_replacing_a_locked_question_puts_an_own_one_in_its_place():
    survey, author = make.survey(), make.user()
    locked = make.question(survey=survey, locked=True, choices=["Yes", "No"])
    last = make.question(survey=survey)

    own = placing.replace_question(locked.pk, by=author)

    assert list(survey.questions.current()) == [own, last]
    assert (own.locked, own.label, own.key) == (False, locked.label, "question_1")
    assert codes(own) == codes(locked)


def test_words_of_a_choice_suggest_what_it_does():
    none = guessed("None of these", "several_choices")
    other = guessed("Something else", "several_choices")
    apart = guessed("I did not read it", "scale")

    assert (none.exclusive, none.other) == (True, False)
    assert (other.exclusive, other.other) == (False, True)
    assert (apart.apart, apart.exclusive) == (True, False)


def test_more_choices_than_a_page_can_hold_are_refused_in_words():
    choices = tuple(ChoiceDraft(f"Choice {number}") for number in range(10_001))
    draft = QuestionDraft(kind="one_choice", label="Which?", choices=choices)

    with pytest.raises(Refusal) as refused:
        questions.add_question(make.survey().pk, draft, by=make.user())

    assert refused.value.code == "too_many_choices"
    assert Question.objects.count() == 0


def test_many_questions_take_no_more_queries_than_few():
    few, many, author = make.survey(), make.survey(), make.user()
    counted = {}

    for survey, number in ((few, 2), (many, 60)):
        drafts = [draft(f"Is it so, number {n}?") for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            questions.add_questions(survey.pk, drafts, by=author)
        counted[number] = len(asked)

    assert counted[60] == counted[2]
    assert [q.position for q in many.questions.current()] == list(range(60))
    assert {q.history.get().history_user for q in many.questions.all()} == {author}


def test_many_changed_choices_are_one_update_with_each_change_in_history():
    survey, author = make.survey(), make.user()
    first = [f"Office {n}" for n in range(50)]
    question = questions.add_question(survey.pk, draft("Where?", *first), by=author)
    later = draft("Where?", *(f"{label} again" for label in first))

    with CaptureQueriesContext(connection) as asked:
        edit(question, later)

    rows = list(question.choices.current())
    assert [row.label for row in rows] == [choice.label for choice in later.choices]
    assert {row.history.count() for row in rows} == {2}
    assert len(asked) < 30
