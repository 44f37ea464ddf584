"""Mailings keep to what people said on their own page, to the moment of sending."""

from datetime import timedelta

import pytest

from studies.outreach import actions as outreach
from studies.outreach import wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from studies.people import panel, updates
from studies.people.models import Person
from studies.people.panel import Wishes
from tests import make
from tests.outreach.clock import Clock
from tests.today import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]
TOMORROW = TODAY + timedelta(days=1)


def asked_only_to_be_told(agency) -> Person:
    study = make.study(agency=agency, state="running")
    updates.ask_for_updates(study.pk, email="bo@example.org", language="en")
    updates.keep_requests()
    return Person.objects.get(update_requests__study=study)


def test_the_forecast_says_why_somebody_is_not_asked():
    activity = make.open_activity()
    agency = activity.agency
    on_panel = [
        make.panel_member(agency=agency),
        make.panel_member(agency=agency, paused_until=TODAY),
        make.panel_member(agency=agency, paused_until=TOMORROW),
        make.panel_member(agency=agency, state="pending"),
        make.panel_member(agency=agency, state="left"),
        make.panel_member(agency=agency, channels=["phone"]),
        make.panel_member(agency=agency, channels=["phone", "email"]),
    ]
    people = [row.person for row in on_panel]
    people += [make.person(agency=agency), asked_only_to_be_told(agency)]
    wave = make.draft_wave(activity, people)

    forecast = wanted.forecast(wave, NOW)

    assert forecast == {
        "": 4,
        "paused": 1,
        "not_confirmed": 1,
        "left": 1,
        "calls": 1,
        "only_to_tell": 1,
    }


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (panel.leave, "left"),
        (
            lambda pk: panel.save_wishes(pk, Wishes("en", ["email"], "", TOMORROW)),
            "paused",
        ),
        (
            lambda pk: panel.save_wishes(pk, Wishes("en", ["phone"], "555-0142")),
            "calls",
        ),
    ],
)
def test_what_people_say_after_the_start_holds_at_the_moment_of_sending(
    sink, happens, reason
):
    activity = make.open_activity()
    member = make.panel_member(agency=activity.agency)
    make.wave(activity, [member.person], now=NOW)

    happens(member.person_id)
    deliver_due(clock=Clock(NOW))

    assert sink.addresses == []
    assert Delivery.objects.get(step="invitation").reason == reason


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"state": "left"}, "left"),
        ({"state": "pending", "no_on": TODAY}, "left"),
        ({"paused_until": TOMORROW}, "paused"),
    ],
)
def test_adding_an_address_once_more_gets_around_nobodys_no(wish, reason):
    activity = make.open_activity()
    said = make.panel_member(agency=activity.agency, **wish)
    make.panel_member(person=make.person(email="bo@example.org"), **wish)
    again = make.person(agency=activity.agency, email=said.person.email.upper())
    other = make.person(agency=activity.agency, email="bo@example.org")

    wave = make.draft_wave(activity, [again, other])

    assert wanted.forecast(wave, NOW) == {"": 1, reason: 1}


def test_who_asked_only_to_be_told_is_not_invited_even_once_a_study_has_them(sink):
    activity = make.open_activity()
    told = asked_only_to_be_told(activity.agency)
    make.wave(activity, [told, make.person(agency=activity.agency)], now=NOW)

    deliver_due(clock=Clock(NOW))

    assert told.participations.exists()
    assert told.email not in sink.addresses
    row = Delivery.objects.get(person=told, step="invitation")
    assert row.reason == "only_to_tell"


def test_news_that_somebody_asked_for_reach_them_in_a_break_too(sink):
    study = make.study(state="running")
    for asks in (False, True):
        updates.ask_for_updates(
            study.pk, email="ana@example.org", language="en", asks=asks
        )
    updates.keep_requests()
    panel.leave(Person.objects.get().pk)

    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=NOW)
    deliver_due(clock=Clock(NOW))

    assert sink.addresses == ["ana@example.org"]


def test_the_contact_cap_holds_for_the_panel_too(sink):
    member = make.panel_member()
    first, second = (make.open_activity(agency=member.agency) for _study in range(2))
    make.wave(first, [member.person], now=NOW)
    deliver_due(clock=Clock(NOW))

    wave = make.draft_wave(second, [member.person])

    assert wanted.forecast(wave, NOW) == {"cap_month": 1}
