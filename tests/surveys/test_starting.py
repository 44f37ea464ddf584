import pytest

from cxstudio.refusal import Refusal
from feedback.surveys import starting
from feedback.surveys.checklist.whole import checklist
from feedback.surveys.compiling import compile_draft
from feedback.surveys.copying import copy_survey
from feedback.surveys.drivers import Driver
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Survey
from feedback.surveys.placing import copy_question, replace_question
from feedback.surveys.questions import QuestionDraft, edit_question
from feedback.surveys.translation.languages import add_language, draft_texts, progress
from studies.wording.placeholders import placeholders
from studies.wording.translations import SourceText, place, translated
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
    assert positive.show_when == {
        "op": "one_of",
        "question": "trust",
        "choices": ["3", "4", "5"],
    }
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


def test_version_1_has_nine_items_seven_of_them_on_one_scale():
    survey = start("a11_v1", words={"service": "Food Help"})

    asked = list(survey.questions.all())
    assert [question.kind for question in asked] == [
        "scale",
        "scale",
        "long_text",
        *["scale"] * 5,
        "long_text",
    ]
    assert asked[0].label == (
        "I am satisfied with the service I received from Food Help."
    )
    scales = [q for q in asked if q.kind == "scale"]
    points = {tuple(q.choices.values_list("code", "label")) for q in scales}
    assert points == {
        (
            ("1", "Strongly disagree"),
            ("2", "Disagree"),
            ("3", "Neither agree nor disagree"),
            ("4", "Agree"),
            ("5", "Strongly agree"),
        )
    }
    assert all(question.locked for question in asked)


def test_its_statements_name_their_drivers_and_employees_may_be_left_out():
    words = {"service": "Food Help"}
    survey = start("a11_v1", words=words)
    without = start("a11_v1", words=words, leave_out=True)

    drivers = [q.settings.get("driver") for q in survey.questions.all()]
    assert [name for name in drivers if name] == [
        "effectiveness",
        "ease",
        "efficiency",
        "humanity",
        "employee",
    ]
    assert without.questions.count() == 8
    assert not without.questions.filter(key="employee").exists()


@pytest.mark.parametrize("key", sorted(starting.starters()))
def test_every_driver_of_a_starter_is_a_federal_one(key):
    asked = starting.starters()[key].questions
    named = [question.get("settings", {}).get("driver") for question in asked]
    named += [c.get("driver") for question in asked for c in question["choices"]]

    assert {name for name in named if name} <= set(Driver)


@pytest.mark.parametrize("key", sorted(starting.starters()))
def test_every_starter_can_be_published_once_its_first_page_is_written(key):
    starter = starting.starters()[key]
    survey = start(key, words=dict.fromkeys(starter.placeholders, "Food Help"))
    survey.purpose = "We want to do better."
    survey.save()

    open_stops = [line.text for line in checklist(survey) if line.stop and not line.met]

    assert open_stops == []


def test_a_locked_wording_can_only_be_replaced_and_is_no_driver_then():
    survey = start("a11_v1", words={"service": "Food Help"})
    ease = survey.questions.get(key="ease")
    marker = question_marker(ease, list(ease.choices.all()))
    draft = QuestionDraft(kind="short_text", label="Another wording", required=True)

    edit_question(ease.pk, draft, marker=marker, by=make.user())
    own = replace_question(ease.pk, by=make.user())

    ease.refresh_from_db()
    assert (ease.kind, ease.required, ease.settings["driver"]) == (
        "scale",
        True,
        "ease",
    )
    assert ease.label == "It was easy to complete what I needed to do."
    assert (own.locked, own.settings) == (False, {"preset": "likert"})
    assert ease.archived_at is not None


def test_a_copy_of_a_locked_statement_is_no_driver():
    survey = start("a11_v1", words={"service": "Food Help"})
    ease = survey.questions.get(key="ease")

    copy = copy_question(ease.pk, by=make.user())

    assert (copy.locked, copy.settings) == (False, {"preset": "likert"})


def test_what_replaces_a_locked_wording_brings_its_translations():
    survey = start()
    survey = add_language(survey.pk, "es", by=make.user())
    trust = survey.questions.get(key="trust")

    own = replace_question(trust.pk, by=make.user())

    texts = [SourceText(place(row, "label"), trust.label) for row in (trust, own)]
    before, after = translated(texts, "es")
    assert (after.text, after.state) == (before.text, before.state)
    assert after.text


def test_rules_ask_about_what_replaces_a_locked_wording():
    survey = start()
    survey.purpose = "We want to do better."
    survey.save()

    own = replace_question(survey.questions.get(key="trust").pk, by=make.user())

    positive = survey.questions.get(key="positive").show_when
    assert positive == {
        "op": "one_of",
        "question": own.key,
        "choices": ["3", "4", "5"],
    }
    assert [line.text for line in checklist(survey) if line.stop and not line.met] == []


def test_a_matrix_of_a_starter_brings_its_lines_in_each_language():
    survey = start("usability", words={"service": "the form"})
    survey = add_language(survey.pk, "es", by=make.user())

    named = dict(draft_texts(survey))
    rows = survey.questions.get(key="agree").rows.values_list("code", flat=True)
    sources = [named[f"agree:row:{code}"] for code in rows]
    assert list(rows) == ["next_step", "words", "worked", "again"]
    assert [row.text for row in translated(sources, "es")][0] == (
        "Sabía qué hacer en cada paso."
    )


def test_a_copy_has_the_settings_and_lines_of_each_question():
    survey = start("usability", words={"service": "the form"})

    copy = copy_survey(survey.pk, title="Once more", by=make.user())

    assert compile_draft(copy)["questions"] == compile_draft(survey)["questions"]
