"""What became of a visit, the payment that follows, notes, and conversations."""

import pytest

from cxstudio.refusal import Refusal
from studies.evidence import from_sessions
from studies.evidence.models import Highlight
from studies.people import agreeing, payments
from studies.people.models import Conversation, Payment
from studies.planning.models import Round
from studies.sessions import attending, erasing, noting
from studies.sessions.models import Booking, Note, Slot
from studies.sessions.standing import Stands, coming, standing
from tests import make

pytestmark = pytest.mark.django_db


def sat(**fields) -> Booking:
    """Somebody whose time has come."""
    slot = make.slot(days=-1, capacity=3, session=make.session(cents=4000))
    return make.booking(slot=slot, **fields)


def note(row, kind="words", text="It is long.", **more) -> Note:
    values = {"kind": kind, "language": "en", "by": make.user()}
    booking_id = row.pk if more.pop("of_person", True) else None
    return noting.write(row.session_id, text, booking_id=booking_id, **values | more)


@pytest.mark.parametrize(
    ("state", "owed"), [("took_part", 1), ("stopped_early", 1), ("no_show", 0)]
)
def test_who_came_is_paid_also_when_they_stop_early(state, owed):
    row, by = sat(), make.user()

    for _twice in range(2):
        attending.mark(row.pk, state, by=by)

    assert Booking.objects.get().state == state
    assert Payment.objects.filter(state="due", cents=4000).count() == owed


def test_a_session_that_pays_nothing_owes_nothing():
    row = make.booking(slot=make.slot(days=-1))

    attending.mark(row.pk, "took_part", by=make.user())

    assert not Payment.objects.exists()


def test_a_wrong_mark_is_put_right_and_what_was_paid_stays():
    row, by = sat(), make.user()
    attending.mark(row.pk, "took_part", by=by)
    [paid] = Payment.objects.all()
    payments.refused(paid.pk, by=by)

    assert attending.mark(row.pk, "no_show", by=by).state == "no_show"
    assert attending.mark(row.pk, "took_part", by=by).state == "took_part"
    assert Payment.objects.get().state == "refused"


@pytest.mark.parametrize("state", ["took_part", "stopped_early"])
def test_a_wrong_mark_that_is_put_right_leaves_nothing_due(state):
    row, by = sat(), make.user()
    attending.mark(row.pk, state, by=by)

    attending.mark(row.pk, "no_show", by=by)
    undone = Payment.objects.get()
    attending.mark(row.pk, "took_part", by=by)

    assert (undone.state, undone.due_on, undone.marked_by) == ("offered", None, by)
    assert Payment.objects.get().state == "due"


@pytest.mark.parametrize(
    ("make_row", "state", "code"),
    [
        (lambda: make.booking(slot=make.slot()), "took_part", "not_begun"),
        (lambda: make.booking(), "took_part", "not_booked"),
        (sat, "invited", "not_booked"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(make_row, state, code):
    row = make_row()

    with pytest.raises(Refusal) as refused:
        attending.mark(row.pk, state, by=make.user())

    assert refused.value.code == code


def test_nobody_took_part_who_has_not_agreed_to_it():
    row, by = sat(), make.user()
    make.consent(study=row.participant.study)

    with pytest.raises(Refusal) as refused:
        attending.mark(row.pk, "took_part", by=by)
    attending.mark(row.pk, "no_show", by=by)
    agreeing.agree(
        row.participant_id, ["take_part"], language="ar", way="verbal", by=by
    )

    assert refused.value.code == "no_consent"
    assert attending.mark(row.pk, "took_part", by=by).state == "took_part"


def met(*purposes, **fields) -> Booking:
    """Somebody who took part, having agreed to these purposes."""
    row = sat(**fields)
    study = row.participant.study
    make.consent(study=study, record="You may record us.")
    agreeing.agree(row.participant_id, ["take_part", *purposes], language="en")
    return attending.mark(row.pk, "took_part", by=make.user())


def test_a_note_leaves_out_private_numbers_and_carries_the_consent():
    row = met("quote")
    agency = row.session.round.study.agency
    agency.contact_phone = "212-555-0142"
    agency.save()

    kept = note(row, text=" Call 212-555-0199, not 212-555-0142. ")

    assert kept.text == "Call [phone number left out], not 212-555-0142."
    assert kept.consent.purposes == ["take_part", "quote"]


@pytest.mark.parametrize("kind", ["words", "recorded"])
def test_what_somebody_has_not_agreed_to_is_not_noted(kind):
    row = met()

    with pytest.raises(Refusal) as refused:
        note(row, kind)
    seen = note(row, "seen", "Read the date twice.")

    assert refused.value.code == "not_agreed"
    assert list(Note.objects.all()) == [seen]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"of_person": False}, "nobody"),
        ({"text": "  "}, "empty"),
        ({"text": "a" * 2001}, "long"),
    ],
)
def test_a_note_says_something_and_whose_words_they_are(change, code):
    row = met("quote")

    with pytest.raises(Refusal) as refused:
        note(row, **change)

    assert refused.value.code == code


def test_nobody_who_did_not_come_said_anything():
    row = sat()

    with pytest.raises(Refusal) as refused:
        note(row)

    assert refused.value.code == "not_met"


def test_a_note_of_the_whole_group_belongs_to_nobody():
    row = met()

    kept = note(row, "seen", "They laughed at the second page.", of_person=False)

    assert (kept.booking, kept.consent) == (None, None)


def test_each_person_who_took_part_becomes_one_conversation_with_their_words():
    row, by = met("quote"), make.user()
    group = make.segment(study=row.participant.study)
    row.participant.segments.add(group)
    note(row)
    note(row, "seen", "Read the date twice.")
    silent = make.booking(
        slot=row.slot, participant=make.participant(study=row.participant.study)
    )
    agreeing.agree(silent.participant_id, ["take_part"], language="en")
    attending.mark(silent.pk, "stopped_early", by=by)

    kept = [from_sessions.keep(row.session_id, by=by) for _twice in range(2)]

    assert kept == [(2, 1), (0, 0)]
    talk, other = Conversation.objects.order_by("participant__number")
    assert (talk.method, talk.level, talk.people) == ("interview", 2, 1)
    assert talk.heard == "It is long.\nRead the date twice."
    assert list(talk.segments.all()) == [group]
    assert (other.participant, other.heard) == (silent.participant, "")
    said = Highlight.objects.get()
    assert (said.words, said.conversation) == ("It is long.", talk)
    assert said.consent_version == agreeing.holding(row.participant).version


def test_who_spoke_for_somebody_else_is_kept_so():
    row, by = sat(), make.user()
    attending.mark(row.pk, "took_part", by=by)
    attending.mark(row.pk, "took_part", is_proxy=True, by=by)

    from_sessions.keep(row.session_id, by=by)

    assert Conversation.objects.get().is_proxy
    attending.mark(row.pk, "took_part", by=by)
    assert not Conversation.objects.get().is_proxy
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("asked_before", [True, False])
def test_words_are_no_evidence_once_the_yes_to_quote_them_is_gone(asked_before):
    row = met("quote") if asked_before else sat()
    attending.mark(row.pk, "took_part", by=make.user())
    note(row, text="It came late.")
    if not asked_before:
        make.consent(study=row.participant.study)
    agreeing.agree(row.participant_id, ["take_part"], language="en")

    kept = from_sessions.keep(row.session_id, by=make.user())

    assert kept == (1, 0)
    assert not Highlight.objects.exists()
    assert Conversation.objects.get().heard == "It came late."


def test_a_later_note_goes_into_the_same_conversation_and_stays_there():
    row, by = met("quote"), make.user()
    first = note(row)
    from_sessions.keep(row.session_id, by=by)
    note(row, text="I lost it.")

    assert from_sessions.keep(row.session_id, by=by) == (1, 1)
    assert Conversation.objects.get().heard == "It is long.\nI lost it."
    with pytest.raises(Refusal):
        noting.take_out(first.pk, by=by)
    with pytest.raises(Refusal) as refused:
        attending.mark(row.pk, "no_show", by=by)
    assert refused.value.code == "has_conversation"


def test_a_note_is_thrown_away_for_good():
    kept = note(met("quote"))

    noting.take_out(kept.pk, by=make.user())

    assert not Note.objects.exists()


def test_a_note_that_a_legal_hold_keeps_is_not_thrown_away():
    kept = note(met("quote"))
    make.legal_hold(study=kept.session.round.study)

    with pytest.raises(Refusal) as refused:
        noting.take_out(kept.pk, by=make.user())

    assert (refused.value.code, Note.objects.get()) == ("held", kept)


def test_the_head_count_of_a_closed_round_does_not_grow():
    row = met()
    Round.objects.update(state="closed")

    with pytest.raises(Refusal) as refused:
        noting.hold(row.session_id, by=make.user())

    assert (refused.value.code, Conversation.objects.count()) == ("closed", 0)


def test_erasing_takes_needs_and_notes_and_leaves_the_head_count():
    row, by = met("quote", needs=["breaks"], other_needs="A quiet room"), make.user()
    note(row)
    from_sessions.keep(row.session_id, by=by)

    gone = [erasing.erase_person(row.participant.person_id) for _twice in range(2)]

    row.refresh_from_db()
    assert gone == [1, 0]
    assert (row.needs, row.other_needs, row.state) == ([], "", "took_part")
    assert Conversation.objects.get().people == 1


def test_erasing_gives_a_booked_seat_back_without_a_mail():
    slot = make.slot()
    row = make.booking(slot=slot)

    erasing.erase_for(row.participant_id)

    row.refresh_from_db()
    assert (row.state, row.canceled_by) == ("canceled", "person")
    assert Slot.objects.get().taken == 0
    assert set(row.letters.values_list("state", flat=True)) == {"dropped"}


def test_where_each_person_of_a_round_stands_is_derived():
    slot = make.slot(capacity=9, days=-1)
    session, study = slot.session, slot.session.round.study
    make.consent(study=study)

    def person(**fields):
        fields |= {"participant": make.participant(study=study)}
        return make.booking(**fields).participant

    invited, agreed = person(session=session), person(session=session)
    agreeing.agree(agreed.pk, ["take_part"], language="en")
    states = ("booked", "took_part", "no_show", "stopped_early")
    seated = {state: person(slot=slot, state=state) for state in states}
    gone = person(slot=slot)
    gone.person.delete()
    other = make.session(round=session.round)
    make.booking(session=other, participant=seated["no_show"])

    found = standing(session.round)
    Round.objects.update(state="told")
    told = standing(Round.objects.get())

    assert found == {
        invited.pk: Stands.INVITED,
        agreed.pk: Stands.CONSENTED,
        gone.pk: Stands.WITHDRAWN,
        **{row.pk: Stands(state) for state, row in seated.items()},
    }
    assert told[seated["took_part"].pk] == told[seated["stopped_early"].pk] == "told"
    assert told[seated["no_show"].pk] == Stands.NO_SHOW
    assert str(Stands.CONSENTED.label) == "agreed to take part"


def test_visits_to_come_say_free_seats_and_languages(django_assert_num_queries):
    soon = make.slot(capacity=3)
    study = soon.session.round.study
    spanish = make.participant(study=study, language="es")
    make.booking(slot=soon, participant=spanish)
    closed = make.slot(session=soon.session, days=5, state="closed")
    make.slot(session=soon.session, days=6, state="canceled")
    make.slot(session=soon.session, days=-1)
    make.slot()

    with django_assert_num_queries(2):
        rows = coming(study.agency)

    facts = [(c.slot, c.seats, c.booked, c.free, c.languages) for c in rows]
    assert facts == [(soon, 3, 1, 2, {"es": 1}), (closed, 1, 0, 0, {})]
    assert coming(study.agency, round_=make.round_()) == []
