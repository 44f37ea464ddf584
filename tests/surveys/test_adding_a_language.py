"""One more language for what people see, whatever else the draft says by now."""

import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.surveys import publishing
from feedback.surveys.comparing import changes
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.translation import adding_language, languages
from feedback.surveys.translation.translating import (
    Written,
    save_translations,
    seen_mark,
    vouch_for,
)
from studies.people import consenting
from studies.planning import activities
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db


def published(**fields):
    """Version 1 in English, with Spanish to come later and translated."""
    survey = make.published_survey(later_languages=["es"], **fields)
    make.translated(survey, "es")
    return survey


def publish(survey, language="es"):
    return adding_language.publish_language(survey.pk, language, by=make.user())


def fresh(survey):
    return Survey.objects.get(pk=survey.pk)


def say(row, survey, field, text, seen, **fields):
    written = {place(row, field): Written(text, seen_mark(seen), **fields)}
    save_translations(survey.pk, "es", written, by=make.user())


def test_the_new_version_differs_by_the_language_alone():
    survey = published()
    before = survey.versions.first().document

    version = publish(survey)

    assert version.number == 2
    assert version.document["languages"] == ["en", "es"]
    assert version.document["later_languages"] == []
    assert {str(change.level) for change in changes(before, version.document)} == {
        "additive",
        "cosmetic",
    }
    rest = {"languages", "later_languages", "texts"}
    assert {n: p for n, p in version.document.items() if n not in rest} == {
        n: p for n, p in before.items() if n not in rest
    }
    assert version.document["texts"]["en"] == before["texts"]["en"]


def test_the_draft_offers_the_language_from_then_on_and_flyers_may_name_it():
    survey = published()

    publish(survey)

    after = fresh(survey)
    assert (after.languages, after.later_languages) == (["es"], [])
    assert after.activity.languages_ready == ["en", "es"]
    assert after.activity.public_texts["es"]["title"] == survey.title


def test_a_language_waits_until_people_can_read_in_it_what_they_agree_to():
    study = make.study(state="running")
    activity = make.activity(round=make.round_(study=study))
    survey = published(activity=activity)
    text = make.consent_text(study=study, quote="")
    consenting.publish(text.pk, by=None)
    with pytest.raises(Refusal) as refused:
        publish(survey)
    source = SourceText(place(text, "take_part"), text.take_part)
    translate(source, "es", "Leemos.", agency=text.agency, by=None, state="reviewed")
    consenting.publish(text.pk, by=None)

    version = publish(survey)

    assert refused.value.code == "consent_unread"
    assert "what people agree to is not published" in refused.value.message
    assert version.document["languages"] == ["en", "es"]


def test_unpublished_edits_of_the_draft_stay_unpublished():
    survey = published()
    question, gone = survey.questions.all()
    question.label, gone.archived_at = "A new question?", survey.activity.created_at
    question.save()
    gone.save()
    make.question(survey=survey, label="Only in the draft?")

    version = publish(survey)

    assert (
        version.document["texts"]["en"]
        == survey.versions.last().document["texts"]["en"]
    )
    assert version.document["texts"]["es"]["q1"] == "Question 1?"
    assert "q3" not in version.document["texts"]["es"]
    assert publishing.differs(fresh(survey), version) is True


def test_a_translation_of_the_drafts_new_wording_is_not_used_for_the_published_one():
    survey = published()
    question = survey.questions.first()
    say(question, survey, "label", "¿Primera?", "Question 1?", reviewed=True)
    question.label = "A new question?"
    question.save()
    say(question, survey, "label", "¿Nueva?", "¿Primera?", reviewed=True)

    version = publish(survey)

    assert version.document["texts"]["es"]["q1"] == "¿Primera?"
    assert Translation.objects.get(place=place(question, "label")).text == "¿Nueva?"


@pytest.mark.parametrize("state", ["draft", "machine"])
def test_a_text_that_nobody_read_over_keeps_the_language_back(state):
    survey = published()
    Translation.objects.filter(place=place(survey, "title")).update(state=state)

    [found] = adding_language.additions(survey, survey.versions.first())
    with pytest.raises(Refusal) as refused:
        publish(survey)

    assert (found.unready, found.is_ready) == (1, False)
    assert refused.value.code == "not_ready"
    assert SurveyVersion.objects.count() == 1
    assert fresh(survey).later_languages == ["es"]


def test_a_vouch_stands_for_texts_that_nobody_ticked():
    survey = published()
    Translation.objects.update(state="machine")
    vouch_for(survey.pk, "es", "Ana Ruiz", by=make.user())

    assert publish(survey).number == 2


def test_a_missing_text_or_a_made_up_placeholder_keeps_the_language_back():
    survey = published(purpose="Call us.", title="Your letter")
    Translation.objects.filter(place=place(survey, "title")).delete()
    Translation.objects.filter(place=place(survey, "purpose")).update(
        text="Llame al {phone}."
    )

    [found] = adding_language.additions(survey, survey.versions.first())

    assert found.unready == 2


def test_adding_it_again_changes_nothing():
    survey = published()

    versions = {publish(survey).pk for _ in range(2)}

    assert len(versions) == 1
    assert SurveyVersion.objects.count() == 2


def test_a_language_that_the_survey_has_not_or_a_survey_not_out_is_refused():
    survey, draft, closed = published(), make.survey(languages=["es"]), published()
    activities.close(closed.activity_id, by=make.user())

    codes = []
    for row, language in [(survey, "ar"), (draft, "es"), (closed, "es")]:
        with pytest.raises(Refusal) as refused:
            publish(row, language)
        codes.append(refused.value.code)

    assert codes == ["unknown_language", "not_published", "not_published"]


def test_one_tap_on_the_publish_page_adds_it(client):
    member = make.member()
    client.force_login(member.user)
    survey = published(activity=make.activity(agency=member.agency))
    page = reverse("survey-publish", args=[survey.pk])

    before = client.get(page).content.decode()
    after = client.post(f"{page}es/", follow=True).content.decode()

    assert "Publish Spanish alone" in before
    assert "Version 2 is published: Spanish was added to it." in after
    assert "Publish Spanish alone" not in after


def test_a_language_may_come_later_without_being_named():
    survey = make.published_survey(later_languages=["es"])
    said = survey.versions.first().document["later_languages"]

    languages.say_missing(survey.pk, "not_offered", by=make.user())
    version = publishing.publish(survey.pk, by=make.user())

    assert (said, version.document["later_languages"]) == (["es"], [])


def test_an_unknown_policy_for_missing_languages_is_refused():
    with pytest.raises(Refusal) as refused:
        languages.say_missing(make.survey().pk, "other", by=make.user())

    assert refused.value.code == "policy"


def test_the_name_of_a_value_from_the_link_keeps_no_language_back():
    survey = make.survey(later_languages=["es"])
    make.question(survey=survey, choices=["Yes", "No"])
    make.question(
        survey=survey,
        kind="hidden",
        label="Poster",
        settings={"parameter": "place", "values": ["hall", "bus"]},
    )
    publishing.publish(survey.pk, by=make.user())
    make.translated(survey, "es")

    version = publish(survey)

    assert version.document["texts"]["es"]["q2"] == "Poster"
