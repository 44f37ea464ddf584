from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from feedback.surveys.translation import languages, translating
from feedback.surveys.translation.languages import draft_texts, progress
from feedback.surveys.translation.translating import Written, seen_mark
from studies.wording.models import Translation, Vouch
from studies.wording.placeholders import PlaceholderFaults
from studies.wording.translations import place
from tests import make

pytestmark = pytest.mark.django_db


def spanish(**fields):
    return make.survey(languages=["es"], **fields)


def state(survey):
    [row] = progress(survey, ["es"], draft_texts(survey))
    return row


def save(survey, text, *, seen="", where="title", **fields):
    written = {place(survey, where): Written(text, seen_mark(seen), **fields)}
    return translating.save_translations(survey.pk, "es", written, by=make.user())


def test_a_language_is_added_moved_to_later_and_back():
    survey, author = make.survey(), make.user()

    for _ in range(2):
        survey = languages.add_language(survey.pk, "es", by=author)
    assert (survey.languages, survey.later_languages) == (["es"], [])
    for _ in range(2):
        survey = languages.move_to_later(survey.pk, "es", by=author)
    assert (survey.languages, survey.later_languages) == ([], ["es"])
    survey = languages.add_language(survey.pk, "es", by=author)
    assert (survey.languages, survey.later_languages) == (["es"], [])


def test_taking_a_language_off_keeps_its_texts_for_its_return():
    survey = spanish()
    save(survey, "Su carta")

    survey = languages.drop_language(survey.pk, "es", by=make.user())

    assert survey.languages == []
    assert Translation.objects.get().text == "Su carta"


@pytest.mark.parametrize("code", ["en", "xx", ""])
def test_a_language_that_we_do_not_speak_is_refused(code):
    survey = make.survey()

    with pytest.raises(Refusal) as refused:
        languages.add_language(survey.pk, code, by=make.user())

    assert refused.value.code == "unknown_language"


def test_each_text_is_missing_then_draft_then_read_over_then_outdated():
    survey = spanish(purpose="", title="Your letter")
    states = []

    for text, seen, reviewed in [
        ("Su carta", "", False),
        ("Su carta", "Su carta", True),
    ]:
        states.append((state(survey).missing, state(survey).drafted))
        save(survey, text, seen=seen, reviewed=reviewed)
    ready = state(survey)
    survey.title = "Your other letter"

    assert states == [(1, 0), (0, 1)]
    assert (ready.is_ready, ready.percent) == (True, 100)
    assert (state(survey).outdated, state(survey).is_ready) == (1, False)


def test_progress_costs_the_same_for_any_number_of_languages(
    django_assert_num_queries,
):
    survey = make.survey()
    named = draft_texts(survey)

    with django_assert_num_queries(2):
        rows = progress(survey, ["es", "ar", "zh-hans"], named)

    assert [(row.code, row.missing) for row in rows] == [
        ("es", 2),
        ("ar", 2),
        ("zh-hans", 2),
    ]


def test_whoever_read_the_texts_can_vouch_for_them_until_one_changes():
    survey = spanish(purpose="", title="Your letter")
    save(survey, "Su carta")

    translating.vouch_for(survey.pk, "es", "Ana Ruiz", by=make.user())
    vouched = state(survey)
    Vouch.objects.update(made_at=timezone.now() - timedelta(hours=1))

    assert (vouched.is_ready, vouched.vouched_by) == (True, "Ana Ruiz")
    assert state(survey).is_ready is False


def test_nobody_vouches_without_a_name():
    with pytest.raises(Refusal) as refused:
        translating.vouch_for(spanish().pk, "es", "  ", by=make.user())

    assert refused.value.code == "no_name"


def test_saving_the_same_text_again_writes_nothing():
    survey = spanish()
    first = save(survey, "Su carta")

    again = save(survey, "Su carta", seen="Su carta")

    assert (first.written, again.written, again.reviewed) == (1, 0, 0)


def test_a_text_changed_by_somebody_else_is_shown_and_not_overwritten():
    survey = spanish()
    save(survey, "Su carta")
    save(survey, "La carta", seen="Su carta")

    saved = save(survey, "Esta carta", seen="Su carta")

    assert saved.clashes == {place(survey, "title"): "La carta"}
    assert Translation.objects.get().text == "La carta"


def test_a_field_left_alone_never_clashes():
    survey = spanish()
    save(survey, "Su carta")
    save(survey, "La carta", seen="Su carta")

    saved = save(survey, "Su carta", seen="Su carta")

    assert (saved.clashes, saved.written) == ({}, 0)
    assert Translation.objects.get().text == "La carta"


def test_a_lost_placeholder_is_saved_but_never_as_read_over():
    survey = spanish(title="Renew your [program]", purpose="")

    saved = save(survey, "Renueve su programa", reviewed=True)

    assert saved.faults == {
        place(survey, "title"): PlaceholderFaults(lost=("[program]",))
    }
    assert Translation.objects.get().state == "draft"
    assert state(survey).is_ready is False


def test_changing_a_text_that_was_read_over_makes_it_a_draft_again():
    survey = spanish()
    save(survey, "Su carta", reviewed=True)

    save(survey, "La carta", seen="Su carta")

    assert Translation.objects.get().state == "draft"


def test_taking_the_tick_away_takes_the_reading_back():
    survey = spanish()
    save(survey, "Su carta", reviewed=True)

    save(survey, "Su carta", seen="Su carta")

    assert Translation.objects.get().state == "draft"


def test_a_place_of_another_survey_is_left_alone():
    survey, other = spanish(), spanish()
    written = {place(other, "title"): Written("Robado", seen_mark(""))}

    saved = translating.save_translations(survey.pk, "es", written, by=make.user())

    assert (saved.written, Translation.objects.count()) == (0, 0)


def test_the_same_words_on_purpose_are_complete_and_become_open_when_the_source_changes():
    survey = spanish(title="SNAP", purpose="")

    saved = save(survey, "", same=True)
    ready = state(survey)
    survey.title = "SNAP 2"

    assert (saved.written, Translation.objects.get().state) == (1, "same")
    assert (ready.reviewed, ready.is_ready) == (1, True)
    assert state(survey).outdated == 1


def test_words_of_ones_own_win_over_the_mark_that_they_stay_the_same():
    survey = spanish(title="SNAP", purpose="")

    save(survey, "Ayuda", same=True)

    row = Translation.objects.get()
    assert (row.text, row.state) == ("Ayuda", "draft")


def test_a_guests_mark_that_words_stay_the_same_waits_for_a_member():
    survey = spanish(title="SNAP", purpose="")
    written = {
        place(survey, "title"): Written("", seen_mark(""), reviewed=None, same=True)
    }
    translating.save_translations(survey.pk, "es", written, by=None)
    by_guest = state(survey)

    save(survey, "SNAP", seen="SNAP", same=True)

    assert (by_guest.drafted, by_guest.is_ready) == (1, False)
    assert state(survey).is_ready is True


def test_an_outdated_text_left_alone_stays_outdated():
    survey = spanish(title="Your letter", purpose="")
    save(survey, "Su carta", reviewed=True)
    survey.title = "Your form"
    survey.save()

    saved = save(survey, "Su carta", seen="Su carta")

    assert (saved.written, saved.reviewed, state(survey).outdated) == (0, 0, 1)


def test_a_made_up_placeholder_is_saved_but_never_as_read_over():
    survey = spanish(title="Your letter", purpose="")

    saved = save(survey, "Su {{carta}}", reviewed=True)

    assert saved.faults == {
        place(survey, "title"): PlaceholderFaults(invented=("{{carta}}",))
    }
    assert (Translation.objects.get().state, state(survey).is_ready) == ("draft", False)


def test_a_language_that_the_interface_does_not_speak_is_added_by_its_tag():
    survey = make.survey()

    survey = languages.add_language(survey.pk, " HT ", by=make.user())

    assert survey.languages == ["ht"]
    assert languages.language_name("ht") == "Haitian Creole"


def test_what_nobody_reads_needs_no_translation():
    survey = spanish(title="SNAP", purpose="")
    make.question(survey=survey, kind="hidden", label="Where the poster hung")
    archived = make.question(survey=survey, label="Gone?")
    archived.archived_at = timezone.now()
    archived.save()

    save(survey, "", same=True)

    assert (state(survey).total, state(survey).is_ready) == (1, True)
