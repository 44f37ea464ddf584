import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.surveys import commenting, guests
from feedback.surveys.models import Comment, GuestLink
from feedback.surveys.translating import seen_mark
from studies.wording.models import Translation
from studies.wording.translations import place
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


@pytest.fixture
def guest():
    return Client()


def survey_of(member=None, **fields):
    member = member or make.member()
    activity = make.activity(agency=member.agency)
    values = {"languages": ["es"], "title": "Your letter", "purpose": ""}
    return make.survey(activity=activity, **values | fields)


def translator(survey, language="es"):
    return guests.make_link(survey.pk, "translate", language, by=None)


def reviewer(survey):
    return guests.make_link(survey.pk, "comment", by=None)


def at(link):
    door = {"translate": "guest-translate", "comment": "guest-comment"}
    return reverse(door[link.purpose], args=[link.token])


def title(survey, text, seen=""):
    where = place(survey, "title")
    return {f"text-{where}": text, f"seen-{where}": seen_mark(seen)}


def test_a_translator_sees_the_texts_side_by_side_and_saves_a_draft(guest):
    survey = survey_of()
    make.question(survey=survey, label="Did you get it?", choices=["Yes", "No"])
    link = translator(survey)

    page = guest.get(at(link))
    saved = guest.post(at(link), title(survey, "Su carta"), follow=True)

    assert page.status_code == 200
    assert [(name, len(rows)) for name, rows in page.context["groups"]] == [
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
        with django_assert_num_queries(4):
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
        assert guest.get(at(link) + "?lang=ar").headers["Content-Language"] != "ar"


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
    assert "Shows when the answer to question 1 is “Yes”." in page
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


def test_a_designer_makes_a_translators_link_and_ends_it(client, dana, guest):
    survey = survey_of(dana)
    page = reverse("survey-translate", args=[survey.pk, "es"])

    made = client.post(reverse("survey-guest", args=[survey.pk]), {"language": "es"})
    link = GuestLink.objects.get()
    shown = client.get(page).content.decode()
    opened = guest.get(at(link)).status_code
    end = reverse("survey-guest-end", args=[survey.pk, link.pk])
    ended = client.post(end)

    assert (made.url, ended.url) == (f"{page}#guests", f"{page}#guests")
    assert (link.purpose, link.language, link.created_by) == (
        "translate",
        "es",
        dana.user,
    )
    assert f"/t/{link.token}/</code>" in shown
    assert 'href="mailto:?subject=' in shown
    assert (opened, guest.get(at(link)).status_code) == (200, 404)
    assert link.token not in client.get(page).content.decode()


def test_a_link_for_another_language_or_another_agencys_survey_is_not_made(
    client, dana
):
    ours, theirs = survey_of(dana), survey_of()

    statuses = [
        client.post(reverse("survey-guest", args=[pk]), {"language": language})
        for pk, language in [(ours.pk, "ar"), (theirs.pk, "es"), (theirs.pk, "")]
    ]
    foreign = translator(theirs)
    end = client.post(reverse("survey-guest-end", args=[ours.pk, foreign.pk]))

    assert [page.status_code for page in [*statuses, end]] == [404, 404, 404, 404]
    assert [link.revoked_at for link in GuestLink.objects.all()] == [None]


def test_a_member_who_only_translates_sends_no_links(client):
    member = make.member(role="translator")
    client.force_login(member.user)
    survey = survey_of(member)

    made = client.post(reverse("survey-guest", args=[survey.pk]), {"language": "es"})
    page = client.get(reverse("survey-translate", args=[survey.pk, "es"]))

    assert (made.status_code, GuestLink.objects.count()) == (403, 0)
    assert "Send to a translator" not in page.content.decode()


def test_the_translate_page_says_which_drafts_came_by_the_link(client, dana, guest):
    survey = survey_of(dana)
    guest.post(at(translator(survey)), title(survey, "Su carta"))

    page = client.get(reverse("survey-translate", args=[survey.pk, "es"]))

    assert "draft, by the translator's link" in page.content.decode()


def test_comments_stand_beside_their_question_until_dealt_with(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey)
    link = reviewer(survey)
    [about, whole] = commenting.comment(
        link.pk, "Ana Ruiz", {"q1": "Which?", "": "Too long."}
    )
    edit = reverse("survey-edit", args=[survey.pk])

    draft = client.get(edit).context["draft"]
    move = reverse("survey-comment", args=[survey.pk, about.pk])
    dealt = client.post(move, {"to": "done"})
    after = client.get(edit).context["draft"]
    client.post(move, {"to": "open"})
    opened = client.get(edit).context["draft"]

    assert [card.comments for card in draft.cards] == [[about]]
    assert (draft.own_comments, draft.dealt_with) == ([whole], [])
    assert dealt.url == f"{edit}#question-{question.pk}"
    assert ([card.comments for card in after.cards], after.dealt_with) == (
        [[]],
        [about],
    )
    assert [card.comments for card in opened.cards] == [[about]]


def test_a_comment_on_a_question_put_away_is_not_lost(client, dana):
    survey = survey_of(dana)
    question = make.question(survey=survey, label="Gone?")
    [row] = commenting.comment(reviewer(survey).pk, "Ana Ruiz", {"q1": "Which?"})
    question.archived_at = timezone.now()
    question.save()

    page = client.get(reverse("survey-edit", args=[survey.pk]))

    assert page.context["draft"].own_comments == [row]
    assert "about “Gone?”, put away" in page.content.decode()


def test_another_agencys_comment_is_not_found(client, dana):
    ours, theirs = survey_of(dana), survey_of()
    [row] = commenting.comment(reviewer(theirs).pk, "Ana Ruiz", {"": "Too long."})

    statuses = {
        client.post(reverse("survey-comment", args=[pk, row.pk])).status_code
        for pk in (ours.pk, theirs.pk)
    }

    assert statuses == {404}
    assert Comment.objects.get().dealt_with_at is None


def test_what_a_machine_translated_is_counted_for_the_translator_to_read(guest):
    survey = survey_of(purpose="We write letters.")
    where = place(survey, "title")
    guest.post(at(translator(survey)), title(survey, "Su carta"))
    Translation.objects.filter(place=where).update(state="machine")

    page = guest.get(at(translator(survey))).content.decode()

    assert "1 of 2 texts is missing." in page
    assert "1 was translated by machine" in page
