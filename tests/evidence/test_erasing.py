from datetime import date
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from studies.evidence import erasing
from studies.evidence.models import Change, Decision, Highlight, Insight
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def said():
    """Words from a survey answer in a running study."""
    round_ = make.round_(study=make.study(state="running"))
    return make.highlight(round=round_, response_id=uuid4(), question_key="q2")


def flagged() -> list[Decision]:
    return list(Decision.objects.exclude(words_taken_back_on=None).order_by("pk"))


def test_the_words_and_their_translations_are_erased(said):
    other = make.highlight(round=said.round, response_id=uuid4())
    for row in (said, other):
        source = SourceText(place(row, "words"), row.words)
        translate(source, "es", "En español", agency=row.study.agency, by=None)

    assert erasing.erase_words(said.response_id) == 1

    assert list(Highlight.objects.all()) == [other]
    kept = Translation.objects.values_list("place", flat=True)
    assert list(kept) == [place(other, "words")]


def test_each_decision_that_stood_on_the_words_is_flagged_once(said):
    cites = make.decision(round=said.round)
    cites.highlights.set([said])
    learned = make.decision(round=said.round)
    learned.insights.set([make.insight(round=said.round, highlights=[said])])
    changed = make.decision(round=said.round)
    draft = make.draft(study=said.study)
    row = Change.objects.create(decision=changed, draft=draft, after="Now")
    row.highlights.set([said])
    make.decision(round=said.round)

    erasing.erase_words(said.response_id)

    assert flagged() == [cites, learned, changed]
    assert {row.words_taken_back_on for row in flagged()} == {TODAY()}
    assert Insight.objects.count() == 1


def test_an_answer_of_which_nothing_was_kept_flags_nothing(said):
    make.decision(round=said.round).highlights.set([said])

    assert erasing.erase_words(uuid4()) == 0

    assert flagged() == []
    assert list(Highlight.objects.all()) == [said]


def test_a_decision_that_was_looked_at_stands_again_and_history_says_who(said):
    decision = make.decision(round=said.round, words_taken_back_on=date(2027, 4, 1))
    member = make.user()

    done = [erasing.still_stands(decision.pk, by=member) for _twice in range(2)]

    assert done == [True, False]
    assert flagged() == []
    assert decision.history.first().history_user == member


def test_the_team_is_asked_to_look_again_and_can_say_that_it_stands(client, said):
    decision = make.decision(round=said.round, statement="Say the date once")
    decision.highlights.set([said])
    erasing.erase_words(said.response_id)
    client.force_login(make.member(agency=said.study.agency).user)
    learned = reverse("study-learned", args=[said.study.slug])

    board = client.get(reverse("study-board", args=[said.study.slug]))
    asked = client.get(learned).content.decode()
    stands = client.post(reverse("decision-stands", args=[decision.pk]), follow=True)

    assert "look again" in board.content.decode()
    assert "It still stands" in asked
    assert "Noted: the decision still stands." in stands.content.decode()
    assert "look again" not in stands.content.decode()


def test_who_may_only_look_reads_it_and_cannot_settle_it(client, said):
    decision = make.decision(round=said.round, words_taken_back_on=TODAY())
    viewer = make.member(agency=said.study.agency, role="viewer")
    client.force_login(viewer.user)

    page = client.get(reverse("study-learned", args=[said.study.slug]))
    refused = client.post(reverse("decision-stands", args=[decision.pk]))

    assert "look again" in page.content.decode()
    assert "It still stands" not in page.content.decode()
    assert refused.status_code == 403
    assert flagged() == [decision]


def test_the_public_page_says_nothing_of_it(client, said):
    make.decision(round=said.round, words_taken_back_on=TODAY())
    make.share_back(round=said.round, published_at=timezone.now())

    page = client.get(reverse("study-public", args=[said.study.slug]))

    assert page.status_code == 200
    assert "taken back" not in page.content.decode()


def test_changing_words_in_the_studio_leaves_no_copy_that_outlives_them(client, said):
    client.force_login(make.member(agency=said.study.agency).user)
    address = reverse("admin:studies_highlight_change", args=[said.pk])

    saved = client.post(address, {"words": "I wait at the door", "language": "en"})

    said.refresh_from_db()
    assert (saved.status_code, said.words) == (302, "I wait at the door")
    assert LogEntry.objects.count() == 0
