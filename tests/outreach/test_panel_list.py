"""What the team sees of people to ask again: pseudonyms, counts, and no address."""

import re
from datetime import timedelta

import pytest

from studies.outreach import panel_nights
from studies.outreach.models import Wave
from studies.people.models import AccessLog
from tests import make
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]
LIST = "/studio/people/again/"


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def member_of(agency, number: int = 7, **fields):
    language = fields.pop("language", "en")
    person = make.person(
        agency=agency,
        name="Marisol Vega",
        email=f"marisol{number}@example.org",
        language=language,
    )
    return make.panel_member(person=person, number=number, **fields)


def counts(page: str) -> list[list[str]]:
    """The cells of the table by language."""
    table = page.split('id="counts"')[1].split("</table>")[0]
    rows = table.split("<tbody>")[1].split("<tr>")[1:]
    return [re.findall(r">([^<]*)</t[hd]>", row) for row in rows]


def test_the_list_shows_pseudonyms_and_reads_nothing_from_the_vault(client, designer):
    member_of(designer.agency)
    make.panel_member(number=8)

    page = client.get(LIST).content.decode()

    assert "A-007" in page
    assert "A-008" not in page
    assert ("Marisol" in page, "marisol7@" in page) == (False, False)
    assert "Wants to be asked" in page
    assert not AccessLog.objects.exists()


def test_people_are_counted_by_language(client, designer):
    agency = designer.agency
    later, before = TODAY + timedelta(days=2), TODAY - timedelta(days=2)
    member_of(agency, 1, language="es")
    member_of(agency, 2, language="es", paused_until=before)
    member_of(agency, 3, language="es", paused_until=later)
    member_of(agency, 4, language="es", state="left")
    member_of(agency, 5, state="pending")
    make.panel_member()

    page = client.get(LIST).content.decode()

    assert counts(page) == [
        ["Spanish", "2", "1", "0", "1"],
        ["English", "0", "0", "1", "0"],
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("?show=left", ["A-002"]),
        ("?show=confirmed", ["A-001"]),
        ("?show=nothing", ["A-001", "A-002"]),
        ("?number=A-002", ["A-002"]),
        ("?number=2", ["A-002"]),
        ("?number=99", []),
        ("?number=many", []),
    ],
)
def test_one_person_is_found_by_number_and_many_by_state(
    client, designer, asked, shown
):
    member_of(designer.agency, 1)
    member_of(designer.agency, 2, state="left")

    page = client.get(LIST + asked).content.decode()

    people = page.split('id="people"')[1].split("<form")[0]
    assert [name for name in ("A-001", "A-002") if f">{name}<" in people] == shown


def test_an_address_is_found_by_whoever_may_read_and_that_is_written_down(
    client, designer
):
    member_of(designer.agency, 1)
    member_of(designer.agency, 2)

    page = client.post(LIST, {"address": "MARISOL2@example.org"})

    text = page.content.decode()
    assert ("A-001" in text, "A-002" in text) == (False, True)
    assert "marisol2@" not in text.lower().replace('value="marisol2@', "")
    lines = AccessLog.objects.values_list("act", "by", "people", "about")
    assert list(lines) == [("read", designer.user.pk, 1, "looking for one address")]


def test_one_persons_contact_is_shown_on_a_page_of_its_own_and_the_look_is_kept(
    client, designer
):
    row = member_of(designer.agency, 1)

    listed = client.get(LIST).content.decode()
    page = client.get(f"{LIST}{row.pk}/").content.decode()

    assert f'href="{LIST}{row.pk}/"' in listed
    assert ("Marisol Vega" in page, "marisol1@example.org" in page) == (True, True)
    lines = AccessLog.objects.values_list("act", "by", "people", "about")
    assert list(lines) == [("read", designer.user.pk, 1, "people to ask again")]


@pytest.mark.parametrize("state", ["pending", "left"])
def test_the_contact_of_who_does_not_want_to_be_asked_is_not_shown(
    client, designer, state
):
    row = member_of(designer.agency, state=state)

    listed = client.get(LIST).content.decode()

    assert f"{LIST}{row.pk}/" not in listed
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert not AccessLog.objects.exists()


def test_nobody_else_sees_a_persons_contact(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    ours, others = member_of(viewer.agency), make.panel_member()

    listed = client.get(LIST).content.decode()
    seen = [client.get(f"{LIST}{row.pk}/").status_code for row in (ours, others)]

    assert f"{LIST}{ours.pk}/" not in listed
    assert seen == [403, 403]
    assert not AccessLog.objects.exists()


def test_who_may_not_read_contacts_finds_no_address_and_sees_no_field(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    member_of(viewer.agency)

    page = client.get(LIST)
    asked = client.post(LIST, {"address": "marisol7@example.org"})

    assert "A-007" in page.content.decode()
    assert "Find the address" not in page.content.decode()
    assert asked.status_code == 403
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_many(
    client, designer, people, django_assert_num_queries
):
    for number in range(people):
        member_of(designer.agency, number + 1)
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_the_list_turns_its_pages(client, designer):
    for number in range(1, 53):
        member_of(designer.agency, number)

    second = client.get(f"{LIST}?page=2").content.decode()

    assert ("A-002" in second, "A-003" in second) == (True, False)


def test_nobody_there_says_how_people_come(client, designer):
    page = client.get(LIST).content.decode()

    assert "Nobody here yet." in page


def test_our_letters_stand_apart_from_the_mailings_of_the_team(client, designer):
    member_of(designer.agency, state="pending")
    panel_nights.tend_all()
    wave = Wave.objects.get()
    name = f"{designer.agency.name}: may we ask you again?"

    mailings = client.get("/studio/mailings/").content.decode()
    letters = client.get("/studio/mailings/?show=letters").content.decode()
    letter = client.get(f"/studio/mailings/{wave.pk}/").content.decode()
    preview = client.get(f"/studio/mailings/{wave.pk}/preview/").content.decode()

    assert name not in mailings
    assert name in letters
    assert name in letter
    assert "People to ask again" in letter
    assert "Pause" not in letter
    assert "Was it you?" in preview
    assert "Our letters to them" in client.get(LIST).content.decode()


def test_the_list_of_people_leads_there(client, designer):
    assert LIST in client.get("/studio/people/").content.decode()
