from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cxstudio.logs import TOKEN_PATHS
from cxstudio.refusal import Refusal
from feedback.surveys.models import Comment, GuestLink
from feedback.surveys.outside import commenting, guests
from feedback.surveys.outside import open_links as sending
from feedback.surveys.translation import translating
from feedback.surveys.translation.languages import drop_language
from feedback.surveys.translation.translating import Written, seen_mark
from studies.planning import activities
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make

pytestmark = pytest.mark.django_db


def link_of(survey=None, purpose="translate", language="es"):
    survey = survey or make.survey(languages=["es"])
    return guests.make_link(survey.pk, purpose, language, by=make.user())


def save(survey, text, *, seen="", by=None, **fields):
    written = {place(survey, "title"): Written(text, seen_mark(seen), **fields)}
    return translating.save_translations(survey.pk, "es", written, by=by)


def test_a_link_works_for_two_weeks_and_is_found_by_its_token():
    link = link_of()

    found = guests.working_link(link.token, "translate")

    assert (found, found.token, len(link.token)) == (link, link.token, 22)
    assert timedelta(days=13) < link.expires_at - timezone.now() < timedelta(days=15)


def test_the_database_never_holds_a_token_in_clear():
    link = link_of()

    with connection.cursor() as cursor:
        cursor.execute("SELECT token, token_hash FROM feedback_guestlink")
        sealed, hashed = cursor.fetchone()

    assert link.token.encode() not in bytes(sealed)
    assert link.token not in hashed


def test_pressing_twice_makes_one_link_and_asking_later_another():
    survey, by = make.survey(languages=["es"]), make.user()

    first, twin = (
        guests.make_link(survey.pk, "translate", "es", by=by) for _ in range(2)
    )
    GuestLink.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    later = guests.make_link(survey.pk, "translate", "es", by=by)

    assert twin == first
    assert later.token != first.token
    assert {row.link for row in sending.links_of(survey, "translate", "es")} == {
        first,
        later,
    }


@pytest.mark.parametrize(("purpose", "language"), [("translate", "ar")])
def test_no_link_is_made_for_a_language_that_the_survey_has_not(purpose, language):
    with pytest.raises(Refusal) as refused:
        link_of(purpose=purpose, language=language)

    assert (refused.value.code, GuestLink.objects.count()) == ("not_wanted", 0)


def test_an_ended_link_stays_ended():
    link = link_of()

    ended = [guests.end_link(link.pk, by=make.user()) for _ in range(2)]

    assert ended == [True, False]
    assert guests.working_link(link.token, "translate") is None
    assert [
        one.link.state for one in sending.links_of(link.survey, "translate", "es")
    ] == ["ended"]


def test_a_link_opens_nothing_after_its_last_day():
    link = link_of()
    GuestLink.objects.update(expires_at=timezone.now())

    assert guests.working_link(link.token, "translate") is None


def test_a_link_opens_its_own_job_alone():
    assert guests.working_link(link_of().token, "comment") is None


def test_a_link_opens_nothing_after_its_language_or_survey_is_put_away():
    of_language, of_survey, by = link_of(), link_of(), make.user()

    drop_language(of_language.survey_id, "es", by=by)
    activities.archive(of_survey.survey.activity_id, by=by)

    assert guests.working_link(of_language.token, "translate") is None
    assert guests.working_link(of_survey.token, "translate") is None


@pytest.mark.parametrize(
    ("purpose", "language"), [("translate", ""), ("comment", "es")]
)
def test_a_translators_link_and_no_other_names_a_language(purpose, language):
    link = link_of()

    rule = "guest_link_names_the_language_it_is_for"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        GuestLink.objects.filter(pk=link.pk).update(purpose=purpose, language=language)


def test_a_link_that_saves_without_end_is_slowed_down(monkeypatch):
    monkeypatch.setattr(guests, "SAVES", 2)
    link, other = link_of(), link_of()
    for _ in range(2):
        guests.note_save(link)

    with pytest.raises(Refusal) as refused:
        guests.note_save(link)
    guests.note_save(other)

    assert refused.value.code == "too_often"
    assert GuestLink.objects.get(pk=other.pk).saved_at is not None


def test_the_mail_names_the_survey_and_the_link_and_nobody():
    survey = make.survey(languages=["es"], title="Your letter & form")
    link = link_of(survey)

    [row] = sending.links_of(survey, "translate", "es")

    assert row.address == f"{settings.BASE_URL}/t/{link.token}/"
    assert row.mailto.startswith(
        "mailto:?subject=Translate%20%E2%80%9CYour%20letter%20%26%20form%E2%80%9D%20into"
    )
    assert f"/t/{link.token}/%0D%0A" in row.mailto


def test_logs_cut_the_tokens_of_both_links_out():
    line = '"GET /t/abc_-123/ HTTP/1.1" 200 "POST /c/abc/?lang=es" /static/c/kept.css'

    assert (
        TOKEN_PATHS.sub(r"\1…", "GET /t/abc_-123/ and /c/abc/?lang=es")
        == "GET /t/…/ and /c/…/?lang=es"
    )
    assert "abc" not in TOKEN_PATHS.sub(r"\1…", line)


def test_what_a_guest_writes_is_a_draft_by_the_link_and_a_member_makes_it_theirs():
    survey, by = make.survey(languages=["es"]), make.user()

    save(survey, "Su carta", reviewed=None)
    guests_own = Translation.objects.get()
    save(survey, "Su carta", seen="Su carta", reviewed=True, by=by)
    read_over = Translation.objects.get()

    assert (guests_own.state, guests_own.updated_by, guests_own.by_guest) == (
        "draft",
        None,
        True,
    )
    assert (read_over.state, read_over.updated_by, read_over.by_guest) == (
        "reviewed",
        by,
        False,
    )


def test_a_guest_leaves_what_was_read_over_and_a_change_makes_it_a_draft():
    survey = make.survey(languages=["es"])
    save(survey, "Su carta", reviewed=True, by=make.user())

    save(survey, "Su carta", seen="Su carta", reviewed=None)
    untouched = Translation.objects.get().state
    save(survey, "La carta", seen="Su carta", reviewed=None)

    assert (untouched, Translation.objects.get().state) == ("reviewed", "draft")


def commented(said, survey=None, name="Ana Ruiz"):
    survey = survey or make.question().survey
    link = guests.make_link(survey.pk, "comment", by=None)
    return link, commenting.comment(link.pk, name, said)


def test_comments_are_kept_by_question_and_on_the_whole():
    question = make.question()

    _link, kept = commented(
        {"q1": " Which letter? ", "": "It is long.", "gone": "?"}, question.survey
    )

    assert [(row.question, row.by_name, row.text) for row in kept] == [
        (question, "Ana Ruiz", "Which letter?"),
        (None, "Ana Ruiz", "It is long."),
    ]


def test_the_same_comment_sent_twice_is_kept_once():
    link, first = commented({"q1": "Which letter?"})

    again = commenting.comment(link.pk, "Ana Ruiz", {"q1": "Which letter?"})

    assert (again, Comment.objects.count()) == (first, 1)


def test_a_link_full_of_comments_takes_no_more(monkeypatch):
    link, _kept = commented({"q1": "One"})
    monkeypatch.setattr(commenting, "MOST", 1)

    with pytest.raises(Refusal) as refused:
        commenting.comment(link.pk, "Ana Ruiz", {"q1": "Two"})

    assert (refused.value.code, Comment.objects.count()) == ("too_many", 1)


def test_dealing_with_a_comment_again_keeps_the_first_name():
    _link, [row] = commented({"q1": "Which letter?"})
    first, second = make.user(), make.user()

    for by in (first, second):
        commenting.deal_with(row.pk, by=by)
    dealt = Comment.objects.get()
    commenting.open_again(row.pk, by=second)

    assert (dealt.dealt_with_by, dealt.dealt_with_at is None) == (first, False)
    assert Comment.objects.get().dealt_with_at is None


@pytest.mark.parametrize("field", ["text", "by_name"])
def test_a_comment_without_words_or_name_can_not_be(field):
    _link, [row] = commented({"q1": "Which letter?"})

    rule = "comment_says_something_and_who_says_it"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(**{field: ""})
