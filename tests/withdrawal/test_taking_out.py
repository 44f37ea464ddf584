import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from feedback.answering.models import Receipt, SurveyResponse
from feedback.results import tallying
from feedback.results.folding import fold
from feedback.results.models import Tally
from feedback.results.recounting import recount
from studies import signals
from studies.evidence.models import Decision, Highlight
from studies.evidence.strength import backing
from studies.outreach import ledger
from studies.outreach.models import Delivery
from studies.outreach.wanted import with_reason
from studies.people import actions as people
from studies.people import participants
from studies.people.models import (
    AccessLog,
    Conversation,
    Participant,
    Payment,
    Person,
    UpdateRequest,
    Withdrawal,
)
from studies.withdrawal.taking_out import erase_person, take_out
from tests import make
from tests.withdrawal.somebody import somebody

pytestmark = pytest.mark.django_db

STAFF = Withdrawal.Asked.STAFF


def out(row: Participant) -> Withdrawal:
    return take_out(row.pk, asked=STAFF, by=make.user())


def test_all_that_somebody_gave_to_a_study_goes_and_is_counted():
    gone = somebody()

    row = out(gone.participant)

    assert (row.state, row.done_on, row.asked) == ("done", timezone.localdate(), STAFF)
    assert row.went == {"answers": 1, "words": 2, "talks": 1, "requests": 1}
    answer = SurveyResponse.objects.get()
    assert (answer.state, answer.answers, answer.participant) == ("withdrawn", {}, None)
    for model in (Receipt, Highlight, UpdateRequest):
        assert not model.objects.exists()
    assert Conversation.objects.people() == 0
    assert not Conversation.history.exists()
    assert set(Tally.objects.values_list("count", flat=True)) == {0}
    assert recount(answer.survey_id) == []


def test_the_number_stays_empty_and_the_payment_under_it():
    gone = somebody()

    out(gone.participant)

    row = Participant.objects.get()
    assert (row.pseudonym, row.withdrawn_on) == ("P-001", timezone.localdate())
    assert (row.needs, row.language, row.segments.count()) == ([], "", 0)
    assert Payment.objects.get().participant == row


def test_the_register_says_how_much_and_never_what():
    gone = somebody()

    out(gone.participant)

    kept = repr(Withdrawal.objects.values().get())
    for told in ("Ana", "bold date", "Words", "q1"):
        assert told not in kept


def test_a_second_time_finds_nothing_more():
    gone = somebody()

    first, second = out(gone.participant), out(gone.participant)

    assert first == second
    assert Withdrawal.objects.get().went == first.went


def test_where_the_answers_cannot_be_erased_nothing_is(monkeypatch):
    gone = somebody()

    def fail(*_args):
        raise RuntimeError("the counters are away")

    monkeypatch.setattr(tallying, "change", fail)
    with pytest.raises(RuntimeError):
        out(gone.participant)

    assert not Withdrawal.objects.exists()
    assert Participant.objects.get().withdrawn_on is None
    assert SurveyResponse.objects.get().answers
    assert Highlight.objects.count() == 2


def test_a_signal_that_nobody_hears_erases_nothing(monkeypatch):
    gone = somebody()
    monkeypatch.setattr(signals.answers_taken_back, "receivers", [])
    signals.answers_taken_back.sender_receivers_cache.clear()

    with pytest.raises(signals.NobodyAnswered):
        out(gone.participant)

    assert Highlight.objects.count() == 2


def test_what_is_folded_while_we_wait_for_the_lock_is_taken_out_again(monkeypatch):
    gone = somebody()
    SurveyResponse.objects.update(folded=None)
    Tally.objects.all().delete()
    Conversation.objects.filter(method="survey").delete()
    lock = tallying.lock

    def after_the_folder(survey_id: int) -> None:
        fold(survey_id)
        lock(survey_id)

    monkeypatch.setattr(tallying, "lock", after_the_folder)
    out(gone.participant)

    assert set(Tally.objects.values_list("count", flat=True)) == {0}
    assert Conversation.objects.people() == 0


def test_a_closed_round_keeps_that_we_met_somebody_and_not_what_was_said():
    gone = somebody(state="closed")
    group = gone.participant.segments.get()
    gone.talk.segments.add(group)

    out(gone.participant)

    talk = Conversation.objects.get()
    assert (talk.people, talk.heard, talk.participant) == (1, "", None)
    assert list(talk.segments.all()) == [group]
    assert set(Conversation.history.values_list("participant", flat=True)) == {None}


def test_what_we_learned_stands_on_fewer_people_and_decisions_are_flagged():
    gone = somebody()
    mine = Highlight.objects.get(conversation=gone.talk)
    other = make.highlight(round=gone.round)
    insight = make.insight(round=gone.round, highlights=[mine, other])
    decision = make.decision(round=gone.round)
    decision.insights.add(insight)

    out(gone.participant)

    assert backing(insight, of=2).people == 1
    day = Decision.objects.get().words_taken_back_on
    assert day == timezone.localdate()


def test_other_people_and_other_studies_keep_theirs():
    gone = somebody()
    there = somebody(person=gone.participant.person, agency=gone.study.agency)

    out(gone.participant)

    assert Highlight.objects.filter(round=there.round).count() == 2
    assert Participant.objects.get(pk=there.participant.pk).withdrawn_on is None
    assert Person.objects.exists()


def mailed(gone):
    activity = gone.round.activities.get()
    activity.state, activity.languages_ready = "published", ["en"]
    activity.save()
    return make.wave(activity, [gone.participant.person])


def test_messages_that_wait_are_dropped_with_the_reason():
    gone = somebody()
    mailed(gone)

    row = out(gone.participant)

    states = set(Delivery.objects.values_list("state", "reason"))
    assert states == {("dropped", "withdrawn")}
    assert row.went["mails"] == Delivery.objects.count()


def test_a_message_that_a_worker_has_claimed_is_not_sent():
    gone = somebody()
    wave, lease = mailed(gone), uuid.uuid4()
    now = timezone.now() + timedelta(days=30)
    [row, *_later] = ledger.claim(wave.pk, lease, now)

    out(gone.participant)

    assert ledger.take_in_hand(row, lease, now) is False
    assert not Delivery.objects.exclude(state="dropped").exists()


def test_who_left_is_not_written_to_about_the_study_again():
    gone = somebody()
    wave = mailed(gone)
    out(gone.participant)

    asked = with_reason(Person.objects.all(), wave, "invitation", timezone.now())

    assert asked.get().reason == "withdrawn"


def test_links_and_booked_visits_of_who_left_are_closed():
    gone = somebody()
    session = make.session(round=gone.round)
    booking = make.booking(
        slot=make.slot(session=session), participant=gone.participant
    )

    row = out(gone.participant)

    booking.refresh_from_db()
    assert (booking.state, row.went["bookings"]) == ("canceled", 1)
    assert not gone.participant.invite_links.filter(revoked_at=None).exists()


def test_who_left_is_not_brought_in_again():
    gone = somebody()
    out(gone.participant)

    for act in (
        lambda: people.join_study(
            gone.participant.person_id, gone.study.pk, by=make.user()
        ),
        lambda: participants.describe(
            gone.participant.pk, language="es", needs=[], segments=[], by=make.user()
        ),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "withdrawn"


def test_a_person_is_erased_from_every_study_and_the_vault():
    gone = somebody()
    there = somebody(person=gone.participant.person, agency=gone.study.agency)
    member = make.panel_member(person=gone.participant.person)

    row = erase_person(there.participant.person_id, asked=STAFF, by=make.user())

    assert (row.state, row.person, row.study) == ("done", None, None)
    assert row.went == {
        "answers": 2,
        "words": 4,
        "talks": 2,
        "requests": 2,
        "contact": 1,
    }
    assert not Person.objects.exists()
    assert not Highlight.objects.exists()
    left = Participant.objects.exclude(withdrawn_on=None)
    assert set(left.values_list("person", flat=True)) == {None}
    assert type(member).objects.count() == 0
    assert AccessLog.objects.get(act="erased").about == "taken back"
    assert Payment.objects.count() == 2


def test_the_number_of_somebody_erased_is_never_given_again():
    first = somebody()
    erase_person(first.participant.person_id, asked=STAFF, by=make.user())
    person = make.person(agency=first.study.agency)

    row = people.join_study(person.pk, first.study.pk, by=make.user())

    assert row.pseudonym == "P-002"


def test_each_table_that_knows_a_participant_is_thought_of():
    """A new one has to say what becomes of it when its person leaves."""
    erased = {"Conversation", "Introduction", "SurveyResponse", "Segment"}
    emptied_or_closed = {"Booking", "InviteLink", "Delivery"}
    kept_under_the_number = {"Consent", "Payment", "Withdrawal"}

    known = {
        field.related_model.__name__
        for field in Participant._meta.get_fields()
        if field.auto_created or field.many_to_many
        if field.related_model
    }
    through = {name for name in known if name.startswith("Participant_")}

    assert known - through == erased | emptied_or_closed | kept_under_the_number
