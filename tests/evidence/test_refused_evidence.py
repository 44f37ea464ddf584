"""What the evidence pages refuse, and that nothing typed is lost."""

import pytest
from django.utils import timezone

from studies.evidence.models import Change, Decision, Highlight, Insight
from studies.people.models import Conversation
from tests import make
from tests.evidence.pages import at, of, talked

pytestmark = pytest.mark.django_db


def test_a_line_that_is_too_long_is_refused_and_kept(client, round_):
    line = "It is long. " * 200

    page = client.post(at("conversation-new", round_), talked(heard=line))

    assert "A line is too long. Break it into parts." in page.content.decode()
    assert "It is long. It is long." in page.content.decode()
    assert Conversation.objects.count() == 0


def test_what_is_offered_to_cite_is_short_and_says_its_round(client, round_):
    said = make.highlight(
        conversation=make.conversation(round=round_), words="Too late " * 40
    )
    away = make.highlight(conversation=make.conversation(round=round_))
    Highlight.objects.filter(pk=away.pk).update(archived_at=timezone.now())
    other = make.highlight(conversation=make.conversation())

    page = client.get(at("insight-new", round_))

    [(value, label)] = page.context["form"].fields["highlights"].choices
    assert value.value == said.pk
    assert label.startswith("“Too late Too late")
    assert label.endswith("…” (round 1)")
    assert other.words not in page.content.decode()


def test_what_another_study_heard_cannot_be_cited(client, round_):
    foreign = make.highlight(conversation=make.conversation())

    page = client.post(
        at("insight-new", round_),
        {"statement": "Late", "severity": "slows", "highlights": [foreign.pk]},
    )

    assert list(page.context["form"].errors) == ["highlights"]
    assert Insight.objects.count() == 0


def test_a_decision_that_cites_nothing_is_refused_and_kept(client, round_):
    page = client.post(
        at("decision-new", round_),
        {
            "statement": "Say the date once",
            "decided_by": "Nora Haskell",
            "state": "adopted",
            "basis": "customers",
        },
    )

    assert "Choose what people said or what we learned" in page.content.decode()
    assert "Say the date once" in page.content.decode()
    assert Decision.objects.count() == 0


def test_a_change_needs_words_before_or_after(client, round_):
    decision = make.decision(round=round_)
    draft = make.draft(study=round_.study)

    page = client.post(
        of("change-new", round_, draft.number), {"decision": decision.pk}
    )

    assert "Write what stood there, or what stands there now." in page.content.decode()
    assert Change.objects.count() == 0


def test_a_draft_that_is_not_there_is_not_found(client, round_):
    assert client.get(of("change-new", round_, 7)).status_code == 404
    assert (
        client.get(of("study-drafts", round_) + "?left=x&right=99").status_code == 200
    )
