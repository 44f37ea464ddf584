import pytest

from cxstudio.refusal import Refusal
from feedback.surveys import publishing
from feedback.surveys.checklist.whole import checklist, open_stops
from feedback.surveys.models import Survey
from feedback.surveys.publishing import NotReady
from feedback.surveys.translation import languages
from studies.planning import activities
from studies.wording import catalogs
from tests import make

pytestmark = pytest.mark.django_db


def stops(survey) -> set[str]:
    fresh = Survey.objects.get(pk=survey.pk)
    return {line.code for line in open_stops(checklist(fresh))}


def ready_survey(**fields):
    survey = make.survey(**fields)
    make.question(survey=survey, choices=["Yes", "No"])
    return survey


def test_a_ready_draft_becomes_version_1_and_opens():
    survey, author = ready_survey(), make.user()

    version = publishing.publish(survey.pk, by=author)

    survey.activity.refresh_from_db()
    assert (version.number, version.published_by) == (1, author)
    assert (survey.activity.state, survey.activity.languages_ready) == (
        "published",
        ["en"],
    )


def test_publishing_again_unchanged_keeps_the_version():
    survey = make.published_survey()

    again = publishing.publish(survey.pk, by=make.user())

    assert (again.number, survey.versions.count()) == (1, 1)


def test_a_changed_draft_becomes_the_next_version_and_differs_before():
    survey = make.published_survey()
    before = publishing.differs(survey, survey.versions.first())
    survey.questions.filter(key="q1").update(label="Changed?")

    after = publishing.differs(survey, survey.versions.first())
    version = publishing.publish(survey.pk, by=make.user(), reason="Clearer.")

    assert (before, after, version.number) == (False, True, 2)


def test_an_empty_draft_says_everything_that_it_lacks():
    survey = make.survey(purpose="")

    with pytest.raises(NotReady) as refused:
        publishing.publish(survey.pk, by=make.user())

    assert {line.code for line in refused.value.lines} == {"no_questions", "no_purpose"}
    assert "There are no questions yet." in refused.value.message
    assert survey.versions.count() == 0


def test_words_and_values_from_the_link_alone_ask_nothing():
    survey = make.survey()
    make.question(survey=survey, kind="statement")
    make.question(survey=survey, kind="hidden", settings={"parameter": "place"})

    assert "no_questions" in stops(survey)


def test_a_choice_question_with_one_choice_stops():
    survey = make.survey()
    make.question(survey=survey, choices=["Yes"])

    assert stops(survey) == {"few_choices"}


@pytest.mark.parametrize(
    "rule",
    [
        {"any": [["gone", ["c1"]]]},
        {"any": [["q2", ["c1"]]]},
        {"any": [["q3", ["c1"]]]},
        {"any": [["q1", ["c9"]]]},
    ],
    ids=["gone question", "later question", "itself", "gone choice"],
)
def test_a_rule_that_can_not_hold_stops(rule):
    survey = make.survey()
    make.question(survey=survey, key="q1", choices=["Yes", "No"])
    make.question(survey=survey, key="q3", show_when=rule, choices=["Yes", "No"])
    make.question(survey=survey, key="q2", choices=["Yes", "No"])

    assert stops(survey) == {"rule"}


def test_a_rule_about_an_earlier_answer_does_not_stop():
    survey = ready_survey()
    make.question(survey=survey, show_when={"any": [["q1", ["c1"]]]})

    assert stops(survey) == set()


def test_words_that_wait_to_be_filled_in_stop():
    survey = ready_survey(title="About [service]")

    assert stops(survey) == {"to_fill_in"}


def test_each_word_to_fill_in_leads_to_the_very_field():
    survey = ready_survey(title="About [service]")
    asked = make.question(
        survey=survey, label="Which [program]?", choices=["The [office]", "No [office]"]
    )
    fixed = make.question(survey=survey, label="[agency]?", locked=True)
    section = make.section(survey=survey, title="More", text="On [program]")

    lines = checklist(Survey.objects.get(pk=survey.pk))

    found = {line.text: line.url for line in lines if line.code == "to_fill_in"}
    page = f"/studio/survey/{survey.pk}/"
    of = "words are still to be filled in"
    assert found == {
        f"First and last page: {of}: [service].": f"{page}details/#id_title",
        f"Section “More”: {of}: [program].": f"{page}rules/#text-{section.pk}",
        f"Question 2, “Which [program]?”: {of}: [program].": (
            f"{page}question/{asked.pk}/#q{asked.pk}-label"
        ),
        f"Question 2, “Which [program]?”: {of}: [office].": (
            f"{page}question/{asked.pk}/#q{asked.pk}-choices"
        ),
        f"Question 3, “[agency]?”: {of}: [agency].": (
            f"{page}question/{fixed.pk}/#question-{fixed.pk}"
        ),
    }


def test_an_incomplete_language_stops_and_one_tap_moves_it_to_later():
    survey, author = ready_survey(languages=["es"]), make.user()

    with pytest.raises(NotReady) as refused:
        publishing.publish(survey.pk, by=author)
    languages.move_to_later(survey.pk, "es", by=author)
    version = publishing.publish(survey.pk, by=author)

    assert [(line.code, line.language) for line in refused.value.lines] == [
        ("language", "es")
    ]
    assert version.document["languages"] == ["en"]
    assert version.document["later_languages"] == ["es"]


def test_a_complete_language_that_was_read_over_is_published():
    survey = ready_survey(languages=["es"])
    make.translated(survey, "es")

    version = publishing.publish(survey.pk, by=make.user())

    assert version.document["languages"] == ["en", "es"]


def test_a_language_that_our_own_pages_lack_stops(settings):
    settings.READY_LANGUAGES = ["en"]
    survey = ready_survey(languages=["es"])
    make.translated(survey, "es")

    assert stops(survey) == {"language"}


def test_what_is_not_there_yet_is_said_and_stops_nothing():
    survey = ready_survey(
        activity=make.activity(round=make.round_()), later_languages=["ar"]
    )

    lines = checklist(Survey.objects.get(pk=survey.pk))

    notes = {line.code for line in lines if not line.stop}
    assert notes == {
        "practice",
        "later",
        "no_consent",
        "no_phone",
        "no_thanks",
        "no_pilot",
    }
    assert open_stops(lines) == []


@pytest.mark.parametrize(
    ("spanish", "unread"),
    [(catalogs.MACHINE_DRAFTED, "Spanish, Arabic"), (catalogs.REVIEWED, "Arabic")],
)
def test_languages_that_nobody_has_read_our_words_in_are_named(
    settings, tmp_path, spanish, unread
):
    settings.BASE_DIR = tmp_path
    catalog = catalogs.catalog_path(tmp_path, "es")
    catalog.parent.mkdir(parents=True)
    catalog.write_text(f'msgid ""\nmsgstr ""\n"X-Review-State: {spanish}\\n"\n')
    survey = ready_survey(languages=["es", "ar"])

    lines = checklist(Survey.objects.get(pk=survey.pk))

    said = [line for line in lines if line.code == "our_words"]
    assert [(line.stop, line.met) for line in said] == [(False, False)]
    assert said[0].text.endswith(f"has read them yet: {unread}.")


def test_our_words_in_english_need_no_reader():
    survey = ready_survey()

    lines = checklist(Survey.objects.get(pk=survey.pk))

    assert "our_words" not in {line.code for line in lines}


def test_a_closed_survey_is_opened_again_before_it_is_published():
    survey, author = make.published_survey(), make.user()
    activities.close(survey.activity_id, by=author)

    with pytest.raises(Refusal) as refused:
        publishing.publish(survey.pk, by=author)

    assert refused.value.code == "closed"


def test_publishing_a_paused_survey_leaves_it_paused():
    survey, author = make.published_survey(), make.user()
    activities.pause(survey.activity_id, by=author)
    survey.questions.filter(key="q1").update(label="Changed?")

    publishing.publish(survey.pk, by=author, reason="Clearer.")

    survey.activity.refresh_from_db()
    assert survey.activity.state == "paused"
