import csv
import io

import pytest
from django.utils import timezone, translation

from studies.people import access, exporting
from studies.people import actions as people
from studies.people.models import AccessLog, Person
from tests import make

pytestmark = pytest.mark.django_db
LIST, NEW = "/studio/people/", "/studio/people/new/"


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def rows(*people: dict, total: int = 3) -> dict:
    """What the browser sends for these rows, the rest left empty."""
    data = {"people-TOTAL_FORMS": str(total), "people-INITIAL_FORMS": "0"}
    for number in range(total):
        data[f"people-{number}-language"] = "en"
    for number, person in enumerate(people):
        data |= {f"people-{number}-{name}": value for name, value in person.items()}
    return data


def test_the_list_shows_no_name_until_asked_and_writes_down_who_looked(
    client, designer
):
    make.person(agency=designer.agency, name="Marisol Vega", email="m@example.org")

    plain = client.get(LIST).content.decode()
    unlogged = AccessLog.objects.count()
    open_page = client.get(LIST, {"contacts": "1"}).content.decode()

    assert ("Marisol" in plain, "m@example.org" in plain, unlogged) == (False, False, 0)
    assert "Marisol Vega" in open_page
    assert "m@example.org" in open_page
    lines = AccessLog.objects.within(designer.agency)
    assert list(lines.values_list("act", "by", "people", "about")) == [
        ("read", designer.user.pk, 1, "people list")
    ]


def test_who_may_not_read_contacts_never_sees_them(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    make.person(agency=viewer.agency, name="Marisol Vega")

    page = client.get(LIST, {"contacts": "1"}).content.decode()

    assert "Marisol" not in page
    assert "Show names" not in page
    assert not AccessLog.objects.exists()


def test_one_address_is_found_without_standing_in_a_url(client, designer):
    found = make.person(agency=designer.agency, email="Ana@example.org")
    other = make.person(agency=designer.agency)

    page = client.post(LIST, {"address": " ana@EXAMPLE.org"}).content.decode()
    none = client.post(LIST, {"address": "nobody@example.org"}).content.decode()

    assert str(found) in page
    assert str(other) not in page
    assert "Nobody on the list has this address." in none
    lines = AccessLog.objects.order_by("pk").values_list("people", "about")
    about = "looking for one address"
    assert list(lines) == [(1, about), (0, about)]


def test_who_may_not_read_contacts_cannot_ask_whose_address_is_on_the_list(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    make.person(agency=viewer.agency, email="ana@example.org")

    answer = client.post(LIST, {"address": "ana@example.org"})

    assert answer.status_code == 403


def test_three_people_are_added_at_once_and_empty_rows_left_out(client, designer):
    source = {"how_we_got_it": "Counter"}
    data = rows(
        {"name": "Ana", "email": "ana@example.org", "language": "es"} | source,
        {"name": "Bo", "email": "bo@example.org"} | source,
    )

    answer = client.post(NEW, data, follow=True)

    people = Person.objects.within(designer.agency)
    assert {(p.name, p.email, p.language) for p in people} == {
        ("Ana", "ana@example.org", "es"),
        ("Bo", "bo@example.org", "en"),
    }
    assert "2 people added." in answer.content.decode()


def test_errors_stand_by_their_row_and_nothing_typed_is_lost(client, designer):
    data = rows(
        {"name": "Ana", "email": "ana@example.org", "how_we_got_it": "Counter"},
        {"name": "Bo", "email": "bo at example", "how_we_got_it": ""},
    )

    page = client.post(NEW, data).content.decode()

    assert not Person.objects.exists()
    assert "Nobody was added yet" in page
    assert 'value="ana@example.org"' in page
    assert 'value="bo at example"' in page
    assert 'id="id_people-1-email_error"' in page
    assert 'id="id_people-1-how_we_got_it_error"' in page
    assert 'id="id_people-0-email_error"' not in page


def test_more_rows_keep_what_was_typed_and_blame_nobody(client, designer):
    data = rows({"name": "Ana", "email": "ana"}) | {"more": "1"}

    page = client.post(NEW, data).content.decode()

    assert 'name="people-5-email"' in page
    assert 'value="ana"' in page
    assert "_error" not in page
    assert not Person.objects.exists()


def test_all_rows_empty_adds_nobody_and_says_so(client, designer):
    page = client.post(NEW, rows()).content.decode()

    assert "all rows were empty" in page


@pytest.mark.parametrize("total", ["", "abc", "-4", "100000"])
def test_a_page_that_was_tampered_with_is_no_crash(client, designer, total):
    for extra in ({}, {"more": "1"}):
        data = rows() | {"people-TOTAL_FORMS": total} | extra
        assert client.post(NEW, data).status_code == 200
    assert not Person.objects.exists()


def test_a_shared_address_is_kept_and_pointed_out(client, designer):
    make.person(agency=designer.agency, email="family@example.org")
    row = {"name": "Nico", "email": "Family@example.org", "how_we_got_it": "Counter"}

    page = client.post(NEW, rows(row), follow=True).content.decode()

    assert Person.objects.at_address("family@example.org").count() == 2
    assert "1 of them has an address that somebody else on the list has too." in page


def test_somebody_with_a_phone_alone_is_added_and_their_number_may_be_shared(
    client, designer
):
    make.person(agency=designer.agency, email="", phone="555-0142")
    row = {"name": "Nico", "phone": "555-0142", "how_we_got_it": "Counter"}

    page = client.post(NEW, rows(row), follow=True).content.decode()

    assert Person.objects.at_address("555-0142").count() == 2
    assert "1 of them has an address that somebody else on the list has too." in page


def test_somebody_with_neither_e_mail_nor_phone_is_not_added(client, designer):
    page = client.post(NEW, rows({"name": "Nico", "how_we_got_it": "Counter"}))

    assert "Write the e-mail address or the phone" in page.content.decode()
    assert not Person.objects.exists()


def test_a_person_is_taken_off_and_put_back(client, designer):
    person = make.person(agency=designer.agency)

    client.post(f"/studio/people/{person.pk}/archive/")
    off = client.get(LIST).content.decode()
    away = client.get(LIST, {"show": "archived"}).content.decode()
    client.post(f"/studio/people/{person.pk}/back/")
    back = client.get(LIST).content.decode()

    assert (str(person) in off, str(person) in away, str(person) in back) == (
        False,
        True,
        True,
    )


def test_a_look_at_the_address_alone_changes_nothing(client, designer):
    person = make.person(agency=designer.agency)

    assert client.get(f"/studio/people/{person.pk}/archive/").status_code == 405
    assert Person.objects.current().get() == person


def test_who_looked_is_shown_to_administrators(client, designer):
    make.person(agency=designer.agency)
    client.get(LIST, {"contacts": "1"})
    boss = make.member(agency=designer.agency, role="administrator")

    refused = client.get("/studio/people/looks/").status_code
    client.force_login(boss.user)
    page = client.get("/studio/people/looks/").content.decode()

    assert refused == 403
    assert designer.user.name in page
    assert "read names and addresses" in page


def test_each_line_says_who_when_what_how_many_and_about_which_study(client):
    boss = make.member(role="administrator")
    client.force_login(boss.user)
    study = make.study(agency=boss.agency, title="Letters that help")
    joined = make.person(agency=boss.agency)
    people.join_study(joined.pk, study.pk, by=boss.user)

    page = client.get("/studio/people/looks/").content.decode()

    for shown in (boss.user.name, "changed", "the people of a study", study.title):
        assert shown in page


def test_lines_of_another_agency_are_not_shown_and_many_are_paged(
    client, django_assert_num_queries
):
    boss, theirs = make.member(role="administrator"), make.member()
    client.force_login(boss.user)
    for number in range(60):
        access.log(
            "mailed",
            agency=boss.agency,
            by=None,
            people=number + 1000,
            about=f"mailing {number + 100}",
        )
    access.log("read", agency=theirs.agency, by=theirs.user, people=1)
    client.get("/studio/people/looks/")

    with django_assert_num_queries(5):
        first = client.get("/studio/people/looks/").content.decode()
    second = client.get("/studio/people/looks/?page=2").content.decode()

    assert ("mailing 159" in first, "mailing 109" in first) == (True, False)
    assert "mailing 109" in second
    assert theirs.user.name not in first + second


def test_the_list_taken_out_runs_nothing_in_a_spreadsheet_and_is_written_down(client):
    lead = make.member(role="lead")
    client.force_login(lead.user)
    fields = {"agency": lead.agency, "how_we_got_it": "Counter"}
    make.person(name="=1+1", email="ana@example.org", phone="+1 555 0100", **fields)
    make.person(name="Gone", archived_at=timezone.now(), **fields)
    make.person(name="Of another agency")

    answer = client.post("/studio/people/export/")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    today = timezone.localdate().isoformat()
    assert list(csv.reader(io.StringIO(text))) == [
        [
            "name",
            "e-mail",
            "phone",
            "language",
            "time zone",
            "how we got the address",
            "added",
        ],
        ["'=1+1", "ana@example.org", "'+1 555 0100", "en", "", "Counter", today],
    ]
    assert answer.headers["Cache-Control"] == "no-store"
    rows = AccessLog.objects.values_list("act", "by", "people", "about")
    assert list(rows) == [("exported", lead.user.pk, 1, "people list")]


def test_the_list_taken_out_has_headings_in_the_language_of_who_takes_it():
    with translation.override("es"):
        words = exporting.header()

    assert words == [
        "nombre",
        "correo electrónico",
        "teléfono",
        "idioma",
        "zona horaria",
        "cómo obtuvimos la dirección",
        "se agregó",
    ]


def test_a_designer_may_read_addresses_but_not_take_the_list_out(client, designer):
    make.person(agency=designer.agency)

    page = client.get(LIST).content.decode()

    assert client.post("/studio/people/export/").status_code == 403
    assert "/studio/people/export/" not in page
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client, designer, number, django_assert_num_queries
):
    for _ in range(number):
        make.person(agency=designer.agency)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)


def test_strangers_and_other_agencies_get_in_nowhere(client, designer):
    theirs = make.person(name="Marisol Vega")

    page = client.get(LIST, {"contacts": "1"}).content.decode()
    assert "Marisol" not in page
    for verb in ("archive", "back"):
        url = f"/studio/people/{theirs.pk}/{verb}/"
        assert client.post(url).status_code == 404
    client.logout()
    for url in (LIST, NEW, "/studio/people/looks/"):
        assert client.get(url).status_code == 302


def test_a_viewer_adds_nobody(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)

    assert client.get(NEW).status_code == 403
