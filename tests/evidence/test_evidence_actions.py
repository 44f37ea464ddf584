import uuid

import pytest
from django.db import IntegrityError, transaction

from cxstudio.refusal import Refusal
from studies.agencies import archiving
from studies.evidence import actions as evidence
from studies.evidence.models import Change, Decision, Highlight, ShareBack
from studies.outreach import stopping
from studies.outreach.models import Delivery, Wave
from studies.people import updates
from studies.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def running_round(**fields):
    return make.round_(study=make.study(state="running"), **fields)


def mark(round_, **values):
    fields = {"words": " I thought it was an interview. ", "language": "es", "by": None}
    return evidence.highlight(study=round_.study, round=round_, **fields | values)


def test_what_somebody_said_leads_back_to_where_they_said_it():
    talk = make.conversation()

    row = mark(talk.round, conversation=talk)

    assert (row.words, row.conversation) == ("I thought it was an interview.", talk)


def test_an_answer_that_is_marked_twice_is_kept_once():
    round_, response = make.round_(), uuid.uuid4()

    rows = [mark(round_, response_id=response, question_key="q1") for _ in range(2)]

    assert rows[0] == rows[1]
    assert Highlight.objects.count() == 1


def test_an_answer_that_is_marked_again_after_it_was_put_away_is_back():
    round_, response = make.round_(), uuid.uuid4()
    row = mark(round_, response_id=response, question_key="q1")
    archiving.archive([row], by=make.user())

    again = mark(round_, response_id=response, question_key="q1", by=make.user())

    assert again == row
    assert list(Highlight.objects.current()) == [row]


def test_nothing_said_is_refused():
    talk = make.conversation()

    with pytest.raises(Refusal) as refused:
        mark(talk.round, conversation=talk, words="  ")

    assert refused.value.code == "empty"


def test_what_we_learned_rests_on_words():
    said = make.highlight()

    row = evidence.learn(
        said.round,
        statement="People wait for an interview.",
        severity="blocks",
        highlights=[said],
        counter="Looked for, none found.",
        by=None,
    )

    assert list(row.highlights.all()) == [said]
    assert row.counter == "Looked for, none found."


def decide(round_, **values):
    fields = {"statement": "One date.", "decided_by": "Nora", "by": None}
    return evidence.decide(round_, **fields | values)


def test_a_decision_cites_what_people_said():
    said = make.highlight()

    row = decide(said.round, highlights=[said])

    assert (row.basis, list(row.highlights.all())) == ("customers", [said])


@pytest.mark.parametrize(
    "values, code",
    [({}, "cites_nothing"), ({"basis": "law", "reason": " "}, "no_reason")],
)
def test_a_decision_that_stands_on_nothing_is_refused(values, code):
    with pytest.raises(Refusal) as refused:
        decide(make.round_(), **values)

    assert refused.value.code == code
    assert Decision.objects.count() == 0


def test_a_decision_from_elsewhere_says_why():
    row = decide(make.round_(), basis="law", reason="The rule asks for it.")

    assert (row.basis, row.reason) == ("law", "The rule asks for it.")


def test_a_change_carries_its_decision_and_the_words_that_caused_it():
    said = make.highlight()
    decision = make.decision(round=said.round)
    draft = make.draft(study=said.study)

    row = evidence.change(
        decision,
        draft,
        before="April 30.",
        after="Send by April 30.",
        highlights=[said],
    )

    assert (row.decision, list(row.highlights.all())) == (decision, [said])


def test_a_change_that_changes_nothing_is_refused():
    decision = make.decision()

    with pytest.raises(Refusal) as refused:
        evidence.change(
            decision, make.draft(study=decision.study), before=" ", after=""
        )

    assert refused.value.code == "empty"
    assert Change.objects.count() == 0


def test_publishing_shows_the_lines_and_writes_to_those_who_asked():
    round_ = running_round()
    make.share_back(round=round_)
    updates.ask_for_updates(round_.study_id, email="a@example.org", language="es")

    published = evidence.publish_share_backs(round_, by=make.user())

    assert published == evidence.Published(lines=1, messages=1)
    row = ShareBack.objects.get()
    assert row.published_at is not None
    assert row.mailed_at is not None
    assert Delivery.objects.filter(wave__study=round_.study).count() == 1


def test_the_number_of_messages_is_of_those_that_go_out():
    round_ = running_round()
    make.share_back(round=round_)
    for name in ("ana", "bo"):
        email = f"{name}@example.org"
        updates.ask_for_updates(round_.study_id, email=email, language="es")
    updates.keep_requests()
    stopped = Person.objects.order_by("pk").first()
    stopping.stop_messages(stopped.pk)

    published = evidence.publish_share_backs(round_, by=make.user())
    Delivery.objects.update(state="handed_over")
    make.share_back(round=round_)
    later = evidence.publish_share_backs(round_, by=make.user())

    assert published == evidence.Published(lines=1, messages=1)
    assert later == evidence.Published(lines=1, messages=0)


def test_publishing_again_shows_and_sends_nothing_more():
    round_ = running_round()
    make.share_back(round=round_)
    updates.ask_for_updates(round_.study_id, email="a@example.org", language="es")
    evidence.publish_share_backs(round_, by=make.user())

    again = evidence.publish_share_backs(round_, by=make.user())

    assert again == evidence.Published(lines=0, messages=0)
    assert Delivery.objects.count() == 1


def test_where_nobody_asked_no_mailing_is_made():
    round_ = running_round()
    make.share_back(round=round_)

    evidence.publish_share_backs(round_, by=make.user())

    assert Wave.objects.count() == 0


def test_archived_lines_are_not_published():
    round_ = running_round()
    row = make.share_back(round=round_)
    ShareBack.objects.filter(pk=row.pk).update(archived_at=row.created_at)

    assert evidence.publish_share_backs(round_, by=make.user()).lines == 0


def test_nothing_is_published_while_a_study_is_practice():
    row = make.share_back()

    with pytest.raises(Refusal) as refused:
        evidence.publish_share_backs(row.round, by=make.user())

    row.refresh_from_db()
    assert (refused.value.code, row.published_at) == ("practice", None)


def refuses(rule, act):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()


def test_rows_that_must_never_exist():
    response = uuid.uuid4()
    said = make.highlight(response_id=response, question_key="q1", conversation=None)
    decision = make.decision(round=said.round)
    draft = make.draft(study=said.study)

    refuses(
        "highlight_once_per_answer",
        lambda: make.highlight(
            response_id=response, question_key="q1", conversation=None
        ),
    )
    refuses(
        "highlight_has_one_source",
        lambda: make.highlight(
            response_id=uuid.uuid4(), conversation=make.conversation()
        ),
    )
    refuses(
        "decision_not_from_customers_says_why",
        lambda: make.decision(basis="law", reason=""),
    )
    refuses(
        "change_changes_something",
        lambda: Change.objects.create(decision=decision, draft=draft),
    )
