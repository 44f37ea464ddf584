"""Somebody leaves in the moment in which the team writes about their visit."""

import threading

import pytest
from django.db import connection, transaction

from cxstudio.refusal import Refusal
from studies.people.models import Conversation, Participant
from studies.sessions import attending, noting
from studies.sessions.models import Booking, Note
from studies.withdrawal import taking_out
from tests import make
from tests.sessions.conftest import woken  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def sat(state: str) -> Booking:
    """Somebody whose time has come, and who agreed to pay for it."""
    slot = make.slot(days=-1, session=make.session(cents=4000))
    return make.booking(slot=slot, state=state)


def hold(row: Booking, by) -> str:
    return f"{len(noting.hold(row.session_id, by=by))} kept"


def mark(row: Booking, by) -> str:
    return attending.mark(row.pk, "took_part", by=by).state


def write(row: Booking, by) -> str:
    noting.write(
        row.session_id, "Long.", kind="seen", language="en", booking_id=row.pk, by=by
    )
    return "written"


def begins(act, row: Booking, by, said: list[str]) -> threading.Thread:
    def run():
        try:
            said.append(act(row, by))
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_it_waits(thread: threading.Thread) -> None:
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks WHERE NOT granted"
            )
            if cursor.fetchone()[0]:
                return


@pytest.mark.usefixtures("woken")
@pytest.mark.parametrize(
    ("act", "state", "says"),
    [
        (hold, "took_part", "0 kept"),
        (mark, "booked", "took_part"),
        (write, "took_part", "withdrawn"),
    ],
)
def test_neither_stands_in_the_others_way_and_nothing_is_written_of_who_left(
    monkeypatch, act, state, says
):
    row, by, said, threads = sat(state), make.user(), [], []
    leave = taking_out._leave

    def leaves(participant: Participant):
        """By now the person is locked; the team comes in from the other side."""
        threads.append(begins(act, row, by, said))
        until_it_waits(threads[0])
        return leave(participant)

    monkeypatch.setattr(taking_out, "_leave", leaves)

    taking_out.take_out(row.participant_id, asked="staff", by=by)

    threads[0].join()
    assert said == [says]
    assert (Conversation.objects.count(), Note.objects.count()) == (0, 0)


@pytest.mark.usefixtures("woken")
def test_who_leaves_while_a_talk_is_being_kept_takes_it_along():
    row, by, said = sat("took_part"), make.user(), []

    with transaction.atomic():
        noting.hold(row.session_id, by=by)
        thread = begins(
            lambda booking, who: (
                taking_out.take_out(booking.participant_id, asked="staff", by=who).state
            ),
            row,
            by,
            said,
        )
        until_it_waits(thread)
    thread.join()

    assert said == ["done"]
    assert not Conversation.objects.exclude(heard="").exists()
