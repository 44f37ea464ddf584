import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.surveys.models import Comment, GuestLink
from feedback.surveys.outside import guests
from feedback.surveys.translation.translating import vouch_for
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make
from tests.surveys.guest_links import at, reviewer, survey_of, title, translator

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def guest():
    return Client()


def test_a_translator_sees_the_texts_side_by_side_and_saves_a_draft(guest):
    survey = survey_of()
    make.question(survey=survey, label="Did you get it?", choices=["Yes", "No"])
    link = translator(survey)

    page = guest.get(at(link))
    saved = guest.post(at(link), title(survey, "Su carta"), follow=True)

    assert page.status_code == 200
    assert [(name, len(rows)) for name, rows in page.context["shown"].groups] == [
        ("The survey's own texts", 1),
        ("Question 1", 3),
    ]
    assert saved.redirect_chain == [(at(link), 302)]
    assert "1 text saved." in saved.content.decode()
    row = Translation.objects.get()
    assert (row.text, row.state, row.by_guest) == ("Su carta", "draft", True)
    assert GuestLink.objects.get().saved_at is not None


def test_the_translators_page_asks_the_same_for_any_number_of_questions(
    guest, django_assert_num_queries
):
    survey = survey_of()
    link = translator(survey)
    for _ in range(2):
        make.question(survey=survey, choices=["Yes", "No"])
        with django_assert_num_queries(8):
            guest.get(at(link))


def test_a_translator_cannot_mark_a_text_as_read_over(guest):
    survey = survey_of()
    where = place(survey, "title")

    guest.post(
        at(translator(survey)),
        title(survey, "Su carta") | {f"ok-{where}": "on", "review_all": "1"},
    )

    assert Translation.objects.get().state == "draft"


def test_a_translator_writes_in_no_other_language_and_no_other_survey(guest):
    survey = survey_of(languages=["es", "ar"])
    other = survey_of()

    guest.post(at(translator(survey)), title(other, "Robado") | {"language": "ar"})
    guest.post(at(translator(survey)), title(survey, "Su carta") | {"language": "ar"})

    assert [(row.place, row.language) for row in Translation.objects.all()] == [
        (place(survey, "title"), "es")
    ]


def test_a_lost_placeholder_is_said_beside_its_text_which_is_kept(guest):
    survey = survey_of(title="Renew your [program]")

    page = guest.post(at(translator(survey)), title(survey, "Renueve su programa"))
    text = page.content.decode()

    assert "Keep [program] as it is." in text
    assert 'aria-invalid="true"' in text
    assert "Renueve su programa</textarea>" in text


def test_of_two_saves_at_once_the_second_sees_both_and_overwrites_nothing(guest):
    survey = survey_of()
    link = translator(survey)

    guest.post(at(link), title(survey, "Su carta"))
    second = guest.post(at(link), title(survey, "La carta"))
    text = second.content.decode()
    chosen = guest.post(at(link), title(survey, "La carta", seen="Su carta"))

    assert "What is saved now:" in text
    assert 'dir="ltr">Su carta</p>' in text
    assert "La carta</textarea>" in text
    assert chosen.status_code == 302
    assert Translation.objects.get().text == "La carta"


def test_too_many_saves_keep_what_was_typed(guest, monkeypatch):
    monkeypatch.setattr(guests, "SAVES", 0)
    survey = survey_of()

    page = guest.post(at(translator(survey)), title(survey, "Su carta"))

    assert (page.status_code, Translation.objects.count()) == (429, 0)
    assert "Su carta</textarea>" in page.content.decode()


def test_ended_over_unknown_and_foreign_links_show_the_same_page(guest):
    survey = survey_of()
    ended, over, away = (translator(survey_of()) for _ in range(3))
    guests.end_link(ended.pk, by=None)
    GuestLink.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    away.survey.languages = []
    away.survey.save()
    comment = reviewer(survey)
    paths = [at(ended), at(over), at(away), f"/t/{comment.token}/", "/t/unknown/"]
    paths += [f"/c/{translator(survey).token}/", "/c/unknown/", "/t/%00%FF/"]

    for path in paths:
        shown = [guest.get(path), guest.post(path, title(survey, "Su carta"))]

        assert {page.status_code for page in shown} == {404}, path
        for page in shown:
            assert "<h1>This link does not work</h1>" in page.content.decode(), path
    assert Translation.objects.count() == 0


def test_the_pages_speak_spanish_and_are_kept_by_no_cache_or_search_engine(guest):
    survey = survey_of()
    for link in (translator(survey), reviewer(survey)):
        page = guest.get(at(link) + "?lang=es")
        text = page.content.decode()

        assert '<html lang="es" dir="ltr">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert "no-store" in page.headers["Cache-Control"]


def test_a_reviewer_reads_the_draft_comments_and_sees_it_confirmed(guest):
    survey = survey_of(purpose="We write letters.", thanks="Bye for now.")
    first = make.question(survey=survey, label="Did you?", choices=["Yes", "No"])
    make.question(
        survey=survey, label="And why?", show_when={"any": [[first.key, ["c1"]]]}
    )
    link = reviewer(survey)

    page = guest.get(at(link)).content.decode()
    sent = {"name": "Ana Ruiz", "about-q2": "Why what?", "about-": "Too long."}
    after = guest.post(at(link), sent, follow=True).content.decode()

    for words in ["We write letters.", "Did you?", "Yes", "And why?", "Bye for now."]:
        assert words in page
    assert "Show this when “Did you?” is “Yes”." in page
    assert "Thank you, Ana Ruiz. 2 comments are with the team." in after
    assert after.count("You wrote:") == 2
    assert 'value="Ana Ruiz"' in after
    assert list(Comment.objects.values_list("question__key", "text")) == [
        ("q2", "Why what?"),
        (None, "Too long."),
    ]


def test_another_reviewer_with_the_same_link_reads_nobody_elses_comments(guest):
    survey = survey_of()
    link = reviewer(survey)
    guest.post(at(link), {"name": "Ana Ruiz", "about-": "Too long."})

    other = Client().get(at(link)).content.decode()

    assert "Too long." not in other
    assert "Ana Ruiz" not in other


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"about-q1": "Which?"}, "Write your name. Nothing was sent yet."),
        ({"name": "Ana"}, "No comment is written yet. Write one, then send it."),
        ({"name": "Ana", "about-q1": "x" * 2001}, "Write at most 2,000 characters."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(guest, sent, said):
    survey = survey_of()
    make.question(survey=survey)

    page = guest.post(at(reviewer(survey)), sent)
    text = page.content.decode()

    assert said in text
    assert sent.get("about-q1", "") in text
    assert "<title>Error: " in text
    assert Comment.objects.count() == 0


def test_too_many_comments_at_once_are_refused_and_kept_on_the_page(guest, monkeypatch):
    monkeypatch.setattr(guests, "SAVES", 0)
    link = reviewer(survey_of())

    page = guest.post(at(link), {"name": "Ana", "about-": "Too long."})
    text = page.content.decode()

    assert "Wait ten minutes, then save again." in text
    assert "Too long.</textarea>" in text


def test_words_of_guests_are_text_and_never_markup(guest, client, dana):
    survey = survey_of(dana)
    sent = {"name": "<b>Ana</b>", "about-": "<script>alert(1)</script>"}

    after = guest.post(at(reviewer(survey)), sent, follow=True).content.decode()
    editor = client.get(reverse("survey-edit", args=[survey.pk])).content.decode()

    for page in (after, editor):
        assert "<script>alert" not in page
        assert "<b>Ana" not in page


def test_what_a_machine_translated_is_counted_for_the_translator_to_read(guest):
    survey = survey_of(purpose="We write letters.")
    where = place(survey, "title")
    guest.post(at(translator(survey)), title(survey, "Su carta"))
    Translation.objects.filter(place=where).update(state="machine")

    page = guest.get(at(translator(survey))).content.decode()

    assert "1 of 2 texts is missing." in page
    assert "1 was translated by machine" in page


def test_what_somebody_stands_for_by_name_is_not_asked_for_again(guest):
    survey = survey_of()
    guest.post(at(translator(survey)), title(survey, "Su carta"))
    Translation.objects.update(state="machine")
    vouch_for(survey.pk, "es", "Luz Prado", by=make.user())

    page = guest.get(at(translator(survey))).content.decode()

    assert "Each text has a translation." in page
    assert "translated by machine" not in page


def test_a_reviewer_and_a_translator_read_the_page_in_their_own_language(guest):
    survey = survey_of()
    make.question(survey=survey, label="Did you get it?", choices=["Yes", "No"])

    read = guest.get(f"{at(reviewer(survey))}?lang=ar").content.decode()
    words = guest.get(f"{at(translator(survey))}?lang=zh-hans").content.decode()

    assert 'dir="rtl"' in read
    assert "تعليقاتكم على استبيان" in read
    assert "翻译成西班牙语" in words
