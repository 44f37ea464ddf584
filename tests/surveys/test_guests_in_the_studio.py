"""The studio's side of guests' links: made, ended, and what came through them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.surveys.models import Comment, GuestLink
from feedback.surveys.outside import commenting
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
    assert "about “Gone?”, archived" in page.content.decode()


def test_another_agencys_comment_is_not_found(client, dana):
    ours, theirs = survey_of(dana), survey_of()
    [row] = commenting.comment(reviewer(theirs).pk, "Ana Ruiz", {"": "Too long."})

    statuses = {
        client.post(reverse("survey-comment", args=[pk, row.pk])).status_code
        for pk in (ours.pk, theirs.pk)
    }

    assert statuses == {404}
    assert Comment.objects.get().dealt_with_at is None
