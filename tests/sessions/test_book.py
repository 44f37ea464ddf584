"""A seat is kept for one person, moved and given back; there are never too many."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.people import agreeing
from studies.people.models import Consent
from studies.sessions import actions as sessions
from studies.sessions import booking as visits
from studies.sessions.booking import Agreement, Needs
from studies.sessions.models import Booking, Slot
from tests import make


def book(row, slot, **more):
    return visits.book(row.pk, slot.pk, needs=Needs(), **more)


def taken(*slots) -> list[int]:
    return [Slot.objects.get(pk=slot.pk).taken for slot in slots]


def letters(row) -> list[tuple[str, int, str]]:
    rows = row.letters.order_by("pk")
    return list(rows.values_list("kind", "sequence", "state"))


@pytest.mark.django_db
def test_a_booking_takes_a_seat_and_queues_a_confirmation_and_a_reminder(woken):
    slot = make.slot()
    row = make.booking(session=slot.session)
    needs = Needs(["breaks", "nonsense"], "ar", True, "Call 212-555-0142 first")

    booked = visits.book(row.pk, slot.pk, needs=needs, time_zone="America/Denver")

    assert (booked.state, booked.booked_by, booked.sequence) == ("booked", "person", 1)
    assert (booked.needs, booked.interpreter) == (["breaks"], "ar")
    assert booked.brings_somebody
    assert booked.other_needs == "Call [phone number left out] first"
    assert taken(slot) == [1]
    assert letters(row) == [("confirmation", 1, "queued"), ("reminder", 1, "queued")]


@pytest.mark.django_db
def test_the_same_booking_again_changes_nothing():
    slot = make.slot()
    row = make.booking(session=slot.session)

    first, second = book(row, slot), book(row, slot)

    assert first.booked_at == second.booked_at
    assert taken(slot) == [1]
    assert len(letters(row)) == 2


@pytest.mark.django_db
def test_moving_gives_the_old_seat_back_and_drops_letters_that_are_not_true():
    old = make.slot()
    new = make.slot(session=old.session, days=5)
    row = make.booking(session=old.session)
    book(row, old)

    moved = book(row, new)

    assert (moved.slot_id, moved.sequence) == (new.pk, 2)
    assert taken(old, new) == [0, 1]
    assert letters(row) == [
        ("confirmation", 1, "dropped"),
        ("reminder", 1, "dropped"),
        ("update", 2, "queued"),
        ("reminder", 2, "queued"),
    ]


@pytest.mark.django_db
def test_who_finds_a_time_taken_keeps_the_one_they_had():
    mine = make.slot()
    full = make.slot(session=mine.session, days=5)
    make.booking(slot=full)
    row = make.booking(session=mine.session)
    book(row, mine)

    with pytest.raises(Refusal) as refused:
        book(row, full)

    row.refresh_from_db()
    assert refused.value.code == "taken"
    assert (row.slot_id, taken(mine, full)) == (mine.pk, [1, 1])


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"state": "closed"}, {"days": -1}])
def test_a_time_that_is_closed_or_has_begun_is_not_booked(change):
    slot = make.slot(**change)
    row = make.booking(session=slot.session)

    with pytest.raises(Refusal) as refused:
        book(row, slot)

    assert (refused.value.code, taken(slot)) == ("taken", [0])


@pytest.mark.django_db
def test_a_time_of_another_session_is_not_booked():
    slot, row = make.slot(), make.booking()

    with pytest.raises(Refusal):
        book(row, slot)

    assert taken(slot) == [0]


@pytest.mark.django_db
def test_canceling_gives_the_seat_back_and_booking_again_keeps_the_link():
    slot = make.slot()
    row = make.booking(session=slot.session)
    book(row, slot)

    visits.cancel(row.pk)
    again = visits.cancel(row.pk)

    assert (again.state, again.canceled_by, again.sequence) == ("canceled", "person", 2)
    assert taken(slot) == [0]
    back = book(row, slot)
    assert (back.pk, back.state, back.canceled_by) == (row.pk, "booked", "")
    assert (back.sequence, taken(slot)) == (3, [1])


@pytest.mark.django_db
def test_a_visit_that_has_begun_is_neither_moved_nor_canceled():
    slot = make.slot(days=-1)
    later = make.slot(session=slot.session)
    row = make.booking(slot=slot)

    for act in (lambda: visits.cancel(row.pk), lambda: book(row, later)):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "begun"

    assert taken(slot, later) == [1, 0]


@pytest.mark.django_db
def test_somebody_may_say_no_to_an_invitation_and_no_mail_follows():
    row = make.booking()

    visits.cancel(row.pk)

    row.refresh_from_db()
    assert (row.state, letters(row)) == ("canceled", [])


@pytest.mark.django_db
def test_a_session_that_was_put_away_takes_no_booking():
    slot = make.slot()
    row = make.booking(session=slot.session)
    sessions.archive(slot.session_id, by=make.user())

    with pytest.raises(Refusal) as refused:
        book(row, slot)

    assert refused.value.code == "archived"


@pytest.mark.django_db
def test_a_booking_needs_the_consent_that_the_study_asks_for():
    slot = make.slot()
    make.consent(study=slot.session.round.study)
    row = make.booking(session=slot.session)

    with pytest.raises(Refusal) as refused:
        book(row, slot)
    with pytest.raises(Refusal) as not_agreed:
        book(row, slot, agreement=Agreement(["quote"], "en"))
    book(row, slot, agreement=Agreement(["take_part", "quote", "share"], "en"))

    assert (refused.value.code, not_agreed.value.code) == ("no_consent", "not_agreed")
    kept = Consent.objects.get()
    assert (kept.purposes, kept.way) == (["take_part", "quote"], "self")
    assert agreeing.covers(row.participant, "quote")
    assert not agreeing.covers(row.participant, "record")


@pytest.mark.django_db
def test_who_took_everything_back_is_neither_invited_nor_booked():
    slot = make.slot()
    row = make.booking(session=slot.session)
    other = make.session(round=slot.session.round)
    row.participant.withdrawn_on = timezone.localdate()
    row.participant.save()

    for act in (
        lambda: book(row, slot, who="staff"),
        lambda: visits.own(other, row.participant),
        lambda: visits.invite(other.pk, [row.participant], by=make.user()),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "withdrawn"

    assert (taken(slot), Booking.objects.get()) == ([0], row)


@pytest.mark.django_db
def test_people_of_another_study_are_not_invited_and_nobody_twice():
    session = make.session()
    person = make.participant(study=session.round.study)
    by = make.user()

    first = visits.invite(session.pk, [person], by=by)
    second = visits.invite(session.pk, [person], by=by)
    with pytest.raises(Refusal) as refused:
        visits.invite(session.pk, [make.participant()], by=by)

    assert (len(first), second, refused.value.code) == (1, [], "other_study")
    assert letters(first[0]) == [("invitation", 0, "queued")]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_as_many_get_a_seat_as_there_are():
    slot = make.slot(capacity=7)
    study = slot.session.round.study
    rows = [
        make.booking(session=slot.session, participant=make.participant(study=study))
        for _each in range(50)
    ]
    start, refused = Barrier(10), []

    def tries(mine: list[Booking]) -> None:
        start.wait()
        for row in mine:
            try:
                book(row, slot)
            except Refusal as refusal:
                refused.append(refusal.code)
        connection.close()

    threads = [Thread(target=tries, args=[rows[n::10]]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["taken"] * 43
    assert taken(slot) == [7]
    assert Booking.objects.filter(state="booked", slot=slot).count() == 7


@pytest.mark.django_db(transaction=True)
def test_two_who_change_places_at_once_both_end_with_a_seat():
    one = make.slot(capacity=2)
    other = make.slot(session=one.session, capacity=2)
    pairs = [
        (make.booking(slot=one), other),
        (make.booking(slot=other), one),
    ]
    start = Barrier(2)

    def changes(row: Booking, slot: Slot) -> None:
        start.wait()
        book(row, slot)
        connection.close()

    threads = [Thread(target=changes, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [Booking.objects.get(pk=row.pk).slot_id for row, _slot in pairs] == [
        other.pk,
        one.pk,
    ]
    assert taken(one, other) == [1, 1]


@pytest.mark.django_db
def test_a_canceled_time_frees_all_its_seats_and_tells_everyone():
    slot = make.slot(capacity=3)
    rows = [
        make.booking(slot=slot, participant=make.participant(study=study))
        for study in [slot.session.round.study] * 2
    ]
    by = make.user()

    told = [sessions.cancel_time(slot.pk, by=by) for _twice in range(2)]

    assert told == [2, 0]
    assert [(r.state, r.canceled_by) for r in Booking.objects.all()] == [
        ("canceled", "staff")
    ] * 2
    assert [letters(row) for row in rows] == [[("cancellation", 1, "queued")]] * 2
    assert taken(slot) == [0]


@pytest.mark.django_db
def test_a_time_that_has_begun_is_not_canceled():
    slot = make.slot(days=-1)

    with pytest.raises(Refusal) as refused:
        sessions.cancel_time(slot.pk, by=make.user())

    assert refused.value.code == "has_begun"


@pytest.mark.django_db
def test_times_are_offered_once_and_closed_and_opened_again():
    session, by = make.session(), make.user()
    at = [timezone.now() + timedelta(days=n) for n in (1, 2)]

    first = sessions.add_times(session.pk, at, capacity=2, by=by)
    second = sessions.add_times(session.pk, at, capacity=2, by=by)
    closed = sessions.offer(first[0].pk, on=False, by=by)

    assert (len(first), second) == (2, [])
    assert (closed.state, closed.capacity, closed.minutes) == ("closed", 2, 45)
    assert sessions.offer(closed.pk, on=True, by=by).state == "open"
    sessions.cancel_time(closed.pk, by=by)
    with pytest.raises(Refusal):
        sessions.offer(closed.pk, on=True, by=by)
    assert len(sessions.add_times(session.pk, at, capacity=1, by=by)) == 1


@pytest.mark.django_db
def test_a_time_never_has_fewer_seats_than_people_who_booked():
    slot = make.slot(capacity=3)
    make.booking(slot=slot)
    make.booking(
        slot=slot, participant=make.participant(study=slot.session.round.study)
    )
    by = make.user()

    with pytest.raises(Refusal):
        sessions.set_seats(slot.pk, 1, by=by)

    assert sessions.set_seats(slot.pk, 2, by=by).capacity == 2


@pytest.mark.django_db
def test_who_booked_is_told_of_a_new_place_and_of_nothing_else():
    slot, by = make.slot(), make.user()
    row = make.booking(slot=slot)

    sessions.change(slot.session_id, by=by, for_whom="Parents")
    before = letters(row)
    sessions.change(slot.session_id, by=by, place="Library, room 5")

    assert before == []
    assert letters(row) == [("update", 1, "queued"), ("reminder", 1, "queued")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "code"), [({"place": " "}, "nowhere"), ({"draft": None}, "other_study")]
)
def test_a_session_says_where_it_is_and_shows_a_draft_of_its_own_study(said, code):
    session = make.session()
    if "draft" in said:
        said = {"draft": make.draft()}

    with pytest.raises(Refusal) as refused:
        sessions.change(session.pk, by=make.user(), **said)

    assert refused.value.code == code


@pytest.mark.django_db
def test_a_session_with_people_to_come_is_not_put_away():
    slot, by = make.slot(), make.user()
    make.booking(slot=slot)

    with pytest.raises(Refusal) as refused:
        sessions.archive(slot.session_id, by=by)
    sessions.cancel_time(slot.pk, by=by)
    away = sessions.archive(slot.session_id, by=by)

    assert refused.value.code == "booked"
    assert away.archived_at is not None
    assert sessions.bring_back(away.pk, by=by).archived_at is None
