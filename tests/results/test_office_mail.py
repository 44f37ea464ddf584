import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cxstudio.posting import Left
from feedback.results import office_mail
from feedback.results.office_mail import tell_offices
from studies.outreach.models import Suppression
from studies.partners import offices
from studies.partners.models import OfficeMonth
from studies.people.vault import keyed_hash
from tests import make
from tests.partners.test_offices import with_a_link

pytestmark = pytest.mark.django_db
SECOND_OF_NOVEMBER = datetime(2026, 11, 2, 15, 20, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
SAID = [
    {
        "title": "Your letter",
        "people": 25,
        "questions": [
            {"label": "Clear?", "answers": [["Yes", 15], ["No", 10]], "most": []},
            {"label": "Short?", "answers": [], "most": ["Yes"]},
        ],
    }
]


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What customers said, as other tests look into."""
    monkeypatch.setattr(office_mail, "said", lambda *_args, **_more: SAID)


@pytest.fixture
def address(settings):
    settings.BASE_URL = "https://ask.example.org"
    agency = make.agency(name="Household Support")
    office = make.office(agency=agency, name="Front Street")
    return with_a_link(
        make.office_address(
            partner=office, email="desk@example.org", how_we_got_it="Asked for it."
        )
    )


def test_an_office_reads_what_customers_said_there(address, mailoutbox):
    assert tell_offices(SECOND_OF_NOVEMBER) == 1

    [mail] = mailoutbox
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert (mail.to, mail.subject) == (
        ["desk@example.org"],
        "What customers said at Front Street: October 2026",
    )
    assert mail.body == (
        "This is what customers said who answered through Front Street in October "
        f"""2026.

You will get a mail like this once a month. To get no more of them, open this page and press the button: {stop}

Your letter
About 25 people answered.

Clear?
- Yes: about 15
- No: about 10

Short?
- Yes: most people

Numbers are rounded to the nearest 5. Answers of fewer than 11 people are left out, so that nobody can be found in them. What people wrote in their own words is not in this mail.

Thank you for telling people about it at your counter.
Household Support

How we got this address: Asked for it.
To get no more of these mails: {stop}
"""
    )
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "said", [[], [{"title": "Your letter", "people": None, "questions": []}]]
)
def test_where_few_people_answered_the_mail_says_so(
    address, mailoutbox, monkeypatch, said
):
    monkeypatch.setattr(office_mail, "said", lambda *_args, **_more: said)

    tell_offices(SECOND_OF_NOVEMBER)

    text = "Fewer than 11 people answered this month, so we show no figures: it would "
    assert mailoutbox[0].body.count(f"{text}be unfair to them.") == 1
    assert "about" not in mailoutbox[0].body.replace("telling people about", "")


def test_a_month_is_told_once_however_often_the_clock_rings(address, mailoutbox):
    sent = [tell_offices(SECOND_OF_NOVEMBER) for _ring in range(3)]

    assert (sent, len(mailoutbox)) == ([1, 0, 0], 1)
    row = OfficeMonth.objects.get()
    assert (row.month, row.state, row.said) == (OCTOBER, "handed_over", SAID)


def test_a_second_mail_no_longer_begins_with_how_to_stop(address, mailoutbox):
    tell_offices(SECOND_OF_NOVEMBER)
    tell_offices(datetime(2026, 12, 2, 15, 20, tzinfo=UTC))

    assert [mail.body.count("once a month") for mail in mailoutbox] == [1, 0]
    assert "To get no more of these mails: https://ask.example.org/" in (
        mailoutbox[1].body
    )


def test_a_server_that_is_away_is_tried_again_with_the_same_words(
    address, mailoutbox, monkeypatch
):
    monkeypatch.setattr(office_mail, "hand_over", lambda _mail: Left.NO)
    assert tell_offices(SECOND_OF_NOVEMBER) == 0
    assert OfficeMonth.objects.get().state == "queued"
    monkeypatch.undo()
    monkeypatch.setattr(office_mail, "said", lambda *_args: pytest.fail("said anew"))

    assert tell_offices(SECOND_OF_NOVEMBER) == 1

    assert "About 25 people answered." in mailoutbox[0].body


def test_a_mail_that_may_have_left_is_never_sent_again(
    address, mailoutbox, monkeypatch
):
    monkeypatch.setattr(office_mail, "hand_over", lambda _mail: Left.UNSURE)
    tell_offices(SECOND_OF_NOVEMBER)
    monkeypatch.undo()

    assert tell_offices(SECOND_OF_NOVEMBER) == 0
    assert OfficeMonth.objects.get().state == "unsure"
    assert mailoutbox == []


def test_whoever_wants_no_mail_from_anybody_gets_none(address, mailoutbox):
    Suppression.objects.create(
        address_hash=keyed_hash("desk@example.org"), reason="stopped"
    )

    assert tell_offices(SECOND_OF_NOVEMBER) == 0
    assert (OfficeMonth.objects.get().state, mailoutbox) == ("dropped", [])


def test_the_mail_speaks_the_offices_language(address, mailoutbox):
    type(address).objects.update(language="es")

    tell_offices(SECOND_OF_NOVEMBER)

    with translation.override("es"):
        assert "octubre" in mailoutbox[0].subject.lower()


def test_no_name_of_an_office_breaks_the_heading_of_a_mail(address, mailoutbox):
    type(address.partner).objects.update(name="Front\r\nBcc: a@example.org")

    tell_offices(SECOND_OF_NOVEMBER)

    assert "\n" not in mailoutbox[0].subject


def told_by_command(*asked: str) -> str:
    out = io.StringIO()
    call_command("office_month", *asked, stdout=out)
    return out.getvalue()


def test_a_dry_run_shows_the_mails_and_sends_and_keeps_none(address, mailoutbox):
    shown = told_by_command("--dry-run", "--month", "2026-10")

    assert f"{address.partner.agency.slug}: Front Street (not told yet)" in shown
    assert "Fewer than 11 people answered this month" in shown
    assert "desk@example.org" not in shown
    assert (mailoutbox, OfficeMonth.objects.count()) == ([], 0)


def test_a_dry_run_of_a_told_month_shows_what_was_told(address):
    tell_offices(SECOND_OF_NOVEMBER)

    shown = told_by_command("--dry-run", "--month", "2026-10")

    assert "Front Street (handed_over)" in shown
    assert "About 25 people answered." in shown


def test_the_command_sends_what_is_due(address, mailoutbox, monkeypatch):
    monkeypatch.setattr(office_mail.timezone, "now", lambda: SECOND_OF_NOVEMBER)

    assert told_by_command() == "1 mails sent.\n"


@pytest.mark.parametrize("asked", [["--month", "2026-10"], ["--synthetic"]])
def test_what_is_for_a_dry_run_is_refused_without_one(asked):
    with pytest.raises(CommandError, match="for --dry-run"):
        told_by_command(*asked)


def test_a_month_that_is_none_is_refused():
    with pytest.raises(CommandError, match="such as 2026-10"):
        told_by_command("--dry-run", "--month", "October")


def test_stopping_reaches_a_mail_that_waits(address, mailoutbox):
    offices.open_months(SECOND_OF_NOVEMBER)
    offices.stop(address.pk)

    assert tell_offices(SECOND_OF_NOVEMBER) == 0
    assert mailoutbox == []
