from io import StringIO

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from studies.partners import actions as partners
from studies.partners.models import InviteLink
from studies.people import vault
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
    assert said.getvalue() == "2 rows are now sealed with the first key.\n"
    assert list(AccessLog.objects.values_list("act", "people")) == [("rotated", 2)] * 2


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
