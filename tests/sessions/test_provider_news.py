"""What becomes of a mail about a visit after it left, as a provider tells it."""

import pytest

from studies.outreach import news as outreach
from studies.outreach import returned_mail
from studies.outreach.models import ProviderNews, Suppression
from studies.sessions import provider_news, writing
from studies.sessions.models import Letter
from tests import make
from tests.outreach import telling
from tests.outreach.test_returned_mail import report

pytestmark = pytest.mark.django_db


def letter(noon, **fields) -> Letter:
    values = {"state": "handed_over", "claimed_at": noon, "handed_over_at": noon}
    values |= {"kind": "invitation", "sequence": 0, "due_at": noon}
    return Letter.objects.create(booking=make.booking(), **values | fields)


def name_of(row: Letter, noon) -> str:
    return writing.message(row, noon).extra_headers["Message-ID"]


def tell(row: Letter, kind: str, noon, **fields) -> ProviderNews:
    values = {
        "key": f"{make.n():064}",
        "kind": kind,
        "channel": "email",
        "about": name_of(row, noon).strip("<>").partition("@")[0],
        "due_at": noon,
        "received_at": noon,
    }
    return ProviderNews.objects.create(**values | fields)


def kept_off() -> dict[str, str]:
    return dict(Suppression.objects.values_list("address_hash", "reason"))


@pytest.mark.parametrize(
    ("kind", "became", "closed"),
    [
        ("delivered", ("handed_over", ""), ""),
        ("came_back", ("refused", "came_back"), ""),
        ("for_now", ("refused", "came_back"), ""),
        ("refused", ("refused", "provider_refused"), ""),
        ("no_such_address", ("refused", "no_such_address"), "bounced"),
        ("complained", ("handed_over", ""), "stopped"),
        ("stopped", ("handed_over", ""), "stopped"),
    ],
)
def test_each_kind_of_news_ends_in_one_state(noon, kind, became, closed):
    row = letter(noon)
    tell(row, kind, noon)

    folded = [provider_news.fold_waiting(now=noon) for _ in range(2)]

    row.refresh_from_db()
    hashed = row.booking.participant.person.email_hash
    assert folded == [1, 0]
    assert (row.state, row.reason) == became
    assert kept_off() == ({hashed: closed} if closed else {})
    assert ProviderNews.objects.get().state == "folded"


def test_news_that_it_arrived_settles_a_doubt_and_moves_nothing_else(noon):
    unsure, waits = letter(noon, state="uncertain"), letter(noon, state="queued")
    for row in (unsure, waits):
        tell(row, "delivered", noon)
    tell(waits, "came_back", noon)

    provider_news.fold_waiting(now=noon)

    states = Letter.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["handed_over", "queued"]


def test_a_name_that_nobody_was_told_is_no_letter_of_ours(noon):
    row, other = letter(noon), letter(noon)
    guessed = f"visit-{row.pk}-{other.booking_id.hex}"
    told = tell(row, "no_such_address", noon, about=guessed)

    provider_news.fold_waiting(now=noon)

    told.refresh_from_db()
    assert (told.state, told.tries, kept_off()) == ("waiting", 1, {})


def test_mailings_leave_news_of_visits_to_visits(noon):
    told = tell(letter(noon), "came_back", noon)

    assert outreach.fold_waiting(now=noon) == 0

    told.refresh_from_db()
    assert (told.state, told.tries) == ("waiting", 0)


def test_a_report_by_mail_names_the_visits_mail(noon, settings):
    settings.BASE_URL = "https://ask.example.org"
    row = letter(noon)

    [told] = returned_mail.read(report(quoted=f"Message-ID: {name_of(row, noon)}"))

    assert (told.kind, told.reference) == ("no_such_address", None)
    assert told.about == f"visit-{row.pk}-{row.booking_id.hex}"


def test_a_provider_gives_back_the_name_that_it_was_given(noon, client, settings):
    telling.use(settings)
    row = letter(noon)
    about = f"visit-{row.pk}-{row.booking_id.hex}"
    told = telling.bounced(None)
    told["Metadata"] = {"reference": about}

    telling.post(client, told)

    kept = ProviderNews.objects.get()
    assert (kept.about, kept.reference) == (about, None)
