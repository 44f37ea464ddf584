import pytest

from studies.outreach import tokens
from studies.partners.models import OfficeAddress, OfficeMonth
from tests import make

pytestmark = pytest.mark.django_db
SAID = [
    {
        "title": "Your letter",
        "people": 25,
        "questions": [{"label": "Clear?", "answers": [["Yes", 15]]}],
    }
]


@pytest.fixture
def member(client):
    row = make.member(role="designer")
    client.force_login(row.user)
    return row


def url(office) -> str:
    return f"/studio/partners/{office.pk}/office/"


def test_a_partner_is_made_an_office_and_gets_an_address(client, member):
    office = make.partner(agency=member.agency)
    assert (
        "This is our own front-line office" in client.get(url(office)).content.decode()
    )

    client.post(url(office), {"do": "office"})
    given = {"email": "desk@example.org", "how_we_got_it": "Asked", "language": "es"}
    answer = client.post(url(office), given)

    row = OfficeAddress.objects.get()
    assert answer.headers["Location"] == url(office)
    assert (row.email, row.language, row.added_by) == (
        "desk@example.org",
        "es",
        member.user,
    )
    page = client.get(url(office)).content.decode()
    assert "desk@example.org" not in page
    assert "kept locked" in page


def test_what_is_missing_is_said_by_its_field(client, member):
    office = make.office(agency=member.agency)

    page = client.post(url(office), {"email": "desk"}).content.decode()

    assert page.count("usa-error-message") >= 2
    assert 'value="desk"' in page
    assert not OfficeAddress.objects.exists()


def test_an_address_that_stopped_is_refused(client, member):
    address = make.office_address(
        partner=make.office(agency=member.agency), email="desk@example.org"
    )
    client.post(f"/stop/office/{tokens.office_token(address.pk)}/")
    given = {"email": "desk@example.org", "how_we_got_it": "x", "language": "en"}

    page = client.post(url(address.partner), given).content.decode()

    assert "They stopped these mails at this address." in page
    assert "They alone can start them again" in page


def test_the_address_is_erased_and_the_office_is_none_any_more(client, member):
    address = make.office_address(partner=make.office(agency=member.agency))

    client.post(url(address.partner), {"do": "forget"})
    client.post(url(address.partner), {"do": "no_office"})

    address.partner.refresh_from_db()
    assert (OfficeAddress.objects.count(), address.partner.kind) == (0, "community")


def test_the_page_shows_what_the_office_was_told(client, member):
    office = make.office(agency=member.agency)
    for month in ("2026-09-01", "2026-10-01"):
        OfficeMonth.objects.create(
            partner=office, month=month, said=SAID, state="handed_over"
        )

    page = client.get(url(office)).content.decode()

    assert page.index("October 2026") < page.index("September 2026")
    assert page.count("About 25 people answered.") == 2
    assert "Yes: about 15" in page


def test_the_page_takes_the_same_queries_for_any_number_of_months(
    client, member, django_assert_num_queries
):
    office = make.office(agency=member.agency)
    for month in ("2026-07-01", "2026-08-01", "2026-09-01"):
        OfficeMonth.objects.create(partner=office, month=month, said=SAID)
    client.get(url(office))

    with django_assert_num_queries(8):
        client.get(url(office))


def test_a_viewer_looks_and_changes_nothing(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    office = make.office(agency=viewer.agency)

    assert client.get(url(office)).status_code == 200
    assert client.post(url(office), {"do": "no_office"}).status_code == 403


def test_stopping_takes_a_tap_and_can_be_taken_back(client):
    address = make.office_address()
    page = f"/stop/office/{tokens.office_token(address.pk)}/"

    opened = client.get(page).content.decode()
    still = OfficeAddress.objects.current().exists()
    stopped = client.post(page).content.decode()
    gone = OfficeAddress.objects.current().exists()
    back = client.post(page, {"back": "1"}).content.decode()

    assert "Stop the monthly mails" in opened
    assert "No more monthly mails" in stopped
    assert "You get the monthly mails again" in back
    assert (still, gone, OfficeAddress.objects.current().exists()) == (
        True,
        False,
        True,
    )


def test_coming_back_beside_another_address_says_why_not(client):
    old = make.office_address()
    page = f"/stop/office/{tokens.office_token(old.pk)}/"
    client.post(page)
    make.office_address(partner=old.partner)

    text = client.post(page, {"back": "1"}).content.decode()

    assert "told at another address by now" in text


def test_a_made_up_address_stops_nothing(client):
    make.office_address()
    person = make.person()
    others = tokens.stop_token(person.pk)

    for token in ("guess", others):
        assert client.get(f"/stop/office/{token}/").status_code == 404
        assert client.post(f"/stop/office/{token}/").status_code == 404
    assert OfficeAddress.objects.current().count() == 1
