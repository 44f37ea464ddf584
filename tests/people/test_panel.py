"""People who asked to be asked again: only they move themselves."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from cxstudio.refusal import Refusal
from studies.people import panel, updates
from studies.people.models import (
    AccessLog,
    PanelMember,
    Person,
    UpdateRequest,
    WaitingRequest,
)
from studies.people.models.panel import months_from
from studies.people.panel import Wishes
from tests import make
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def running(**fields):
    return make.study(state="running", **fields)


def ask(study, email: str = "ana@example.org", *, tells: bool = False) -> None:
    updates.ask_for_updates(
        study.pk, email=email, language="es", tells=tells, asks=True
    )


def states() -> list[str]:
    return sorted(PanelMember.objects.values_list("state", flat=True))


def test_who_asks_to_be_asked_waits_until_night_and_then_for_a_yes():
    study = running(title="Renewal letter")

    ask(study)
    before = Person.objects.count(), PanelMember.objects.count()
    updates.keep_requests()

    member = PanelMember.objects.get()
    assert before == (0, 0)
    assert (member.state, member.pseudonym, member.agency, member.letter_on) == (
        "pending",
        "A-001",
        study.agency,
        None,
    )
    assert (member.asked_on, member.sign_on, member.confirmed_on) == (
        TODAY,
        TODAY,
        None,
    )
    assert (
        member.person.how_we_got_it
        == "Asked, after “Renewal letter”, to be asked again"
    )
    assert not member.person.update_requests.exists()
    assert not member.person.may_be_asked


def test_both_wishes_make_one_person():
    study = running()

    ask(study, tells=True)
    updates.keep_requests()

    person = Person.objects.get()
    assert person.update_requests.get().study == study
    assert person.panel.state == "pending"


def test_wishes_of_two_visits_are_kept_together():
    study = running()
    updates.ask_for_updates(study.pk, email="ana@example.org", language="es")

    ask(study)

    waiting = WaitingRequest.objects.get()
    assert (waiting.tells, waiting.asks) == (True, True)
    assert updates.to_tell(study) == 1


def test_who_wants_only_to_be_asked_is_not_told():
    study = running()

    ask(study)

    assert updates.to_tell(study) == 0


def test_a_request_without_a_wish_is_refused():
    with pytest.raises(Refusal) as refused:
        updates.ask_for_updates(
            running().pk, email="ana@example.org", language="es", tells=False
        )

    assert refused.value.code == "no_wish"
    assert not WaitingRequest.objects.exists()


def test_one_address_is_asked_for_one_yes_however_often_it_asks():
    agency = make.agency()
    for study in (running(agency=agency), running(agency=agency)):
        ask(study)
    updates.keep_requests()
    ask(running(agency=agency), "ANA@example.org")

    updates.keep_requests()

    assert states() == ["pending"]
    assert Person.objects.count() == 1
    assert not WaitingRequest.objects.exists()


def test_two_agencies_each_ask_for_a_yes():
    for study in (running(), running()):
        ask(study)

    updates.keep_requests()

    assert states() == ["pending", "pending"]


def test_in_practice_nobody_is_put_on_the_panel():
    ask(make.study())

    updates.keep_requests()

    assert (states(), Person.objects.count()) == ([], 0)


def test_who_left_and_asks_again_is_asked_for_a_yes_anew():
    study = running()
    person = make.person(agency=study.agency, email="ana@example.org")
    member = make.panel_member(person=person, state="left", days=90)

    ask(study)
    updates.keep_requests()

    member.refresh_from_db()
    assert (member.state, member.asked_on, member.left_on, member.letter_on) == (
        "pending",
        TODAY,
        None,
        None,
    )
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("move", "kept"), [(panel.say_yes, "confirmed"), (panel.leave, "left")]
)
def test_an_earlier_no_holds_until_the_next_answer(move, kept):
    study = running()
    person = make.person(agency=study.agency, email="ana@example.org")
    member = make.panel_member(person=person, state="left", days=90)
    ask(study)
    updates.keep_requests()
    held = PanelMember.objects.get().no_on

    move(person.pk)

    assert held == member.left_on
    assert PanelMember.objects.values_list("state", "no_on").get() == (kept, None)


def test_a_yes_counts_from_then_on_and_twice_is_once():
    member = make.panel_member(state="pending", days=3, letter_on=TODAY)

    said = [panel.say_yes(member.person_id) for _twice in range(2)]

    member.refresh_from_db()
    assert said == [True, True]
    assert (member.state, member.confirmed_on, member.letter_on, member.sign_on) == (
        "confirmed",
        TODAY,
        None,
        TODAY,
    )


def test_leaving_is_at_once_and_the_person_comes_back_by_themselves():
    member = make.panel_member(days=40, paused_until=TODAY + timedelta(days=9))

    for _twice in range(2):
        panel.leave(member.person_id)
    member.refresh_from_db()
    left = member.state, member.left_on, member.paused_until
    panel.say_yes(member.person_id)

    member.refresh_from_db()
    assert left == ("left", TODAY, None)
    assert (member.state, member.left_on) == ("confirmed", None)


def test_wishes_are_kept_and_are_a_yes_for_another_year():
    member = make.panel_member(days=370, letter_on=TODAY)
    until = TODAY + timedelta(days=30)

    panel.save_wishes(
        member.person_id, Wishes("ar", ["email", "phone"], "555-0142", until)
    )

    member = PanelMember.objects.select_related("person").get()
    assert (member.person.language, member.person.phone) == ("ar", "555-0142")
    assert (member.channels, member.paused_until) == (["email", "phone"], until)
    assert (member.confirmed_on, member.letter_on) == (TODAY, None)
    line = AccessLog.objects.get()
    assert (line.act, line.by, line.people, line.about) == (
        "changed",
        None,
        1,
        "own page",
    )


def test_who_does_not_want_to_be_called_leaves_no_number():
    person = make.person(phone="555-0142")
    make.panel_member(person=person)

    panel.save_wishes(person.pk, Wishes("en", ["email"], "555-0142"))

    person.refresh_from_db()
    assert (person.phone, person.phone_hash) == ("", "")


def test_what_the_team_saved_meanwhile_is_not_overwritten(monkeypatch):
    member = make.panel_member()
    keep = Person.save

    def save_after_the_team(person, **how) -> None:
        Person.objects.filter(pk=person.pk).update(how_we_got_it="Called us")
        keep(person, **how)

    monkeypatch.setattr(Person, "save", save_after_the_team)
    panel.save_wishes(member.person_id, Wishes("es", ["email", "phone"], "555-0142"))

    person = Person.objects.at_address("555-0142").get()
    assert (person.how_we_got_it, person.language) == ("Called us", "es")


@pytest.mark.parametrize(
    ("state", "wishes", "code"),
    [
        ("confirmed", Wishes("en", ["phone"]), "no_phone"),
        ("pending", Wishes("en", ["email"]), "not_confirmed"),
        ("left", Wishes("en", ["email"]), "not_confirmed"),
    ],
)
def test_wishes_that_cannot_hold_are_refused(state, wishes, code):
    member = make.panel_member(state=state)

    with pytest.raises(Refusal) as refused:
        panel.save_wishes(member.person_id, wishes)

    assert refused.value.code == code


def test_removing_erases_the_person_and_all_their_wishes_and_says_how_many():
    study = running()
    ask(study, tells=True)
    updates.keep_requests()
    person = Person.objects.get()

    for _twice in range(2):
        panel.remove(person.pk)

    assert (Person.objects.count(), states(), updates.to_tell(study)) == (0, [], 0)
    lines = AccessLog.objects.filter(act="erased")
    assert list(lines.values_list("people", "by", "about")) == [(1, None, "own page")]


@pytest.mark.parametrize("move", [panel.say_yes, panel.leave])
def test_nobody_moves_who_is_erased(move):
    person = make.person()
    person_id = person.pk
    person.delete()

    assert move(person_id) is False


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2027, 4, 14), -24, date(2025, 4, 14)),
        (date(2028, 2, 29), -24, date(2026, 2, 28)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
        (date(2027, 11, 5), 3, date(2028, 2, 5)),
        (date(2027, 12, 31), -1, date(2027, 11, 30)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_one(day, months, there):
    assert months_from(day, months) == there


def test_who_asked_only_to_be_told_before_there_was_a_panel_is_not_invited():
    told, joined, invited, added = (make.person() for _each in range(4))
    for person in (told, joined, invited):
        study = make.study(agency=person.agency)
        UpdateRequest.objects.create(study=study, person=person)
    make.participant(study=make.study(agency=joined.agency), person=joined)
    make.wave(make.open_activity(agency=invited.agency, anonymous=True), [invited])

    migration = import_module("studies.migrations.0018_panel")
    for _twice in range(2):
        migration.who_asked_only_to_be_told(apps, None)

    kept = Person.objects.filter(may_be_asked=True)
    assert set(kept) == {joined, invited, added}
