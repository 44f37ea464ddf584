from io import StringIO

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection

from studies.intake.models import PeopleFile
from studies.partners import actions as partners
from studies.partners.models import InviteLink
from studies.people import rotation, vault
from studies.people.models import AccessLog, Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def use_keys(settings):
    def use(*keys: str) -> None:
        settings.VAULT_KEYS = list(keys)
        vault._fernet.cache_clear()

    yield use
    vault._fernet.cache_clear()


def test_after_rotation_the_old_key_is_not_needed(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    person = make.person(name="Marisol Vega", email="marisol@example.org")
    link = partners.make_link(make.activity().pk, by=None)
    token = link.token
    use_keys(new, old)
    said = StringIO()

    call_command("rotate_vault_keys", stdout=said)
    call_command("rotate_vault_keys", stdout=StringIO())

    use_keys(new)
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.email, kept.phone) == (
        "Marisol Vega",
        "marisol@example.org",
        "",
    )
    assert Person.objects.at_address("marisol@example.org").get() == person
    assert InviteLink.objects.get(pk=link.pk).token == token
    assert said.getvalue() == (
        "2 rows were sealed again with the first key; 0 had it already.\n"
    )
    lines = AccessLog.objects.order_by("pk").values_list("act", "people")
    assert list(lines) == [("rotated", 2), ("rotated", 0)]


def test_without_rotation_the_new_key_opens_nothing(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    person = make.person()

    use_keys(new)

    with pytest.raises(InvalidToken):
        Person.objects.get(pk=person.pk)


def test_batches_reach_every_row(use_keys, monkeypatch):
    monkeypatch.setattr("studies.people.rotation.CHUNK", 2)
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    agency = make.agency()
    names = sorted(make.person(agency=agency).name for _ in range(5))
    use_keys(new, old)

    call_command("rotate_vault_keys", stdout=StringIO())

    use_keys(new)
    assert sorted(row.name for row in Person.objects.all()) == names


def test_a_rotation_that_was_stopped_goes_on_where_it_was(use_keys, monkeypatch):
    monkeypatch.setattr("studies.people.rotation.CHUNK", 2)
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    agency = make.agency()
    names = sorted(make.person(agency=agency).name for _ in range(5))
    use_keys(new, old)
    batches = []

    def stop_after_two(table: str, rows: int) -> None:
        batches.append((table, rows))
        if len(batches) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(tell=stop_after_two)
    rest = rotation.rotate()

    use_keys(new)
    assert batches == [("studies_person", 2)] * 2
    assert (rest.sealed_again, rest.had_newest) == (1, 4)
    assert sorted(row.name for row in Person.objects.all()) == names


def test_rows_that_no_key_opens_are_named_and_stay_as_they_are(use_keys):
    lost, old, new = (Fernet.generate_key().decode() for _ in range(3))
    use_keys(lost)
    make.person(name="Lost Larsen")
    use_keys(old)
    person = make.person(name="Marisol Vega")
    use_keys(new, old)

    with pytest.raises(CommandError, match="opens some rows: 1 in studies_person"):
        call_command("rotate_vault_keys", stdout=StringIO())

    use_keys(new)
    assert Person.objects.get(pk=person.pk).name == "Marisol Vega"
    use_keys(lost)
    assert Person.objects.exclude(pk=person.pk).get().name == "Lost Larsen"


def test_a_file_that_waits_to_be_added_is_sealed_again_too(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    file = make.people_file(content=b"name,email\nAna,ana@example.org\n")
    use_keys(new, old)

    call_command("rotate_vault_keys", stdout=StringIO())

    use_keys(new)
    kept = PeopleFile.objects.get(pk=file.pk)
    assert (bytes(kept.content), kept.name) == (file.content, file.name)


def test_files_are_sealed_again_one_by_one_because_they_are_large(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    agency = make.agency()
    for _twice in range(2):
        make.people_file(agency=agency)
    use_keys(new, old)
    batches = []

    rotation.rotate(tell=lambda table, rows: batches.append((table, rows)))

    assert batches == [("studies_peoplefile", 1)] * 2


def test_the_database_holds_no_waiting_file_in_clear():
    file = make.people_file(content=b"Ana,ana@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, content FROM studies_peoplefile")
        cells = [bytes(cell) for cell in cursor.fetchone()]

    assert [b"ana" in cell or b"people" in cell for cell in cells] == [False, False]
    assert bytes(PeopleFile.objects.get(pk=file.pk).content) == file.content
