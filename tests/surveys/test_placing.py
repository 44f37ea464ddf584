import pytest

from feedback.surveys import placing
from feedback.surveys.models import Question
from feedback.surveys.texts import draft_questions
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db


def three(**fields):
    survey = make.survey(**fields)
    return survey, [make.question(survey=survey, label=label) for label in "ABC"]


def labels(survey) -> str:
    return "".join(row.label for row in draft_questions(survey))


@pytest.mark.parametrize(
    ("moved", "after", "order"),
    [(0, 2, "BCA"), (2, None, "CAB"), (2, 0, "ACB"), (1, 1, "ABC"), (1, 0, "ABC")],
)
def test_a_question_is_placed_behind_any_other_or_first(moved, after, order):
    survey, rows = three()
    behind = rows[after].pk if after is not None else 0

    placing.place_question(rows[moved].pk, after=behind, by=make.user())

    assert labels(survey) == order


def test_a_move_is_in_the_history_and_repeating_it_is_not():
    survey, (first, _second, third) = three()
    author = make.user()

    for _ in range(2):
        placing.place_question(third.pk, after=first.pk, by=author)

    written = third.history.filter(history_user=author)
    assert written.count() == 1
    assert [row.history.count() for row in (first, _second)] == [1, 1]


def test_behind_a_question_that_is_gone_is_last():
    survey, (first, second, third) = three()
    Question.objects.filter(pk=third.pk).update(archived_at="2026-01-01T00:00Z")

    placing.place_question(first.pk, after=third.pk, by=make.user())

    assert labels(survey) == "BA"


def test_a_question_comes_into_the_section_of_the_one_before_it():
    survey, (first, second, _third) = three()
    section = make.section(survey=survey)
    Question.objects.filter(pk=second.pk).update(section=section)

    placing.place_question(first.pk, after=second.pk, by=make.user())

    first.refresh_from_db()
    assert first.section == section
    assert labels(survey) == "CBA"


def test_a_question_comes_first_in_a_section_empty_or_not():
    survey, (first, second, third) = three()
    full, empty = make.section(survey=survey), make.section(survey=survey)
    Question.objects.filter(pk=second.pk).update(section=full)

    placing.place_question(third.pk, section=full.pk, by=make.user())
    placing.place_question(first.pk, section=empty.pk, by=make.user())

    sections = [row.drafted_section for row in draft_questions(survey)]
    assert labels(survey) == "CBA"
    assert sections == [full, full, empty]


def test_a_copy_stands_below_with_choices_rule_and_section():
    survey = make.survey()
    first = make.question(survey=survey, choices=["Yes", "No"])
    rule = {"op": "one_of", "question": first.key, "choices": ["c1"]}
    section = make.section(survey=survey)
    asked = make.question(
        survey=survey,
        label="Why?",
        choices=["A", "B"],
        kind="several_choices",
        show_when=rule,
        require_when=rule,
        section=section,
    )
    make.question(survey=survey, label="Last?", section=section)

    copy = placing.copy_question(asked.pk, by=make.user())

    rows = draft_questions(survey)
    assert [row.pk for row in rows][1:3] == [asked.pk, copy.pk]
    assert copy.key != asked.key
    copy.refresh_from_db()
    kept = ("label", "kind", "show_when", "require_when", "section")
    assert [getattr(copy, name) for name in kept] == [
        getattr(asked, name) for name in kept
    ]
    assert [choice.label for choice in rows[2].drafted_choices] == ["A", "B"]


def test_a_copy_brings_the_translations_of_the_present_words():
    survey = make.survey(languages=["es"])
    asked = make.question(survey=survey, label="Why?", hint="Old hint")
    agency, by = survey.agency, make.user()
    for field, text in (("label", "¿Por qué?"), ("hint", "Vieja")):
        source = SourceText(place(asked, field), getattr(asked, field))
        translate(source, "es", text, agency=agency, by=by)
    Question.objects.filter(pk=asked.pk).update(hint="New hint")

    copy = placing.copy_question(asked.pk, by=by)

    rows = Translation.objects.filter(place__in=[place(copy, "label")])
    assert [row.text for row in rows] == ["¿Por qué?"]
    assert not Translation.objects.filter(place=place(copy, "hint")).exists()


def test_the_copy_of_a_fixed_wording_is_free():
    asked = make.question(locked=True, choices=["Good", "Bad"])
    asked.choices.update(driver="ease")

    copy = placing.copy_question(asked.pk, by=make.user())

    assert not copy.locked
    assert set(copy.choices.values_list("driver", flat=True)) == {""}
