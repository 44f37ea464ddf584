"""Rows that must never be, refused by the database itself."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from studies.people.models import Consent
from studies.sessions.models import Letter, Note, Slot
from tests import make

pytestmark = pytest.mark.django_db


def given(**fields):
    person = make.participant()
    version = make.consent(study=person.study)
    values = {"purposes": ["take_part"], "language": "en", "way": "self"}
    return partial(
        Consent.objects.create, participant=person, version=version, **values | fields
    )


def the_same_booking():
    row = make.booking()
    return partial(make.booking, session=row.session, participant=row.participant)


def the_same_time():
    row = make.slot()
    return partial(make.slot, session=row.session, starts_at=row.starts_at)


def letter(**fields):
    row = make.booking()
    values = {"booking": row, "kind": "reminder", "sequence": 1}
    values |= {"due_at": row.session.created_at}
    return partial(Letter.objects.create, **values | fields)


def the_same_letter():
    make_one = letter()
    make_one()
    return make_one


def overbooked():
    row = make.slot(capacity=2, taken=2)
    return partial(Slot.objects.filter(pk=row.pk).update, taken=3)


BROKEN_BY = {
    "consent_given_means_taking_part": lambda: given(purposes=["quote"]),
    "consent_heard_names_who_heard_it": lambda: given(way="verbal"),
    "session_says_where": lambda: partial(make.session, place=""),
    "session_lasts_minutes_to_hours": lambda: partial(make.session, minutes=4),
    "slot_never_overbooked": overbooked,
    "slot_has_a_seat": lambda: partial(make.slot, capacity=0),
    "slot_once_per_session_and_time": the_same_time,
    "booking_once_per_session": the_same_booking,
    "booking_has_a_time": lambda: partial(make.booking, state="no_show"),
    "booking_canceled_says_by_whom": lambda: partial(make.booking, state="canceled"),
    "letter_once_per_booking_and_news": the_same_letter,
    "letter_not_sent_says_why": lambda: letter(state="refused"),
    "note_of_words_says_whose": lambda: partial(
        Note.objects.create, session=make.session(), kind="words", text="It is long."
    ),
}


@pytest.mark.parametrize("rule", BROKEN_BY)
def test_the_database_refuses_what_must_never_be(rule):
    make_row = BROKEN_BY[rule]()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_row()
