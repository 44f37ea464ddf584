"""A mail pressed from a plate is the mail that would have been written at length."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from studies.outreach import actions as outreach
from studies.outreach import emails, panel_letters
from studies.outreach.letters import Writer, survey_link
from studies.outreach.models import Delivery, Wave
from studies.outreach.plates import Press
from tests import make
from tests.outreach.clock import START

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "es", "ar", "zh-hans", "es-mx", "so"]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.DEFAULT_FROM_EMAIL = "ask@agency.example.org"
    settings.BASE_URL = "https://ask.example.org"


def survey_mail(**fields) -> Wave:
    agency = make.agency(
        name="Help & <b>Support</b>",
        contact_email="help@example.org",
        contact_phone="555-0142",
    )
    study = make.study(agency=agency, state="running")
    activity = make.open_activity(round=make.round_(study=study), **fields)
    return make.wave(activity, [make.person(agency=agency)], now=START)


def share_back() -> Wave:
    study = make.study(state="running")
    make.sender(agency=study.agency)
    return outreach.send_share_back(study.pk, by=None, now=START)


def panel_letter() -> Wave:
    member = make.panel_member(state="pending")
    panel_letters.ask_for_a_yes(member.agency, START)
    return Wave.objects.get(is_panel=True)


def shown(content: bytes) -> tuple[dict, list]:
    """All that a reader and a mail server see, but for where the parts are cut."""
    mail = message_from_bytes(content, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    heads = {name: str(value) for name, value in mail.items()}
    heads["Content-Type"] = mail.get_content_type()
    parts = [
        (part.get_content_type(), part["Content-Transfer-Encoding"], text(part))
        for part in mail.iter_parts()
    ]
    return heads, parts


def text(part: EmailMessage) -> str:
    return part.get_content().replace("\r\n", "\n").rstrip("\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make_wave", [survey_mail, share_back, panel_letter])
def test_the_pressed_mail_says_what_the_written_one_says(make_wave, language):
    wave = make_wave()
    writer = Writer(wave)
    press, pressed = Press(writer), []

    for name in ("ana", "bo"):
        person = make.person(email=f"{name}@example.org", language=language)
        for step in wave.steps:
            row = Delivery(wave=wave, step=step, person=person)
            link = survey_link(wave, wave.link, "") or "https://ask.example.org/i/x/"
            link = link if wave.activity_id else ""
            mail = press.mail(row, person, link, to=person.email, now=START)
            letter = writer.write(row, person, link)
            written = emails.build(row, letter, to=person.email, now=START)
            assert shown(mail) == shown(written)
            pressed.append(mail)

    assert len(set(pressed)) == 2 * len(wave.steps)


@pytest.mark.parametrize(
    "address",
    [
        "añá@example.org",
        '"two words"@example.org',
        f"{'x' * 60}@example.org",
        "x@example.org\nBcc: y@example.org",
    ],
)
def test_an_unusual_address_is_written_at_length(address):
    wave = survey_mail()
    person = make.person(email=address)
    row = Delivery(wave=wave, step="invitation", person=person)

    assert Press(Writer(wave)).mail(row, person, "x", to=address, now=START) is None


def test_a_person_without_a_link_gets_no_gap():
    wave = survey_mail()
    person = make.person(email="ana@example.org")
    row = Delivery(wave=wave, step="invitation", person=person)

    mail = Press(Writer(wave)).mail(row, person, "", to=person.email, now=START)

    assert mail is None


def test_lines_stay_short_enough_for_any_mail_server():
    wave = survey_mail()
    person = make.person(email="ana@example.org", language="ar")
    row = Delivery(wave=wave, step="invitation", person=person)
    link = "https://ask.example.org/i/0123456789abcdef0123456789abcdef/"

    mail = Press(Writer(wave)).mail(row, person, link, to=person.email, now=START)

    assert max(map(len, mail.split(b"\r\n"))) < 200
    assert mail.replace(b"\r\n", b"").count(b"\n") == 0
    assert mail.isascii()
