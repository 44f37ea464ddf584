from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.evidence.models import Change, Decision, Highlight, Insight
from studies.people.models import Conversation
from tests import make
from tests.evidence.pages import at, of, talked

pytestmark = pytest.mark.django_db


def test_each_line_that_was_heard_becomes_something_said(client, round_):
    page = client.post(at("conversation-new", round_), talked(), follow=True)

    said = Highlight.objects.order_by("pk").values_list("words", "language")
    assert list(said) == [("One thing.", "es"), ("Another thing.", "es")]
    assert "with 2 things that people said" in page.content.decode()


def test_a_conversation_of_tomorrow_keeps_what_was_typed(client, round_):
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = client.post(
        at("conversation-new", round_), talked(held_on=tomorrow.isoformat())
    )

    assert "This day has not come yet." in page.content.decode()
    assert "Another thing." in page.content.decode()
    assert Conversation.objects.count() == 0


def test_groups_of_another_study_cannot_be_chosen(client, round_):
    other = make.segment()

    page = client.post(at("conversation-new", round_), talked(segments=[str(other.pk)]))

    assert list(page.context["form"].errors) == ["segments"]


def test_what_people_said_shows_with_its_source(client, round_):
    person = make.participant(study=round_.study)
    talk = make.conversation(round=round_, participant=person)
    make.highlight(conversation=talk, words="I waited.", is_synthetic=True)

    page = client.get(of("study-heard", round_)).content.decode()

    assert "I waited." in page
    assert "P-001" in page
    assert "synthetic" in page


def test_an_insight_is_kept_with_its_words(client, round_):
    said = make.highlight(conversation=make.conversation(round=round_))

    client.post(
        at("insight-new", round_),
        {
            "statement": "People wait.",
            "severity": "blocks",
            "highlights": [said.pk],
            "counter": "",
        },
    )

    row = Insight.objects.get()
    assert (row.statement, list(row.highlights.all())) == ("People wait.", [said])


def decided(**values):
    fields = {
        "statement": "One date.",
        "decided_by": "Nora",
        "state": "adopted",
        "basis": "customers",
        "reason": "",
    }
    return fields | values


def test_a_decision_that_cites_nothing_is_sent_back_with_its_words(client, round_):
    page = client.post(at("decision-new", round_), decided()).content.decode()

    assert "or say what else this decision stands on." in page
    assert "One date." in page
    assert Decision.objects.count() == 0


def test_a_decision_is_kept_with_what_it_stands_on(client, round_):
    insight = make.insight(round=round_)

    client.post(at("decision-new", round_), decided(insights=[insight.pk]))

    assert list(Decision.objects.get().insights.all()) == [insight]


def test_two_drafts_stand_side_by_side(client, round_):
    make.draft(study=round_.study, body="Old **words**.")
    make.draft(study=round_.study, body="New **words**.")

    page = client.get(of("study-drafts", round_)).content.decode()

    assert "<strong>words</strong>" in page
    assert "**" not in page
    assert "No reason is written" in page


def test_an_unknown_number_shows_the_newest_two(client, round_):
    for _ in range(3):
        make.draft(study=round_.study)

    page = client.get(of("study-drafts", round_) + "?left=9&right=x")

    seen = page.context["comparison"]
    assert (seen.left.number, seen.right.number) == (2, 3)


def test_the_next_draft_begins_from_the_last_one(client, round_):
    make.draft(study=round_.study, body="Old words.")

    page = client.get(of("draft-new", round_))
    client.post(of("draft-new", round_), {"title": "", "body": "New words."})

    assert page.context["form"].initial["body"] == "Old words."
    assert [row.body for row in round_.study.drafts.all()] == [
        "Old words.",
        "New words.",
    ]


def test_a_reason_ties_a_change_to_its_decision(client, round_):
    make.draft(study=round_.study)
    make.draft(study=round_.study)
    decision = make.decision(round=round_)

    client.post(
        of("change-new", round_, 2),
        {"decision": decision.pk, "before": "Old", "after": "New", "note": "Clear"},
    )

    change = Change.objects.get()
    assert (change.decision, change.draft.number, change.note) == (decision, 2, "Clear")


def test_a_reason_without_words_is_sent_back(client, round_):
    make.draft(study=round_.study)
    decision = make.decision(round=round_)

    page = client.post(of("change-new", round_, 1), {"decision": decision.pk})

    assert "Write what stood there" in page.content.decode()


@pytest.mark.parametrize("role", ["viewer", "translator", "front_line"])
def test_who_may_not_write_evidence_is_refused(client, round_, role):
    client.force_login(make.member(agency=round_.study.agency, role=role).user)

    statuses = {
        client.get(at(name, round_)).status_code
        for name in ("insight-new", "decision-new")
    }

    assert statuses == {403}


def test_front_line_staff_log_what_they_hear(client, round_):
    client.force_login(make.member(agency=round_.study.agency, role="front_line").user)

    assert client.post(at("conversation-new", round_), talked()).status_code == 302


def test_a_decision_is_changed_with_its_history_and_still_stands_on_something(
    client, round_
):
    decision = make.decision(round=round_, statement="One date.")
    insight = make.insight(round=round_)
    other = make.insight(statement="Of another study.")
    decision.insights.add(insight)
    change = reverse("admin:studies_decision_change", args=[decision.pk])

    page = client.get(change).content.decode()
    refused = client.post(change, decided(statement="Two."))
    client.post(change, decided(statement="One date, boxed.", insights=[insight.pk]))
    story = client.get(reverse("admin:studies_decision_history", args=[decision.pk]))

    decision.refresh_from_db()
    assert other.statement not in page
    assert "Choose what people said" in refused.content.decode()
    assert decision.statement == "One date, boxed."
    assert "One date, boxed." in story.content.decode()


def test_evidence_is_archived_and_brought_back(client, round_):
    insight = make.insight(round=round_)
    listed = reverse("admin:studies_insight_changelist")
    chosen = {"_selected_action": [insight.pk]}

    client.post(listed, {"action": "archive_chosen"} | chosen)
    insight.refresh_from_db()
    away = insight.archived_at
    client.post(listed + "?shown=archived", {"action": "bring_back_chosen"} | chosen)
    insight.refresh_from_db()

    assert away is not None
    assert insight.archived_at is None


def test_a_published_line_is_neither_changed_nor_archived(client, round_):
    row = make.share_back(round=round_, published_at=timezone.now())

    client.post(
        reverse("admin:studies_shareback_changelist"),
        {"action": "archive_chosen", "_selected_action": [row.pk]},
    )
    changed = client.post(
        reverse("admin:studies_shareback_change", args=[row.pk]), {"you_said": "Mine"}
    )

    row.refresh_from_db()
    assert row.archived_at is None
    assert changed.status_code == 403


@pytest.mark.parametrize("name", ["study-heard", "study-learned", "study-drafts"])
def test_each_page_of_a_study_names_it_and_leads_back(client, round_, name):
    page = client.get(of(name, round_)).content.decode()

    board = reverse("study-board", args=[round_.study.slug])
    assert f"{round_.study.title} | CX Studio</title>" in page
    assert f'<a class="cx-link" href="{board}">{round_.study.title}</a>' in page


def test_the_list_of_what_people_said_names_languages_and_itself(client, round_):
    make.highlight(round=round_, study=round_.study, language="es")

    page = client.get(reverse("admin:studies_highlight_changelist")).content.decode()

    assert "<title>What people said | CX Studio</title>" in " ".join(page.split())
    assert ">Spanish</td>" in page


def test_a_strange_number_in_an_address_is_no_number(client, round_):
    assert client.get(of("study-drafts", round_), {"left": "²"}).status_code == 200
    assert client.get(reverse("survey-new"), {"round": "²"}).status_code == 200


def test_a_list_in_spanish_has_no_english_heading(client, round_):
    make.decision(round=round_, study=round_.study)

    client.get("/studio/", {"lang": "es"})
    page = client.get(reverse("admin:studies_decision_changelist")).content.decode()

    assert "Estudio</a>" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
    assert ">Study<" not in page.replace(" ", "").replace("\n", "")
