"""The team finds out what became of a mail about a visit that may not have arrived."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.sessions import judging, mailing
from studies.sessions.models import Letter
from tests import make

pytestmark = pytest.mark.django_db


def a_letter(**fields) -> Letter:
    """One about a booked visit, which went out an hour ago and may not have arrived."""
    if "booking" not in fields:
        fields["booking"] = make.booking(slot=make.slot())
    hour_ago = timezone.now() - timedelta(hours=1)
    values = {"kind": "confirmation", "sequence": 0, "state": "uncertain"}
    values |= {"due_at": hour_ago, "claimed_at": hour_ago}
    return Letter.objects.create(**values | fields)


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_it_arrived_counts_as_sent_when_it_was_in_hand():
    letter, by = a_letter(), make.user()

    told = [judging.judge(letter.pk, "arrived", by=by) for _twice in range(2)]

    row = fresh(letter)
    assert told == [True, False]
    assert (row.state, row.handed_over_at) == ("handed_over", letter.claimed_at)
    assert (row.verdict, row.judged_by) == ("arrived", by)


@pytest.mark.parametrize("state", [{}, {"state": "refused", "reason": "refused"}])
def test_it_is_sent_again_once_after_it_is_asked_for_anew(sink, noon, state):
    slot = make.slot(starts_at=noon + timedelta(days=2))
    letter = a_letter(booking=make.booking(slot=slot), **state)

    judging.judge(letter.pk, "again", by=make.user(), now=noon)
    sent = [mailing.deliver_due(now=noon) for _twice in range(2)]

    assert sent == [1, 0]
    assert (fresh(letter).state, fresh(letter).verdict) == ("handed_over", "again")


def test_one_that_came_back_did_not_arrive():
    letter = a_letter(state="refused", reason="refused")

    assert judging.judge(letter.pk, "arrived", by=make.user()) is False
    assert fresh(letter).state == "refused"


def test_what_is_not_true_any_more_is_not_sent_again():
    letter = a_letter()
    type(letter.booking).objects.update(sequence=1)

    with pytest.raises(Refusal) as refused:
        judging.judge(letter.pk, "again", by=make.user())

    assert refused.value.code == "changed"
    assert fresh(letter).state == "uncertain"


def enter(client, letter: Letter, role: str) -> str:
    agency = letter.booking.session.round.study.agency
    client.force_login(make.member(agency=agency, role=role).user)
    return reverse("booking", args=[letter.booking.session_id, letter.booking_id])


def test_the_page_says_why_and_takes_the_verdict(client):
    letter = a_letter(state="refused", reason="refused")
    page = enter(client, letter, "designer")
    args = [letter.booking.session_id, letter.booking_id, letter.pk]

    before = client.get(page).content.decode()
    after = client.post(reverse("letter-judge", args=args), {"verdict": "again"})
    shown = client.get(after.headers["Location"]).content.decode()

    assert "came back" in before
    assert "look at the address" in before
    assert ("send again" in before, "It arrived" in before) == (True, False)
    assert "It waits to be sent again." in shown
    assert "let it be sent again" in shown


def test_who_may_not_send_sees_no_button(client):
    page = enter(client, a_letter(), "viewer")

    shown = client.get(page).content.decode()

    assert "not sure it was sent" in shown
    assert "letter_judge" not in shown
    assert "mails/" not in shown
