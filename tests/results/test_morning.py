"""How many new answers came yesterday: once a morning, to members who asked for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from cxstudio.posting import Left
from feedback.results import morning
from feedback.results.models import MorningMail, MorningWish
from studies.outreach import tokens
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/studio/results/morning/"
YESTERDAY = date(2027, 4, 13)
# 9 o'clock in Chicago.
NINE = datetime(2027, 4, 14, 14, tzinfo=UTC)


@pytest.fixture
def dana():
    """A member in Chicago who wants the numbers."""
    member = make.member(role="analyst")
    member.agency.time_zone = "America/Chicago"
    member.agency.save()
    morning.wish(member, is_wanted=True)
    return member


def answers(agency, title: str, number: int, **fields) -> None:
    study = make.study(agency=agency, title=title, state="running")
    asked = make.activity(round=make.round_(study=study))
    survey = make.published_survey(activity=asked)
    for _ in range(number):
        answered = {"state": "submitted", "submitted_on": YESTERDAY} | fields
        make.response(survey=survey, **answered)


def states() -> list[str]:
    return list(MorningMail.objects.order_by("day").values_list("state", flat=True))


def test_the_mail_counts_by_study_flags_small_numbers_and_shows_no_answer(dana):
    answers(dana.agency, "Renewal letter", 6, answers={"why": {"text": "Secret words"}})
    answers(dana.agency, "Waiting room", 2)
    answers(make.agency(), "Of somebody else", 9)

    sent = morning.tell_members(NINE)

    [letter] = mail.outbox
    assert sent == 1
    assert letter.to == [dana.user.email]
    assert letter.subject == "New answers on April 13, 2027"
    assert "- Renewal letter: 6\n- Waiting room: 2 (small: do not quote)" in letter.body
    assert "somebody else" not in letter.body
    assert "Secret" not in letter.body


def test_no_morning_is_told_twice(dana):
    answers(dana.agency, "Renewal letter", 1)

    sent = [morning.tell_members(NINE + timedelta(hours=hour)) for hour in (0, 0, 2)]

    assert sent == [1, 0, 0]
    assert states() == ["handed_over"]


@pytest.mark.parametrize("hour", [12, 17, 23])
def test_nothing_is_told_before_eight_or_after_noon_where_the_agency_is(dana, hour):
    answers(dana.agency, "Renewal letter", 1)

    assert morning.tell_members(NINE.replace(hour=hour)) == 0
    assert states() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"submitted_on": YESTERDAY - timedelta(days=1)},
        {"submitted_on": YESTERDAY + timedelta(days=1)},
        {"is_practice": True},
        {"is_synthetic": True},
        {"state": "started", "submitted_on": None},
    ],
)
def test_a_day_without_answers_that_count_has_no_mail(dana, fields):
    answers(dana.agency, "Renewal letter", 1, **fields)

    assert morning.tell_members(NINE) == 0
    assert states() == ["dropped"]


def test_who_left_lost_the_right_or_stopped_it_is_not_told(dana):
    answers(dana.agency, "Renewal letter", 1)
    for change in ({"role": "translator"}, {"ended_at": NINE}):
        other = make.member(agency=dana.agency)
        morning.wish(other, is_wanted=True)
        type(other).objects.filter(pk=other.pk).update(**change)
    morning.wish(dana, is_wanted=False)

    assert morning.tell_members(NINE) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("left", "then"),
    [
        (Left.NO, "queued"),
        (Left.UNSURE, "unsure"),
        (Left.REFUSED, "dropped"),
        (Left.NO_SUCH_ADDRESS, "dropped"),
    ],
)
def test_a_mail_that_did_not_leave_is_tried_again_only_where_nothing_left(
    dana, monkeypatch, left, then
):
    answers(dana.agency, "Renewal letter", 1)
    monkeypatch.setattr(morning, "hand_over", lambda message: left)

    sent = morning.tell_members(NINE)

    assert (sent, states()) == (0, [then])


def test_what_a_dead_worker_had_in_hand_is_not_sent_again(dana):
    answers(dana.agency, "Renewal letter", 1)
    morning.open_mornings(NINE)
    MorningMail.objects.update(state="in_hand", claimed_at=NINE - timedelta(hours=1))

    assert morning.tell_members(NINE) == 0
    assert states() == ["unsure"]


def test_constraint_a_member_is_told_once_a_morning(dana):
    MorningMail.objects.create(member=dana, day=YESTERDAY)

    with pytest.raises(IntegrityError, match="member_is_told_once_a_morning"):
        MorningMail.objects.create(member=dana, day=YESTERDAY)


def test_one_click_in_the_mail_stops_it_and_opening_it_does_not(client, dana):
    answers(dana.agency, "Renewal letter", 1)
    morning.tell_members(NINE)
    url = f"/stop/morning/{tokens.morning_token(dana.morning_wish.pk)}/"

    opened = client.get(url).content.decode()
    before = MorningWish.objects.get().is_wanted
    client.post(url, {"List-Unsubscribe": "One-Click"})

    headers = mail.outbox[0].extra_headers
    assert url in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Stop the mails" in opened
    assert (before, MorningWish.objects.get().is_wanted) == (True, False)
    assert client.get("/stop/morning/none/").status_code == 404
    assert client.post("/stop/morning/none/").status_code == 404


def test_a_member_asks_for_it_and_stops_it_for_themselves_alone(client, dana):
    viewer = make.member(agency=dana.agency, role="viewer")
    client.force_login(viewer.user)

    for wanted in ("yes", "yes", "no"):
        client.post(PAGE, {"wanted": wanted})

    wishes = dict(MorningWish.objects.values_list("member", "is_wanted"))
    assert wishes == {dana.pk: True, viewer.pk: False}
    assert "You do not get them now." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/Chicago", datetime(2027, 4, 14, 13, tzinfo=UTC)),  # 8:00 there
        ("Asia/Shanghai", datetime(2027, 4, 14, 0, tzinfo=UTC)),  # 8:00
        ("Asia/Tokyo", datetime(2027, 4, 14, 0, tzinfo=UTC)),  # 9:00
        ("Pacific/Kiritimati", datetime(2027, 4, 14, 0, tzinfo=UTC)),  # 14:00
    ],
)
def test_no_morning_begins_before_the_day_that_it_counts_is_over(dana, zone, first):
    """Answers keep the day of the installation's clock, here UTC."""
    dana.agency.time_zone = zone
    dana.agency.save()
    hour, second = timedelta(hours=1), timedelta(seconds=1)

    opened = [
        morning.open_mornings(at)
        for at in (first - second, first, first + 4 * hour - second)
    ]
    days = list(MorningMail.objects.values_list("day", flat=True))
    MorningMail.objects.all().delete()
    morning.open_mornings(first + 4 * hour)

    assert opened[0] == 0
    assert days == [date(2027, 4, 14)]
    assert not MorningMail.objects.exists()
