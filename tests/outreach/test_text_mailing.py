"""One mailing, by mail and by text message: each person as they said on their own page."""

from datetime import timedelta

import pytest

from studies.outreach import ledger, short_texts, stop_words, stopping, wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.letters import done_url
from studies.outreach.models import Delivery, SlowDomain, Suppression, Wave
from studies.partners import links
from studies.people import panel
from studies.people.forms.panel import WishesForm
from studies.people.models import Person
from studies.people.panel import Wishes
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.channels.texting import TwilioRig
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db
PHONE = "+12125550101"


@pytest.fixture
def twilio(settings, sink):
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    with TwilioRig(settings) as rig:
        yield rig


def texter(
    agency, phone: str = "(212) 555-0101", channels=("sms",), **fields
) -> Person:
    person = make.person(
        agency=agency,
        phone=phone,
        may_be_asked=False,
        email="ana@example.org",
        **fields,
    )
    make.panel_member(person=person, channels=list(channels))
    return person


def mailing(clock: Clock, *more, **fields) -> tuple[Wave, Person]:
    """A mailing to somebody who wants texts and to somebody who wants mail."""
    activity = make.open_activity(name="Food Help letter", minutes=4)
    person = texter(activity.agency, **fields)
    reader = make.person(agency=activity.agency, email="bo@example.org")
    return make.wave(activity, [person, reader], now=clock.now), person


def row_of(person: Person, step: str = "invitation") -> tuple[str, str, str]:
    rows = Delivery.objects.filter(person=person, step=step)
    return rows.values_list("channel", "state", "reason").get()


def test_each_gets_it_the_way_they_chose(twilio, sink):
    wave, person = mailing(Clock())

    deliver_due(clock=Clock())

    row = Delivery.objects.get(person=person, step="invitation")
    assert twilio.received() == [
        (
            PHONE,
            f"{wave.agency.name} asks you: Food Help letter. 4 min: "
            f"{links.url(row.link)} Your choice. Reply STOP to end.",
        )
    ]
    assert sink.addresses == ["bo@example.org"]
    assert row_of(person) == ("sms", "handed_over", "")
    assert row.provider_id.startswith("SM")


@pytest.mark.parametrize(
    ("language", "word"), [("es", "PARAR"), ("ar", "توقف"), ("zh-hans", "停止")]
)
def test_the_text_is_in_the_persons_language_and_says_how_to_stop(
    twilio, language, word
):
    mailing(Clock(), language=language)

    deliver_due(clock=Clock())

    [(_to, text)] = twilio.received()
    assert word in text
    assert stop_words.read(word).stops


def test_who_wants_both_gets_mail_and_not_two_messages(twilio, sink):
    _wave, person = mailing(Clock(), channels=["email", "sms"])

    deliver_due(clock=Clock())

    assert twilio.received() == []
    assert sorted(sink.addresses) == ["ana@example.org", "bo@example.org"]
    assert row_of(person) == ("email", "handed_over", "")


def test_a_stop_by_text_holds_for_the_reminder(twilio):
    clock = Clock()
    _wave, person = mailing(clock)
    deliver_due(clock=clock)
    stopping.stop_number(keyed_hash(PHONE))

    clock.forward(days=7)
    deliver_due(clock=clock)

    assert len(twilio.received()) == 1
    assert row_of(person, "reminder") == ("email", "dropped", "stopped")


def test_a_number_that_is_none_is_kept_off_and_the_mail_address_is_not(twilio):
    clock = Clock()
    _wave, person = mailing(clock)
    twilio.no_such(PHONE)

    deliver_due(clock=clock)

    assert row_of(person) == ("sms", "bounced", "no_such_address")
    kept_off = Suppression.objects.values_list("address_hash", "reason")
    assert list(kept_off) == [(keyed_hash(PHONE), "bounced")]


def test_who_told_the_gateway_to_stop_gets_nothing_more(twilio):
    _wave, person = mailing(Clock())
    twilio.stopped(PHONE)

    deliver_due(clock=Clock())

    assert row_of(person) == ("sms", "dropped", "stopped")
    assert stopping.has_stopped(person.pk)
    assert not SlowDomain.objects.exists()


def test_a_refused_text_slows_no_mail_provider(twilio):
    _wave, person = mailing(Clock())
    twilio.refused(PHONE)

    deliver_due(clock=Clock())

    assert row_of(person) == ("sms", "bounced", "refused")
    assert not SlowDomain.objects.exists()


@pytest.mark.parametrize(
    ("fields", "suppressed", "reason"),
    [
        ({}, ("phone_hash", "bounced"), "no_such_number"),
        ({}, ("phone_hash", "stopped"), "stopped"),
        ({}, ("email_hash", "stopped"), "stopped"),
        ({"phone": ""}, None, "no_phone"),
        ({}, ("email_hash", "bounced"), ""),
    ],
)
def test_the_forecast_knows_the_number(twilio, fields, suppressed, reason):
    activity = make.open_activity()
    person = texter(activity.agency, **fields)
    wave = make.draft_wave(activity, [person])
    if suppressed:
        column, why = suppressed
        hashed = getattr(person, column)
        Suppression.objects.create(address_hash=hashed, reason=why)

    assert wanted.forecast(wave, START) == {reason: 1}


def test_a_number_that_no_text_can_go_to_is_found_at_the_moment_of_sending(twilio):
    _wave, person = mailing(Clock(), phone="555-0101")

    deliver_due(clock=Clock())

    assert row_of(person) == ("email", "dropped", "no_phone")
    assert twilio.received() == []


def test_without_a_gateway_nobody_gets_mail_in_place_of_a_text(settings, sink):
    settings.CHANNELS = {"email": "smtp", "sms": ""}
    activity = make.open_activity()
    wave = make.draft_wave(activity, [texter(activity.agency)])

    assert wanted.forecast(wave, START) == {"texts": 1}


def test_a_gateway_that_is_away_holds_up_no_mail(twilio, sink):
    twilio.away()
    wave, person = mailing(Clock())

    deliver_due(clock=Clock())

    assert sink.addresses == ["bo@example.org"]
    assert row_of(person)[:2] == ("sms", "queued")
    assert Wave.objects.get(pk=wave.pk).trouble == "unreachable"


def test_a_gateway_that_is_away_for_an_hour_holds_up_no_later_mail(
    twilio, sink, monkeypatch
):
    """Texts that stand first, more than a batch of them, let the mail behind them by."""
    monkeypatch.setattr(ledger, "BATCH", 2)
    twilio.away()
    clock, activity = Clock(), make.open_activity()
    texters = [texter(activity.agency, phone=f"(212) 555-010{n}") for n in range(3)]
    names = [f"r{n}@example.org" for n in range(3)]
    readers = [make.person(agency=activity.agency, email=name) for name in names]
    make.wave(activity, texters + readers, now=START, reminder=None)
    first = START - timedelta(minutes=1)
    Delivery.objects.filter(person__in=texters).update(due_at=first)

    for _ in range(3):
        deliver_due(clock=clock)
        clock.forward(minutes=1)
    mailed, waiting = sorted(sink.addresses), {row_of(one)[:2] for one in texters}
    twilio.at(twilio.provider.url)
    clock.forward(minutes=10)
    deliver_due(clock=clock)

    assert (mailed, waiting) == (names, {("sms", "queued")})
    assert len(twilio.received()) == 3
    assert Wave.objects.get().trouble == ""


def test_who_chooses_mail_at_the_last_moment_gets_mail(twilio, sink):
    clock = Clock()
    _wave, person = mailing(clock)
    twilio.away()
    deliver_due(clock=clock)
    panel.save_wishes(person.pk, Wishes(language="en", channels=["email"]))

    clock.forward(minutes=5)
    deliver_due(clock=clock)

    assert sorted(sink.addresses) == ["ana@example.org", "bo@example.org"]
    assert row_of(person) == ("email", "handed_over", "")


@pytest.mark.parametrize("step", ["invitation", "reminder", "reminder_2", "thank_you"])
def test_designers_see_each_language_with_its_parts(step):
    activity = make.open_activity(name="Food Help letter")
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])

    samples = short_texts.samples(wave, step)

    assert [one.language for one in samples] == ["en", "es", "ar", "zh-hans"]
    english = samples[0]
    assert (english.segments.alphabet, english.segments.parts) == ("gsm7", 1)
    assert all(short_texts.STOP_WORD[one.language] in one.text for one in samples)


def test_a_text_about_an_anonymous_survey_leads_out_of_its_reminders(twilio, client):
    activity, clock = make.open_activity(anonymous=True), Clock()
    person = texter(activity.agency)
    make.wave(activity, [person], now=START, reminder_2=True)

    deliver_due(clock=clock)
    row = Delivery.objects.get(step="invitation")
    [(_to, invitation)] = twilio.received()
    client.post(done_url(row, "en"))
    clock.forward(days=7)
    deliver_due(clock=clock)

    done = f" I have answered, or would rather not: {done_url(row, 'en')}"
    assert invitation.endswith(f"Reply STOP to end.{done}")
    assert row_of(person, "reminder") == ("email", "dropped", "done")


def test_only_what_a_reminder_follows_has_a_way_out_of_it():
    """And of a confidential survey nothing has: we see who answered."""
    found = {}
    for anonymous in (True, False):
        activity = make.open_activity(anonymous=anonymous)
        people = [make.person(agency=activity.agency)]
        wave = make.draft_wave(activity, people, reminder_2=True)
        found[anonymous] = [
            all("/done/" in one.text for one in short_texts.samples(wave, step))
            for step in wave.steps
        ]

    assert found == {True: [True, True, False], False: [False, False, False]}


def test_a_name_with_a_line_break_stays_in_one_line(twilio):
    activity = make.open_activity(name="Letter\r\nTo: +12125550199")
    person = texter(activity.agency)
    make.wave(activity, [person], now=START)

    deliver_due(clock=Clock())

    [(to, text)] = twilio.received()
    assert (to, "\n" in text, "\r" in text) == (PHONE, False, False)


def form(member, settings, sms: str, **data) -> WishesForm:
    settings.CHANNELS = {"email": "smtp", "sms": sms}
    values = {"language": "en", "pause": "0", "time_zone": ""} | data
    return WishesForm(values, member=member, now=START)


def test_texts_are_offered_only_where_they_can_be_sent(settings):
    member = make.panel_member()

    offered = [
        [
            code
            for code, _label in form(member, settings, sms).fields["channels"].choices
        ]
        for sms in ("", "twilio")
    ]

    assert offered == [["email", "phone"], ["email", "phone", "sms"]]


@pytest.mark.parametrize(
    ("phone", "fits"), [("(212) 555-0101", True), ("555-0101", False), ("", False)]
)
def test_whoever_wants_texts_gives_a_whole_number(settings, phone, fits):
    member = make.panel_member()

    asked = form(member, settings, "twilio", channels=["sms"], phone=phone)

    assert asked.is_valid() == fits
    if fits:
        panel.save_wishes(member.person_id, asked.wishes())
        member.person.refresh_from_db()
        assert member.person.phone_hash == keyed_hash(PHONE)


def test_the_preview_shows_texts_only_where_they_can_be_sent(client, settings):
    activity = make.open_activity(name="Food Help letter")
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])
    client.force_login(make.member(agency=wave.agency, role="lead").user)

    pages = []
    for sms in ("", "twilio"):
        settings.CHANNELS = {"email": "smtp", "sms": sms}
        pages.append(
            client.get(f"/studio/mailings/{wave.pk}/preview/").content.decode()
        )

    assert ["As a text message" in page for page in pages] == [False, True]
    assert "PARAR" in pages[1]
    assert "1 part" in pages[1]


def test_letters_that_make_a_text_dear_are_named(client, settings):
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    activity = make.open_activity(name="The Niñó’s letter")
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])
    client.force_login(make.member(agency=wave.agency, role="lead").user)

    page = client.get(f"/studio/mailings/{wave.pk}/preview/").content.decode()

    assert "These letters make it longer: ó ’" in page
