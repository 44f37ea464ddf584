"""One page before the start: a calendar, counts, and everything that would stop it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.formats import time_format

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import readiness, upcoming
from studies.outreach.forecasting import forecast
from studies.outreach.forms import MailingForm
from studies.outreach.models import Wave
from studies.planning import pausing
from studies.planning.models import Round
from tests import make
from tests.outreach.clock import START

STEPS = ("reminder", "reminder_2")
pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 4, 14, 3, tzinfo=UTC)  # 22:00 of the day before in Chicago


def zones(wave: Wave, now: datetime) -> dict[tuple[str, int], int]:
    return forecast(wave, wave.audience.all(), now).zones


def calendar(wave: Wave, now: datetime) -> list[tuple]:
    planned = upcoming.calendar(wave, zones(wave, now), now)
    return [
        (one.step, one.day, one.people, f"{one.batches[0].at:%H:%M}") for one in planned
    ]


def test_the_calendar_names_each_step_its_day_and_how_many_at_most():
    activity = make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(2)]
    people.append(make.person(agency=activity.agency, archived_at=START))
    wave = make.draft_wave(activity, people, reminder_2=True, thank_you=True)

    assert calendar(wave, START) == [
        ("invitation", date(2027, 4, 14), 2, "10:00"),
        ("reminder", date(2027, 4, 21), 2, "10:00"),
        ("reminder_2", date(2027, 4, 28), 2, "10:00"),
    ]


def steps_of(wave: Wave) -> list[tuple]:
    planned = upcoming.calendar(wave, zones(wave, START), START)
    return [(one.step, one.day.day, one.people) for one in planned]


@pytest.mark.parametrize(
    ("most", "planned"),
    [
        (2, [("invitation", 14, 1), ("reminder", 21, 1), ("reminder_2", 28, 1)]),
        (1, [("invitation", 14, 1), ("reminder", 21, 1)]),
        (0, [("invitation", 14, 1)]),
    ],
)
def test_the_calendar_has_no_reminder_that_the_agency_does_not_allow(most, planned):
    activity = make.open_activity(agency=make.agency(most_reminders=most))
    people = [make.person(agency=activity.agency)]
    wave = make.draft_wave(activity, people, reminder_2=True)

    assert steps_of(wave) == planned
    assert upcoming.kept_back(wave, zones(wave, START)) is (most < 2)


def test_the_calendar_waits_as_many_days_as_the_agency_wants_before_a_reminder():
    activity = make.open_activity(agency=make.agency(reminder_days=10))
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])

    assert steps_of(wave) == [("invitation", 14, 1), ("reminder", 24, 1)]


def test_who_has_had_reminders_of_another_mailing_gets_fewer_of_this_one():
    activity = make.open_activity()
    agency = activity.agency
    people = [make.person(agency=agency) for _ in range(3)]
    asked = START - timedelta(days=agency.cap_days + 1)
    before = make.wave(activity, people, now=asked, reminder_2=True)
    left = {"state": "handed_over", "claimed_at": asked, "handed_over_at": asked}
    had = [("invitation", people), ("reminder", people[:2]), ("reminder_2", people[:1])]
    for step, who in had:
        before.deliveries.filter(step=step, person__in=who).update(**left)
    wave = make.draft_wave(activity, people, reminder_2=True)
    wave.audience_filter = {"reached": "not_answered"}

    assert zones(wave, START) == {("", 0): 1, ("", 1): 1, ("", 2): 1}
    assert steps_of(wave) == [
        ("invitation", 14, 3),
        ("reminder", 21, 2),
        ("reminder_2", 28, 1),
    ]


def test_at_night_it_begins_in_the_morning_of_the_agency():
    activity = make.open_activity()
    activity.agency.time_zone = "America/Chicago"
    activity.agency.save()
    wave = make.draft_wave(
        activity, [make.person(agency=activity.agency)], reminder=None
    )
    wave.agency.refresh_from_db()

    assert calendar(wave, NIGHT) == [("invitation", date(2027, 4, 14), 1, "09:00")]


def test_people_elsewhere_are_told_apart_with_their_own_clock():
    activity = make.open_activity()
    for zone in ("", "", "America/New_York"):
        make.person(agency=activity.agency, time_zone=zone)
    wave = make.draft_wave(activity, list(activity.agency.people.all()), reminder=None)
    noon = datetime(2027, 4, 14, 15, tzinfo=UTC)

    [planned] = upcoming.calendar(wave, zones(wave, noon), noon)

    assert [
        (one.people, one.place, f"{one.there:%H:%M}") for one in planned.batches
    ] == [
        (2, "", "15:00"),
        (1, "New York", "11:00"),
    ]


def test_people_are_counted_by_language_and_by_the_way_they_chose(settings):
    settings.CHANNELS = settings.CHANNELS | {"sms": "file"}
    activity = make.open_activity()
    chose = make.panel_member(agency=activity.agency, channels=["sms"])
    chose.person.phone = "+1 555 010 0199"
    chose.person.save()
    people = [chose.person, make.person(agency=activity.agency, language="es")]
    wave = make.draft_wave(activity, people)

    found = forecast(wave, wave.audience.all(), START)

    assert (found.mailed, found.texted) == (1, 1)
    assert sorted(found.languages) == [("English", 1), ("Spanish", 1)]


def test_a_pace_says_how_long_a_step_takes():
    assert upcoming.takes(90, Decimal("1.5")) == timedelta(minutes=1)
    assert upcoming.takes(90, None) is None


@pytest.mark.parametrize(
    ("seconds", "demo", "days"),
    [(None, False, 1), (11 * 3600, False, 1), (11 * 3600 + 1, False, 2)]
    + [(55 * 3600, False, 5), (55 * 3600, True, 3)],
)
def test_by_day_alone_a_slow_step_takes_several_days(seconds, demo, days):
    agency = make.agency(is_demo=demo)
    takes = None if seconds is None else timedelta(seconds=seconds)

    assert upcoming.days_of(agency, takes) == days


@pytest.mark.parametrize(
    ("own", "all_", "pace"),
    [(None, 0, None), ("2", 0, "2"), (None, 5, "5"), ("2", 5, "2"), ("9", 5, "5")],
)
def test_the_pace_is_the_slower_of_the_mailings_and_the_installations(
    settings, own, all_, pace
):
    settings.MESSAGES_PER_SECOND = all_
    wave = Wave(per_second=own and Decimal(own))

    assert upcoming.pace(wave) == (pace and Decimal(pace))


def test_everything_that_stops_it_is_said_at_once_with_where_to_mend_it():
    activity = make.open_activity(state="draft", closes_at=START)
    wave = make.draft_wave(activity, [])
    wave.first.body = "{link}"
    wave.first.save()

    found = readiness.stops(wave, 0, START)

    own = f"/studio/mailings/{wave.pk}/"
    assert [(stop.code, stop.url) for stop in found] == [
        ("placeholder", f"{own}edit/"),
        ("not_published", ""),
        ("closed", ""),
        ("nobody", f"{own}people/"),
    ]


def promising(word: str, step: str = "first", **fields) -> Wave:
    """A mailing that starts now and names a day, in one of its steps."""
    activity = make.open_activity(**fields)
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])
    message = getattr(wave, step)
    message.body += f" {{{word}}}"
    message.save()
    return wave


def stops_of(wave: Wave) -> list[str]:
    return [stop.code for stop in readiness.stops(wave, 1, START)]


@pytest.mark.parametrize(
    ("step", "days", "codes"),
    [
        ("first", -1, ["past_day"]),
        ("first", 0, []),
        ("reminder", 6, ["past_day"]),
        ("reminder", 7, []),
    ],
)
def test_a_promise_by_a_day_that_is_over_when_it_is_read_stops_it(step, days, codes):
    wave = promising("tell_by", step)
    day = START.date() + timedelta(days=days)
    Round.objects.update(tell_by=day, starts_on=day, ends_on=day)
    wave = Wave.objects.get(pk=wave.pk)

    assert stops_of(wave) == codes


def test_a_past_promise_names_the_day_and_where_the_words_are():
    wave = promising("tell_by")
    day = START.date() - timedelta(days=1)
    Round.objects.update(tell_by=day, starts_on=day, ends_on=day)
    wave = Wave.objects.get(pk=wave.pk)

    [stop] = readiness.stops(wave, 1, START)

    assert "by April 13, 2027 ({tell_by})" in stop.message
    assert stop.url == f"/studio/mailings/{wave.pk}/edit/"
    with pytest.raises(Refusal) as refused:
        readiness.refuse_unready(wave, START)
    assert refused.value.code == "past_day"


@pytest.mark.parametrize(
    ("days", "telling", "closing"),
    [
        (0, ["invitation"], ["invitation"]),
        (-1, [], []),
        (8, ["invitation"], ["invitation", "reminder"]),
    ],
)
def test_ready_words_promise_no_day_that_is_over_when_they_are_read(
    days, telling, closing
):
    day = timezone.localdate() + timedelta(days=days)
    round_ = make.round_(tell_by=day, starts_on=day, ends_on=day)
    at = timezone.now() + timedelta(days=days)
    activity = make.open_activity(round=round_, closes_at=at)

    form = MailingForm(wave=Wave(activity=activity, agency=activity.agency))

    def naming(word: str) -> list[str]:
        texts = {
            step: form[f"{step}_body_en"].value()
            for step in ("invitation", "reminder", "reminder_2")
        }
        return [step for step, text in texts.items() if f"{{{word}}}" in text]

    assert (naming("tell_by"), naming("closes_on")) == (telling, closing)


def test_words_that_promise_no_day_may_come_after_it():
    wave = promising("survey")
    day = START.date() - timedelta(days=1)
    Round.objects.update(tell_by=day, starts_on=day, ends_on=day)

    assert stops_of(Wave.objects.get(pk=wave.pk)) == []


def test_a_reminder_that_names_the_day_when_the_survey_closed_stops_it():
    wave = promising("closes_on", "reminder", closes_at=START + timedelta(days=3))

    assert stops_of(wave) == ["past_day"]


@pytest.fixture
def dana(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def draft(dana, **fields) -> Wave:
    steps = {name: fields.pop(name) for name in STEPS if name in fields}
    study = make.study(agency=dana.agency, state=fields.pop("study_state", "running"))
    activity = make.open_activity(round=make.round_(study=study), **fields)
    return make.draft_wave(activity, [make.person(agency=dana.agency)], **steps)


def test_a_draft_that_may_start_offers_to_and_says_what_each_button_does(client, dana):
    wave = draft(dana)

    page = client.get(f"/studio/mailings/{wave.pk}/")
    text = page.content.decode()

    assert page.context["stops"] == []
    for words in (
        'value="start"',
        "What Pause, Resume and Stop do",
        "Calendar, by the clock",
    ):
        assert words in text
    assert "It can’t start yet" not in text


def test_a_draft_that_must_not_start_says_why_and_has_no_button(client, dana):
    wave = draft(dana, state="draft")

    text = client.get(f"/studio/mailings/{wave.pk}/").content.decode()

    assert "Publish the survey first" in text
    assert 'value="start"' not in text


def test_a_draft_of_a_paused_study_leads_to_where_it_goes_on(client, dana):
    wave = draft(dana)
    study = wave.about
    pausing.pause(study.pk, reason="We mend the form.", by=dana.user)

    text = client.get(f"/studio/mailings/{wave.pk}/").content.decode()
    with pytest.raises(Refusal) as refused:
        outreach.start(wave.pk, by=dana.user)

    assert "because the study is paused" in text
    assert f'href="/studio/study/{study.slug}/pause/"' in text
    assert 'value="start"' not in text
    assert refused.value.code == "study_paused"


@pytest.mark.parametrize("anonymous", [False, True])
def test_it_says_who_gets_reminders(client, dana, anonymous):
    wave = draft(dana)
    wave.activity.anonymous = anonymous
    wave.activity.save()

    text = client.get(f"/studio/mailings/{wave.pk}/").content.decode()

    assert ("to those who have not answered" in text) is not anonymous
    assert ("everybody who has not pressed" in text) is anonymous
    assert ("who has answered or stopped by then" in text) is not anonymous


def test_practice_says_who_is_on_the_guest_list(client, dana):
    make.member(agency=dana.agency)
    wave = draft(dana, study_state="practice")

    page = client.get(f"/studio/mailings/{wave.pk}/")

    assert page.context["guests"] == 2
    assert "the 2 members of your own agency" in page.content.decode()


def test_a_mailing_with_more_reminders_than_allowed_says_so_when_saved(client, dana):
    dana.agency.most_reminders = 1
    dana.agency.save()
    wave = draft(dana, reminder_2=True)
    url = f"/studio/mailings/{wave.pk}/edit/"
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}

    page = client.post(url, data, follow=True)

    rule = "Your agency allows 1 reminder for one survey. No further one is sent."
    assert [str(message) for message in page.context["messages"]][1:] == [rule]
    assert f"<li>{rule}" in page.content.decode()
    assert "reminder_2" not in [one.step for one in page.context["calendar"]]


def test_the_calendar_shows_two_clocks_as_they_are(client, dana):
    dana.agency.time_zone = "America/New_York"
    dana.agency.is_demo = True
    dana.agency.save()
    wave = draft(dana, reminder=None)
    wave.audience.update(time_zone="America/Los_Angeles")

    page = client.get(f"/studio/mailings/{wave.pk}/")

    [batch] = page.context["calendar"][0].batches
    here, there = (
        time_format(moment.time(), "TIME_FORMAT") for moment in (batch.at, batch.there)
    )
    assert here != there
    assert (
        f"{here} for 1 person, whose clock in Los Angeles then shows {there}"
        in page.content.decode()
    )


def test_the_pace_is_kept_with_the_words(client, dana):
    wave = draft(dana)
    url = f"/studio/mailings/{wave.pk}/edit/"
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}

    client.post(url, data | {"per_second": "2.5"})

    wave = Wave.objects.get()
    assert wave.per_second == Decimal("2.50")
    assert wave.audience.count() == 1
