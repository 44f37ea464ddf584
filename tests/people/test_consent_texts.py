from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys.checklist.consent import consent_lines
from studies.people import consenting, ready_consent, terms
from studies.people.models import ConsentText, ConsentVersion
from studies.planning.models import Activity
from studies.wording.models import Translation
from studies.wording.remarks import review
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
SPANISH = {"take_part": "Leemos sus respuestas.", "quote": "Pueden mostrar."}


def read_over(text: ConsentText, language: str, words: dict[str, str]) -> None:
    for purpose, sentence in words.items():
        source = SourceText(place(text, purpose), getattr(text, purpose))
        translate(
            source, language, sentence, agency=text.agency, by=None, state="reviewed"
        )


def reword(text: ConsentText, **sentences: str) -> None:
    text.refresh_from_db()
    said = text.sentences | sentences
    consenting.write(text.pk, said, marker=text.marker, by=make.user())


def test_a_study_begins_with_ready_words_in_four_languages_marked_as_a_machines():
    study = make.study()

    text = consenting.begin(study.agency, study, by=make.user())

    assert text.sentences == {
        purpose: ready_consent.sentence(purpose, "en")
        for purpose in ("take_part", "quote")
    }
    rows = Translation.objects.values_list("place", "language", "state").order_by("pk")
    assert list(rows) == [
        (f"consenttext:{text.pk}:{purpose}", language, "machine")
        for language in ("es", "ar", "zh-hans")
        for purpose in ("take_part", "quote")
    ]


def test_beginning_twice_keeps_the_words_that_were_written():
    study = make.study()
    text = consenting.begin(study.agency, study, by=make.user())
    reword(text, take_part="We listen.")

    again = consenting.begin(study.agency, study, by=make.user())

    assert (again.pk, again.take_part) == (text.pk, "We listen.")


def test_ready_words_are_plain_in_english():
    study = make.study()
    text = consenting.begin(study.agency, study, by=None)
    words = ready_consent.written()["en"]
    consenting.write(text.pk, words, marker=text.marker, by=make.user())
    text.refresh_from_db()
    ours = [one for one in consenting.written_texts(text) if one.language == "en"]

    found = review(ours)

    assert [remark.finding.rule for remark in found.found] == []
    assert found.whole == []


def test_the_ready_words_say_every_purpose_in_every_language():
    keys = {lang: list(words) for lang, words in ready_consent.written().items()}

    assert set(map(tuple, keys.values())) == {
        ("take_part", "record", "quote", "share", "ask_again")
    }


def test_the_ready_words_say_who_erases_a_recording():
    assert [words["record"] for words in ready_consent.written().values()] == [
        "You may record our talk. The team erases the recording after 90 days.",
        "Pueden grabar nuestra conversación. El equipo borra la grabación después de "
        "90 días.",
        "يمكنكم تسجيل حديثنا. ويمحو الفريق التسجيل بعد 90 يومًا.",
        "你们可以给我们的谈话录音。团队会在 90 天后删除录音。",
    ]


def test_a_translation_that_somebody_wrote_is_not_replaced_by_the_ready_one():
    study = make.study()
    text = consenting.begin(study.agency, study, by=make.user())
    read_over(text, "es", {"quote": "Nuestras palabras."})

    reword(text, share=ready_consent.sentence("share", "en"))

    texts = Translation.objects.filter(language="es").order_by("pk")
    assert [row.text for row in texts] == [
        ready_consent.sentence("take_part", "es"),
        "Nuestras palabras.",
        ready_consent.sentence("share", "es"),
    ]


def test_nobody_can_be_asked_without_saying_what_taking_part_means():
    text = make.consent_text()
    words = {"quote": "Show them."}

    with pytest.raises(Refusal) as refused:
        consenting.write(text.pk, words, marker=text.marker, by=make.user())

    text.refresh_from_db()
    assert refused.value.code == "empty"
    assert text.quote == "You may show my words."


def test_a_purpose_that_is_not_asked_for_keeps_its_words():
    text = make.consent_text(share="You may share.")

    consenting.write(
        text.pk,
        {"take_part": "We read."},
        marker=text.marker,
        by=make.user(),
        later={"share": "You may share it all."},
    )

    text.refresh_from_db()
    assert text.sentences == {"take_part": "We read."}
    assert (text.quote, text.share) == (
        "You may show my words.",
        "You may share it all.",
    )
    assert consenting.publish(text.pk, by=None).words["texts"] == {
        "en": {"take_part": "We read."}
    }


def test_whoever_saves_second_overwrites_nothing_that_they_have_not_seen():
    text = make.consent_text()
    both_saw, first = text.marker, make.user()
    said = {"take_part": "We read.", "quote": "Show them."}
    consenting.write(text.pk, said, marker=both_saw, by=first)

    with pytest.raises(StaleEdit):
        consenting.write(
            text.pk, {"take_part": "We listen."}, marker=both_saw, by=make.user()
        )

    text.refresh_from_db()
    assert text.sentences == said
    assert text.history.latest().history_user == first


def test_every_draft_before_can_be_looked_up():
    text = make.consent_text()

    reword(text, quote="Show them.")
    reword(text, quote="Print them.")

    found = text.history.order_by("pk").values_list("quote", flat=True)
    assert list(found) == ["You may show my words.", "Show them.", "Print them."]


def test_publishing_keeps_what_people_read_and_twice_makes_one_version():
    text = make.consent_text()

    first = consenting.publish(text.pk, by=make.user())
    again = consenting.publish(text.pk, by=make.user())

    assert again == first
    assert (first.number, first.meaning, first.words) == (
        1,
        1,
        {
            "source_language": "en",
            "texts": {
                "en": {
                    "take_part": "We read your answers.",
                    "quote": "You may show my words.",
                }
            },
        },
    )


def test_only_languages_that_were_read_over_as_a_whole_are_published():
    text = make.consent_text()
    read_over(text, "es", SPANISH)
    read_over(text, "ar", {"quote": "اعرضوا"})

    version = consenting.publish(text.pk, by=make.user())

    assert version.words["texts"].keys() == {"en", "es"}
    assert version.words["texts"]["es"] == SPANISH


def test_a_name_stands_for_a_machines_words_until_they_change():
    text = consenting.begin(make.agency(), None, by=make.user())
    consenting.vouch_for(text.pk, "es", "Ana Ruiz", by=make.user())
    first = consenting.publish(text.pk, by=make.user())
    source = SourceText(place(text, "quote"), text.quote)
    translate(source, "es", "Otra cosa.", agency=text.agency, by=None)

    second = consenting.publish(text.pk, by=make.user())

    assert first.words["texts"].keys() == {"en", "es"}
    assert second.words["texts"].keys() == {"en"}


def test_a_changed_meaning_needs_a_reason_and_asks_again():
    text = make.consent_text()
    consenting.publish(text.pk, by=make.user())
    reword(text, quote="You may print my words.")

    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user())
    second = consenting.publish(text.pk, by=make.user(), reason="We print a book.")

    assert refused.value.code == "no_reason"
    assert (second.number, second.meaning, second.reason) == (2, 2, "We print a book.")


def test_words_that_mean_the_same_ask_nobody_again():
    text = make.consent_text()
    consenting.publish(text.pk, by=make.user())
    reword(text, quote="You can show my words.")

    second = consenting.publish(text.pk, by=make.user(), same_meaning=True)

    assert (second.number, second.meaning) == (2, 1)


def test_another_purpose_never_means_the_same():
    text = make.consent_text()
    consenting.publish(text.pk, by=make.user())
    reword(text, share="You may share my answers.")

    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user(), same_meaning=True)

    assert refused.value.code == "no_reason"


def test_one_more_language_asks_nobody_again():
    text = make.consent_text()
    consenting.publish(text.pk, by=make.user())
    read_over(text, "es", SPANISH)

    second = consenting.publish(text.pk, by=make.user())

    assert (second.number, second.meaning) == (2, 1)


def test_a_language_that_people_answer_in_must_be_read_over():
    activity = make.open_activity(languages_ready=["en", "es"])
    text = make.consent_text(study=activity.study)

    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user())
    read_over(text, "es", SPANISH)
    published = consenting.publish(text.pk, by=make.user())

    assert refused.value.code == "not_read_over"
    assert "Spanish" in refused.value.message
    assert published.words["texts"].keys() == {"en", "es"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE studies_consentversion SET words = '{}'",
        "UPDATE studies_consentversion SET reason = 'another'",
        "DELETE FROM studies_consentversion",
    ],
)
def test_the_database_refuses_to_change_what_was_published(statement):
    make.consent()

    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_published_version_is_not_saved_or_updated_again():
    version = make.consent()

    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        ConsentVersion.objects.update(reason="another")


def test_a_survey_of_a_study_asks_with_the_words_of_its_study():
    study = make.study()
    version = make.consent(study=study)
    make.consent(study=None, agency=study.agency)
    activity = make.activity(round=make.round_(study=study))

    assert terms.in_force(activity.pk).pk == version.pk


def test_a_survey_outside_studies_asks_with_the_words_of_its_agency_alone():
    agency = make.agency()
    version = make.consent(study=None, agency=agency)
    ours = make.activity(agency=agency)
    of_a_study = make.activity(round=make.round_(study=make.study(agency=agency)))

    assert terms.in_force(ours.pk).pk == version.pk
    assert terms.in_force(of_a_study.pk) is None
    assert terms.in_force(make.activity().pk) is None


def test_terms_name_the_purposes_beside_taking_part_and_fall_back_to_the_source():
    found = terms.of_version(make.consent(share="You may share.").pk)

    assert found.purposes == ["quote", "share"]
    assert (found.language("en"), found.language("ar")) == ("en", "en")


def test_an_archived_survey_asks_nobody_and_holds_nothing_up():
    activity = make.open_activity(languages_ready=["en", "es"])
    Activity.objects.filter(pk=activity.pk).update(archived_at="2027-01-01T00:00Z")

    version = make.consent(study=activity.study)

    assert version.number == 1


def test_a_survey_whose_last_day_has_passed_asks_nobody():
    activity = make.open_activity(languages_ready=["en", "es"])
    now = timezone.now()
    Activity.objects.filter(pk=activity.pk).update(closes_at=now + timedelta(days=1))
    text = make.consent_text(study=activity.study)
    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user())
    Activity.objects.filter(pk=activity.pk).update(closes_at=now)

    version = consenting.publish(text.pk, by=make.user())

    assert (refused.value.code, version.number) == ("not_read_over", 1)


def test_a_draft_of_consent_is_not_yet_what_people_read():
    study = make.study(state="running")
    survey = make.survey(activity=make.activity(round=make.round_(study=study)))
    make.consent_text(study=study)

    [line] = consent_lines(survey)

    assert line.text == (
        "The study has published no consent text yet: people start without reading "
        "what they agree to."
    )


def test_a_survey_waits_for_consent_in_each_language_and_not_for_consent_itself():
    study = make.study(state="running")
    survey = make.survey(
        activity=make.activity(round=make.round_(study=study)), languages=["es"]
    )
    before = [(line.code, line.stop) for line in consent_lines(survey)]
    text = make.consent_text(study=study)
    consenting.publish(text.pk, by=None)
    halfway = [(line.code, line.met, line.language) for line in consent_lines(survey)]
    read_over(text, "es", SPANISH)
    consenting.publish(text.pk, by=None)

    assert before == [("no_consent", False)]
    assert halfway == [("consent", True, ""), ("consent_language", False, "es")]
    assert [line.code for line in consent_lines(survey)] == ["consent"]
