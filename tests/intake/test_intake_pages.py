import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from studies.intake import actions as intake
from studies.intake import views, working
from studies.intake.models import PeopleFile
from studies.people.models import AccessLog, Person
from tests import make
from tests.intake.files import csv_of, xlsx_of

pytestmark = pytest.mark.django_db
FILES = "/studio/people/files/"
HEAD = ["Nombre", "Correo electrónico", "Idioma", "Notas"]
ANA = ["Ana Ruiz", "ana@example.org", "español", "secret note"]


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def send(client, content: bytes, *, name: str = "people.csv", source: str = "Counter"):
    file = SimpleUploadedFile(name, content)
    return client.post(FILES, {"file": file, "how_we_got_it": source}, follow=True)


def choice(page, **more) -> dict:
    """What the form of the columns holds as it was guessed."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form} | more


def test_a_list_goes_from_the_file_to_the_vault(client, designer):
    page = send(client, csv_of(HEAD, ANA, ["Bo", "bo at example", "xx", ""]))
    address = page.redirect_chain[-1][0]
    shown = page.content.decode()

    waits = client.post(address, choice(page), follow=True).content.decode()
    working.work_due()
    found = client.get(address).content.decode()
    client.post(f"{address}add/")
    working.work_due()
    done = client.get(address).content.decode()

    assert "Nombre" in shown
    assert "ana@example.org" in shown
    assert "Each row is looked at. Nobody is added yet." in waits
    assert "1 person can be added." in found
    assert "1 row left out" in found
    assert "Not a whole e-mail address" in found
    assert "row 3" in found
    assert "1 person was added." in done
    person = Person.objects.get()
    assert (person.name, person.language, person.how_we_got_it) == (
        "Ana Ruiz",
        "es",
        "Counter",
    )
    lines = AccessLog.objects.order_by("pk").values_list("act", "people", "by", "about")
    who = designer.user.pk
    assert list(lines) == [
        ("read", 2, who, "file of people"),
        ("added", 1, who, "file of people"),
    ]


def test_the_pages_of_a_checked_list_show_nobodys_data(client, designer):
    page = send(client, csv_of(HEAD, ANA, ["Bo Bad", "bo bad example", "", ""]))
    address = page.redirect_chain[-1][0]
    client.post(address, choice(page))
    working.work_due()

    found = client.get(address).content.decode()
    every = client.get(FILES).content.decode()

    for secret in ("Ana", "ana@", "Bo Bad", "secret note", "people.csv"):
        assert secret not in every
        assert secret == "people.csv" or secret not in found


def test_another_choice_of_letters_is_shown_before_anything_is_checked(
    client, designer
):
    content = csv_of(["name", "email"], ["أنا", "a@example.org"], encoding="cp1256")
    page = send(client, content)
    address = page.redirect_chain[-1][0]

    wrong = choice(page, show="1", encoding="utf-8-sig")
    refused = client.post(address, wrong).content.decode()
    right = choice(page, show="1", encoding="cp1256")
    shown = client.post(address, right, follow=True).content.decode()

    assert "Choose other ones" in refused
    assert "أنا" not in page.content.decode()
    assert "أنا" in shown
    assert PeopleFile.objects.get().state == "choosing"


def test_headings_on_another_row_are_chosen_by_hand(client, designer):
    page = send(client, csv_of(["Ours"], ["Wer", "Wo"], ["Ana", "ana@example.org"]))
    address = page.redirect_chain[-1][0]

    chosen = choice(page, heading_line="2", column_0="name", column_1="email", show="1")
    shown = client.post(address, chosen, follow=True)
    too_far = client.post(address, choice(shown, heading_line="9")).content.decode()

    assert [c.heading for c, _ in shown.context["form"].columns] == ["Wer", "Wo"]
    assert "There is nobody in this file" in too_far


def test_without_a_column_of_addresses_nothing_is_checked(client, designer):
    page = send(client, csv_of(HEAD, ANA))

    answer = client.post(page.redirect_chain[-1][0], choice(page, column_1=""))

    assert "Say which column holds the e-mail addresses" in answer.content.decode()
    assert PeopleFile.objects.get().state == "choosing"


@pytest.mark.parametrize(
    ("content", "source", "said"),
    [
        (b"", "Counter", "There is nobody in this file"),
        (b"\xd0\xcf\x11\xe0", "Counter", "save it as XLSX without a password"),
        (b"PK\x03\x04", "Counter", "This file is damaged"),
        (csv_of(HEAD, ANA), "", "Say how we got these addresses."),
        (b"\x89PNG\0\0", "Counter", "neither a CSV nor an XLSX"),
        (b"a" * 20_000_001, "Counter", "100,000 people at most"),
    ],
)
def test_what_cannot_be_a_list_is_said_at_its_field(
    client, designer, content, source, said
):
    page = send(client, content, source=source)

    assert said in page.content.decode()
    assert not PeopleFile.objects.exists()


def test_a_request_larger_than_any_list_is_refused_before_it_is_read(client, designer):
    answer = send(client, b"a" * 25_000_001)

    assert answer.status_code == 413


def test_a_workbook_is_taken_in_as_well(client, designer):
    page = send(client, xlsx_of(["Name", "Phone"], ["Ana", 2125550142]), name="p.xlsx")
    client.post(page.redirect_chain[-1][0], choice(page))
    working.work_due()

    assert "encoding" not in page.context["form"].fields
    assert PeopleFile.objects.get().counts == {"added": 1}


def test_a_list_is_thrown_away_and_erased(client, designer):
    page = send(client, csv_of(HEAD, ANA))
    address = page.redirect_chain[-1][0]

    said = client.post(f"{address}away/", follow=True).content.decode()
    after = client.get(address).content.decode()

    assert "The file is erased. Nobody was added from it." in said
    assert "This file was thrown away and is erased." in after
    assert PeopleFile.objects.get().content is None


def test_a_list_thrown_away_as_its_columns_are_asked_for_is_said_to_be_gone(
    client, designer, monkeypatch
):
    file = make.people_file(agency=designer.agency)
    keep = views._file_or_404

    def thrown_away_after(request, pk):
        found = keep(request, pk)
        intake.throw_away(pk, by=designer.user)
        return found

    monkeypatch.setattr(views, "_file_or_404", thrown_away_after)
    answer = client.get(f"{FILES}{file.pk}/", follow=True)

    assert "This file was thrown away and is erased." in answer.content.decode()


def test_columns_can_be_changed_after_the_check_and_are_checked_anew(client, designer):
    page = send(client, csv_of(HEAD, ANA))
    address = page.redirect_chain[-1][0]
    client.post(address, choice(page))
    working.work_due()

    again = client.get(f"{address}?columns")
    client.post(address, choice(again, show="1", column_2=""))
    client.post(f"{address}add/")

    assert again.context["form"].columns[2][1].value() == "language"
    assert PeopleFile.objects.get().state == "choosing"


def test_a_refused_list_says_why(client, designer, monkeypatch):
    page = send(client, csv_of(HEAD, ANA, ANA))
    address = page.redirect_chain[-1][0]
    client.post(address, choice(page))
    monkeypatch.setattr("studies.intake.reading.ROWS_LIMIT", 1)
    working.work_due()

    assert "this one has more" in client.get(address).content.decode()


@pytest.mark.parametrize("state", ["checking", "adding"])
def test_progress_is_a_bar_with_words(client, designer, state):
    file = make.people_file(
        agency=designer.agency, state=state, lines_total=100_000, lines_done=25_000
    )

    page = client.get(f"{FILES}{file.pk}/").content.decode()

    assert "25000 of 100000 rows." in page.replace(",", "")
    assert 'max="100000" value="25000"' in page
    assert "data-look-again" in page


def test_viewers_and_strangers_send_nothing(client):
    viewer = make.member(role="viewer")
    file = make.people_file(agency=viewer.agency)
    client.force_login(viewer.user)

    for where in (FILES, f"{FILES}{file.pk}/"):
        assert client.get(where).status_code == 403
    for verb in ("add", "away"):
        assert client.post(f"{FILES}{file.pk}/{verb}/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_files_takes_the_same_queries(
    client, designer, number, django_assert_num_queries
):
    for _ in range(number):
        make.people_file(agency=designer.agency, sent_by=designer.user)
    client.get(FILES)

    with django_assert_num_queries(4):
        client.get(FILES)
