import pytest

from cxstudio.refusal import Refusal
from feedback.surveys import starting
from feedback.surveys.copying import copy_survey
from feedback.surveys.languages import add_language, draft_texts, progress
from feedback.surveys.models import Survey
from studies.wording.placeholders import placeholders
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {"service": "Food Help", "agency": "the Office"}


def start(key="a11_v2", **fields):
    values = {
        "agency": make.agency(),
        "title": "",
        "anonymous": True,
        "words": WORDS,
        "by": make.user(),
    }
    return starting.start_from(starting.starters()[key], **values | fields)


def test_the_federal_starter_names_the_service_and_the_agency():
    survey = start()

    first = survey.questions.first()
    assert first.label == (
        "Based on my experience with Food Help, I trust the Office to deliver on "
        "their mission for the American public."
    )
    assert (first.key, first.locked, first.required) == ("trust", True, True)
    assert survey.starter == "a11_v2"


def test_its_rules_codes_and_drivers_are_kept():
    survey = start()

    positive = survey.questions.get(key="positive")
    assert positive.show_when == {"any": [["trust", ["3", "4", "5"]]]}
    assert [(c.code, c.driver) for c in positive.choices.all()] == [
        (driver, driver)
        for driver in (
            "effectiveness",
            "ease",
            "efficiency",
            "transparency",
            "humanity",
            "employee",
            "other",
        )
    ]


def test_choices_on_employees_are_left_out_where_nobody_meets_one():
    survey = start(leave_out=True)

    codes = survey.questions.get(key="negative").choices.values_list("code", flat=True)
    assert "employee" not in codes
    assert len(codes) == 6


def test_a_starter_without_its_words_is_refused_and_makes_nothing():
    with pytest.raises(Refusal) as refused:
        start(words={"service": "Food Help", "agency": " "})

    assert refused.value.code == "words_missing"
    assert "[agency]" in refused.value.message
    assert Survey.objects.count() == 0


@pytest.mark.parametrize("key", sorted(starting.starters()))
def test_every_starter_fills_all_its_words_in_every_language(key):
    starter = starting.starters()[key]
    words = dict.fromkeys(starter.placeholders, "Word")
    survey = start(key, words=words)

    for code in starter.languages:
        if code != survey.source_language:
            survey = add_language(survey.pk, code, by=make.user())
    rows = progress(survey, survey.languages, draft_texts(survey))

    waiting = [w for _n, s in draft_texts(survey) for w in placeholders(s.text)]
    assert waiting == []
    assert [(row.missing, row.placeholder_faults) for row in rows] == [(1, 0)]


def test_a_starter_can_be_begun_in_another_of_its_languages():
    survey = start(source_language="es")

    assert survey.source_language == "es"
    assert survey.title == "Confianza después de un servicio (federal, 1 a 5)"


def test_a_copy_has_the_same_keys_rules_and_translations_and_no_answers():
    survey = start()
    survey = add_language(survey.pk, "es", by=make.user())
    make.response(survey=make.published_survey())

    copy = copy_survey(survey.pk, title="Once more", by=make.user())

    keys = ["key", "kind", "label", "show_when", "locked", "position"]
    assert list(copy.questions.values(*keys)) == list(survey.questions.values(*keys))
    [old] = progress(survey, ["es"], draft_texts(survey))
    [new] = progress(copy, ["es"], draft_texts(copy))
    assert (new.total, new.drafted, new.missing) == (old.total, old.drafted, 1)
    assert (copy.responses.count(), copy.activity.state) == (0, "draft")
    assert copy.activity_id != survey.activity_id
