"""Our letters to people who asked to be asked again, and what nights do."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import panel_nights, stopping, tasks, tokens
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.outreach.panel_nights import Report
from studies.people import panel, updates
from studies.people.models import AccessLog, PanelMember, Person
from tests import make
from tests.outreach.clock import Clock
from tests.today import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def night(days: int = 0) -> Report:
    return panel_nights.tend_all(now=NOW + timedelta(days=days))


def send(days: int = 0) -> None:
    deliver_due(clock=Clock(NOW + timedelta(days=days)))


def text_to(sink, address: str) -> str:
    return sink.mail_to(address).get_body(["plain"]).get_content()


def test_each_new_address_gets_one_letter_in_its_language(sink):
    study = make.study(state="running")
    make.sender(agency=study.agency)
    for name, language in (("ana", "es"), ("chen", "zh-hans")):
        updates.ask_for_updates(
            study.pk, email=f"{name}@example.org", language=language, asks=True
        )
    updates.keep_requests()

    reports = [night(), night(1)]
    send()
    send(1)

    ana = PanelMember.objects.get(person__language="es")
    text = text_to(sink, "ana@example.org")
    token = tokens.again_token(ana.person_id)
    assert reports == [Report(asked_for_a_yes=2), Report()]
    assert sorted(sink.addresses) == ["ana@example.org", "chen@example.org"]
    assert f"https://ask.example.org/again/{token}/?lang=es" in text
    assert f"https://ask.example.org/again/{token}/remove/?lang=es" in text
    assert "¿Fue usted?" in text
    assert "{" not in text
    assert ana.letter_on == TODAY


def test_the_button_of_the_mail_program_erases_the_address(sink):
    member = make.panel_member(state="pending")
    night()

    send()

    mail = sink.mail_to(member.person.email)
    token = tokens.again_token(member.person_id)
    assert f"/again/{token}/remove/" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_but_ids_leaves_the_vault_for_the_letter(sink, woken):
    member = make.panel_member(state="pending")

    night()
    send()

    [wave] = Wave.objects.all()
    assert (wave.is_panel, wave.about, wave.only_practices) == (True, None, False)
    assert member.person.email not in wave.news
    line = AccessLog.objects.get(act="mailed")
    assert (line.people, line.about) == (1, f"mailing {wave.pk}")


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda pk: panel.say_yes(pk), "panel_settled"),
        (lambda pk: panel.leave(pk), "panel_settled"),
        (lambda pk: stopping.stop_messages(pk), "stopped"),
        (lambda pk: panel.remove(pk), "erased"),
    ],
)
def test_a_letter_that_nobody_needs_any_more_is_not_sent(sink, happens, reason):
    member = make.panel_member(state="pending")
    night()

    happens(member.person_id)
    send()

    assert sink.addresses == []
    assert Delivery.objects.get().reason == reason


def test_the_words_of_an_earlier_day_serve_until_they_change():
    agency = make.agency()
    make.panel_member(agency=agency, state="pending")
    night()
    make.panel_member(agency=agency, state="pending")
    night(1)
    agency.contact_phone = "555-0142"
    agency.save()
    make.panel_member(agency=agency, state="pending")
    night(2)

    texts = [wave.first.body for wave in Wave.objects.order_by("pk")]
    assert texts[0] == texts[1]
    assert ["{phone}" in text for text in texts] == [False, False, True]
    assert Wave.objects.order_by("pk")[0].first == Wave.objects.order_by("pk")[1].first


def test_after_a_year_we_ask_once_remind_once_and_then_they_have_left(sink):
    member = make.panel_member(days=365)

    reports = []
    for days in (0, 1, 14, 27, 28, 29):
        reports.append(night(days))
        send(days)

    member.refresh_from_db()
    assert reports == [
        Report(asked_yearly=1),
        Report(),
        Report(),
        Report(),
        Report(left_by_itself=1),
        Report(),
    ]
    assert sink.addresses == [member.person.email] * 2
    assert (member.state, member.left_on) == ("left", TODAY + timedelta(days=28))
    assert member.sign_on == TODAY - timedelta(days=365)


def test_nobody_is_asked_before_a_year_is_over():
    make.panel_member(days=364)

    assert night().is_empty


def test_who_says_yes_is_not_reminded_and_stays(sink):
    member = make.panel_member(days=365)
    night()
    send()

    panel.say_yes(member.person_id)
    reports = [night(days) for days in (14, 28)]
    send(14)

    assert reports == [Report(), Report()]
    assert sink.addresses == [member.person.email]
    assert Delivery.objects.get(step="panel_remind").reason == "panel_settled"


def test_nobody_leaves_by_itself_while_a_letter_still_waits():
    make.panel_member(days=365)
    night()

    assert night(28).is_empty


@pytest.mark.parametrize("move", [outreach.pause, outreach.stop])
def test_nobody_in_the_team_holds_a_letter_back(move):
    make.panel_member(days=365)
    night()
    wave = Wave.objects.get()

    with pytest.raises(Refusal) as refused:
        move(wave.pk, by=make.user())

    wave.refresh_from_db()
    assert (refused.value.code, wave.state) == ("panel", "running")


def test_in_a_break_nobody_is_asked_whether_it_still_holds():
    make.panel_member(days=365, paused_until=TODAY + timedelta(days=10))

    assert [night(9), night(10)] == [Report(), Report(asked_yearly=1)]


def test_a_wish_that_nobody_confirms_is_erased_after_two_weeks():
    member = make.panel_member(state="pending")
    night()

    reports = [night(14), night(15)]

    assert reports == [Report(), Report(erased_unconfirmed=1)]
    assert not Person.objects.filter(pk=member.person_id).exists()
    line = AccessLog.objects.get(act="erased")
    assert (line.people, line.about) == (1, "wish not confirmed")


def test_who_left_and_confirms_nothing_has_left_as_before():
    study = make.study(state="running")
    person = make.person(agency=study.agency, email="ana@example.org")
    before = make.panel_member(person=person, state="left", days=90)
    updates.ask_for_updates(study.pk, email="ana@example.org", language="en", asks=True)
    updates.keep_requests()

    reports = [night(), night(15), night(16)]

    after = PanelMember.objects.get()
    assert reports == [Report(asked_for_a_yes=1), Report(), Report()]
    assert (after.state, after.left_on, after.no_on, after.letter_on) == (
        "left",
        before.left_on,
        None,
        None,
    )
    assert after.sign_on == before.sign_on


def test_who_is_also_to_be_told_stays_for_that_alone():
    study = make.study(state="running")
    make.sender(agency=study.agency)
    updates.ask_for_updates(study.pk, email="ana@example.org", language="en", asks=True)
    updates.keep_requests()

    night(15)

    assert not PanelMember.objects.exists()
    assert updates.to_tell(study) == 1


@pytest.mark.parametrize("state", ["left", "confirmed"])
def test_after_24_silent_months_the_contact_is_erased_and_counted(state):
    silent = make.panel_member(state=state, days=731)
    left = make.panel_member(agency=silent.agency, state="left", days=700)

    report = night(1)

    assert report == Report(erased_silent=1)
    assert list(Person.objects.all()) == [left.person]
    line = AccessLog.objects.get()
    assert (line.people, line.about) == (1, "24 months without a sign")


def test_the_dry_run_counts_and_changes_nothing():
    make.panel_member(state="pending")
    make.panel_member(state="pending", days=15, letter_on=TODAY)
    make.panel_member(days=365)
    make.panel_member(days=400, letter_on=TODAY - timedelta(days=28))
    make.panel_member(state="left", days=800)
    before = list(PanelMember.objects.order_by("pk").values())
    out = StringIO()

    call_command("tend_panel", "--dry-run", stdout=out)

    assert list(PanelMember.objects.order_by("pk").values()) == before
    assert not Wave.objects.exists()
    assert [line.split()[0] for line in out.getvalue().splitlines()] == [
        *["1"] * 5,
        "Nothing",
    ]


def test_the_nightly_task_does_what_the_dry_run_counted():
    make.panel_member(state="pending")
    make.panel_member(state="left", days=800)

    tasks.tend_panel()

    assert Wave.objects.get().deliveries.count() == 1
    assert PanelMember.objects.count() == 1
